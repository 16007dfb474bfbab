"""The series of an event's tolls, and which figure is shown."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.merging.tolls import chosen, series
from dashboard.records import UNKNOWN, Estimate, Toll
from tests.dashboard.store.strikes import told


def exactly(number: int) -> Estimate:
    """A closed figure."""
    return Estimate(low=number, best=number, high=number)


def at_least(number: int) -> Estimate:
    """A figure without an upper bound."""
    return Estimate(low=number, best=number)


def toll(day: int, killed: Estimate, speaker: str | None = None, copies: str | None = None) -> Toll:
    """What a report of such a day counts."""
    return Toll(claim_id=f"{day}{speaker}", day=date(2024, 4, day), source=f"Outlet {day}", speaker=speaker, killed=killed, copies=copies)


@pytest.mark.parametrize(
    ("tolls", "expected", "rule"),
    [
        ([toll(1, exactly(6))], (6, 6, 6), ""),
        ([toll(1, exactly(6)), toll(2, exactly(6))], (6, 6, 6), ""),
        ([toll(1, exactly(6)), toll(2, exactly(31))], (6, 31, 31), "the latest report"),
        ([toll(1, exactly(40)), toll(2, exactly(30))], (30, 30, 40), "the latest report"),
        ([toll(1, exactly(7)), toll(2, at_least(5))], (5, 7, 7), "a later report does not undo it"),
        ([toll(1, exactly(50)), toll(2, exactly(0))], (0, 50, 50), "a later report does not undo it"),
        ([toll(1, exactly(50), "Ukraine"), toll(2, exactly(3), "Russia")], (3, 50, 50), "the officials of Ukraine"),
        ([toll(1, exactly(3), "Russia"), toll(2, exactly(50), "Ukraine")], (3, 50, 50), "the officials of Ukraine"),
        ([toll(1, at_least(3)), toll(2, at_least(9))], (3, 9, None), "the latest report"),
        ([toll(1, exactly(3)), toll(2, exactly(9)), toll(3, exactly(3), copies="1None")], (3, 9, 9), "the latest report"),
    ],
)
def test_the_best_figure_follows_a_rule(tolls: list[Toll], expected: tuple[int, int, int | None], rule: str) -> None:
    """The latest, unless it only says less, or the other side says it; lowest and highest stay in sight."""
    found = chosen(tolls, lambda each: each.killed, "Ukraine")
    assert (found.estimate.low, found.estimate.best, found.estimate.high) == expected
    assert found.rule == rule


def test_who_struck_does_not_count_the_dead() -> None:
    """At a place that Russia holds and Ukraine struck, Russia's officials are followed; Ukraine's figure stays in the range."""
    tolls = [toll(1, exactly(89), "Russia"), toll(2, exactly(400), "Ukraine")]
    found = chosen(tolls, lambda each: each.killed, "Ukraine", "Ukraine")
    assert (found.estimate.low, found.estimate.best, found.estimate.high) == (89, 89, 400)
    assert found.rule == "the officials of Russia"


def test_nobody_counts_is_unknown() -> None:
    """Not zero."""
    assert chosen([], lambda each: each.killed, None).estimate == UNKNOWN


def test_the_series_is_dated_and_holds_only_who_counts() -> None:
    """Earliest first, each with its outlet."""
    late, early, silent = (
        told("B", ("Dnipro", 0, 31), published=3),
        told("A", ("Dnipro", 0, 6)),
        told("C", ("Dnipro", 0, None), published=2),
    )
    reports = {each.report.report_id: each.report for each in (late, early, silent)}
    found = series([early.claim, silent.claim, late.claim], reports)
    assert [(each.source, each.killed.best) for each in found] == [("A", 6), ("B", 31)]
