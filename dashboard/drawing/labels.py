"""The names of struck places, beside their marks: on the side where they cover least, and only where they meet no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.drawing.deck import Layer
from dashboard.drawing.marks import has_point
from dashboard.drawing.names import Box, meet
from dashboard.drawing.palette import Theme, rgba
from dashboard.drawing.view import screen

_MOST: Final = 150
_TEXT_PX: Final = 12
_LETTER_PX: Final = 6.2
"""The usual width of a letter at `_TEXT_PX`."""
_GAP_PX: Final = 4.0
_TOLERABLE_PX: Final = 10.0
"""How far marks may reach into a name, all together, before it is left out."""

Discs = NDArray[np.float64]
"""Centre and radius of marks, px; shape (n, 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The name of a struck place."""

    text: str
    latitude: float
    longitude: float
    strikes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where a name may stand: its shift from the point, px, the text's anchor, and the box that it fills."""

    offset: tuple[float, float]
    anchor: str
    box: Box


def place_labels(events: pd.DataFrame) -> list[Label]:
    """The places of the strikes, most strikes first; only exact places, since a centroid has no name to carry."""
    exact = (events["geo_precision"] == 1).to_numpy(dtype=bool, na_value=False)
    placed = events.loc[has_point(events) & exact & events["place"].notna().to_numpy(dtype=bool)]
    if placed.empty:
        return []
    grouped = placed.groupby("place", sort=True).agg(
        latitude=("latitude", "first"), longitude=("longitude", "first"), strikes=("event_id", "size")
    )
    grouped = grouped.sort_values("strikes", ascending=False, kind="stable").head(_MOST)
    columns = (grouped[name].tolist() for name in ("latitude", "longitude", "strikes"))
    return [
        Label(text=str(name), latitude=latitude, longitude=longitude, strikes=strikes)
        for name, latitude, longitude, strikes in zip(grouped.index, *columns, strict=True)
    ]


def label_layer(labels: Sequence[Label], rows: list[dict[str, Any]], *, theme: Theme, zoom: float) -> Layer:
    """The names, laid out for the zoom of the first view; `rows` are the strike rows."""
    discs = _discs(rows, zoom)
    points = np.array([row["p"] for row in rows]).reshape(-1, 2)
    taken: list[Box] = []
    data = []
    for label in labels:
        at = screen((label.longitude, label.latitude), zoom)
        own = discs[(points == np.round([label.longitude, label.latitude], 5)).all(axis=1)]
        spot = _best(_spots(label, at, own), discs, taken)
        if spot is None:
            continue
        taken.append(spot.box)
        data.append({"p": [round(label.longitude, 5), round(label.latitude, 5)], "t": label.text, "o": list(spot.offset), "a": spot.anchor})
    return {
        "@@type": "TextLayer",
        "id": "struck-names",
        "data": data,
        "getPosition": "@@=p",
        "getText": "@@=t",
        "getSize": _TEXT_PX,
        "getColor": rgba(theme.ink, 0.95),
        "getPixelOffset": "@@=o",
        "getTextAnchor": "@@=a",
        "getAlignmentBaseline": "center",
        "fontFamily": "'Source Sans', 'Source Sans 3', sans-serif",
        "fontWeight": 500,
        "characterSet": "auto",
        "fontSettings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 16, "smoothing": 0.15},
        "outlineWidth": 4,
        "outlineColor": rgba(theme.land, 0.9),
        "pickable": False,
    }


def _discs(rows: list[dict[str, Any]], zoom: float) -> Discs:
    if not rows:
        return np.empty((0, 3))
    found = np.array([(*screen((row["p"][0], row["p"][1]), zoom), *row["o"], row["r"]) for row in rows])
    return np.column_stack([found[:, 0] + found[:, 2], found[:, 1] + found[:, 3], found[:, 4]])


def _spots(label: Label, at: tuple[float, float], here: Discs) -> Iterable[_Spot]:
    """Right, left, below and above the marks at the label's point, which are `here`."""
    x, y = at
    width, half = len(label.text) * _LETTER_PX, _TEXT_PX / 2
    level = here[np.abs(here[:, 1] - y) < here[:, 2] + half]
    right = _furthest(level[:, 0] + level[:, 2] - x) + _GAP_PX
    left = _furthest(x - level[:, 0] + level[:, 2]) + _GAP_PX
    below = _furthest(here[:, 1] + here[:, 2] - y) + 1
    above = _furthest(y - here[:, 1] + here[:, 2]) + 1
    yield _Spot(offset=(round(right, 1), 0.0), anchor="start", box=(x + right, y - half, x + right + width, y + half))
    yield _Spot(offset=(round(-left, 1), 0.0), anchor="end", box=(x - left - width, y - half, x - left, y + half))
    yield _Spot(offset=(0.0, round(below + half, 1)), anchor="middle", box=(x - width / 2, y + below, x + width / 2, y + below + 2 * half))
    yield _Spot(offset=(0.0, round(-above - half, 1)), anchor="middle", box=(x - width / 2, y - above - 2 * half, x + width / 2, y - above))


def _furthest(reaches: NDArray[np.float64]) -> float:
    return max(3.0, float(reaches.max())) if len(reaches) else 3.0


def _best(spots: Iterable[_Spot], discs: Discs, taken: Sequence[Box]) -> _Spot | None:
    """The spot that marks reach into least, the earlier of equals; None where each meets another name or too much of the marks."""
    free = [(_covered(spot.box, discs), n, spot) for n, spot in enumerate(spots) if not any(meet(spot.box, other) for other in taken)]
    if not free:
        return None
    cost, _, spot = min(free, key=lambda choice: (round(choice[0], 1), choice[1]))
    return spot if cost <= _TOLERABLE_PX else None


def _covered(box: Box, discs: Discs) -> float:
    """How far discs reach into a box, px, summed."""
    across = np.maximum(np.maximum(box[0] - discs[:, 0], discs[:, 0] - box[2]), 0.0)
    down = np.maximum(np.maximum(box[1] - discs[:, 1], discs[:, 1] - box[3]), 0.0)
    return float(np.maximum(discs[:, 2] - np.hypot(across, down), 0.0).sum())
