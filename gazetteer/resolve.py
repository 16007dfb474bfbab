"""Choose one place for each mention, in the light of the others.

Every reading of a name starts from how well known it is, and gains from what the text states ("Zmiiv, Kharkiv region"), from the
countries and divisions that the other names lead to, and from being close to them. One name has one sense throughout a text.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from gazetteer.build import NOWHERE
from gazetteer.containment import MOST_HOMONYMS, Containment, Group, Reading
from gazetteer.cues import ENGLISH
from gazetteer.geometry import Sight, distance_km
from gazetteer.index import Index
from gazetteer.matches import as_match, district_of_town
from gazetteer.place import Match, Place, PlaceKind
from gazetteer.tables import Grade
from gazetteer.tokens import Mention

# How well known a kind of place is, and what context adds, in rough log-odds; set by hand and checked on annotated news.
_COUNTRY = 9.0
_REGION = 6.5
_SMALL_REGION = 1.2
_REGION_PEOPLE = 5.8
"""Logarithm of the people above which a first-order division is as well known as any; the smallest state of the US has so many."""
_AREA = 10.5
_PEOPLE = 0.95
_FAME = 1.1
_VOTE_COUNTRY = 2.0
_VOTE_DIVISION = 2.4
_CLOSENESS = 1.9
_MOST_VOTES = 4.0
_MOST_ANCHORS = 40
_ROUNDS = 2
_OF_A_CITY = ("skyi", "sky", "skyy")
"""How districts within a city are called in Ukraine and Russia: many cities have one of the same name, so only a stated city decides."""
_IN_SHADOW = 2.0
_LANGUAGE = 1.5
_VILLAGE = 500
_TOWN = 10_000
_DWARFED = 15
_BESIDE_TOWN = 3.0
"""What a village loses that shares its name with a town of its country: unless the text says so, the town is meant."""
_LITTLE_TOWN = 20_000
_HAMLET = 5_000
_SPOKEN_OF = 2.0
_UNHEARD = 0.1
_TOLD_AS_PLACE = frozenset({"locative", "settlement", "contained", "explained"})
"""Rules by which the words around a mention say that it is a place."""
_TOSS_UP = 0.6
_SMALL = 20_000
_FAR_KM = 50.0
_METHODS = {Grade.NAME: "exact", Grade.FORMER: "former name", Grade.DEMONYM: "demonym", Grade.METONYM: "metonym"}
_LOCAL = frozenset({PlaceKind.POPULATED, PlaceKind.DISTRICT})
_CLOSE_KM = 150.0
_OUT_OF_SIGHT_KM = 2000.0
_GRADE = {
    Grade.NAME: 0.0,
    Grade.STRONG: -0.6,
    Grade.FORMER: -0.5,
    Grade.WEAK: -3.0,
    Grade.ABBREVIATION: 0.0,
    Grade.DEMONYM: 0.0,
    Grade.METONYM: 0.0,
}


class Resolver:
    """Chooses places with the help of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._containment = Containment(index)
        self.apart = lru_cache(maxsize=200_000)(self._apart)
        self.base = lru_cache(maxsize=100_000)(self._base)
        self._known = lru_cache(maxsize=4096)(self._readings)
        self._sight = lru_cache(maxsize=100_000)(self._sight_from)

    def resolve(self, text: str, mentions: Sequence[Mention]) -> list[Match | None]:
        """One match for each mention, in their order; None where the name has no reading at all."""
        groups: dict[tuple[str, PlaceKind | None, str], Group] = {}
        member: list[Group | None] = []
        containers = self._containment.containers(text, mentions)
        for number, mention in enumerate(mentions):
            name = (mention.key, mention.wanted, containers[number])
            if name not in groups:
                groups[name] = Group(self.readings(mention.links, mention.wanted, mention.lands), wanted=mention.wanted)
            groups[name].mentions.append(mention)
            groups[name].told_as_place |= not _TOLD_AS_PLACE.isdisjoint(mention.rules)
            member.append(groups[name] if groups[name].readings else None)
        living = [group for group in groups.values() if group.readings]
        self._containment.apply(text, mentions, member)
        for group in living:
            group.shorten()
            self._rank(group, {}, {}, ())
        for _ in range(_ROUNDS):
            self._vote(living)
            countries, divisions = self._sum(living)
            anchors = self._anchors(living)
            for group in living:
                self._rank(group, countries, divisions, [sight for other, sight in anchors if other is not group])
                group.heard = {country: share - group.countries.get(country, 0.0) for country, share in countries.items()}
                group.others = sum(group.heard.values())
        return [self._match(mention, group) if group else None for mention, group in zip(mentions, member, strict=True)]

    def readings(
        self, links: Sequence[tuple[int, Grade]], wanted: PlaceKind | None = None, lands: frozenset[str] = frozenset()
    ) -> list[Reading]:
        """The likeliest places for a name before any context, best first; `lands` are countries that the text's language speaks for."""
        return [Reading(r.place, r.grade, r.base, r.kind, r.country, r.division) for r in self._known(tuple(links), wanted, lands)]

    def _readings(self, links: Sequence[tuple[int, Grade]], wanted: PlaceKind | None, lands: frozenset[str]) -> list[Reading]:
        """The readings as no text has touched them, for `readings` to copy.

        A small town that bears the name of a division of its country stands in that one's shadow: "Florida", New York. So does a
        village that bears the name of a town of its country.
        """
        index = self._index
        found = [
            Reading(place, grade, self.base(place, grade, wanted), index.kind_of(place), index.country[place], index.division[place])
            for place, grade in links
        ]
        named = [(place, grade) for place, grade in links if grade <= Grade.STRONG]
        shadows = {index.country[place] for place, grade in named if grade is Grade.NAME and index.kind_of(place) is PlaceKind.REGION}
        towns: dict[int, int] = {}
        for place, _ in named:
            if index.population[place] >= _TOWN and self._is_town(place):
                towns[index.country[place]] = max(towns.get(index.country[place], 0), index.population[place])
        for reading in found if lands or shadows or towns else ():
            country, people = reading.country, index.population[reading.place]
            if lands and index.codes(reading.place)[0] in lands:
                reading.base += _LANGUAGE
            if people < _SMALL and country in shadows and self._is_town(reading.place):
                reading.base -= _IN_SHADOW
            if self._is_town(reading.place) and self._is_beside_town(people, towns.get(country, 0), index.codes(reading.place)[0]):
                reading.base -= _BESIDE_TOWN
            if lands and index.capital[reading.place]:
                reading.base += _LANGUAGE
        found.sort(key=lambda reading: -reading.base)
        return found[:MOST_HOMONYMS]

    def _is_beside_town(self, people: int, town: int, country: str) -> bool:
        """Whether a place is so much smaller than a town of its name in its country that the town is meant, unless the text says so.

        Where English is spoken only villages are: there news names its towns of one name without explanation.
        """
        return people < _VILLAGE <= town or (country not in ENGLISH and people * _DWARFED < town)

    def _base(self, place: int, grade: Grade, wanted: PlaceKind | None) -> float:
        kind = self._index.kind_of(place)
        population = self._index.population[place]
        if kind is PlaceKind.COUNTRY or kind is PlaceKind.CONTINENT:
            value = _COUNTRY
        elif kind is PlaceKind.REGION:
            value = _REGION - _SMALL_REGION * max(0.0, _REGION_PEOPLE - math.log10(population + 10))
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
                if reading.country != NOWHERE:
                    group.countries[reading.country] += share
                if reading.division != NOWHERE:
                    group.divisions[reading.division] += share

    def _sum(self, groups: Sequence[Group]) -> tuple[dict[int, float], dict[int, float]]:
        countries: dict[int, float] = defaultdict(float)
        divisions: dict[int, float] = defaultdict(float)
        for group in groups:
            for country, share in group.countries.items():
                countries[country] += share
            for division, share in group.divisions.items():
                divisions[division] += share
        return countries, divisions

    def _anchors(self, groups: Sequence[Group]) -> list[tuple[Group, Sight]]:
        """The towns that the most mentioned names mean so far; enough of them to tell what is close."""
        local = [group for group in groups if group.best.kind in _LOCAL]
        local.sort(key=lambda group: -len(group.mentions))
        return [(group, self._sight(group.best.place)) for group in local[:_MOST_ANCHORS]]

    def _rank(self, group: Group, countries: dict[int, float], divisions: dict[int, float], anchors: Sequence[Sight]) -> None:
        """Score all readings of a name by the votes of the other names and by the nearest of their places; sort them."""
        if len(group.readings) == 1:
            return  # with nothing to choose from, nothing needs a score
        if anchors != group.anchors:
            self._measure(group, anchors)
        for reading in group.readings:
            value = reading.base + reading.stated
            if countries and reading.kind is not PlaceKind.CONTINENT:
                if reading.country in countries:
                    value += _VOTE_COUNTRY * _heard(reading.country, countries, group.countries)
                if reading.division in divisions:
                    value += _VOTE_DIVISION * _heard(reading.division, divisions, group.divisions)
            reading.score = value + reading.closeness
        group.readings.sort(key=lambda reading: -reading.score)

    def _measure(self, group: Group, anchors: Sequence[Sight]) -> None:
        """Set how close each reading is to the nearest of the other places."""
        group.anchors = anchors
        for reading in group.readings:
            reading.closeness = 0.0
            if anchors and reading.kind in _LOCAL:
                near = self._sight(reading.place).nearest_km(anchors, _OUT_OF_SIGHT_KM)
                reading.closeness = _CLOSENESS * math.exp(-near / _CLOSE_KM)

    def _sight_from(self, place: int) -> Sight:
        return Sight(place, self._index.latitude[place], self._index.longitude[place])

    def _apart(self, one: int, other: int) -> float:
        """Kilometres between two places by their row numbers; infinite from a place to itself, which is no neighbour."""
        index = self._index
        if one == other:
            return math.inf
        return distance_km(index.latitude[one], index.longitude[one], index.latitude[other], index.longitude[other])

    def _match(self, mention: Mention, group: Group) -> Match | None:
        best = group.best
        rest = tuple(self._index.place(reading.place) for reading in group.readings[1:6])
        odds = sum(math.exp(max(-30.0, reading.score - best.score)) for reading in group.readings)
        if group.holder and not best.stated:
            return self._container(mention.text, group.holder, rest)
        if self._is_stranger(group):
            return None
        rivals = self._rivals(group)
        if any(self.apart(best.place, rival) > _FAR_KM for rival in rivals):
            shared = self._shared([best.place, *rivals])
            return (
                as_match(mention.text, self._index.place(shared), score=0.5, method="shared", runners_up=rest)
                if shared != NOWHERE
                else None
            )
        place = self._index.place(best.place)
        if mention.wanted is PlaceKind.DISTRICT and place.kind is PlaceKind.POPULATED:
            if place.name.endswith(_OF_A_CITY) and not best.stated:
                return None  # every city has a district of that name
            if not best.stated and group.others > 0 and group.heard.get(self._index.country[best.place], 0.0) <= _UNHEARD:
                return None  # a town elsewhere of which the district is hardly named
            if not place.name.endswith(_OF_A_CITY):
                return district_of_town(mention.text, place, round(0.8 / odds, 3), rest)
        division = self._index.division[best.place]
        if mention.wanted is PlaceKind.REGION and place.kind is PlaceKind.POPULATED and division != NOWHERE:
            region = self._index.place(division)
            return as_match(mention.text, region, score=round(0.8 / odds, 3), method="region of town", runners_up=rest)
        method = "containment" if best.stated else _METHODS.get(best.grade, "alias")
        return as_match(mention.text, place, score=round(1 / odds, 3), method=method, runners_up=rest)

    def _container(self, query: str, holder: Group, rest: tuple[Place, ...]) -> Match:
        """What the text says that a place lies in, as the answer for the place."""
        place = self._index.place(holder.best.place)
        if holder.wanted is PlaceKind.DISTRICT and place.kind is PlaceKind.POPULATED:
            return replace(district_of_town(query, place, 0.4, rest), method="container")
        return as_match(query, place, score=0.4, method="container", runners_up=rest)

    def _is_stranger(self, group: Group) -> bool:
        """Whether the best is a small place of a country that nothing else in the text speaks of: most likely another of that name.

        Never the one place that bears exactly this name.
        """
        best = group.best
        if len(group.readings) == 1 and best.grade is Grade.NAME:
            return False
        people = self._index.population[best.place]
        if best.stated or not self._is_town(best.place) or people >= _LITTLE_TOWN or group.others < _SPOKEN_OF:
            return False
        if group.heard.get(self._index.country[best.place], 0.0) > _UNHEARD:
            return False
        return people < _HAMLET or not group.told_as_place

    def _rivals(self, group: Group) -> list[int]:
        """The small places of one name that are as likely as the best: of those of known size one, of unknown size all.

        Where the text states what holds the best, only places of unknown size that it states the same of.
        """
        best, *others = group.readings
        unknown = self._index.population[best.place] == 0
        if not self._is_small(best.place) or (best.stated and not unknown):
            return []
        rivals = []
        for other in others if unknown else others[:1]:
            if best.score - other.score >= _TOSS_UP:
                break
            if self._is_small(other.place) and not (best.stated and (not other.stated or self._index.population[other.place])):
                rivals.append(other.place)
        return rivals

    def _is_town(self, place: int) -> bool:
        return self._index.kind_of(place) is PlaceKind.POPULATED

    def _is_small(self, place: int) -> bool:
        return self._is_town(place) and self._index.population[place] < _SMALL

    def _shared(self, places: Sequence[int]) -> int:
        """The district, else the division or the country, that places have in common."""
        for holder in (self._index.district, self._index.division, self._index.country):
            common = {holder[place] for place in places}
            if len(common) == 1 and NOWHERE not in common:
                return int(common.pop())
        return NOWHERE


def _heard(land: int, votes: dict[int, float], own: dict[int, float]) -> float:
    """The weight of the votes that other names cast for a country or division: it grows slowly, and not for ever."""
    return math.log1p(min(_MOST_VOTES, max(0.0, votes.get(land, 0.0) - own.get(land, 0.0))))
