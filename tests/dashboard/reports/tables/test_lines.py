"""Lines and rows of a table, broken ones among them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.reports.tables import lines


def rows(text: str | bytes, width: int = 3) -> list[lines.Row]:
    """The rows of a text without a header."""
    content = text.encode() if isinstance(text, str) else text
    return list(lines.rows(lines.Lines(io.BytesIO(content), "x.csv"), ",", width))


def sound(found: list[lines.Row]) -> list[str]:
    """The first cells of the rows that are whole."""
    return [row.cells[0] for row in found if not row.problem]


def broken(found: list[lines.Row]) -> list[tuple[int, int, int, str]]:
    """Number, lines and what is wrong of the others."""
    return [(row.number, row.line, row.last, row.problem) for row in found if row.problem]


def test_rows_are_cells() -> None:
    """Line breaks, separators and doubled quotes stand in quotes; blank lines are none; every end of a line is one."""
    found = rows('a,"b\nc","d ""e"", f"\r\n\n   \n,,\ng,h,i')
    assert [row.cells for row in found] == [("a", "b\nc", 'd "e", f'), ("g", "h", "i")]
    assert [(row.number, row.line) for row in found] == [(1, 1), (2, 6)]


def test_a_quote_within_a_bare_cell_is_a_letter() -> None:
    """No program that writes tables does so, and many do."""
    assert [row.cells for row in rows('a,5" pipe,b\nc,d,e')] == [("a", '5" pipe', "b"), ("c", "d", "e")]


@pytest.mark.parametrize("inside", ["", 'm,"n\no",p\n', 'm,"n",p\n' * 500, 'm,"n\no",p\n' * 500])
def test_a_quote_that_is_never_closed_costs_its_row(inside: str) -> None:
    """Whatever follows: rows without quotes, with some, over several lines; and however many."""
    found = rows(f'a,b,c\nd,"e,f\ng,h,i\n{inside}j,k,l\n')
    assert sound(found) == ["a", "g", *["m"] * inside.count("m"), "j"]
    ((number, line, last, problem),) = broken(found)
    assert (number, line, last) == (2, 2, 2)
    assert "quote" in problem


def test_the_lines_of_a_broken_row_are_one_row() -> None:
    """Reading goes on at the next line that begins a sound one, and the lines between are told."""
    found = rows('a,b,c\nd,"e"x\nrest of e,f\nand more\ng,h,i\n')
    assert sound(found) == ["a", "g"]
    assert [each[:3] for each in broken(found)] == [(2, 2, 4)]


def test_rows_with_other_numbers_of_cells_are_told_one_by_one() -> None:
    """They are no pieces of each other."""
    found = rows("a,b\nc,d,e\nf\ng,h,i,j\n")
    assert sound(found) == ["c"]
    assert [each[:3] for each in broken(found)] == [(1, 1, 1), (3, 3, 3), (4, 4, 4)]
    assert broken(found)[0][3] == "has 2 cells where the header has 3"


def test_a_broken_row_far_down_costs_itself() -> None:
    """Row 70,000 of many."""
    found = rows("".join('"x,y,z\n' if number == 70_000 else "a,b,c\n" for number in range(1, 70_011)))
    assert len(sound(found)) == 70_009
    assert [each[0] for each in broken(found)] == [70_000]


def test_a_line_without_an_end_stops_the_reading() -> None:
    """It is not read whole."""
    with pytest.raises(SourceError, match="line 2: is longer than 1 MB"):
        rows(b"a,b,c\n" + b"x" * (3 << 20))


def test_what_is_not_utf8_is_read_as_windows_and_told_once() -> None:
    """The line is kept to be told."""
    read = lines.Lines(io.BytesIO("a\nМ\n".encode() + "café\nnaïve".encode("cp1252")), "x.csv")
    assert [line[1] for line in iter(read.take, None)] == ["a", "М", "café", "naïve"]
    assert read.not_utf8 == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS pointer"),
        ("a,b".encode("utf-16"), "UTF-16"),
        (b"a\0b,c\n", "binary"),
    ],
)
def test_what_is_no_table_is_told(content: bytes, message: str) -> None:
    """With what to do."""
    with pytest.raises(SourceError, match=message):
        lines.Lines(io.BytesIO(content), "x.csv").take()


@pytest.mark.parametrize(
    ("text", "cells", "separator"),
    [
        ("a,b,c\n", ["a", "b", "c"], ","),
        ("\ufeffa;b;c\n", ["a", "b", "c"], ";"),
        ("a\tb\tc\n", ["a", "b", "c"], "\t"),
        ('sep=;\n"a";"b,c"\n', ["a", "b,c"], ";"),
        ('\n\n"a\nb",c\n', ["a\nb", "c"], ","),
        ("alone\n", ["alone"], ","),
        ('a,"b\n', ['a,"b'], ","),
        ("", [], ","),
    ],
)
def test_the_header_tells_what_separates(text: str, cells: list[str], separator: str) -> None:
    """By the names that are looked for, or by the most cells."""
    read = lines.Lines(io.BytesIO(text.encode()), "x.csv")
    assert lines.header(read, lambda _: False)[:2] == (cells, separator)


@given(st.text(alphabet='ab,"\n\r;', max_size=80))
def test_rows_have_their_width_or_a_problem(text: str) -> None:
    """No cell is lost to a broken row before it, and no line is read for ever."""
    found = rows(text)
    assert all(len(row.cells) == 3 or row.problem for row in found)
    assert [row.number for row in found] == list(range(1, len(found) + 1))
