"""Backups: one file that holds a whole store at one commit, whatever kind of database the store lies in, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

import sqlalchemy as sa

from dashboard.errors import OutputExistsError, StoreDamagedError, StoreError
from dashboard.store import queries, schema, snapshot
from dashboard.store.store import Counts, Store

_SQLITE_PREFIX: Final = "sqlite:///"
_CHUNK: Final = 5000
"""Rows that are carried at once."""
Progress = Callable[[str, int], None]
"""Called with each table's name and the number of rows carried so far."""


def backup(store: Store, file: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Counts:
    """Write a whole store, as it is at one commit, to a file that is a store itself; others may go on writing meanwhile.

    Raises:
        OutputExistsError: the file is there, and not to be overwritten.
        StoreError: it cannot be written; no half of it is left, and what was there stays.
    """
    if not file.parent.is_dir():
        raise StoreError(f"{file}: there is no folder {file.parent}; make it, or name another file.")
    if store.path is not None and file.exists() and file.samefile(store.path):
        raise StoreError(f"{file} is the store itself; name another file.")
    if file.exists() and not overwrite:
        raise OutputExistsError(f"{file} is there already; add --overwrite, or name another file.")
    return _write(store, file, progress)


def restore(file: Path, address: str, *, overwrite: bool = False, progress: Progress | None = None) -> Counts:
    """Make a store out of a backup; it is a new one, of which nobody knows anything yet.

    Raises:
        StoreError: the backup cannot be read, or the store cannot be written; what was there stays.
        OutputExistsError: the store holds something, and is not to be overwritten.
    """
    _checked(file)
    on_server = "://" in address and not address.startswith(_SQLITE_PREFIX)
    with Store.open(file, read_only=True) as source:
        if on_server:
            with Store.open(address, create=True) as target:
                _refuse_full(target, overwrite=overwrite)
                _carry(source, target, progress)
                return target.counts()
        path = Path(address.removeprefix(_SQLITE_PREFIX)).expanduser().absolute()
        if path.exists() and path.samefile(file):
            raise StoreError(f"{file} is the store itself; name another one with --store.")
        if path.is_file() and path.stat().st_size and not overwrite:
            with Store.open(path, read_only=True) as target:
                _refuse_full(target, overwrite=overwrite)
        _make_folder(path)
        counts = _write(source, path, progress, as_new=True)
    with Store.open(path) as restored:
        snapshot.drop_kept(restored)
    return counts


def _refuse_full(target: Store, *, overwrite: bool) -> None:
    if target.sequence and not overwrite:
        raise OutputExistsError(f"{target.name} holds a store already; add --overwrite, or name another one with --store.")


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: its folder cannot be made ({error.strerror}); name another file with --store.") from error


def _write(store: Store, file: Path, progress: Progress | None, *, as_new: bool = False) -> Counts:
    """Write a store to a file: beside it first, and only when that is whole into its place."""
    scratch = file.with_name(file.name + ".part")
    try:
        _remove(scratch)
        if store.path is not None:
            _copy_file(store.path, scratch)
        else:
            _copy_rows(store, scratch, progress)
        if as_new:
            with closing(sqlite3.connect(scratch)) as connection, connection:
                connection.execute("UPDATE meta SET value = ? WHERE key = 'identity'", (uuid4().hex,))
        counts = _checked(scratch)
        _put_in_place(scratch, file)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{file} cannot be written ({error}); make room, end what uses it, or name another file.") from error
    finally:
        with suppress(OSError):
            _remove(scratch)
    return counts


def _put_in_place(scratch: Path, file: Path) -> None:
    """Let a file hold what another one holds.

    A database that is there is written over by its own means, under its own lock, so that no log of it is lost or left behind and
    whoever has it open sees the new content; anything else, a damaged database too, is replaced.
    """
    if file.exists() and file.stat().st_size:
        try:
            _copy_file(scratch, file)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
        else:
            return
    _remove_logs(file)
    scratch.replace(file)


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's own way of copying a database that is in use: it reads one commit, and waits for nobody."""
    with closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=-1)


def _copy_rows(store: Store, target: Path, progress: Progress | None) -> None:
    with Store.open(target, create=True) as new:
        _carry(store, new, progress)


def _carry(source: Store, target: Store, progress: Progress | None) -> None:
    """Put every row of one store in the place of all rows of another."""
    tables = schema.metadata.sorted_tables
    with source.reading() as old, target.rewriting() as new:
        for table in reversed(tables):
            new.execute(sa.delete(table))
        for table in tables:
            done = 0
            result = old.execution_options(yield_per=_CHUNK).execute(sa.select(table))
            for part in result.mappings().partitions():
                rows: list[dict[str, Any]] = [dict(row) for row in part]
                new.execute(sa.insert(table), rows)
                done += len(rows)
                if progress is not None:
                    progress(table.name, done)
        if target.path is None:
            queries.set_meta(new, "identity", uuid4().hex)


def _checked(file: Path) -> Counts:
    """How much a backup holds, when it is whole.

    Raises:
        StoreError: there is none, or it is damaged.
    """
    with Store.open(file, read_only=True) as store:
        with store.reading() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check").scalar()
            if found != "ok" or queries.meta(connection, "schema_version") is None:
                raise StoreDamagedError(f"{file} is damaged ({found}); use another backup.")
        return store.counts()


def _remove(scratch: Path) -> None:
    scratch.unlink(missing_ok=True)
    _remove_logs(scratch)


def _remove_logs(file: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
