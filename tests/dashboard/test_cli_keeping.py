"""The verbs that look after a store, as whole commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ONE = (
    "date 2024-04-05\nsource Outlet One\n\nA missile hit a block of flats in Kharkiv on Thursday, killing six people, the governor said.\n"
)
TWO = "date 2024-04-06\nsource Outlet Two\n\nThe death toll from Thursday's missile strike on Kharkiv rose to 31 people, officials said.\n"
THREE = "date 2024-04-05\nsource Outlet Three\n\nRussian drones struck Odesa on Thursday, killing two people, the mayor said.\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `strikemap` in a folder with three reports and a store of the first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STRIKEMAP_STORE")}
    environment = kept | {"STRIKEMAP_HOME": str(tmp_path / "home"), "STRIKEMAP_STORE": str(tmp_path / "s.sqlite"), "NO_COLOR": "1"}
    for name, text in (("one", ONE), ("two", TWO), ("three", THREE)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")

    def start(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dashboard", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False, timeout=120)

    assert start("ingest", "one.txt", "three.txt").returncode == 0
    return start


def id_of(run: Run, place: str) -> str:
    """The beginning of the id of the strike on a place, as `diff` prints it."""
    lines = [line.split() for line in run("diff", "--since", "2000-01-01").stdout.splitlines() if f"  {place}" in line]
    return lines[-1][2]


def test_a_working_day(run: Run) -> None:
    """Read, look, confirm, correct, join, undo, withdraw, forget, back up, restore: each command says what it did."""
    kharkiv, odesa = id_of(run, "Kharkiv"), id_of(run, "Odesa")
    assert "Anna confirmed it" in run("review", "confirm", kharkiv, "--as", "Anna").stdout
    assert run("ingest", "two.txt").returncode == 0
    history = run("history", kharkiv).stdout
    assert "killed 6 → 31" in history
    assert "Outlet Two: “The death toll" in history
    assert "review 1: Anna confirmed it" in history
    corrected = run("review", "correct", odesa, "--killed", "3", "--place", "Odesa", "--country", "ua", "--note", "called them")
    assert corrected.returncode == 0, corrected.stderr
    assert "killed 2 → 3" in run("diff", "--since", "2000-01-01").stdout or "3 killed" in run("diff", "--since", "2000-01-01").stdout
    assert run("review", "join", kharkiv, odesa).returncode == 0
    gone = run("review", "confirm", odesa)
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)
    assert "was joined into" in gone.stderr
    assert run("review", "undo", kharkiv).returncode == 0
    assert "withdrawn; events" in run("withdraw", "two", "--why", "taken down", "--as", "Anna").stdout
    assert "is withdrawn already" in run("withdraw", "two").stdout
    assert "counts again" in run("withdraw", "two", "--undo").stdout
    backed = run("backup", "b.sqlite")
    assert "3 reports" in backed.stdout, backed.stderr
    refused = run("forget", "three")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "--yes" in refused.stderr
    assert "forgotten" in run("forget", "three", "--yes").stdout
    assert "Nothing differs." in run("rebuild").stdout
    assert run("restore", "b.sqlite").returncode == 1
    assert "Restored: 3 reports" in run("restore", "b.sqlite", "--overwrite").stdout
    health = run("health")
    assert "Outlet Three: 1 report, 2024-04-05 to 2024-04-05" in health.stdout
    assert json.loads(run("health", "--json").stdout)["standings"]["current"] == 3


BAD: list[tuple[tuple[str, ...], int, str]] = [
    (("history", "12345678"), 1, "There is no event or package"),
    (("history", "z" * 64), 1, "There is no event or package"),
    (("history", "0" * 64), 1, "There is no event or package"),
    (("diff", "--since", "yesterday"), 2, "is no day"),
    (("diff", "--since", "2999-01-01"), 2, "lies in the future"),
    (("diff", "--since", "0001-01-01T00:00+05:00"), 2, "is no day"),
    (("serve", "--as-of", "2999-01-01"), 2, "lies in the future"),
    (("review", "praise", "12345678"), 2, "invalid choice"),
    (("review", "correct", "KHARKIV"), 1, "at least one value"),
    (("review", "correct", "KHARKIV", "--killed", "-1"), 2, "is no figure"),
    (("review", "correct", "KHARKIV", "--killed", "5-3"), 2, "0 <= low"),
    (("review", "correct", "KHARKIV", "--at", "91,0"), 2, "nowhere on the globe"),
    (("review", "correct", "KHARKIV", "--place", "Qwertyville-on-Nowhere"), 1, "knows no place"),
    (("review", "correct", "KHARKIV", "--amount", "5"), 1, "A strike has no amount"),
    (("review", "confirm", "KHARKIV", "--killed", "5"), 1, "takes no --killed"),
    (("review", "confirm", "KHARKIV", "--as", ""), 2, "a name has"),
    (("review", "note", "KHARKIV"), 1, "some words"),
    (("review", "join", "KHARKIV", "ODESA", "KHARKIV"), 1, "does not take"),
    (("review", "join", "KHARKIV", "KHARKIV"), 1, "with itself"),
    (("review", "split", "KHARKIV", "nothing"), 1, "no claim of this event"),
    (("review", "undo", "KHARKIV"), 1, "No review"),
    (("review", "confirm", "KHARKIV", "--seen", "99"), 1, "no number of this store"),
    (("withdraw", "nobody"), 1, "There is no report"),
    (("forget", "nobody", "--yes"), 1, "There is no report"),
    (("backup", "no/such/b.sqlite"), 1, "no folder"),
    (("backup", "one.txt"), 1, "--overwrite"),
    (("restore", "one.txt", "--overwrite"), 1, "no store at all"),
    (("restore", "nowhere.sqlite", "--overwrite"), 1, "there is no store"),
    (("rebuild", "--store", ""), 2, "it is empty"),
]


def test_bad_input_is_one_clear_line_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    """Status 1 with one line, or status 2 with the usage; never a traceback; the store stays as it was."""
    names = {"KHARKIV": id_of(run, "Kharkiv"), "ODESA": id_of(run, "Odesa")}
    before = run("health", "--json").stdout
    for arguments, status, message in BAD:
        found = run(*(names.get(each, each) for each in arguments))
        assert (found.returncode, message in found.stderr) == (status, True), (arguments, found.stderr)
        assert "Traceback" not in found.stderr
        assert status == 2 or found.stderr.count("\n") == 1, (arguments, found.stderr)
    assert run("health", "--json").stdout == before
    assert not list(tmp_path.glob("*.part"))


def test_nothing_of_a_report_steers_the_terminal(run: Run, tmp_path: Path) -> None:
    """Escape sequences of a text or a note are written as codes."""
    (tmp_path / "two.txt").write_text(TWO.replace("The death toll", "\x1b]0;evil\x07\x1b[31mThe death toll"), encoding="utf-8")
    run("ingest", "two.txt")
    kharkiv = id_of(run, "Kharkiv")
    run("review", "note", kharkiv, "--note", "\x1b[2Jgone\nsecond")
    for command in ("history", "health"):
        found = run(*((command, kharkiv) if command == "history" else (command,)))
        assert found.returncode == 0, found.stderr
        assert "\x1b" not in found.stdout
    assert "\\x1b[2Jgone" in run("history", kharkiv).stdout
