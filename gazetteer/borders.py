"""Where two countries meet, as far as their towns tell: the stretch of border in a country or in one of its divisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gazetteer.build import KINDS
from gazetteer.geometry import EARTH_RADIUS_KM
from gazetteer.index import Index
from gazetteer.place import PlaceKind

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

REACH_KM = 40.0
"""How near a town must lie to one of the other country to be a border town."""
_LEAST_RADIUS_KM = 25.0
_Points = np.ndarray[tuple[int, int], np.dtype[np.float64]]


class Stretch(NamedTuple):
    """A stretch of border: its middle in decimal degrees (WGS84), and the radius that holds all of it, km."""

    latitude: float
    longitude: float
    radius_km: float


class Borders:
    """Finds stretches of border with the help of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._find_once = lru_cache(maxsize=256)(self._find)
        self._tree_of = lru_cache(maxsize=16)(self._tree)

    def stretch(self, country: str, neighbour: str, division: str = "") -> Stretch | None:
        """The border of a country (ISO alpha-2), or of its division (GeoNames code), with a neighbour; None where no towns are near it."""
        country, neighbour = country.upper(), neighbour.upper()
        return None if country == neighbour else self._find_once(country, neighbour, division)

    def _find(self, country: str, neighbour: str, division: str) -> Stretch | None:
        own, towns = self._points(country, division)
        other = self._tree_of(neighbour)
        if not len(towns) or other is None:
            return None
        chord = 2 * math.sin(REACH_KM / EARTH_RADIUS_KM / 2)
        distance, nearest = (np.asarray(answer) for answer in other.query(own, distance_upper_bound=chord))
        near = np.isfinite(distance)
        if not near.any():
            return None
        return _around((own[near] + np.asarray(other.data)[nearest[near]]) / 2)  # the border runs between the two towns

    def _points(self, country: str, division: str) -> tuple[_Points, Sequence[int]]:
        index = self._index
        land = index.countries.get(country)
        if land is None:
            return np.empty((0, 3)), ()
        wanted = np.frombuffer(index.country, "u4") == land
        wanted &= np.frombuffer(index.kind, "u1") == KINDS.index(PlaceKind.POPULATED)
        numbers = np.flatnonzero(wanted)
        if division:
            numbers = np.array([number for number in numbers.tolist() if index.codes(number)[1] == division], "i8")
        latitude = np.radians(np.frombuffer(index.latitude, "f8")[numbers])
        longitude = np.radians(np.frombuffer(index.longitude, "f8")[numbers])
        points = np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1)
        return points, numbers.tolist()

    def _tree(self, country: str) -> cKDTree | None:
        from scipy.spatial import cKDTree  # noqa: PLC0415 - a quarter of a second, only for texts that speak of a border

        points, numbers = self._points(country, "")
        return cKDTree(points) if numbers else None


def _around(points: _Points) -> Stretch:
    """The point on the unit sphere among these that is nearest to their mean, and the radius round it that holds them."""
    middle = points[np.argmin(np.linalg.norm(points - points.mean(axis=0), axis=1))]
    middle = middle / np.linalg.norm(middle)
    chords = np.linalg.norm(points - middle, axis=1)
    radius = 2 * EARTH_RADIUS_KM * math.asin(min(1.0, float(chords.max()) / 2))
    return Stretch(
        latitude=round(math.degrees(math.asin(middle[2])), 3),
        longitude=round(math.degrees(math.atan2(middle[1], middle[0])), 3),
        radius_km=round(max(_LEAST_RADIUS_KM, radius), 1),
    )
