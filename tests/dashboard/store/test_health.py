"""What deserves a look is found, the most doubtful first, and what is well is not."""

from __future__ import annotations

from dataclasses import replace

from dashboard import merging
from dashboard.codes import GeoPrecision
from dashboard.records import UNPLACED
from dashboard.store import KINDS, Store
from dashboard.store.queries import WITHDRAWN
from tests.dashboard.store.strikes import Told, told


def put(store: Store, *reports: Told) -> None:
    """Record reports in one batch."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims)
        batch.derive(merging)


def test_a_healthy_store_has_nothing_to_look_at(store: Store) -> None:
    """Every kind is counted, with nothing in it."""
    put(store, told("One", ("Kharkiv", 0, 3)))
    found = store.health()
    assert found.totals == dict.fromkeys(KINDS, 0)
    assert found.findings == ()
    assert [(span.source, span.reports) for span in found.sources] == [("One", 1)]
    assert found.standings == {"current": 1, "superseded": 0, "withdrawn": 0, "forgotten": 0}


def test_each_kind_is_found(store: Store) -> None:
    """Joins by region only, tolls that jump, places by likeness, no place, no claim, no licence; withdrawn reports are left out."""
    region = told("Two", ("Kharkiv", 0, 30), published=2, precision=GeoPrecision.REGION)
    silent = Told(report=replace(told("Silent", ("Odesa", 9, 1)).report, licence=None), claims=())
    alike = told("Three", ("Odesa", 4, 1))
    guessed = replace(alike.claim, location=replace(alike.claim.location or UNPLACED, method="fuzzy"))
    nowhere = told("Four", ("Dnipro", 5, 1))
    put(store, told("One", ("Kharkiv", 0, 3)))
    put(store, region, silent, replace(alike, claims=(guessed,)), replace(nowhere, claims=(replace(nowhere.claim, location=UNPLACED),)))
    found = store.health()
    kinds = ("doubtful join", "figure jumped", "fuzzy place", "no place", "no claim", "no licence")
    assert {kind: found.totals[kind] for kind in kinds} == dict.fromkeys(kinds, 1)
    words = {finding.kind: finding.words for finding in found.findings}
    assert "joined at" in words["doubtful join"]
    assert words["figure jumped"] == "Kharkiv: killed went from 3 to 30"
    assert words["no claim"] == "Silent, silent"
    with store.batch() as batch:
        batch.stand(silent.report.report_id, WITHDRAWN, who="x", why="")
        batch.derive(merging)
    assert store.health().totals["no claim"] == 0


def test_the_most_doubtful_join_comes_first(store: Store) -> None:
    """In the order of their scores."""
    put(store, told("A", ("Kharkiv", 0, 3)), told("B", ("Kharkiv", 0, 7), precision=GeoPrecision.REGION))
    put(store, told("C", ("Odesa", 0, 3)), told("D", ("Odesa", 0, None), precision=GeoPrecision.REGION))
    shares = [int(finding.words.split()[2]) for finding in store.health().findings if finding.kind == "doubtful join"]
    assert shares == sorted(shares)
    assert len(shares) == 2
