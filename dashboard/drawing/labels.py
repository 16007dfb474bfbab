"""Names on the map, from the data's own places and the countries: they give way to the marks and to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.drawing import icons
from dashboard.drawing.deck import Layer
from dashboard.drawing.marks import has_point
from dashboard.drawing.palette import Theme, rgba

_GROUP: Final = "names"
_MOST_PLACES: Final = 150
_MARK_PRIORITY: Final = 1000
_PLACE_PRIORITY: Final = 400
_LINE_PX: Final = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name at a point."""

    text: str
    latitude: float
    longitude: float
    is_country: bool = False
    rank: int = 0
    """Higher speaks first."""


def place_labels(events: pd.DataFrame) -> list[Label]:
    """The places of the strikes, by number of strikes; only exact places, since a centroid has no name to carry."""
    placed = events.loc[has_point(events) & (events["geo_precision"] == 1).to_numpy(dtype=bool) & events["place"].notna().to_numpy(dtype=bool)]
    if placed.empty:
        return []
    grouped = placed.groupby("place", sort=True).agg(latitude=("latitude", "first"), longitude=("longitude", "first"), rank=("event_id", "size"))
    grouped = grouped.sort_values("rank", ascending=False, kind="stable").head(_MOST_PLACES)
    return [
        Label(text=str(name), latitude=float(row.latitude), longitude=float(row.longitude), rank=int(row.rank))
        for name, row in zip(grouped.index, grouped.itertuples(), strict=True)
    ]


def label_layers(labels: Iterable[Label], rows: list[dict[str, Any]], *, theme: Theme) -> list[Layer]:
    """Names that are hidden where they would touch a mark or a more important name.

    `rows` are the strike rows; unseen discs of their size keep the names off the marks.
    """
    reach: dict[tuple[float, float], float] = {}
    for row in rows:
        at = (row["p"][0], row["p"][1])
        reach[at] = max(reach.get(at, 0.0), row["o"][0] + row["r"]) if abs(row["o"][1]) < row["r"] + _LINE_PX else reach.get(at, 0.0)
    data = []
    for label in labels:
        at = (round(label.longitude, 5), round(label.latitude, 5))
        data.append(
            {
                "p": list(at),
                "t": label.text.upper() if label.is_country else label.text,
                "o": [0, 0] if label.is_country else [reach.get(at, 2.0) + 4, 0],
                "a": "middle" if label.is_country else "start",
                "s": 11 if label.is_country else 12,
                "c": rgba(theme.quiet if label.is_country else theme.ink, 0.9),
                "k": min(_MARK_PRIORITY - 1, label.rank + (0 if label.is_country else _PLACE_PRIORITY)),
            }
        )
    collision = {"extensions": [{"@@type": "CollisionFilterExtension"}], "collisionGroup": _GROUP}
    return [
        {
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
        },
        {
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
            "collisionTestProps": {"sizeScale": 1.15},
            "fontFamily": "'Source Sans', 'Source Sans 3', sans-serif",
            "fontWeight": 500,
            "characterSet": "auto",
            "fontSettings": {"sdf": True, "fontSize": 48, "buffer": 8, "radius": 16, "smoothing": 0.15},
            "outlineWidth": 4,
            "outlineColor": rgba(theme.land, 0.9),
            "pickable": False,
            **collision,
        },
    ]
