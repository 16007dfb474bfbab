"""The Kiel Institute's Ukraine Support Tracker (XLSX): each package of its main sheet is one report, with its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import BinaryIO, Final

from dashboard.codes import AidStatus
from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.records import Coded
from dashboard.reports import workbook
from dashboard.reports.coded import LONGEST_ID
from dashboard.reports.kiel_package import Table, package, words_of_tracker
from dashboard.reports.table_days import Calendar
from dashboard.reports.workbook import Layout, Value, Workbook

_COVERED: Final = re.compile(r"\bcovering\b.{0,60}?\bto\s+([A-Z][a-z]+ \d{1,2}, \d{4})")
_RECKONED: Final = ("total", "converted")
"""Columns that hold formulas in the tracker: empty in every row, their results were not saved."""


def reports(file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Coded]:
    """The packages of a workbook in the order of their first rows. Either all of them are read, or none.

    Raises:
        SourceError: it is no such workbook, or its columns are not those of a layout that is known.
        SourceTooLargeError: it would unpack to more than the limit.
    """
    with workbook.opened(file, name) as book:
        table = _table(book, name, retrieved_at.date())
    packages: dict[str, list[Mapping[str, Value]]] = {}
    for row in table.rows:
        packages.setdefault(str(row["id"]), []).append(row)
    for own, rows in packages.items():
        yield package(own, rows, table, doc_id=doc_id, retrieved_at=retrieved_at)


def _table(book: Workbook, name: str, today: date) -> Table:
    words = words_of_tracker()
    sheet = book.sheet(words["sheet"])
    if sheet is None:
        raise SourceError(
            f'{name}: is not the Kiel Ukraine Support Tracker: it has no sheet "{words["sheet"]}"; there are'
            f" {workbook.listed(book.sheets)}. Other workbooks are not read; leave it out."
        )
    rows = list(book.rows(sheet))
    if len(rows) == workbook.MAX_ROWS and any(rows[-1]):
        raise SourceTooLargeError(f'{name}: the sheet "{sheet}" has more than {workbook.MAX_ROWS:,} rows; leave it out.')
    header = rows[0] if rows else ()
    layout = workbook.best_layout(header, [each for each, _ in _layouts()])
    if layout is None:
        there = workbook.listed([str(each) for each in header if each])
        raise SourceError(f'{name}: the sheet "{sheet}" has none of the layouts that are known; its first row has {there}.')
    at = workbook.columns(header, layout, name)
    read = [{role: row[column] if column < len(row) else "" for role, column in at.items()} for row in rows[1:] if any(row)]
    unsaved = next((role for role in (*layout.needed, *_RECKONED) if read and role in at and not any(row[role] for row in read)), None)
    if unsaved is not None or not read:
        what = f'the column "{str(rows[0][at[unsaved]]).strip()}" is empty in every row' if unsaved else "it has no rows"
        raise SourceError(
            f"{name}: is {layout.name} but {what}; if it holds formulas, open the workbook in a spreadsheet program and save it again."
        )
    nameless = next((number for number, row in enumerate(read, start=2) if not _is_id(str(row["id"]))), None)
    if nameless is not None:
        raise SourceError(
            f'{name}: row {nameless} of "{sheet}" has no {layout.needed["id"]} or one of more than {LONGEST_ID} characters; a package is'
            " known by it. Nothing was read."
        )
    covered = _covered(book)
    last = min(covered or today, today)
    days = Calendar(first=words["first"], last=last).learning(str(row["date"]) for row in read if isinstance(row["date"], str))
    published = covered or book.modified
    status = next(status for each, status in _layouts() if each is layout)
    return Table(layout, status, read, days, published if published and published <= today else None)


def _is_id(written: str) -> bool:
    return 0 < len(written) <= LONGEST_ID and written not in words_of_tracker()["empty"]


def _covered(book: Workbook) -> date | None:
    """The last day that a release covers, as its ReadMe says."""
    sheet = book.sheet(words_of_tracker()["readme"])
    if sheet is None:
        return None
    for row in book.rows(sheet, most=50):
        found = _COVERED.search(" ".join(str(cell) for cell in row if cell))
        if found is not None:
            try:
                return datetime.strptime(found[1], "%B %d, %Y").date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    return None


@cache
def _layouts() -> tuple[tuple[Layout, AidStatus], ...]:
    """The layouts that are known, each with the stage of what has no measure."""
    return tuple(
        (
            Layout(
                name=each["name"],
                needed=each["needed"],
                known=each["known"],
                unnamed=each.get("unnamed", {}),
                twice=frozenset(each.get("twice", {}).get("headers", ())),
            ),
            AidStatus(each["status"]),
        )
        for each in words_of_tracker()["layouts"]
    )
