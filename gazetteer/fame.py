"""How well known the bearers of a name are, before any context."""

from __future__ import annotations

import math
from functools import lru_cache

from gazetteer.cues import word_set
from gazetteer.index import Index, Link
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade

_NOTED_COUNTRIES = word_set("""
    US CA AU GB UA RU DE IN CN PK SD MM SY YE IQ IL PS BY FR ES IT NG
""")
"""Countries whose divisions the news names without explanation."""
_CHECKED_LINKS = 40
_LEAST, _MOST = -3.0, 5.0


class Fame:
    """Tells how well known a name's bearers are, with the help of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.of = lru_cache(maxsize=100_000)(self._of)

    def _of(self, links: tuple[Link, ...]) -> float:
        """How well known the best-known bearer is, in rough log-odds, -3 to 5."""
        return min(max((self._of_one(place, grade) for place, grade in links[:_CHECKED_LINKS]), default=_LEAST), _MOST)

    def _of_one(self, place: int, grade: Grade) -> float:
        kind = self._index.kind_of(place)
        if kind in {PlaceKind.COUNTRY, PlaceKind.CONTINENT}:
            value = 5.0
        elif kind is PlaceKind.REGION:
            value = 3.5 if self._index.codes(place)[0] in _NOTED_COUNTRIES else 1.5
        elif kind in {PlaceKind.AREA, PlaceKind.WATER}:
            value = 3.5
        elif kind is PlaceKind.DISTRICT:
            value = 0.5
        else:
            value = 1.25 * (math.log10(self._index.population[place] + 10) - 3.7)
            value += 1.5 if self._index.capital[place] else 0.0
        value -= {Grade.STRONG: 0.4, Grade.FORMER: 0.4, Grade.WEAK: 2.5}.get(grade, 0.0)
        return max(value, _LEAST)
