"""The columns that maps, charts and tables need, as data frames: which they are, what type they have, and how records become rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from dashboard.codes import Weapon
from dashboard.records import Event, Package, When

SEPARATOR: Final = "|"
"""Stands between the values of a column that holds several."""
MIXED: Final = "mixed"
"""The weapon group of an event in which several weapons were used."""
UNKNOWN_VALUE: Final = "unknown"
"""How a filter and a weapon group name what no report says."""
WEAPON_GROUPS: Final = (*(weapon.value for weapon in Weapon), MIXED, UNKNOWN_VALUE)
"""All values of the column `weapon_group`."""

TEXT: Final = "str"
DAY: Final = "datetime64[s]"
MOMENT: Final = "datetime64[us]"
COUNT: Final = "Int64"
FLOAT: Final = "float64"
FLAG: Final = "bool"

EVENT_COLUMNS: Final[Mapping[str, str]] = {
    "event_id": TEXT,
    "event_date": DAY,
    "date_start": DAY,
    "date_end": DAY,
    "time_precision": COUNT,
    "date_note": TEXT,
    "place": TEXT,
    "admin1": TEXT,
    "admin1_code": TEXT,
    "admin2": TEXT,
    "country": TEXT,
    "country_code": TEXT,
    "latitude": FLOAT,
    "longitude": FLOAT,
    "geo_precision": COUNT,
    "radius_km": FLOAT,
    "killed": COUNT,
    "killed_low": COUNT,
    "killed_high": COUNT,
    "injured": COUNT,
    "injured_low": COUNT,
    "injured_high": COUNT,
    "missing": COUNT,
    "weapons": TEXT,
    "weapon_group": TEXT,
    "target": TEXT,
    "actor": TEXT,
    "attacks": COUNT,
    "reports": COUNT,
    "sources": TEXT,
    "background": FLAG,
    "part_of": TEXT,
    "review": TEXT,
    "search": TEXT,
    "recorded_at": MOMENT,
}
"""Columns of the events frame and their pandas types. Days are local to the event; NaT, NaN and <NA> mean unknown, 0 a stated zero."""

PACKAGE_COLUMNS: Final[Mapping[str, str]] = {
    "package_id": TEXT,
    "date": DAY,
    "date_start": DAY,
    "date_end": DAY,
    "date_note": TEXT,
    "donor": TEXT,
    "donor_code": TEXT,
    "recipient": TEXT,
    "recipient_code": TEXT,
    "amount": FLOAT,
    "currency": TEXT,
    "usd_stated": FLOAT,
    "status": TEXT,
    "category": TEXT,
    "ordinal": COUNT,
    "items": TEXT,
    "reports": COUNT,
    "sources": TEXT,
    "background": FLAG,
    "part_of": TEXT,
    "review": TEXT,
    "search": TEXT,
    "recorded_at": MOMENT,
}
"""Columns of the packages frame; amounts in whole units of `currency` (ISO 4217), rounded: exact ones are in the record."""

Row = dict[str, object]


def fold(text: str) -> str:
    """A text as searches compare it: without case, diacritics or runs of white space, with plain quotes and hyphens."""
    bare = text.translate(_PLAIN)
    if bare.isascii():
        return " ".join(bare.lower().split())
    plain = unicodedata.normalize("NFKD", bare).casefold()
    return " ".join("".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)).split())


_PLAIN: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"}
)


def join_values(values: Iterable[str]) -> str:
    """Several values in one column; a separator inside a value becomes a slash."""
    return SEPARATOR.join(clean_value(value) for value in values)


def clean_value(value: str) -> str:
    """A value as it stands in a column of several."""
    return value.replace(SEPARATOR, "/").strip()


def event_row(event: Event, quotes: Sequence[str] = ()) -> Row:
    """The row of an event, without `recorded_at`; `quotes` are the passages of its claims, for the search column."""
    at, when = event.location, event.when
    start, end = _interval(when)
    return {
        "event_id": event.event_id,
        "event_date": when.best or start,
        "date_start": start,
        "date_end": end,
        "time_precision": None if when.precision is None else int(when.precision),
        "date_note": when.note,
        "place": at.name,
        "admin1": at.admin1,
        "admin1_code": at.admin1_code,
        "admin2": at.admin2,
        "country": at.country,
        "country_code": at.country_code,
        "latitude": at.latitude,
        "longitude": at.longitude,
        "geo_precision": int(at.geo_precision),
        "radius_km": at.radius_km,
        "killed": event.killed.best,
        "killed_low": event.killed.low,
        "killed_high": event.killed.high,
        "injured": event.injured.best,
        "injured_low": event.injured.low,
        "injured_high": event.injured.high,
        "missing": event.missing.best,
        "weapons": join_values(weapon.value for weapon in event.weapons),
        "weapon_group": weapon_group(event.weapons),
        "target": None if event.target is None else event.target.value,
        "actor": event.actor,
        "attacks": event.attacks,
        "reports": event.reports,
        "sources": join_values(event.sources),
        "background": event.background,
        "part_of": event.part_of,
        "review": event.review.value,
        "search": fold(" ".join(filter(None, (at.name, at.admin1, at.admin2, at.country, event.actor, *event.sources, *quotes)))),
    }


def package_row(package: Package, quotes: Sequence[str] = ()) -> Row:
    """The row of a package, without `recorded_at`."""
    start, end = _interval(package.when)
    return {
        "package_id": package.package_id,
        "date": package.when.best or start,
        "date_start": start,
        "date_end": end,
        "date_note": package.when.note,
        "donor": package.donor,
        "donor_code": package.donor_code,
        "recipient": package.recipient,
        "recipient_code": package.recipient_code,
        "amount": None if package.amount is None else float(package.amount),
        "currency": package.currency,
        "usd_stated": None if package.usd_stated is None else float(package.usd_stated),
        "status": package.status.value,
        "category": package.category.value,
        "ordinal": package.ordinal,
        "items": join_values(package.items),
        "reports": package.reports,
        "sources": join_values(package.sources),
        "background": package.background,
        "part_of": package.part_of,
        "review": package.review.value,
        "search": fold(" ".join(filter(None, (package.donor, package.recipient, *package.items, *package.sources, *quotes)))),
    }


def weapon_group(weapons: Sequence[Weapon]) -> str:
    """What stacked bars count an event under: its one weapon, "mixed" or "unknown"."""
    if not weapons:
        return UNKNOWN_VALUE
    return weapons[0].value if len(set(weapons)) == 1 else MIXED


def frame(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with exactly these columns and types; a value that a row does not have is unknown."""
    listed = list(rows)
    series = {name: _series([row.get(name) for row in listed], kind) for name, kind in columns.items()}
    return pd.DataFrame(series, columns=list(columns))


def _series(values: list[object], kind: str) -> pd.Series:
    if kind in (DAY, MOMENT):
        days = pd.to_datetime(pd.Series(values, dtype="object"), utc=True).dt.tz_localize(None)
        return days.astype("datetime64[s]") if kind == DAY else days.astype("datetime64[us]")
    if kind == FLAG:
        return pd.Series([bool(value) for value in values], dtype=kind)
    return pd.Series(values, dtype=kind)


def _interval(when: When) -> tuple[date | None, date | None]:
    """Both ends of the time, as far as any of its days is known."""
    known = [day for day in (when.start, when.best, when.end) if day is not None]
    return (min(known), max(known)) if known else (None, None)
