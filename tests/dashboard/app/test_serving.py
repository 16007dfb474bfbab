import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from dashboard.app import serving
from dashboard.errors import ServerError


def test_a_port_that_is_taken_is_named() -> None:
    """A port that was asked for and is taken is refused by name; without one asked for, a free one is found."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not serving.is_free(port)
        with pytest.raises(ServerError, match=f"Port {port} is taken.*--port"):
            serving.choose_port(port)
    assert serving.is_free(serving.choose_port(None))


def test_the_next_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first port that is free is chosen, counting up; where none is, that is said."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(serving, "FIRST_PORT", taken.getsockname()[1])
        assert serving.choose_port(None) > taken.getsockname()[1]
        monkeypatch.setattr(serving, "_TRIES", 1)
        with pytest.raises(ServerError, match="No port"):
            serving.choose_port(None)


@pytest.mark.parametrize(
    ("environment", "platform", "desktop"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a b"}, "darwin", False),
        ({}, "win32", True),
    ],
)
def test_a_browser_is_opened_only_on_a_desktop(environment: dict[str, str], platform: str, *, desktop: bool) -> None:
    """A server without a screen opens nothing."""
    assert serving.has_desktop(environment, platform) is desktop


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_ends_cleanly(world_path: Path, number: signal.Signals) -> None:
    """The page comes up from any folder, says where, asks for no name or mail, and ends with status 0 and no traceback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from dashboard.app.serving import serve;"
        f"sys.exit(serve(store={str(world_path)!r}, port={port}, headless=True, example=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=world_path.parent,
        env=os.environ | {"PYTHONPATH": str(Path(serving.__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    up = False
    while not up and process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
                up = answer.status == 200
        except OSError:
            time.sleep(0.1)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/basemap/style-light.json", timeout=20) as answer:
        assert answer.status == 200
    time.sleep(0.3)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert f"http://127.0.0.1:{port}" in out
    assert "Traceback" not in err
    assert serving.is_free(port)
