from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction.date_roles import told_dates
from tests.dashboard.extraction.telling import PUBLISHED

CASES = [
    ("Tuesday's strike on Kharkiv killed two people", date(2024, 6, 18), "attack"),
    ("Missiles struck on Tuesday", date(2024, 6, 18), "attack"),
    ("The mayor said on Tuesday that missiles had struck", date(2024, 6, 18), "speech"),
    ("On Tuesday, Kharkiv woke to sirens", date(2024, 6, 18), ""),
    ("It was the second time this month", None, "speech"),
    ("KYIV, June 18 (Agency) - Missiles struck a mill", date(2024, 6, 18), "speech"),
    ("NEW YORK (June 18, 2024) – Missiles struck a mill", date(2024, 6, 18), "speech"),
    ("On Tuesday, the military command reported that jets had struck", date(2024, 6, 18), "speech"),
    ("The ministry's statement on Tuesday counted the missiles", date(2024, 6, 18), "speech"),
    ("It came in response to the launch of rockets on Tuesday", date(2024, 6, 18), "speech"),
    ("Soldiers had gathered since Tuesday", date(2024, 6, 18), "speech"),
    ("The toll from a strike near a clinic, late Tuesday, has grown", date(2024, 6, 18), "attack"),
    ("Crews have dug since the month of May", None, "speech"),
]


@pytest.mark.parametrize(("text", "best", "role"), CASES, ids=[c[0] for c in CASES])
def test_what_a_date_is_the_date_of(text: str, best: date | None, role: str) -> None:
    """A day belongs to the attack or to what was said of it by the words beside it."""
    (found,) = told_dates(text, PUBLISHED)
    assert best is None or found.when.best == best
    assert {"attack": found.of_attack, "speech": found.of_speech, "": not (found.of_attack or found.of_speech)}[role]


def test_days_after() -> None:
    """What came "a day after missiles hit" dates the missiles by the day before."""
    *_, struck = told_dates("Crews finished on Tuesday, a day after missiles hit a mill", PUBLISHED)
    assert (struck.rule, struck.when.best, struck.of_attack) == ("date:days-after", date(2024, 6, 17), True)


def test_a_strike_told_first_is_not_dated_by_what_it_came_after() -> None:
    """A missile that hit "a year after an attack" did so now; the year belongs to the other one."""
    (other,) = told_dates("A missile hit Kremenchuk, a year after an attack on a mall", PUBLISHED)
    assert (other.rule, other.of_attack) == ("date:days-after", False)
    assert other.when.best is not None
    assert other.when.best.year == PUBLISHED.year - 1


def test_what_came_two_days_after_something_else() -> None:
    """A strike that "came two days after" a vote is not dated by the vote."""
    assert not any(d.of_attack for d in told_dates("The strike came two days after the vote", PUBLISHED))
