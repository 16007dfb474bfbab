"""Which id an event keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.codes import GeoPrecision
from dashboard.records import Event, Join, Location, When, digest
from dashboard.store.identity import Kept, Member, keep_ids


def event(event_id: str, claims: str, part_of: str | None = None) -> Event:
    """An event of claims that are named by one letter each."""
    return Event(
        event_id=event_id,
        joins=tuple(Join(claim_id=claim, score=1.0, reason="") for claim in claims),
        reports=1,
        sources=(),
        location=Location(name="", geo_precision=GeoPrecision.UNKNOWN),
        when=When(),
        part_of=part_of,
    )


def members(**groups: str) -> list[Member]:
    """What was merged before: ids with their claims, anchors first."""
    return [Member(claim_id=claim, member_of=own, position=n) for own, claims in groups.items() for n, claim in enumerate(claims)]


def ids(kept: Kept) -> list[str]:
    """The ids in the order of the events."""
    return [each.event_id for each in kept.events]


# before, merged now, ids kept, ids retired
CASES = [
    ({}, [("A", "ab")], ["A"], {}),
    ({"A": "ab"}, [("A", "abc")], ["A"], {}),
    ({"A": "ab"}, [("C", "cab")], ["A"], {}),
    # two become one: the id of the anchor stays, the other leads to it
    ({"A": "a", "B": "b"}, [("B", "ba")], ["B"], {"A": "B"}),
    ({"A": "a", "B": "b"}, [("B", "cba")], ["A"], {"B": "A"}),
    # one becomes two: the one with the anchor keeps the id
    ({"A": "ab"}, [("B", "b"), ("A", "a")], ["B", "A"], {}),
    ({"A": "ab"}, [("A", "b"), ("X", "a")], [digest("A", "again"), "A"], {}),
    # gone altogether
    ({"A": "a"}, [], [], {}),
    # the anchor went elsewhere: the rest keeps the id
    ({"A": "abc", "D": "d"}, [("D", "da"), ("B", "bc")], ["D", "A"], {}),
]


@pytest.mark.parametrize(("before", "now", "expected", "retired"), CASES)
def test_ids_stay(before: dict[str, str], now: list[tuple[str, str]], expected: list[str], retired: dict[str, str]) -> None:
    """An event keeps the id that its claims had, and what is retired leads on."""
    kept = keep_ids([event(own, claims) for own, claims in now], [], members(**before))
    assert (ids(kept), kept.retired) == (expected, retired)


def test_parts_follow_the_id_of_their_whole() -> None:
    """An event that is part of another points to the id that the other keeps."""
    kept = keep_ids([event("B", "ba"), event("P", "p", part_of="B")], [], members(A="a"))
    assert [(each.event_id, each.part_of) for each in kept.events] == [("A", None), ("P", "A")]


GROUPS = st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True), max_size=8).map(
    lambda groups: [
        "".join(claim for claim in group if not any(claim in earlier for earlier in groups[:n])) for n, group in enumerate(groups)
    ]
)


@given(GROUPS, GROUPS)
def test_ids_are_unique_and_nothing_is_lost(before: list[str], now: list[str]) -> None:
    """However claims are regrouped, every event has an id of its own, and each old id leads to one that is there, or to none."""
    old = members(**{claims[0].upper(): claims for claims in before if claims})
    events = [event(claims[0].upper(), claims) for claims in now if claims]
    kept = keep_ids(events, [], old)
    assert len(set(ids(kept))) == len(events)
    assert [each.joins for each in kept.events] == [each.joins for each in events]
    assert set(kept.retired.values()) <= set(ids(kept))
    assert not set(kept.retired) & set(ids(kept))


@given(GROUPS)
def test_merging_the_same_again_changes_no_id(groups: list[str]) -> None:
    """What was kept once is kept again."""
    events = [event(claims[0].upper(), claims) for claims in groups if claims]
    again = keep_ids(events, [], members(**{each.event_id: "".join(join.claim_id for join in each.joins) for each in events}))
    assert (list(again.events), again.retired) == (events, {})
