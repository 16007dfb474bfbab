"""What a geocoding service answered, read as a place: only settlements, divisions and natural features are taken."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from gazetteer.geometry import distance_km
from gazetteer.names import fold, has_cyrillic, spellings
from gazetteer.place import Place, PlaceKind

_LOWEST_SCORE, _HIGHEST_SCORE = 0.2, 0.5
"""An answer from outside counts for less than any likeness within the index, whose scores begin at about 0.5."""
_LEAST_LIKENESS = 0.5
_MOST_RUNNERS_UP = 5
_LARGEST_TOWN_KM = 40.0

# Least, usual (where the service gives no box) and largest radius, km.
_RADII = {
    PlaceKind.POPULATED: (1.0, 5.0, _LARGEST_TOWN_KM),
    PlaceKind.DISTRICT: (5.0, 25.0, 300.0),
    PlaceKind.REGION: (10.0, 100.0, 2000.0),
    PlaceKind.AREA: (0.5, 50.0, 2000.0),
    PlaceKind.COUNTRY: (5.0, 500.0, 6000.0),
    PlaceKind.CONTINENT: (1000.0, 4000.0, 6000.0),
    PlaceKind.WATER: (5.0, 500.0, 6000.0),
}

_WORDS = {
    PlaceKind.POPULATED: """city town village hamlet isolated_dwelling suburb quarter neighbourhood neighborhood borough city_district
        locality localadmin farm croft allotments settlement sublocality ppl ppla ppla2 ppla3 ppla4 pplc ppls pplx""",
    PlaceKind.DISTRICT: "county district municipality state_district administrative_area_level_2 adm2 countrysecondarysubdivision",
    PlaceKind.REGION: "state region province administrative_area_level_1 macroregion adm1 countrysubdivision",
    PlaceKind.COUNTRY: "country pcli",
    PlaceKind.CONTINENT: "continent cont",
    PlaceKind.WATER: "sea ocean",
    PlaceKind.AREA: "island islet archipelago natural_feature protected_area national_park",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_OSM_CLASSES = {"place", "boundary", "natural"}
_NO_PLACES = {"house", "houses", "postcode", "postal_code", "square", "plot", "city_block", "historic", "tree", "tree_row"}
# Nominatim's ranks of divisions, for servers too old to say what a boundary bounds: the highest rank of each kind.
_RANKS = ((4, PlaceKind.COUNTRY), (9, PlaceKind.REGION), (12, PlaceKind.DISTRICT), (25, PlaceKind.POPULATED))
# Where services other than OpenStreetMap's say what an answer is, the most telling first.
_KIND_FIELDS = ("layer", "fcode", "entitytype", "_type", "types", "addresstype", "type")


class UnreadableAnswerError(ValueError):
    """No answer says what kind of thing it is, so none can be taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place that a service knows by a name, with a score of 0.2-0.5 and what else it could be."""

    place: Place
    score: float
    runners_up: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One answer, in words that all services share; texts are "" where the service is silent; `kind` is None for no place."""

    kind: PlaceKind | None
    name: str
    names: tuple[str, ...]
    country_code: str
    country: str
    admin1: str
    admin2: str
    box: tuple[float, float, float, float] | None
    """South, north, west, east."""


def choose(locations: Sequence[Any], name: str, *, country: str, within: bool) -> Found | None:
    """The first of a service's answers (geopy locations) that is a place and bears a likeness to the name, None if none does.

    `country` is the hint (ISO alpha-2, or ""): answers in another country are not taken, nor are, unless the service was asked
    to search `within` it, answers that name none. Raises `UnreadableAnswerError` where there are answers and none can be read.
    """
    found: list[tuple[Place, float]] = []
    readable = False
    for location in locations:
        answer = _read(location.raw)
        if answer is None:
            continue
        readable = True
        latitude, longitude = float(location.latitude), float(location.longitude)
        if answer.kind is None or not answer.name or not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004 - degrees
            continue
        if country and answer.country_code != country and (answer.country_code or not within):
            continue
        likeness = _likeness(name, answer.names)
        if likeness >= _LEAST_LIKENESS:
            found.append((_place(answer, answer.kind, latitude, longitude), likeness))
    if not found:
        if locations and not readable:
            raise UnreadableAnswerError("its answers do not say what kind of place they are")
        return None
    (place, likeness), *others = found
    score = round(_LOWEST_SCORE + (_HIGHEST_SCORE - _LOWEST_SCORE) * likeness, 3)
    apart = tuple(other for other, _ in others if not _same(place, other))
    return Found(place=place, score=score, runners_up=apart[:_MOST_RUNNERS_UP])


def _place(answer: _Answer, kind: PlaceKind, latitude: float, longitude: float) -> Place:
    extent = _extent_km(answer.box, latitude, longitude)
    if kind is PlaceKind.POPULATED and extent is not None and extent > _LARGEST_TOWN_KM:
        kind = PlaceKind.DISTRICT  # a "city" that is a district round a town: its point is not the town's
    least, usual, largest = _RADII[kind]
    return Place(
        name=answer.name,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        radius_km=round(usual if extent is None else min(max(extent, least), largest), 1),
        country_code=answer.country_code or None,
        country=answer.country or None,
        admin1=answer.admin1 or (answer.name if kind is PlaceKind.REGION else None),
        admin2=answer.admin2 or (answer.name if kind is PlaceKind.DISTRICT else None),
    )


def _extent_km(box: tuple[float, float, float, float] | None, latitude: float, longitude: float) -> float | None:
    """Distance from the point to the farthest corner of the box."""
    if box is None:
        return None
    south, north, west, east = box
    if not (-90 <= south <= latitude <= north <= 90 and -180 <= west <= longitude <= east <= 180):  # noqa: PLR2004 - degrees
        return None
    return max(distance_km(latitude, longitude, corner, side) for corner in (south, north) for side in (west, east))


def _same(place: Place, other: Place) -> bool:
    """Whether an answer is the chosen place once more: services know a town as a point and as a boundary."""
    apart = distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
    return fold(place.name) == fold(other.name) and apart <= max(place.radius_km, other.radius_km)


def _likeness(name: str, names: Sequence[str]) -> float:
    """How alike a name and the best of a place's names are, 0-1; the least that passes for a script that we cannot compare."""
    wanted = spellings(name)
    known = {fold(other) for other in names}
    best = max((fuzz.ratio(one, other) / 100 for one in wanted for other in known), default=0.0)
    comparable = name.isascii() or has_cyrillic(name) or any(letter in "".join(known) for letter in fold(name) if not letter.isspace())
    return best if comparable else max(best, _LEAST_LIKENESS)


def _read(raw: object) -> _Answer | None:
    """A service's answer in our words; None where it does not say what kind of thing it is."""
    if not isinstance(raw, Mapping):
        return None
    properties = raw.get("properties")
    if _text(raw, "class") or _text(raw, "category"):
        return _nominatim(raw)
    if isinstance(properties, Mapping) and _text(properties, "osm_key"):
        return _photon(properties)
    return _other(raw)


def _nominatim(raw: Mapping[str, Any]) -> _Answer:
    address, names = _mapping(raw, "address"), _mapping(raw, "namedetails")
    group, sort = _text(raw, "class") or _text(raw, "category"), _text(raw, "type")
    words = (_text(raw, "addresstype"), sort)
    kind = _osm_kind(group, words)
    if kind is PlaceKind.AREA and group == "boundary" and sort == "administrative":
        rank = raw.get("place_rank")
        kind = next((kind for last, kind in _RANKS if isinstance(rank, int) and rank <= last), PlaceKind.AREA)
    name = _text(names, "name:en") or _text(raw, "name") or _text(names, "name") or _text(raw, "display_name").partition(",")[0]
    return _Answer(
        kind=kind,
        name=name.strip(),
        names=(name, *(text for key in names if "name" in str(key) and (text := _text(names, key)))),
        country_code=_code(_text(address, "country_code")),
        country=_text(address, "country"),
        admin1=_first(address, "state", "province", "region"),
        admin2=_first(address, "county", "district", "state_district"),
        box=_box(raw.get("boundingbox"), (0, 1, 2, 3)),
    )


def _photon(properties: Mapping[str, Any]) -> _Answer:
    # The tag is more exact than Photon's own "type", which calls a hamlet a city; for a boundary it is the other way about.
    words = [_text(properties, "osm_value"), _text(properties, "type")]
    group = _text(properties, "osm_key")
    return _Answer(
        kind=_osm_kind(group, words if group == "place" else words[::-1]),
        name=_text(properties, "name"),
        names=(_text(properties, "name"),),
        country_code=_code(_text(properties, "countrycode")),
        country=_text(properties, "country"),
        admin1=_text(properties, "state"),
        admin2=_text(properties, "county"),
        box=_box(properties.get("extent"), (3, 1, 0, 2)),
    )


def _osm_kind(group: str, words: Sequence[str]) -> PlaceKind | None:
    """The kind of a thing of OpenStreetMap by its main key and the words for it, the most telling first."""
    if group not in _OSM_CLASSES or _NO_PLACES & set(words):
        return None
    if group == "natural":
        return PlaceKind.AREA
    known = next((_KINDS[word] for word in words if word in _KINDS), None)
    return known or (PlaceKind.AREA if group == "boundary" else None)


def _other(raw: Mapping[str, Any]) -> _Answer | None:
    """An answer of any other service, by the names that most of them give their fields, at its top or one level below."""
    levels = [raw, *(value for value in raw.values() if isinstance(value, Mapping))]
    fields = {key.lower(): value for level in reversed(levels) for key, value in level.items() if isinstance(key, str)}
    said = next((fields[field] for field in _KIND_FIELDS if fields.get(field)), None)
    words = [word.lower() for word in (said if isinstance(said, list) else [said]) if isinstance(word, str)]
    if not words:
        return None
    name = _first(fields, "toponymname", "name", "formatted_address", "formatted", "text", "label", "title").partition(",")[0].strip()
    return _Answer(
        kind=next((_KINDS[word] for word in words if word in _KINDS), None),
        name=name,
        names=(name,),
        country_code=_code(_first(fields, "country_code", "countrycode")),
        country=_first(fields, "countryname", "country"),
        admin1=_first(fields, "adminname1", "state", "region"),
        admin2=_first(fields, "adminname2", "county"),
        box=None,
    )


def _mapping(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    return value.strip() if isinstance(value, str) else ""


def _first(raw: Mapping[str, Any], *keys: str) -> str:
    return next((text for key in keys if (text := _text(raw, key))), "")


def _code(text: str) -> str:
    return text.upper() if len(text) == 2 and text.isascii() and text.isalpha() else ""  # noqa: PLR2004 - ISO alpha-2


def _box(raw: object, order: tuple[int, int, int, int]) -> tuple[float, float, float, float] | None:
    """South, north, west and east from four numbers in a service's own order; None where they are not four numbers."""
    if not isinstance(raw, list) or len(raw) != len(order):
        return None
    try:
        south, north, west, east = (float(raw[position]) for position in order)
    except (TypeError, ValueError, OverflowError):
        return None
    return (south, north, west, east) if all(map(math.isfinite, (south, north, west, east))) else None
