"""The ground of the map: a MapLibre style and its data, all our own, so that no tile server is ever asked.

The style follows the MapLibre Style Specification, version 8. It names no fonts, no sprites and no address but the given one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from dashboard.drawing.palette import DARK, LIGHT
from gazetteer.outlines import DIVISIONS_ATTRIBUTION, GSHHG_ATTRIBUTION, Outlines, Shape

GroundName = Literal["light", "dark", "print"]
ATTRIBUTIONS: Final = {
    "land": GSHHG_ATTRIBUTION,
    "rivers": GSHHG_ATTRIBUTION,
    "divisions": DIVISIONS_ATTRIBUTION,
    "borders": GSHHG_ATTRIBUTION,
}
"""Every source of the style, by name, and whom to thank for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The colours of the ground; every one is `#RRGGBB`."""

    sea: str
    shallows: str
    """The soft band of water along the coast."""
    coast: str
    land: str
    river: str
    region: str
    """Lines of first-order divisions."""
    border: str


GROUNDS: Final[dict[GroundName, Ground]] = {
    "light": Ground(
        sea=LIGHT.sea, shallows="#D2DFE7", coast="#B4C4CE", land=LIGHT.land, river=LIGHT.river, region=LIGHT.region, border=LIGHT.border
    ),
    "dark": Ground(
        sea=DARK.sea, shallows="#0C1115", coast="#36424B", land=DARK.land, river=DARK.river, region=DARK.region, border=DARK.border
    ),
    "print": Ground(
        sea="#E9EEF1", shallows="#DFE7EB", coast="#A9B6BE", land="#FFFFFF", river="#CBDAE3", region="#CFD3D6", border="#858F97"
    ),
}


def style(theme: GroundName, base_url: str) -> dict[str, Any]:
    """The style of one theme.

    Args:
        theme: "light" and "dark" for the screen, "print" for paper.
        base_url: the path, without a slash at its end, under which `layers` is served, each as `<name>.geojson`.
    """
    ground = GROUNDS[theme]
    return {
        "version": 8,
        "name": f"Strikemap {theme}",
        "sources": {
            name: {"type": "geojson", "data": f"{base_url}/{name}.geojson", "attribution": thanks, "tolerance": 0.3, "maxzoom": 10}
            for name, thanks in ATTRIBUTIONS.items()
        },
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": ground.sea}},
            # both lie under the land, so that only their outer half is seen and no seam shows at the antimeridian
            _line("shallows", "land", ground.shallows, width=_by_zoom({2: 3, 5: 9, 9: 22}), blur=_by_zoom({2: 2, 5: 6, 9: 14})),
            _line("coast", "land", ground.coast, width=_by_zoom({2: 1, 5: 1.6, 9: 2.6})),
            {"id": "land", "type": "fill", "source": "land", "paint": {"fill-color": ground.land, "fill-antialias": True}},
            _line("rivers", "rivers", ground.river, width=_by_zoom({2: 0.3, 5: 0.9, 9: 2.2}), filter_=_ZOOMED_IN),
            _line("divisions", "divisions", ground.region, width=_by_zoom({3: 0.5, 6: 0.9, 9: 1.5}), dash=[4, 2.5], filter_=_ZOOMED_IN),
            _line("borders-halo", "borders", ground.land, width=_by_zoom({2: 1.5, 5: 3, 9: 5}), opacity=0.7, filter_=_SURVEYED),
            _line("borders", "borders", ground.border, width=_by_zoom({2: 0.5, 5: 1.1, 9: 2}), filter_=_SURVEYED),
            _line("borders-approximate", "borders", ground.border, width=_by_zoom({2: 0.5, 5: 1, 9: 2}), dash=[3, 2], filter_=_APPROXIMATE),
        ],
    }


def layers(outlines: Outlines | None = None) -> Mapping[str, bytes]:
    """The data of the style: GeoJSON (RFC 7946) by the name of its source, about 2.5 MB in all, a third of it compressed.

    Args:
        outlines: where the shapes come from; by default those of the user's cache, compiled first where there are none.
    """
    outlines = Outlines.open() if outlines is None else outlines
    shapes = {"land": outlines.land, "rivers": outlines.rivers, "divisions": outlines.division_lines, "borders": outlines.borders}
    return {name: _geojson(found) for name, found in shapes.items()}


_ZOOMED_IN: Final = [">=", ["zoom"], ["get", "z"]]
_APPROXIMATE: Final = ["==", ["get", "approximate"], True]
_SURVEYED: Final = ["!=", ["get", "approximate"], True]


def _line(
    name: str,
    source: str,
    colour: str,
    *,
    width: list[Any],
    blur: list[Any] | None = None,
    dash: list[float] | None = None,
    opacity: float | None = None,
    filter_: list[Any] | None = None,
) -> dict[str, Any]:
    """One line layer."""
    paint = {"line-color": colour, "line-width": width, "line-blur": blur, "line-dasharray": dash, "line-opacity": opacity}
    layer: dict[str, Any] = {
        "id": name,
        "type": "line",
        "source": source,
        "layout": {"line-join": "round", "line-cap": "butt" if dash else "round"},
        "paint": {key: value for key, value in paint.items() if value is not None},
    }
    return layer if filter_ is None else {**layer, "filter": filter_}


def _by_zoom(stops: Mapping[int, float]) -> list[Any]:
    """A value that grows steadily with the zoom through these stops."""
    return ["interpolate", ["linear"], ["zoom"], *(part for stop in stops.items() for part in stop)]


def _geojson(shapes: Iterable[Shape]) -> bytes:
    """The shapes as a feature collection, without a space too many."""
    features = [
        {
            "type": "Feature",
            "properties": {"z": shape.min_zoom} | ({"approximate": True} if shape.approximate else {}),
            "geometry": shape.geometry.__geo_interface__,
        }
        for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")).encode()
