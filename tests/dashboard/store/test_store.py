"""What goes in comes out, once, and all at once: the same in a file and on a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store import Counts, Snapshot, Store, load, schema

Make = Callable[..., Any]


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with store.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for name, table in schema.metadata.tables.items()
        }


def test_a_new_store_is_empty(store: Store) -> None:
    """It has no rows, its sequence starts at 0, and it is not one of examples."""
    assert store.counts() == Counts(reports=0, claims=0, events=0, packages=0)
    assert (store.sequence, store.is_example) == (0, False)


def test_every_record_comes_back_as_it_went_in(store: Store, add: Make, tell: Make, merge: Make) -> None:
    """Reports, claims, events and packages are equal to those recorded, to the last field."""
    one = tell()
    add([one])
    expected = merge([one])
    assert store.reports() == (one.report,)
    assert store.report(one.report.report_id) == one.report
    assert store.claims() == one.claims
    assert store.event(one.event_id) == expected.events[0]
    assert store.package(one.package_id) == expected.packages[0]


def test_what_is_not_there_is_none(store: Store) -> None:
    """An id that nobody gave leads to nothing, and to no error."""
    assert store.report("x") is None
    assert store.event("x") is None
    assert store.package("x") is None
    assert store.tellings("x") == ()


def test_an_event_leads_to_its_claims_reports_and_reasons(store: Store, add: Make, tell: Make) -> None:
    """Each claim of an event stands with its report and why it was joined, the anchor first."""
    one, two = tell("One"), tell("Two")
    add([one, two])
    found = store.tellings(one.event_id)
    assert [telling.report for telling in found] == [one.report, two.report]
    assert [telling.claim for telling in found] == [one.strike, two.strike]
    assert [telling.join.reason for telling in found] == ["reason 0", "reason 1"]
    assert store.claims_of(one.event_id) == (one.strike, two.strike)


def test_ingesting_twice_changes_nothing(store: Store, add: Make, tell: Make) -> None:
    """The second time, no row of any table differs, and neither does the sequence number."""
    add([tell("One"), tell("Two")])
    before = content(store)
    add([tell("One"), tell("Two")])
    assert content(store) == before
    assert store.sequence == 1


def test_the_sequence_counts_commits_that_change_something(store: Store, add: Make, tell: Make) -> None:
    """One more for each batch with something new."""
    add([tell("One")])
    add([tell("One"), tell("Two")])
    assert store.sequence == 2


def test_an_error_inside_a_batch_leaves_the_store_as_it_was(store: Store, add: Make, tell: Make) -> None:
    """Nothing of a batch that fails is kept, and what was there stays."""
    add([tell("One")])
    before = content(store)
    two = tell("Two")
    stray = replace(two.strike, claim_id="x", report_id="nobody's")

    def write() -> None:
        with store.batch() as batch:
            batch.add(two.report, two.claims)
            batch.add(replace(two.report, report_id="other"), [stray])

    with pytest.raises(StoreError):
        write()
    assert content(store) == before


def test_a_store_is_the_same_when_opened_again(address: str, add: Make, tell: Make) -> None:
    """Another opening, also one that may not write, reads what was recorded."""
    one = tell()
    add([one])
    for read_only in (False, True):
        with Store.open(address, read_only=read_only) as again:
            assert again.claims() == one.claims
            assert again.sequence == 1


def test_newer_rules_speak_for_a_report(store: Store, tell: Make) -> None:
    """Once a newer version of the rules has read a report, only its claims count; the older ones are kept."""
    one = tell()
    with store.batch() as batch:
        assert batch.add(one.report, one.claims, version=1)
        assert batch.add(one.report, [one.strike], version=2)
        assert not batch.add(one.report, [], version=2)
    assert store.claims() == (one.strike,)
    assert store.counts().claims == 3
    with store.batch() as batch:
        batch.add(one.report, [], version=3)
    assert store.claims() == ()
    assert store.read_reports(3) == {one.report.report_id}


def test_an_event_keeps_its_id_while_reports_join(store: Store, add: Make, tell: Make, merge: Make) -> None:
    """Merging may name an event after another claim; in the store it keeps the id that links and people know."""
    one, two = tell("One"), tell("Two")
    add([one])
    with store.batch() as batch:
        batch.add(two.report, two.claims)
        batch.rebuild(merge([two, one]))
    event = store.event(one.event_id)
    assert event is not None
    assert event.event_id == one.event_id
    assert event.reports == 2
    assert store.counts().events == 1


def test_a_retired_id_leads_to_the_event_that_took_it_in(store: Store, add: Make, tell: Make) -> None:
    """Two events that become one are both still found, also through a second join."""
    one, two, three = tell("One"), tell("Two"), tell("Three")
    add([one], [two], [three])
    assert store.counts().events == 3
    add([three, two], [one])
    add([one, two, three])
    ids = {each.event_id for each in (one, two, three)}
    found = {event.event_id for own in ids if (event := store.event(own)) is not None}
    assert len(found) == 1
    assert {len(store.tellings(own)) for own in ids} == {3}


def test_a_withdrawn_event_leaves_the_tables(store: Store, add: Make, tell: Make, merge: Make) -> None:
    """What merging does not give any more is gone from events and memberships; the facts stay."""
    add([tell()])
    with store.batch() as batch:
        batch.rebuild(merge())
    assert store.counts() == Counts(reports=1, claims=2, events=0, packages=0)
    assert content(store)["membership"] == []


def test_only_rows_that_changed_are_marked_as_changed(store: Store, add: Make, tell: Make) -> None:
    """An event that a commit leaves alone keeps the number of the commit that last touched it."""
    one, two, three = tell("One"), tell("Two"), tell("Three")
    add([one], [two])
    add([one], [two], [three])
    with store.reading() as connection:
        assert sorted(connection.scalars(sa.select(schema.event.c.changed_at_sequence))) == [1, 1, 2]


def test_the_snapshot_is_shared_until_a_commit(store: Store, add: Make, tell: Make) -> None:
    """Loading twice gives one object; after a commit, another with the new rows, while the old one stays as it was."""
    add([tell("One")])
    first = load(store)
    assert load(store) is first
    add([tell("One")], [tell("Two")])
    second = load(store)
    assert (len(first.events), len(second.events)) == (1, 2)
    assert (first.sequence, second.sequence) == (1, 2)


def test_the_snapshot_has_the_columns_of_the_record(store: Store, add: Make, tell: Make) -> None:
    """A row of the store's snapshot equals the row made from the record itself, quotes in the search column aside."""
    one = tell()
    add([one])
    event, package = store.event(one.event_id), store.package(one.package_id)
    assert event is not None
    assert package is not None
    loaded, direct = load(store), Snapshot.of([event], [package])
    for found, expected in ((loaded.events, direct.events), (loaded.packages, direct.packages)):
        assert found.dtypes.equals(expected.dtypes)
        shared = [name for name in expected.columns if name not in ("search", "recorded_at")]
        assert found[shared].equals(expected[shared])
    assert "three rescuers were killed in kharkiv's north." in loaded.events["search"][0]
    assert "<b>shells</b>" in loaded.packages["search"][0]


def test_a_store_of_examples_says_so(tmp_path: Path) -> None:
    """The mark is set when the store is made, and stays."""
    with Store.open(tmp_path / "e.sqlite", create=True, example=True) as store:
        assert store.is_example
    with Store.open(tmp_path / "e.sqlite") as store:
        assert store.is_example
        assert load(store).example
