from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.codes import Weapon
from dashboard.drawing.palette import LIGHT
from dashboard.drawing.timeline import BRUSH, Clock, Step, after, bars, coins, floor, timeline, window_of

Make = Callable[..., Any]
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
CLOCK = Clock(first=date(2024, 4, 1), start=date(2024, 4, 1), end=date(2024, 4, 30), step=Step.DAY)
MS = 86_400_000
APRIL = 1_711_929_600_000
"""1 April 2024, ms since 1970, UTC."""


@given(DAYS, st.sampled_from(Step))
def test_every_day_is_in_exactly_one_bar(day: date, step: Step) -> None:
    """A bar begins at or before its days and ends after them, and the next begins there."""
    start = floor(day, step)
    assert start <= day < after(start, step)
    assert floor(start, step) == start
    assert floor(after(start, step), step) == after(start, step)


@pytest.mark.parametrize(("span", "step"), [(1, Step.DAY), (240, Step.DAY), (241, Step.WEEK), (1600, Step.WEEK), (3000, Step.MONTH)])
def test_the_step_grows_with_the_span(strike: Make, events: Make, packages: Make, span: int, step: Step) -> None:
    """Days, then weeks, then months, so that bars stay wide enough to see."""
    frame = events(strike("a", day=date(2020, 1, 1)), strike("b", day=date(2020, 1, 1) + timedelta(days=span - 1)))
    clock = Clock.of(frame, packages())
    assert clock is not None
    assert clock.step is step


def test_nothing_dated_has_no_clock(strike: Make, events: Make, packages: Make) -> None:
    """Without a day there is no timeline."""
    assert Clock.of(events(strike(day=None)), packages()) is None


def test_bars_stack_and_add_up(strike: Make, events: Make) -> None:
    """The bars of a day stand on each other without a gap, and together count every dated strike once."""
    frame = events(
        strike("a"),
        strike("b", weapons=(Weapon.DRONE,)),
        strike("c", weapons=(Weapon.DRONE,)),
        strike("d", day=date(2024, 4, 9), weapons=(Weapon.DRONE, Weapon.MISSILE)),
        strike("e", day=None),
    )
    made = bars(frame, CLOCK)
    assert [(bar["f"], bar["y"], bar["y2"]) for bar in made] == [("missile", 0, 1), ("drone", 1, 3), ("mixed", 0, 1)]
    assert made[0]["t"] == APRIL + 3 * MS
    assert made[0]["t2"] - made[0]["t"] == MS
    assert made[0]["when"] == "4 Apr 2024"


def test_coins_are_the_dated_packages(package: Make, packages: Make) -> None:
    """Every dated package of a stage is on the clock, larger for more."""
    made = coins(packages(package("a"), package("b", day=None), package("c", amount=61_000_000_000, currency="USD")))
    assert len(made) == 2
    assert made[0]["s"] < made[1]["s"]


@given(st.integers(0, 29), st.integers(0, 29), st.floats(0, 0.99), st.floats(0.01, 1))
def test_a_brush_selects_the_days_that_it_touches(one: int, other: int, late: float, early: float) -> None:
    """From anywhere in the first day to anywhere in the last: those days, both included; all days are no window."""
    first, last = sorted((one, other))
    if first == last and late >= early:
        late, early = 0.0, 1.0
    window = window_of([APRIL + (first + late) * MS, APRIL + (last + early) * MS], CLOCK)
    if (first, last) == (0, 29):
        assert window == (None, None)
    else:
        assert window == (date(2024, 4, 1) + timedelta(days=first), date(2024, 4, 1) + timedelta(days=last))


@pytest.mark.parametrize(
    ("window", "brush"),
    [
        ((None, None), None),
        ((date(2024, 4, 2), date(2024, 4, 3)), [APRIL + MS, APRIL + 3 * MS]),
        ((None, date(2024, 4, 3)), [APRIL, APRIL + 3 * MS]),
        ((date(2024, 4, 2), None), [APRIL + MS, APRIL + 30 * MS]),
        ((date(2030, 1, 1), None), None),
    ],
)
def test_the_brush_begins_at_the_window(window: tuple[date | None, date | None], brush: list[int] | None) -> None:
    """The chart opens with the brush over the days of the window, and without one where there is none."""
    spec = timeline([], [], clock=CLOCK, theme=LIGHT, window=window, height=130).to_dict(validate=True)
    (param,) = spec["params"]
    assert param["name"] == BRUSH
    assert param.get("value", {}).get("x") == brush
