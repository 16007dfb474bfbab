"""A store on a PostgreSQL server: writers queue for one lock of the database, and readers never wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from dashboard.errors import StoreError
from dashboard.store import refusals
from dashboard.store.waiting import turns

_LOCK: Final = int.from_bytes(b"strikemp", "big")
"""The advisory lock of those that write; every version of Strikemap has to use this one."""

_CONNECT_SECONDS: Final = 10
_WITH_TEXT: Final = ("report", "claim", "review", "event", "event_history", "package", "package_history")
"""Tables that hold words of reports."""
_SECRETS: Final = ("password", "passfile", "sslpassword", "sslkey")


class PostgreSQLDatabase:
    """One database of a server, its connections, and its transactions."""

    path = None

    def __init__(self, address: str, *, read_only: bool, wait_seconds: float) -> None:
        """Name the database; nothing is asked of the server yet.

        Raises:
            StoreError: the address cannot be read.
        """
        url = _url_of(address)
        self.name = _name_of(url)
        self.read_only = read_only
        self._wait_seconds = wait_seconds
        self._words = refusals.Words(self.name, database=url.database, read_only=read_only)
        # The pool's answer to a server that was restarted meanwhile: it asks before it hands out a connection.
        self._engine = sa.create_engine(url, pool_pre_ping=True)
        sa.event.listen(self._engine, "do_connect", self._connect)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one commit, whatever writers do meanwhile."""
        with self.guard(), self._engine.connect() as connection:
            driver = _driver_of(connection)
            driver.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            driver.read_only = True
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that writes, alone, from its first statement; all of it is kept, or nothing.

        READ COMMITTED, for each of its statements looks anew: a stricter one would go on seeing what was there when it began to
        wait for the lock, and so miss what the writer before it has done. Who holds the lock is alone, so nothing shifts under it.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
        """
        with self.guard(), self._engine.connect() as connection:
            driver = _driver_of(connection)
            driver.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            driver.read_only = True if self.read_only else None  # None: as the server and the database have it
            with connection.begin():
                self._take_turn(connection)
                yield connection

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Give the database's errors their words."""
        try:
            yield
        except DBAPIError as error:
            raise self._words.of(error.orig or error, lost=error.connection_invalidated) from error
        except PoolTimeoutError as error:
            raise self._words.crowded() from error
        except psycopg.Error as error:
            raise self._words.of(error) from error

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the tables' files; the server's own log is kept by its own rules."""
        with self.guard(), self._engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            for table in _WITH_TEXT:
                connection.exec_driver_sql(f"VACUUM FULL {table}")

    def close(self) -> None:
        """End all connections."""
        self._engine.dispose()

    def _take_turn(self, connection: sa.Connection) -> None:
        """Wait for the lock, which the end of the transaction gives back, whatever that end is."""
        for seconds in turns(self.name, self._wait_seconds):
            _set_here(connection, "lock_timeout", _milliseconds(seconds))
            try:
                with connection.begin_nested():
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(_LOCK, sa.BigInteger))))
            except DBAPIError as error:
                if not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                    raise
            else:
                _set_here(connection, "lock_timeout", _milliseconds(self._wait_seconds))
                if connection.scalar(sa.select(sa.func.current_setting("synchronous_commit"))) == "off":
                    _set_here(connection, "synchronous_commit", "on")  # what was acknowledged survives a pulled plug
                return
        raise self._words.locked()

    def _connect(
        self, _dialect: sa.Dialect, _record: object, arguments: list[Any], options: dict[str, Any]
    ) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection set up for us."""
        ours: dict[str, Any] = {
            "application_name": "strikemap",
            "connect_timeout": _CONNECT_SECONDS,
            "client_encoding": "utf8",
            "prepare_threshold": None,  # a pooler in front of the server may give each transaction another session
        }
        try:
            connection = psycopg.connect(*arguments, **(ours | options))
        except (psycopg.Error, UnicodeError) as error:  # the latter of a host's name that can be none
            raise self._words.of_connecting(error) from error
        try:
            self._set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _set_up(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":  # functions of text would count something else than code points
            raise self._words.encoded(encoding)
        connection.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def _url_of(address: str) -> sa.URL:
    """The parts of an address; it is never repeated in an error, for it may hold a password."""
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError):
        url = None
    if url is None or "@" in (url.host or ""):
        raise StoreError(
            "The address of the store cannot be read; name it with --store as postgresql://user:password@host:port/database,"
            " and write @ : / ? # % in a password as %40 %3A %2F %3F %23 %25."
        )
    return url.set(drivername="postgresql+psycopg")


def _name_of(url: sa.URL) -> str:
    """An address without its secrets."""
    shown = url.set(drivername="postgresql").difference_update_query(_SECRETS)
    return shown.render_as_string(hide_password=True)


def _driver_of(connection: sa.Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(driver)
    return driver


def _set_here(connection: sa.Connection, setting: str, value: str) -> None:
    """Change a setting of the server until the transaction ends."""
    connection.execute(sa.select(sa.func.set_config(setting, value, True)))  # noqa: FBT003 - the server's own argument


def _milliseconds(seconds: float) -> str:
    """A time limit as the server takes it, for which 0 would be none at all."""
    return f"{max(1, round(seconds * 1000))}ms"
