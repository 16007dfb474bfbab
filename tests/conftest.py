"""What tests of several rooms share."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from gazetteer import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real index, compiled once into the cache folder (STRIKEMAP_CACHE, or the user's)."""
    return Gazetteer.open()


@pytest.fixture(scope="session")
def demonstration() -> ModuleType:
    """The invented world of the page's tests, and what builds it."""
    return importlib.import_module("tests.dashboard.app.demonstration")
