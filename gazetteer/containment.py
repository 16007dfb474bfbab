"""What a text states of one place lying in another: "Zmiiv, Kharkiv region", "Bangor, Maine", "Ukraine's Kharkiv"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from gazetteer.build import NOWHERE
from gazetteer.geometry import Sight, distance_km
from gazetteer.index import Index
from gazetteer.names import has_cyrillic
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade
from gazetteer.tokens import Mention

MOST_READINGS = 30
"""How many places a name is thought to mean at most, those left out that are as likely as the last of them."""
MOST_HOMONYMS = 400
"""How many places of one name are looked at before the text tells which are likely; more villages than any name has in a country."""
_STATED = 7.0
_STATED_BACK = 4.0
_LONGEST_GAP = 60
_LIKELIEST = 8
_DIVISIONS = frozenset({PlaceKind.REGION, PlaceKind.DISTRICT})
_CITY = 100_000
_CITY_OF_DISTRICTS = 50_000
_HARDLY_KNOWN = 200_000
_SAID_LOOSELY_KM = 30.0
_LIST_GOES_ON = re.compile(
    r"(?: (?:region|oblast|province|governorate|district|county|raion|state))?"
    r"(?:,? (?:and|or|as well as) (?:the )?[A-Z]|(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?){1,6},? (?:and|or) [A-Z]"
    r"|,? (?:та|і|й|и|або|или) [А-ЯІЇЄҐ])"
)
"""  "Zmiiv, Sumy region and Odesa": a list, no address.  """
_ADDRESS_ENDS = re.compile(r"\s*(?:$|[^\w\s'’]|\n|(?:and|or|on|in|at|after|before|when|where|who|which|early|late|last|this)\b)")
"""What may follow a country that closes an address, "in Pokrovsk, Russia,", but no verb: there a clause begins.  """
_CONTAINER_GAP = re.compile(
    r",\s{1,2}|\s?\("
    r"|(?:\s(?:region|oblast|province|governorate|district|county))?,? (?:in|of)\s(?:the\s)?(?:\w+ern\s){0,2}"
    r"|, (?:a|the) [\w -]{3,40} (?:in|of) (?:the )?(?:\w+ern )?"
)
_CYRILLIC_GAP = re.compile(r"\s|,?\s(?:(?:що|что)\s)?(?:на|в|у|во)\s(?:\w+\s)?")
"""  "Чугуїв Харківської області", "у Лозовій на Харківщині".  """
_OWNER_GAP = re.compile(r"['’]s?\s(?:\w+ern\s|\w+ \w+ of |port of |city of |capital |capital, )?")


@dataclass(slots=True)
class Reading:
    """One place that a name may mean, and what speaks for it."""

    place: int
    grade: Grade
    base: float
    kind: PlaceKind
    country: int
    """Row number of the country that it lies in; so with the division."""
    division: int
    stated: float = 0.0
    closeness: float = 0.0
    """What being close to other places of the text adds."""
    score: float = 0.0


@dataclass(slots=True)
class Group:
    """All mentions of one name in a text."""

    readings: list[Reading]
    wanted: PlaceKind | None = None
    """The kind of place that the text names."""
    mentions: list[Mention] = field(default_factory=list)
    told_as_place: bool = False
    """Whether the words around any mention say that it is a place."""
    countries: dict[int, float] = field(default_factory=dict)
    divisions: dict[int, float] = field(default_factory=dict)
    heard: dict[int, float] = field(default_factory=dict)
    """The votes that other names cast for each country."""
    others: float = 0.0
    """All of those votes."""
    anchors: Sequence[Sight] = ()
    """The places that `closeness` was last measured to."""
    holder: Group | None = None
    """What the text says the place lies in, where none of the readings does."""

    @property
    def best(self) -> Reading:
        """The reading with the highest score."""
        return self.readings[0]

    def shorten(self) -> None:
        """Keep the likeliest readings, best first: many only where nothing tells homonyms apart, as with villages of unknown size."""
        self.readings.sort(key=lambda reading: -reading.base - reading.stated)
        if len(self.readings) <= MOST_READINGS:
            return
        last = self.readings[MOST_READINGS - 1]
        least = last.base + last.stated
        stated = self.best.stated > 0
        self.readings = [
            reading
            for number, reading in enumerate(self.readings)
            if number < MOST_READINGS or (reading.base + reading.stated >= least and bool(reading.stated) == stated)
        ]


def _may_hold(text: str, inner: Mention, outer: Mention) -> bool:
    """Whether what stands between two mentions may put the first into the second."""
    if outer.start - inner.end > _LONGEST_GAP:
        return False
    gap = text[inner.end : outer.start]
    return bool(_CONTAINER_GAP.fullmatch(gap) or (has_cyrillic(outer.text) and _CYRILLIC_GAP.fullmatch(gap)))


class Containment:
    """Applies what a text states of containment, with the help of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def containers(self, text: str, mentions: Sequence[Mention]) -> list[str]:
        """For each mention the key of the place said to hold it, where one name is put into several: "Bangor, Maine", "Bangor, Wales"."""
        stated: dict[str, dict[str, None]] = defaultdict(dict)
        own: list[str] = []
        for number, mention in enumerate(mentions):
            container = ""
            if number + 1 < len(mentions) and _may_hold(text, mention, mentions[number + 1]):
                outer = mentions[number + 1]
                if any(self.holds(place, inner) for place, _ in outer.links[:4] for inner, _ in mention.links[:MOST_HOMONYMS]):
                    container = outer.key
                    stated[mention.key][container] = None
            own.append(container)
        return [
            (container or next(iter(stated[mention.key]))) if len(stated[mention.key]) > 1 else ""
            for mention, container in zip(mentions, own, strict=True)
        ]

    def apply(self, text: str, mentions: Sequence[Mention], member: Sequence[Group | None]) -> None:
        """What the text says of one place lying in another: "Bangor, Maine", "Ukraine's Kharkiv"."""
        for number in range(len(mentions) - 1):
            inner, outer = member[number], member[number + 1]
            if inner is None or outer is None or inner is outer:
                continue
            gap = text[mentions[number].end : mentions[number + 1].start]
            if len(gap) > _LONGEST_GAP:
                continue
            if _may_hold(text, mentions[number], mentions[number + 1]):
                if gap == ", " and self._may_be_country(outer) and not _ADDRESS_ENDS.match(text, mentions[number + 1].end):
                    continue  # "In Donetsk, Russia installed a mayor"
                held = self._link(inner, outer, listed=gap.startswith(","))
                if not held and not (gap.startswith(",") and _LIST_GOES_ON.match(text, mentions[number + 1].end)):
                    inner.holder = self._unheld(inner, outer)
                if (
                    number + 2 < len(mentions)
                    and (further := member[number + 2])
                    and text[mentions[number + 1].end : mentions[number + 2].start] in {", ", " "}
                ):
                    self._link(inner, further, listed=True)
            elif _OWNER_GAP.fullmatch(gap) and not self._link(outer, inner):
                outer.holder = self._unheld(outer, inner)

    def _unheld(self, inner: Group, outer: Group) -> Group | None:
        """The division that a smaller place lies in by the text's word, though the index knows no such place there or close by.

        Close by it is the same place, said loosely: "Nabatieh, south Lebanon".
        """
        index, best = self._index, inner.best.place
        if inner.wanted is PlaceKind.DISTRICT and index.kind_of(outer.best.place) is PlaceKind.POPULATED:
            return outer if index.population[outer.best.place] >= _CITY_OF_DISTRICTS else None  # "Kyivskyi district of Odesa"
        smaller = index.kind_of(best) is PlaceKind.POPULATED and index.population[best] < _HARDLY_KNOWN
        divided = index.kind_of(outer.best.place) in _DIVISIONS or outer.wanted in _DIVISIONS
        if not (smaller and divided) or outer.best.grade > Grade.ABBREVIATION:
            return None
        return None if self._reaches(outer.best.place, best, _SAID_LOOSELY_KM) else outer

    def _link(self, inner: Group, outer: Group, *, listed: bool = False) -> bool:
        """Mark the readings of two names of which one holds the other; whether there are any. Cities beside a comma are a list, no address.

        So is a city whose bare name may stand for its region as well: "Sumy, Zaporizhzhia, Dnipro".
        """
        if self._may_be_country(inner) and self._may_be_country(outer):
            return True  # "Canada, Norway, Spain" is a list too
        holders = [reading for reading in outer.readings[:_LIKELIEST] if reading.grade is not Grade.DEMONYM]
        if listed:
            city = self._index.kind_of(outer.best.place) is PlaceKind.POPULATED
            holders = [
                reading
                for reading in holders
                if self._index.kind_of(reading.place) is not PlaceKind.POPULATED
                and not (city and (reading.grade is Grade.WEAK or self._index.kind_of(reading.place) is PlaceKind.DISTRICT))
            ]
        held = False
        for reading in inner.readings:
            if any(self.holds(other.place, reading.place) for other in holders):
                reading.stated, held = _STATED, True
        for reading in holders:
            if any(self.holds(reading.place, other.place) for other in inner.readings):
                reading.stated = max(reading.stated, _STATED_BACK)
        return held

    def _may_be_country(self, group: Group) -> bool:
        return any(
            self._index.kind_of(reading.place) is PlaceKind.COUNTRY and reading.grade is not Grade.DEMONYM for reading in group.readings
        )

    def holds(self, outer: int, inner: int) -> bool:
        """Whether a place lies in a country, division, district, area or city."""
        index, kind = self._index, self._index.kind_of(outer)
        if outer == inner:
            return False
        held = False
        if kind is PlaceKind.COUNTRY:
            held = index.country[inner] == outer
        elif kind is PlaceKind.REGION:
            held = index.division[inner] == outer
        elif kind is PlaceKind.DISTRICT and index.district[inner] != NOWHERE:
            held = index.district[inner] == outer
        elif kind is PlaceKind.DISTRICT:
            held = index.division[inner] == index.division[outer] and self._reaches(outer, inner)
        elif kind is PlaceKind.AREA:
            held = index.kind_of(inner) is not PlaceKind.COUNTRY and self._reaches(outer, inner)
        elif kind is PlaceKind.POPULATED and index.population[outer] >= _CITY:
            held = index.population[outer] > index.population[inner] > 0 and self._reaches(outer, inner)
        return held

    def _reaches(self, outer: int, inner: int, beyond_km: float = 0.0) -> bool:
        index = self._index
        apart = distance_km(index.latitude[outer], index.longitude[outer], index.latitude[inner], index.longitude[inner])
        return apart <= float(index.radius[outer]) + beyond_km
