"""What each strike looks like on the map: shape, size, fill. The map, its legend, the tray and the card all start from here.

The events frame is the one of `dashboard.store.snapshot`; counts are nullable, and an unknown count is never drawn as zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.codes import GeoPrecision

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Measure(StrEnum):
    """What the area of a circle counts."""

    CASUALTIES = "casualties"
    KILLED = "killed"
    INJURED = "injured"

    @property
    def label(self) -> str:
        """In plain words, for legends."""
        return {"casualties": "killed and injured", "killed": "killed", "injured": "injured"}[self.value]


class Shape(StrEnum):
    """The three marks of a strike with a point."""

    CIRCLE = "circle"
    """One or more casualties."""
    DOT = "dot"
    """Casualties stated as none."""
    DIAMOND = "diamond"
    """Casualties unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The chosen measure for each row: low, best, high; NaN where unknown."""

    low: Floats
    best: Floats
    high: Floats


_COLUMNS: Final = {Measure.CASUALTIES: ("killed", "injured"), Measure.KILLED: ("killed",), Measure.INJURED: ("injured",)}


def _floats(frame: pd.DataFrame, column: str) -> Floats:
    return frame[column].to_numpy(dtype=np.float64, na_value=np.nan)


def _first_known(*columns: Floats) -> Floats:
    known = columns[0].copy()
    for column in columns[1:]:
        known = np.where(np.isnan(known), column, known)
    return known


def _sum_of_known(columns: list[Floats]) -> Floats:
    stacked = np.vstack(columns)
    total: Floats = np.nansum(stacked, axis=0)
    return np.where(np.isnan(stacked).all(axis=0), np.nan, total)


def counts(events: pd.DataFrame, measure: Measure) -> Counts:
    """The measure for each row. A sum of killed and injured takes what is known; it is unknown only where both are."""
    low, best, high = [], [], []
    for name in _COLUMNS[measure]:
        given_low, given, given_high = (_floats(events, column) for column in (f"{name}_low", name, f"{name}_high"))
        best.append(_first_known(given, given_low, given_high))
        low.append(_first_known(given_low, given, given_high))
        high.append(_first_known(given_high, given, given_low))
    return Counts(low=_sum_of_known(low), best=_sum_of_known(best), high=_sum_of_known(high))


def has_point(events: pd.DataFrame) -> Bools:
    """Which rows are drawn at a point: precision 1-4 with coordinates; the others go to the tray."""
    precise = events["geo_precision"].to_numpy(dtype=np.float64, na_value=np.nan) <= GeoPrecision.REGION
    located = np.isfinite(_floats(events, "latitude")) & np.isfinite(_floats(events, "longitude"))
    return np.asarray(precise & located, dtype=np.bool_)


def shapes(best: Floats) -> NDArray[np.str_]:
    """The shape of each count."""
    return np.where(np.isnan(best), Shape.DIAMOND.value, np.where(best > 0, Shape.CIRCLE.value, Shape.DOT.value)).astype(np.str_)


def is_hollow(events: pd.DataFrame) -> Bools:
    """Which rows are drawn hollow: everything that is not an exact place."""
    return np.asarray(events["geo_precision"].to_numpy(dtype=np.float64, na_value=np.nan) > GeoPrecision.EXACT, dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayEntry:
    """Strikes without a point that are known to be in the same area."""

    label: str
    """The country, or "place unknown"."""
    event_ids: tuple[str, ...]
    """Newest first."""


def tray(events: pd.DataFrame) -> tuple[TrayEntry, ...]:
    """The strikes that have no point, by country, most first."""
    rows = events.loc[~has_point(events)]
    if rows.empty:
        return ()
    rows = rows.sort_values("event_date", ascending=False, na_position="last", kind="stable")
    entries: dict[str, list[str]] = {}
    for country, event_id in zip(rows["country"], rows["event_id"], strict=True):
        entries.setdefault(country if isinstance(country, str) and country else "an unnamed place", []).append(str(event_id))
    ordered = sorted(entries.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(TrayEntry(label=label, event_ids=tuple(ids)) for label, ids in ordered)
