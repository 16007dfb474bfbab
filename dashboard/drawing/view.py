"""Where the map looks first: the area where most strikes are, fitted to the page."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from dashboard.drawing.deck import View
from dashboard.drawing.marks import has_point

TILE: Final = 512
_EDGE: Final = 85.0511287798
"""The latitude at which Web Mercator ends, degrees."""
_EUROPE: Final = View(latitude=48.5, longitude=31.5, zoom=4.2)
"""Where there is nothing to fit."""
_LEAST_SPAN_DEG: Final = 3.0
_MARGIN: Final = 0.82
_MOST_ZOOM: Final = 8.0


def mercator(latitude: float) -> float:
    """The Web Mercator ordinate, in units of the equator's length (-0.5 to 0.5)."""
    return math.log(math.tan(math.pi / 4 + math.radians(max(-_EDGE, min(_EDGE, latitude))) / 2)) / (2 * math.pi)


def screen(at: tuple[float, float], zoom: float) -> tuple[float, float]:
    """A point (longitude, latitude) in px of the map at a zoom, right and down of the middle of the world."""
    world = TILE * 2**zoom
    return (at[0] / 360 * world, -mercator(at[1]) * world)


def fit(latitudes: list[float], longitudes: list[float], *, width: int, height: int) -> View:
    """The view that shows all the points on a map of this size in px, with a margin; a default where there are none."""
    if not latitudes:
        return _EUROPE
    west, east = min(longitudes), max(longitudes)
    pad = max(0.0, _LEAST_SPAN_DEG - (east - west)) / 2
    west, east = west - pad, east + pad
    south, north = mercator(min(latitudes) - 0.8), mercator(max(latitudes) + 0.8)
    across = (east - west) / 360
    zoom = min(math.log2(_MARGIN * width / (across * TILE)), math.log2(_MARGIN * height / (max(north - south, 1e-6) * TILE)))
    middle = (south + north) / 2
    latitude = math.degrees(2 * math.atan(math.exp(middle * 2 * math.pi)) - math.pi / 2)
    return View(latitude=round(latitude, 4), longitude=round((west + east) / 2, 4), zoom=round(max(1.0, min(_MOST_ZOOM, zoom)), 2))


def first_view(events: pd.DataFrame, *, width: int, height: int) -> View:
    """The view of the country with most strikes; their outermost few per cent may lie outside."""
    placed = events.loc[has_point(events) & events["country"].notna().to_numpy(dtype=bool)]
    if placed.empty:
        return _EUROPE
    most = placed["country"].value_counts().sort_index(kind="stable").idxmax()
    there = placed.loc[placed["country"] == most]
    south, north = np.quantile(there["latitude"].to_numpy(dtype=float), (0.02, 0.98))
    west, east = np.quantile(there["longitude"].to_numpy(dtype=float), (0.02, 0.98))
    return fit([float(south), float(north)], [float(west), float(east)], width=width, height=height)
