"""The words of the gazetteer: a place, a match, a toponym in a text. All frozen; degrees are WGS84, distances km."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class GeoPrecision(IntEnum):
    """How exactly a location is known: the codes 1-7 of `where_prec` in the UCDP GED codebook."""

    EXACT = 1
    NEAR = 2
    DISTRICT = 3
    REGION = 4
    PART_OF_COUNTRY = 5
    COUNTRY = 6
    UNKNOWN = 7

    @property
    def has_point(self) -> bool:
        """Whether a location of this precision may be drawn at a point; a country or the open sea never is."""
        return self < GeoPrecision.COUNTRY


class PlaceKind(StrEnum):
    """What sort of thing a place is."""

    POPULATED = "populated"
    DISTRICT = "district"
    REGION = "region"
    AREA = "area"
    COUNTRY = "country"
    CONTINENT = "continent"
    WATER = "water"


class ToponymKind(StrEnum):
    """What a name in running text stands for; a strike is never placed on a demonym or a metonym."""

    PLACE = "place"
    REGION = "region"
    COUNTRY = "country"
    DEMONYM = "demonym"
    METONYM = "metonym"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the gazetteer."""

    name: str
    """The usual English name."""
    kind: PlaceKind
    latitude: float
    """Decimal degrees, WGS84."""
    longitude: float
    """Decimal degrees, WGS84."""
    radius_km: float
    """Radius that holds the place's whole extent, km."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2; None for continents and seas."""
    country: str | None = None
    """The country's usual English name."""
    admin1: str | None = None
    """First-order division by its English name ("Kharkiv Oblast")."""
    admin1_code: str | None = None
    """GeoNames admin-1 code within the country ("07")."""
    admin2: str | None = None
    """Second-order division by its English name, where known."""
    pcode: str | None = None
    """OCHA P-code of the first-order division, Ukraine only ("UA63")."""
    geonameid: int | None = None
    """GeoNames id; None where no source gave one."""
    population: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A place chosen for a name or an expression, with how sure that is and what else it could have been."""

    query: str
    """What was looked up, as it was written."""
    place: Place
    score: float
    """Confidence, 0-1."""
    method: str
    """The name of the rule that chose ("exact", "alias", "fuzzy", "containment", "bearing", "near" ...)."""
    geo_precision: GeoPrecision
    latitude: float | None
    """Decimal degrees; None where the precision has no point (6 and 7)."""
    longitude: float | None
    radius_km: float | None
    """Radius around the point that holds the true place, km; None without a point."""
    runners_up: tuple[Place, ...] = field(default=())
    """Other readings, best first; at most five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name (or a word made from one) in a text; `text[start:end]`, in code points."""

    start: int
    end: int
    text: str
    kind: ToponymKind
    match: Match | None
    """The place it was resolved to; None where it was recognised and not resolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativePlace:
    """An expression that places something by another place: "30 km south of Kharkiv", "a village near Izium"."""

    start: int
    end: int
    text: str
    anchors: tuple[tuple[int, int], ...]
    """Spans of the toponyms (or of definite descriptions such as "the regional capital") that it leans on."""
    match: Match | None
    """The computed point: method "bearing", "near", "inside" or "between"; None where an anchor was not resolved."""
