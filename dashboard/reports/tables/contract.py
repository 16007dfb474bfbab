"""What columns a table needs: each layout is told by names that are its own; their order, and what else stands there, does not matter."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report
from dashboard.reports.tables.values import RowError

_ALIKE: Final = 0.7
"""From this likeness on, 0-1, a name is said to be another's misspelling."""
_MANY: Final = 3
"""With more columns missing, a table was cut down, and not one column renamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that is read as a table."""

    name: str
    """How messages name it."""
    doc_id: str
    retrieved_at: datetime
    path: Path | None = None
    """Where it is, for what lies beside it."""
    passed: Counter[str] = field(default_factory=Counter)
    """How many rows of which kind told no strike."""


@dataclass(frozen=True, slots=True)
class Values:
    """A row by the names of its columns."""

    where: str
    """How messages name it."""
    row: Mapping[str, str]


Told = Coded | Report | Note | SourceError


Reader = Callable[[Iterable[Values], Table], Iterator[Told]]
"""Reads the rows of a layout; a row that is broken is told, the rest goes on."""
RowReader = Callable[[Mapping[str, str], Table], Coded | None]
"""Reads one row; None, and its kind counted, where it tells no strike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One form of a table."""

    name: str
    """In words, as "ACLED's present layout"."""
    own: frozenset[str]
    """Names that no other table has, small letters."""
    least: int
    """How many of them make it this layout."""
    needed: tuple[str, ...]
    """Columns without which nothing of it goes in."""
    also: tuple[str, ...] = ()
    """Columns that it may have, and that are read."""
    not_with: frozenset[str] = frozenset()
    """Names that another layout of the same table has."""
    positions: tuple[str, ...] = ()
    """Its columns in their order, where files without a header are known."""
    reader: Reader


def by_row(read: RowReader) -> Reader:
    """A reader of rows that stand each by itself."""

    def each(rows: Iterable[Values], table: Table) -> Iterator[Told]:
        for values in rows:
            try:
                found = read(values.row, table)
            except RowError as error:
                yield SourceError(f"{values.where} {error}; it was left out.")
                continue
            if found is not None:
                yield found

    return each


def recognised(header: Sequence[str], layouts: Iterable[Layout]) -> Layout | None:
    """The layout that a header is of: the one of whose own names it has most."""
    names = {cell.strip().lower() for cell in header}
    found = [(len(layout.own & names), layout) for layout in layouts if not layout.not_with & names]
    best = max((each for each in found if each[0] >= each[1].least), key=lambda each: each[0], default=None)
    return best[1] if best else None


def columns(layout: Layout, header: Sequence[str], name: str) -> dict[str, int]:
    """Where the columns that are read stand.

    Raises:
        SourceError: one that is needed is missing or stands there twice.
    """
    names = [cell.strip().lower() for cell in header]
    wanted = layout.needed + layout.also
    missing = [column for column in layout.needed if column not in names]
    if missing:
        raise SourceError(f"{name}: {_missing(layout, missing, [each for each in names if each and each not in wanted])}")
    twice = [column for column in layout.needed if names.count(column) > 1]
    if twice:
        raise SourceError(f'{name}: is {layout.name} and has the column "{twice[0]}" twice; leave one of them. Nothing of it was read.')
    return {column: names.index(column) for column in wanted if column in names}


def cut_down(layout: Layout, missing: Sequence[str]) -> str:
    """What is to be said of a table that lacks many columns."""
    listed = ", ".join(f'"{column}"' for column in missing)
    return f"is cut down from {layout.name}: {listed} are missing; get it with all its columns. Nothing of it was read."


def _missing(layout: Layout, missing: Sequence[str], others: Sequence[str]) -> str:
    if len(missing) > _MANY:
        return cut_down(layout, missing)
    told = []
    for column in missing:
        alike = difflib.get_close_matches(column, others, 1, _ALIKE)
        there = "".join(sign for sign in alike[0][:40] if sign.isprintable()) if alike else ""
        told.append(f'"{column}"' + (f' (there is "{there}")' if there else ""))
    noun = "column" if len(told) == 1 else "columns"
    return (
        f"is {layout.name} but has no {noun} {', '.join(told)}; name it as the source does, or get the file anew. Nothing of it was read."
    )
