"""Start the server of the page in a process of its own, say where it is, and end it cleanly."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from dashboard.errors import ServerError
from dashboard.settings import public_name, read_settings

STORE_VARIABLE: Final = "STRIKEMAP_SERVED_STORE"
"""How the served process is told which store to show."""
AS_OF_VARIABLE: Final = "STRIKEMAP_SERVED_AS_OF"
"""How it is told the moment whose knowledge to show; empty for the present."""
ADDRESS: Final = "127.0.0.1"
FIRST_PORT: Final = 8501
_TRIES: Final = 50
_START_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.05
_END_SECONDS: Final = 5.0
_OPTIONS: Final = {"server.headless": "true", "browser.gatherUsageStats": "false"}


def serve(*, store: str, port: int | None, headless: bool, example: bool, as_of: datetime | None = None) -> int:
    """Serve a store until Ctrl-C, and return the exit status.

    Args:
        store: path or URL of the store.
        port: the port to listen on; by default 8501, or the next that is free.
        headless: open no browser; where there is no desktop, none is opened anyway.
        example: whether these are the examples, to say so beside the address.
        as_of: show what was known at this moment, UTC; by default the present.

    Raises:
        ServerError: the port is taken, or the server does not start.
    """
    chosen = choose_port(port)
    prepare_basemap()
    server = Path(__file__).with_name("server.py")
    options = [part for name, value in {**_OPTIONS, "server.port": str(chosen)}.items() for part in (f"--{name}", value)]
    told = {STORE_VARIABLE: store, AS_OF_VARIABLE: "" if as_of is None else as_of.isoformat()}
    with _ended_politely() as interrupted, _process([sys.executable, "-m", "streamlit", "run", str(server), *options], told) as process:
        url = f"http://{ADDRESS}:{chosen}"
        if not _wait_until_up(process, chosen):
            if interrupted:
                return 0
            raise ServerError(f"The server did not start (status {process.poll()}); its messages above say why.")
        sys.stdout.write(f"Strikemap shows {'the examples' if example else public_name(store)} at {url} - end with Ctrl-C.\n")
        sys.stdout.flush()
        if not headless and has_desktop(os.environ):
            webbrowser.open(url)
        while process.poll() is None and not interrupted:
            time.sleep(_POLL_SECONDS)
    return 0 if interrupted else process.returncode


def prepare_basemap() -> None:
    """Compile the outlines of the world where that was not done yet, so that the first viewer need not wait for it.

    Raises:
        ServerError: they cannot be made.
    """
    if (read_settings().cache / "outlines" / "outlines.parquet").exists():
        return
    from gazetteer.errors import GazetteerError  # noqa: PLC0415 -- needed once in the life of an installation
    from gazetteer.outlines import Outlines  # noqa: PLC0415 -- the same

    sys.stderr.write("Compiling the outlines of the map; this takes about ten seconds, once.\n")
    sys.stderr.flush()
    try:
        Outlines.open()
    except (GazetteerError, OSError) as error:
        raise ServerError(f"The outlines of the map cannot be compiled: {error}") from error


def choose_port(asked: int | None) -> int:
    """The port to listen on: the one asked for, or the first free one from 8501.

    Raises:
        ServerError: it is taken, or none is free.
    """
    if asked is not None:
        if not is_free(asked):
            raise ServerError(f"Port {asked} is taken by another program; end that, or choose another with --port.")
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + _TRIES):
        if is_free(port):
            return port
    raise ServerError(f"No port from {FIRST_PORT} to {FIRST_PORT + _TRIES - 1} is free; name one with --port.")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            return False
        return True


def has_desktop(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether there is a desktop to open a browser on."""
    if platform in {"win32", "darwin"}:
        return not environment.get("SSH_CONNECTION")
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def _ended_politely() -> Iterator[list[int]]:
    """Note an interrupt or a request to end instead of breaking off; the list holds the signals that came."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: came.append(got)) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _process(command: list[str], told: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The server's process; gone when the block ends."""
    process = subprocess.Popen(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own interpreter and script
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server answers before it ends or the patience does."""
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_stcore/health", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(_POLL_SECONDS)
    return False
