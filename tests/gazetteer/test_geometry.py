"""Distances and directions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geometry import Sight, destination, distance_km, midpoint

LATITUDES = st.floats(-85, 85)
LONGITUDES = st.floats(-180, 180)


def test_a_known_distance() -> None:
    """Kyiv to Kharkiv is about 410 km."""
    assert distance_km(50.4501, 30.5234, 49.9935, 36.2304) == pytest.approx(410, abs=2)


@given(LATITUDES, LONGITUDES, st.floats(0, 360), st.floats(0, 2000))
def test_a_destination_is_as_far_as_asked(latitude: float, longitude: float, bearing: float, distance: float) -> None:
    """The point lies at the distance, and on the globe."""
    there = destination(latitude, longitude, bearing, distance)
    assert distance_km(latitude, longitude, *there) == pytest.approx(distance, abs=0.01)
    assert -90 <= there[0] <= 90
    assert -180 <= there[1] <= 180


@given(LATITUDES, LONGITUDES, LATITUDES, st.floats(-80, 80))
def test_the_middle_is_as_far_from_both(latitude: float, longitude: float, other: float, step: float) -> None:
    """Half-way means the same distance to either end."""
    middle = midpoint(latitude, longitude, other, longitude + step)
    assert distance_km(latitude, longitude, *middle) == pytest.approx(distance_km(other, longitude + step, *middle), abs=0.01)


POINTS = st.tuples(LATITUDES, LONGITUDES)


@given(st.lists(POINTS, min_size=1, max_size=6), st.floats(1, 5000))
def test_the_nearest_is_as_far_as_the_distances_say(points: list[tuple[float, float]], furthest: float) -> None:
    """The least of the distances to all others, as far as it matters, to the last digit; the place itself is none of them."""
    here, *_ = sights = [Sight(number, *point) for number, point in enumerate(points)]
    wanted = min((distance_km(*points[0], *point) for point in points[1:]), default=furthest)
    assert here.nearest_km(sights, furthest) == min(wanted, furthest)
