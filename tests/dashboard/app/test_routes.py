import asyncio
import gzip
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from dashboard.app import routes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 -- JSON
        """The body, unpacked and read."""
        data = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return json.loads(data)


Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask our routes, served without the page."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes.routes()), log_level="critical", lifespan="off", ws="none"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[bound])), daemon=True)
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)

        def get(path: str, **headers: str) -> Answer:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.putrequest("GET", path, skip_host=True)
            for name, value in ({"host": f"127.0.0.1:{port}"} | headers).items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            found = connection.getresponse()
            answer = Answer(status=found.status, headers={name.lower(): value for name, value in found.getheaders()}, body=found.read())
            connection.close()
            return answer

        yield get
        server.should_exit = True
        thread.join(20)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_style_asks_only_us(ask: Ask, theme: str) -> None:
    """Every address in the style is one of this server's, and answers with GeoJSON."""
    style = ask(f"/basemap/style-{theme}.json", host="localhost:8501").json()
    assert not {"glyphs", "sprite"} & set(style)
    for source in style["sources"].values():
        assert source["data"].startswith("http://localhost:8501/basemap/")
        answer = ask(source["data"].removeprefix("http://localhost:8501"))
        assert answer.headers["content-type"].startswith("application/geo+json")
        assert answer.json()["type"] == "FeatureCollection"


def test_layers_are_sent_once(ask: Ask) -> None:
    """A layer is compressed and carries a tag; asked with the tag, it is not sent again."""
    first = ask("/basemap/land.geojson")
    assert first.headers["content-encoding"] == "gzip"
    again = ask("/basemap/land.geojson", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_names_come_by_tile(ask: Ask) -> None:
    """The tile that holds the middle of Europe names countries, in no more than plain GeoJSON."""
    answer = ask("/basemap/names/3/4/2.json")
    assert answer.status == 200
    names = {feature["properties"]["n"] for feature in answer.json()["features"]}
    assert "UKRAINE" in names


@pytest.mark.parametrize(
    "path",
    [
        "/basemap/names/10/1/1.json",
        "/basemap/names/-1/0/0.json",
        "/basemap/names/a/b/c.json",
        "/basemap/nothing.geojson",
        "/basemap/style-pink.json",
        "/basemap/..%2f..%2fetc%2fpasswd.geojson",
    ],
)
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    """An unknown name is not found."""
    assert ask(path).status == 404


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8501", True),
        ("localhost:8501", True),
        ("LOCALHOST", True),
        ("[::1]:8501", True),
        ("[::1]", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8501", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_only_our_own_names_are_answered(ask: Ask, host: str, *, allowed: bool) -> None:
    """A strange Host header, as a rebound name would send, is refused on every route."""
    assert routes.is_allowed(host) is allowed
    for path in ("/basemap/style-light.json", "/basemap/land.geojson", "/basemap/names/0/0/0.json"):
        assert (ask(path, host=host).status == 200) is allowed


def test_the_layers_are_valid_json() -> None:
    """What is packed is what the drawing room made."""
    packed = routes._packed()
    assert set(packed) >= {"land", "borders"}
    for data, etag in packed.values():
        assert json.loads(gzip.decompress(data))["type"] == "FeatureCollection"
        assert etag.startswith('"')
