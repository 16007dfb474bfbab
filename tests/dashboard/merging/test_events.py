"""What one event says when its claims say different things."""

from __future__ import annotations

from datetime import date

from dashboard import merging
from dashboard.records import Event
from tests.dashboard.store.strikes import Told, told


def event(*tellings: Told) -> Event:
    """The one event that tellings come to."""
    (found,) = merging.merge([each.claim for each in tellings], {each.report.report_id: each.report for each in tellings}).events
    return found


def test_the_day_is_the_one_that_most_tell() -> None:
    """Of a grave strike told on two neighbouring days; the earlier one where as many tell either."""
    early, late, again = told("A", ("Dnipro", 0, 40)), told("B", ("Dnipro", 1, 30), published=2), told("C", ("Dnipro", 1, 35), published=3)
    assert event(early, late).when.best == date(2024, 4, 1)
    assert event(early, late, again).when.best == date(2024, 4, 2)


def test_the_note_names_the_report_and_its_day() -> None:
    """So that a reader finds it."""
    found = event(told("A", ("Kharkiv", 0, 6)), told("B", ("Kharkiv", 0, 31), published=3))
    assert found.figures_note == "best figure: the latest report, Headline of B of 4 Apr 2024"
