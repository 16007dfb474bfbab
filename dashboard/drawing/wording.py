"""Numbers, days and money as words, the same on screen, card and deck."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

NARROW: Final = "\u202f"
"""The narrow no-break space that parts thousands and units."""
DASH: Final = "–"

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SCALES: Final = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
_TEN: Final = 10
_HUNDRED: Final = 100

UNITS: Final = {"strike": ("strike", "strikes"), "package": ("package", "packages"), "report": ("report", "reports")}


def count(number: float) -> str:
    """`12345` as "12 345", with a narrow space."""
    return f"{round(number):,}".replace(",", NARROW)


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 strike", "2 strikes"."""
    return f"{count(number)} {one if number == 1 else many}"


def day(when: date) -> str:
    """A day as "4 Apr 2024"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def period(start: date | None, end: date | None) -> str:
    """An interval of days, both ends included: "1–7 Apr 2024"; empty where nothing is known."""
    if start is None or end is None:
        known = start or end
        if known is None:
            return ""
        return f"from {day(known)}" if start else f"until {day(known)}"
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}{DASH}{day(end)}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} {DASH} {day(end)}"
    return f"{day(start)} {DASH} {day(end)}"


def figure(low: int | None, best: int | None, high: int | None) -> str:
    """A count with its doubt: "5–7", "at least 5", "up to 7", "12", "unknown"; a stated zero is "none"."""
    if low is None and best is None and high is None:
        return "unknown"
    if low is not None and high is not None and low != high:
        return f"{count(low)}{DASH}{count(high)}"
    if high is None and best is None:
        return f"at least {count(low or 0)}"
    if high is None and low is not None:
        return f"at least {count(best if best is not None else low)}"
    if low is None and best is None:
        return f"up to {count(high or 0)}"
    value = best if best is not None else (low if low is not None else high)
    return "none" if value == 0 else count(value or 0)


def toll(low: int | None, best: int | None, high: int | None, word: str) -> str:
    """A count with its doubt and its word: "5–7 killed", "none injured", "killed unknown"."""
    said = figure(low, best, high)
    return f"{word} unknown" if said == "unknown" else f"{said} {word}"


def amount(value: float) -> str:
    """`188000000` as "188 m"; at most three figures that count."""
    for scale, unit in _SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            digits = 0 if abs(scaled) >= _HUNDRED or math.isclose(scaled, round(scaled)) else (1 if abs(scaled) >= _TEN else 2)
            text = f"{scaled:.{digits}f}"
            return f"{text.rstrip('0').rstrip('.') if digits else text}{NARROW}{unit}"
    return count(value)


def money(value: float | None, currency: str | None, usd: float | None = None) -> str:
    """An amount as stated, with the dollars that the text itself gives: "EUR 188 m (USD 204 m in the text)"."""
    if value is None or math.isnan(value):
        return f"USD {amount(usd)} in the text" if usd is not None and not math.isnan(usd) else "amount not stated"
    stated = f"{currency or ''} {amount(value)}".strip()
    if usd is None or math.isnan(usd) or currency == "USD":
        return stated
    return f"{stated} (USD {amount(usd)} in the text)"


def sentence_case(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


PRECISION: Final = {
    1: "exact place",
    2: "near a named place",
    3: "district known, not the place",
    4: "region known, not the place",
    5: "part of a country known, not the place",
    6: "country known, not the place",
    7: "place unknown",
}
"""`geo_precision` in plain words."""


def where(place: str | None, admin1: str | None, country: str | None) -> str:
    """A place with what contains it, without saying anything twice: "Kharkiv, Kharkiv Oblast, Ukraine"."""
    parts: list[str] = []
    for part in (place, admin1, country):
        if part and part not in parts:
            parts.append(part)
    return ", ".join(parts) or "place unknown"
