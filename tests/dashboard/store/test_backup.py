"""A backup is a whole store at one commit, and comes back as it was."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard import merging
from dashboard.errors import OutputExistsError, StoreDamagedError, StoreError, StoreMissingError
from dashboard.reviewing import review
from dashboard.reviews import ReviewAction
from dashboard.store import Store, backup, framing, load, restore, schema
from tests.dashboard.store.strikes import TOWNS, Told, told


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store with something of everything in it: in a file, and on a server."""
    with Store.open(address, create=True) as opened:
        for number, town in enumerate([*TOWNS, *TOWNS]):
            with opened.batch() as batch:
                report = told(f"S{number}", (town, 0, number))
                batch.add(report.report, report.claims)
                batch.derive(merging)
        review(opened, ReviewAction.CONFIRM, load(opened).events["event_id"][0], who="Anna", note="Добре")
        yield opened


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for the mark that tells one store from another."""
    with store.reading() as connection:
        tables = {
            name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr) for name, table in schema.metadata.tables.items()
        }
    return tables | {"meta": [row for row in tables["meta"] if row[0] != "identity"]}


def test_a_backup_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    """Also into another kind of database, and the backup can be opened as a store itself."""
    file = tmp_path / "backup.sqlite"
    counts = backup(store, file)
    assert counts == store.counts()
    with Store.open(file, read_only=True) as opened:
        assert content(opened) == content(store)
    assert restore(file, str(tmp_path / "again.sqlite")) == counts
    with Store.open(tmp_path / "again.sqlite") as again:
        assert content(again) == content(store)
        with again.batch() as batch:
            assert not batch.rebuild(merging)
    assert not list(tmp_path.glob("*.part*"))


def test_a_backup_comes_back_on_a_server(address: str, tmp_path: Path, store: Store) -> None:
    """Into an empty database; into a full one only when told to."""
    backup(store, tmp_path / "backup.sqlite")
    before = content(store)
    with store.batch() as batch:
        more = told("More", ("Odesa", 3, 1))
        batch.add(more.report, more.claims)
        batch.derive(merging)
    store.close()
    with pytest.raises(OutputExistsError, match="--overwrite"):
        restore(tmp_path / "backup.sqlite", address)
    restore(tmp_path / "backup.sqlite", address, overwrite=True)
    with Store.open(address) as again:
        assert content(again) == before
        with again.batch() as batch:
            batch.add(more.report, more.claims)
            batch.derive(merging)


def test_what_is_there_is_not_overwritten_unasked(store: Store, tmp_path: Path) -> None:
    """Neither by a backup, nor is half a one left where it cannot be written."""
    file = tmp_path / "backup.sqlite"
    file.write_bytes(b"mine")
    with pytest.raises(OutputExistsError, match="--overwrite"):
        backup(store, file)
    assert file.read_bytes() == b"mine"
    backup(store, file, overwrite=True)
    with pytest.raises(StoreError, match="no folder"):
        backup(store, tmp_path / "no such folder" / "backup.sqlite")
    if store.path is not None:
        with pytest.raises(StoreError, match="the store itself"):
            backup(store, store.path, overwrite=True)


def test_a_damaged_backup_is_told(store: Store, tmp_path: Path) -> None:
    """Cut short, or no store at all: one line, and the store that it should replace stays."""
    file, target = tmp_path / "backup.sqlite", tmp_path / "target.sqlite"
    backup(store, file)
    restore(file, str(target))
    for broken in (file.read_bytes()[:5000], b"nonsense"):
        (tmp_path / "broken.sqlite").write_bytes(broken)
        with pytest.raises(StoreDamagedError):
            restore(tmp_path / "broken.sqlite", str(target), overwrite=True)
    with pytest.raises(StoreMissingError):
        restore(tmp_path / "none.sqlite", str(target), overwrite=True)
    with Store.open(target) as again:
        assert again.counts() == store.counts()


def test_a_backup_while_somebody_writes_is_of_one_commit(store: Store, address: str, tmp_path: Path) -> None:
    """Every claim in it has its report, every event its claims, and a rebuild finds nothing to change."""
    done = threading.Event()

    def write() -> None:
        with Store.open(address) as other:
            number = 0
            while not done.is_set():
                number += 1
                with other.batch() as batch:
                    report = told(f"W{number}", ("Kharkiv", number % 20, number))
                    batch.add(report.report, report.claims)
                    batch.derive(merging)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(store, tmp_path / f"{number}.sqlite")
    finally:
        done.set()
        writer.join()
    for number in range(3):
        with Store.open(tmp_path / f"{number}.sqlite") as opened, opened.batch() as batch:
            assert not batch.rebuild(merging)


def test_nobody_takes_a_restored_store_for_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept of the store, in memory and beside its file, is of another time: also for who has it open all the while."""
    monkeypatch.setattr(framing, "_WORTH_KEEPING", 0)
    path, file = tmp_path / "s.sqlite", tmp_path / "backup.sqlite"
    with Store.open(path, create=True) as open_all_the_while:
        _add(open_all_the_while, told("One", ("Kharkiv", 0, 1)))
        backup(open_all_the_while, file)
        _add(open_all_the_while, told("Wrong", ("Odesa", 0, 1)))
        assert set(load(open_all_the_while).events["place"]) == {"Kharkiv", "Odesa"}
        restore(file, str(path), overwrite=True)
        assert set(load(open_all_the_while).events["place"]) == {"Kharkiv"}
        with Store.open(path) as other:
            _add(other, told("Right", ("Dnipro", 0, 1)))
            assert set(load(other).events["place"]) == {"Kharkiv", "Dnipro"}
        assert set(load(open_all_the_while).events["place"]) == {"Kharkiv", "Dnipro"}


def test_a_restore_that_fails_loses_nothing(tmp_path: Path) -> None:
    """What was committed and stands only in the log, because another process has the store open, is there afterwards."""
    path, file = tmp_path / "s.sqlite", tmp_path / "backup.sqlite"
    with Store.open(path, create=True) as store:
        _add(store, told("One", ("Kharkiv", 0, 1)))
        backup(store, file)
        with Store.open(path) as other, other.reading():
            _add(store, told("Two", ("Odesa", 0, 1)))
            (tmp_path / "s.sqlite.part").mkdir()
            with pytest.raises(StoreError, match="cannot be written"):
                restore(file, str(path), overwrite=True)
            assert store.counts().reports == 2
    (tmp_path / "s.sqlite.part").rmdir()
    with Store.open(path) as again:
        assert again.counts().reports == 2
        restore(file, str(path), overwrite=True)
        assert again.counts().reports == 1


def test_a_backup_over_a_store_with_a_log_is_whole(tmp_path: Path) -> None:
    """The log that a killed process left beside the file is not taken for one of the backup."""
    path, target = tmp_path / "s.sqlite", tmp_path / "t.sqlite"
    script = (
        "import os, sys\nfrom dashboard import merging\nfrom dashboard.store import Store\nfrom tests.dashboard.store.strikes import told\n"
        "store = Store.open(sys.argv[1], create=True)\n"
        "with store.batch() as batch:\n    each = told('Killed', ('Zmiiv', 0, 1))\n    batch.add(each.report, each.claims)\n"
        "    batch.derive(merging)\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(target)], check=True)
    assert target.with_name("t.sqlite-wal").exists()
    with Store.open(path, create=True) as store:
        for number in range(20):
            _add(store, told(f"S{number}", ("Kharkiv", number, 1)))
        backup(store, target, overwrite=True)
    with Store.open(target) as again:
        assert again.counts().reports == 20
        with again.batch() as batch:
            assert not batch.rebuild(merging)


def test_a_damaged_store_can_be_restored(tmp_path: Path) -> None:
    """That is when a backup is needed; also into an empty file, and into a folder that is not there yet."""
    file, path = tmp_path / "backup.sqlite", tmp_path / "s.sqlite"
    with Store.open(path, create=True) as store:
        _add(store, told("One", ("Kharkiv", 0, 1)))
        backup(store, file)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 - 7])
    with pytest.raises(StoreDamagedError):
        Store.open(path)
    assert restore(file, str(path), overwrite=True).reports == 1
    path.write_bytes(b"")
    assert restore(file, str(path)).reports == 1
    assert restore(file, str(tmp_path / "new folder" / "s.sqlite")).reports == 1


def _add(store: Store, report: Told) -> None:
    """Record a report."""
    with store.batch() as batch:
        batch.add(report.report, report.claims)
        batch.derive(merging)
