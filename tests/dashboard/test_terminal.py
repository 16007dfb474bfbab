"""What is shown on stderr, on a terminal and elsewhere."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.pipeline import Step
from dashboard.terminal import say, screen

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def on_a_terminal(tmp_path: Path, *arguments: str, **more: str) -> str:
    """What `strikemap` shows on stderr where that is a terminal."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    ours, theirs = pty.openpty()
    environment = os.environ | {"STRIKEMAP_HOME": str(tmp_path), "TERM": "xterm-256color"} | more
    running = subprocess.Popen(
        [sys.executable, "-m", "dashboard", *arguments], stdout=subprocess.DEVNULL, stderr=theirs, env=environment, cwd=tmp_path
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux says that the other side is closed
        pass
    finally:
        os.close(ours)
    running.wait(60)
    return shown.decode()


def test_a_terminal_shows_a_bar_and_the_errors(tmp_path: Path) -> None:
    """Reading moves a bar, and a bad file's line is whole and unchanged above it, markup and all."""
    (tmp_path / "[bold]a.txt").write_bytes(b"")
    shown = on_a_terminal(tmp_path, "extract", str(tmp_path))
    assert "reading reports" in shown
    assert "[bold]a.txt: is empty; leave it out." in COLOUR.sub("", shown).replace("\r\n", "")


def test_no_colour_is_honoured(tmp_path: Path) -> None:
    """With NO_COLOR the bar has no colours; without it, it has."""
    coloured = re.compile(r"\x1b\[[0-9;]*(?:3[0-8]|9[0-7])[0-9;]*m")
    (tmp_path / "a.txt").write_bytes(b"")
    assert coloured.search(on_a_terminal(tmp_path, "extract", "a.txt"))
    assert not coloured.search(on_a_terminal(tmp_path, "extract", "a.txt", NO_COLOR="1"))


def test_quiet_shows_errors_only(tmp_path: Path) -> None:
    """No bar and no control codes, only the line."""
    (tmp_path / "a.txt").write_bytes(b"")
    assert on_a_terminal(tmp_path, "extract", "a.txt", "--quiet") == "strikemap: a.txt: is empty; leave it out.\r\n"


def test_elsewhere_lines_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Into a file or a pipe go lines and nothing else, and none at all for progress."""
    with screen(quiet=False) as view:
        view.advance(Step(done=1, total=2, name="a.txt", reports=3))
        view.stage("compiling", 0.5)
        view.say("a line")
    assert capsys.readouterr() == ("", "a line\n")


def test_what_a_terminal_cannot_show_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ASCII terminal is no reason for an error."""
    ascii_only = io.TextIOWrapper(buffer := io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", ascii_only)
    say("Київ.txt")
    assert buffer.getvalue() == b"\\u041a\\u0438\\u0457\\u0432.txt\n"
