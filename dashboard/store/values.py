"""The fields of a selection, one value at a time: what it may be, how a URL writes it and how it is read back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final

from dashboard.codes import AidStatus, GeoPrecision, ReviewState, Target, Weapon
from dashboard.errors import SelectionError
from dashboard.store.frames import UNKNOWN_VALUE

WEAPONS: Final = (*(weapon.value for weapon in Weapon), UNKNOWN_VALUE)
TARGETS: Final = (*(target.value for target in Target), UNKNOWN_VALUE)
REVIEWS: Final = tuple(state.value for state in ReviewState)
STATUSES: Final = tuple(status.value for status in AidStatus)
MAX_COUNT: Final = 10_000_000
"""No count of casualties or other threshold is higher."""
MAX_TEXT: Final = 200
"""Characters of the text filter, and of any name in a filter."""

BoundingBox = tuple[float, float, float, float]


def _day(_field: str, value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _moment(_field: str, value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _box(_field: str, value: BoundingBox | None) -> BoundingBox | None:
    if value is None:
        return None
    west, south, east, north = (float(side) for side in value)
    if not all(map(math.isfinite, (west, south, east, north))) or not -90 <= south <= north <= 90 or max(abs(west), abs(east)) > 180:  # noqa: PLR2004
        raise SelectionError("a map area is west,south,east,north in degrees, with south below north")
    return (west, south, east, north)


def _names(_field: str, values: Iterable[str]) -> tuple[str, ...]:
    cleaned = {" ".join(value.split()) for value in values}
    if any(not value or len(value) > MAX_TEXT or not value.isprintable() for value in cleaned):
        raise SelectionError(f"a name has 1 to {MAX_TEXT} printable characters")
    return tuple(sorted(cleaned))


def _words_of(vocabulary: tuple[str, ...]) -> Callable[[str, Iterable[str]], tuple[str, ...]]:
    def clean(_field: str, values: Iterable[str]) -> tuple[str, ...]:
        asked = {str(value) for value in values}
        for value in asked.difference(vocabulary):
            raise SelectionError(f"{value!r} is none of {', '.join(vocabulary)}")
        return tuple(value for value in vocabulary if value in asked)

    return clean


def _count(_field: str, value: int | None) -> int | None:
    if value is not None and not 0 <= value <= MAX_COUNT:
        raise SelectionError(f"{value} is no count from 0 to {MAX_COUNT}")
    return value or None


def _precision(_field: str, value: int | None) -> int | None:
    if value is not None and value not in tuple(GeoPrecision):
        raise SelectionError(f"{value} is no precision from 1 (exact) to 7 (unknown)")
    return None if value is None else int(value)


def _phrase(_field: str, value: str | None) -> str | None:
    text = " ".join((value or "").split())
    if len(text) > MAX_TEXT or not text.isprintable():
        raise SelectionError(f"a search has at most {MAX_TEXT} printable characters")
    return text or None


def _flag(_field: str, value: object) -> bool:
    return bool(value)


CLEAN: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "start": _day,
    "end": _day,
    "as_of": _moment,
    "bbox": _box,
    "admin1": _names,
    "country": _names,
    "weapon": _words_of(WEAPONS),
    "target": _words_of(TARGETS),
    "actor": _names,
    "source": _names,
    "killed": _count,
    "casualties": _count,
    "precision": _precision,
    "status": _words_of(STATUSES),
    "text": _phrase,
    "review": _words_of(REVIEWS),
    "background": _flag,
}
"""Every field of a selection in the order of the URL, with what brings a value into its one form or refuses it."""

KEYS: Final = {"start": "from", "end": "to"}
FIELDS: Final = {KEYS.get(field, field): field for field in CLEAN}


def _read_moment(text: str) -> datetime:
    """A moment, or a day, which counts until its end."""
    if len(text) == len("2024-04-04"):
        return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
    return datetime.fromisoformat(text)


def _read_box(text: str) -> BoundingBox:
    west, south, east, north = (float(side) for side in text.split(","))
    return (west, south, east, north)


def _read_flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise SelectionError(f"{text!r} is neither 0 nor 1")
    return text == "1"


READ: Final[Mapping[str, Callable[[str], object]]] = {
    "start": date.fromisoformat,
    "end": date.fromisoformat,
    "as_of": _read_moment,
    "bbox": _read_box,
    "killed": int,
    "casualties": int,
    "precision": int,
    "text": str,
    "background": _read_flag,
}
"""The fields of one value, and how each is read; the rest are lists."""


def write(value: object) -> list[str]:
    """A field's value as the values of its key in a URL; none where the field is not set."""
    match value:
        case None | False | ():
            return []
        case datetime():
            return [value.isoformat().replace("+00:00", "Z")]
        case date():
            return [value.isoformat()]
        case (float(), *_):
            return [",".join(f"{side!r}" for side in value)]
        case tuple():
            return [str(part) for part in value]
        case _:
            return [str(int(value) if isinstance(value, bool) else value)]


def plain(value: object) -> object:
    """A parameter as SQLite keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
