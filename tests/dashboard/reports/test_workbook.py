"""Workbooks from outside, and the contract of columns."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.reports import workbook
from dashboard.reports.workbook import Layout, Value
from tests.dashboard.reports.workbooks import replaced, saved, workbook_of

SOUND = workbook_of({"One": [["a", "b"], [1, "x"]]})


def read(content: bytes, sheet: str = "One") -> list[tuple[Value, ...]]:
    """The rows of a sheet, without the empty cells at their ends."""
    with workbook.opened(io.BytesIO(content), "x.xlsx") as book:
        return [tuple(cell for cell in row if cell) for row in book.rows(sheet)]


def test_cells_are_plain_values() -> None:
    """Numbers by their digits, days as days, words in one line, nothing where there is nothing."""
    rows = [[1200000000, 915466.4374093927, 1e20, 5.0, True, datetime(2022, 2, 26, 5, 0), " a\n b\u200b\x85 ", None, date(2022, 3, 1)]]  # noqa: DTZ001 - a cell has no zone
    with workbook.opened(io.BytesIO(workbook_of({"One": rows})), "x.xlsx") as book:
        (found,) = book.rows("One")
    assert found[:9] == (
        "1200000000",
        "915466.4374093927",
        "1" + "0" * 20,
        "5",
        "1",
        date(2022, 2, 26),
        "a b",
        "",
        date(2022, 3, 1),
    )


def test_a_sheet_is_found_by_its_name_in_any_case() -> None:
    """Blanks and case do not matter."""
    with workbook.opened(io.BytesIO(workbook_of({"Other": [], "Main  data ": []})), "x.xlsx") as book:
        assert book.sheet("MAIN DATA") == "Main  data "
        assert book.sheet("No such") is None
        assert isinstance(book.modified, date)


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    """A dimension that is too small hides no rows, one that is too large makes none up."""
    with zipfile.ZipFile(io.BytesIO(SOUND)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    for lie in (b"A1", b"A1:XFD1048576"):
        changed = sheet.replace(b'<dimension ref="A1:B2"', b'<dimension ref="' + lie + b'"')
        assert changed != sheet
        assert read(replaced(SOUND, "xl/worksheets/sheet1.xml", changed)) == [("a", "b"), ("1", "x")]


def test_cells_far_away_are_not_reached() -> None:
    """A cell in the last corner of a sheet costs no memory and is not read."""
    book = openpyxl.Workbook()
    book.active.title = "One"
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "far"
    with workbook.opened(io.BytesIO(saved(book)), "x.xlsx") as opened:
        assert list(opened.rows("One", most=3)) == [("a",), (), ()]


BROKEN = {
    "locked": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
    "text": (b"ID,countries\n", "no whole workbook"),
    "empty": (b"", "no whole workbook"),
    "cut": (SOUND[:-40], "no whole workbook"),
    "another zip": (b"PK\x05\x06" + b"\0" * 18, "no whole workbook"),
    "no workbook part": (replaced(SOUND, "xl/workbook.xml", b"<a/>"), "no whole workbook"),
    "broken sheet": (replaced(SOUND, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "no whole workbook"),
    "entities": (replaced(SOUND, "xl/styles.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares XML entities"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_sound_workbook_is_told(case: str) -> None:
    """In one printable line with the file's name; nothing else escapes."""
    content, message = BROKEN[case]
    with pytest.raises(SourceError, match=message) as told:
        read(content)
    assert str(told.value).startswith("x.xlsx: ")
    assert str(told.value).isprintable()


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A part that would unpack to more than the limit is known by its entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/workbook.xml", "w") as part:
        for _ in range(workbook.MAX_BYTES // 1024**2 + 1):
            part.write(b"\0" * 1024**2)
    assert len(out.getvalue()) < 1024**2
    with pytest.raises(SourceTooLargeError, match="200 MB"):
        read(out.getvalue())


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    """Of a part no more is unpacked than its entry says."""
    big = replaced(SOUND, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>")
    lying = big.replace(struct.pack("<I", 50_000_023), struct.pack("<I", 30))
    assert lying != big
    with pytest.raises(SourceError, match="no whole workbook"):
        read(lying)


def test_too_many_parts_are_refused() -> None:
    """As many files as a workbook never has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for number in range(10_001):
            parts.writestr(str(number), b"")
    with pytest.raises(SourceTooLargeError):
        read(out.getvalue())


LAYOUT = Layout(
    name="the layout", needed={"id": "ID", "worth": "Total"}, known={"kind": "Type"}, unnamed={"item": "Total"}, twice=frozenset({"Type"})
)


def test_columns_are_found_by_name() -> None:
    """Blanks are stripped, a column without a name is known by its neighbour, of one that may occur twice the first counts."""
    assert workbook.columns((" Type", "ID", "Total ", "", "Type"), LAYOUT, "x.xlsx") == {"id": 1, "worth": 2, "kind": 0, "item": 3}
    assert workbook.columns(("ID", "Total", ""), LAYOUT, "x.xlsx") == {"id": 0, "worth": 1, "item": 2}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (("ID", "Sum", ""), 'has no column "Total"; others there: "Sum". Give'),
        (("ID", "Total", "Item"), 'has no nameless column right of "Total"; others there: "Item". Give'),
        (("ID", "Total", "", "Total"), 'has the column "Total" 2 times'),
        (("ID", "ID", "Total", ""), 'has the column "ID" 2 times'),
    ],
)
def test_a_broken_contract_is_told(header: tuple[str, ...], message: str) -> None:
    """What is missing, what is there instead, and what to do."""
    with pytest.raises(SourceError) as told:
        workbook.columns(header, LAYOUT, "x.xlsx")
    assert message in str(told.value)
    assert "\n" not in str(told.value)


def test_the_layout_is_the_one_that_most_columns_have() -> None:
    """Less than half of its columns make no layout."""
    other = Layout(name="other", needed={"a": "one", "b": "two", "c": "three"})
    assert workbook.best_layout(("one", "two", "ID"), [LAYOUT, other]) is other
    assert workbook.best_layout(("one", "four"), [other]) is None
    assert workbook.best_layout((), [other]) is None


@settings(deadline=None)
@given(st.data())
def test_no_bytes_crash_the_reader(data: st.DataObject) -> None:
    """Whatever a file holds, it is read or told."""
    at = data.draw(st.integers(0, len(SOUND)))
    content = data.draw(st.one_of(st.binary(max_size=200), st.just(SOUND[:at] + data.draw(st.binary(max_size=8)) + SOUND[at + 4 :])))
    with contextlib.suppress(SourceError):
        read(content, data.draw(st.sampled_from(["One", "No such"])))
