"""SQLite in WAL mode: one file, one writer at a time, readers that never wait."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from dashboard.errors import StoreDamagedError, StoreError, StoreLockedError, StoreMissingError

log = logging.getLogger(__name__)

PREFIX: Final = "sqlite:///"
_PATIENCE: Final = 1.0
"""Seconds after which a writer that waits says so."""
_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_PAGE_SIZE_AT: Final = slice(16, 18)
"""Of the header: sqlite.org/fileformat2.html, 1.3."""


class SQLiteDatabase:
    """One file, its connections, and its transactions."""

    def __init__(self, address: str, *, create: bool, read_only: bool, wait_seconds: float) -> None:
        """Name the file and, where it is to be made, its folder; nothing is read yet.

        Raises:
            StoreMissingError: there is no such file, and it is not to be made.
            StoreError: the name is impossible, or the folder cannot be made.
        """
        self.path = _path_of(address)
        self.name = str(self.path)
        self.read_only = read_only
        if not self.path.exists():
            if read_only or not create:
                raise StoreMissingError(f"{self.name}: there is no store; make one with `strikemap ingest`, or name another with --store.")
            self._make_folder()
        elif not self.path.is_file():
            raise StoreError(f"{self.name} is a folder, not a store; name a file with --store, e.g. {self.path / 'strikemap.sqlite'}.")
        else:
            self._check_file()
        self._wait_seconds = wait_seconds
        self._engine = sa.create_engine("sqlite+pysqlite://", creator=self._connect, poolclass=sa.QueuePool)
        sa.event.listen(self._engine, "begin", self._begin)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one commit, whatever writers do meanwhile."""
        with self.guard(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes, alone, from its first statement; all of it is kept, or nothing.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
        """
        with self.guard(), self._engine.connect() as connection, connection.execution_options(strikemap_writes=True).begin():
            yield connection

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Give the database's errors their words."""
        try:
            yield
        except DBAPIError as error:
            raise self._in_words(error.orig or error) from error
        except sqlite3.Error as error:
            raise self._in_words(error) from error

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the file, nor in the log beside it."""
        with self.guard():
            self._engine.dispose()
            connection = self._connect()
            try:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        """End all connections."""
        self._engine.dispose()

    def _begin(self, connection: sa.Connection) -> None:
        """Start a transaction; one that writes takes its lock at once, so that it never has to be repeated half-way."""
        if not connection.get_execution_options().get("strikemap_writes", False):
            connection.exec_driver_sql("BEGIN")
            return
        begun, told = time.monotonic(), False
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except DBAPIError as error:
                waited = time.monotonic() - begun
                if not _is_busy(error.orig) or waited >= self._wait_seconds:
                    raise
                if waited >= _PATIENCE and not told:
                    told = True
                    log.warning("%s: waiting for another process that writes to it", self.name)
            else:
                return

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.name}: its folder cannot be made ({error.strerror}); name another file with --store, or set STRIKEMAP_HOME."
            ) from error

    def _check_file(self) -> None:
        """Refuse a file that ends within its header or within a page, which SQLite would take for an empty one or fill up."""
        try:
            size = self.path.stat().st_size
            with self.path.open("rb") as file:
                header = file.read(_HEADER_BYTES)
        except OSError as error:
            raise StoreError(f"{self.name} cannot be opened ({error.strerror}); check the rights of the file, or use --store.") from error
        if not size:
            return
        page = int.from_bytes(header[_PAGE_SIZE_AT], "big")
        page = 65536 if page == 1 else page
        pending = self._beside("-wal").exists()  # what an interrupted checkpoint left behind is mended from there
        if not header.startswith(_MAGIC) or (size % max(page, 1) and not pending):
            raise self._damaged("it ends too early, or is something else")

    def _beside(self, suffix: str) -> Path:
        """One of the files that SQLite keeps beside the database."""
        return self.path.with_name(self.path.name + suffix)

    def _damaged(self, why: object) -> StoreDamagedError:
        return StoreDamagedError(
            f"{self.name} is damaged, half-written or no store at all ({why}); restore a backup, or name another file with --store."
        )

    def _connect(self) -> sqlite3.Connection:
        """A connection set up for us; transactions are begun by `_begin`, not by the driver."""
        frozen = self.read_only and not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK))
        mode = "mode=rwc"
        if frozen:  # WAL wants to write beside the file; where it cannot and nothing is pending, the file is read as it is
            mode = "mode=ro" if self._beside("-wal").exists() else "immutable=1"
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?{mode}",
            uri=True,
            timeout=min(_PATIENCE, self._wait_seconds),
            check_same_thread=False,
            isolation_level=None,
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA case_sensitive_like = ON")  # as PostgreSQL has it
            if self.read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a pulled plug
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _in_words(self, error: BaseException) -> StoreError:
        if _is_busy(error):
            return StoreLockedError(
                f"{self.name} is locked: another process is writing to it; wait for that to end, or stop it, and repeat the command."
            )
        primary = _code(error)
        if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return self._damaged(error)
        if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return StoreError(
                f"{self.name} cannot be opened for writing ({error}); check the rights of the file and its folder, or use --store."
            )
        if primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return StoreError(
                f"{self.name}: the disk is full or fails ({error}); make room and repeat the command. Nothing of this batch was kept."
            )
        return StoreError(f"{self.name}: the database reports: {error}; if repeating does not help, name another file with --store.")


def _code(error: BaseException | None) -> int | None:
    """The primary result code of an SQLite error."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_busy(error: BaseException | None) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _path_of(address: str) -> Path:
    """The file that an address names."""
    address = address.removeprefix(PREFIX)
    if not address or "\0" in address:
        raise StoreError("The store has an empty or impossible name; name a file with --store.")
    return Path(address).expanduser().absolute()
