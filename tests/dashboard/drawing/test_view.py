from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing.view import TILE, first_view, fit, mercator, screen

Make = Callable[..., Any]
POINTS = st.lists(st.tuples(st.floats(-70, 70), st.floats(-170, 170)), min_size=1, max_size=20)


@given(POINTS, st.integers(300, 2000), st.integers(300, 1200))
def test_everything_is_in_view(points: list[tuple[float, float]], width: int, height: int) -> None:
    """The fitted view holds every point, unless that needs a zoom below the least."""
    latitudes, longitudes = [p[0] for p in points], [p[1] for p in points]
    view = fit(latitudes, longitudes, width=width, height=height)
    world = TILE * 2**view.zoom
    if view.zoom > 1.01:
        for latitude, longitude in points:
            assert abs(longitude - view.longitude) / 360 * world <= width / 2
            assert abs(mercator(latitude) - mercator(view.latitude)) * world <= height / 2


def test_the_first_view_is_where_most_strikes_are(strike: Make, events: Make) -> None:
    """Two strikes in one country outweigh one elsewhere; nothing with a point leaves a default."""
    frame = events(strike("a"), strike("b", at=(48.0, 30.0)), strike("c", at=(15.0, 32.0), country="Sudan"))
    view = first_view(frame, width=800, height=500)
    assert view.latitude == pytest.approx(49, abs=0.5)
    assert view.longitude == pytest.approx(33, abs=0.5)
    assert first_view(frame.iloc[0:0], width=800, height=500).zoom == pytest.approx(4.2)


def test_the_screen_is_web_mercator() -> None:
    """The middle of the world is the origin, and the corner of the square world half a world away."""
    assert screen((0, 0), 3) == pytest.approx((0, 0), abs=1e-6)
    assert screen((180, -85.0511287798), 0) == pytest.approx((TILE / 2, TILE / 2), abs=0.2)
