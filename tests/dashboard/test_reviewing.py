"""What reviewers do: it holds, it can be taken back, it outlives newer rules, and nobody overwrites another unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard import merging
from dashboard.codes import GeoPrecision, ReviewState, TimePrecision, Weapon
from dashboard.errors import EventUnknownError, ReviewConflictError, ReviewError
from dashboard.records import Estimate, When
from dashboard.reviewing import review
from dashboard.reviews import Correction, ReviewAction
from dashboard.store import Selection, Store, addable, load, schema
from dashboard.store.queries import WITHDRAWN
from tests.dashboard.store.strikes import Told, place, told


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store: in a file, and on a server."""
    with Store.open(address, create=True) as opened:
        yield opened


def put(store: Store, *reports: Told, version: int = 1) -> None:
    """Record reports in one batch."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims, version=version)
        batch.derive(merging)


def ids(store: Store) -> dict[str, str]:
    """The event of each town."""
    with store.reading() as connection:
        return {place: own for own, place in connection.execute(sa.select(schema.event.c.event_id, schema.event.c.place))}


def derived(store: Store) -> list[tuple[Any, ...]]:
    """All that was derived, but for when and by which commit."""
    left_out = ("changed_at", "changed_at_sequence", "recorded_at")
    with store.reading() as connection:
        return [
            tuple(row)
            for table in (schema.event, schema.package, schema.membership)
            for row in connection.execute(sa.select(*(c for c in table.columns if c.name not in left_out)).order_by(*table.primary_key))
        ]


def exactly(number: int) -> Estimate:
    """A count without doubt."""
    return Estimate(low=number, best=number, high=number)


def test_a_confirmed_event_says_so_and_keeps_it_while_reports_join(store: Store) -> None:
    """The state, who and when; a later report changes the figures and not the state."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    own = ids(store)["Kharkiv"]
    outcome = review(store, ReviewAction.CONFIRM, own, who="Anna", note="seen it")
    assert outcome.now == (own,)
    put(store, told("Two", ("Kharkiv", 0, 6), published=2))
    event = store.event(own)
    assert event is not None
    assert (event.review, event.killed.best) == (ReviewState.CONFIRMED, 6)
    (made,) = store.reviews_of(own)
    assert (made.who, made.note, made.number) == ("Anna", "seen it", 1)
    assert made.recorded_at is not None


def test_a_rejected_event_leaves_the_view_and_the_sums(store: Store) -> None:
    """It is there for whoever asks for it, and a report that tells it again joins it."""
    put(store, told("One", ("Kharkiv", 0, 3)), told("Other", ("Odesa", 0, 1)))
    own = ids(store)["Kharkiv"]
    review(store, ReviewAction.REJECT, own, who="Anna")
    put(store, told("Two", ("Kharkiv", 0, 3)))
    snapshot = load(store)
    assert set(Selection().apply(snapshot).events["place"]) == {"Odesa"}
    assert set(Selection(review=("rejected",)).apply(snapshot).events["place"]) == {"Kharkiv"}
    assert set(addable(snapshot.events)["place"]) == {"Odesa"}
    assert store.health().totals["new since review"] == 1


def test_corrected_figures_stand_above_those_of_all_reports(store: Store) -> None:
    """Also above those of later ones; what was found is said beside."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    own = ids(store)["Kharkiv"]
    day = date(2024, 4, 3)
    when = When(start=day, end=day, best=day, precision=TimePrecision.DAY)
    review(store, ReviewAction.CORRECT, own, who="Anna", correction=Correction(killed=exactly(4), weapons=(Weapon.DRONE,), when=when))
    put(store, told("Two", ("Kharkiv", 2, 9), published=3))
    event = store.event(own)
    assert event is not None
    assert (event.review, event.killed, event.weapons, event.when.best) == (ReviewState.CORRECTED, exactly(4), (Weapon.DRONE,), day)
    assert "killed corrected by Anna (found: 9)" in event.figures_note
    assert event.reports == 2


def test_a_corrected_place_joins_what_tells_of_that_place(store: Store) -> None:
    """The event moves, and reports of the right place join it; taken back, it returns."""
    put(store, told("One", ("Kharkiv", 0, 3)), told("Two", ("Zmiiv", 0, 3)))
    before, own = derived(store), ids(store)["Kharkiv"]
    outcome = review(store, ReviewAction.CORRECT, own, who="Anna", correction=Correction(location=place("Zmiiv")))
    (joined,) = set(ids(store).values())
    assert outcome.now == (joined,)
    review(store, ReviewAction.UNDO, joined, who="Anna")
    assert derived(store) == before


def test_splitting_what_was_joined_gives_back_what_was(store: Store) -> None:
    """Ids, figures and members are as before the join; the old id of the part leads to itself again."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Odesa", 0, 5))
    put(store, one, two)
    before, own = derived(store), ids(store)
    review(store, ReviewAction.JOIN, own["Kharkiv"], other=own["Odesa"], who="Anna")
    assert len(ids(store)) == 1
    assert store.present_id(own["Odesa"]) == own["Kharkiv"]
    (first, second) = store.tellings(own["Kharkiv"])
    assert second.join.reason == "joined by Anna"
    assert first.claim.claim_id == one.claim.claim_id
    review(store, ReviewAction.SPLIT, own["Kharkiv"], claims=[two.claim.claim_id], who="Ben")
    assert derived(store) == before
    assert store.present_id(own["Odesa"]) == own["Odesa"]


def test_joining_what_was_split_gives_back_what_was(store: Store) -> None:
    """The other way round as well, and a report that tells the same finds the joined event."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 3))
    put(store, one, two)
    before, own = derived(store), ids(store)["Kharkiv"]
    outcome = review(store, ReviewAction.SPLIT, own, claims=[two.claim.claim_id], who="Anna")
    assert len(outcome.now) == 2
    (other,) = set(outcome.now) - {own}
    review(store, ReviewAction.JOIN, own, other=other, who="Anna")
    assert derived(store) == before
    assert store.present_id(other) == own
    review(store, ReviewAction.UNDO, own, who="Anna")
    review(store, ReviewAction.UNDO, own, who="Anna")
    assert derived(store) == before


def test_undo_goes_back_step_by_step_and_can_be_undone(store: Store) -> None:
    """Without a number the last standing review; with the number of an undo, its review counts again."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    own = ids(store)["Kharkiv"]
    review(store, ReviewAction.CONFIRM, own, who="Anna")
    review(store, ReviewAction.CORRECT, own, who="Anna", correction=Correction(killed=exactly(5)))
    undo = review(store, ReviewAction.UNDO, own, who="Anna")
    event = store.event(own)
    assert event is not None
    assert (event.review, event.killed.best) == (ReviewState.CONFIRMED, 3)
    review(store, ReviewAction.UNDO, own, who="Anna")
    event = store.event(own)
    assert event is not None
    assert event.review is ReviewState.UNREVIEWED
    with pytest.raises(ReviewError, match="No review of this event"):
        review(store, ReviewAction.UNDO, own, who="Anna")
    review(store, ReviewAction.UNDO, own, who="Anna", undoes=undo.review.number)
    event = store.event(own)
    assert event is not None
    assert event.killed.best == 5


def test_reviews_outlive_newer_rules(store: Store) -> None:
    """A newer reading has other claims at nearly the same words; the review finds them, and says so where it does not."""
    one = told("One", ("Kharkiv", 0, 3))
    put(store, one)
    own = ids(store)["Kharkiv"]
    review(store, ReviewAction.CORRECT, own, who="Anna", correction=Correction(killed=exactly(4)))
    evidence = replace(one.claim.evidence, start=one.claim.evidence.start + 2)
    newer = replace(one.claim, claim_id="another id", evidence=evidence, killed=exactly(7))
    put(store, replace(one, claims=(newer,)), version=2)
    (now,) = ids(store).values()
    event = store.event(now)
    assert event is not None
    assert (event.killed.best, event.review) == (4, ReviewState.CORRECTED)
    assert store.present_id(own) == now or store.event(own) is None
    put(store, replace(one, claims=()), version=3)
    assert ids(store) == {}
    assert store.health().totals["lost review"] == 1


def test_the_later_of_two_reviewers_is_told_what_changed(store: Store) -> None:
    """Nothing is recorded; the message names the other reviewer and the figures; having looked again, it goes through."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    own, seen = ids(store)["Kharkiv"], store.sequence
    review(store, ReviewAction.CORRECT, own, who="Anna", correction=Correction(killed=exactly(4)), seen=seen)
    with pytest.raises(ReviewConflictError, match=r"killed 3 → 4.*Anna corrected it") as caught:
        review(store, ReviewAction.REJECT, own, who="Ben", seen=seen)
    assert "\n" not in str(caught.value)
    assert len(store.reviews()) == 1
    review(store, ReviewAction.REJECT, own, who="Ben", seen=store.sequence)


def test_an_event_that_was_joined_away_is_not_reviewed_unseen(store: Store) -> None:
    """The message says where it went; an id that never was is told as well."""
    put(store, told("One", ("Kharkiv", 0, 3)), told("Two", ("Odesa", 0, 5)))
    own = ids(store)
    review(store, ReviewAction.JOIN, own["Kharkiv"], other=own["Odesa"], who="Anna")
    with pytest.raises(EventUnknownError, match=f"joined into {own['Kharkiv']}"):
        review(store, ReviewAction.REJECT, own["Odesa"], who="Ben")
    with pytest.raises(EventUnknownError, match="There is no event"):
        review(store, ReviewAction.REJECT, "0" * 64, who="Ben")
    assert len(store.reviews()) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"action": ReviewAction.CONFIRM, "who": " "}, "has a name"),
    ({"action": ReviewAction.CONFIRM, "who": "x" * 81}, "has a name"),
    ({"action": ReviewAction.CONFIRM, "who": "\u202eevil"}, "has a name"),
    ({"action": ReviewAction.NOTE}, "some words"),
    ({"action": ReviewAction.NOTE, "note": "x" * 2001}, "at most 2000"),
    ({"action": ReviewAction.NOTE, "note": "a\0b"}, "at most 2000"),
    ({"action": ReviewAction.CORRECT}, "at least one value"),
    ({"action": ReviewAction.CORRECT, "correction": Correction()}, "at least one value"),
    ({"action": ReviewAction.JOIN}, "two ids"),
    ({"action": ReviewAction.SPLIT}, "some claims"),
    ({"action": ReviewAction.SPLIT, "claims": ["nobody's"]}, "no claim of this event"),
    ({"action": ReviewAction.UNDO}, "No review"),
    ({"action": ReviewAction.UNDO, "undoes": 7}, "Review 7"),
]


@pytest.mark.parametrize(("given", "message"), BAD)
def test_a_review_that_cannot_be_is_told(store: Store, given: dict[str, Any], message: str) -> None:
    """Nothing of it is recorded."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    options = {"who": "Anna"} | given
    with pytest.raises(ReviewError, match=message):
        review(store, options.pop("action"), ids(store)["Kharkiv"], **options)
    assert store.reviews() == ()
    assert store.sequence == 1


def test_a_note_changes_nothing_but_the_history(store: Store) -> None:
    """The event stays as it is; the note is kept as it was written."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    before, own = derived(store), ids(store)["Kharkiv"]
    review(store, ReviewAction.NOTE, own, who="Anna", note="<script>alert(1)</script>\nsecond line")
    assert derived(store) == before
    assert store.reviews_of(own)[0].note == "<script>alert(1)</script>\nsecond line"


def test_a_join_that_is_taken_back_leaves_older_joins_as_they_were(store: Store) -> None:
    """Old ids lead where they led before, over one join or several; what was shown at each moment is shown again."""
    put(store, told("A", ("Kharkiv", 0, 3)), told("B", ("Odesa", 0, 5)), told("C", ("Dnipro", 0, 1)))
    own = ids(store)
    a, b, c = own["Kharkiv"], own["Odesa"], own["Dnipro"]
    review(store, ReviewAction.JOIN, b, other=c, who="Anna")
    assert (store.present_id(c), store.present_id(b)) == (b, b)
    outcome = review(store, ReviewAction.JOIN, a, other=b, who="Anna")
    assert (store.present_id(c), store.present_id(b)) == (a, a)
    moment = outcome.review.recorded_at
    assert moment is not None
    review(store, ReviewAction.UNDO, a, who="Anna")
    assert (store.present_id(c), store.present_id(b), store.present_id(a)) == (b, b, a)
    for each in (a, b, c):
        found = store.event(each, moment)
        assert found is not None
        assert found.event_id == a
        assert len(store.tellings(each, moment)) == 3


def test_a_split_parts_an_event_in_two_and_not_in_more(store: Store) -> None:
    """What stays, stays together, also where the part that goes was what held it together."""
    middle = told("B", ("Kharkiv", 0, 12), published=2)
    put(store, told("A", ("Kharkiv", 0, 40), precision=GeoPrecision.REGION), middle, told("C", ("Kharkiv", 0, 3), published=3))
    (own,) = set(ids(store).values())
    assert len(store.tellings(own)) == 3
    outcome = review(store, ReviewAction.SPLIT, own, claims=[middle.claim.claim_id], who="Anna")
    assert len(outcome.now) == 2
    assert sorted(len(store.tellings(each)) for each in outcome.now) == [1, 2]
    with store.batch() as batch:
        assert not batch.rebuild(merging)


def test_who_joins_is_told_what_became_of_either_event(store: Store) -> None:
    """And of notes, which change no figure; a number that the store never had is told."""
    put(store, told("One", ("Kharkiv", 0, 3)), told("Two", ("Odesa", 0, 5)))
    own, seen = ids(store), store.sequence
    review(store, ReviewAction.REJECT, own["Odesa"], who="Ben")
    with pytest.raises(ReviewConflictError, match="Ben rejected it"):
        review(store, ReviewAction.JOIN, own["Kharkiv"], other=own["Odesa"], who="Anna", seen=seen)
    seen = store.sequence
    review(store, ReviewAction.NOTE, own["Kharkiv"], who="Ben", note="wait for me")
    with pytest.raises(ReviewConflictError, match="wait for me"):
        review(store, ReviewAction.CONFIRM, own["Kharkiv"], who="Anna", seen=seen)
    with pytest.raises(ReviewError, match="no number of this store"):
        review(store, ReviewAction.CONFIRM, own["Kharkiv"], who="Anna", seen=10**30)


VALUES: list[tuple[Correction, str]] = [
    (Correction(amount=Decimal("1e9999")), "A strike has no amount"),
    (Correction(killed=exactly(10**8)), "at most"),
    (Correction(actor=""), "An actor has a name"),
    (Correction(actor="a\u202eb"), "An actor has a name"),
]


@pytest.mark.parametrize(("correction", "message"), VALUES)
def test_a_value_that_cannot_be_is_told(store: Store, correction: Correction, message: str) -> None:
    """What a strike has not, or no strike can have, is not put in."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    with pytest.raises(ReviewError, match=message):
        review(store, ReviewAction.CORRECT, ids(store)["Kharkiv"], who="Anna", correction=correction)


def test_what_people_took_apart_no_older_join_brings_together(store: Store) -> None:
    """Two joins with a third report, made while the split was not yet thought of, do not undo it by a detour."""
    one, two, three = told("One", ("Kharkiv", 0, 3)), told("Two", ("Odesa", 0, 5)), told("Three", ("Dnipro", 0, 1))
    put(store, one, two, three)
    own = ids(store)
    review(store, ReviewAction.JOIN, own["Kharkiv"], other=own["Dnipro"], who="Anna")
    review(store, ReviewAction.JOIN, own["Kharkiv"], other=own["Odesa"], who="Anna")
    with store.batch() as batch:
        batch.stand(three.report.report_id, WITHDRAWN, who="Anna", why="")
        batch.derive(merging)
    review(store, ReviewAction.SPLIT, own["Kharkiv"], claims=[two.claim.claim_id], who="Ben")
    with store.batch() as batch:
        batch.stand(three.report.report_id, "current", who="Anna", why="")
        batch.derive(merging)
    with store.reading() as connection:
        c = schema.membership.c
        owner = {row[0]: row[1] for row in connection.execute(sa.select(c.claim_id, c.member_of))}
    assert owner[one.claim.claim_id] != owner[two.claim.claim_id]
