"""The days by which claims are compared."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from dashboard.merging.headings import Heading
from dashboard.neighbourhoods import BLOCK_DAYS
from dashboard.records import AidClaim, When

_SAME_DAYS: Final = 10
"""A package is told again within this many days of its announcement."""
_GREAT: Final = Decimal(10_000_000_000)
"""In whole units of its currency: a donor gives so much so seldom that one amount is one package for longer."""
_GREAT_DAYS: Final = 180


def day_of(claim: AidClaim, report: Heading) -> date | None:
    """The day of a piece of aid: its own, or that of its report."""
    return claim.when.best or report.published


def is_great(claim: AidClaim) -> bool:
    """Whether the amount is one of the very large ones, which are told again for months."""
    return claim.amount is not None and claim.amount >= _GREAT


def same_days(*, is_great: bool) -> int:
    """How many days apart two tellings of a package can be."""
    return _GREAT_DAYS if is_great else _SAME_DAYS


def span_of(when: When) -> tuple[date, date] | None:
    """The days that a strike may have been on, both included, of a long time only the first ones; None where none is known."""
    if when.start is None or when.end is None or not when.start <= when.end:
        return None
    return when.start, min(when.end, date.fromordinal(min(when.start.toordinal() + BLOCK_DAYS - 1, date.max.toordinal())))


def is_usual(first: date, last: date) -> bool:
    """Whether days have neighbours in the calendar."""
    return date.min + timedelta(days=1) < first and last < date.max - timedelta(days=1)
