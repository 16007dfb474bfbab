"""Files, folders and standard input, and every way in which they disappoint."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from dashboard.errors import SourceError, SourceMissingError, SourceTooLargeError
from dashboard.records import Report
from dashboard.reports import read_all
from dashboard.settings import MAX_REPORT_BYTES


def told(*sources: object) -> list[str]:
    """The doc_id of each report and the class of each error, in order."""
    return [each.doc_id if isinstance(each, Report) else type(each).__name__ for each in read_all(map(str, sources))]


def test_a_folder_is_read_in_the_order_of_names_through_all_levels(tmp_path: Path) -> None:
    """Sorted, recursive, .txt only in any case, hidden files and folders left out."""
    for name in ("b.txt", "a/z.txt", "a/y/x.TXT", "c.md", ".hidden.txt", ".git/d.txt", "B.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text of " + name, encoding="utf-8")
    assert told(tmp_path) == ["B", "x", "z", "b"]


def test_sources_keep_the_order_in_which_they_are_given(tmp_path: Path) -> None:
    """A file that is named itself may be called anything, and comes where it was named."""
    for name in ("b.log", "folder/a.txt", "c"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text", encoding="utf-8")
    assert told(tmp_path / "c", tmp_path / "folder", tmp_path / "b.log") == ["c", "a", "b"]


def test_a_bad_file_among_good_ones_is_named_and_passed_over(tmp_path: Path) -> None:
    """Each bad file stands in its place as an error with its name; the others are read."""
    contents = {"1.txt": b"Good.", "2.txt": b"", "3.txt": b"\xff", "4.txt": b"a\0b", "5.txt": b"date 2024-13-45 x", "6.txt": b"Good too."}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found = list(read_all([str(tmp_path)]))
    assert [each.doc_id for each in found if isinstance(each, Report)] == ["1", "6"]
    errors = [str(each) for each in found if isinstance(each, SourceError)]
    assert [error.split(":")[0] for error in errors] == [str(tmp_path / f"{n}.txt") for n in (2, 3, 4, 5)]
    assert not any("\n" in error for error in errors)


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("missing", SourceMissingError, "there is no such file or folder; check its name"),
        ("empty_folder", SourceError, "holds no .txt, .html, .xml, .jsonl, .csv or .xlsx file"),
        ("ftp://example.org/a", SourceError, "only http and https are"),
        ("nul\0byte", SourceError, "check its name"),
        ("x" * 5000, SourceError, "check its name"),
    ],
)
def test_what_cannot_be_found_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, kind: type[SourceError], message: str
) -> None:
    """One error with the name and what to do, whatever the name is."""
    monkeypatch.chdir(tmp_path)
    Path("empty_folder").mkdir()
    (error,) = read_all([source])
    assert isinstance(error, kind)
    assert message in str(error)
    assert str(error).isprintable()


def test_the_limit_is_ten_megabytes(tmp_path: Path) -> None:
    """A report of exactly the limit is read; one byte more is refused with the limit named."""
    (tmp_path / "a.txt").write_bytes(b"a" * MAX_REPORT_BYTES)
    (tmp_path / "b.txt").write_bytes(b"a" * (MAX_REPORT_BYTES + 1))
    good, bad = read_all([str(tmp_path)])
    assert isinstance(good, Report)
    assert isinstance(bad, SourceTooLargeError)
    assert "10 MB" in str(bad)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    """A file of 50 GB that is mostly a hole is refused by its size; reading it would take minutes and all memory."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50 * 1024**3)
    assert told(tmp_path) == ["SourceTooLargeError"]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file here")
def test_an_endless_file_is_refused() -> None:
    """What does not tell its size is read up to the limit and no further."""
    assert told("/dev/zero") == ["SourceTooLargeError"]


def test_standard_input_is_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen is standard input, read as bytes whatever the terminal's encoding is."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("date 2024-04-04 Київ".encode()), encoding="ascii"))
    (found,) = read_all(["-"])
    assert isinstance(found, Report)
    assert (found.doc_id, found.text) == ("stdin", "date 2024-04-04 Київ")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """Missing rights are an error of that file."""
    (tmp_path / "a.txt").write_text("Text", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert told(tmp_path) == ["SourceError"]


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_no_text_are_told_printably(tmp_path: Path) -> None:
    """A name with an escape code or a stray byte neither disturbs the terminal nor breaks the output."""
    (tmp_path / "a\x1b[31m.txt").write_bytes(b"")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt")).write_bytes(b"Text")
    error, report = read_all([str(tmp_path)])
    assert isinstance(error, SourceError)
    assert str(error).isprintable()
    assert isinstance(report, Report)
    assert report.doc_id.encode() == b"b\\udcff"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders there")
def test_what_is_no_file_is_told_and_waited_for_by_nobody(tmp_path: Path) -> None:
    """A pipe that nobody writes to would be waited for without end; a link to a folder may lead back to where it lies."""
    (tmp_path / "a.txt").write_text("A quiet day.", encoding="utf-8")
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path, target_is_directory=True)
    found = list(read_all([str(tmp_path)]))
    assert [each.doc_id for each in found if isinstance(each, Report)] == ["a"]
    told = [str(each) for each in found if isinstance(each, SourceError)]
    assert ["b.txt: is no file" in told[0], "c.txt: is a link to a folder" in told[1], len(told)] == [True, True, 2]
