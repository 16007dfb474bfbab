"""Cells as values."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.records import UNKNOWN, Estimate
from dashboard.reports.tables import values


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022-04-22", date(2022, 4, 22)),
        ("2022-04-22 00:00:00.000", date(2022, 4, 22)),
        ("2022-04-22T00:00:00Z", date(2022, 4, 22)),
        ("20220422", date(2022, 4, 22)),
        ("28 December 2022", date(2022, 12, 28)),
        ("03-Dec-2020", date(2020, 12, 3)),
        ("04/05/2022", None),
        ("31 Juillet 2022", None),
        ("2022-13-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_the_forms_that_occur(written: str, day: date | None) -> None:
    """English months whatever the machine speaks; no day that could be two."""
    assert values.day_of(written) == day


@pytest.mark.parametrize("written", ["", "NA", " NA ", "NaN", "NULL"])
def test_what_is_missing_is_no_value(written: str) -> None:
    """NA is no country and no number."""
    assert values.known({"a": written}, "a") == ""
    assert values.count({"a": written}, "a") is None


def test_whole_numbers_may_have_gone_through_a_program() -> None:
    """A whole number with ".0" is one, half a person is none."""
    assert values.count({"a": "3.0"}, "a") == 3
    with pytest.raises(values.RowError, match="no whole number"):
        values.count({"a": "3.5"}, "a")


@pytest.mark.parametrize(
    ("figures", "read_as", "in_order"),
    [
        ((1, 2, 3), Estimate(low=1, best=2, high=3), True),
        ((None, 2, None), Estimate(best=2), True),
        ((3, 2, 3), Estimate(low=2, best=2, high=3), False),
        ((None, None, None), UNKNOWN, True),
    ],
)
def test_figures_keep_the_best_and_span_all(figures: tuple[int | None, ...], read_as: Estimate, in_order: bool) -> None:  # noqa: FBT001 - a case
    """Out of order they are put in order."""
    low, best, high = figures
    assert values.ordered(low, best, high) == (read_as, in_order)
