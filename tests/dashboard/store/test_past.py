"""What was known at a moment, what became of an event, and what changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import merging
from dashboard.errors import StoreClockError
from dashboard.reviewing import review
from dashboard.reviews import ReviewAction
from dashboard.store import Snapshot, Store, load, queries, schema
from dashboard.store.queries import WITHDRAWN
from dashboard.store.telling import change_words, version_words
from tests.dashboard.store.strikes import Told, told


def put(store: Store, *reports: Told) -> datetime:
    """Record reports in one batch; the moment after it."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims)
        batch.derive(merging)
    return now(store)


def now(store: Store) -> datetime:
    """The moment of the last commit."""
    with store.reading() as connection:
        return datetime.fromisoformat(queries.meta(connection, "recorded_at") or "")


def shown(snapshot: Snapshot) -> set[tuple[object, ...]]:
    """What a snapshot shows of its events."""
    rows = snapshot.events[["event_id", "place", "killed", "reports", "review"]].astype("object")
    return {tuple(None if pd.isna(value) else value for value in row) for row in rows.itertuples(index=False)}


def test_each_moment_shows_what_was_shown_then(store: Store) -> None:
    """Through joins, rises, rejections and withdrawals: the past of a store does not change."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 6), ("Odesa", 0, 1), published=2)
    history = []
    for step in range(5):
        if step == 0:
            put(store, one)
        elif step == 1:
            put(store, two)
        elif step == 2:
            own = next(row[0] for row in shown(load(store)) if row[1] == "Odesa")
            review(store, ReviewAction.REJECT, str(own), who="Anna")
        elif step == 3:
            with store.batch() as batch:
                batch.stand(two.report.report_id, WITHDRAWN, who="Anna", why="")
                batch.derive(merging)
        else:
            put(store, told("Three", ("Dnipro", 0, None)))
        history.append((now(store), shown(load(store))))
    for moment, expected in history:
        assert shown(load(store, moment)) == expected
    assert shown(load(store, history[0][0] - timedelta(days=1))) == set()
    assert load(store, history[1][0]).as_of == history[1][0]


def test_an_event_of_the_past_has_the_claims_of_the_past(store: Store) -> None:
    """Evidence at a moment is what stood there then, also where a report was withdrawn since."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 6), published=2)
    first = put(store, one)
    second = put(store, two)
    with store.batch() as batch:
        batch.stand(one.report.report_id, WITHDRAWN, who="Anna", why="")
        batch.derive(merging)
    own = next(iter(load(store, first).events["event_id"]))
    for moment, killed, sources in ((first, 3, ["One"]), (second, 6, ["One", "Two"])):
        event = store.event(own, moment)
        assert event is not None
        assert event.killed.best == killed
        assert [telling.report.source for telling in store.tellings(own, moment)] == sources
    assert store.event(own, first - timedelta(days=1)) is None
    assert store.tellings(own, first - timedelta(days=1)) == ()


def test_a_difference_says_what_became_of_every_event(store: Store) -> None:
    """Added, changed with its figures, joined and where to, split and out of what, withdrawn."""
    start = put(
        store,
        told("One", ("Kharkiv", 0, 6)),
        told("Two", ("Odesa", 0, 1)),
        told("Four", ("Odesa", 2, 2)),
        gone := told("Gone", ("Zmiiv", 3, 1)),
    )
    ids = {row[1:3]: str(row[0]) for row in shown(load(store))}
    put(store, told("Five", ("Kharkiv", 0, 31), published=3), told("Six", ("Dnipro", 0, None)))
    review(store, ReviewAction.JOIN, ids["Odesa", 1], other=ids["Odesa", 2], who="Anna")
    with store.batch() as batch:
        batch.stand(gone.report.report_id, WITHDRAWN, who="Anna", why="")
        batch.derive(merging)
    found = {(change.fate, (change.after or change.before or {})["place"]): change for change in store.changes_since(start)}
    assert set(found) == {("added", "Dnipro"), ("changed", "Kharkiv"), ("changed", "Odesa"), ("joined", "Odesa"), ("withdrawn", "Zmiiv")}
    assert found["changed", "Kharkiv"].differences()["killed"] == (6, 31)
    assert "killed 6 → 31" in change_words(found["changed", "Kharkiv"])
    assert found["joined", "Odesa"].other == ids["Odesa", 1]
    middle = now(store)
    review(store, ReviewAction.UNDO, ids["Odesa", 1], who="Anna")
    split = [change for change in store.changes_since(middle) if change.fate == "split"]
    assert [(change.own, change.other) for change in split] == [(ids["Odesa", 2], ids["Odesa", 1])]
    assert store.changes_since(now(store)) == ()


def test_the_versions_of_an_event_are_told_one_by_one(store: Store) -> None:
    """Each with what was different before, the present one last."""
    put(store, told("One", ("Kharkiv", 0, 6)))
    put(store, told("Two", ("Kharkiv", 0, 31), published=2))
    own = next(iter(load(store).events["event_id"]))
    first, second = store.versions(own)
    assert (first.fate, second.fate, first.until, second.until) == ("changed", "present", second.since, None)
    assert "killed 6 → 31" in version_words(second, first)
    assert "\n" not in version_words(first, None)
    assert store.versions("0" * 64) == ()


def test_a_store_of_the_future_is_not_written_to(store: Store) -> None:
    """A clock that was set back would make the past unsure: one line, and nothing written; a small step is overcome."""
    put(store, told("One", ("Kharkiv", 0, 6)))
    for ahead, fails in ((timedelta(minutes=10), False), (timedelta(days=2), True)):
        later = datetime.now(UTC) + ahead
        with store.rewriting() as connection:
            queries.set_meta(connection, "recorded_at", later.isoformat())
        report = told(f"After {ahead}", ("Odesa", 0, 1))
        if fails:
            with pytest.raises(StoreClockError, match="set the clock"):
                put(store, report)
        else:
            assert put(store, report) > later
    with store.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) == 2
