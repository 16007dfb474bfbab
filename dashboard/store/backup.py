"""Backups: one file that holds a whole store at one commit, whatever kind of database the store lies in, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlalchemy as sa

from dashboard.errors import OutputExistsError, StoreDamagedError, StoreError
from dashboard.store import queries, schema
from dashboard.store.store import Counts, Store

_CHUNK: Final = 5000
"""Rows that are carried at once."""
Progress = Callable[[str, int], None]
"""Called with each table's name and the number of rows carried so far."""


def backup(store: Store, file: Path, *, overwrite: bool = False, progress: Progress | None = None) -> Counts:
    """Write a whole store, as it is at one commit, to a file that is a store itself; others may go on writing meanwhile.

    Raises:
        OutputExistsError: the file is there, and not to be overwritten.
        StoreError: it cannot be written; no half of it is left.
    """
    if not file.parent.is_dir():
        raise StoreError(f"{file}: there is no folder {file.parent}; make it, or name another file.")
    if store.path is not None and file.exists() and file.samefile(store.path):
        raise StoreError(f"{file} is the store itself; name another file.")
    if file.exists() and not overwrite:
        raise OutputExistsError(f"{file} is there already; add --overwrite, or name another file.")
    scratch = file.with_name(file.name + ".part")
    _remove(scratch)
    try:
        if store.path is not None:
            _copy_file(store.path, scratch)
        else:
            _copy_rows(store, scratch, progress)
        counts = _checked(scratch)
        scratch.replace(file)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{file}: the backup cannot be written ({error}); make room, or name another file.") from error
    finally:
        _remove(scratch)
    return counts


def restore(file: Path, address: str, *, overwrite: bool = False, progress: Progress | None = None) -> Counts:
    """Make a store out of a backup.

    Raises:
        StoreError: the backup cannot be read, or the store cannot be written.
        OutputExistsError: the store holds something, and is not to be overwritten.
    """
    _checked(file)
    with Store.open(file, read_only=True) as source:
        if "://" not in address or address.startswith("sqlite:///"):
            return backup(source, Path(address.removeprefix("sqlite:///")).expanduser().absolute(), overwrite=_may(address, overwrite))
        with Store.open(address, create=True) as target:
            if target.sequence and not overwrite:
                raise OutputExistsError(f"{target.name} holds a store already; add --overwrite, or name another one with --store.")
            _carry(source, target, progress)
            return target.counts()


def _may(address: str, overwrite: bool) -> bool:  # noqa: FBT001 - the flag of the command line
    """Whether a file may be written over; beside a store that is in use no log of it may be left."""
    path = Path(address.removeprefix("sqlite:///")).expanduser().absolute()
    if overwrite and path.exists():
        with Store.open(path) as store, store.batch():
            pass  # nobody writes to it now, and its log is brought in when the last connection ends
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    return overwrite


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
    for suffix in ("", "-wal", "-shm", "-journal"):
        scratch.with_name(scratch.name + suffix).unlink(missing_ok=True)
