"""Names of countries and towns for the ground of the map, thinned for each zoom so that none meets another.

The browser fetches them by tile (the scheme of web maps: zoom, column, row), since the server never learns where it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from dashboard.drawing.deck import Layer
from dashboard.drawing.palette import Theme, rgba
from dashboard.drawing.view import TILE, screen

LAST_ZOOM: Final = 9
"""Closer than this, the tiles of this zoom are shown."""
_TEXT_PX: Final = 11
_LETTER_PX: Final = 6.0
_CAPITAL_PX: Final = 7.4
_LINE_PX: Final = 15.0
_SHIFT_PX: Final = 10
_COUNTRY_SHIFT_PX: Final = 13
"""Arcs meet at the points of countries; their names stand below."""
_AIR_PX: Final = 8.0
_CLOSEST_VIEW: Final = 0.5
"""Tiles of a zoom are shown from so much further out."""


class NameKind(StrEnum):
    """What a name is for."""

    COUNTRY = "country"
    TOWN = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name at a point."""

    text: str
    latitude: float
    longitude: float
    kind: NameKind
    rank: float
    """Higher speaks first; countries before towns."""


Box = tuple[float, float, float, float]
"""Left, top, right, bottom; px."""


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _box(name: Name, zoom: float) -> Box:
    x, y = screen((name.longitude, name.latitude), zoom)
    country = name.kind is NameKind.COUNTRY
    half = len(name.text) * (_CAPITAL_PX if country else _LETTER_PX) / 2 + _AIR_PX
    return (x - half, y - 4, x + half, y + _LINE_PX + (_SHIFT_PX if name.kind is NameKind.TOWN else _COUNTRY_SHIFT_PX))


def thinned(names: Iterable[Name], zoom: int) -> tuple[Name, ...]:
    """The names that stand free of each other in tiles of a zoom, the most important first."""
    kept: list[Name] = []
    taken: dict[tuple[int, int], list[Box]] = {}
    for name in sorted(names, key=lambda name: (name.kind is not NameKind.COUNTRY, -name.rank, name.text)):
        box = _box(name, zoom - _CLOSEST_VIEW)
        cells = [(column, row) for column in range(*_span(box[0], box[2])) for row in range(*_span(box[1], box[3]))]
        if any(meet(box, other) for cell in cells for other in taken.get(cell, ())):
            continue
        kept.append(name)
        for cell in cells:
            taken.setdefault(cell, []).append(box)
    return tuple(kept)


def _span(low: float, high: float) -> tuple[int, int]:
    return int(low // TILE), int(high // TILE) + 1


def tile(names: Sequence[Name], zoom: int, column: int, row: int) -> dict[str, Any]:
    """The names of one tile as GeoJSON (RFC 7946); empty where it holds none, or where there is no such tile."""
    features = []
    half = TILE * 2**zoom / 2
    for name in names:
        x, y = screen((name.longitude, name.latitude), zoom)
        if (int((x + half) // TILE), int((y + half) // TILE)) == (column, row):
            country = name.kind is NameKind.COUNTRY
            features.append(
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [round(name.longitude, 4), round(name.latitude, 4)]},
                    "properties": {
                        "n": name.text.upper() if country else name.text,
                        "o": [0, _COUNTRY_SHIFT_PX if country else _SHIFT_PX],
                        "r": 0 if country else 1.7,
                    },
                }
            )
    return {"type": "FeatureCollection", "features": features}


def names_layer(theme: Theme, url: str) -> Layer:
    """The layer of the names. `url` holds {z}, {x} and {y}."""
    return {
        "@@type": "TileLayer",
        "id": f"names-{theme.name}",
        "data": url,
        "tileSize": TILE,
        "minZoom": 0,
        "maxZoom": LAST_ZOOM,
        "refinementStrategy": "no-overlap",
        "pointType": "circle+text",
        "stroked": False,
        "getFillColor": rgba(theme.quiet, 0.8),
        "getPointRadius": "@@=properties.r",
        "pointRadiusUnits": "pixels",
        "getText": "@@=properties.n",
        "getTextSize": _TEXT_PX,
        "getTextColor": rgba(theme.quiet, 0.95),
        "getTextPixelOffset": "@@=properties.o",
        "textCharacterSet": "auto",
        "textFontFamily": "'Source Sans', 'Source Sans 3', sans-serif",
        "textFontWeight": 500,
        "textFontSettings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 16, "smoothing": 0.15},
        "textOutlineWidth": 4,
        "textOutlineColor": rgba(theme.land, 0.9),
        "pickable": False,
    }
