"""What tests of several rooms share."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real index, compiled once into the cache folder (STRIKEMAP_CACHE, or the user's)."""
    return Gazetteer.open()
