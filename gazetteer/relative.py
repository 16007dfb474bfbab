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

from gazetteer.borders import Stretch
from gazetteer.cyrillic.phrases import UKRAINIAN_AND_RUSSIAN
from gazetteer.matches import as_match
from gazetteer.names import has_cyrillic
from gazetteer.nearby import NEAR_KM, along_border, by_distance, halfway, is_point, moved
from gazetteer.phrases import ENGLISH, Phrases
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind

_FURTHEST_KM = 1500.0
_OUTSKIRTS_KM = 5.0
_IN_PLAY = 4000
_PLACES = frozenset({ToponymKind.PLACE, ToponymKind.REGION})
_LANDS = frozenset({ToponymKind.COUNTRY, ToponymKind.DEMONYM})
_BORDER_JOINTS = frozenset({"-", "–", " and ", "‑", " та ", " і ", " и "})
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

    def border(self, country: str, neighbour: str, division: str = "") -> Stretch | None:
        """Where a country, or a division of it, meets a neighbour."""


class RelativeFinder:
    """Finds relative places in texts whose toponyms are known."""

    def __init__(self, gazetteer: Lookups) -> None:
        self._gazetteer = gazetteer

    def find(self, text: str, toponyms: Sequence[Toponym]) -> tuple[RelativePlace, ...]:
        """All relative places of a text, in order, none overlapping another but the descriptions that they lean on."""
        found = _Search(self._gazetteer, ENGLISH, text, toponyms).run()
        if has_cyrillic(text):
            found += _Search(self._gazetteer, UKRAINIAN_AND_RUSSIAN, text, toponyms).run()
        return tuple(sorted(found, key=lambda place: (place.start, -place.end)))


class _Search:
    """The search of one text."""

    def __init__(self, gazetteer: Lookups, phrases: Phrases, text: str, toponyms: Sequence[Toponym]) -> None:
        self._gazetteer = gazetteer
        self._phrases = phrases
        self._text = text
        self._toponyms = sorted(toponyms, key=lambda toponym: toponym.start)
        self._starts = [toponym.start for toponym in self._toponyms]
        self._at = {toponym.start: toponym for toponym in self._toponyms if toponym.match is not None}
        self._descriptions = list(self._find_descriptions())
        self._described = {place.start: place for place in self._descriptions}
        self._leaned_on: set[int] = set()

    def run(self) -> list[RelativePlace]:
        taken = bytearray(len(self._text))
        for match in self._phrases.bearing_only.finditer(self._text):  # what lies west of a town is not the town
            if anchor := self._anchor(match):
                self._leaned_on.add(anchor[0])
        found = list(self._descriptions)
        for search in (self._distances, self._between, self._borders, self._near, self._inside, self._bearings):
            for place in search():
                if not any(taken[place.start : place.end]):
                    taken[place.start : place.end] = b"\1" * (place.end - place.start)
                    found.append(place)
                    self._leaned_on.update(start for start, _ in place.anchors)
        return found

    def _anchor(self, match: re.Match[str]) -> Anchor | None:
        """What an expression leans on; its name may follow an introduction ("the city of"), and a kind word may follow it."""
        for start in (match.start("lead"), match.end("lead")):
            toponym = self._at.get(start)
            if toponym and toponym.match and toponym.kind is not ToponymKind.DEMONYM:
                kind_word = self._phrases.kind_word.match(self._text, toponym.end)
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
        for match in self._phrases.distance.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None:
                continue
            distance = self._phrases.kilometres(match["number"], match["unit"])
            if not 0 < distance <= _FURTHEST_KM:
                continue
            query = self._text[match.start() : anchor[1]]
            bearing = self._phrases.degrees(match["bearing"]) if match["bearing"] else None
            computed = self._apposed_to(match.start()) or by_distance(anchor[2], bearing, distance, query)
            yield self._relative(match.start(), [anchor], computed)

    def _near(self) -> Iterator[RelativePlace]:
        for match in self._phrases.near.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None or not is_point(anchor[2]):
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
        for match in self._phrases.bearing_only.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is None or not is_point(anchor[2]):
                continue
            query = self._text[match.start() : anchor[1]]
            beyond = _OUTSKIRTS_KM + (anchor[2].radius_km or 0.0)
            beside = moved(anchor[2], self._phrases.degrees(match["bearing"]), beyond, NEAR_KM, query)
            yield self._relative(match.start(), [anchor], self._apposed_to(match.start()) or beside)

    def _inside(self) -> Iterator[RelativePlace]:
        for match in self._phrases.inside.finditer(self._text):
            anchor = self._anchor(match)
            if anchor is not None and anchor[2].place.kind in _AROUND:
                inside = replace(anchor[2], query=self._text[match.start() : anchor[1]], method="inside")
                yield self._relative(match.start(), [anchor], inside)

    def _between(self) -> Iterator[RelativePlace]:
        for match in self._phrases.between.finditer(self._text):
            one = self._anchor(match)
            joint = self._phrases.joint.match(self._text, one[1]) if one else None
            other = self._anchor(joint) if joint else None
            if one is None or other is None:
                continue
            if any(self._at[anchor[0]].kind is not ToponymKind.PLACE for anchor in (one, other) if anchor[0] in self._at):
                continue
            middle = halfway(one[2], other[2], self._text[match.start() : other[1]])
            if middle:
                yield self._relative(match.start(), [one, other], middle)

    def _borders(self) -> Iterator[RelativePlace]:
        """A line in the country that is spoken of: "the border with Russia", "the Polish border", "the Polish-Ukrainian border"."""
        for match in self._phrases.border_with.finditer(self._text):
            toponym = self._at.get(match.end("lead"))
            if toponym:
                yield from self._border(match.start(), toponym.end, [toponym])
        for number, toponym in enumerate(self._toponyms):
            after = self._phrases.border_after.match(self._text, toponym.end)
            if after is None:
                continue
            before = self._toponyms[number - 1] if number else None
            joined = before is not None and self._text[before.end : toponym.start] in _BORDER_JOINTS
            yield from self._border(
                before.start if before and joined else toponym.start, after.end(), [before, toponym] if before and joined else [toponym]
            )

    def _border(self, start: int, end: int, named: Sequence[Toponym]) -> Iterator[RelativePlace]:
        """The border of the country in play with the one that is named last, or between the two that are named."""
        codes = [toponym.match.place.country_code if toponym.match and toponym.kind in _LANDS else None for toponym in named]
        neighbour = codes[-1]
        if neighbour is None or None in codes:
            return
        own = codes[0] if len(codes) > 1 else next((c for c in self._countries_in_play(start) if c != neighbour), None)
        if own is None:
            return
        division = self._division_near(start, end, own)
        stretch = self._gazetteer.border(own, neighbour, division.admin1_code or "" if division else "")
        if stretch is None:
            division, stretch = None, self._gazetteer.border(own, neighbour)
        if stretch is None:
            return
        text, spans = self._text[start:end], tuple((toponym.start, toponym.end) for toponym in named)
        lands = self._gazetteer.country(own), self._gazetteer.country(neighbour)
        yield RelativePlace(start=start, end=end, text=text, anchors=spans, match=along_border(text, lands, division, stretch))

    def _countries_in_play(self, at: int) -> Iterator[str]:
        for toponym in self._in_play(at):
            if toponym.kind in _PLACES | _LANDS and toponym.match and toponym.match.place.country_code:
                yield toponym.match.place.country_code

    def _division_near(self, start: int, end: int, country: str) -> Place | None:
        """The nearest place in the same sentence whose first-order division says which stretch of its country's border is meant."""
        for toponym in self._in_play(start):
            between = (toponym.end, start) if toponym.start < start else (end, toponym.start)
            if _SENTENCE_BREAK.search(self._text, *between):
                continue
            place = toponym.match.place if toponym.match and toponym.kind in _PLACES else None
            if place and place.country_code == country and place.admin1_code:
                return place
        return None

    def _find_descriptions(self) -> Iterator[RelativePlace]:
        """Definite descriptions that are one place: "the regional capital", "the country's second-largest city", "the capital"."""
        for match in self._phrases.seat.finditer(self._text):
            yield self._describe(match, self._seat_near(match.start()))
        for match in self._phrases.ranked.finditer(self._text) if self._phrases.ranked else ():
            land = self._country_near(match.start(), match.end())
            cities = self._gazetteer.largest_cities(land) if land else ()
            rank = self._phrases.rank(match["rank"])
            yield self._describe(match, cities[rank - 1] if rank <= len(cities) else None)
        for match in self._phrases.capital.finditer(self._text):
            holder = self._region_within(match.start(), match.end())
            if holder is None and (land := self._country_near(match.start(), match.end())):
                holder = self._gazetteer.country(land)
            yield self._describe(match, self._gazetteer.seat(holder) if holder else None)

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

    def _region_within(self, start: int, end: int) -> Place | None:
        """The region that an expression names itself: "the DPR capital"."""
        for toponym in self._toponyms[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if toponym.match and toponym.match.place.kind is PlaceKind.REGION:
                return toponym.match.place
        return None

    def _country_near(self, start: int, end: int) -> str | None:
        """The country that an expression names itself, else the one most in play before it."""
        for toponym in self._toponyms[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if toponym.match:
                return toponym.match.place.country_code
        ranked = self._in_play(start)
        for kinds in (_PLACES, {ToponymKind.METONYM}, {ToponymKind.COUNTRY}, {ToponymKind.DEMONYM}):  # who acts is not where it happens
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
