"""Which claims may come to one event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.merging import is_likely_one, merge
from tests.dashboard.store.strikes import Told, told


def row(source: str, rule: str) -> Told:
    """A strike as the row of a table."""
    found = told(source, ("Kharkiv", 0, 6))
    return replace(found, claims=tuple(replace(claim, evidence=replace(claim.evidence, rule=rule)) for claim in found.claims))


@pytest.mark.parametrize(
    ("rules", "events"),
    [
        (("table:ucdp", "table:ucdp"), 2),
        (("table:acled", "table:acled"), 2),
        (("table:viina-1pd", "table:viina-1pd"), 2),
        (("table:viina", "table:viina"), 1),
        (("table:ucdp", "table:acled"), 1),
        (("table:ucdp", "a rule of news"), 1),
        (("table:ucdp", "table:ucdp", "a rule of news"), 2),
    ],
)
def test_two_rows_of_a_table_of_events_are_two_events(rules: tuple[str, ...], events: int) -> None:
    """However alike they are; with news, and with the rows of another table, they meet."""
    tellings = [row(f"source {number}", rule) for number, rule in enumerate(rules)]
    reports = {telling.report.report_id: telling.report for telling in tellings}
    assert len(merge([telling.claim for telling in tellings], reports).events) == events
    first, second = tellings[0].claim, tellings[1].claim
    assert is_likely_one(first, second, reports) is (len(rules) - events == 1 and len(rules) == 2)
