"""How alike two strike claims of different reports are, with the reasons in words.

Place and time come first: where either rules it out, nothing else can make two claims one. Tolls, weapon, target and names then speak for
it or against it; what a report leaves out says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rapidfuzz import fuzz

from dashboard.codes import GeoPrecision, TimePrecision
from dashboard.merging.blocks import are_neighbours
from dashboard.merging.timing import span_of
from dashboard.records import Estimate, Location, StrikeClaim, When
from gazetteer.geometry import distance_km

JOIN_AT: Final = 0.6
"""From this score two claims are one event; chosen so that place and day alone, without a contradiction, just suffice."""
_PLACE, _TIME, _TOLL, _WEAPON, _TARGET, _SITE = 0.35, 0.35, 0.15, 0.1, 0.1, 0.1
"""How much each weighs; all but the first two count against as well as for."""
_AGAINST: Final = 0.2
"""Weight of contradictions from which even one town on one day saw two strikes: as that of another weapon and another target."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score, 0-1, and its reasons."""

    score: float
    reason: str
    is_ruled_out: bool = False
    """Whether place or time speak against it, whatever a third claim says."""


def likeness(a: StrikeClaim, b: StrikeClaim, published: tuple[date | None, date | None] = (None, None)) -> Likeness:
    """Compare place, time, tolls, weapon, target and the names of sites; the same whichever comes first.

    Args:
        a: A claim of one report.
        b: A claim of another.
        published: The days of the two reports: a toll may rise from one to the next as rescuers work, and hardly falls.
    """
    if a.location is None or b.location is None:
        return Likeness(0.0, "a place is unknown")
    place, where = _place(a.location, b.location)
    time, when = _time(a.when, b.when, grave=_one_grave_toll(a, b))
    if place == 0.0 or time == 0.0:
        return Likeness(0.0, where if place == 0.0 else when, is_ruled_out=True)
    signs = [(_TOLL, _tolls(a, b, published)), (_WEAPON, _weapons(a, b)), (_TARGET, _targets(a, b)), (_SITE, _sites(a, b))]
    if not (a.location.geo_precision.has_point or b.location.geo_precision.has_point):
        signs = [(weight, found) for weight, found in signs if found[0] >= 0]  # a wave across a country: each tells a part of it
    told = sum(weight * sign for weight, (sign, _) in signs)
    against = -sum(weight * sign for weight, (sign, _) in signs if sign < 0)
    score = _PLACE * place + _TIME * time + told
    if place == time == 1.0 and against < _AGAINST:
        score = max(score, JOIN_AT)  # reports of one attack each name a part of it: the missiles or the drones, the school or the houses
    return Likeness(round(min(1.0, max(0.0, score)), 3), "; ".join(filter(None, (where, when, *(words for _, (_, words) in signs)))))


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
    apart = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    if a.geonameid is not None and a.geonameid == b.geonameid and apart <= _SPOT_KM:  # "30 km south of Kharkiv" bears Kharkiv's number too
        return 1.0, f"both in {a.name}"
    # Exact places have to be the same spot; an imprecise one may lie anywhere in its radius.
    loose = [loc.radius_km or 0.0 for loc in (a, b) if loc.geo_precision is not GeoPrecision.EXACT]
    limit = max([_SPOT_KM, *loose])
    if apart <= limit:
        return max(0.5, 1.0 - apart / (2 * limit)), f"{apart:.0f} km apart"
    town = max(loc.radius_km or 0.0 for loc in (a, b))
    return (_SUBURB, f"one lies in the other, {apart:.0f} km from its centre") if apart <= town else (0.0, f"{apart:.0f} km apart")


_SPOT_KM: Final = 3.0
_SUBURB: Final = 0.1
"""A suburb and its city: so little that only one toll with one weapon or one target can join them."""


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


_ALIKE: Final = 2
"""Tolls within twice of each other may well be one that rose."""
_FALLEN: Final = 4
"""A toll that a later report gives as a quarter or less is more likely another one's."""


def _tolls(a: StrikeClaim, b: StrikeClaim, published: tuple[date | None, date | None]) -> tuple[float, str]:
    """What the tolls say, -1 to 1."""
    first, second = published
    falls = 0  # nobody knows which came first, or one is told from memory
    if first is not None and second is not None and not (a.background or b.background):
        falls = (first < second) - (first > second)
    found = _counts(a.killed, b.killed, "killed", falls)
    return found if found is not None else _counts(a.injured, b.injured, "injured", 0) or (0.0, "")


def _counts(a: Estimate, b: Estimate, fate: str, falls: int) -> tuple[float, str] | None:
    """What two counts say; `falls` is 1 where the first was told before the second, -1 where after it, 0 where neither is known."""
    if a.best is None or b.best is None:
        return None
    low, high = sorted((a.best, b.best))
    if low == high:
        return (min(1.0, 0.25 + 0.25 * low), f"both tell {low} {fate}") if low else None
    words = f"tolls of {low} and {high}" if fate == "killed" else f"{low} and {high} {fate}"
    if high <= _ALIKE * low:
        return 0.3, words
    return (-0.5 if falls * (a.best - b.best) > 0 and high >= _FALLEN * low else 0.0), words


def _weapons(a: StrikeClaim, b: StrikeClaim) -> tuple[float, str]:
    if not a.weapons or not b.weapons:
        return 0.0, ""
    shared = set(a.weapons) & set(b.weapons)
    return (1.0, "same weapon") if shared else (-1.0, "different weapons told")


def _targets(a: StrikeClaim, b: StrikeClaim) -> tuple[float, str]:
    if a.target is None or b.target is None:
        return 0.0, ""
    return (1.0, "same target") if a.target is b.target else (-1.0, "different targets told")


_SPELLING: Final = 85
"""Of 100, from which two spellings may be of one name."""


def _sites(a: StrikeClaim, b: StrikeClaim) -> tuple[float, str]:
    """What the names of struck sites say: one name for it; two names a little against it, since one attack may strike two sites."""
    if a.site is None or b.site is None:
        return 0.0, ""
    alike = a.site == b.site if a.site.isdigit() or b.site.isdigit() else fuzz.ratio(a.site, b.site) >= _SPELLING
    return (1.0, f"both name {a.site.title()}") if alike else (-0.5, "different sites named")
