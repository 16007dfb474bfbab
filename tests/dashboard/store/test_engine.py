"""A store that is locked, damaged, newer, missing or out of reach."""

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

from dashboard.errors import StoreDamagedError, StoreError, StoreLockedError, StoreMissingError, StoreVersionError
from dashboard.store import Store, migrations, schema

Make = Callable[..., Any]


def test_a_missing_store_is_told_and_not_made(path: Path) -> None:
    """Without `create` nothing appears on the disk."""
    with pytest.raises(StoreMissingError, match="strikemap ingest"):
        Store.open(path)
    assert not path.parent.exists()


def test_a_store_can_be_named_by_url(path: Path) -> None:
    """`sqlite:///` and a path is that path."""
    Store.open(f"sqlite:///{path}", create=True).close()
    assert path.is_file()


@pytest.mark.parametrize("address", ["mysql://user:secret@x", ""])
def test_an_address_of_another_kind_is_told(address: str) -> None:
    """No traceback of a driver, and no password in the message."""
    with pytest.raises(StoreError, match="name a file with --store") as caught:
        Store.open(address, create=True)
    assert "secret" not in str(caught.value)


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


def test_a_locked_store_is_told_after_a_short_wait(store: Store, path: Path, tell: Make) -> None:
    """While another process writes, readers read, and a writer gives up with a clear word; then it goes on, and nothing is lost."""
    one, two = tell("One"), tell("Two")
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    with Store.open(path, wait_seconds=0.05) as second:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert second.claims() == one.claims
            with pytest.raises(StoreLockedError, match="another process is writing to it; wait"), second.batch() as batch:
                batch.add(two.report, two.claims)
        with second.batch() as batch:
            batch.add(two.report, two.claims)
        assert second.counts().reports == 2


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


@pytest.mark.parametrize("statement", ["CREATE TABLE invoice (id)", "CREATE TABLE meta (name)", "CREATE TABLE meta (key, value)"])
def test_a_database_of_another_program_is_no_store(path: Path, statement: str) -> None:
    """Nobody's tables are mixed with ours, not even where one has the name of ours."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
    with pytest.raises(StoreDamagedError, match="no Strikemap store"):
        Store.open(path, create=True)


def test_an_empty_file_is_no_store_until_it_is_filled(path: Path) -> None:
    """To read from it is an error; an ingest makes it a store."""
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreDamagedError, match="is empty"):
        Store.open(path)
    Store.open(path, create=True).close()
    Store.open(path).close()


def test_a_store_of_a_newer_version_is_told(store: Store, path: Path) -> None:
    """It is not touched, and the message names both versions."""
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '7' WHERE key = 'schema_version'")
    with pytest.raises(StoreVersionError, match=r"store version 7, this one knows 2.*update Strikemap"):
        Store.open(path, create=True)


def test_an_older_store_is_brought_up_to_date_in_steps(path: Path, monkeypatch: pytest.MonkeyPatch, tell: Make) -> None:
    """Each step that the store lacks is run once; what was recorded stays; a store that may not be written to is told."""
    one = tell()
    with Store.open(path, create=True) as store, store.batch() as batch:
        batch.add(one.report, one.claims)

    def third(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE extra (name TEXT)")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, third))
    with pytest.raises(StoreVersionError, match="older Strikemap"):
        Store.open(path, read_only=True)
    for _ in range(2):
        with Store.open(path) as store:
            assert store.claims() == one.claims
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone() == ("3",)


def test_a_step_that_fails_leaves_the_older_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration is none."""
    Store.open(path, create=True).close()

    def broken(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE extra (name TEXT)")
        connection.exec_driver_sql("CREATE nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(StoreError):
            Store.open(path)
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)


def test_migrations_make_the_tables_that_queries_expect(store: Store, path: Path) -> None:
    """Tables, columns and keys of the newest version are those of the schema."""
    store.close()
    engine = sa.create_engine(f"sqlite:///{path}")
    found = sa.inspect(engine)
    assert set(found.get_table_names()) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {column.name for column in table.primary_key}
    engine.dispose()


def test_two_writers_wait_for_each_other(store: Store, path: Path) -> None:
    """Processes that write at once take turns: every commit of both is there."""
    store.close()
    script = (
        "import sys\nfrom dashboard.store import Store\nfrom dashboard.records import Report\n"
        "with Store.open(sys.argv[1], wait_seconds=60) as store:\n"
        "    for n in range(25):\n"
        "        with store.batch() as batch:\n"
        "            batch.add(Report(report_id=f'{sys.argv[2]} {n}', source='s', text='t'), [])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), str(number)]) for number in range(2)]
    assert [process.wait(120) for process in running] == [0, 0]
    with Store.open(path) as again:
        assert again.counts().reports == 50
        assert again.sequence == 50


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


def test_a_read_only_store_is_not_written_to(store: Store, path: Path, tell: Make) -> None:
    """A batch on it is refused in words."""
    store.close()
    with Store.open(path, read_only=True) as frozen, pytest.raises(StoreError), frozen.batch() as batch:
        batch.add(tell().report, [])


def test_texts_and_quotes_can_be_read_with_any_sqlite_browser(path: Path, add: Make, tell: Make) -> None:
    """The tables explain themselves in their own definition, and the passage of a claim is where its columns say."""
    one = tell()
    add([one])
    with closing(sqlite3.connect(path)) as connection:
        passage = "substr(text, evidence_start + 1, evidence_end - evidence_start)"
        rows = connection.execute(f"SELECT {passage} FROM claim JOIN report USING (report_id) WHERE kind = 'strike'")
        assert rows.fetchone() == ("Three rescuers were killed in Khárkiv’s north.",)
        (definition,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event'").fetchone()
    assert "-- the best single day" in definition
