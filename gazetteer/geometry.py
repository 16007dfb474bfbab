"""Distances and directions on a sphere; degrees WGS84, kilometres, bearings in degrees clockwise from north."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG 1980)."""


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, c = radians(latitude), radians(other_latitude)
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


class Sight:
    """A place from which others are looked for by their distance; what the haversine formula asks of each point is worked out once."""

    __slots__ = ("cosine", "latitude", "longitude", "place")

    def __init__(self, place: int, latitude: float, longitude: float) -> None:
        self.place = place
        """Which place it is: there may be others at the same point."""
        self.latitude = radians(latitude)
        self.cosine = cos(self.latitude)
        self.longitude = longitude
        """In degrees; the latitude is in radians."""

    def nearest_km(self, others: Iterable[Sight], furthest_km: float) -> float:
        """Kilometres to the nearest of other places, as far as `furthest_km`; the place itself is none of them."""
        latitude, longitude, cosine, place = self.latitude, self.longitude, self.cosine, self.place
        nearest = sin(furthest_km / EARTH_RADIUS_KM / 2) ** 2
        found = False
        for other in others:
            h = sin((other.latitude - latitude) / 2) ** 2
            if h >= nearest or other.place == place:
                continue  # the latitudes alone lie further apart
            h += cosine * other.cosine * sin(radians(other.longitude - longitude) / 2) ** 2
            if h < nearest:
                nearest, found = h, True
        return min(furthest_km, 2 * EARTH_RADIUS_KM * asin(sqrt(nearest))) if found else furthest_km


def destination(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Latitude and longitude of the point `distance` km away along a great circle that starts at `bearing`."""
    a, course, arc = radians(latitude), radians(bearing), distance / EARTH_RADIUS_KM
    b = asin(max(-1.0, min(1.0, sin(a) * cos(arc) + cos(a) * sin(arc) * cos(course))))
    east = atan2(sin(course) * sin(arc) * cos(a), cos(arc) - sin(a) * sin(b))
    return degrees(b), (longitude + degrees(east) + 540) % 360 - 180


def midpoint(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> tuple[float, float]:
    """The point half-way along the great circle between two points."""
    a, c = radians(latitude), radians(other_latitude)
    step = radians(other_longitude - longitude)
    x, y = cos(c) * cos(step), cos(c) * sin(step)
    b = atan2(sin(a) + sin(c), sqrt((cos(a) + x) ** 2 + y**2))
    return degrees(b), (longitude + degrees(atan2(y, cos(a) + x)) + 540) % 360 - 180
