"""The command `gazetteer`, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer import Gazetteer
from gazetteer.cli import main
from tests.gazetteer.dumped_world import embedded, packed, ruritania, text, ukraine

pytestmark = pytest.mark.usefixtures("gazetteer")


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """The command's exit status and what it wrote."""
    return subprocess.run(
        [sys.executable, "-m", "gazetteer", *arguments], input=text, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_search_shows_why() -> None:
    """The answer names the place, its point and radius, the rule and score, and what else it could have been."""
    done = run("search", "Springfield", "--limit", "1")
    assert done.returncode == 0
    assert "United States" in done.stdout
    assert "precision 1; exact, score" in done.stdout
    assert "runners-up: Springfield" in done.stdout


def test_search_as_json() -> None:
    """One object a line, with the fields of a match."""
    done = run("search", "Charkiw", "--country", "UA", "--json")
    row = json.loads(done.stdout.splitlines()[0])
    assert (row["name"], row["admin1"], row["country"], row["method"]) == ("Kharkiv", "Kharkiv Oblast", "UA", "alias")


def test_nothing_found_is_said() -> None:
    """A name that leads nowhere gives one line and status 1."""
    done = run("search", "qqqqxqqqqx")
    assert (done.returncode, done.stdout) == (1, "")
    assert "try another spelling" in done.stderr


def test_geoparse_answers_line_by_line(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Good lines are answered as the library does; bad ones are named, skipped, and make the status 1."""
    lines = [
        json.dumps({"id": "a", "text": "Bombs fell on Kharkiv in Ukraine."}),
        "{broken",
        '"no object"',
        '{"id": 3}',
        "",
        '{"id": 4, "text": ""}',
        '{"id": NaN, "text": "Kyiv"}',
        '{"id": "\\ud800", "text": "\\ud800"}',
        "[" * 100_000,
    ]
    file = tmp_path / "texts.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    done = run("geoparse", str(file))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row["id"] for row in rows] == ["a", 4, "\ud800"]
    assert rows[0]["toponyms"][0] == {
        "start": 14, "end": 21, "text": "Kharkiv", "kind": "place", "latitude": 49.98177, "longitude": 36.25475, "geo_precision": 1,
        "radius_km": 13.5, "geonameid": 706483, "name": "Kharkiv", "country": "UA", "score": rows[0]["toponyms"][0]["score"],
    }  # fmt: skip
    assert [row["text"] for row in rows[0]["toponyms"]] == [
        toponym.text for toponym in gazetteer.geoparse("Bombs fell on Kharkiv in Ukraine.")
    ]
    assert rows[0]["toponyms"][1]["latitude"] == 49
    assert [number for number in (2, 3, 4, 7, 9) if f"line {number}:" in done.stderr] == [2, 3, 4, 7, 9]
    assert "Traceback" not in done.stderr


def test_geoparse_answers_given_spans_from_standard_input() -> None:
    """With --given exactly the spans of a line are answered, unknown names with nulls; bad spans are named."""
    good = {"id": 1, "text": "Paris, Texas and Xqzzyv", "toponyms": [{"start": 0, "end": 5}, {"start": 17, "end": 23}]}
    spans: list[object] = [
        5, [5], [{"start": "x"}], [{"start": 0.0, "end": 3}], [{"start": True, "end": 3}], [{"start": -1, "end": 3}],
        [{"start": 3, "end": 1}], [{"start": 0, "end": 6}],
    ]  # fmt: skip
    bad = [{"id": 2, "text": "Paris", "toponyms": given} for given in spans]
    done = run("geoparse", "--given", text="\n".join(json.dumps(line) for line in [good, *bad]))
    (row,) = map(json.loads, done.stdout.splitlines())
    assert [(toponym["start"], toponym["end"], toponym["latitude"] is None) for toponym in row["toponyms"]] == [
        (0, 5, False),
        (17, 23, True),
    ]
    assert done.returncode == 1
    assert [number for number in range(2, 10) if f"standard input, line {number}:" in done.stderr] == list(range(2, 10))


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["search", "Kyiv", "--near", "1000,2"],
        ["search", "Kyiv", "--country", "Ukraine"],
        ["search", "Kyiv", "--limit", "0"],
        ["nonsense"],
        [],
        ["update"],
        ["update", "--from", "https://example.org/dump/"],
        ["update", "--from", "ftp://example.org/", "--country", "UA"],
        ["update", "--country", "Ukraine"],
        ["update", "--country", "../UA"],
        ["update", "--remove", "--from", "dumps"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    """What cannot be understood is said with the usage."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "usage: gazetteer" in done.stderr


def test_a_missing_file_is_one_line() -> None:
    """A file that is not there: its name, the reason, status 1."""
    done = run("geoparse", "no/such/file.jsonl")
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["gazetteer: no/such/file.jsonl: No such file or directory"]


def test_help_version_and_info() -> None:
    """The manual names all verbs; the version is the distribution's; info says where the index is and what it holds."""
    manual = run("--help").stdout
    assert all(verb in manual for verb in ("search", "geoparse", "build", "update --country UA", "info", "examples:"))
    assert run("--version").stdout.startswith("gazetteer 0.")
    done = run("info", "--quiet")
    assert done.returncode == 0
    assert "places: 2" in done.stdout
    assert "folder: " in done.stdout


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    """When whatever reads the answers goes away, the command ends quietly."""
    file = tmp_path / "texts.jsonl"
    file.write_text((json.dumps({"id": 1, "text": "Bombs fell on Kharkiv. " * 40}) + "\n") * 200, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "gazetteer", "geoparse", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.read(10)
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait(60) == 0


def test_verbose_says_which_index() -> None:
    """With --verbose, before or after the verb, the index and its size are named on standard error."""
    assert "places" in run("--verbose", "search", "Kyiv").stderr
    assert "places" in run("search", "Kyiv", "--verbose").stderr
    assert run("search", "Kyiv").stderr == ""


def test_build_leaves_a_fitting_index() -> None:
    """Building where there is an index says where it is, on standard error, and says nothing when told to be quiet."""
    assert "index is in" in run("build").stderr
    assert run("--quiet", "build").stderr == ""


def test_update_takes_dumps_and_removes_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary is on standard error, `info` lists the dumps, a bad dump is one line and status 1, removal goes back."""
    monkeypatch.setenv("STRIKEMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("gazetteer.sources.read_embedded", embedded)
    packed(tmp_path / "dumps" / "UA.zip", text(ukraine()))
    (tmp_path / "dumps" / "RR.txt").write_bytes(text(ruritania()))
    assert main(["update", "--from", str(tmp_path / "dumps"), "--country", "ua,RR", "--country", "UA"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "UA: 104 places, 103 of them new; newest change 2026-07-08" in said.err
    assert "RR: 2 places, 2 of them new" in said.err
    assert main(["info"]) == 0
    assert "dump UA: 107 rows, 104 places, 103 of them new; newest change 2026-07-08" in capsys.readouterr().out
    (tmp_path / "dumps" / "UA.zip").write_bytes(b"PK")
    assert main(["--quiet", "update", "--from", str(tmp_path / "dumps")]) == 1
    assert capsys.readouterr().err.startswith("gazetteer: UA.zip: no whole zip archive")
    assert main(["-q", "update", "--remove", "--country", "RR"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["update", "--remove"]) == 0
    assert "removed: UA" in capsys.readouterr().err
    assert main(["update", "--remove"]) == 0
    assert "no dumps" in capsys.readouterr().err


def test_update_says_which_address_wants_a_country() -> None:
    """An address cannot be listed: the usage error says so."""
    assert "say which countries to take from https://download.geonames.org" in run("update").stderr
