"""Files of tables: unpacked where they are packed, their header held against the known layouts, their rows by the names of the columns."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from dashboard.errors import SourceError
from dashboard.reports.tables import lines
from dashboard.reports.tables.contract import Layout, Values, columns, recognised
from dashboard.reports.tables.values import day_of

SUFFIXES: Final = (".csv", ".tsv", ".zip")
_PACKED: Final = b"PK\x03\x04"
_LARGEST: Final = 8 * 1024**3
"""Bytes that a packed table may have; the whole of GED has 0.4."""
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
"""What is raised where what was packed cannot be unpacked."""
_LOCKED: Final = (*_DAMAGED, struct.error, ValueError, NotImplementedError, RuntimeError, OSError)
"""And where an archive that is broken, packed otherwise, or locked, cannot be opened."""


@contextmanager
def unpacked(file: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """The table itself: the file, or the only table of a ZIP archive, unpacked as it is read.

    Raises:
        SourceError: the archive is damaged, or holds no table, or several.
    """
    if not file.seekable():
        yield file
        return
    start = file.read(len(_PACKED))
    file.seek(0)
    if start != _PACKED:
        yield file
        return
    with _only_table(file, name) as member:
        try:
            yield cast("BinaryIO", member)
        except _DAMAGED as error:
            raise SourceError(f"{name}: {_broken(error)}") from error


def _only_table(file: BinaryIO, name: str) -> IO[bytes]:
    try:
        archive = zipfile.ZipFile(file)  # holds nothing open but the file
        members = [
            member
            for member in archive.infolist()
            if member.filename.lower().endswith((".csv", ".tsv")) and not member.filename.startswith("__MACOSX/")
        ]
        if len(members) == 1 and members[0].file_size <= _LARGEST:
            return archive.open(members[0])
    except _LOCKED as error:
        raise SourceError(f"{name}: {_broken(error)}") from error
    if members and members[0].file_size > _LARGEST:
        raise SourceError(f"{name}: the table in it is larger than 8 GB; leave it out.")
    held = "no table" if not members else f"{len(members)} tables"
    raise SourceError(f"{name}: holds {held}; a ZIP file with one .csv is read. Unpack it, and name the folder.")


def _broken(error: Exception) -> str:
    said = "".join(sign if sign.isprintable() else " " for sign in str(error))
    return f"cannot be unpacked ({' '.join(said.split())[:80]}); download it again, or unpack it."


def siblings(path: Path | None, own: str, other: str) -> list[Path]:
    """The tables that lie beside a file and are called as it is, with another word in the place of its own; else all with that word."""
    if path is None:
        return []
    stem = path.stem.lower().replace(own, other)
    try:
        found = sorted(each for each in path.parent.iterdir() if each.suffix.lower() in SUFFIXES and each != path and each.is_file())
    except OSError:
        return []
    same = [each for each in found if each.stem.lower() == stem]
    return same or [each for each in found if other in each.stem.lower()]


class Opened:
    """A table whose header was read.

    Raises:
        SourceError: it is no text, `refuse` says why it cannot be read, or it has a layout and not all the columns that this needs.
    """

    def __init__(
        self, file: BinaryIO, name: str, layouts: Sequence[Layout], refuse: Callable[[Sequence[str]], str | None] = lambda _: None
    ) -> None:
        self._name = name
        self.lines = lines.Lines(file, name)
        self.header, self._separator, taken = lines.header(self.lines, lambda cells: recognised(cells, layouts))
        if refused := refuse(self.header):
            raise SourceError(f"{name}: {refused}")
        self.layout = recognised(self.header, layouts)
        self.has_header = True
        if self.layout is None:
            self.layout = next((each for each in layouts if _fits(self.header, each.positions)), None)
            if self.layout is not None:
                self.has_header = False
                self.lines.give_back(taken)
        self._columns = columns(self.layout, self.header if self.has_header else self.layout.positions, name) if self.layout else {}

    def values(self, told: Callable[[SourceError], None]) -> Iterator[Values]:
        """The rows by the columns that are read; broken ones go to `told`. A row of HXL tags below the header is passed over.

        Raises:
            SourceError: a line has no end.
        """
        for row in lines.rows(self.lines, self._separator, len(self.header)):
            at = f"line {row.line}" if row.last <= row.line or not row.problem else f"lines {row.line} to {row.last}"
            where = f"{self._name}, row {row.number} ({at}):"
            if row.problem:
                told(SourceError(f"{where} {row.problem}; it was left out."))
            elif row.number > 1 or not _is_tags(row.cells):
                yield Values(where, {column: row.cells[place] for column, place in self._columns.items()})


def _is_tags(cells: Sequence[str]) -> bool:
    """Whether a row is one of HXL tags."""
    given = [cell.strip() for cell in cells if cell.strip()]
    return bool(given) and all(cell.startswith("#") for cell in given)


def _fits(cells: Sequence[str], positions: Sequence[str]) -> bool:
    """Whether a first row can be one of values in these positions: as many, with numbers and days where these belong."""
    if not positions or len(cells) != len(positions):
        return False
    row = dict(zip(positions, cells, strict=True))
    whole = ("id", "type_of_violence", "where_prec", "date_prec", "best", "high", "low")
    return all(row[column].isascii() and row[column].isdecimal() for column in whole) and None not in (
        day_of(row["date_start"]),
        day_of(row["date_end"]),
    )
