"""What the tests of fetching share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.dashboard.reports.web import served


@pytest.fixture(name="site")
def real_server() -> Iterator[served.Site]:
    """A server on this machine."""
    with served.running() as site:
        yield site
