"""What tests of several rooms share."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gazetteer import Gazetteer
from tests.postgresql import Cluster, running


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real index, compiled once into the cache folder (STRIKEMAP_CACHE, or the user's)."""
    return Gazetteer.open()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own; what needs one skips where it is not installed."""
    with running() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed here (tests/run installs it where it may)")
        yield cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store can be made: a file, and a database on a server; whoever asks for it is tested on both."""
    if request.param == "sqlite":
        return str(tmp_path / "folder" / "store.sqlite")
    cluster: Cluster = request.getfixturevalue("postgresql")
    return cluster.database()


@pytest.fixture(scope="session")
def demonstration() -> ModuleType:
    """The invented world of the page's tests, and what builds it."""
    return importlib.import_module("tests.dashboard.app.demonstration")
