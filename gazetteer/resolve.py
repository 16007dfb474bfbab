"""Choose one place for each mention, in the light of the others.

Every reading of a name starts from how well known it is, and gains from what the text states ("Zmiiv, Kharkiv region"), from the
countries and divisions that the other names lead to, and from being close to them. One name has one sense throughout a text.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gazetteer.build import NOWHERE
from gazetteer.geometry import distance_km
from gazetteer.index import Index
from gazetteer.matches import as_match, district_of_town
from gazetteer.place import Match, PlaceKind
from gazetteer.tokens import Mention
from gazetteer.sources import Grade

MOST_READINGS = 30
_COUNTRY = 9.0
_REGION = 6.5
_AREA = 9.0
_PEOPLE = 0.95
_FAME = 1.1
_VOTE_COUNTRY = 2.0
_VOTE_DIVISION = 2.4
_CLOSENESS = 1.9
_MOST_VOTES = 4.0
_STATED = 7.0
_STATED_BACK = 4.0
_CLOSE_KM = 150.0
_GRADE = {
    Grade.NAME: 0.0,
    Grade.STRONG: -0.6,
    Grade.FORMER: -0.5,
    Grade.WEAK: -3.0,
    Grade.ABBREVIATION: 0.0,
    Grade.DEMONYM: 0.0,
    Grade.METONYM: 0.0,
}
_CONTAINER_GAP = re.compile(r",\s{1,2}|\s?\(|\s(?:region|oblast|province|governorate|district|county)?,? ?(?:in|of)\s(?:the\s)?"
                            r"(?:\w+ern\s|\w+ern \w+ern\s)?|,\sin\s(?:the\s)?(?:\w+ern\s)?|, (?:a|the) [\w -]{3,40} (?:in|of) (?:the )?(?:\w+ern )?")  # fmt: skip
_OWNER_GAP = re.compile(r"['’]s?\s(?:\w+ern\s|\w+ \w+ of |port of |city of |capital |capital, )?")


@dataclass(slots=True)
class Reading:
    """One place that a name may mean, and what speaks for it."""

    place: int
    grade: Grade
    base: float
    stated: float = 0.0
    score: float = 0.0


@dataclass(slots=True)
class Group:
    """All mentions of one name in a text."""

    readings: list[Reading]
    mentions: list[Mention] = field(default_factory=list)
    countries: dict[int, float] = field(default_factory=dict)
    divisions: dict[int, float] = field(default_factory=dict)

    @property
    def best(self) -> Reading:
        """The reading with the highest score."""
        return self.readings[0]


class Resolver:
    """Chooses places with the help of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def resolve(self, text: str, mentions: Sequence[Mention]) -> list[Match | None]:
        """One match for each mention, in their order; None where the name has no reading at all."""
        groups: dict[tuple[str, PlaceKind | None, str], Group] = {}
        member: list[Group | None] = []
        containers = self._containers(text, mentions)
        for number, mention in enumerate(mentions):
            name = (mention.key, mention.wanted, containers[number])
            if name not in groups:
                groups[name] = Group(self.readings(mention.links, mention.wanted))
            groups[name].mentions.append(mention)
            member.append(groups[name] if groups[name].readings else None)
        living = [group for group in groups.values() if group.readings]
        self._state_containment(text, mentions, member)
        for group in living:
            self._rank(group, {}, {}, [])
        for _ in range(2):
            self._vote(living)
            countries, divisions = self._sum(living)
            anchors = [group for group in living if self._index.kind_of(group.best.place) in {PlaceKind.POPULATED, PlaceKind.DISTRICT}]
            for group in living:
                self._rank(group, countries, divisions, [other for other in anchors if other is not group])
        return [self._match(mention, group) if group else None for mention, group in zip(mentions, member, strict=True)]

    def _containers(self, text: str, mentions: Sequence[Mention]) -> list[str]:
        """For each mention the key of the place said to hold it, where the text puts one name into several: "Bangor, Maine", "Bangor, Wales"."""
        stated: dict[str, list[str]] = defaultdict(list)
        own: list[str] = []
        for number, mention in enumerate(mentions):
            container = ""
            if number + 1 < len(mentions) and text[mention.end : mentions[number + 1].start] in {", ", " ("}:
                outer = mentions[number + 1]
                if any(self.holds(place, inner) for place, _ in outer.links[:4] for inner, _ in mention.links[:MOST_READINGS]):
                    container = outer.key
                    stated[mention.key].append(container)
            own.append(container)
        return [
            (container or stated[mention.key][0]) if len(set(stated[mention.key])) > 1 else ""
            for mention, container in zip(mentions, own, strict=True)
        ]

    def readings(self, links: Iterable[tuple[int, Grade]], wanted: PlaceKind | None = None) -> list[Reading]:
        """The likeliest places for a name before any context, best first."""
        found = [Reading(place, grade, self._base(place, grade, wanted)) for place, grade in links]
        found.sort(key=lambda reading: -reading.base)
        return found[:MOST_READINGS]

    def _base(self, place: int, grade: Grade, wanted: PlaceKind | None) -> float:
        kind = self._index.kind_of(place)
        population = self._index.population[place]
        if kind is PlaceKind.COUNTRY or kind is PlaceKind.CONTINENT:
            value = _COUNTRY
        elif kind is PlaceKind.REGION:
            value = _REGION
        elif kind in {PlaceKind.AREA, PlaceKind.WATER}:
            value = _AREA
        elif kind is PlaceKind.DISTRICT:
            value = 3.6
        else:
            value = _PEOPLE * math.log10(population + 10) + (0.8 if self._index.capital[place] else 0.0)
            value += _FAME * max(0.0, math.log10(population + 10) - 5.3)
        value += _GRADE[grade]
        if wanted is not None:
            value += 6.0 if kind is wanted else (0.0 if kind is PlaceKind.POPULATED and wanted is PlaceKind.DISTRICT else -2.0)
        return value

    def _state_containment(self, text: str, mentions: Sequence[Mention], member: Sequence[Group | None]) -> None:
        """What the text says of one place lying in another: "Bangor, Maine", "Ukraine's Kharkiv"."""
        for number in range(len(mentions) - 1):
            inner, outer = member[number], member[number + 1]
            if inner is None or outer is None or inner is outer:
                continue
            gap = text[mentions[number].end : mentions[number + 1].start]
            if len(gap) > 60:  # noqa: PLR2004 - no phrase of containment is longer
                continue
            if _CONTAINER_GAP.fullmatch(gap):
                self._link(inner, outer)
                if (
                    number + 2 < len(mentions)
                    and (further := member[number + 2])
                    and text[mentions[number + 1].end : mentions[number + 2].start] == ", "
                ):
                    self._link(inner, further)
            elif _OWNER_GAP.fullmatch(gap):
                self._link(outer, inner)

    def _link(self, inner: Group, outer: Group) -> None:
        if self._may_be_country(inner) and self._may_be_country(outer):
            return  # "Canada, Norway, Spain" is a list
        for reading in inner.readings:
            if any(self.holds(other.place, reading.place) for other in outer.readings[:8]):
                reading.stated = _STATED
        for reading in outer.readings[:8]:
            if any(self.holds(reading.place, other.place) for other in inner.readings):
                reading.stated = max(reading.stated, _STATED_BACK)

    def _may_be_country(self, group: Group) -> bool:
        return any(
            self._index.kind_of(reading.place) is PlaceKind.COUNTRY and reading.grade is not Grade.DEMONYM for reading in group.readings
        )

    def holds(self, outer: int, inner: int) -> bool:
        """Whether a place lies in a country, division, district or area."""
        index, kind = self._index, self._index.kind_of(outer)
        if outer == inner:
            return False
        if kind is PlaceKind.COUNTRY:
            return index.country[inner] == outer
        if kind is PlaceKind.REGION:
            return index.division[inner] == outer
        if kind is PlaceKind.DISTRICT:
            if index.district[inner] != NOWHERE:
                return index.district[inner] == outer
            near = distance_km(index.latitude[outer], index.longitude[outer], index.latitude[inner], index.longitude[inner])
            return index.division[inner] == index.division[outer] and near <= index.radius[outer]
        if kind is PlaceKind.AREA:
            near = distance_km(index.latitude[outer], index.longitude[outer], index.latitude[inner], index.longitude[inner])
            return near <= index.radius[outer] and index.kind_of(inner) is not PlaceKind.COUNTRY
        return False

    def _vote(self, groups: Sequence[Group]) -> None:
        """Share one vote of each name among the countries and divisions of its readings."""
        for group in groups:
            group.countries, group.divisions = defaultdict(float), defaultdict(float)
            top = group.best.score
            weights = [math.exp(min(0.0, reading.score - top)) for reading in group.readings]
            total = sum(weights)
            size = 1.0 + min(len(group.mentions) - 1, 4) * 0.25
            for reading, weight in zip(group.readings, weights, strict=True):
                share = size * weight / total
                if share < 0.02:  # noqa: PLR2004 - nothing to gain from crumbs
                    continue
                country, division = self._index.country[reading.place], self._index.division[reading.place]
                if country != NOWHERE:
                    group.countries[country] += share
                if division != NOWHERE:
                    group.divisions[division] += share

    def _sum(self, groups: Sequence[Group]) -> tuple[dict[int, float], dict[int, float]]:
        countries: dict[int, float] = defaultdict(float)
        divisions: dict[int, float] = defaultdict(float)
        for group in groups:
            for country, share in group.countries.items():
                countries[country] += share
            for division, share in group.divisions.items():
                divisions[division] += share
        return countries, divisions

    def _rank(self, group: Group, countries: dict[int, float], divisions: dict[int, float], anchors: Sequence[Group]) -> None:
        index = self._index
        for reading in group.readings:
            place = reading.place
            value = reading.base + reading.stated
            kind = index.kind_of(place)
            if countries and kind is not PlaceKind.CONTINENT:
                country, division = index.country[place], index.division[place]
                others = countries.get(country, 0.0) - group.countries.get(country, 0.0)
                value += _VOTE_COUNTRY * math.log1p(min(_MOST_VOTES, max(0.0, others)))
                others = divisions.get(division, 0.0) - group.divisions.get(division, 0.0)
                value += _VOTE_DIVISION * math.log1p(min(_MOST_VOTES, max(0.0, others)))
            if anchors and kind in {PlaceKind.POPULATED, PlaceKind.DISTRICT}:
                nearest = min(self.apart(place, anchor.best.place) for anchor in anchors)
                value += _CLOSENESS * math.exp(-nearest / _CLOSE_KM)
            reading.score = value
        group.readings.sort(key=lambda reading: -reading.score)

    def apart(self, one: int, other: int) -> float:
        """Kilometres between two places by their row numbers; infinite from a place to itself, which is no neighbour."""
        index = self._index
        if one == other:
            return math.inf
        return distance_km(index.latitude[one], index.longitude[one], index.latitude[other], index.longitude[other])

    def _match(self, mention: Mention, group: Group) -> Match:
        best = group.best
        place = self._index.place(best.place)
        rest = [self._index.place(reading.place) for reading in group.readings[1:6]]
        odds = sum(math.exp(max(-30.0, reading.score - best.score)) for reading in group.readings)
        method = (
            "containment"
            if best.stated
            else {Grade.DEMONYM: "demonym", Grade.METONYM: "metonym", Grade.NAME: "exact"}.get(best.grade, "alias")
        )
        if mention.wanted is PlaceKind.DISTRICT and place.kind is PlaceKind.POPULATED:
            return district_of_town(mention.text, place, round(0.8 / odds, 3), tuple(rest))
        return as_match(mention.text, place, score=round(1 / odds, 3), method=method, runners_up=tuple(rest))
