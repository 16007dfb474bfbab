"""PostgreSQL: one database for several machines; writers take turns in commits only, readers never wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from dashboard.errors import StoreError, StoreLockedError, StoreLostError

log = logging.getLogger(__name__)

_LOCK: Final = 0x5374726B  # "Strk"
"""Key of the advisory lock that whoever writes holds until its transaction ends."""
_READ_ONLY: Final = "SET TRANSACTION READ ONLY"
_PATIENCE: Final = 1.0
"""Seconds after which a writer that waits says so."""
_CONNECT_SECONDS: Final = 10
_LOCK_NOT_AVAILABLE: Final = "55P03"
_LOST: Final = ("08", "57P")
"""SQLSTATE classes of a connection that is gone: postgresql.org/docs/15/errcodes-appendix.html."""
_WORDS: Final = {
    "28P01": "the password or the user's name is wrong; check the address, or set PGPASSWORD",
    "28000": "the server does not let this user in; check the address, and pg_hba.conf on the server",
    "3D000": "there is no such database; make it with `createdb`, or check the address",
    "3F000": "there is no schema to make tables in; check the user's search_path",
    "42501": "the user may not do this; grant it the right to make and change tables in the database",
    "25006": "the database may only be read; write to the primary server, or ask whoever runs it",
    "53100": "the server's disk is full; make room and repeat the command. Nothing of this batch was kept",
    "53200": "the server is out of memory; repeat the command later",
    "53300": "the server has too many connections; repeat the command later",
}
"""SQLSTATE: what to tell the user."""
_MEANINGS: Final = (
    ("password authentication failed", "28P01"),
    ("no password supplied", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("role", "28000"),
    ("too many clients", "53300"),
    ("remaining connection slots", "53300"),
    ("database", "3D000"),
)
"""Words of the server when it turns a connection down, which carry no SQLSTATE."""


class PostgreSQLDatabase:
    """One database, its connections, and its transactions."""

    path = None

    def __init__(self, address: str, *, read_only: bool, wait_seconds: float) -> None:
        """Name the database; nothing is read yet.

        Raises:
            StoreError: the address cannot be read.
        """
        try:
            url = sa.make_url(address).set(drivername="postgresql+psycopg")
        except (ArgumentError, ValueError) as error:
            raise StoreError("The store's address cannot be read; it is written postgresql://user:password@host:port/database.") from error
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)
        self.read_only = read_only
        self._wait_seconds = wait_seconds
        self._engine = sa.create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": _CONNECT_SECONDS, "options": "-c timezone=UTC", "application_name": "strikemap"},
        )

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one commit, whatever writers do meanwhile."""
        with self._guard(), self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                connection.exec_driver_sql(_READ_ONLY)
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes, alone, from its first statement; all of it is kept, or nothing.

        The lock comes first, and each statement then sees what was committed before it: so nothing of the writer before is missed.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
        """
        with self._guard(), self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                if self.read_only:  # else it is left to the server whether this user may write
                    connection.exec_driver_sql(_READ_ONLY)
                self._take_turn(connection)
                yield connection

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the tables' files; the server's own log is kept by its own rules."""
        with self._guard(), self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            for table in ("report", "claim", "review", "event", "event_history", "package", "package_history"):
                connection.exec_driver_sql(f"VACUUM FULL {table}")

    def close(self) -> None:
        """End all connections."""
        self._engine.dispose()

    def _take_turn(self, connection: sa.Connection) -> None:
        """Wait until nobody else writes; say so where it takes long."""
        if connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))):
            return
        told, waited = False, 0.0
        while not told or waited < self._wait_seconds:
            step = min(_PATIENCE, self._wait_seconds) if not told else self._wait_seconds - waited
            try:
                with connection.begin_nested():
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{max(1, round(step * 1000))}ms'")
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            except DBAPIError as error:
                if _state(error) != _LOCK_NOT_AVAILABLE:
                    raise
                waited += step
                if not told and waited < self._wait_seconds:
                    log.warning("%s: waiting for another process that writes to it", self.name)
                told = True
            else:
                return
        raise StoreLockedError(
            f"{self.name} is locked: another process is writing to it; wait for that to end, or stop it, and repeat the command."
        )

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Give the database's errors their words."""
        try:
            yield
        except (DBAPIError, psycopg.Error) as error:
            raise self._in_words(error) from error

    def _in_words(self, error: DBAPIError | psycopg.Error) -> StoreError:
        state, reason = _state(error), _first_line(error)
        if state is not None and state in _WORDS:
            return StoreError(f"{self.name}: {_WORDS[state]}.")
        lost = isinstance(error, DBAPIError) and error.connection_invalidated
        if lost or (state is not None and state.startswith(_LOST)) or "server closed the connection" in reason:
            return StoreLostError(
                f"{self.name}: the connection was lost ({reason}); what was not acknowledged may or may not be in. Repeat the command when"
                " the server is back: nothing is taken in twice."
            )
        if state is None and _is_operational(error):
            return StoreError(f"{self.name}: the server cannot be reached ({reason}); check host, port, and that it runs.")
        return StoreError(f"{self.name}: the database reports: {reason}; if repeating does not help, name another store with --store.")


def _original(error: DBAPIError | psycopg.Error) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


def _is_operational(error: DBAPIError | psycopg.Error) -> bool:
    return isinstance(_original(error), psycopg.OperationalError)


def _state(error: DBAPIError | psycopg.Error) -> str | None:
    """The SQLSTATE of an error; of a connection turned down, read from its words."""
    original: Any = _original(error)
    state: str | None = getattr(original, "sqlstate", None)
    if state is None and isinstance(original, psycopg.OperationalError) and "FATAL" in str(original):
        text = str(original)
        return next((code for words, code in _MEANINGS if words in text), None)
    return state


def _first_line(error: DBAPIError | psycopg.Error) -> str:
    """What the server said, in a line."""
    lines = [line.strip() for line in str(_original(error)).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(_original(error)).__name__
