"""`strikemap extract --explain` as a user meets it: real processes, files, pipes and terminals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STRIKE = "date 2024-04-04\nRussian missiles hit a school in Kharkiv on Wednesday, killing five people."

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `strikemap extract --explain` with these arguments in an empty folder."""

    def start(*arguments: object, stdin: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "dashboard", "extract", "--explain", *map(str, arguments)]
        environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}} | more
        return subprocess.run(command, input=stdin.encode(), capture_output=True, cwd=tmp_path, env=environment, check=False, timeout=120)

    return start


def test_a_report_is_explained_on_stdout(run: Run) -> None:
    """In a pipe there are brackets and no colours, in UTF-8 whatever the locale, and COLUMNS is the width."""
    found = run("-", stdin=STRIKE + " «Київ»", PYTHONIOENCODING="ascii", COLUMNS="50")
    shown = found.stdout.decode("utf-8")
    assert (found.returncode, found.stderr) == (0, b"")
    assert shown.startswith("stdin, published 2024-04-04, unknown\n")
    assert "killing five people]" in " ".join(shown.split())
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 50


def test_several_reports_come_in_their_order(run: Run, tmp_path: Path) -> None:
    """A line parts them, and the whole is the same each time."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(STRIKE, encoding="utf-8")
    first = run("b.txt", "a.txt").stdout
    assert first == run("b.txt", "a.txt").stdout
    assert [line.split(b",")[0] for line in first.splitlines() if b"published" in line] == [b"b", b"a"]
    assert ("\n" + "─" * 80 + "\n").encode() in first


def test_json_gives_one_object_a_report(run: Run, tmp_path: Path) -> None:
    """Each record carries its support, whose offsets lead to its words; a report without one is there too."""
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("A quiet day.\u202e", encoding="utf-8")
    found = run("--json", "a.txt", "b.txt")
    first, second = map(json.loads, found.stdout.splitlines())
    assert found.stdout.isascii()
    assert (first["doc_id"], second["doc_id"], second["records"]) == ("a", "b", [])
    (record,) = first["records"]
    assert (record["kind"], record["killed"]) == ("strike", 5)
    assert {"place", "date", "killed", "weapon", "target", "actor"} <= {support["value"] for support in record["support"]}
    assert all(STRIKE[support["start"] : support["end"]] == support["text"] for support in record["support"])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "no such file or folder"),
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"\x7fELF\0\0\0", "is binary"),
        ("latin.txt", "Süden".encode("latin-1"), "is not UTF-8"),
        (".", None, ".txt"),
    ],
)
def test_a_bad_source_is_one_line_and_status_one(run: Run, tmp_path: Path, name: str, content: bytes | None, message: str) -> None:
    """What cannot be read is named on stderr, the good one is explained all the same."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    good = tmp_path / "good"
    good.mkdir()
    (good / "good.txt").write_text(STRIKE, encoding="utf-8")
    sources = (name, "good/good.txt") if name != "." else ("empty-folder", "good")
    if name == ".":
        (tmp_path / "empty-folder").mkdir()
    found = run(*sources)
    (line,) = found.stderr.decode().splitlines()
    assert line.startswith("strikemap: ")
    assert message in line
    assert found.returncode == 1
    assert found.stdout.startswith(b"good, published")


def test_a_folder_is_explained_file_by_file(run: Run, tmp_path: Path) -> None:
    """A directory stands for all its reports."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(STRIKE, encoding="utf-8")
    found = run(tmp_path)
    assert found.returncode == 0
    assert found.stdout.count(b"published 2024-04-04") == 2


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_reader_that_stops_early_is_no_error(tmp_path: Path, form: tuple[str, ...]) -> None:
    """`strikemap extract --explain ... | head -1` ends without a word."""
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(STRIKE + " Nothing else happened in the town that day." * 40, encoding="utf-8")
    command = [sys.executable, "-m", "dashboard", "extract", "--explain", *form, str(tmp_path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(60) == 0
    running.stderr.close()


@pytest.mark.parametrize(
    ("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)], ids=["terminal", "NO_COLOR", "dumb"]
)
def test_a_terminal_gets_colours(tmp_path: Path, more: dict[str, str], *, coloured: bool) -> None:
    """Where stdout is a terminal evidence is coloured, unless NO_COLOR or the terminal forbids it; the terminal's width is kept."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    termios = pytest.importorskip("termios")
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 60))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}} | {"TERM": "xterm"} | more
    command = [sys.executable, "-m", "dashboard", "extract", "--explain", "--quiet", "a.txt"]
    running = subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment, cwd=tmp_path)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # how Linux says that the other side is closed
        pass
    finally:
        os.close(ours)
    assert running.wait(60) == 0
    assert (b"\x1b[31;1mkilling" in shown) is coloured
    assert (b"\x1b" in shown) is coloured
    if not coloured:
        assert max(map(len, shown.decode().splitlines())) <= 60
