"""Workbooks (XLSX) as rows of values, and the contract that a table's columns have to keep. The door to openpyxl.

A workbook comes from outside: what it would unpack to is bounded before it is unpacked, and no size that it tells of itself is believed.
openpyxl reads a sheet as a stream, so that our bounds hold; python-calamine sets aside the whole rectangle that a sheet's cells span,
which two cells can make larger than any memory.
"""

from __future__ import annotations

import math
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final

from dashboard.errors import SourceError, SourceTooLargeError

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls")
MAX_BYTES: Final = 200 * 1024 * 1024
"""What a workbook may hold when it is unpacked; the Kiel tracker's is a tenth of it."""
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 256
_MAX_PARTS: Final = 10_000
"""Files within a workbook."""
_MAX_CELL: Final = 32_767
"""Characters that a cell can hold, by Excel's own specification."""
_OLD: Final = b"\xd0\xcf\x11\xe0"
"""How an .xls begins, and a workbook that is locked with a password."""
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_BEGINNING: Final = 4096
_TOLD: Final = 8
"""Names that a message lists."""

Value = str | date
"""A cell: its words, its number in plain digits, or its day; "" where it is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which columns a table has, by what is taken from them."""

    name: str
    """How messages name it."""
    needed: Mapping[str, str]
    """For each role ("donor", "value" ...) the header of its column; without these nothing of the table is read."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Columns that are read where they are there."""
    unnamed: Mapping[str, str] = field(default_factory=dict)
    """For each role the header of the column to the left of its own, which has none."""
    twice: frozenset[str] = frozenset()
    """Headers that occur twice and say the same; the first is read."""


class Workbook:
    """An open workbook."""

    def __init__(self, book: Any, name: str) -> None:  # noqa: ANN401 - openpyxl is not typed
        self._book = book
        self._name = name

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets, in their order."""
        return tuple(sheet.title for sheet in self._book.worksheets)

    @property
    def modified(self) -> date | None:
        """The day on which it was last saved, as it says itself."""
        found = self._book.properties.modified
        return found.date() if isinstance(found, datetime) else None

    def sheet(self, wanted: str) -> str | None:
        """The sheet of this name, whatever its case and blanks."""
        return next((each for each in self.sheets if _plain(each).casefold() == wanted.casefold()), None)

    def rows(self, sheet: str, *, most: int = MAX_ROWS) -> Iterator[tuple[Value, ...]]:
        """The rows of a sheet in their order, each up to its last filled cell; of a longer sheet only the first `most`.

        Raises:
            SourceError: the sheet cannot be read.
        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                opened = self._book[sheet]
                opened.reset_dimensions()  # what a sheet says of its size need not be true
                found = [_row(row) for row in opened.iter_rows(max_row=most, max_col=MAX_COLUMNS, values_only=True)]
        except Exception as error:  # whatever openpyxl stumbles over
            raise _broken(self._name, error) from error
        yield from found


@contextmanager
def opened(file: BinaryIO, name: str) -> Iterator[Workbook]:
    """A workbook for reading; of formulas the results that were saved with it.

    Raises:
        SourceTooLargeError: it would unpack to more than the limit.
        SourceError: it is no workbook, damaged, locked with a password, or an .xls.
    """
    _check(file, name)
    import openpyxl  # noqa: PLC0415 - only where there is a workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it leaves out: charts, pictures, rules
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # whatever openpyxl stumbles over
        raise _broken(name, error) from error
    try:
        yield Workbook(book, name)
    finally:
        book.close()


def columns(header: Sequence[Value], layout: Layout, name: str) -> dict[str, int]:
    """For each role the number of its column, from 0.

    Raises:
        SourceError: a needed column is missing, or a column that matters occurs twice.
    """
    names = [*(_plain(str(cell)) for cell in header), ""]
    found: dict[str, int] = {}
    for role, wanted in (*layout.needed.items(), *layout.known.items()):
        at = [number for number, each in enumerate(names) if each == wanted]
        if len(at) > 1 and wanted not in layout.twice:
            raise SourceError(f'{name}: is {layout.name} but has the column "{wanted}" {len(at)} times; leave only the one that counts.')
        if at:
            found[role] = at[0]
    for role, left in layout.unnamed.items():
        at = [number + 1 for number, each in enumerate(names[:-1]) if each == left and not names[number + 1]]
        if at:
            found[role] = at[0]
    missing = [f'column "{wanted}"' for role, wanted in layout.needed.items() if role not in found]
    missing += [f'nameless column right of "{left}"' for role, left in layout.unnamed.items() if role not in found and left in names]
    if missing:
        there = listed([each for each in names if each and each not in (*layout.needed.values(), *layout.known.values())])
        raise SourceError(
            f"{name}: is {layout.name} but has no {' and no '.join(missing)}; others there: {there}. Give the columns their names back,"
            " or use the file as it was published. Nothing of it was read."
        )
    return found


def best_layout(header: Sequence[Value], layouts: Sequence[Layout]) -> Layout | None:
    """The layout of which a header has the most needed columns; None where it has less than half of them."""
    names = {_plain(str(cell)) for cell in header}
    shares = [(sum(each in names for each in layout.needed.values()) / len(layout.needed), layout) for layout in layouts]
    share, best = max(shares, key=lambda pair: pair[0])
    return best if share >= 0.5 else None  # noqa: PLR2004 - half


def listed(names: Sequence[str]) -> str:
    """Names for a message, not too many of them."""
    short = [f'"{each[:40]}"' for each in names[:_TOLD]]
    return ", ".join(short) + (f" and {len(names) - _TOLD} more" if len(names) > _TOLD else "") if names else "none"


def _check(file: BinaryIO, name: str) -> None:
    """Refuse what is no workbook, and what would unpack to more than the limit or declares entities."""
    beginning = file.read(len(_OLD))
    file.seek(0)
    if beginning == _OLD:
        raise SourceError(
            f"{name}: is an .xls or locked with a password, and cannot be read; open it in a spreadsheet program and save it as .xlsx,"
            " without a password."
        )
    try:
        with zipfile.ZipFile(file) as parts:
            refused = _refused(parts)
    except Exception as error:  # whatever zipfile and zlib stumble over
        raise _broken(name, error) from error
    if refused is not None:
        raise refused[0](f"{name}: {refused[1]}; leave it out.")
    file.seek(0)


def _refused(parts: zipfile.ZipFile) -> tuple[type[SourceError], str] | None:
    """Why the parts of a workbook are not unpacked; None where they may be."""
    listing = parts.infolist()
    # zipfile unpacks no more of a part than its entry says, so that the entries bound what is read.
    if sum(max(part.file_size, part.compress_size) for part in listing) > MAX_BYTES or len(listing) > _MAX_PARTS:
        return SourceTooLargeError, f"would unpack to more than {MAX_BYTES // (1024 * 1024)} MB, or to too many parts"
    for part in listing:
        if part.filename.lower().endswith((".xml", ".rels")):
            with parts.open(part) as opened_part:
                words = opened_part.read(_BEGINNING).replace(b"\0", b"")
            if any(each in words for each in _DECLARATIONS):
                return SourceError, "declares XML entities, which no workbook needs"
    return None


def _broken(name: str, error: Exception) -> SourceError:
    why = " ".join("".join(sign if sign.isprintable() else " " for sign in str(error)).split())[:120] or type(error).__name__
    return SourceError(f"{name}: is no whole workbook ({why}); save it again as .xlsx, or leave it out.")


def _row(cells: Sequence[object]) -> tuple[Value, ...]:
    """A row without the empty cells at its end: what two far cells span costs nothing."""
    last = next((number for number in range(len(cells), 0, -1) if cells[number - 1] is not None), 0)
    return tuple(_value(cell) for cell in cells[:last])


def _value(cell: object) -> Value:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}" if math.isfinite(cell) else ""
    return _plain(str(cell)[:_MAX_CELL])


def _plain(words: str) -> str:
    """Words in one line, without what cannot be printed or encoded."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
