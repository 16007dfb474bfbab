"""Places that a text gives by other places: by distance and bearing, by nearness, by what lies around or on both sides, by description.

English. An expression that stands in apposition to a named place ("Chuhuiv, 35 km from Kharkiv") takes that place's match: the
distance only explains it. `anchors` are the spans of the names leaned on: nothing happened there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from gazetteer.geometry import destination, distance_km, midpoint
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind
from gazetteer.matches import as_match

NEAR_KM = 25.0
"""What "near" means at most: the reach of `where_prec` 2 in the UCDP codebook."""
_LEAST_RADIUS_KM = 10.0
_SHARE_OF_DISTANCE = 0.3
_KM_PER_MILE = 1.609344
_FURTHEST_KM = 1500.0
_WIDEST_BETWEEN_KM = 300.0
_OUTSKIRTS_KM = 5.0

_NUMBERS = {word: number for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"])
} | {"a": 1, "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}  # fmt: skip
_COMPASS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}
_AMOUNT = r"(?P<number>\d[\d,]*(?:\.\d+)?|(?:a |one )?(?:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"))"
_UNIT = r"(?P<unit>k\.?m\.?s?|kilomet(?:er|re)s?|miles?|mi)"
_DIRECTION = r"(?P<bearing>(?:north|south)[\s-]?(?:east|west)|north|south|east|west)(?:ern)?(?:wards?)?"
_ABOUT = r"(?:(?:about|some|around|roughly|approximately|nearly|almost|just|over|only|more than|less than|at least|an estimated|within) )*"
_TO_ANCHOR = r"(?:the )?(?:(?:\w+ )?(?:city|town|village|port|settlement|port city|capital|hub|stronghold) (?:of )?)?"
_DISTANCE = re.compile(
    rf"\b{_ABOUT}{_AMOUNT}(?:\s?[-–]\s?\d+|(?: to | or )\d+)?[\s-]?{_UNIT}\b\.?(?:\s?\([^)]{{1,30}}\))?,?"
    rf"(?:(?: away)?(?: to)?(?: the)?(?: due)? {_DIRECTION})?(?: away)?"
    rf" (?P<link>of|from|outside|off|beyond|into)\s+(?P<lead>{_TO_ANCHOR})",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:(?:an?|one|another|the) (?:[a-z-]+ ){0,2}(?:village|town|settlement|community|hamlet|area|suburb|place|position|base|depot|airfield|facility) )?"
    r"(?:(?P<near>near(?:by)?(?: to)?|close to|just outside|outside|not far from|in the vicinity of|in the area of|next to)"
    r"|(?:on |in |at |to )?(?:the )?(?P<edge>(?:[a-z]+ )?(?:outskirts|suburbs?|edge) of))\s+(?P<lead>" + _TO_ANCHOR + ")",
)
_BEARING_ONLY = re.compile(rf"\b(?:just |to the |due )?{_DIRECTION} of (?P<lead>{_TO_ANCHOR})", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:an?|one|another|several|two|three|four|five|some|many|other|unnamed|the) (?:[a-z-]+ ){0,2}?(?P<what>villages?|towns?|settlements?|communit(?:y|ies)|hamlets?"
    r"|cit(?:y|ies)|locations?|areas?|sites?) (?:in|of|within|inside|across)\s+(?:the )?(?:[a-z]+ern (?:part of )?(?:the )?)?(?P<lead>)",
)
_BETWEEN = re.compile(r"\bbetween (?P<lead>" + _TO_ANCHOR + ")")
_SEAT = re.compile(
    r"\b(?:the|its|their) (?:regional|provincial|oblast|state|district) (?:capital|cent(?:er|re)|seat)\b|\bthe (?:region|province|oblast)['’]s (?:capital|(?:main|largest|biggest) city)\b"
    r"|\bthe capital of the (?:region|province|oblast)\b",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:the country['’]s|the nation['’]s|[A-Z]\w+['’]s) (?:(?P<rank>second|third|fourth|fifth|2nd|3rd)[\s-]+)?(?:largest|biggest|most populous) city\b"
)
_CAPITAL = re.compile(
    r"\b[Tt]he (?:country['’]s |nation['’]s |national |(?P<people>[A-Z][\w.]*) )?capital(?: city)?\b(?! (?:of|city of|[A-Z]|punishment|gains|market|investment))(?!,? [A-Z])"
)
_KIND_WORD = re.compile(r" (?:district|region|oblast|province|governorate|raion|county|state|territory)\b")
_RANKS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5}
_PLACES = frozenset({ToponymKind.PLACE, ToponymKind.REGION})


class Lookups(Protocol):
    """What this module asks of the gazetteer."""

    def seat(self, place: Place) -> Place | None:
        """The chief town of a region or country."""

    def largest_cities(self, code: str, limit: int = 10) -> tuple[Place, ...]:
        """The most populous places of a country."""

    def country(self, code: str) -> Place:
        """A country by its code."""


class RelativeFinder:
    """Finds relative places in texts whose toponyms are known."""

    def __init__(self, gazetteer: Lookups) -> None:
        self._gazetteer = gazetteer

    def find(self, text: str, toponyms: Sequence[Toponym]) -> tuple[RelativePlace, ...]:
        """All relative places of a text, in order, none inside another; descriptions that serve as anchors are given as well."""
        descriptions = list(self._descriptions(text, toponyms))
        anchors = {toponym.start: toponym for toponym in toponyms if toponym.match is not None}
        described = {place.start: place for place in descriptions}
        found: list[RelativePlace] = []
        for search in (self._distances, self._between, self._near, self._inside, self._bearings):
            leaned_on = {anchor for place in found for anchor in place.anchors}
            free = [toponym for toponym in toponyms if (toponym.start, toponym.end) not in leaned_on]
            for place in search(text, anchors, described, free):
                if not any(place.start < other.end and other.start < place.end for other in found):
                    found.append(place)
        return tuple(sorted([*found, *descriptions], key=lambda place: (place.start, -place.end)))

    def _anchor(
        self, text: str, match: re.Match[str], anchors: dict[int, Toponym], described: dict[int, RelativePlace]
    ) -> tuple[int, int, Match] | None:
        """Start, end and match of what an expression leans on; its name may follow an introduction ("the city of")."""
        for start in (match.start("lead"), match.end("lead"), match.end()):
            if (toponym := anchors.get(start)) and toponym.match and toponym.kind not in {ToponymKind.DEMONYM}:
                kind_word = _KIND_WORD.match(text, toponym.end)
                return toponym.start, kind_word.end() if kind_word else toponym.end, toponym.match
            if (place := described.get(start)) and place.match:
                return place.start, place.end, place.match
        return None

    def _described_by(self, text: str, start: int, toponyms: Sequence[Toponym]) -> Match | None:
        """The match of a settlement that an expression at `start` stands in apposition to."""
        for toponym in reversed(toponyms):
            if toponym.end > start:
                continue
            gap = text[toponym.end : start]
            plain = toponym.kind is ToponymKind.PLACE and toponym.match is not None and toponym.match.place.kind is PlaceKind.POPULATED
            if plain and (
                gap in {", ", " ", " (", " – ", " - "}
                or re.fullmatch(r", (?:a|an|the) (?:[\w-]+ ){1,5}|, (?:which is|located|lying|situated) ", gap)
            ):
                return toponym.match
            return None
        return None

    def _distances(
        self, text: str, anchors: dict[int, Toponym], described: dict[int, RelativePlace], toponyms: Sequence[Toponym]
    ) -> Iterator[RelativePlace]:
        for match in _DISTANCE.finditer(text):
            anchor = self._anchor(text, match, anchors, described)
            if anchor is None:
                continue
            distance = _amount(match["number"]) * (_KM_PER_MILE if match["unit"].lower().startswith("mi") else 1.0)
            if not 0 < distance <= _FURTHEST_KM:
                continue
            span = (anchor[0], anchor[1])
            explained = self._described_by(text, match.start(), toponyms)
            computed = (
                replace(explained, method="apposition")
                if explained
                else _by_distance(match, anchor[2], distance, text[match.start() : anchor[1]])
            )
            yield _relative(text, match.start(), anchor[1], (span,), computed)

    def _near(
        self, text: str, anchors: dict[int, Toponym], described: dict[int, RelativePlace], toponyms: Sequence[Toponym]
    ) -> Iterator[RelativePlace]:
        for match in _NEAR.finditer(text):
            anchor = self._anchor(text, match, anchors, described)
            if anchor is None or anchor[2].latitude is None or anchor[2].geo_precision > GeoPrecision.NEAR:
                continue
            explained = None if match["edge"] else self._described_by(text, match.start(), toponyms)
            reach = (anchor[2].radius_km or 0.0) + (_OUTSKIRTS_KM if match["edge"] else 0.0)
            radius = reach if match["edge"] else max(NEAR_KM, reach)
            near = replace(
                anchor[2], query=text[match.start() : anchor[1]], method="near", geo_precision=GeoPrecision.NEAR,
                radius_km=round(radius, 1), score=round(anchor[2].score * 0.9, 3),
            )  # fmt: skip
            yield _relative(
                text, match.start(), anchor[1], ((anchor[0], anchor[1]),), replace(explained, method="apposition") if explained else near
            )

    def _bearings(
        self, text: str, anchors: dict[int, Toponym], described: dict[int, RelativePlace], toponyms: Sequence[Toponym]
    ) -> Iterator[RelativePlace]:
        for match in _BEARING_ONLY.finditer(text):
            anchor = self._anchor(text, match, anchors, described)
            if anchor is None or anchor[2].latitude is None or anchor[2].geo_precision > GeoPrecision.NEAR:
                continue
            explained = self._described_by(text, match.start(), toponyms)
            near = _moved(
                anchor[2],
                _COMPASS[_compass(match["bearing"])],
                _OUTSKIRTS_KM + (anchor[2].radius_km or 0),
                NEAR_KM,
                text[match.start() : anchor[1]],
            )
            yield _relative(
                text, match.start(), anchor[1], ((anchor[0], anchor[1]),), replace(explained, method="apposition") if explained else near
            )

    def _inside(
        self, text: str, anchors: dict[int, Toponym], described: dict[int, RelativePlace], _toponyms: Sequence[Toponym]
    ) -> Iterator[RelativePlace]:
        for match in _INSIDE.finditer(text):
            anchor = self._anchor(text, match, anchors, described)
            if anchor is None or anchor[2].place.kind not in {PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.AREA}:
                continue
            inside = replace(anchor[2], query=text[match.start() : anchor[1]], method="inside")
            yield _relative(text, match.start(), anchor[1], ((anchor[0], anchor[1]),), inside)

    def _between(
        self, text: str, anchors: dict[int, Toponym], described: dict[int, RelativePlace], _toponyms: Sequence[Toponym]
    ) -> Iterator[RelativePlace]:
        for match in _BETWEEN.finditer(text):
            one = self._anchor(text, match, anchors, described)
            if one is None:
                continue
            joint = re.compile(r" and (?P<lead>" + _TO_ANCHOR + ")").match(text, one[1])
            other = self._anchor(text, joint, anchors, described) if joint else None
            if other is None or any(anchors[start].kind is not ToponymKind.PLACE for start, _, _ in (one, other) if start in anchors):
                continue
            between = _halfway(one[2], other[2], text[match.start() : other[1]])
            if between:
                yield _relative(text, match.start(), other[1], ((one[0], one[1]), (other[0], other[1])), between)

    def _descriptions(self, text: str, toponyms: Sequence[Toponym]) -> Iterator[RelativePlace]:
        """Definite descriptions that are one place: "the regional capital", "the country's second-largest city", "the capital"."""
        for match in _SEAT.finditer(text):
            yield self._described(text, match, self._seat_near(match.start(), text, toponyms), toponyms)
        for match in _RANKED.finditer(text):
            land = self._country_near(match.start(), match.end(), text, toponyms)
            cities = self._gazetteer.largest_cities(land) if land else ()
            rank = _RANKS.get((match["rank"] or "").lower(), 1)
            yield self._described(text, match, cities[rank - 1] if rank <= len(cities) else None, toponyms)
        for match in _CAPITAL.finditer(text):
            land = self._country_near(match.start(), match.end(), text, toponyms)
            yield self._described(text, match, self._gazetteer.seat(self._gazetteer.country(land)) if land else None, toponyms)

    def _described(self, text: str, match: re.Match[str], place: Place | None, toponyms: Sequence[Toponym]) -> RelativePlace:
        inside = tuple((toponym.start, toponym.end) for toponym in toponyms if match.start() <= toponym.start < match.end())
        found = as_match(match[0], place, score=0.8, method="description") if place else None
        return _relative(text, match.start(), match.end(), inside, found)

    def _seat_near(self, at: int, text: str, toponyms: Sequence[Toponym]) -> Place | None:
        for toponym in _by_closeness(at, text, toponyms):
            if toponym.kind in _PLACES and toponym.match and toponym.match.place.admin1:
                return self._gazetteer.seat(toponym.match.place)
        return None

    def _country_near(self, start: int, end: int, text: str, toponyms: Sequence[Toponym]) -> str | None:
        for toponym in toponyms:
            if start <= toponym.start < end and toponym.match:
                return toponym.match.place.country_code
        ranked = list(_by_closeness(start, text, toponyms))
        for kinds in (_PLACES | {ToponymKind.COUNTRY}, frozenset({ToponymKind.DEMONYM, ToponymKind.METONYM})):
            for toponym in ranked:
                if toponym.kind in kinds and toponym.match and toponym.match.place.country_code:
                    return toponym.match.place.country_code
        return None


def _by_closeness(at: int, text: str, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """Toponyms by how near they stand to an offset: what precedes in the same sentence first, then what precedes, then what follows."""

    def rank(toponym: Toponym) -> tuple[int, int]:
        if toponym.start < at:
            broken = re.search(r"[.!?][\"”]?\s", text[toponym.end : at]) is not None
            return (1 if broken else 0), at - toponym.end
        return 2, toponym.start - at

    return sorted(toponyms, key=rank)


def _amount(words: str) -> float:
    plain = words.lower().replace(",", "")
    if plain[0].isdigit():
        return float(plain)
    value = 1.0
    for word in plain.split():
        value *= _NUMBERS.get(word, 1)
    return value


def _compass(words: str) -> str:
    return re.sub(r"[\s-]", "", words.lower())


def _by_distance(match: re.Match[str], anchor: Match, distance: float, query: str) -> Match | None:
    """A point by distance and bearing, or a ring round the anchor where no bearing is given.

    The radius is the larger of 10 km and 30 % of the distance: distances are rounded, bearings are told in eighths of the circle
    (half of one is 0.38 of the distance at its edge), and the anchor is a town, not a point.
    """
    if match["bearing"]:
        return _moved(anchor, _COMPASS[_compass(match["bearing"])], distance, max(_LEAST_RADIUS_KM, _SHARE_OF_DISTANCE * distance), query)
    if anchor.latitude is None or anchor.geo_precision > GeoPrecision.NEAR:
        return None
    precision = GeoPrecision.NEAR if distance <= 2 * NEAR_KM else GeoPrecision.PART_OF_COUNTRY
    return replace(anchor, query=query, method="near", geo_precision=precision, radius_km=round(max(_LEAST_RADIUS_KM, distance), 1),
                   score=round(anchor.score * 0.7, 3))  # fmt: skip


def _moved(anchor: Match, bearing: float, distance: float, radius: float, query: str) -> Match | None:
    if anchor.latitude is None or anchor.longitude is None or anchor.geo_precision > GeoPrecision.NEAR:
        return None
    latitude, longitude = destination(anchor.latitude, anchor.longitude, bearing, distance)
    return replace(anchor, query=query, method="bearing", geo_precision=GeoPrecision.NEAR, latitude=round(latitude, 5),
                   longitude=round(longitude, 5), radius_km=round(radius, 1), score=round(anchor.score * 0.9, 3))  # fmt: skip


def _halfway(one: Match, other: Match, query: str) -> Match | None:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    half = distance_km(one.latitude, one.longitude, other.latitude, other.longitude) / 2
    if not 0 < half <= _WIDEST_BETWEEN_KM / 2:
        return None
    latitude, longitude = midpoint(one.latitude, one.longitude, other.latitude, other.longitude)
    precision = GeoPrecision.NEAR if half <= NEAR_KM else GeoPrecision.PART_OF_COUNTRY
    return replace(one, query=query, method="between", geo_precision=precision, latitude=round(latitude, 5), longitude=round(longitude, 5),
                   radius_km=round(half, 1), score=round(min(one.score, other.score) * 0.8, 3))  # fmt: skip


def _relative(text: str, start: int, end: int, anchors: tuple[tuple[int, int], ...], match: Match | None) -> RelativePlace:
    return RelativePlace(start=start, end=end, text=text[start:end], anchors=anchors, match=match)
