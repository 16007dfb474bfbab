import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing.scales import FLOOR_PX, AreaScale, WidthScale


@given(st.lists(st.integers(0, 100_000), min_size=1), st.integers(0, 100_000))
def test_area_grows_with_the_count(counts: list[int], more: int) -> None:
    """Above the floor, twice the people have twice the area; nothing is below the floor; the largest is the same for every store."""
    scale = AreaScale.of(np.array(counts, dtype=float))
    assert scale.one(more) >= FLOOR_PX
    if scale.one(more) > FLOOR_PX:
        assert scale.one(4 * more) == pytest.approx(2 * scale.one(more))
    assert scale.one(scale.largest) == pytest.approx(26)


def test_unknown_counts_set_no_scale() -> None:
    """Stores without a known count have a scale all the same."""
    assert AreaScale.of(np.array([np.nan, np.nan])).largest == AreaScale.of(np.array([])).largest == 100
    assert list(AreaScale(largest=100).radius(np.array([np.nan, 0.0, -1.0]))) == [FLOOR_PX] * 3


@given(st.integers(1, 10**7))
def test_the_legend_shows_round_counts(largest: int) -> None:
    """The stops of the legend begin with 1, grow, are 1, 2 or 5 times a power of ten, and stay on the scale."""
    stops = AreaScale(largest=max(100, largest)).stops()
    assert stops[0] == 1
    assert list(stops) == sorted(set(stops))
    assert all(str(stop).rstrip("0") in {"1", "2", "5"} for stop in stops)
    assert stops[-1] <= max(100, largest)


@given(st.floats(allow_nan=True, allow_infinity=True) | st.none(), st.floats(1, 1e13))
def test_widths_stay_in_their_bounds(odd: float | None, amount: float) -> None:
    """Any amount has a width between thin and thick, an unknown one the thinnest, a larger one no less."""
    width = WidthScale()
    assert width.thin_px <= width.width(odd) <= width.thick_px
    assert width.width(None) == width.width(math.nan) == width.thin_px
    assert width.width(amount) <= width.width(amount * 10)
