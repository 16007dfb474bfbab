"""Names on the map, from the data's own places and the countries: they give way to the marks and to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.drawing import icons
from dashboard.drawing.deck import Layer
from dashboard.drawing.marks import has_point
from dashboard.drawing.palette import Theme, rgba
from dashboard.drawing.view import TILE, mercator


class LabelKind(StrEnum):
    """What a name is for."""

    STRUCK = "struck"
    """A place with marks; stands beside them."""
    TOWN = "town"
    """A town to find one's way by; gives way to the marks."""
    COUNTRY = "country"


_GROUP: Final = "names"
_MOST_PLACES: Final = 150
_MARK_PRIORITY: Final = 0
_PRIORITY: Final = {LabelKind.STRUCK: 500, LabelKind.TOWN: -999, LabelKind.COUNTRY: -500}
_MOST_RANK: Final = 400
"""The browser takes priorities from -1000 to 1000."""
_PLACE_PX: Final = 12
_SMALL_PX: Final = 11
_LETTER_PX: Final = 6.2
"""The usual width of a letter at `_PLACE_PX`."""
_GAP_PX: Final = 4.0
_BULLET_PX: Final = 2.5
"""Half the width of the bullet before a town."""
_BELOW_PX: Final = 13.0
_SAME_DEG: Final = 0.12
_BOUQUET_PX: Final = 60.0
"""Marks this near to a place's point belong to it."""
_REACH_PX: Final = 42
"""How far the unseen box of a name reaches; the browser asks at the name's point whether it is hidden, so the box has to hold that."""

_Box = tuple[float, float, float, float]
"""Left, top, right, bottom; px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name at a point."""

    text: str
    latitude: float
    longitude: float
    kind: LabelKind = LabelKind.STRUCK
    rank: int = 0
    """Higher speaks first among its kind; 0-400."""


def place_labels(events: pd.DataFrame) -> list[Label]:
    """The places of the strikes, by number of strikes; only exact places, since a centroid has no name to carry."""
    placed = events.loc[
        has_point(events) & (events["geo_precision"] == 1).to_numpy(dtype=bool) & events["place"].notna().to_numpy(dtype=bool)
    ]
    if placed.empty:
        return []
    grouped = placed.groupby("place", sort=True).agg(
        latitude=("latitude", "first"), longitude=("longitude", "first"), rank=("event_id", "size")
    )
    grouped = grouped.sort_values("rank", ascending=False, kind="stable").head(_MOST_PLACES)
    return [
        Label(text=str(name), latitude=latitude, longitude=longitude, rank=rank)
        for name, latitude, longitude, rank in zip(
            grouped.index, grouped["latitude"].tolist(), grouped["longitude"].tolist(), grouped["rank"].tolist(), strict=True
        )
    ]


def without_struck(towns: Iterable[Label], struck: Sequence[Label]) -> list[Label]:
    """The towns that are not named already as places with marks."""
    return [
        town
        for town in towns
        if not any(abs(town.latitude - s.latitude) < _SAME_DEG and abs(town.longitude - s.longitude) < _SAME_DEG for s in struck)
    ]


def label_layers(
    labels: Iterable[Label], rows: list[dict[str, Any]], *, theme: Theme, zoom: float, ends: Iterable[tuple[float, float]] = ()
) -> list[Layer]:
    """Names that give way: to the marks, and to more important names.

    Each name of a place stands on the side of its marks where it covers least, as the map first opens; what still meets another
    name or a mark at another zoom is hidden there by the browser.

    Args:
        labels: the names.
        rows: the strike rows.
        theme: the ground.
        zoom: of the first view.
        ends: points where arcs meet (longitude, latitude); the name of a country stands below such a point.
    """
    met = {(round(x, 2), round(y, 2)) for x, y in ends}
    discs = _screen_discs(rows, zoom)
    taken: list[_Box] = []
    data = []
    for label in sorted(labels, key=lambda label: (label.kind is not LabelKind.STRUCK, -label.rank, label.text)):
        at = (round(label.longitude, 5), round(label.latitude, 5))
        if label.kind is LabelKind.COUNTRY:
            offset, anchor = [0.0, _BELOW_PX if (round(at[0], 2), round(at[1], 2)) in met else 0.0], "middle"
        elif label.kind is LabelKind.TOWN:
            offset, anchor = [-_BULLET_PX, 0.0], "start"
        else:
            offset, anchor = _side(label, _screen(at, zoom), discs, taken)
        data.append(
            {
                "p": list(at),
                "t": {LabelKind.COUNTRY: label.text.upper(), LabelKind.TOWN: f"• {label.text}"}.get(label.kind, label.text),
                "o": offset,
                "a": anchor,
                "s": _PLACE_PX if label.kind is LabelKind.STRUCK else _SMALL_PX,
                "c": rgba(theme.ink if label.kind is LabelKind.STRUCK else theme.quiet, 0.9),
                "k": min(_MOST_RANK, label.rank) + _PRIORITY[label.kind],
            }
        )
    collision = {"extensions": [{"@@type": "CollisionFilterExtension"}], "collisionGroup": _GROUP}
    return [_keepout(rows, collision), _texts(data, theme, collision)]


def _screen(at: tuple[float, float], zoom: float) -> tuple[float, float]:
    """A point in px of the map at a zoom, right and down."""
    world = TILE * 2**zoom
    return (at[0] / 360 * world, -mercator(at[1]) * world)


def _screen_discs(rows: list[dict[str, Any]], zoom: float) -> NDArray[np.float64]:
    """Centre and radius of every mark, px; shape (n, 3)."""
    discs = [(*_screen((row["p"][0], row["p"][1]), zoom), *row["o"], row["r"]) for row in rows]
    if not discs:
        return np.empty((0, 3))
    found = np.array(discs)
    return np.column_stack([found[:, 0] + found[:, 2], found[:, 1] + found[:, 3], found[:, 4]])


def _side(label: Label, at: tuple[float, float], discs: NDArray[np.float64], taken: list[_Box]) -> tuple[list[float], str]:
    """Where a name stands beside the marks at its point: the shift in px and the text's anchor; the box is taken then."""
    width, half = len(label.text) * _LETTER_PX, _PLACE_PX / 2
    here = discs[np.hypot(discs[:, 0] - at[0], discs[:, 1] - at[1]) < _BOUQUET_PX]
    level = here[np.abs(here[:, 1] - at[1]) < here[:, 2] + half]
    right = float((level[:, 0] + level[:, 2]).max() - at[0]) if len(level) else 3.0
    left = float(at[0] - (level[:, 0] - level[:, 2]).min()) if len(level) else 3.0
    below = float((here[:, 1] + here[:, 2]).max() - at[1]) if len(here) else 3.0
    above = float(at[1] - (here[:, 1] - here[:, 2]).min()) if len(here) else 3.0
    choices: list[tuple[list[float], str, _Box]] = [
        ([right + _GAP_PX, 0.0], "start", (at[0] + right + _GAP_PX, at[1] - half, at[0] + right + _GAP_PX + width, at[1] + half)),
        ([-left - _GAP_PX, 0.0], "end", (at[0] - left - _GAP_PX - width, at[1] - half, at[0] - left - _GAP_PX, at[1] + half)),
        ([0.0, below + half + 1], "middle", (at[0] - width / 2, at[1] + below + 1, at[0] + width / 2, at[1] + below + 2 * half + 1)),
        ([0.0, -above - half - 1], "middle", (at[0] - width / 2, at[1] - above - 2 * half - 1, at[0] + width / 2, at[1] - above - 1)),
    ]
    costs = [
        _covered(box, discs) + _PLACE_PX * sum(_meet(box, other) for other in taken) + 0.1 * n for n, (_, _, box) in enumerate(choices)
    ]
    offset, anchor, box = choices[int(np.argmin(costs))]
    taken.append(box)
    return [round(offset[0], 1), round(offset[1], 1)], anchor


def _covered(box: _Box, discs: NDArray[np.float64]) -> float:
    """How far discs reach into a box, px, summed."""
    across = np.maximum(np.maximum(box[0] - discs[:, 0], discs[:, 0] - box[2]), 0.0)
    down = np.maximum(np.maximum(box[1] - discs[:, 1], discs[:, 1] - box[3]), 0.0)
    return float(np.maximum(discs[:, 2] - np.hypot(across, down), 0.0).sum())


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _keepout(rows: list[dict[str, Any]], collision: dict[str, Any]) -> Layer:
    """Unseen discs of the marks' size, which hide what lies under them."""
    return {
        "@@type": "IconLayer",
        "id": "label-keepout",
        "data": [{"p": row["p"], "o": row["o"], "s": 2 * row["r"]} for row in rows],
        "iconAtlas": icons.ATLAS,
        "iconMapping": icons.MAPPING,
        "getIcon": "@@='disc'",
        "getPosition": "@@=p",
        "getPixelOffset": "@@=o",
        "getSize": "@@=s",
        "getColor": (0, 0, 0, 1),
        "getCollisionPriority": _MARK_PRIORITY,
        "pickable": False,
        **collision,
    }


def _texts(data: list[dict[str, Any]], theme: Theme, collision: dict[str, Any]) -> Layer:
    return {
        "@@type": "TextLayer",
        "id": "labels",
        "data": data,
        "getPosition": "@@=p",
        "getText": "@@=t",
        "getSize": "@@=s",
        "getColor": "@@=c",
        "getPixelOffset": "@@=o",
        "getTextAnchor": "@@=a",
        "getAlignmentBaseline": "center",
        "getCollisionPriority": "@@=k",
        "background": True,
        "getBackgroundColor": (0, 0, 0, 0),
        "backgroundPadding": [_REACH_PX, _REACH_PX, _REACH_PX, _REACH_PX],
        "fontFamily": "'Source Sans', 'Source Sans 3', sans-serif",
        "fontWeight": 500,
        "characterSet": "auto",
        "fontSettings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 16, "smoothing": 0.15},
        "outlineWidth": 4,
        "outlineColor": rgba(theme.land, 0.9),
        "pickable": False,
        **collision,
    }
