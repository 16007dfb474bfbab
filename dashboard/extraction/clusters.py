"""Bring the mentions of one report together: one place, one day, one attack is one cluster, however often it is told."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import date

from dashboard.extraction.casualties import Fate
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.mentions import Mention
from dashboard.extraction.places import PlaceMention, antecedent, within
from dashboard.extraction.roles import Role
from gazetteer import GeoPrecision, Match
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


REMEMBERED = 200
"""Strikes among which a mention looks for its own; a text that lists more than these has told the others too far away."""


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one strike, while they are brought together. What they come to is kept up as they join."""

    place: PlaceMention | None = None
    parts_of: Cluster | None = None
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
        return self._founding or (self._armed and bool(self.count(Fate.KILLED) or self.count(Fate.INJURED)))

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


def cluster(document: Document, mentions: list[Mention], places: dict[int, list[PlaceMention]]) -> list[Cluster]:
    """Group mentions to strikes.

    What has no place joins a neighbour that it leans on, or stands at the country its section names, or falls away.
    """
    clusters: list[Cluster] = []
    pending: list[Mention] = []
    every = [p for i in sorted(places) for p in places[i]]
    for mention in mentions:
        place = (
            mention.place
            if mention.place is not None and not mention.place.is_country
            else _by_anaphor(document, mention, every) or mention.place
        )
        if place is None:
            pending.append(mention)
            continue
        home = next((c for c in clusters[-REMEMBERED:] if _same_place(c.place, place) and _same_time(c, mention)), None)
        if home is None:
            home = Cluster(place=place)
            clusters.append(home)
        home.add(mention)
        if home.place is not None and _sharper(place, home.place):
            home.place = place
    placed = len(clusters)
    for mention in pending:
        _house(document, mention, clusters, placed, places)
    for c in clusters:
        c.mentions.sort(key=lambda m: m.sentence.index)
    return clusters


def _sharper(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether `a` names the place better.

    A report that says both "the Zmiiv district" and "Zmiiv" leaves it at the district: doubt is kept.
    """
    coarse = {GeoPrecision.NEAR, GeoPrecision.DISTRICT}
    if b.precision in coarse and a.precision is GeoPrecision.EXACT:
        return False
    if b.relative and not a.relative and a.precision == b.precision:
        return True
    return (a.precision < b.precision and not a.relative) or (a.precision in coarse and b.precision is GeoPrecision.EXACT)


_OFFSET = frozenset(("bearing", "between"))
"""Ways of placing that lead away from the town they name."""


def _same_place(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    if a is None or b is None:
        return False
    p, q = a.match, b.match
    apart = _apart(p, q)
    if p.method in _OFFSET or q.method in _OFFSET:
        return p.method in _OFFSET and q.method in _OFFSET and apart is not None and apart < NEAR_KM
    if p.place.geonameid is not None and p.place.geonameid == q.place.geonameid and p.place.kind is q.place.kind:
        return True
    if p.place.name == q.place.name and p.place.country_code == q.place.country_code and p.geo_precision == q.geo_precision:
        return True
    if GeoPrecision.REGION in {p.geo_precision, q.geo_precision} or apart is None:
        return False
    if GeoPrecision.DISTRICT in {p.geo_precision, q.geo_precision} and p.geo_precision != q.geo_precision:
        return apart <= max(p.radius_km or 0, q.radius_km or 0) and _stem(p.place.name) == _stem(q.place.name)
    return apart <= NEAR_KM


def _apart(p: Match, q: Match) -> float | None:
    """Kilometres between two matches; None where one has no point."""
    if p.latitude is None or q.latitude is None or p.longitude is None or q.longitude is None:
        return None
    return distance_km(p.latitude, p.longitude, q.latitude, q.longitude)


def _stem(name: str) -> str:
    return name.split(maxsplit=1)[0].casefold()[:5]


def _same_time(c: Cluster, mention: Mention) -> bool:
    if mention.date is None or c.when is None or mention.date.when.start is None or mention.date.when.end is None:
        return True
    start, end = c.when
    return mention.date.when.start <= end and start <= mention.date.when.end


def _by_anaphor(document: Document, mention: Mention, every: list[PlaceMention]) -> PlaceMention | None:
    if mention.anaphor is None or mention.anaphor.sort == "country":
        return None
    return antecedent(document, mention.anaphor, every)


def _compatible(c: Cluster, mention: Mention) -> bool:
    weapons = {h.key for h in mention.weapons}
    if weapons and c.weapons and not weapons & c.weapons and not {"bomb", "air strike"} & (weapons | c.weapons):
        return False
    return _same_time(c, mention)


def _told_about(clusters: list[Cluster], placed: int, sentence: Sentence) -> list[Cluster]:
    """The strikes told nearest to a sentence, of the `placed` first ones, and the last that mentions without a place have opened."""
    middle = bisect_left(clusters, sentence.index, hi=placed, key=lambda c: c.mentions[0].sentence.index)
    near = clusters[max(0, middle - REMEMBERED) : min(placed, middle + REMEMBERED)]
    return near + clusters[max(placed, len(clusters) - REMEMBERED) :]


def _house(document: Document, mention: Mention, clusters: list[Cluster], placed: int, places: dict[int, list[PlaceMention]]) -> None:
    """Find a home for a mention without a place."""
    s = mention.sentence
    known = _told_about(clusters, placed, s)
    open_ = [c for c in known if _compatible(c, mention)]
    counts = {f: max((c.estimate.best or 0 for c in mention.casualties if c.fate is f), default=0) for f in (Fate.KILLED, Fate.INJURED)}
    equal = [c for c in open_ if any(n > 1 and c.count(f) == n for f, n in counts.items())]

    def near(c: Cluster) -> tuple[int, int]:
        return c.apart(s)

    section = _section_country(document, mention, places) if mention.founding or mention.statement else None
    same_paragraph = [c for c in open_ if near(c)[0] == 0]
    office = _by_office(mention, open_) if mention.office is not None else None
    home: Cluster | None = None
    beside = [c for c in equal if c in same_paragraph] or ([] if equal and not mention.founding else same_paragraph)
    if beside:
        home = min(beside, key=near)
    elif equal:
        home = min(equal, key=near)
    elif office is not None:
        home = office
    elif section is not None and (counts[Fate.KILLED] or counts[Fate.INJURED] or mention.target):
        home = next((c for c in known if _same_place(c.place, section) and _compatible(c, mention)), None)
        if home is None and mention.founding:
            home = Cluster(place=section)
            clusters.append(home)
    elif mention.office is not None and mention.casualties and (mention.founding or any(c.founded for c in known)):
        home = Cluster(place=mention.office)
        clusters.append(home)
    elif (waiting := _waiting(open_, mention)) is not None:
        home = waiting
    elif open_:
        before = [c for c in open_ if c.last_before(s) is not None and near(c)[0] <= 2]  # noqa: PLR2004 - the paragraph before, or one beyond a quote
        sections = [c for c in before if s.section in c.sections]
        if (sections and DEFINITE.search(s.text)) or (
            len(clusters) == 1 and (mention.casualties or mention.armed or DEFINITE.search(s.text))
        ):
            home = min(sections or open_, key=near)
    if home is not None:
        home.add(mention)


def _waiting(open_: list[Cluster], mention: Mention) -> Cluster | None:
    """The strike told last before, while its toll is still to come: reporters tell the attack, then the toll."""
    s = mention.sentence
    before = [(index, c) for c in open_ if (index := c.last_before(s)) is not None]
    if not before or not mention.casualties:
        return None
    _, last = max(before, key=lambda b: b[0])
    return last if last.told_beside(s) and last.count(Fate.KILLED) is None and last.count(Fate.INJURED) is None else None


def _by_office(mention: Mention, clusters: list[Cluster]) -> Cluster | None:
    """The strike in the area of the official who speaks."""
    office = mention.office
    if office is None:
        return None
    held = [
        c for c in clusters if c.founded and c.place is not None and (_same_place(c.place, office) or within(c.place.match, office.match))
    ]
    exact = [c for c in held if _same_place(c.place, office)]
    return exact[0] if exact else held[-1] if len(held) == 1 else None


def _section_country(document: Document, mention: Mention, places: dict[int, list[PlaceMention]]) -> PlaceMention | None:
    """The country that the mention's section says was struck ("strikes into Russia"), where the sentence names no place."""
    s = mention.sentence
    near = [t for t in document.sentences[max(0, s.index - 4) : s.index + 5] if t.section == s.section]
    for other in sorted(near, key=lambda t: abs(t.index - s.index)):
        for place in places.get(other.index, ()):
            lead = other.text[max(0, place.start - other.start - 60) : place.start - other.start]
            if (
                place.precision is GeoPrecision.COUNTRY
                and place.role is Role.EVENT
                and re.search(
                    r"\b(?:strikes?|attacks?|struck|hit|raids?|shelling|drones?|missiles?|bomb\w*)\b[^.;]{0,40}$", lead, re.IGNORECASE
                )
            ):
                return place
    return None


# ------------------------------------------------------------------ regions, countries and what lies in them
