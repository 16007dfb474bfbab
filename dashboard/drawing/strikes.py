"""Strikes as map layers: largest below, smallest on top, strikes at one point side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard.codes import GeoPrecision
from dashboard.drawing import icons, wording
from dashboard.drawing.deck import Layer
from dashboard.drawing.fan import fan
from dashboard.drawing.marks import Measure, Shape, counts, has_point, is_hollow, shapes
from dashboard.drawing.palette import Theme, contrast, rgba, weapon_family
from dashboard.drawing.scales import RING_FROM_PX, SMALL_PX, AreaScale
from dashboard.records import digest

Outline = Mapping[str, Any]
"""A GeoJSON geometry."""
OutlineOf = Callable[[str, str], Outline | None]
"""The outline of a first-order division by (country_code, admin1_code)."""

DIMMED: Final = 0.35
"""What is not selected drops to this share of its opacity."""
_HOLLOW_FILL: Final = 0.14
_NON_TEXT_CONTRAST: Final = 3.0
_DIAMOND_PX: Final = 13.0

HIT_LAYER: Final = "strikes"
"""The id of the layer that answers the pointer begins with this."""


def strike_rows(
    events: pd.DataFrame, *, measure: Measure, scale: AreaScale, theme: Theme, selected: str | None, dimmed: bool = False
) -> list[dict[str, Any]]:
    """One record per strike with a point, largest first: what the layers read. A selected strike comes last, so on top.

    `dimmed` says that a piece of aid is selected, so that every strike steps back.
    """
    placed = events.loc[has_point(events)]
    if placed.empty:
        return []
    chosen = counts(placed, measure)
    radius = scale.radius(chosen.best)
    low, high = scale.radius(chosen.low), scale.radius(chosen.high)
    shape, hollow = shapes(chosen.best), is_hollow(placed)
    rows: list[dict[str, Any]] = []
    for i, event in enumerate(placed.to_dict("records")):
        family = weapon_family(str(event["weapon_group"]))
        colour = family.on(theme)
        share = DIMMED if dimmed or selected not in {None, event["event_id"]} else 1.0
        edged = contrast(colour, theme.land) < _NON_TEXT_CONTRAST
        round_mark = shape[i] == Shape.CIRCLE
        rows.append(
            {
                "id": str(event["event_id"]),
                "p": [round(float(event["longitude"]), 5), round(float(event["latitude"]), 5)],
                "r": round(float(radius[i]), 2) if round_mark else SMALL_PX,
                "low": round(float(low[i]), 2),
                "high": round(float(high[i]), 2),
                "ranged": bool(round_mark and radius[i] > RING_FROM_PX and high[i] - low[i] > 1.0),
                "shape": str(shape[i]),
                "hollow": bool(hollow[i]),
                "c": rgba(colour, share * _HOLLOW_FILL),
                "edge": rgba(theme.edge, share * 0.9) if edged else rgba(theme.hairline, share),
                "ring": rgba(colour, share * 0.75),
                "full": rgba(colour, share),
                "radius_km": _number(event["radius_km"]),
                "precision": int(event["geo_precision"]),
                "region": (event["country_code"], event["admin1_code"]),
                "tip": strike_tip(event),
            }
        )
    rows.sort(key=lambda row: (-row["r"], row["id"]))
    _lay_out(rows)
    rows.sort(key=lambda row: row["id"] == selected)
    return rows


def _lay_out(rows: list[dict[str, Any]]) -> None:
    """Give each row its shift in px ("o"), so that strikes at one point lie side by side."""
    at: dict[tuple[float, float], list[dict[str, Any]]] = {}
    for row in rows:
        at.setdefault((row["p"][0], row["p"][1]), []).append(row)
    for together in at.values():
        reach = [
            max(row["r"], row["high"] if row["ranged"] else 0.0, _DIAMOND_PX / 2 if row["shape"] == Shape.DIAMOND else 0.0)
            for row in together
        ]
        for row, offset in zip(together, fan(reach), strict=True):
            row["o"] = list(offset)


def _number(value: object) -> float:
    number = float(value) if isinstance(value, int | float) and value is not None else 0.0
    return number if math.isfinite(number) else 0.0


def _whole(value: object) -> int | None:
    return None if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)) else int(str(value).split(".")[0])


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def strike_tip(event: Mapping[Any, Any]) -> str:
    """The words beside the pointer: where, when, what, how many, how sure."""
    tolls = [
        wording.toll(_whole(event[f"{name}_low"]), _whole(event[name]), _whole(event[f"{name}_high"]), name)
        for name in ("killed", "injured")
    ]
    start, end = (None if pd.isna(event[name]) else event[name].date() for name in ("date_start", "date_end"))
    weapons = (_text(event["weapons"]) or "weapon not named").replace("|", ", ")
    lines = [
        wording.where(_text(event["place"]), _text(event["admin1"]), None),
        f"{wording.period(start, end) or 'date unknown'} · {weapons}",
        ", ".join(tolls),
    ]
    precision = int(event["geo_precision"])
    if precision > GeoPrecision.EXACT:
        lines.append(wording.sentence_case(wording.PRECISION[precision]))
    return "\n".join(lines)


def strike_layers(rows: list[dict[str, Any]], *, theme: Theme, selected: str | None, outline_of: OutlineOf) -> list[Layer]:
    """The layers of the strikes, bottom to top, without the one that answers the pointer."""
    pieces = [piece for row in rows for piece in _pieces(row, theme, chosen=row["id"] == selected)]
    return [_region_layer(rows, theme=theme, outline_of=outline_of), _radius_layer(rows), _icon_layer("strike-marks", pieces)]


def _piece(row: dict[str, Any], icon: str, diameter: float, colour: Sequence[int]) -> dict[str, Any]:
    return {"p": row["p"], "o": row["o"], "i": icon, "s": round(diameter * icons.SCALE, 2), "c": colour}


def _pieces(row: dict[str, Any], theme: Theme, *, chosen: bool) -> list[dict[str, Any]]:
    """The pictures that make one mark, bottom to top."""
    radius = row["r"]
    pieces = []
    if chosen:
        around = max(radius, row["high"] if row["ranged"] else 0.0, _DIAMOND_PX / 2) + 4.5
        pieces += [_ring(row, around + 1.2, 5.0, rgba(theme.hairline)), _ring(row, around, 2.5, rgba(theme.ink))]
    if row["shape"] == Shape.DIAMOND:
        return [
            *pieces,
            _piece(row, "diamond-solid", _DIAMOND_PX + 2.4, row["edge"]),
            _piece(row, "diamond-solid", _DIAMOND_PX, rgba(theme.land, row["full"][3] / 255)),
            _piece(row, "diamond", _DIAMOND_PX, row["full"]),
        ]
    if row["ranged"]:
        pieces.append(_ring(row, row["high"], 1.0, row["ring"]))
    if row["hollow"]:
        pieces += [
            _piece(row, "disc", 2 * radius, row["c"]),
            _ring(row, radius + 0.8, 3.4, row["edge"]),
            _ring(row, radius, 2.0, row["full"]),
        ]
    else:
        pieces += [_piece(row, "disc", 2 * radius, row["full"]), _ring(row, radius + 0.7, 1.3, row["edge"])]
    if row["ranged"] and row["low"] < radius - 1:
        pieces.append(_ring(row, row["low"], 1.0, row["edge"]))
    return pieces


def _ring(row: dict[str, Any], radius: float, width: float, colour: Sequence[int]) -> dict[str, Any]:
    return _piece(row, icons.ring_icon(radius, width), 2 * radius, colour)


def _icon_layer(identifier: str, pieces: list[dict[str, Any]], **properties: object) -> Layer:
    return {
        "@@type": "IconLayer",
        "id": identifier,
        "data": pieces,
        "iconAtlas": icons.ATLAS,
        "iconMapping": icons.MAPPING,
        "getPosition": "@@=p",
        "getPixelOffset": "@@=o",
        "getIcon": "@@=i",
        "getSize": "@@=s",
        "getColor": "@@=c",
        "sizeUnits": "pixels",
        "textureParameters": {"minFilter": "linear", "magFilter": "linear", "mipmapFilter": "linear"},
        "pickable": False,
        **properties,
    }


def _radius_layer(rows: list[dict[str, Any]]) -> Layer:
    near = [
        {"p": row["p"], "r": row["radius_km"] * 1000, "c": _fainter(row["full"], 0.10), "l": _fainter(row["full"], 0.5)}
        for row in rows
        if row["precision"] in {GeoPrecision.NEAR, GeoPrecision.DISTRICT} and row["radius_km"] > 0
    ]
    return {
        "@@type": "ScatterplotLayer",
        "id": "strike-radius",
        "data": near,
        "getPosition": "@@=p",
        "getRadius": "@@=r",
        "radiusUnits": "meters",
        "getFillColor": "@@=c",
        "getLineColor": "@@=l",
        "getLineWidth": 1,
        "lineWidthUnits": "pixels",
        "stroked": True,
        "pickable": False,
    }


def _fainter(colour: Sequence[int], share: float) -> tuple[int, ...]:
    return (*colour[:3], round(colour[3] * share))


def _region_layer(rows: list[dict[str, Any]], *, theme: Theme, outline_of: OutlineOf) -> Layer:
    regions = {row["region"]: row["full"] for row in rows if row["precision"] == GeoPrecision.REGION}
    features = []
    for (country, admin1), colour in regions.items():
        outline = outline_of(country, admin1) if isinstance(country, str) and isinstance(admin1, str) else None
        if outline is not None:
            features.append({"type": "Feature", "geometry": outline, "properties": {"f": _fainter(colour, 0.10)}})
    return {
        "@@type": "GeoJsonLayer",
        "id": "strike-regions",
        "data": {"type": "FeatureCollection", "features": features},
        "getFillColor": "@@=properties.f",
        "getLineColor": rgba(theme.quiet, 0.7),
        "getLineWidth": 1.2,
        "lineWidthUnits": "pixels",
        "pickable": False,
    }


def hit_layer(rows: list[dict[str, Any]], *, version: str) -> Layer:
    """The layer that answers the pointer: discs that are all but unseen, at least 9 px, so that the smallest mark can be hit.

    `version` belongs into the id: Streamlit remembers a selection by layer and index, and an index means another strike once the
    rows change.
    """
    data = [
        {**_piece(row, "disc", 2 * max(row["r"] + 2, 9.0), (0, 0, 0, 1)), "id": row["id"], "tip": row["tip"]}
        for row in sorted(rows, key=lambda row: -float(row["r"]))
    ]
    return _icon_layer(f"{HIT_LAYER}:{version}", data, pickable=True, alphaCutoff=0)


def version_of(rows: list[dict[str, Any]], selected: str | None) -> str:
    """A short name for what is drawn: the same rows in the same order with the same one selected have the same name."""
    return digest(*(row["id"] for row in rows), selected or "")[:12]
