"""A file that is missing, damaged, held by others, out of reach or larger than its disk."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreDamagedError, StoreError, StoreLockedError, StoreMissingError
from dashboard.store import Store, schema
from dashboard.store.engine import insert, open_database
from tests.faults import check_tables, start

Make = Callable[..., Any]


@pytest.fixture
def address(path: Path) -> str:
    """Files only."""
    return str(path)


def test_a_missing_store_is_told_and_not_made(path: Path) -> None:
    """Without `create` nothing appears on the disk."""
    with pytest.raises(StoreMissingError, match="strikemap ingest"):
        Store.open(path)
    assert not path.parent.exists()


def test_a_store_can_be_named_by_url(path: Path) -> None:
    """`sqlite:///` and a path is that path."""
    Store.open(f"sqlite:///{path}", create=True).close()
    assert path.is_file()


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    """The message proposes a file in it."""
    with pytest.raises(StoreError, match="is a folder, not a store"):
        Store.open(tmp_path, create=True)


def test_names_with_odd_characters_work(tmp_path: Path) -> None:
    """Question marks, percent signs, spaces and Cyrillic are part of the name."""
    path = tmp_path / "мій store?mode=ro#%41.sqlite"
    with Store.open(path, create=True) as store:
        assert store.name == str(path)
    assert path.is_file()


def test_a_store_that_another_process_holds_alone_is_told(store: Store, path: Path) -> None:
    """Also when the other lets nobody read."""
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE meta SET value = value")
        with pytest.raises(StoreLockedError):
            Store.open(path, wait_seconds=0.05)


@pytest.mark.parametrize("keep", [1, 50, 99, 100, 1000, 4096, 5000, 9000, -4096, -1])
def test_a_store_cut_off_is_told(store: Store, path: Path, tell: Make, keep: int) -> None:
    """Wherever the file ends too early, the store says that it is damaged, and is not written to."""
    with store.batch() as batch:
        for number in range(20):
            each = tell(f"Source {number}")
            batch.add(each.report, each.claims)
    store.close()
    content = path.read_bytes()
    assert not path.with_name(path.name + "-wal").exists()
    path.write_bytes(content[:keep])
    with pytest.raises(StoreDamagedError, match="restore a backup"):
        Store.open(path, create=True)
    assert path.read_bytes() == content[:keep]


@pytest.mark.parametrize("content", [b"Not a database, but long enough to be one." * 100, b"\0" * 5000, os.urandom(5000)])
def test_something_else_is_no_store(path: Path, content: bytes) -> None:
    """A file that is no database is told and left alone."""
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError):
        Store.open(path, create=True)
    assert path.read_bytes() == content


def test_an_empty_file_is_no_store_until_it_is_filled(path: Path) -> None:
    """To read from it is an error; an ingest makes it a store."""
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreDamagedError, match="is empty"):
        Store.open(path)
    Store.open(path, create=True).close()
    Store.open(path).close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_store_in_a_folder_without_rights_can_be_read(store: Store, path: Path, tell: Make) -> None:
    """Reading needs no right to write; writing is refused in words."""
    one = tell()
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    store.close()
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with Store.open(path, read_only=True) as frozen:
            assert frozen.claims() == one.claims
        with pytest.raises(StoreError, match="check the rights"), Store.open(path) as again, again.batch() as batch:
            batch.add(tell("Two").report, [])
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="its folder cannot be made"):
        Store.open(tmp_path / "file" / "store.sqlite", create=True)


def test_a_full_disk_is_told_and_nothing_of_the_batch_is_kept(path: Path) -> None:
    """A file that may not grow takes no half of a batch; with room again, the same batch goes in."""
    Store.open(path, create=True).close()
    text = ["x" * 100_000]
    database = open_database(path, create=False, read_only=False)

    def write(limit: str) -> None:
        with database.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")
            for number, each in enumerate(text * 5):
                insert(connection, schema.meta, [{"key": f"x{number}", "value": each}])

    with closing(sqlite3.connect(path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with pytest.raises(StoreError, match=r"the disk is full; make room.*Nothing of this batch was kept"):
        write(str(pages + 30))
    with database.reading() as reader:
        assert reader.scalar(sa.select(sa.func.count()).where(schema.meta.c.key.like("x%"))) == 0
    write("1000000")
    database.close()


@pytest.mark.skipif(os.name == "nt", reason="this system has no limit on the size of files")
def test_a_limit_on_the_size_of_files_is_told(store: Store, path: Path) -> None:
    """As a quota is: one line that names the disk, in a process that really has such a limit."""
    store.close()
    script = (
        "import resource, sys\nfrom dashboard.errors import StoreError\nfrom dashboard.store import Store\n"
        "from dashboard.records import Report\n"
        "with Store.open(sys.argv[1]) as store:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "    try:\n"
        "        with store.batch() as batch:\n"
        "            batch.add(Report(report_id='x', source='s', text='t' * 3_000_000), [])\n"
        "    except StoreError as error:\n"
        "        sys.exit(str(error))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False, capture_output=True, text=True, timeout=120)
    assert "check that the disk has room" in done.stderr
    assert "Traceback" not in done.stderr
    with Store.open(path) as again:
        assert again.counts().reports == 0


def test_readers_do_not_wait_for_a_writer(store: Store, path: Path, tell: Make) -> None:
    """While another program writes, what was there is read at once."""
    one = tell()
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM claim")
        assert store.claims() == one.claims


def test_opening_a_store_twice_takes_no_lock_from_its_readers(path: Path) -> None:
    """While a thread reads, another opens and closes the same store, and a process writes and ends: the reader sees its one commit."""
    Store.open(path, create=True).close()
    start(str(path), 1, 30, 10).communicate()
    with Store.open(path, read_only=True) as reader, reader.reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) == 30
        Store.open(path, read_only=True).close()
        _, errors = start(str(path), 2, 120, 10).communicate()
        assert not errors
        assert connection.scalar(sa.select(sa.func.sum(schema.event.c.reports))) == 30
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.membership)) == 30
    with Store.open(path) as store:
        assert check_tables(store) == 150
