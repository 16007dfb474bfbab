"""A store in one file: SQLite in WAL mode, where one writes at a time and readers never wait."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard.errors import StoreAccessError, StoreDamagedError, StoreError, StoreLockedError, StoreMissingError
from dashboard.store.waiting import QUIET_SECONDS, turns

_WRITES: Final = "strikemap_writes"
_HEADER_BYTES: Final = 100
"""sqlite.org/fileformat2.html, 1.3."""

_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BUSY_SECONDS: Final = 5.0
"""How long everything but a writer's start waits for the short moments in which a file is held alone."""


class SQLiteDatabase:
    """One file, its connections, and its transactions."""

    def __init__(self, path: Path, *, create: bool, read_only: bool, wait_seconds: float) -> None:
        """Check the file and, where it is to be made, make its folder; nothing is read yet.

        Raises:
            StoreMissingError: there is no such file, and it is not to be made.
            StoreError: it is something else, or the folder cannot be made.
        """
        self.path = path
        self.name = str(path)
        self.read_only = read_only
        if not self.path.exists():
            if read_only or not create:
                raise StoreMissingError(f"{self.name}: there is no store; make one with `strikemap ingest`, or name another with --store.")
            self._make_folder()
        elif not self.path.is_file():
            raise StoreError(f"{self.name} is a folder, not a store; name a file with --store, e.g. {self.path / 'strikemap.sqlite'}.")
        self._wait_seconds = wait_seconds
        self._busy_seconds = min(wait_seconds, _BUSY_SECONDS)
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
        with self.guard(), self._engine.connect() as connection, connection.execution_options(**{_WRITES: True}).begin():
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
        except PoolTimeoutError as error:
            raise StoreError(f"{self.name}: too much is asked of it at once; repeat the command in a moment.") from error

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the file, nor in the log beside it."""
        with self.guard():
            self._engine.dispose()
            connection = self._connect()
            try:
                connection.execute("VACUUM")
                busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if busy:
                    raise StoreLockedError(
                        f"{self.name}: what was deleted is out of reach, but another process still has the old pages of the file;"
                        " end it (a dashboard that is served, for one) and repeat the command."
                    )
            finally:
                connection.close()

    def close(self) -> None:
        """End all connections."""
        self._engine.dispose()

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.name}: its folder cannot be made ({error.strerror}); name another file with --store, or set STRIKEMAP_HOME."
            ) from error

    def _check_size(self, connection: sqlite3.Connection, *, pending: bool) -> None:
        """Refuse a file that ends within its header or within a page, which SQLite would take for an empty one or fill up.

        The page's size is asked of SQLite: to open and close the file by other means would drop SQLite's locks on it, those of all
        threads (sqlite.org/howtocorrupt.html, 2.2), and another process could then write beneath a reader. What an interrupted
        checkpoint left behind is mended from the log, where one is `pending`.
        """
        size = self.path.stat().st_size
        (page,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA schema_version")  # reads the header, and stumbles where it is none
        if size and (size < _HEADER_BYTES or (size % page and not pending)):
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
        pending = self._beside("-wal").exists()
        mode = "mode=rwc"
        if frozen:  # WAL wants to write beside the file; where it cannot and nothing is pending, the file is read as it is
            mode = "mode=ro" if pending else "immutable=1"
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?{mode}", uri=True, timeout=self._busy_seconds, check_same_thread=False, isolation_level=None
        )
        try:
            self._check_size(connection, pending=pending)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA case_sensitive_like = ON")  # as PostgreSQL has it
            if self.read_only:
                connection.execute("PRAGMA query_only = ON")
            else:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a pulled plug
        except (sqlite3.Error, StoreError):
            connection.close()
            raise
        return connection

    def _begin(self, connection: sa.Connection) -> None:
        """Start a transaction; one that writes takes its lock at once, so that it never has to be repeated half-way."""
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise TypeError(driver)
        if connection.get_execution_options().get(_WRITES, False):
            self._begin_alone(driver)
        else:
            driver.execute("BEGIN")

    def _begin_alone(self, driver: sqlite3.Connection) -> None:
        """Take the lock of the one that writes, in short tries: SQLite cannot be interrupted while it waits."""
        try:
            for seconds in turns(self.name, self._wait_seconds, longest=QUIET_SECONDS):
                _wait_up_to(driver, seconds)
                try:
                    driver.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if _primary(error) not in _BUSY:
                        raise
                else:
                    return
        finally:
            _wait_up_to(driver, self._busy_seconds)
        raise self._locked()

    def _locked(self) -> StoreLockedError:
        return StoreLockedError(
            f"{self.name} is locked: another process is writing to it; wait for that to end, or stop it, and repeat the command."
        )

    def _in_words(self, error: BaseException) -> StoreError:
        primary = _primary(error)
        if primary in _BUSY:
            return self._locked()
        if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return self._damaged(error)
        if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            return StoreAccessError(
                f"{self.name} cannot be opened for writing ({error}); check the rights of the file and its folder, or use --store."
            )
        if primary == sqlite3.SQLITE_FULL:
            return StoreError(f"{self.name}: the disk is full; make room and repeat the command. Nothing of this batch was kept.")
        if primary == sqlite3.SQLITE_IOERR:  # a quota, a limit on the size of files, or a disk that fails
            return StoreError(
                f"{self.name} could not be read or written ({error}); check that the disk has room and is sound, and repeat the command."
                " Nothing of this batch was kept."
            )
        return StoreError(f"{self.name}: the database reports: {error}; if repeating does not help, name another file with --store.")


def _wait_up_to(driver: sqlite3.Connection, seconds: float) -> None:
    driver.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


def _primary(error: BaseException) -> int | None:
    """The kind of an error, without its details; None where it is not SQLite's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
