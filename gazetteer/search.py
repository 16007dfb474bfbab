"""Look one name up: exactly under all its spellings, then by likeness."""

from __future__ import annotations

import math
from itertools import product

from gazetteer import cues
from gazetteer.containment import Containment
from gazetteer.cyrillic.morphology import forms
from gazetteer.geometry import distance_km
from gazetteer.index import Index
from gazetteer.matches import as_match, district_of_town
from gazetteer.names import fold, has_cyrillic, spellings
from gazetteer.place import Match, PlaceKind
from gazetteer.resolve import Resolver
from gazetteer.tables import Grade

_TRUST = {
    Grade.NAME: 1.0,
    Grade.STRONG: 0.95,
    Grade.FORMER: 0.9,
    Grade.WEAK: 0.8,
    Grade.ABBREVIATION: 0.95,
    Grade.DEMONYM: 0.7,
    Grade.METONYM: 0.7,
}
_METHOD = {Grade.NAME: "exact", Grade.FORMER: "former name", Grade.DEMONYM: "demonym", Grade.METONYM: "metonym"}
_LEAST_LIKENESS = 0.72
_LIKENESS_WEIGHT = 40.0
_FAME_OF_THE_ALIKE = 0.5
"""How much less a place's size counts where only a likeness leads to it: "Kriachky" is no misspelt Karachi."""
_HINT = 4.0
_HINT_KM = 150.0
_FAR_FETCHED = 4.0
"""What a likeness to a doubtful alias loses."""
_STATED = 12.0
_MOST_WORDS = 3


class Searcher:
    """Answers searches with an index."""

    def __init__(self, index: Index, resolver: Resolver) -> None:
        self._index = index
        self._resolver = resolver
        self._containment = Containment(index)

    def search(self, name: str, *, country: str | None, near: tuple[float, float] | None, limit: int) -> tuple[Match, ...]:
        """Matches for a name, likeliest first, at most `limit`; the hints move places up and exclude none.

        A name may be followed by what its place lies in, after a comma: "Zmiiv, Kharkiv region".
        """
        name, _, holder = name.partition(",")
        bare, wanted = kind_word(name)
        found = self._exact(name, None)
        if not found and wanted is not None:
            found = self._exact(bare, wanted)
        elif wanted is not None:
            found = self._merge(found, self._exact(bare, wanted))
        if not found:
            found = self._inflected(name)
        if not found:
            found = self._alike(bare if wanted else name, wanted)
        if wanted is not None and any(self._index.kind_of(place) is wanted for place in found):
            found = {place: how for place, how in found.items() if self._index.kind_of(place) is wanted}
        if holder.strip():
            found = self._held(found, holder)
        ranked = sorted(found.items(), key=lambda item: -(item[1][0] + self._hint(item[0], country, near)))
        places = [self._index.place(place) for place, _ in ranked[: limit + 5]]
        matches: list[Match] = []
        for rank, (_, (_, score, method)) in enumerate(ranked[: max(0, limit)]):
            others = tuple(place for number, place in enumerate(places) if number != rank)[:5]
            if wanted is PlaceKind.DISTRICT and places[rank].kind is PlaceKind.POPULATED:
                matches.append(district_of_town(name, places[rank], round(score * 0.8, 3), others))
            else:
                matches.append(as_match(name, places[rank], score=round(score, 3), method=method, runners_up=others))
        return tuple(matches)

    def _held(self, found: dict[int, tuple[float, float, str]], holder: str) -> dict[int, tuple[float, float, str]]:
        """The same places, those first that lie in what was named after a comma (or in each of several, from small to large)."""
        lands = [
            self._exact(bare, kind) or self._exact(part.strip(), None) for part in holder.split(",") for bare, kind in [kind_word(part)]
        ]
        held = {}
        for place, (value, score, method) in found.items():
            inside = all(any(self._containment.holds(land, place) for land in among) for among in lands if among) and any(lands)
            held[place] = (value + _STATED, score, "containment") if inside else (value, score, method)
        return held

    def _exact(self, name: str, wanted: PlaceKind | None) -> dict[int, tuple[float, float, str]]:
        found: dict[int, tuple[float, float, str]] = {}
        for number, key in enumerate(spellings(name)):
            for reading in self._resolver.readings(self._index.links(key), wanted):
                if reading.place not in found:
                    trust = _TRUST[reading.grade] * (1.0 if number == 0 else 0.97)
                    method = "transliteration" if number else _METHOD.get(reading.grade, "alias")
                    found[reading.place] = (_LIKENESS_WEIGHT + reading.base, trust, method)
        return found

    def _merge(
        self, one: dict[int, tuple[float, float, str]], other: dict[int, tuple[float, float, str]]
    ) -> dict[int, tuple[float, float, str]]:
        return {**other, **one}

    def _inflected(self, name: str) -> dict[int, tuple[float, float, str]]:
        """Places whose Ukrainian or Russian name this is a form of: "Кривому Розі", "Купянском"."""
        words = name.split()
        if not has_cyrillic(name) or not 0 < len(words) <= _MOST_WORDS:
            return {}
        found: dict[int, tuple[float, float, str]] = {}
        for keys in product(*(dict.fromkeys([fold(word), *(form.key for form in forms(word))]) for word in words)):
            for reading in self._resolver.readings(self._index.links(" ".join(keys))):
                found.setdefault(reading.place, (_LIKENESS_WEIGHT + reading.base, _TRUST[reading.grade] * 0.97, "inflected form"))
        return found

    def _alike(self, name: str, wanted: PlaceKind | None) -> dict[int, tuple[float, float, str]]:
        found: dict[int, tuple[float, float, str]] = {}
        for key in spellings(name):
            for alike, likeness in self._index.fuzzy(key, 8):
                if likeness < _LEAST_LIKENESS:
                    continue
                for reading in self._resolver.readings(self._index.links(alike), wanted)[:5]:
                    score = likeness * _TRUST[reading.grade]
                    value = (
                        _LIKENESS_WEIGHT * likeness
                        + _FAME_OF_THE_ALIKE * reading.base
                        - (_FAR_FETCHED if reading.grade is Grade.WEAK else 0)
                    )
                    if reading.place not in found or found[reading.place][0] < value:
                        found[reading.place] = (value, score, "fuzzy")
        return found

    def _hint(self, place: int, country: str | None, near: tuple[float, float] | None) -> float:
        value = 0.0
        if country and self._index.codes(place)[0] == country.upper():
            value += _HINT
        if near and all(math.isfinite(degree) for degree in near):
            apart = distance_km(near[0], near[1], self._index.latitude[place], self._index.longitude[place])
            value += _HINT * math.exp(-apart / _HINT_KM)
        return value


def kind_word(name: str) -> tuple[str, PlaceKind | None]:
    """A name without the word that says what it is a name of, and that kind: "Kharkiv region" gives "Kharkiv" and REGION."""
    words = name.split()
    if len(words) > 1:
        last = fold(words[-1])
        if last in cues.REGION_WORDS:
            return " ".join(words[:-1]), PlaceKind.REGION
        if last in cues.DISTRICT_WORDS:
            return " ".join(words[:-1]), PlaceKind.DISTRICT
    return name, None
