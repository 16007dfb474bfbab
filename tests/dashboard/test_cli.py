"""The command line as a user meets it: real processes, one clear line for every error, the right exit status."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.settings import read_settings
from tests.dashboard.reports.tables import invented

STRIKE = (
    "date 2024-04-04\nRussian missiles hit a residential building in Kharkiv on Thursday, killing three rescuers and injuring five people."
)
QUIET = "date 2024-04-04\nThe orchestra of Vienna played Brahms."

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A user of its own, who shares the compiled gazetteer with the other tests."""
    kept = {name: value for name, value in os.environ.items() if name not in ("STRIKEMAP_STORE", "STRIKEMAP_HOME")}
    return kept | {"STRIKEMAP_HOME": str(tmp_path / "home"), "STRIKEMAP_CACHE": str(read_settings().cache), "PYTHONWARNINGS": "error"}


@pytest.fixture
def run(tmp_path: Path, environment: dict[str, str]) -> Run:
    """Runs `strikemap` with these arguments in an empty folder."""

    def start(*arguments: object, stdin: str | bytes = "", **more: str) -> subprocess.CompletedProcess[str]:
        given = stdin if isinstance(stdin, bytes) else stdin.encode()
        found = subprocess.run(
            [sys.executable, "-m", "dashboard", *map(str, arguments)],
            input=given,
            capture_output=True,
            cwd=tmp_path,
            env=environment | more,
            check=False,
            timeout=120,
        )
        return subprocess.CompletedProcess(found.args, found.returncode, found.stdout.decode("utf-8"), found.stderr.decode("utf-8"))

    return start


def one_line(text: str) -> str:
    """The only line of a text, which is no traceback."""
    (line,) = text.splitlines()
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("verb", [(), ("ingest",), ("extract",), ("serve",)])
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_every_verb_explains_itself(run: Run, verb: tuple[str, ...], option: str) -> None:
    """Help and version go to stdout with status 0, before and after each verb."""
    found = run(*verb, option)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("usage: strikemap" if option == "--help" else "strikemap ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest",),
        ("extract",),
        ("fly",),
        ("serve", "--port", "0"),
        ("serve", "--port", "x"),
        ("--colour",),
        ("extract", "a", "--out", "b"),
    ],
)
def test_wrong_usage_is_status_two(run: Run, arguments: tuple[str, ...]) -> None:
    """The message says what is wrong and how the command goes."""
    found = run(*arguments)
    assert found.returncode == 2
    assert "usage: strikemap" in found.stderr
    assert found.stdout == ""


BAD_FILES: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\r\n", "is empty"),
    ("binary.txt", b"\x7fELF\0\0\0", "is binary"),
    ("latin.txt", "Der Süden".encode("latin-1"), "is not UTF-8 (byte 0xFC at offset 5)"),
    ("date.txt", b"date 2024-13-45\nText", "'2024-13-45' as the date, which is no date"),
    ("large.txt", b"x" * (50 * 1024 * 1024), "is larger than 10 MB"),
]


@pytest.mark.parametrize("verb", ["ingest", "extract"])
@pytest.mark.parametrize("bad", BAD_FILES, ids=[name for name, *_ in BAD_FILES])
def test_a_bad_file_is_one_line_and_status_one(run: Run, tmp_path: Path, verb: str, bad: tuple[str, bytes, str]) -> None:
    """Whatever is wrong with a file, the line names it and says so; nothing is written as data."""
    name, content, message = bad
    (tmp_path / name).write_bytes(content)
    found = run(verb, name, "--quiet")
    line = one_line(found.stderr)
    assert line.startswith(f"strikemap: {name}: ")
    assert message in line
    assert (found.returncode, found.stdout) == (1, "")


@pytest.mark.parametrize("verb", ["ingest", "extract"])
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing", "no such file or folder"),
        ("ftp://example.org", "only http and https"),
        ("http://localhost/", "--allow-private"),
        (".", ".txt"),
    ],
)
def test_a_source_that_is_not_there_is_one_line(run: Run, verb: str, source: str, message: str) -> None:
    """A missing folder, an address and a folder without reports are told."""
    found = run(verb, "--quiet", source)
    assert message in one_line(found.stderr)
    assert (found.returncode, found.stdout) == (1, "")


def test_a_bad_file_among_good_ones_costs_only_itself(run: Run, tmp_path: Path) -> None:
    """The good ones are in the store, the bad one is named, the status says that something failed."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "1.txt").write_text(STRIKE, encoding="utf-8")
    (folder / "2.txt").write_bytes(b"\xff\xfe\0")
    (folder / "3.txt").write_text(QUIET, encoding="utf-8")
    found = run("ingest", folder)
    assert found.returncode == 1
    assert "2.txt: " in one_line(found.stderr)
    assert found.stdout.splitlines()[0] == "Reports:  2 new, 0 known already, 1 left out"
    found = run("extract", folder)
    assert found.returncode == 1
    assert {json.loads(line)["doc_id"] for line in found.stdout.splitlines()} == {"1"}


def test_ingesting_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    """The second time every report is known, and the store's file holds the same rows and the same sequence number."""
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    first = run("ingest", "a.txt")
    assert first.returncode == 0
    store = tmp_path / "home" / "strikemap.sqlite"
    before = _dump(store)
    second = run("ingest", "a.txt", "a.txt")
    assert second.returncode == 0
    assert second.stdout.splitlines()[0] == "Reports:  0 new, 2 known already, 0 left out"
    assert _dump(store) == before


def _dump(store: Path) -> list[str]:
    with closing(sqlite3.connect(store)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_the_store_can_be_named_in_three_ways(run: Run, tmp_path: Path, place: str) -> None:
    """Before the verb, after it, or by the environment."""
    (tmp_path / "a.txt").write_text(QUIET, encoding="utf-8")
    if place == "before":
        found = run("--store", "my.sqlite", "ingest", "a.txt")
    elif place == "after":
        found = run("ingest", "a.txt", "--store", "my.sqlite")
    else:
        found = run("ingest", "a.txt", STRIKEMAP_STORE="my.sqlite")
    assert found.returncode == 0
    assert (tmp_path / "my.sqlite").is_file()
    assert not (tmp_path / "home").exists()


def test_extract_reads_standard_input_and_writes_rows(run: Run) -> None:
    """A row is a JSON object in UTF-8 whose evidence is the text at its offsets; no store appears."""
    text = "date 2024-04-04\r\n\r\nRussian missiles hit homes in Kharkiv on Thursday — “again” — killing three people. <script>x()</script>"
    found = run("extract", "-", stdin=text, PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, "")
    (row,) = map(json.loads, found.stdout.splitlines())
    assert (row["doc_id"], row["kind"], row["killed"]) == ("stdin", "strike", 3)
    assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence"]


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path, environment: dict[str, str]) -> None:
    """`strikemap extract ... | head -1` ends without a word, however much was still to be written."""
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(STRIKE + " " * number, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "extract", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith(b"{")
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(60) == 0
    running.stderr.close()


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Rows that cannot be written are an error in words."""
    if not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        found = subprocess.run(
            [sys.executable, "-m", "dashboard", "extract", "a.txt"], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )
    assert found.returncode == 1
    assert "No space left on device" in one_line(found.stderr.decode())


def test_an_interrupt_is_one_line(environment: dict[str, str]) -> None:
    """Ctrl-C ends with status 130 and a word, not with a traceback."""
    running = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    time.sleep(2)  # long enough to be waiting for its input
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert "interrupted" in one_line(errors.decode())
    assert running.returncode == 130


def test_a_locked_store_is_one_line(run: Run, tmp_path: Path) -> None:
    """While somebody else holds the file alone, an ingest gives up in words and leaves what is there."""
    (tmp_path / "a.txt").write_text(QUIET, encoding="utf-8")
    (tmp_path / "b.txt").write_text(QUIET + " And Mahler.", encoding="utf-8")
    run("ingest", "a.txt", "--store", "s.sqlite")
    with closing(sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE meta SET value = value")
        found = run("ingest", "b.txt", "--store", "s.sqlite")
    assert found.returncode == 1
    assert "is locked: another process is writing to it" in one_line(found.stderr)
    assert run("ingest", "b.txt", "--store", "s.sqlite").stdout.startswith("Reports:  1 new")
    assert run("ingest", "a.txt", "--store", "s.sqlite").stdout.startswith("Reports:  0 new, 1 known")


def test_an_ingest_waits_for_another_writer_and_says_so(run: Run, tmp_path: Path, environment: dict[str, str]) -> None:
    """One line tells what it waits for; once the other has ended, it goes on and succeeds."""
    (tmp_path / "a.txt").write_text(QUIET, encoding="utf-8")
    (tmp_path / "b.txt").write_text(QUIET + " And Mahler.", encoding="utf-8")
    run("ingest", "a.txt", "--store", "s.sqlite")
    with closing(sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        running = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "ingest", "b.txt", "--store", "s.sqlite"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment,
        )
        assert running.stderr is not None
        first = running.stderr.readline().decode()
    out, rest = running.communicate(timeout=60)
    assert one_line(first) == f"strikemap: waiting for another process that writes to {tmp_path / 's.sqlite'} ..."
    assert (running.returncode, rest) == (0, b"")
    assert out.decode().startswith("Reports:  1 new")


@pytest.mark.parametrize("verb", [("ingest", "a.txt"), ("serve", "--headless"), ()])
def test_a_damaged_store_is_one_line_and_left_alone(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """Half a store is neither served nor written to."""
    (tmp_path / "a.txt").write_text(STRIKE, encoding="utf-8")
    run("ingest", "a.txt", "--store", "s.sqlite")
    half = (tmp_path / "s.sqlite").read_bytes()[:20_000]
    (tmp_path / "s.sqlite").write_bytes(half)
    found = run(*verb, "--store", "s.sqlite")
    assert found.returncode == 1
    assert "damaged, half-written or no store at all" in one_line(found.stderr)
    assert (tmp_path / "s.sqlite").read_bytes() == half


@pytest.mark.parametrize("verb", [("ingest", "a.txt"), ("serve", "--headless"), ()])
def test_a_store_of_a_newer_version_is_one_line(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """It is neither served nor written to, and the message says to update."""
    (tmp_path / "a.txt").write_text(QUIET, encoding="utf-8")
    run("ingest", "a.txt", "--store", "s.sqlite")
    with closing(sqlite3.connect(tmp_path / "s.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    found = run(*verb, "--store", "s.sqlite")
    assert found.returncode == 1
    assert "update Strikemap" in one_line(found.stderr)


@pytest.mark.parametrize("verb", [("serve", "--headless"), ()])
def test_a_named_store_that_is_missing_is_one_line(run: Run, tmp_path: Path, verb: tuple[str, ...]) -> None:
    """The examples are not shown in the place of a store that was asked for, and no file appears."""
    found = run(*verb, "--store", "s.sqlite")
    assert found.returncode == 1
    assert "there is no store" in one_line(found.stderr)
    assert not (tmp_path / "s.sqlite").exists()


def test_verbose_shows_where_an_unexpected_error_came_from(tmp_path: Path, environment: dict[str, str]) -> None:
    """Without --verbose an error of ours is one line; with it the traceback comes first."""
    script = (
        "import sys\nfrom dashboard import cli, pipeline\n"
        "def broken(*_, **__): raise ZeroDivisionError('by nobody')\n"
        "pipeline.extract = broken\nsys.exit(cli.main(sys.argv[1:]))\n"
    )

    def start(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-c", script, *arguments]
        found = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
        return found.returncode, found.stderr

    status, errors = start("extract", "a.txt")
    assert status == 1
    assert "ZeroDivisionError: by nobody" in one_line(errors)
    assert "--verbose" in errors
    status, errors = start("extract", "a.txt", "--verbose")
    assert status == 1
    assert errors.startswith("Traceback")


def test_extract_does_not_load_what_it_does_not_need(environment: dict[str, str]) -> None:
    """Neither the store's nor the page's packages are imported by `extract`, nor anything heavy by `--help`."""
    heavy = "{'streamlit', 'pandas', 'sqlalchemy', 'altair', 'pydeck', 'pyarrow', 'shapely'}"
    script = f"import sys; import dashboard.pipeline, dashboard.cli; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert found.stdout == "[]\n"


def test_a_table_goes_in_with_what_it_passes_over_in_one_line(run: Run, tmp_path: Path) -> None:
    """Rows that are no strikes are no error; a quiet run does not speak of them."""
    (tmp_path / "acled.csv").write_text(
        invented.sheet(invented.ACLED_PRESENT, invented.ACLED, invented.ACLED | {"event_id_cnty": "UKR900002", "event_type": "Protests"}),
        encoding="utf-8",
    )
    found = run("ingest", "acled.csv")
    assert found.returncode == 0
    assert one_line(found.stderr) == "strikemap: acled.csv: 1 row passed over that tell no strike (Protests 1)"
    assert "1 strike record" in found.stdout
    quiet = run("--quiet", "extract", "acled.csv")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert json.loads(quiet.stdout)["killed"] == 4


def test_a_table_that_lacks_a_column_is_one_line_and_status_one(run: Run, tmp_path: Path) -> None:
    """Nothing of it goes in."""
    names = [name for name in invented.ACLED_PRESENT if name != "fatalities"]
    (tmp_path / "acled.csv").write_text(invented.sheet(names, invented.ACLED), encoding="utf-8")
    found = run("ingest", "acled.csv")
    assert found.returncode == 1
    assert 'acled.csv: is ACLED\'s present layout but has no column "fatalities"' in one_line(found.stderr)
    assert "0 new" in found.stdout
