"""Cells as values: days, counts, codes and degrees. What is none is told in words, and the row left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from dashboard.codes import TimePrecision
from dashboard.records import UNKNOWN, Estimate, When

MISSING: Final = frozenset(("", "NA", "NaN", "nan", "NULL"))
"""What stands in a cell of which nothing is known; R writes NA, which is no country here."""
_MONTHS: Final = {month: number for number, month in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
"""In English, whatever this machine's language is: the tables are written so."""
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?", re.ASCII)
_PLAIN: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?", re.ASCII)
_WORDS: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})", re.ASCII)
_WHOLE: Final = re.compile(r"([+-]?\d{1,9})(?:\.0+)?", re.ASCII)
_ID: Final = re.compile(r"[\w.:/-]{1,60}", re.ASCII)
_MOST_DEGREES: Final = {"latitude": 90.0, "longitude": 180.0}


class RowError(ValueError):
    """A row says something that cannot be; the message says what, and goes on from "row 7 "."""


def known(row: Mapping[str, str], column: str) -> str:
    """A cell; empty where nothing is known."""
    value = row.get(column, "").strip()
    return "" if value in MISSING else value


def identity(row: Mapping[str, str], column: str) -> str:
    """A row's own id, without the ".0" of programs that took it for a number.

    Raises:
        RowError: there is none, or what stands there is no id.
    """
    value = known(row, column).removesuffix(".0")
    if not _ID.fullmatch(value):
        raise RowError(f'has {value[:40]!r} as "{column}", which is no id' if value else f'has no "{column}"')
    return value


def day(row: Mapping[str, str], column: str) -> date:
    """A day, as 2022-04-22, 2022-04-22 00:00:00.000, 20220422 or 22 April 2022.

    Raises:
        RowError: it is none.
    """
    value = known(row, column)
    found = day_of(value)
    if found is None:
        raise RowError(f'has {value[:40]!r} as "{column}", which is no day' if value else f'has no "{column}"')
    return found


def day_of(value: str) -> date | None:
    """The day that a word is; None where it is none."""
    try:
        if m := _ISO.fullmatch(value) or _PLAIN.fullmatch(value):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := _WORDS.fullmatch(value):
            return date(int(m[3]), _MONTHS.get(m[2].lower(), 0), int(m[1]))
    except ValueError:
        pass
    return None


def count(row: Mapping[str, str], column: str) -> int | None:
    """A number of people, or a code; None where it is not known.

    Raises:
        RowError: it is no whole number.
    """
    value = known(row, column)
    if not value:
        return None
    found = _WHOLE.fullmatch(value)
    if found is None:
        raise RowError(f'has {value[:40]!r} as "{column}", which is no whole number')
    return int(found[1])


def people(row: Mapping[str, str], column: str) -> int | None:
    """A number of people.

    Raises:
        RowError: it is no whole number, or below 0.
    """
    found = count(row, column)
    if found is not None and found < 0:
        raise RowError(f'has {found} as "{column}", which is no number of people')
    return found


def point(row: Mapping[str, str]) -> tuple[float, float] | None:
    """Latitude and longitude in decimal degrees, WGS84; None where both are missing.

    Raises:
        RowError: one is missing, or is no coordinate, or both are 0, where nothing but the sea is.
    """
    written = {name: known(row, name) for name in _MOST_DEGREES}
    if not any(written.values()):
        return None
    found: list[float] = []
    for name, most in _MOST_DEGREES.items():
        value = written[name]
        try:
            degrees = float(value.replace(",", ".") if "." not in value else value)
        except ValueError as error:
            raise RowError(f'has {value[:40]!r} as "{name}", which is no coordinate') from error
        if not -most <= degrees <= most:  # no number compares so
            raise RowError(f'has {value[:40]!r} as "{name}", which is no coordinate')
        found.append(degrees)
    if found == [0.0, 0.0]:
        raise RowError("has 0, 0 as its point, which stands for a missing one")
    return found[0], found[1]


def ordered(low: int | None, best: int | None, high: int | None) -> tuple[Estimate, bool]:
    """An estimate that keeps the best figure and spans all three; and whether they stood in order."""
    given = [figure for figure in (low, best, high) if figure is not None]
    if not given:
        return UNKNOWN, True
    if given == sorted(given):
        return Estimate(low=low, best=best, high=high), True
    return Estimate(low=min(given), best=best, high=max(given)), False


def when(start: date, end: date, precision: TimePrecision, *, best: date | None = None, note: str | None = None) -> When:
    """An interval of days; its best day, where none is given, is the one in its middle."""
    middle = start + timedelta(days=(end - start).days // 2)
    return When(start=start, end=end, best=best or middle, precision=precision, note=note)
