"""What the tests of the online fallback share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetteer.online import OnlineGeocoder
from tests.gazetteer.online.service import Opener, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A running service."""
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture
def geocoder(server: Server, tmp_path: Path) -> Opener:
    """Opens a geocoder that asks the service, without a pause where the test wants none."""

    def opened(**arguments: Any) -> OnlineGeocoder:  # noqa: ANN401 - whatever the class takes
        return OnlineGeocoder(tmp_path, **{"domain": server.domain, "interval": 0.0, "settings": {"proxies": {}}, **arguments})

    return opened
