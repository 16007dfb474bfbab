"""The lines of a table as text, and its rows as cells: streamed, whatever is broken told by its row and line, the rest kept."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from dashboard.errors import SourceError

SEPARATORS: Final = (",", ";", "\t")
_LONGEST_LINE: Final = 1 << 20
"""Bytes; no line of the known tables comes near."""
_MOST_LINES: Final = 300
"""Lines that one row may have; a quote that is open longer was never closed."""
_MOST_TRIES: Final = 20
"""Lines with a quote after which a row may still be open."""
_POINTER: Final = b"version https://git-lfs.github.com/"
_OTHER_UNICODE: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FALLBACK: Final = "cp1252"
_OPEN: Final = "unexpected end of data"
"""What `csv` says of a quote that is not closed."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, or what is wrong with it."""

    number: int
    """1 for the first row after the header."""
    line: int
    """The line of the file that it begins on, 1 for the first."""
    cells: tuple[str, ...]
    problem: str = ""
    last: int = 0
    """Of a broken row the last line that was passed over with it."""


class Lines:
    """The lines of a file, in UTF-8; a line that is not is read as Windows-1252, and the first such line is kept to be told."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._next = 0
        self._back: deque[tuple[int, str]] = deque()
        self.not_utf8: int | None = None
        """The first line that is not UTF-8."""

    def take(self) -> tuple[int, str] | None:
        """The next line with its number; None at the end.

        Raises:
            SourceError: it is no text, or has no end.
        """
        if self._back:
            return self._back.popleft()
        raw = self._file.readline(_LONGEST_LINE + 1)
        if not raw:
            return None
        self._next += 1
        if self._next == 1:
            raw = self._first(raw)
        if len(raw) > _LONGEST_LINE:
            raise SourceError(f"{self._name}, line {self._next}: is longer than 1 MB; this is no table, or its line ends were lost.")
        return self._next, self._text(raw).rstrip("\r\n").replace("\r", " ").replace("\0", " ")

    def give_back(self, lines: Sequence[tuple[int, str]]) -> None:
        """Lines to be taken again, in this order."""
        self._back.extendleft(reversed(lines))

    def _first(self, raw: bytes) -> bytes:
        if raw.startswith(_POINTER):
            raise SourceError(
                f"{self._name}: is a Git LFS pointer, not the data; download the file itself (`git lfs pull`, or the release's page)."
            )
        if raw.startswith(_OTHER_UNICODE):
            raise SourceError(f"{self._name}: is UTF-16 or UTF-32 text; save it as UTF-8.")
        if b"\0" in raw:
            raise SourceError(f"{self._name}: is binary, not a table; leave it out.")
        return raw.removeprefix(codecs.BOM_UTF8)

    def _text(self, raw: bytes) -> str:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            if self.not_utf8 is None:
                self.not_utf8 = self._next
            return raw.decode(_FALLBACK, "replace")


def header(lines: Lines, judge: Callable[[Sequence[str]], object]) -> tuple[list[str], str, list[tuple[int, str]]]:
    """The cells of the first row, what separates them, and the lines that it was made of.

    The separator is the one by which `judge` finds a table, else that of most cells. A line `sep=;`, which spreadsheets write first,
    is passed over. Empty cells where the file is empty.

    Raises:
        SourceError: it is no text.
    """
    while taken := lines.take():
        if not taken[1].strip() or taken[1].strip().strip('"').lower() in {f"sep={sign}" for sign in SEPARATORS}:
            continue
        read = {separator: _record(lines, taken, separator)[0] for separator in SEPARATORS if separator in taken[1]}
        chosen = next((s for s, cells in read.items() if cells and judge(cells)), None)
        chosen = chosen or max(read, key=lambda s: len(read[s] or ()), default=SEPARATORS[0])
        cells, _, rest = _record(lines, taken, chosen, keep=True)
        return [cell.strip() for cell in cells or [taken[1]]], chosen, [taken, *rest]
    return [], SEPARATORS[0], []


def rows(lines: Lines, separator: str, width: int) -> Iterator[Row]:
    """The rows below the header, each of `width` cells.

    One whose quotes are broken is told once, with the lines that were passed over; reading goes on at the next line that begins a
    sound row.

    Raises:
        SourceError: a line has no end.
    """
    number = 0
    broken: Row | None = None
    while taken := lines.take():
        if not taken[1].strip():
            continue
        cells, problem, rest = _record(lines, taken, separator, keep=True)
        if cells is not None and len(cells) != width:
            problem = f"has {len(cells)} cells where the header has {width}"
        if problem and rest:  # a quote that was never closed may have swallowed sound rows
            lines.give_back(rest)
        if problem and broken is not None:
            broken = replace(broken, last=taken[0])
            continue
        if broken is not None:
            yield broken
            broken = None
        if cells is not None and not any(cell.strip() for cell in cells):
            continue
        number += 1
        row = Row(number, taken[0], tuple(cells or ()), problem, taken[0] + (0 if problem else len(rest)))
        if problem and (cells is None or rest):
            broken = row
        else:
            yield row
    if broken is not None:
        yield broken


def _record(
    lines: Lines, first: tuple[int, str], separator: str, *, keep: bool = False
) -> tuple[list[str] | None, str, list[tuple[int, str]]]:
    """The cells of the row that begins with a line, or what is wrong with it; and the lines after the first that went into it.

    Without `keep` these lines are given back.
    """
    cells, problem = _cells(first[1], separator)
    taken: list[tuple[int, str]] = []
    text, size, tries = [first[1]], len(first[1]), 0
    while problem == _OPEN and tries < _MOST_TRIES and len(taken) < _MOST_LINES and size <= _LONGEST_LINE:
        line = lines.take()
        if line is None:
            break
        taken.append(line)
        text.append(line[1])
        size += len(line[1])
        if line[1].count('"') % 2:  # no other line can close a quote
            cells, problem = _cells("\n".join(text), separator)
            tries += 1
    if not keep:
        lines.give_back(taken)
    return cells, "a quote is opened and never closed" if problem == _OPEN else problem, taken


def _cells(text: str, separator: str) -> tuple[list[str] | None, str]:
    try:
        found = list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error as error:
        said = str(error)
        return None, said if said == _OPEN else f"its quotes are broken ({said})"
    return (found[0], "") if found else ([], "")
