"""One file that is a table -> its rows with their claims, what was passed over in one line, and what is broken in it row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from dashboard.errors import SourceError
from dashboard.records import Note
from dashboard.reports.tables import acled, refusals, ucdp, viina
from dashboard.reports.tables.contract import Layout, Table, Told, Values
from dashboard.reports.tables.files import SUFFIXES, Opened, unpacked

__all__ = ["SUFFIXES", "reports"]

LAYOUTS: Final[tuple[Layout, ...]] = (*acled.LAYOUTS, *ucdp.LAYOUTS, *viina.LAYOUTS)
_MOST_TOLD: Final = 100
"""Broken rows of one file that are told each by itself; of a file with more something else is wrong."""
_KINDS: Final = 4
"""Kinds of rows passed over that are named."""


def reports(file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Told]:
    """The rows of a table that tell strikes; an error in the place of each that is broken.

    Raises:
        SourceError: it is no table that is known, or lacks a column; nothing of it was read then.
    """
    path = Path(file.name) if isinstance(getattr(file, "name", None), str) else None
    table = Table(name=name, doc_id=doc_id, retrieved_at=retrieved_at, path=path)
    with unpacked(file, name) as content:
        opened = Opened(content, name, LAYOUTS, refusals.certain)
        if not opened.header:
            raise SourceError(f"{name}: is empty; leave it out.")
        if opened.layout is None:
            raise SourceError(f"{name}: {refusals.likely(opened.header, LAYOUTS)}")
        yield from _limited(_told(opened, opened.layout, table), name)
    if opened.lines.not_utf8 is not None:
        yield Note(text=f"{name}: line {opened.lines.not_utf8} is not UTF-8 and declares nothing else; read as Windows-1252")
    if table.passed:
        yield Note(text=f"{name}: {_passed(table)}")


def _told(opened: Opened, layout: Layout, table: Table) -> Iterator[Told]:
    """What the layout's reader gives, with the rows that are none between."""
    broken: list[SourceError] = []
    rows = 0

    def counted() -> Iterator[Values]:
        nonlocal rows
        for values in opened.values(broken.append):
            rows += 1
            yield values

    for found in layout.reader(counted(), table):
        rows += 1 + len(broken)
        yield from broken
        broken.clear()
        yield found
    yield from broken
    if not rows and not broken:
        yield SourceError(f"{table.name}: is {layout.name} and has no rows below its header; leave it out.")


def _limited(found: Iterator[Told], name: str) -> Iterator[Told]:
    """The same, with no more errors than somebody reads."""
    errors = 0
    for each in found:
        errors += isinstance(each, SourceError)
        if errors <= _MOST_TOLD or not isinstance(each, SourceError):
            yield each
    if errors > _MOST_TOLD:
        yield SourceError(f"{name}: {errors - _MOST_TOLD} more rows like these were left out; get the file anew.")


def _passed(table: Table) -> str:
    named = table.passed.most_common(_KINDS)
    kinds = [f"{_plain(kind)} {count}" for kind, count in named]
    kinds += ["others"] if len(table.passed) > _KINDS else []
    count = table.passed.total()
    return f"{count} row{'' if count == 1 else 's'} passed over that tell no strike ({', '.join(kinds)})"


def _plain(kind: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in kind)
