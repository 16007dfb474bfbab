"""Days as people write them into tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.codes import TimePrecision
from dashboard.records import When
from dashboard.reports.table_days import Calendar, Order, precision_of

PLAIN = Calendar(first=date(2022, 1, 24), last=date(2022, 10, 3))
MONTHS = PLAIN.learning(["until 7/27/2022", "until 6/7/2022"])


@pytest.mark.parametrize(
    ("written", "start", "end", "best", "precision"),
    [
        (date(2022, 2, 26), date(2022, 2, 26), date(2022, 2, 26), date(2022, 2, 26), TimePrecision.DAY),
        ("2022-02-26", date(2022, 2, 26), date(2022, 2, 26), date(2022, 2, 26), TimePrecision.DAY),
        ("26.2.2022", date(2022, 2, 26), date(2022, 2, 26), date(2022, 2, 26), TimePrecision.DAY),
        ("until 7/27/2022", date(2022, 1, 24), date(2022, 7, 27), date(2022, 7, 27), TimePrecision.YEAR),
        ("until  6/7/2022", date(2022, 1, 24), date(2022, 6, 7), date(2022, 6, 7), TimePrecision.YEAR),
        ("since 2/24/2022", date(2022, 2, 24), date(2022, 10, 3), date(2022, 2, 24), TimePrecision.YEAR),
        ("between 3/4/22 & 3/11/22", date(2022, 3, 4), date(2022, 3, 11), date(2022, 3, 8), TimePrecision.WEEK),
        ("between 3/20/2022 and 4/1/2022", date(2022, 3, 20), date(2022, 4, 1), date(2022, 3, 26), TimePrecision.MONTH),
        ("not specified, 03/22", date(2022, 3, 1), date(2022, 3, 31), date(2022, 3, 16), TimePrecision.MONTH),
        ("unclear, 09/2022", date(2022, 9, 1), date(2022, 9, 30), date(2022, 9, 16), TimePrecision.MONTH),
    ],
)
def test_what_a_cell_tells(written: str | date, start: date, end: date, best: date, precision: TimePrecision) -> None:
    """Real days and words give the days that they leave open, and one best day."""
    found = MONTHS.when(written)
    assert (found.start, found.end, found.best, found.precision) == (start, end, best, precision)
    assert (found.note is None) == (precision is TimePrecision.DAY)


@pytest.mark.parametrize(
    "written",
    [
        "unspecified",
        "Undisclosed",
        "",
        ".",
        "13/13/2022",
        "2/30/2022",
        "until 4/6/2027",
        date(2922, 2, 9),
        date(1900, 1, 1),
        "99/22",
        "1/0000",
    ],
)
def test_what_is_unknown_or_wrong_is_said(written: str | date) -> None:
    """No day is made up: a date after the last day that the table covers is none, and the note says why."""
    found = MONTHS.when(written)
    assert found == When(note=found.note)
    assert found.note


def test_the_order_is_never_guessed() -> None:
    """3/4/2022 is a day only where other dates of the column tell which number is the month, and none of them says otherwise."""
    assert PLAIN.when("3/4/2022").best is None
    assert PLAIN.when("3/3/2022").best == date(2022, 3, 3)
    assert PLAIN.when("29/06/2022").best == date(2022, 6, 29)
    assert PLAIN.learning(["29/06/2022"]).when("3/4/2022").best == date(2022, 4, 3)
    assert PLAIN.learning(["6/29/2022"]).when("3/4/2022").best == date(2022, 3, 4)
    mixed = PLAIN.learning(["29/06/2022", "6/29/2022"])
    assert mixed.order is None
    assert mixed.when("3/4/2022").best is None
    assert PLAIN.learning(["", "44/1/2022", "2022-13-01"]).order is None


@pytest.mark.parametrize(("days", "precision"), [(0, 1), (5, 2), (6, 3), (30, 4), (31, 5)])
def test_precision_follows_the_number_of_days(days: int, precision: int) -> None:
    """The codes of UCDP: a day, up to six days, a week, a month, more."""
    assert precision_of(date(2022, 3, 1), date.fromordinal(date(2022, 3, 1).toordinal() + days)) == precision


@settings(deadline=None)
@given(st.text(alphabet="0123456789/.-unti sce&", max_size=40), st.sampled_from([None, *Order]))
def test_no_text_crashes(written: str, order: Order | None) -> None:
    """Whatever a cell holds, the days are in order and within what the table covers, or unknown."""
    found = Calendar(first=PLAIN.first, last=PLAIN.last, order=order).when(written)
    if found.best is not None:
        assert found.start is not None
        assert found.end is not None
        assert found.start <= found.best <= found.end <= PLAIN.last
