"""Days as people write them into tables: "until 7/27/2022", "between 3/4/22 & 3/11/22", "not specified, 03/22".

Which of two numbers is the month is never guessed: where both could be, other dates of the same column have to tell.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Final

from dashboard.codes import TimePrecision
from dashboard.records import When

_DATE: Final = r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})"
_DAY: Final = re.compile(rf"(?<![\d/.-]){_DATE}(?![\d/.-]*\d)", re.ASCII)
_MONTH: Final = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{4}|\d{2})(?![/\d])", re.ASCII)
_UNTIL: Final = re.compile(r"\b(?:until|till|up to|before|by)\b", re.IGNORECASE)
_SINCE: Final = re.compile(r"\b(?:since|from|after)\b", re.IGNORECASE)
_LIMITS: Final = ((1, TimePrecision.DAY), (6, TimePrecision.DAYS), (10, TimePrecision.WEEK), (31, TimePrecision.MONTH))
_CENTURY: Final = 2000
_ISO_DIGITS: Final = 4
_MONTHS: Final = 12
_DAYS: Final = 31


class Order(Enum):
    """Which number comes first."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a column of days is read by."""

    first: date
    """Nothing in the table is earlier."""
    last: date
    """Nothing in the table is later: the last day that it covers."""
    order: Order | None = None
    """None where nothing tells."""

    def learning(self, texts: Iterable[str]) -> Calendar:
        """The same with the order that the texts of one column tell, where all that tell agree."""
        told = {order for text in texts for found in _DAY.finditer(text) if (order := _order(found)) is not None}
        return replace(self, order=told.pop() if len(told) == 1 else None)

    def when(self, written: str | date) -> When:
        """The days that a cell tells; what is wrong or unclear is unknown, with a note that says why."""
        if isinstance(written, date):
            return self._span(written, written, written, None)
        if not written:
            return When(note="the table gives no date")
        note = f'the table says "{written[:60]}"'
        days = [self._day(found) for found in _DAY.finditer(written)]
        if any(day is None for day in days):
            return When(note=f"{note}: nothing tells which number is the month, or there is no such day")
        known = [day for day in days if day is not None]
        if len(known) > 1:
            return self._span(min(known), max(known), None, note)
        if known and _UNTIL.search(written):
            return self._span(min(self.first, known[0]), known[0], known[0], note)
        if known and _SINCE.search(written):
            return self._span(known[0], max(self.last, known[0]), known[0], note)
        if known:
            return self._span(known[0], known[0], known[0], None if len(written) <= len("2022-02-24") else note)
        return self._month(written, note)

    def _month(self, written: str, note: str) -> When:
        found = _MONTH.search(written)
        if found is None or not 1 <= int(found[1]) <= _MONTHS:
            return When(note=note)
        year, month = _year(found[2]), int(found[1])
        if not 1 <= year <= date.max.year:
            return When(note=note)
        days = calendar.monthrange(year, month)[1]
        return self._span(date(year, month, 1), date(year, month, days), None, note)

    def _span(self, start: date, end: date, best: date | None, note: str | None) -> When:
        if start > self.last or (best or start) > self.last:
            return When(note=f"{note or best or start} is after {self.last}, the last day that the table covers")
        if end < self.first or (best or end) < self.first:
            return When(note=f"{note or best or end} is before {self.first}, the first day that the table covers")
        end = min(end, self.last)
        best = best or start + timedelta(((end - start).days + 1) // 2)
        return When(start=start, end=end, best=best, precision=precision_of(start, end), note=note)

    def _day(self, found: re.Match[str]) -> date | None:
        first, mark, second, third = found[1], found[2], int(found[3]), found[4]
        if len(first) == _ISO_DIGITS:
            return _date(int(first), second, int(third))
        year = _year(third)
        if mark == ".":  # only those who put the day first write points
            return _date(year, second, int(first))
        order = _order(found) or self.order
        if order is Order.MONTH_FIRST or int(first) == second:
            return _date(year, int(first), second)
        return _date(year, second, int(first)) if order is Order.DAY_FIRST else None


def precision_of(start: date, end: date) -> TimePrecision:
    """How exactly days are known by how many they are, both included."""
    days = (end - start).days + 1
    return next((each for limit, each in _LIMITS if days <= limit), TimePrecision.YEAR)


def _order(found: re.Match[str]) -> Order | None:
    """What one date tells of the order; None where both are possible or neither."""
    first, second = int(found[1]), int(found[3])
    if len(found[1]) == _ISO_DIGITS or found[2] == "." or max(first, second) > _DAYS or (first > _MONTHS) == (second > _MONTHS):
        return None
    return Order.DAY_FIRST if first > _MONTHS else Order.MONTH_FIRST


def _year(written: str) -> int:
    return int(written) + (_CENTURY if len(written) <= 2 else 0)  # noqa: PLR2004 - two digits of a year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
