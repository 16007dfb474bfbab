"""The door to the database: the one place that tells which one an address names, and what every one of them offers.

`sqlite` and `postgresql` know how theirs locks, and what its errors mean. The rest of the store speaks SQLAlchemy Core.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol

import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store.postgresql import PostgreSQLDatabase
from dashboard.store.sqlite import SQLiteDatabase
from dashboard.store.waiting import WAIT_SECONDS

_SQLITE_PREFIX: Final = "sqlite:///"
_POSTGRESQL_SCHEMES: Final = ("postgresql", "postgres", "postgresql+psycopg")


class Database(Protocol):
    """One database, its connections, and its transactions; may be shared by threads."""

    @property
    def name(self) -> str:
        """What messages call it; never holds a password."""

    @property
    def path(self) -> Path | None:
        """Its file; None where a server keeps it."""

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written through it."""

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that sees one commit, whatever writers do meanwhile."""

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction that writes, alone, from its first statement; all of it is kept, or nothing.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
        """

    def guard(self) -> AbstractContextManager[None]:
        """Give the database's errors their words."""

    def purge(self) -> None:
        """Let nothing of what was deleted be left in the database's files."""

    def close(self) -> None:
        """End all connections."""


def open_database(address: str | Path, *, create: bool, read_only: bool, wait_seconds: float = WAIT_SECONDS) -> Database:
    """The database that an address names.

    Args:
        address: Path of a file, `sqlite:///` and a path, or `postgresql://user:password@host:port/database`.
        create: Make the file and its folder where there are none; a server's database has to be there.
        read_only: Never write.
        wait_seconds: How long to wait for another writer.

    Raises:
        StoreMissingError: there is no such file, and it is not to be made.
        StoreError: the address is of a kind that is not known, or the folder cannot be made.
    """
    address = str(address)
    if address.startswith(_SQLITE_PREFIX):
        address = address.removeprefix(_SQLITE_PREFIX)
    elif "://" in address:
        scheme = address.split("://", maxsplit=1)[0]
        if scheme in _POSTGRESQL_SCHEMES:
            return PostgreSQLDatabase(address, read_only=read_only, wait_seconds=wait_seconds)
        raise StoreError(f"A store at {scheme}:// is not supported; name a file with --store, or postgresql://user@host/database.")
    if not address or "\0" in address:
        raise StoreError("The store has an empty or impossible name; name a file with --store, or postgresql://user@host/database.")
    return SQLiteDatabase(Path(address).expanduser().absolute(), create=create, read_only=read_only, wait_seconds=wait_seconds)


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Add rows, where there are any."""
    if rows:
        connection.execute(sa.insert(table), rows)
