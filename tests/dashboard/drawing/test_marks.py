from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dashboard.drawing.marks import Measure, Shape, counts, has_point, is_hollow, shapes, tray
from dashboard.records import UNKNOWN, Estimate

Make = Callable[..., Any]
THREE = Estimate(low=3, best=3, high=3)
NONE = Estimate(low=0, best=0, high=0)


@pytest.mark.parametrize(
    ("killed", "injured", "measure", "expected"),
    [
        (THREE, UNKNOWN, Measure.KILLED, (3, 3, 3)),
        (UNKNOWN, THREE, Measure.KILLED, (None, None, None)),
        (THREE, THREE, Measure.CASUALTIES, (6, 6, 6)),
        (THREE, UNKNOWN, Measure.CASUALTIES, (3, 3, 3)),
        (NONE, UNKNOWN, Measure.CASUALTIES, (0, 0, 0)),
        (UNKNOWN, UNKNOWN, Measure.CASUALTIES, (None, None, None)),
        (Estimate(low=5, best=5), UNKNOWN, Measure.KILLED, (5, 5, 5)),
        (Estimate(low=5, high=7), UNKNOWN, Measure.KILLED, (5, 5, 7)),
        (Estimate(low=5, best=6, high=7), Estimate(low=1, best=2, high=9), Measure.CASUALTIES, (6, 8, 16)),
    ],
)
def test_counts_keep_unknown_and_zero_apart(
    strike: Make, events: Make, *, killed: Estimate, injured: Estimate, measure: Measure, expected: tuple[int | None, ...]
) -> None:
    """A sum takes what is known, and is unknown only where nothing is; zero is a count."""
    found = counts(events(strike(killed=killed, injured=injured)), measure)
    got = tuple(None if np.isnan(column[0]) else int(column[0]) for column in (found.low, found.best, found.high))
    assert got == expected


def test_shapes() -> None:
    """Unknown is a diamond, none a dot, anything else a circle."""
    assert list(shapes(np.array([np.nan, 0.0, 1.0]))) == [Shape.DIAMOND, Shape.DOT, Shape.CIRCLE]


@pytest.mark.parametrize(
    ("precision", "point", "hollow"), [(1, True, False), (2, True, True), (3, True, True), (4, True, True), (5, False, True)]
)
def test_precision_decides_point_and_fill(strike: Make, events: Make, precision: int, *, point: bool, hollow: bool) -> None:
    """Exact places are filled, less exact ones hollow, a part of a country has no point even with coordinates."""
    frame = events(strike(precision=precision))
    assert has_point(frame)[0] == point
    assert is_hollow(frame)[0] == hollow


def test_the_tray_holds_what_has_no_point(strike: Make, events: Make) -> None:
    """Strikes without a point are listed by country, most first, the newest first in each."""
    frame = events(
        strike("a", at=None, precision=6, country="Russia"),
        strike("b", at=None, precision=7, country=None),
        strike("c", at=None, precision=6, country="Russia", day=None),
        strike("d"),
    )
    entries = tray(frame)
    assert [(entry.label, entry.event_ids) for entry in entries] == [("Russia", ("a", "c")), ("an unnamed place", ("b",))]
    assert tray(frame.iloc[0:0]) == ()
