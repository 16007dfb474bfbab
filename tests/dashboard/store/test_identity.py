"""Which id an event keeps."""

from __future__ import annotations

import pytest

from dashboard.codes import ClaimKind, GeoPrecision
from dashboard.records import Claim, Event, Evidence, Join, Location, StrikeClaim, When
from dashboard.store.identity import name_after, named, retired
from tests.scripted import Scripted


def event(claims: str) -> Event:
    """An event of claims that are named by one letter each."""
    return Event(
        event_id="as merging calls it",
        joins=tuple(Join(claim_id=claim, score=1.0, reason="") for claim in claims),
        reports=1,
        sources=(),
        location=Location(name="", geo_precision=GeoPrecision.UNKNOWN),
        when=When(),
        part_of="as merging calls it",
    )


def told(claims: str) -> dict[str, Claim]:
    """Claims, each of a report of the same name."""
    return {own: StrikeClaim(claim_id=own, report_id=own, evidence=Evidence(report_id=own, start=0, end=9, rule="r")) for own in claims}


def first(claim: str) -> str:
    """The id of an event of which this claim is the first."""
    return name_after(claim, ClaimKind.STRIKE)


@pytest.mark.parametrize("order", ["abc", "cab", "bca"])
def test_an_event_is_named_after_the_claim_that_was_recorded_first(order: str) -> None:
    """Whatever merging takes for the anchor, the order of recording decides."""
    numbers = {own: number for number, own in enumerate("abc")}
    found = named(Scripted(events=(event(order),)), told("abc"), numbers)
    assert [(each.event_id, each.part_of) for each in found.events] == [(first("a"), None)]


def test_claims_of_one_report_are_told_apart_by_where_they_stand() -> None:
    """Of two claims of the first report the one that stands first gives the name."""
    claims = told("ab")
    claims["a"] = StrikeClaim(claim_id="a", report_id="b", evidence=Evidence(report_id="b", start=20, end=29, rule="r"))
    found = named(Scripted(events=(event("ab"),)), claims, {"b": 1})
    assert found.events[0].event_id == first("b")


# where claims were, where they are, which ids lead where
CASES = [
    ({}, {"A": "ab"}, {}),
    ({"A": "ab"}, {"A": "abc"}, {}),
    ({"A": "a", "B": "b"}, {"A": "ab"}, {"B": "A"}),
    ({"A": "ab"}, {"A": "a", "B": "b"}, {}),
    ({"A": "a"}, {}, {}),
    ({"A": "ab"}, {"B": "bc"}, {"A": "B"}),
    ({"A": "ab", "C": "c"}, {"B": "b", "D": "ac"}, {"A": "D", "C": "D"}),
]


@pytest.mark.parametrize(("before", "now", "expected"), CASES)
def test_an_id_that_is_no_more_leads_to_what_took_it_in(before: dict[str, str], now: dict[str, str], expected: dict[str, str]) -> None:
    """It leads where the claim went that it was named after, else where another of its claims went, and nowhere where none is left."""

    def own(name: str) -> str:
        return first(name.lower())

    rows = [(claim, ClaimKind.STRIKE.value, own(name)) for name, claims in before.items() for claim in claims]
    owners = {claim: own(name) for name, claims in now.items() for claim in claims}
    assert retired(reversed(rows), owners) == {own(old): own(new) for old, new in expected.items()}
