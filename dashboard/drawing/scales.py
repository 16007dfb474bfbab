"""From numbers to sizes. The marks and the legend ask the same scale, so that they cannot disagree."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FLOOR_PX: Final = 3.0
"""The smallest circle, radius."""
RING_FROM_PX: Final = 8.0
"""Low and high are drawn as rings only around circles above this radius."""
SMALL_PX: Final = 3.0
"""The dot of "no casualties" and half the diagonal of the diamond of "unknown" start from here."""

_LARGEST_PX: Final = 26.0
_LEAST_DOMAIN: Final = 100
_NICE: Final = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaScale:
    """People to circle: the area grows with the count, down to a floor that keeps the smallest visible."""

    largest: int
    """The count that gets the largest circle."""

    @classmethod
    def of(cls, counts: NDArray[np.float64]) -> AreaScale:
        """The scale for a whole store, so that a filter never changes the size of a mark; NaN counts are left out."""
        known = counts[np.isfinite(counts)]
        return cls(largest=max(_LEAST_DOMAIN, int(known.max()) if known.size else 0))

    def radius(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Radius in px for each count; the floor for zero and for NaN."""
        unit = _LARGEST_PX / math.sqrt(self.largest)
        radii: NDArray[np.float64] = np.maximum(FLOOR_PX, unit * np.sqrt(np.nan_to_num(np.maximum(counts, 0.0))))
        return radii

    def one(self, count: float) -> float:
        """Radius in px for one count."""
        return float(self.radius(np.array([count], dtype=np.float64))[0])

    def stops(self) -> tuple[int, ...]:
        """Three round counts to show in a legend, smallest first: each clearly larger than the one before."""
        top = _nice_below(max(1, self.largest // 2))
        middle = _nice_below(max(1, top // 5))
        return tuple(sorted({1, middle, top}))


def _nice_below(value: int) -> int:
    power = int(10 ** int(math.log10(max(1, value))))
    return max(n * power for n in _NICE if n * power <= max(1, value))


@dataclass(frozen=True, slots=True, kw_only=True)
class WidthScale:
    """Money to line: the width grows with the logarithm of the amount, whose currency the text gave."""

    low: float = 1e6
    high: float = 1e11
    thin_px: float = 1.0
    thick_px: float = 5.0

    def width(self, amount: float | None) -> float:
        """Width in px; the thinnest for an amount that is unknown, zero or negative."""
        if amount is None or not math.isfinite(amount) or amount <= self.low:
            return self.thin_px
        share = math.log(min(amount, self.high) / self.low) / math.log(self.high / self.low)
        return self.thin_px + share * (self.thick_px - self.thin_px)

    def stops(self) -> tuple[float, ...]:
        """Three amounts to show in a legend, smallest first."""
        return (1e7, 1e9, 1e11)
