"""The door to the database: which one an address names, and what both kinds can do. The rest of the store speaks SQLAlchemy Core."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store import sqlite

WAIT_SECONDS: Final = 60.0
"""How long a writer waits for another one."""
_POSTGRESQL: Final = ("postgresql://", "postgres://")


class Database(Protocol):
    """One database, its connections, and its transactions."""

    name: str
    """For messages; without a password."""
    read_only: bool

    @property
    def path(self) -> Path | None:
        """Its file; None where it is no file."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that sees one commit, whatever writers do meanwhile."""

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that writes, alone, from its first statement; all of it is kept, or nothing."""

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the database's files."""

    def close(self) -> None:
        """End all connections."""


def open_database(address: str | Path, *, create: bool, read_only: bool, wait_seconds: float = WAIT_SECONDS) -> Database:
    """The database that an address names; nothing is read yet.

    Raises:
        StoreMissingError: there is no such file, and it is not to be made.
        StoreError: the address is of a kind that is not known, or the folder of the file cannot be made.
    """
    given = str(address)
    if given.startswith(_POSTGRESQL):
        from dashboard.store import postgresql  # noqa: PLC0415 - its driver is loaded only where it is needed

        return postgresql.PostgreSQLDatabase(given, read_only=read_only, wait_seconds=wait_seconds)
    if "://" in given and not given.startswith(sqlite.PREFIX):
        scheme = given.split("://", maxsplit=1)[0]
        raise StoreError(f"A store at {scheme}:// is not supported; name a file with --store, or a database as postgresql://...")
    return sqlite.SQLiteDatabase(given, create=create, read_only=read_only, wait_seconds=wait_seconds)


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Add rows, where there are any."""
    if rows:
        connection.execute(sa.insert(table), rows)
