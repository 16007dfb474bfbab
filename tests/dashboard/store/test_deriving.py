"""What a batch derives is what a rebuild derives, whatever came in which order, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import merging
from dashboard.codes import GeoPrecision
from dashboard.records import Estimate
from dashboard.store import Store, schema
from dashboard.store.queries import SUPERSEDED, WITHDRAWN
from tests.dashboard.store.strikes import TOWNS, Told, place, told


def put(store: Store, *reports: Told) -> None:
    """Record reports in one batch."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims)
        batch.derive(merging)


def groups(store: Store) -> set[frozenset[str]]:
    """The claims of each event and package."""
    with store.reading() as connection:
        rows = list(connection.execute(sa.select(schema.membership.c.member_of, schema.membership.c.claim_id)))
    return {frozenset(claim for own, claim in rows if own == owner) for owner, _ in rows}


def merged(store: Store) -> set[frozenset[str]]:
    """What the rules make of all current claims at once."""
    found = merging.merge(store.claims(), {report.report_id: report for report in store.reports()})
    return {
        frozenset(join.claim_id for join in joins)
        for joins in [each.joins for each in found.events] + [each.joins for each in found.packages]
    }


def assert_whole(store: Store) -> None:
    """The store has what all its claims come to, and a rebuild finds nothing to change."""
    assert groups(store) == merged(store)
    before = store.sequence
    with store.batch() as batch:
        changes = batch.rebuild(merging)
    assert not changes
    assert store.sequence == before


def events(store: Store) -> dict[str, tuple[str, int | None, int]]:
    """Place, killed and number of reports of each event."""
    with store.reading() as connection:
        c = schema.event.c
        return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(sa.select(c.event_id, c.place, c.killed, c.reports))}


def test_reports_of_one_strike_join_across_batches(store: Store) -> None:
    """The second report joins the event of the first, and the event keeps its id."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    (own,) = events(store)
    put(store, told("Two", ("Kharkiv", 0, 6), published=2))
    assert events(store) == {own: ("Kharkiv", 6, 2)}
    assert_whole(store)


def test_a_report_that_came_late_but_was_published_first_renames_nothing(store: Store) -> None:
    """The id follows the order of recording, the anchor that of publication."""
    put(store, told("Two", ("Kharkiv", 0, 6), published=2))
    (own,) = events(store)
    early = told("One", ("Kharkiv", 0, 3), published=0)
    put(store, early)
    assert set(events(store)) == {own}
    assert store.tellings(own)[0].claim.claim_id == early.claim.claim_id
    assert_whole(store)


def test_one_batch_and_many_make_the_same(address: str, tmp_path: Path) -> None:
    """Ids, figures and joins do not depend on where batches end."""
    reports = [told(f"S{n}", (town, n % 3, n)) for n, town in enumerate([*TOWNS, *TOWNS, *TOWNS])]
    with Store.open(address, create=True) as one, Store.open(tmp_path / "many.sqlite", create=True) as many:
        put(one, *reports)
        for report in reports:
            put(many, report)
        assert events(one) == events(many)
        assert groups(one) == groups(many)


def test_what_a_batch_does_not_touch_is_not_written(store: Store) -> None:
    """Another strike keeps the number of the commit that made it."""
    put(store, told("One", ("Kharkiv", 0, 3)), told("Other", ("Odesa", 0, 1)))
    put(store, told("Two", ("Kharkiv", 0, 6)))
    with store.reading() as connection:
        c = schema.event.c
        numbers = {row[0]: row[1] for row in connection.execute(sa.select(c.place, c.changed_at_sequence))}
    assert numbers == {"Kharkiv": 2, "Odesa": 1}


def test_parts_hang_on_totals_of_another_batch(store: Store) -> None:
    """When the total of a report joins an older event, its parts lead to that one."""
    put(store, told("One", ("Kharkiv", 0, 9)))
    (own,) = events(store)
    put(store, told("Two", ("Kharkiv", 0, 9), ("Odesa", 0, 2), part_of_first=True))
    with store.reading() as connection:
        c = schema.event.c
        parents = {row[0]: row[1] for row in connection.execute(sa.select(c.place, c.part_of))}
    assert parents == {"Kharkiv": None, "Odesa": own}
    assert_whole(store)


def test_a_withdrawn_report_counts_no_longer_and_can_count_again(store: Store) -> None:
    """Its event loses its figures or goes; when the report counts again, all is as it was."""
    one, two = told("One", ("Kharkiv", 0, 3), ("Odesa", 0, 1)), told("Two", ("Kharkiv", 0, 6), published=2)
    put(store, one, two)
    before = events(store)
    with store.batch() as batch:
        assert batch.stand(one.report.report_id, WITHDRAWN, who="Anna", why="taken down")
        batch.derive(merging)
    assert sorted(events(store).values()) == [("Kharkiv", 6, 1)]
    assert_whole(store)
    with store.batch() as batch:
        assert not batch.stand(one.report.report_id, WITHDRAWN, who="Anna", why="again")
        batch.stand(one.report.report_id, "current", who="Anna", why="it is there again")
        batch.derive(merging)
    assert events(store) == before
    assert_whole(store)


def test_an_event_that_loses_its_first_report_is_still_found(store: Store) -> None:
    """The old id leads to the event under its new name."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 6))
    put(store, one, two)
    (old,) = events(store)
    with store.batch() as batch:
        batch.stand(one.report.report_id, WITHDRAWN, who="Anna", why="")
        batch.derive(merging)
    found = store.event(old)
    assert found is not None
    assert found.killed.best == 6


def test_the_newest_text_of_an_address_speaks(store: Store) -> None:
    """The earlier text is kept and counts no longer; a front page is no address of a text."""
    page = "https://outlet.example/news/1"
    put(store, told("One", ("Kharkiv", 0, 3), url=page))
    put(store, told("One", ("Kharkiv", 0, 8), published=2, url=page))
    put(store, told("One", ("Kharkiv", 0, 1), published=0, url=page))
    assert sorted(events(store).values()) == [("Kharkiv", 8, 1)]
    with store.reading() as connection:
        standings = list(connection.scalars(sa.select(schema.report.c.standing).order_by(schema.report.c.number)))
    assert standings == [SUPERSEDED, "current", SUPERSEDED]
    put(store, told("Two", ("Odesa", 0, 1), url="https://other.example/"), told("Two", ("Odesa", 1, 1), url="https://other.example/"))
    assert len(events(store)) == 3
    assert_whole(store)


def test_newer_rules_move_a_claim_out_of_its_event(store: Store) -> None:
    """What a new reading places elsewhere leaves the old event, which stays with the rest."""
    one, two = told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 3))
    put(store, one, two)
    moved = replace(two.claim, location=place("Odesa"), killed=Estimate(low=4, best=4, high=4))
    with store.batch() as batch:
        assert batch.add(two.report, [moved], version=99)
        batch.derive(merging)
    assert sorted(events(store).values()) == [("Kharkiv", 3, 1), ("Odesa", 4, 1)]
    assert_whole(store)


TELLING = st.tuples(
    st.sampled_from(sorted(TOWNS)),
    st.integers(0, 3),
    st.sampled_from([None, 0, 1, 5]),
    st.sampled_from([GeoPrecision.EXACT, GeoPrecision.REGION, GeoPrecision.COUNTRY]),
    st.integers(0, 3),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tellings=st.lists(TELLING, max_size=14), cuts=st.sets(st.integers(0, 14)), gone=st.sets(st.integers(0, 14), max_size=3))
def test_any_order_and_any_batches_come_to_what_all_claims_come_to(
    tellings: Sequence[tuple[str, int, int | None, GeoPrecision, int]], cuts: Iterable[int], gone: Iterable[int]
) -> None:
    """Batches of any size, withdrawals between them: always what merging makes of all that counts, and a rebuild changes nothing."""
    reports = [
        told(f"S{number}", (town, day, killed), precision=precision, published=published)
        for number, (town, day, killed, precision, published) in enumerate(tellings)
    ]
    ends = sorted({*cuts, len(reports)})
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "s.sqlite", create=True) as store:
        start = 0
        for end in ends:
            put(store, *reports[start:end])
            start = max(start, end)
        for number in gone:
            if number < len(reports):
                with store.batch() as batch:
                    batch.stand(reports[number].report.report_id, WITHDRAWN, who="x", why="")
                    batch.derive(merging)
        assert_whole(store)
