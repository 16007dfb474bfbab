"""A report that is forgotten is gone to the last byte, and does not come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard import merging
from dashboard.errors import ReportUnknownError, StoreLockedError
from dashboard.reviewing import review
from dashboard.reviews import ReviewAction
from dashboard.store import Store, backup, framing, load, schema
from tests.dashboard.store.strikes import Told, told

SECRET = "a name that nobody may read"  # noqa: S105 - of a person


def put(store: Store, *reports: Told) -> None:
    """Record reports in one batch."""
    with store.batch() as batch:
        for each in reports:
            batch.add(each.report, each.claims)
        batch.derive(merging)


def secretive(source: str, town: str, *, published: int = 1) -> Told:
    """A report whose quote holds the secret, and its title as well."""
    made = told(source, (town, 0, 3), published=published, extra=f" {SECRET}.")
    (claim,) = made.claims
    whole = replace(claim.evidence, end=len(made.report.text))
    return Told(report=replace(made.report, title=SECRET.title()), claims=(replace(claim, evidence=whole),))


def test_no_byte_of_a_forgotten_report_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file, its log, and the frames beside it; also of earlier versions of the event. A backup made before still has it."""
    monkeypatch.setattr(framing, "_WORTH_KEEPING", 0)
    report = secretive("One", "Kharkiv")
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        put(store, report, told("Other", ("Odesa", 0, 1)))
        load(store)
        put(store, told("Two", ("Kharkiv", 0, 5), published=2))
        load(store)
        backup(store, tmp_path / "before.sqlite")
        assert SECRET.encode() in b"".join(path.read_bytes() for path in tmp_path.rglob("s.sqlite*") if path.is_file())
        store.forget(report.report.report_id, merging, who="Anna", why="the family asked")
        left = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "before.sqlite"]
        for path in left:
            content = path.read_bytes().lower()
            assert SECRET.encode() not in content, path
            assert b"kharkiv on day 0. " + SECRET.encode() not in content, path
        assert set(load(store).events["place"]) == {"Kharkiv", "Odesa"}
    assert SECRET.encode() in (tmp_path / "before.sqlite").read_bytes()


def test_a_tombstone_stays_and_keeps_the_report_out(address: str) -> None:
    """Source and days are known, who asked as well; reading the report again changes nothing, whatever the version of the rules."""
    report = secretive("One", "Kharkiv")
    with Store.open(address, create=True) as store:
        put(store, report)
        (own,) = load(store).events["event_id"]
        review(store, ReviewAction.NOTE, own, who="Ben", note=SECRET)
        store.forget(report.report.report_id, merging, who="Anna", why="asked")
        found = store.report(report.report.report_id)
        assert found is not None
        assert (found.source, found.text, found.title) == ("One", "", None)
        assert (store.claims(), len(load(store).events)) == ((), 0)
        assert store.has_read(report.report.report_id, 99)
        before = store.sequence
        put(store, report)
        assert store.sequence == before
        with store.reading() as connection:
            assert connection.execute(sa.select(schema.notice.c.standing, schema.notice.c.who)).all() == [("forgotten", "Anna")]
            for table in schema.metadata.sorted_tables:
                assert SECRET not in repr(connection.execute(sa.select(table)).all()).lower(), table.name
        with store.batch() as batch:
            assert not batch.rebuild(merging)


def test_what_is_not_there_cannot_be_forgotten(address: str) -> None:
    """And what was forgotten stays so; nothing is written."""
    report = told("One", ("Kharkiv", 0, 1))
    with Store.open(address, create=True) as store:
        put(store, report)
        with pytest.raises(ReportUnknownError, match="There is no report"):
            store.forget("nobody's", merging, who="Anna", why="")
        store.forget(report.report.report_id, merging, who="Anna", why="")
        before = store.sequence
        store.forget(report.report.report_id, merging, who="Anna", why="again, where the first time could not end")
        assert store.sequence == before


def test_who_still_has_the_old_pages_is_told_of(tmp_path: Path) -> None:
    """While somebody reads, not every byte can go: that is said, and forgetting again when he has ended completes it."""
    path, report = tmp_path / "s.sqlite", secretive("One", "Kharkiv")
    with Store.open(path, create=True) as store:
        put(store, report)
        with Store.open(path, read_only=True) as other, other.reading() as connection:
            connection.execute(sa.select(schema.report)).all()
            with pytest.raises(StoreLockedError, match="another process still has the old pages"):
                store.forget(report.report.report_id, merging, who="Anna", why="")
        assert store.claims() == ()
        store.forget(report.report.report_id, merging, who="Anna", why="")
        for file in tmp_path.iterdir():
            assert SECRET.encode() not in file.read_bytes().lower(), file


def test_titles_and_goods_go_from_earlier_versions_too(address: str) -> None:
    """An event that follows the figures of a titled report, a package whose items stood in its text."""
    titled = secretive("Two", "Kharkiv", published=2)
    with Store.open(address, create=True) as store:
        put(store, told("One", ("Kharkiv", 0, 1)))
        put(store, titled)
        put(store, told("Three", ("Kharkiv", 0, 9), published=3))
        store.forget(titled.report.report_id, merging, who="Anna", why="")
        with store.reading() as connection:
            for table in schema.metadata.sorted_tables:
                assert SECRET not in repr(connection.execute(sa.select(table)).all()).lower(), table.name
