"""A deck that writes itself compactly: pydeck's own writer indents, and takes seconds where this takes milliseconds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydeck

from dashboard.drawing.palette import Theme

Layer = dict[str, Any]
"""One deck.gl layer in its JSON form: "@@type", "id", "data" and properties; accessors are strings that begin with "@@="."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where the map looks first."""

    latitude: float
    longitude: float
    zoom: float
    """Web Mercator zoom with tiles of 512 px."""


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be written to a deck")


class CompactDeck(pydeck.Deck):  # type: ignore[misc] # pydeck carries no types
    """A `pydeck.Deck` of plain layers; Streamlit asks it only for its JSON and its tooltip."""

    def __init__(
        self, *, drawn: Sequence[Layer], pickable: Sequence[Layer], view: View, style_url: str, tooltip: Mapping[str, object]
    ) -> None:
        """`drawn` are only looked at, `pickable` lie on top and answer the pointer.

        Streamlit's own fading of what is not selected skips layers in a nested list; `drawn` is nested, since the fading here is ours.
        """
        super().__init__(layers=[], map_provider=None, tooltip=dict(tooltip))
        self._spec = {
            "initialViewState": {
                "latitude": view.latitude,
                "longitude": view.longitude,
                "zoom": view.zoom,
                "pitch": 0,
                "bearing": 0,
                "minZoom": 1,
                "maxZoom": 12,
            },
            "layers": [list(drawn), *pickable],
            "mapStyle": style_url,
        }

    def to_json(self) -> str:
        """The deck as compact JSON; NaN is refused, since it breaks the chart."""
        return json.dumps(self._spec, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)


def tooltip(theme: Theme) -> dict[str, object]:
    """How the words beside the pointer look; their text is the field "tip" of the object, set as text, never as markup."""
    return {
        "text": "{tip}",
        "style": {
            "backgroundColor": theme.paper,
            "color": theme.ink,
            "border": f"1px solid {theme.rule}",
            "borderRadius": "4px",
            "padding": "8px 10px",
            "fontFamily": "'Source Sans', 'Source Sans 3', sans-serif",
            "fontSize": "13px",
            "lineHeight": "1.35",
            "maxWidth": "280px",
            "whiteSpace": "pre-line",
            "boxShadow": "0 2px 10px rgba(0,0,0,.12)",
            "zIndex": "5",
        },
    }
