"""Real servers on this machine, for what is fetched: one that answers as it is told, and one that sends whatever bytes it is given."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dashboard.reports.web import Fetching

WELCOME: tuple[int, dict[str, str], bytes] = (404, {}, b"")
"""The answer to what is not there, robots.txt among it."""
LOCAL = Fetching(allow_private=True, pause=0.0)
"""Asks this machine, without a pause."""


@dataclass
class Site:
    """What a server answers: for each path a list of answers, the last of which is repeated."""

    address: str = ""
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths, in order."""
    heard: list[Mapping[str, str]] = field(default_factory=list)
    """Headers of each request."""
    slow_s: float = 0.0
    """Seconds before each answer."""

    def says(self, path: str, body: bytes | str, kind: str = "", status: int = 200, **headers: str) -> str:
        """Give an answer to a path, and its address."""
        told = {**({"Content-Type": kind} if kind else {}), **{name.replace("_", "-"): value for name, value in headers.items()}}
        content = body.encode() if isinstance(body, str) else body
        self.answers.setdefault(path, []).append((status, told, content))
        return self.address + path


class Handler(BaseHTTPRequestHandler):
    """Answers as its site says."""

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Give the next answer for the path."""
        self.site.asked.append(self.path)
        self.site.heard.append({name.lower(): value for name, value in self.headers.items()})
        time.sleep(self.site.slow_s)
        answers = self.site.answers.get(self.path, [WELCOME])
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Site]:
    """A server on this machine, in a thread."""
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site)) as server:
        site.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def sending(pieces: Iterable[bytes], *, every: float = 0.0) -> Iterator[str]:
    """The address of a server that sends these pieces to the first who asks, a while apart, and hangs up."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                try:
                    line.recv(65536)
                    for piece in pieces:
                        line.sendall(piece)
                        if ended.wait(every):
                            return
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            ended.set()
            with socket.socket() as waker:  # wakes a server that nobody asked
                waker.connect_ex(server.getsockname())
            thread.join()
