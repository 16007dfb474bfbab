"""A real browser against the really served page; a missing browser fails, only STRIKEMAP_SKIP_BROWSER=1 skips."""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Dialog, Error, Page, Route, WebSocket, sync_playwright

SKIP = "STRIKEMAP_SKIP_BROWSER"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
PATIENCE_MS = 60_000
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

Pixels = NDArray[np.int16]


def _chromium() -> str | None:
    """The browser to drive: named, or the system's, or None for playwright's own."""
    named = os.environ.get("STRIKEMAP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if os.environ.get(SKIP) == "1":
        pytest.skip(f"{SKIP}=1")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"no browser could be started; install chromium, or set STRIKEMAP_CHROMIUM, or skip with {SKIP}=1: {error}")
        yield started
        started.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], str]]:
    """Serve a store with the command that users run, and give the address of its page."""
    if os.environ.get(SKIP) == "1":
        pytest.skip(f"{SKIP}=1")
    running: list[subprocess.Popen[bytes]] = []
    home = tmp_path_factory.mktemp("home")

    def start(store: Path) -> str:
        port = free_port()
        command = [sys.executable, "-m", "dashboard", "--store", str(store), "serve", "--port", str(port), "--headless"]
        process = subprocess.Popen(command, env={**os.environ, "STRIKEMAP_HOME": str(home)})
        running.append(process)
        until = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    return f"http://127.0.0.1:{port}/"
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not come up (status {process.poll()})")

    yield start
    for process in running:
        process.send_signal(signal.SIGTERM)
    for process in running:
        process.wait(20)


@pytest.fixture(scope="session")
def world_url(serve: Callable[[Path], str], demonstration: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the invented world."""
    return serve(demonstration.world().write(tmp_path_factory.mktemp("world") / "world.sqlite"))


@dataclass(kw_only=True)
class Viewer:
    """A page with everything that was tried to be fetched from elsewhere, and was stopped."""

    page: Page
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, url: str) -> None:
        """Open an address and wait until the page stands still."""
        self.page.goto(url)
        self.settle(canvas="show=table" not in url)

    def settle(self, *, canvas: bool = True) -> None:
        """Wait for the map, for the script to end, and for two equal pictures."""
        self.page.wait_for_selector("[data-testid=stApp]", timeout=PATIENCE_MS)
        if canvas:
            self.page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas", timeout=PATIENCE_MS)
        self.page.wait_for_selector(".sm-counts", timeout=PATIENCE_MS)
        until, before = time.monotonic() + PATIENCE_MS / 1000, b""
        while time.monotonic() < until:
            if self.page.locator("[data-test-script-state=running]").count() == 0:
                now = self.page.screenshot()
                if now == before:
                    return
                before = now
            self.page.wait_for_timeout(500)
        raise AssertionError("the page did not come to rest")

    def map_box(self) -> dict[str, float]:
        """Where the map is, px."""
        box = self.page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
        assert box is not None
        return {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}

    def map_pixels(self) -> Pixels:
        """The map as it is painted: height x width x RGB."""
        box = self.map_box()
        picture = self.page.screenshot(clip={"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]})
        return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=np.int16)

    def counts(self) -> str:
        """The line that says how many are shown."""
        return self.page.locator(".sm-counts").inner_text()


@pytest.fixture
def viewer(browser: Browser) -> Iterator[Callable[..., Viewer]]:
    """Make pages whose every way out is closed."""
    contexts = []

    def make(*, size: dict[str, int] | None = None, scheme: str = "light", mobile: bool = False) -> Viewer:
        agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Mobile Safari/537.36"
        context = browser.new_context(
            viewport={"width": (size or DESK)["width"], "height": (size or DESK)["height"]},
            color_scheme="dark" if scheme == "dark" else "light",
            user_agent=agent if mobile else None,
            timezone_id="America/New_York",
        )
        contexts.append(context)
        made = Viewer(page=context.new_page())

        def gate(route: Route) -> None:
            if urlsplit(route.request.url).hostname == "127.0.0.1":
                route.continue_()
            else:
                made.outside.append(route.request.url)
                route.abort()

        context.route("**/*", gate)

        def connected(socket: WebSocket) -> None:
            if urlsplit(socket.url).hostname != "127.0.0.1":
                made.outside.append(socket.url)

        def asked(dialog: Dialog) -> None:
            made.dialogs.append(dialog.message)
            dialog.dismiss()

        made.page.on("websocket", connected)
        made.page.on("dialog", asked)
        return made

    yield make
    for context in contexts:
        context.close()


def near(pixels: Pixels, colour: tuple[int, int, int], tolerance: int = 14) -> NDArray[np.bool_]:
    """Which pixels have a colour, up to a tolerance in each channel."""
    return np.asarray((np.abs(pixels - np.array(colour, dtype=np.int16)) <= tolerance).all(axis=-1), dtype=np.bool_)


@pytest.fixture(scope="session", name="near")
def near_fixture() -> Callable[..., NDArray[np.bool_]]:
    """Which pixels have a colour."""
    return near
