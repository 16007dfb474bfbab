"""A cluster: the mentions of one strike while they are brought together, and what makes two of them one: place and time."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import date

from dashboard.extraction.document import Sentence
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
        r"sunday.s) (?!(?:deadliest|biggest|largest|worst|heaviest|first|latest|last)\b)(?:\w+ ){0,3}(?:attacks?|strikes?|shellings?|"
        r"missiles?|drones?|rockets?|bombs?|explosions?|blasts?|raids?|"
        r"bombings?|barrages?|victims?|dead|deceased|injured|wounded|toll|building|house|rubble|scene|site|debris|impact)\b|"
        r"\bdeath toll\b|\bthe (?:number of )?(?:dead|injured|wounded|victims|casualties)\b|\brubble\b|\bin total\b|"
        r"\bamong (?:the|those|them)\b"
    ),
    re.IGNORECASE,
)


REMEMBERED = 200
"""Strikes among which a mention looks for its own; a text that lists more than these has told the others too far away."""


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one strike, while they are brought together. What they come to is kept up as they join."""

    place: PlaceMention | None = None
    parts_of: Cluster | None = None
    backed: bool = False
    """Whether strikes told beside it bear it out."""
    mentions: list[Mention] = field(default_factory=list)
    """To be added to by `add` alone."""
    when: tuple[date, date] | None = None
    """The narrowest interval of days that the mentions give."""
    weapons: set[str] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)
    _where: list[tuple[int, int, int]] = field(default_factory=list)
    """Index, paragraph and section of the mentions' sentences, in order."""
    _most: dict[Fate, int] = field(default_factory=dict)
    _founding: bool = False
    _armed: bool = False

    def add(self, *mentions: Mention) -> None:
        """Take mentions in."""
        for m in mentions:
            self.mentions.append(m)
            if m.date is not None and m.date.when.start is not None and m.date.when.end is not None:
                told = (m.date.when.start, m.date.when.end)
                self.when = min(self.when or told, told, key=lambda s: ((s[1] - s[0]).days, s[0]))
            for c in m.casualties:
                if c.estimate.best is not None:
                    self._most[c.fate] = max(self._most.get(c.fate, 0), c.estimate.best)
            self.weapons |= {h.key for h in m.weapons}
            self.sections.add(m.sentence.section)
            insort(self._where, (m.sentence.index, m.sentence.paragraph, m.sentence.section))
            self._founding |= m.founding
            self._armed |= m.armed

    @property
    def founded(self) -> bool:
        """Whether a mention tells an attack as a fact, or one names the attack and another its toll."""
        return (
            self.backed
            or self._founding
            or (self.parts_of is not None and self.parts_of.founded)
            or (self._armed and bool(self.count(Fate.KILLED) or self.count(Fate.INJURED)))
        )

    def count(self, fate: Fate) -> int | None:
        """The largest figure told for a fate, or None."""
        return self._most.get(fate)

    def apart(self, sentence: Sentence) -> tuple[int, int]:
        """How far the nearest mention is: paragraphs, then sentences."""
        i = bisect_left(self._where, (sentence.index,))
        return min((abs(p - sentence.paragraph), abs(n - sentence.index)) for n, p, _ in self._where[max(0, i - 1) : i + 1])

    def last_before(self, sentence: Sentence) -> int | None:
        """The index of the last mention's sentence before this one."""
        i = bisect_left(self._where, (sentence.index,))
        return self._where[i - 1][0] if i else None

    def told_beside(self, sentence: Sentence) -> bool:
        """Whether a mention stands in the same paragraph or the one before it, under the same heading."""
        i = bisect_left(self._where, sentence.paragraph + 1, key=lambda w: w[1])
        return i > 0 and self._where[i - 1][1] >= sentence.paragraph - 1 and self._where[i - 1][2] == sentence.section


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
    """Whether a mention's days touch those of a cluster; one without a date fits any that it was told near in time."""
    if mention.date is None or mention.date.when.start is None or mention.date.when.end is None:
        return not (mention.founding and _told_of_another_day(c, mention))
    if c.when is None:
        return not (mention.founding and any(m.founding and _is_apart(mention.date.when.best, m) for m in c.mentions))
    start, end = c.when
    return mention.date.when.start <= end and start <= mention.date.when.end


def _told_of_another_day(c: Cluster, mention: Mention) -> bool:
    """As in "On Tuesday the bombing went on. A strike on Ghobeiry ...": it is none of Friday's, unless it goes on about "the strike"."""
    if c.when is None or DEFINITE.search(mention.sentence.text):
        return False
    return all(_is_apart(day, mention) for day in c.when)


def _is_apart(day: date | None, undated: Mention) -> bool:
    """Whether an undated mention is told of a day that is not this one: days told in its paragraph bind, others within two days."""
    if day is None or undated.told is None or undated.date is not None:
        return False
    return abs((day - undated.told).days) >= (1 if undated.told_here else FAR_DAYS) and abs((day - undated.told).days) > 1


FAR_DAYS = 2
"""Days between a strike and the day last told of before a mention, from which it is another's."""


def compatible(c: Cluster, mention: Mention) -> bool:
    """Whether nothing in weapons or time speaks against a mention of this strike."""
    weapons = {h.key for h in mention.weapons}
    if weapons and c.weapons and not weapons & c.weapons and not {"bomb", "air strike"} & (weapons | c.weapons):
        return False
    return same_time(c, mention)


def told_about(clusters: list[Cluster], placed: int, sentence: Sentence) -> list[Cluster]:
    """The strikes told nearest to a sentence, of the `placed` first ones, and the last that mentions without a place have opened."""
    middle = bisect_left(clusters, sentence.index, hi=placed, key=lambda c: c.mentions[0].sentence.index)
    near = clusters[max(0, middle - REMEMBERED) : min(placed, middle + REMEMBERED)]
    return near + clusters[max(placed, len(clusters) - REMEMBERED) :]
