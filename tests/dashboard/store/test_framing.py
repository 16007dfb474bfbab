"""Frames from tables, from what changed, and from what was kept are the same frames."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dashboard import merging
from dashboard.store import Store, framing, load, snapshot
from dashboard.store.frames import EVENT_COLUMNS
from dashboard.store.queries import WITHDRAWN
from tests.dashboard.store.strikes import TOWNS, Told, told


def put(store: Store, *reports: Told) -> None:
    """Record reports in one batch."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims)
        batch.derive(merging)


def fresh(store: Store) -> pd.DataFrame:
    """The events read from the tables."""
    return framing._read_all(store).events


def test_a_refreshed_frame_equals_one_that_was_read_anew(store: Store) -> None:
    """Rows that came, changed and went; types and order as well."""
    put(store, *(told(f"S{n}", (town, n % 4, n)) for n, town in enumerate([*TOWNS, *TOWNS])))
    first = load(store)
    put(store, told("More", ("Kharkiv", 0, 50), published=3), told("New", ("Odesa", 9, None)))
    second = load(store)
    assert second is not first
    pd.testing.assert_frame_equal(second.events, fresh(store))
    gone = store.reports()[2]
    with store.batch() as batch:
        batch.stand(gone.report_id, WITHDRAWN, who="x", why="")
        batch.derive(merging)
    pd.testing.assert_frame_equal(load(store).events, fresh(store))
    assert list(first.events.columns) == list(EVENT_COLUMNS)


def test_kept_frames_are_those_of_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept is read instead of the tables, brought up to the present, and never believed for another store."""
    monkeypatch.setattr(framing, "_WORTH_KEEPING", 0)
    path = tmp_path / "s.sqlite"
    with Store.open(path, create=True) as store:
        put(store, *(told(f"S{n}", (town, n % 4, n)) for n, town in enumerate([*TOWNS, *TOWNS])))
        load(store)
        put(store, told("More", ("Kharkiv", 0, 50), published=3))
        expected = fresh(store)
    kept = path.with_name("s.sqlite-frames")
    assert {each.suffix for each in kept.iterdir()} == {".json", ".parquet"}
    with Store.open(path) as again:
        found = framing._read_kept(again)
        assert found is not None
        assert found.sequence == 1
        pd.testing.assert_frame_equal(load(again).events, expected)
    for content in (b"PAR1", None):
        file = next(kept.glob("events-*.parquet"))
        file.unlink()
        if content is not None:
            file.write_bytes(content)
        with Store.open(path) as again:
            pd.testing.assert_frame_equal(load(again).events, expected)
    other = tmp_path / "t.sqlite"
    with Store.open(other, create=True) as store:
        put(store, told("Only", ("Odesa", 0, 1)))
    kept.rename(other.with_name("t.sqlite-frames"))
    with Store.open(other) as store:
        assert len(load(store).events) == 1
        snapshot.drop_kept(store)
        assert not list(other.with_name("t.sqlite-frames").iterdir())


def test_a_small_store_keeps_nothing(tmp_path: Path) -> None:
    """Beside a store of a few reports no folder appears."""
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        put(store, told("One", ("Kharkiv", 0, 1)))
        load(store)
    assert [path.name for path in tmp_path.iterdir()] == ["s.sqlite"]
