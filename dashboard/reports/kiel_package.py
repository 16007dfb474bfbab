"""One package of the Kiel tracker: its rows as a report with its claims.

A package is several rows, one for each item or tranche, and its value stands in each of them: it is taken once. Tranches with values
of their own are parts of it. Nothing is converted: the tracker's euros and its own estimates of prices are kept in the text only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from dashboard.codes import AidCategory, AidStatus, ClaimKind
from dashboard.records import AidClaim, Coded, Report, When
from dashboard.reports.coded import LONGEST_ID, CodedText, claim_id, evidence, report_of, support
from dashboard.reports.states import state_coded, state_named
from dashboard.reports.table_amounts import amount_of, currency_of
from dashboard.reports.table_days import Calendar, precision_of
from dashboard.reports.workbook import Layout, Value

RULE: Final = "table:kiel"
_HEAD: Final = ("id", "donor", "date", "category", "kind", "measure", "currency", "value", "total", "converted", "delivered", "valued")
"""What a package says of itself, in this order; the evidence of its claim."""
_BESIDE: Final = ("official", "explanation", "source1", "source2", "source3", "source4", "delivery_source")
_OWN: Final = ("part", "date", "measure", "currency", "value", "kind", "part_converted", *_BESIDE)
"""What a row repeats only where it differs from the package's first."""
_ITEM: Final = ("item", "item_type", "item_subtype", "units", "units_delivered", "price", "estimate", "estimate_delivered")
_RECIPIENT: Final = "UA"


@cache
def words_of_tracker() -> Mapping[str, Any]:
    """What the tracker's columns are called and what its words mean."""
    return tomllib.loads(resources.files("dashboard.reports").joinpath("kiel.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Table:
    """The main sheet."""

    layout: Layout
    status: AidStatus
    """The stage of what has no measure."""
    rows: Sequence[Mapping[str, Value]]
    """The values of each row by role."""
    calendar: Calendar
    published: date | None

    @property
    def labels(self) -> Mapping[str, str]:
        """How a role's column is called."""
        return {"item": "item", **self.layout.known, **self.layout.needed}


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of a package with one value of their own."""

    rows: tuple[int, ...]
    """Their numbers within the package, from 0."""
    amount: Decimal


def package(own: str, rows: Sequence[Mapping[str, Value]], table: Table, *, doc_id: str, retrieved_at: datetime) -> Coded:
    """The report that the rows of one package are, with its claims; `own` is the package's id."""
    words, first = words_of_tracker(), rows[0]
    built = CodedText()
    built.line(f"{words['source']}, package {own}")
    labels = table.labels
    head = [labels[role] for role in _HEAD if role in labels]
    built.values(_shown(first, labels), head)
    span = _bounds(built, head)
    built.values(_shown(first, labels), [labels[role] for role in (*_BESIDE, "part", "part_converted") if role in labels])
    for number, row in enumerate(rows):
        shown = _shown(row, labels)
        differs = [role for role in _OWN if row.get(role) != first.get(role)]
        told = [labels[role] for role in (*differs, *_ITEM) if role in labels and shown.get(labels[role])]
        if told:
            built.line(f"\nRow {number + 1}")
            built.values(shown, told, prefix=f"{number}.")
    amount, column, parts = _amount(rows)
    if amount is None and not parts:
        built.line("\nNo amount is taken: the source gives none.")
    report = report_of(
        built,
        source=words["source"],
        doc_id=f"{doc_id}/{own}",
        retrieved_at=retrieved_at,
        url=f"kiel:{own}",
        title=f"Kiel {own}",
        published=table.published,
        language="en",
        licence=words["licence"],
    )
    read = _Reading(own, rows, table, report, built)
    if amount is None and parts:  # no total holds them, so that each stands for itself
        return Coded(report=report, claims=tuple(read.part(part, None) for part in parts))
    whole = read.whole(span, amount, column, parts)
    return Coded(report=report, claims=(whole, *(read.part(part, whole.claim_id) for part in parts)))


def _amount(rows: Sequence[Mapping[str, Value]]) -> tuple[Decimal | None, str, list[_Part]]:
    """A package's amount with the role that it was read from, and its parts where they have values of their own.

    The tracker's total in the package's own currency counts where the source gives any value; a total that only sums the tracker's
    estimates of prices is no amount of the source.
    """
    parts: dict[str, tuple[list[int], Decimal]] = {}
    for number, row in enumerate(rows):
        value = amount_of(row["value"])
        if value is not None:
            mark = str(row.get("part") or "") or f"{row['date']} {row['value']}"
            parts.setdefault(mark, ([], value))[0].append(number)
    values = {value for _, value in parts.values()}
    if not values:
        return None, "value", []
    totals = {total for row in rows if (total := amount_of(row.get("total", ""))) is not None}
    currencies = {row["currency"] for row in rows if amount_of(row["value"]) is not None}
    total = totals.pop() if len(totals) == 1 and len(currencies) == 1 else None
    if len(values) == 1 and (total is None or total in values) and (total is not None or not _has_parts(parts)):
        return values.pop(), "value", []
    return total, "total", [_Part(tuple(numbers), value) for numbers, value in parts.values() if total is None or value <= total]


def _has_parts(parts: Mapping[str, object]) -> bool:
    """Whether the table itself tells parts of a package apart by ids."""
    return len(parts) > 1 and not any(" " in mark for mark in parts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A package's rows with the text that they made."""

    own: str
    rows: Sequence[Mapping[str, Value]]
    table: Table
    report: Report
    built: CodedText

    def whole(self, span: tuple[int, int], amount: Decimal | None, column: str, parts: Sequence[_Part]) -> AidClaim:
        """The claim of the package."""
        when = self.table.calendar.when(self.rows[0]["date"])
        if parts:
            when = _stretched(when, [self.table.calendar.when(self.rows[part.rows[0]]["date"]) for part in parts])
        return self._claim(range(len(self.rows)), span, amount, column, when, self.own, None)

    def part(self, part: _Part, total: str | None) -> AidClaim:
        """The claim of a part with a value of its own."""
        number, labels = part.rows[0], self.table.labels
        inside = [f"{number}.{labels[role]}" for role in _OWN if role in labels and role not in _BESIDE]
        own = any(self._column(number, role) in inside for role in ("value", "date") if role in labels)
        span = _bounds(self.built, inside if own else [labels[role] for role in _HEAD if role in labels])
        when = self.table.calendar.when(self.rows[number]["date"])
        return self._claim(part.rows, span, part.amount, "value", when, f"{self.own} {number}", total)

    def _column(self, number: int, role: str) -> str:
        """The column that a row's value stands in: its own where it differs from the first row's."""
        label = self.table.labels[role]
        return f"{number}.{label}" if self.built.span(f"{number}.{label}") else label

    def _claim(
        self,
        of: Sequence[int],
        span: tuple[int, int],
        amount: Decimal | None,
        column: str,
        when: When,
        own: str,
        total: str | None,
    ) -> AidClaim:
        number, words = of[0], words_of_tracker()
        row = self.rows[number]
        donor, code = _donor(str(row["donor"]))
        recipient = state_coded(_RECIPIENT)
        currency = currency_of(row["currency"])
        labels = self.table.labels
        told = {"donor": "donor", "date": "date", "category": "category", "status": "measure"}
        told |= {} if amount is None else {"amount": column, "currency": "currency"}
        columns = {value: self._column(number, role) for value, role in told.items() if role in labels}
        return AidClaim(
            claim_id=claim_id(self.report, ClaimKind.AID, span, own),
            report_id=self.report.report_id,
            evidence=evidence(self.report, span, RULE),
            support=support(self.report, self.built, RULE, columns),
            donor=donor,
            donor_code=code,
            recipient=recipient.name if recipient else None,
            recipient_code=_RECIPIENT,
            when=when,
            amount=amount,
            currency=None if amount is None else currency,
            status=AidStatus(words["measures"].get(str(row.get("measure", "")).casefold(), self.table.status)),
            category=AidCategory(words["categories"].get(str(row["category"]).casefold(), AidCategory.MIXED)),
            items=tuple(dict.fromkeys(item for each in of if (item := _said(self.rows[each].get("item", ""))))),
            part_of=total,
        )


def _shown(row: Mapping[str, Value], labels: Mapping[str, str]) -> dict[str, str]:
    """A row by the names of its columns, without the signs that only say that a cell is empty."""
    empty = words_of_tracker()["empty"]
    return {labels[role]: "" if str(value) in empty else str(value) for role, value in row.items() if role in labels}


def _said(value: Value) -> str:
    """What a cell says; nothing where it says that something is unknown."""
    words, plain = words_of_tracker(), str(value)
    return "" if plain in words["empty"] or plain.casefold() in words["unknown"] or plain.startswith("#") else plain


def _bounds(built: CodedText, columns: Sequence[str]) -> tuple[int, int]:
    """Where the first of these columns begins and the last one ends."""
    spans = [span for column in columns if (span := built.span(column)) is not None]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _stretched(when: When, others: Sequence[When]) -> When:
    """The days of a package out of those of its parts; the best one is the package's own."""
    known = [each for each in (when, *others) if each.start is not None and each.end is not None]
    if when.best is None or not known:
        return when
    start, end = min(each.start for each in known if each.start), max(each.end for each in known if each.end)
    if (start, end) == (when.start, when.end):
        return when
    return When(start=start, end=end, best=when.best, precision=precision_of(start, end), note=f"in parts, from {start} to {end}")


def _donor(written: str) -> tuple[str | None, str | None]:
    """The donor's usual name, and its code where it is a state."""
    named = words_of_tracker()["donors"].get(" ".join(written.split()).casefold())
    if named is not None:
        return named, None
    state = state_named(written)
    return (state.name, state.code) if state else (_said(written)[:LONGEST_ID] or None, None)
