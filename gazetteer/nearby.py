"""The point, radius and precision of what lies at some distance from a place, near it, or between two."""

from __future__ import annotations

from dataclasses import replace

from gazetteer.borders import Stretch
from gazetteer.geometry import destination, distance_km, midpoint
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind

NEAR_KM = 25.0
"""What "near" means at most: the reach of `where_prec` 2 in the UCDP codebook."""
_LEAST_RADIUS_KM = 10.0
_SHARE_OF_DISTANCE = 0.3
_WIDEST_BETWEEN_KM = 300.0


def is_point(match: Match) -> bool:
    """Whether a match is known well enough to measure from."""
    return match.latitude is not None and match.geo_precision <= GeoPrecision.NEAR


def by_distance(anchor: Match, bearing: float | None, distance: float, query: str) -> Match | None:
    """A point `distance` km from an anchor, or a ring round the anchor where no bearing (degrees) is given.

    The radius is the larger of 10 km and 30 % of the distance: distances are rounded, bearings are told in eighths of the circle
    (half of one is 0.38 of the distance at its edge), and the anchor is a town, not a point. None without an anchor's point.
    """
    if bearing is not None:
        return moved(anchor, bearing, distance, max(_LEAST_RADIUS_KM, _SHARE_OF_DISTANCE * distance), query)
    if not is_point(anchor):
        return None
    precision = GeoPrecision.NEAR if distance <= 2 * NEAR_KM else GeoPrecision.PART_OF_COUNTRY
    radius, score = round(max(_LEAST_RADIUS_KM, distance), 1), round(anchor.score * 0.7, 3)
    return replace(anchor, query=query, method="near", geo_precision=precision, radius_km=radius, score=score)


def moved(anchor: Match, bearing: float, distance: float, radius: float, query: str) -> Match | None:
    """The point `distance` km from an anchor at a bearing in degrees, with a radius in km; None without an anchor's point."""
    if anchor.latitude is None or anchor.longitude is None or not is_point(anchor):
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


def along_border(query: str, lands: tuple[Place, Place], division: Place | None, stretch: Stretch) -> Match:
    """A stretch of the border of the first of two countries with the second: a line, so part of a country, never a spot."""
    own, neighbour = lands
    place = Place(
        name=f"{own.name}'s border with {neighbour.name}",
        kind=PlaceKind.AREA,
        latitude=stretch.latitude,
        longitude=stretch.longitude,
        radius_km=stretch.radius_km,
        country_code=own.country_code,
        country=own.name,
        admin1=division.admin1 if division else None,
        admin1_code=division.admin1_code if division else None,
        pcode=division.pcode if division else None,
    )
    return Match(
        query=query,
        place=place,
        score=0.6,
        method="border",
        geo_precision=GeoPrecision.PART_OF_COUNTRY,
        latitude=stretch.latitude,
        longitude=stretch.longitude,
        radius_km=stretch.radius_km,
    )
