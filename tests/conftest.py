"""What tests of several rooms share."""

from __future__ import annotations

import importlib
import signal
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from gazetteer import Gazetteer
from tests import postgresql_server

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background of a shell ignores interrupts, and the commands that it starts would too; the tests send them some.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real index, compiled once into the cache folder (STRIKEMAP_CACHE, or the user's)."""
    return Gazetteer.open()


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql_server.Server]:
    """A PostgreSQL server of this run's own; what needs one skips where it is not installed."""
    if why := postgresql_server.missing():
        pytest.skip(why)
    with postgresql_server.running(postgresql_server.candidates()[0]) as started:
        yield started


@pytest.fixture
def database(server: postgresql_server.Server) -> Iterator[str]:
    """The name of an empty database on the server."""
    with server.database() as name:
        yield name


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What names the store of a test; the test runs once for each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "folder" / "store.sqlite")
    server: postgresql_server.Server = request.getfixturevalue("server")
    return server.address(request.getfixturevalue("database"))


@pytest.fixture(scope="session")
def demonstration() -> ModuleType:
    """The invented world of the page's tests, and what builds it."""
    return importlib.import_module("tests.dashboard.app.demonstration")
