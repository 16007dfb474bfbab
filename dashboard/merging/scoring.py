"""How alike two strike claims of different reports are, with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dashboard.codes import GeoPrecision, TimePrecision
from dashboard.merging.blocks import are_neighbours
from dashboard.merging.timing import span_of
from dashboard.records import Estimate, Location, StrikeClaim, When
from gazetteer.geometry import distance_km

JOIN_AT = 0.6
"""From this score two claims are one event; chosen so that place and day alone, without a contradiction, just suffice."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, 0-1, and its reasons."""

    score: float
    reason: str


def likeness(a: StrikeClaim, b: StrikeClaim) -> Likeness:
    """Compare place, time, weapon and toll. Anything that rules out one event gives 0."""
    if a.location is None or b.location is None:
        return Likeness(0.0, "a place is unknown")
    place, where = _place(a.location, b.location)
    time, when = _time(a.when, b.when, grave=_one_grave_toll(a, b))
    if place == 0.0 or time == 0.0:
        return Likeness(0.0, where if place == 0.0 else when)
    toll, counts = _toll(a, b)
    if toll < 0:
        return Likeness(0.0, counts)
    weapon, arms = _weapon(a, b)
    score = 0.35 * place + 0.35 * time + 0.2 * toll + 0.1 * weapon
    return Likeness(round(min(1.0, score), 3), "; ".join(r for r in (where, when, counts, arms) if r))


def _place(a: Location, b: Location) -> tuple[float, str]:
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        same = a.geo_precision == b.geo_precision and a.country_code is not None and a.country_code == b.country_code
        return (0.7, f"both placed only in {a.country}") if same else (0.0, "one has no point")
    if GeoPrecision.REGION in {a.geo_precision, b.geo_precision}:
        same = a.country_code == b.country_code and a.admin1_code == b.admin1_code
        if not same or a.admin1_code is None:  # two regions that no table knows are not one
            return 0.0, "different regions"
        return (0.9, f"both in {a.name}") if a.geo_precision == b.geo_precision else (0.6, f"{a.name} and {b.name} lie in one region")
    if not are_neighbours(a, b):
        return 0.0, "far apart"
    if a.geonameid is not None and a.geonameid == b.geonameid:
        return 1.0, f"both in {a.name}"
    apart = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    # Exact towns have to be the same spot; an imprecise one may lie anywhere in its radius.
    loose = [loc.radius_km or 0.0 for loc in (a, b) if loc.geo_precision is not GeoPrecision.EXACT]
    limit = max([3.0, *loose])
    return (max(0.5, 1.0 - apart / (2 * limit)), f"{apart:.0f} km apart") if apart <= limit else (0.0, f"{apart:.0f} km apart")


_GRAVE = 20
"""Killed; so many die in few strikes, so that such tolls of neighbouring days are seldom of two."""


def _one_grave_toll(a: StrikeClaim, b: StrikeClaim) -> bool:
    """Whether both tell so many killed, at one place and with no other weapon, that a slip of a day is likelier than a second strike."""
    if a.killed.best is None or b.killed.best is None or a.location is None or b.location is None:
        return False
    low, high = sorted((a.killed.best, b.killed.best))
    exact = a.location.geo_precision is b.location.geo_precision is GeoPrecision.EXACT
    alike = not a.weapons or not b.weapons or bool(set(a.weapons) & set(b.weapons))
    return exact and alike and low >= _GRAVE and high <= 2 * low


def _time(a: When, b: When, *, grave: bool = False) -> tuple[float, str]:
    one, other = span_of(a), span_of(b)
    if one is None or other is None:
        return 0.0, "a date is unknown"
    gap = max(one[0] - other[1], other[0] - one[1])
    if gap > timedelta(0):
        # A night is told by one outlet as the evening's day and by another as the morning's.
        vague = TimePrecision.DAYS in {a.precision, b.precision}
        return (0.5, "on neighbouring days") if gap == timedelta(1) and (vague or grave) else (0.0, "on different days")
    exact = a.precision is TimePrecision.DAY and b.precision is TimePrecision.DAY
    return (1.0, f"both on {a.best:%-d %b %Y}") if exact else (0.8, "their dates overlap")


def _toll(a: StrikeClaim, b: StrikeClaim) -> tuple[float, str]:
    x, y = a.killed.best, b.killed.best
    if x is None or y is None:
        i, j = a.injured.best, b.injured.best
        return (0.8, f"both tell {i} injured") if i and i == j else (0.5, "")
    if x == y:
        return 1.0, f"both tell {x} killed"
    low, high = min(x, y), max(x, y)
    # A toll rises as rescuers work; a report may also know of none yet.
    return 0.5, f"tolls of {low} and {high}"


def _weapon(a: StrikeClaim, b: StrikeClaim) -> tuple[float, str]:
    if not a.weapons or not b.weapons:
        return 0.5, ""
    shared = set(a.weapons) & set(b.weapons)
    return (1.0, "same weapon") if shared else (0.0, "different weapons told")


def chosen(figures: list[tuple[Estimate, str]]) -> tuple[Estimate, str]:
    """The best figure of several dated ones, latest first: the latest that is known; low and high span them all.

    Args:
        figures: estimates with the words that name their report, latest first.

    Returns:
        The estimate, and a sentence that says which report it follows; an empty sentence where none is known.
    """
    known = [(e, name) for e, name in figures if e.best is not None]
    if not known:
        return Estimate(), ""
    best, name = known[0]
    every = [e.best for e, _ in known if e.best is not None]
    top = best.best or 0
    lows = [e.low for e, _ in known if e.low is not None]
    open_ended = best.high is None
    highs = [*every, *[e.high for e, _ in known if e.high is not None]]
    low = min([*lows, top]) if lows else None
    note = f"best figure: the latest report, {name}" if len(set(every)) > 1 else ""
    return Estimate(low=low, best=top, high=None if open_ended and max(highs) == top else max([*highs, top])), note
