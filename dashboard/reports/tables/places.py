"""Places as the tables give them: a point with how exactly it is known, its country and its region by the gazetteer's codes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from dashboard.codes import GeoPrecision
from dashboard.records import Location
from gazetteer.geometry import distance_km
from gazetteer.names import fold, skeleton
from gazetteer.tables import listed, table

RADIUS_KM: Final = {
    GeoPrecision.EXACT: 5.0,
    GeoPrecision.NEAR: 25.0,
    GeoPrecision.DISTRICT: 40.0,
    GeoPrecision.REGION: 100.0,
    GeoPrecision.PART_OF_COUNTRY: 200.0,
}
"""The radius that holds the true place, km, where nothing better is known: UCDP's "within about 25 km", a usual town and district."""
_KINDS: Final = frozenset(
    "oblast region state province governorate department district county republic territory krai kray autonomous city municipality"
    " prefecture division raion okrug area provincial zone township union federal capital the of".split()
)
"""Words that say what a region is and not which one."""
_TOWN: Final = re.compile(r"(.*\S) (?:village|town|city|settlement|hamlet|neighbou?rhood)", re.IGNORECASE)
_REACH: Final = 2.5
"""A point lies within so many radii of its region's middle; a region's name that leads further away is another's."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 alpha-2 code and usual English name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Region:
    """A first-order division as the gazetteer has it."""

    code: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    pcode: str | None


def country(name: str) -> Country | None:
    """The country of a name, as UCDP, ACLED or an address writes it ("DR Congo (Zaire)", "Україна"); None where it is none."""
    names = _countries()
    return names.get(fold(name)) or names.get(fold(name.partition("(")[0]))


def country_of(code: str) -> Country | None:
    """The country of an ISO 3166-1 alpha-2 code."""
    return _by_code().get(code)


def region(of: Country | None, name: str, point: tuple[float, float] | None) -> Region | None:
    """The first-order division of a country by its name in any usual spelling; None where that is not sure."""
    if of is None or not name:
        return None
    names = _regions(of.code)
    key = fold(name)
    for spelling in (key, *_likenesses(key)):
        found = names.get(spelling)
        if found is not None and (point is None or distance_km(*point, found.latitude, found.longitude) <= _REACH * found.radius_km + 25):
            return found
    return None


def place(
    name: str,
    precision: GeoPrecision,
    point: tuple[float, float] | None,
    *,
    of: Country | None,
    admin1: str,
    admin2: str,
    method: str,
    geonameid: int | None = None,
) -> Location:
    """The location that a row gives.

    Its region bears the gazetteer's name where that knows it, so that one region is one, whoever tells of it; the row's own spelling
    stays in the text. What is known only as a country, or not at all, has no point.
    """
    if of is not None and admin1 and of.code in _names()["regions"]:
        of = country_of(_names()["regions"][of.code].get(fold(admin1), of.code))
    division = region(of, admin1, point)
    radius = RADIUS_KM.get(precision)
    if precision is GeoPrecision.REGION and division is not None:
        name, radius = division.name, division.radius_km
    town = _TOWN.fullmatch(name) if precision <= GeoPrecision.NEAR else None
    if not precision.has_point:
        point = None
    return Location(
        name=(town[1] if town else name) or admin2 or admin1 or (of.name if of else "unknown"),
        geo_precision=precision,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        radius_km=radius if point else None,
        country=of.name if of else None,
        country_code=of.code if of else None,
        admin1=division.name if division else admin1 or None,
        admin1_code=division.code if division else None,
        admin2=admin2 or None,
        pcode=division.pcode if division else None,
        geonameid=geonameid,
        method=method,
        score=1.0,
    )


@cache
def _by_code() -> dict[str, Country]:
    return {row["code"]: Country(row["code"], row["name"]) for row in table("countries")}


@cache
def _countries() -> dict[str, Country]:
    found: dict[str, Country] = {}
    by_code = _by_code()
    for row in table("countries"):
        own = by_code[row["code"]]
        for name in (row["name"], *listed(row["also"])):
            found.setdefault(fold(name), own)
    for row in table("cyrillic"):
        if row["kind"] == "country" and row["country"] in by_code:
            for name in (*listed(row["uk"]), *listed(row["ru"])):
                found.setdefault(fold(name), by_code[row["country"]])
    for name, code in _names()["countries"].items():
        if code in by_code:
            found[fold(name)] = by_code[code]
    return found


@cache
def _regions(country_code: str) -> dict[str, Region | None]:
    """The divisions of a country by every key that leads to one of them only; whole names before parts of names and likenesses."""
    whole: dict[str, Region | None] = {}
    parts: dict[str, Region | None] = {}
    for row in table("divisions"):
        if row["country"] != country_code:
            continue
        own = Region(
            row["code"], row["name"], float(row["latitude"]), float(row["longitude"]), float(row["radius_km"]), row["pcode"] or None
        )
        for name in (row["name"], *listed(row["also"])):
            whole.setdefault(fold(name), own)
            for key in _likenesses(fold(name)):
                parts[key] = own if parts.get(key, own) is own else None
    return parts | whole


def _likenesses(key: str) -> Iterator[str]:
    """What a region's name comes to by its consonants, and without the words that say what it is: "Kiev City" is not in "Kyiv Oblast"."""
    yield f"={skeleton(key)}"
    words = (_names()["words"].get(word, word) for word in key.split() if word not in _KINDS)
    bare = " ".join(word for word in words if word) or key
    yield bare
    yield (plain := " ".join(word.rstrip("h") for word in bare.split()))  # "Hamah" is "Hama"
    sounds = skeleton(plain)
    if len(sounds) > 2:  # noqa: PLR2004 - fewer consonants are alike by chance
        yield f"~{sounds}"


@cache
def _names() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("dashboard.reports.tables").joinpath("countries.toml").read_text("utf-8"))
