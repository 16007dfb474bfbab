"""The day that a feed's time stamp names, as its outlet writes it: RFC 822 and what is like it in other languages, ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

_ISO: Final = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?=$|T|\s)")
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-]+(?:de\s+)?([^\W\d_]{3,12})\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST: Final = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:\d{1,2}:\d{2}(?::\d{2})?\s+(?:[A-Z]{1,5}\s+)?)?(\d{4})(?!\d)"
)
_MONTHS: Final[tuple[str, ...]] = (
    "jan gen ene янв січ",
    "feb fev fév лют фев",
    "mar mär maa mrz бер мар",
    "apr abr avr апр кві",
    "may mai mag mei maj мая май тра",
    "jun giu juin июн чер",
    "jul lug juil июл лип",
    "aug ago aoû aou авг сер",
    "sep set сен вер",
    "oct okt out ott окт жов",
    "nov ноя лис",
    "dec dez dic déc дек гру",
)
"""How the months' names begin in English, German, Romance languages, Dutch, Russian and Ukrainian."""
_NUMBERS: Final = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts.split()}
_LONGEST: Final = 100
_TURN: Final = 70
"""Years of two digits from here on are of the last century."""
_EARLIEST_ZONE: Final = timedelta(hours=14)


def day(stamp: str | None, *, read_at: datetime) -> date | None:
    """The day of a stamp, as written there; None where it names none, or one that had begun nowhere on Earth when it was read."""
    found = _written((stamp or "")[:_LONGEST])
    return found if found is not None and found <= (read_at + _EARLIEST_ZONE).date() else None


def _written(stamp: str) -> date | None:
    if iso := _ISO.match(stamp) or _COMPACT.match(stamp):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    day_first = (_date(_year(named[3]), _month(named[2]), int(named[1])) for named in _DAY_FIRST.finditer(stamp))
    month_first = (_date(_year(named[3]), _month(named[1]), int(named[2])) for named in _MONTH_FIRST.finditer(stamp))
    return next((found for found in (*day_first, *month_first) if found), None)


def _month(name: str) -> int:
    """A month by the beginning of its name; 0 for what is none."""
    small = name.lower()
    return next((found for length in (4, 3) if (found := _NUMBERS.get(small[:length]))), 0)


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) > 2 else year + (1900 if year >= _TURN else 2000)  # noqa: PLR2004 - digits


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
