"""Places that a text gives by other places: by distance and bearing, by nearness, by what lies around or on both sides, by description.

English. An expression that stands in apposition to a named place ("Chuhuiv, 35 km from Kharkiv") takes that place's match: the
distance only explains it. `anchors` are the spans of the names leaned on: nothing happened there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from gazetteer import phrases
from gazetteer.geometry import destination, distance_km, midpoint
from gazetteer.matches import as_match
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind

NEAR_KM = 25.0
"""What "near" means at most: the reach of `where_prec` 2 in the UCDP codebook."""
_LEAST_RADIUS_KM = 10.0
_SHARE_OF_DISTANCE = 0.3
_FURTHEST_KM = 1500.0
_WIDEST_BETWEEN_KM = 300.0
_OUTSKIRTS_KM = 5.0
_IN_PLAY = 4000
_PLACES = frozenset({ToponymKind.PLACE, ToponymKind.REGION})
_AROUND = frozenset({PlaceKind.DISTRICT, PlaceKind.REGION, PlaceKind.AREA})
_APPOSED = re.compile(r",? |,? \(| [–—-] |, (?:a|an|the) (?:[\w-]+ ){1,5}|, (?:which is|located|lying|situated) ")
_SENTENCE_BREAK = re.compile(r"[.!?][\"”]?\s")
Anchor = tuple[int, int, Match]
"""Start, end and match of what an expression leans on."""


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
        """All relative places of a text, in order, none overlapping another but the descriptions that they lean on."""
        return _Search(self._gazetteer, text, toponyms).run()


class _Search:
    """The search of one text."""

    def __init__(self, gazetteer: Lookups, text: str, toponyms: Sequence[Toponym]) -> None:
        self._gazetteer = gazetteer
        self._text = text
        self._toponyms = sorted(toponyms, key=lambda toponym: toponym.start)
        self._starts = [toponym.start for toponym in self._toponyms]
        self._at = {toponym.start: toponym for toponym in self._toponyms if toponym.match is not None}
        self._descriptions = list(self._find_descriptions())
        self._described = {place.start: place for place in self._descriptions}
        self._leaned_on: set[int] = set()

    def run(self) -> tuple[RelativePlace, ...]:
        taken = bytearray(len(self._text))
        found = list(self._descriptions)
        for search in (self._distances, self._between, self._near, self._inside, self._bearings):
            for place in search():
                if not any(taken[place.start : place.end]):
                    taken[place.start : place.end] = b"\1" * (place.end - place.start)
                    found.append(place)
                    self._leaned_on.update(start for start, _ in place.anchors)
        return tuple(sorted(found, key=lambda place: (place.start, -place.end)))

    def _anchor(self, match: re.Match[str]) -> Anchor | None:
        """What an expression leans on; its name may follow an introduction ("the city of"), and a kind word may follow it."""
        for start in (match.start("lead"), match.end("lead")):
            toponym = self._at.get(start)
            if toponym and toponym.match and toponym.kind is not ToponymKind.DEMONYM:
                kind_word = phrases.KIND_WORD.match(self._text, toponym.end)
                return toponym.start, kind_word.end() if kind_word else toponym.end, toponym.match
            place = self._described.get(start)
            if place and place.match:
                return place.start, place.end, place.match
        return None

    def _apposed_to(self, start: int) -> Match | None:
        """The match of a settlement that an expression at `start` stands in apposition to."""
        number = bisect_left(self._starts, start) - 1
        if number < 0:
            return None
        toponym = self._toponyms[number]
        if toponym.start in self._leaned_on or toponym.kind is not ToponymKind.PLACE or toponym.match is None:
            return None
        if toponym.match.place.kind is not PlaceKind.POPULATED or not _APPOSED.fullmatch(self._text, toponym.end, start):
            return None
        return replace(toponym.match, method="apposition")

    def _relative(self, start: int, anchors: Sequence[Anchor], match: Match | None) -> RelativePlace:
        end = anchors[-1][1]
        spans = tuple((anchor[0], anchor[1]) for anchor in anchors)
        return RelativePlace(start=start, end=end, text=self._text[start:end], anchors=spans, match=match)

    def _distances(self) -> Iterator[RelativePlace]:
        for match in phrases.DISTANCE.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None:
                continue
            distance = phrases.kilometres(match["number"], match["unit"])
            if not 0 < distance <= _FURTHEST_KM:
                continue
            query = self._text[match.start() : anchor[1]]
            bearing = phrases.degrees(match["bearing"]) if match["bearing"] else None
            computed = self._apposed_to(match.start()) or by_distance(anchor[2], bearing, distance, query)
            yield self._relative(match.start(), [anchor], computed)

    def _near(self) -> Iterator[RelativePlace]:
        for match in phrases.NEAR.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None or not _is_point(anchor[2]):
                continue
            extent = anchor[2].radius_km or 0.0
            radius = extent + _OUTSKIRTS_KM if match["edge"] else max(NEAR_KM, extent)
            near = replace(
                anchor[2],
                query=self._text[match.start() : anchor[1]],
                method="near",
                geo_precision=GeoPrecision.NEAR,
                radius_km=round(radius, 1),
                score=round(anchor[2].score * 0.9, 3),
            )
            apposed = None if match["edge"] else self._apposed_to(match.start())
            yield self._relative(match.start(), [anchor], apposed or near)

    def _bearings(self) -> Iterator[RelativePlace]:
        for match in phrases.BEARING_ONLY.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None or not _is_point(anchor[2]):
                continue
            query = self._text[match.start() : anchor[1]]
            beyond = _OUTSKIRTS_KM + (anchor[2].radius_km or 0.0)
            beside = moved(anchor[2], phrases.degrees(match["bearing"]), beyond, NEAR_KM, query)
            yield self._relative(match.start(), [anchor], self._apposed_to(match.start()) or beside)

    def _inside(self) -> Iterator[RelativePlace]:
        for match in phrases.INSIDE.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is not None and anchor[2].place.kind in _AROUND:
                inside = replace(anchor[2], query=self._text[match.start() : anchor[1]], method="inside")
                yield self._relative(match.start(), [anchor], inside)

    def _between(self) -> Iterator[RelativePlace]:
        for match in phrases.BETWEEN.finditer(self._text):
            one = self._anchor(match)
            joint = phrases.AND.match(self._text, one[1]) if one else None
            other = self._anchor(joint) if joint else None
            if one is None or other is None:
                continue
            if any(self._at[anchor[0]].kind is not ToponymKind.PLACE for anchor in (one, other) if anchor[0] in self._at):
                continue
            middle = halfway(one[2], other[2], self._text[match.start() : other[1]])
            if middle:
                yield self._relative(match.start(), [one, other], middle)

    def _find_descriptions(self) -> Iterator[RelativePlace]:
        """Definite descriptions that are one place: "the regional capital", "the country's second-largest city", "the capital"."""
        for match in phrases.SEAT.finditer(self._text):
            yield self._describe(match, self._seat_near(match.start()))
        for match in phrases.RANKED.finditer(self._text):
            land = self._country_near(match.start(), match.end())
            cities = self._gazetteer.largest_cities(land) if land else ()
            rank = phrases.place_in_rank(match["rank"])
            yield self._describe(match, cities[rank - 1] if rank <= len(cities) else None)
        for match in phrases.CAPITAL.finditer(self._text):
            land = self._country_near(match.start(), match.end())
            yield self._describe(match, self._gazetteer.seat(self._gazetteer.country(land)) if land else None)

    def _describe(self, match: re.Match[str], place: Place | None) -> RelativePlace:
        inside = self._toponyms[bisect_left(self._starts, match.start()) : bisect_left(self._starts, match.end())]
        found = as_match(match[0], place, score=0.8, method="description") if place else None
        return RelativePlace(
            start=match.start(),
            end=match.end(),
            text=match[0],
            anchors=tuple((toponym.start, toponym.end) for toponym in inside),
            match=found,
        )

    def _seat_near(self, at: int) -> Place | None:
        for toponym in self._in_play(at):
            if toponym.kind in _PLACES and toponym.match and toponym.match.place.admin1:
                return self._gazetteer.seat(toponym.match.place)
        return None

    def _country_near(self, start: int, end: int) -> str | None:
        """The country that an expression names itself, else the one most in play before it."""
        for toponym in self._toponyms[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if toponym.match:
                return toponym.match.place.country_code
        ranked = self._in_play(start)
        for kinds in (_PLACES | {ToponymKind.COUNTRY}, frozenset({ToponymKind.DEMONYM, ToponymKind.METONYM})):
            for toponym in ranked:
                if toponym.kind in kinds and toponym.match and toponym.match.place.country_code:
                    return toponym.match.place.country_code
        return None

    def _in_play(self, at: int) -> list[Toponym]:
        """Toponyms by how near they stand: what precedes in the same sentence first, then what precedes, then what follows."""

        def rank(toponym: Toponym) -> tuple[int, int]:
            if toponym.start >= at:
                return 2, toponym.start - at
            broken = _SENTENCE_BREAK.search(self._text, toponym.end, at) is not None
            return int(broken), at - toponym.end

        close = self._toponyms[bisect_left(self._starts, at - _IN_PLAY) : bisect_right(self._starts, at + _IN_PLAY)]
        return sorted(close, key=rank)


def _is_point(match: Match) -> bool:
    return match.latitude is not None and match.geo_precision <= GeoPrecision.NEAR


def by_distance(anchor: Match, bearing: float | None, distance: float, query: str) -> Match | None:
    """A point `distance` km from an anchor, or a ring round the anchor where no bearing (degrees) is given.

    The radius is the larger of 10 km and 30 % of the distance: distances are rounded, bearings are told in eighths of the circle
    (half of one is 0.38 of the distance at its edge), and the anchor is a town, not a point. None without an anchor's point.
    """
    if bearing is not None:
        return moved(anchor, bearing, distance, max(_LEAST_RADIUS_KM, _SHARE_OF_DISTANCE * distance), query)
    if not _is_point(anchor):
        return None
    precision = GeoPrecision.NEAR if distance <= 2 * NEAR_KM else GeoPrecision.PART_OF_COUNTRY
    radius, score = round(max(_LEAST_RADIUS_KM, distance), 1), round(anchor.score * 0.7, 3)
    return replace(anchor, query=query, method="near", geo_precision=precision, radius_km=radius, score=score)


def moved(anchor: Match, bearing: float, distance: float, radius: float, query: str) -> Match | None:
    """The point `distance` km from an anchor at a bearing in degrees, with a radius in km; None without an anchor's point."""
    if anchor.latitude is None or anchor.longitude is None or not _is_point(anchor):
        return None
    latitude, longitude = destination(anchor.latitude, anchor.longitude, bearing, distance)
    return replace(
        anchor,
        query=query,
        method="bearing",
        geo_precision=GeoPrecision.NEAR,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        radius_km=round(radius, 1),
        score=round(anchor.score * 0.9, 3),
    )


def halfway(one: Match, other: Match, query: str) -> Match | None:
    """The middle of two places at most 300 km apart, with half their distance as radius; None where they have no points."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    half = distance_km(one.latitude, one.longitude, other.latitude, other.longitude) / 2
    if not 0 < half <= _WIDEST_BETWEEN_KM / 2:
        return None
    latitude, longitude = midpoint(one.latitude, one.longitude, other.latitude, other.longitude)
    return replace(
        one,
        query=query,
        method="between",
        geo_precision=GeoPrecision.NEAR if half <= NEAR_KM else GeoPrecision.PART_OF_COUNTRY,
        latitude=round(latitude, 5),
        longitude=round(longitude, 5),
        radius_km=round(half, 1),
        score=round(min(one.score, other.score) * 0.8, 3),
    )
