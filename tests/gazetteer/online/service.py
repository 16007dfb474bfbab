"""A geocoding service of our own, on this machine: it speaks Nominatim's JSON, and all its places are invented."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gazetteer.online import OnlineGeocoder

VILLAGE: dict[str, Any] = {
    "lat": "49.5",
    "lon": "36.25",
    "class": "place",
    "type": "village",
    "addresstype": "village",
    "name": "Vyhadane",
    "display_name": "Vyhadane, Mriia Raion, Kazka Oblast, Ukraine",
    "boundingbox": ["49.48", "49.52", "36.22", "36.28"],
    "address": {
        "village": "Vyhadane",
        "district": "Mriia Raion",
        "state": "Kazka Oblast",
        "country": "Ukraine",
        "country_code": "ua",
    },
    "namedetails": {"name": "Вигадане", "name:uk": "Вигадане", "name:en": "Vyhadane"},
}


SHOP: dict[str, Any] = {**VILLAGE, "class": "shop", "type": "supermarket", "addresstype": "shop"}


class Server(ThreadingHTTPServer):
    """A geocoding service on a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, list[Any]] = {"Vyhadane": [VILLAGE], "Вигадане": [VILLAGE]}
        self.status = 200
        self.body: bytes | None = None
        self.delay = 0.0
        self.drip = 0.0
        self.seen: list[tuple[float, dict[str, list[str]], str]] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def domain(self) -> str:
        """Scheme, host and port, as a user would write them."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """An asker who hangs up in mid-answer is no news."""


class Handler(BaseHTTPRequestHandler):
    """Answers a search with what the server was told to say."""

    server: Server

    def do_GET(self) -> None:
        """One search."""
        asked = parse_qs(urlsplit(self.path).query)
        self.server.seen.append((time.monotonic(), asked, self.headers.get("User-Agent", "")))
        time.sleep(self.server.delay)
        body = self.server.body
        if body is None:
            body = json.dumps(self.server.answers.get(asked["q"][0], [])).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not self.server.drip:
            self.wfile.write(body)
            return
        for number in range(len(body)):
            self.wfile.write(body[number : number + 1])
            self.wfile.flush()
            time.sleep(self.server.drip)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Opener = Callable[..., OnlineGeocoder]


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The warnings that a user would see."""
    return [record.getMessage() for record in caplog.records if record.name == "gazetteer.online" and record.levelno >= logging.WARNING]
