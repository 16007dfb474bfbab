from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing.labels import Label, LabelKind, label_layers, place_labels, without_struck
from dashboard.drawing.palette import LIGHT
from dashboard.drawing.view import TILE, first_view, fit, mercator

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


def test_names_stand_beside_marks_and_say_nothing_twice(strike: Make, events: Make) -> None:
    """Only exact places are named, once; a town that is a struck place is not named again; a name is shifted off its marks."""
    frame = events(strike("a", place="Kharkiv"), strike("b", place="Kharkiv"), strike("c", place="An oblast", precision=4))
    struck = place_labels(frame)
    assert [(label.text, label.rank) for label in struck] == [("Kharkiv", 2)]
    near = Label(text="Kharkiv", latitude=50.02, longitude=36.03, kind=LabelKind.TOWN)
    far = Label(text="Kyiv", latitude=50.45, longitude=30.52, kind=LabelKind.TOWN)
    assert without_struck([near, far], struck) == [far]
    rows = [{"p": [36.0, 50.0], "o": [0.0, 0.0], "r": 20.0}]
    _, texts = label_layers([*struck, far], rows, theme=LIGHT, zoom=5)
    (kharkiv, kyiv) = texts["data"]
    assert max(map(abs, kharkiv["o"])) >= 20
    assert kyiv["t"] == "• Kyiv"
    assert -1000 <= kyiv["k"] < 0 < kharkiv["k"] <= 1000
