"""Marks that fall on one point, laid side by side: a bouquet around the point, largest in the middle."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

Offset = tuple[float, float]
"""Right and down, px."""

MOST: Final = 24
"""So many are laid out; further ones stay under the middle."""
_GAP_PX: Final = 1.0
_AROUND: Final = 24


def fan(radii: Sequence[float]) -> list[Offset]:
    """Where circles of these radii go so that none covers another; the first stays at the point, each next as near to it as there is room.

    Args:
        radii: in px, largest first.
    """
    placed: list[tuple[float, float, float]] = []
    offsets: list[Offset] = []
    for radius in radii:
        spot = (0.0, 0.0) if not placed or len(placed) >= MOST else _nearest_room(radius, placed)
        if len(placed) < MOST:
            placed.append((*spot, radius))
        offsets.append((round(spot[0], 1), round(spot[1], 1)))
    return offsets


def _nearest_room(radius: float, placed: Sequence[tuple[float, float, float]]) -> Offset:
    best, best_distance = (0.0, 0.0), math.inf
    for x, y, other in placed:
        reach = other + radius + _GAP_PX
        for step in range(_AROUND):
            angle = 2 * math.pi * step / _AROUND
            at = (x + reach * math.cos(angle), y + reach * math.sin(angle))
            distance = math.hypot(*at) + 1e-6 * step
            if distance < best_distance and _is_free(at, radius, placed):
                best, best_distance = at, distance
    return best


def _is_free(at: Offset, radius: float, placed: Sequence[tuple[float, float, float]]) -> bool:
    return all(math.hypot(at[0] - x, at[1] - y) >= radius + other + _GAP_PX - 1e-6 for x, y, other in placed)
