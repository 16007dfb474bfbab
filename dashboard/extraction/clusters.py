"""A cluster: the mentions of one strike while they are brought together, and what makes two of them one: place and time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from dashboard.extraction.fates import Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention
from gazetteer import GeoPrecision, Match, PlaceKind
from gazetteer.geometry import distance_km

NEAR_KM = 3.0
"""Two exact places closer than this are one."""
DEFINITE = re.compile(
    (
        r"\b(?:the|this|that|these|both|tuesday.s|monday.s|wednesday.s|thursday.s|friday.s|saturday.s|"
        r"sunday.s) (?:\w+ ){0,3}(?:attacks?|strikes?|shellings?|missiles?|drones?|rockets?|bombs?|explosions?|blasts?|raids?|"
        r"bombings?|barrages?|victims?|dead|deceased|injured|wounded|toll|building|house|rubble|scene|site|debris|impact)\b|"
        r"\bdeath toll\b|\bthe (?:number of )?(?:dead|injured|wounded|victims|casualties)\b|\brubble\b|\bin total\b|"
        r"\bamong (?:the|those|them)\b"
    ),
    re.IGNORECASE,
)


@dataclass(slots=True)
class Cluster:
    """The mentions of one strike, while they are brought together."""

    mentions: list[Mention] = field(default_factory=list)
    place: PlaceMention | None = None
    parts_of: Cluster | None = None
    backed: bool = False
    """Whether strikes told beside it bear it out."""

    @property
    def when(self) -> tuple[date, date] | None:
        """The narrowest interval of days that its mentions give."""
        spans = [
            (m.date.when.start, m.date.when.end)
            for m in self.mentions
            if m.date is not None and m.date.when.start is not None and m.date.when.end is not None
        ]
        return min(spans, key=lambda s: ((s[1] - s[0]).days, s[0])) if spans else None

    @property
    def founded(self) -> bool:
        """Whether a mention tells an attack as a fact, or one names the attack and another its toll."""
        return (
            self.backed
            or any(m.founding for m in self.mentions)
            or (self.parts_of is not None and self.parts_of.founded)
            or (any(m.armed for m in self.mentions) and bool(self.count(Fate.KILLED) or self.count(Fate.INJURED)))
        )

    def count(self, fate: Fate) -> int | None:
        """The largest figure told for a fate, or None."""
        told = [c.estimate.best for m in self.mentions for c in m.casualties if c.fate is fate and c.estimate.best is not None]
        return max(told) if told else None

    @property
    def weapons(self) -> set[str]:
        """The weapons that its mentions name."""
        return {h.key for m in self.mentions for h in m.weapons}


_OFFSET = frozenset(("bearing", "between"))
"""Ways of placing that lead away from the town they name."""


def same_place(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    """Whether two mentions name one place: the same entry, or points closer than `NEAR_KM`."""
    if a is None or b is None:
        return False
    p, q = a.match, b.match
    away = apart(p, q)
    if p.method in _OFFSET or q.method in _OFFSET:
        return p.method in _OFFSET and q.method in _OFFSET and away is not None and away < NEAR_KM
    if p.place.geonameid is not None and p.place.geonameid == q.place.geonameid and p.place.kind is q.place.kind:
        return True
    if p.place.name == q.place.name and p.place.country_code == q.place.country_code and p.geo_precision == q.geo_precision:
        return True
    if away is not None and (_is_site_of(p, q, away) or _is_site_of(q, p, away)):
        return True
    if GeoPrecision.REGION in {p.geo_precision, q.geo_precision} or away is None:
        return False
    if GeoPrecision.DISTRICT in {p.geo_precision, q.geo_precision} and p.geo_precision != q.geo_precision:
        return away <= max(p.radius_km or 0, q.radius_km or 0) and _stem(p.place.name) == _stem(q.place.name)
    return away <= NEAR_KM


SITE_KM = 3.0
"""A hospital, a works, a quarter: an area of at most this radius is a site of the town around it."""


def _is_site_of(site: Match, town: Match, apart: float) -> bool:
    """Whether a site lies in a town: two sites of one town are one strike, as the field counts."""
    small = site.place.kind is PlaceKind.AREA and (site.radius_km or 0) <= SITE_KM
    return small and town.place.kind is PlaceKind.POPULATED and town.geo_precision is GeoPrecision.EXACT and apart <= (town.radius_km or 0)


def apart(p: Match, q: Match) -> float | None:
    """Kilometres between two matches; None where one has no point."""
    if p.latitude is None or q.latitude is None or p.longitude is None or q.longitude is None:
        return None
    return distance_km(p.latitude, p.longitude, q.latitude, q.longitude)


def _stem(name: str) -> str:
    return name.split(maxsplit=1)[0].casefold()[:5]


def same_time(c: Cluster, mention: Mention) -> bool:
    """Whether a mention's days touch those of a cluster; one without a date fits any."""
    if mention.date is None or c.when is None or mention.date.when.start is None or mention.date.when.end is None:
        return True
    start, end = c.when
    return mention.date.when.start <= end and start <= mention.date.when.end


def compatible(c: Cluster, mention: Mention) -> bool:
    """Whether nothing in weapons or time speaks against a mention of this strike."""
    weapons = {h.key for h in mention.weapons}
    if weapons and c.weapons and not weapons & c.weapons and not {"bomb", "air strike"} & (weapons | c.weapons):
        return False
    return same_time(c, mention)
