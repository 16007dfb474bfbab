"""Places as answers: the precision that a place's own kind has, and the `Match` that says so."""

from __future__ import annotations

from dataclasses import replace

from gazetteer.place import GeoPrecision, Match, Place, PlaceKind

DISTRICT_RADIUS_KM = 25.0
"""Radius given to a district that is known only by its town; the median of Ukraine's raions before 2020 lies near it."""


_TOWN_KM = 10.0
_NEAR_KM = 25.0


def district_of_town(query: str, town: Place, score: float, runners_up: tuple[Place, ...]) -> Match:
    """The district named after a town ("Zmiiv district"), where no table has it: round the town, with a district's radius."""
    district = replace(
        town, name=f"{town.name} district", kind=PlaceKind.DISTRICT, radius_km=DISTRICT_RADIUS_KM, geonameid=None, population=0
    )
    return Match(query=query, place=district, score=score, method="district of town", geo_precision=GeoPrecision.DISTRICT,
                 latitude=town.latitude, longitude=town.longitude, radius_km=DISTRICT_RADIUS_KM, runners_up=runners_up)  # fmt: skip


_BY_KIND = {
    PlaceKind.POPULATED: GeoPrecision.EXACT,
    PlaceKind.DISTRICT: GeoPrecision.DISTRICT,
    PlaceKind.REGION: GeoPrecision.REGION,
    PlaceKind.COUNTRY: GeoPrecision.COUNTRY,
}


def precision_of(place: Place) -> GeoPrecision:
    """The UCDP code of a place's own kind; an area counts by its size, a river as part of its country, a sea as nowhere."""
    if place.kind in _BY_KIND:
        return _BY_KIND[place.kind]
    if place.kind is PlaceKind.AREA and place.radius_km <= _NEAR_KM:
        return GeoPrecision.EXACT if place.radius_km <= _TOWN_KM else GeoPrecision.NEAR
    if place.kind in {PlaceKind.AREA, PlaceKind.WATER} and place.country_code:
        return GeoPrecision.PART_OF_COUNTRY
    return GeoPrecision.UNKNOWN


def as_match(query: str, place: Place, *, score: float, method: str, runners_up: tuple[Place, ...] = ()) -> Match:
    """A place as the answer to a query, with the precision of its kind; no point for countries and seas."""
    precision = precision_of(place)
    point = precision.has_point
    return Match(
        query=query,
        place=place,
        score=min(1.0, max(0.0, score)),
        method=method,
        geo_precision=precision,
        latitude=place.latitude if point else None,
        longitude=place.longitude if point else None,
        radius_km=place.radius_km if point else None,
        runners_up=runners_up,
    )
