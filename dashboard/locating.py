"""Give each strike claim its location: the gazetteer's reading of the words that the claim names as its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from dashboard.records import UNPLACED, Claim, Location, StrikeClaim
from gazetteer import Match, Place, RelativePlace, Toponym
from gazetteer.geometry import distance_km


def locate(claims: Sequence[Claim], toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> tuple[Claim, ...]:
    """Fill `location` of every strike claim; aid claims pass through.

    Pure: no look-up is made that the report's own reading did not make.
    """
    relative = {(r.start, r.end): r.match for r in relatives}
    named = {(t.start, t.end): t.match for t in toponyms}
    out: list[Claim] = []
    for claim in claims:
        if not isinstance(claim, StrikeClaim):
            out.append(claim)
            continue
        match = None
        if claim.place_span is not None:
            match = (relative if claim.place_is_relative else named).get(claim.place_span)
        out.append(replace(claim, location=location(match) if match is not None else UNPLACED))
    return tuple(out)


def location(match: Match) -> Location:
    """A location from a match: the point only where the precision has one, the names of everything around it."""
    place = match.place
    name = place.name if match.method != "bearing" else _offset_name(match)
    pointed = match.geo_precision.has_point
    return Location(
        name=name,
        geo_precision=match.geo_precision,
        latitude=match.latitude if pointed else None,
        longitude=match.longitude if pointed else None,
        radius_km=match.radius_km if pointed else None,
        country=place.country,
        country_code=place.country_code,
        admin1=place.admin1,
        admin1_code=place.admin1_code,
        admin2=place.admin2,
        pcode=place.pcode,
        geonameid=place.geonameid,
        method=match.method,
        score=match.score,
        runners_up=tuple(_in_words(p) for p in match.runners_up),
    )


_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def _offset_name(match: Match) -> str:
    """A name such as "30 km south of Kharkiv", from the computed point and the town it was measured from."""
    place = match.place
    if match.latitude is None or match.longitude is None:
        return place.name
    away = distance_km(place.latitude, place.longitude, match.latitude, match.longitude)
    north = match.latitude - place.latitude
    east = (match.longitude - place.longitude) * math.cos(math.radians(place.latitude))
    point = _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]
    return f"{away:.0f} km {point} of {place.name}"


def _in_words(place: Place) -> str:
    return ", ".join(part for part in (place.name, place.admin1, place.country) if part)
