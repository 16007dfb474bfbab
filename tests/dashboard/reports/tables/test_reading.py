"""Whole files: what goes in, what is told, and nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report
from dashboard.reports import read_all
from dashboard.reports.tables import reading
from tests.dashboard.reports.tables.invented import (
    ACLED,
    ACLED_PRESENT,
    GED,
    GED_PRESENT,
    NONE,
    NOW,
    VIINA,
    VIINA_1PD,
    VIINA_INFO,
    notes,
    only,
    read,
    sheet,
    told,
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_and_marks_make_no_difference(separator: str, mark: str) -> None:
    """The same row gives the same report."""
    report, _ = only(read(mark + sheet(ACLED_PRESENT, ACLED, separator=separator)))
    assert report.report_id == only(read(sheet(ACLED_PRESENT, ACLED)))[0].report_id


def test_a_comma_in_degrees_is_a_point() -> None:
    """As spreadsheets of half the world write them."""
    row = ACLED | {"latitude": "49,6876", "longitude": "36,3567"}
    _, claim = only(read(sheet(ACLED_PRESENT, row, separator=";")))
    assert claim.location is not None
    assert claim.location.latitude == 49.6876


def test_a_table_that_is_not_utf8_is_read_as_windows_and_said() -> None:
    """Once for a file, with the first such line."""
    rows = sheet(ACLED_PRESENT, ACLED, ACLED | {"event_id_cnty": "UKR900002", "notes": "Strike near the café."})
    first, second, note = read(rows.encode("cp1252"))
    assert isinstance(first, Coded)
    assert isinstance(second, Coded)
    assert "café" in second.report.text
    assert isinstance(note, Note)
    assert "line 3 is not UTF-8" in note.text


def test_a_broken_quote_on_row_70000_costs_that_row(tmp_path: Path) -> None:
    """All the others go in, and memory does not grow with them."""
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(sheet(ACLED_PRESENT))
        for number in range(1, 70_021):
            line = sheet(ACLED_PRESENT, ACLED | {"event_id_cnty": f"UKR{number}", "event_type": "Battles"}, header=False)
            file.write(line.replace('"On 5', '"On "5') if number == 70_000 else line)
    error, note = read_all([str(path)], retrieved_at=NOW)
    assert isinstance(error, SourceError)
    assert "row 70000 (line 70001)" in str(error)
    assert isinstance(note, Note)
    assert "70019 rows passed over" in note.text


def test_many_broken_rows_are_summed_up() -> None:
    """Nobody reads a hundred thousand lines of errors."""
    broken = sheet(ACLED_PRESENT, *[ACLED | {"event_date": "x"}] * 250)
    found = told(read(broken))
    assert len(found) == reading._MOST_TOLD + 1
    assert found[-1].startswith("x.csv: 150 more rows like these were left out")


def test_tables_are_read_from_folders_and_archives(tmp_path: Path) -> None:
    """By their suffix in any case; an archive holds one table."""
    (tmp_path / "a.CSV").write_text(sheet(ACLED_PRESENT, ACLED), encoding="utf-8")
    (tmp_path / "b.tsv").write_text(sheet(GED_PRESENT, GED, separator="\t"), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._c.csv", "x")
        archive.writestr("inner/c.csv", sheet(ACLED_PRESENT, ACLED | {"event_id_cnty": "UKR900009"}))
        archive.writestr("readme.txt", "x")
    (tmp_path / "d.md").write_text("x", encoding="utf-8")
    found = list(read_all([str(tmp_path)], retrieved_at=NOW))
    assert [each.report.doc_id for each in found if isinstance(each, Coded)] == ["a/UKR900001", "b/900001", "c/UKR900009"]
    assert len(found) == 3


def packed(*names: str, rows: int = 300) -> bytes:
    """An archive of tables."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, sheet(ACLED_PRESENT, *[ACLED] * rows))
    return out.getvalue()


def flipped(content: bytes, at: int) -> bytes:
    """The same with one byte changed."""
    return content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (packed("a.csv", "b.csv"), "holds 2 tables"),
        (packed("a.txt"), "holds no table"),
        (packed("a.csv")[:200], "cannot be unpacked"),
        (flipped(packed("a.csv"), 120), "cannot be unpacked"),
        (packed("a.csv").replace(b"\x08\x00", b"\x63\x00"), "cannot be unpacked"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 130\n", "Git LFS pointer"),
    ],
)
def test_archives_that_disappoint_are_told(content: bytes, message: str) -> None:
    """In one line."""
    assert message in told(read(content, name="x.zip"))[-1]


ROWS = [
    sheet(ACLED_PRESENT, ACLED).encode(),
    sheet(GED_PRESENT, GED).encode(),
    sheet(VIINA_INFO, VIINA).encode(),
    sheet(VIINA_1PD, VIINA | NONE | {"t_uav_b": "1"}).encode(),
    packed("a.csv", rows=3),
]


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
def test_whatever_stands_in_a_file_is_a_report_or_told(content: bytes) -> None:
    """No other error than ours."""
    assert all(isinstance(each, Report | Coded | Note | SourceError) for each in read(content))


@settings(deadline=None)
@given(st.sampled_from(ROWS), st.integers(0, 3000), st.binary(max_size=12), st.integers(0, 40))
def test_whatever_breaks_in_a_table_is_told(content: bytes, at: int, new: bytes, gone: int) -> None:
    """Bytes lost, changed or put between, wherever that is."""
    place = at % len(content)
    found = read(content[:place] + new + content[place + gone :])
    assert all(isinstance(each, Report | Coded | Note | SourceError) for each in found)
    assert all("\n" not in line and line.isprintable() for line in [*told(found), *notes(found)])
    for each in found:
        if isinstance(each, Coded):
            assert all(0 <= e.start < e.end <= len(each.report.text) for claim in each.claims for e in (claim.evidence, *claim.support))


def test_rows_of_the_user_s_terminal_are_plain() -> None:
    """Nothing of a row steers a terminal, in messages or in texts."""
    found = read(sheet(ACLED_PRESENT, ACLED | {"event_date": "\x1b[31m"}, ACLED | {"event_type": "\x1b]0;x\x07"}))
    assert all(line.isprintable() for line in [*told(found), *notes(found)])
    report, _ = only(read(sheet(ACLED_PRESENT, ACLED | {"notes": "a\x1b[31mb\u202ec\nd"})))
    assert all(line.isprintable() for line in report.text.splitlines())
