"""What a PostgreSQL server's refusals mean for a user, each as one line that says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dashboard.errors import StoreAccessError, StoreError, StoreLockedError, StoreLostError, StoreMissingError

# Classes and codes: "PostgreSQL Error Codes", appendix A of its manual.
_CONNECTION_CLASS: Final = "08"
_LOST: Final = {"57P01", "57P02", "57P05", "25P03", "25P04"}
_LOCKED: Final = {"55P03", "40P01", "40001"}
_NO_ROOM: Final = {"53100", "53200"}

# A connection that is refused has no code, only the server's words.
_NO_DATABASE: Final = re.compile(r'database "(?P<name>.*)" does not exist')
_NO_ENTRY: Final = re.compile(
    r'authentication failed|no password supplied|no pg_hba\.conf entry|role ".*" does not exist|not permitted to log in'
    r"|permission denied for database|not currently accepting connections"
)
_CROWDED: Final = re.compile(r"too many (?:clients|connections)|connection slots are reserved")
_NOT_YET: Final = re.compile(r"the database system is ")
_BAD_OPTION: Final = re.compile(r"^(?:invalid (?:connection option|.* value|integer value)|unrecognized configuration parameter)")
_PREFIX: Final = re.compile(r"^.*?failed: (?=\S)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words for one store."""

    name: str
    database: str | None
    read_only: bool

    def of_connecting(self, error: BaseException) -> StoreError:
        """For a connection that did not come about."""
        reason = _reason(error)
        if missing := _NO_DATABASE.search(reason):
            return StoreMissingError(
                f"{self.name}: the server has no database of this name; make it with `createdb {missing['name']}`, or correct --store."
            )
        if _NO_ENTRY.search(reason):
            return StoreAccessError(
                f"{self.name}: the server does not let this user in ({reason}); check user, password and database in --store."
            )
        if _CROWDED.search(reason):
            return self.crowded()
        if _NOT_YET.search(reason):
            return StoreAccessError(f"{self.name}: the server is not ready ({reason}); repeat the command in a moment.")
        if _BAD_OPTION.search(reason):
            return StoreError(f"{self.name}: the address asks for something that there is not ({reason}); correct --store.")
        return StoreAccessError(
            f"{self.name} cannot be reached ({reason}); check that the server is running, and host and port in --store."
        )

    def of(self, error: BaseException, *, lost: bool = False) -> StoreError:
        """For what went wrong on a connection."""
        code = getattr(error, "sqlstate", None) or ""
        reason = _reason(error)
        if lost or code in _LOST or code.startswith(_CONNECTION_CLASS):
            return StoreLostError(
                f"The connection to {self.name} was lost; what was not acknowledged may or may not be in;"
                " repeat the command, which is safe."
            )
        if code in _LOCKED:
            return self.locked()
        if code in _NO_ROOM:
            return StoreError(
                f"{self.name}: the server's disk or memory is full ({reason}); make room there and repeat the command."
                " Nothing of this batch was kept."
            )
        if code == "53300":
            return self.crowded()
        if code == "25006":
            why = "it was opened to be read" if self.read_only else "the server or the database is set to read-only"
            return StoreAccessError(f"{self.name} takes no changes: {why}; write to the primary server, or name another one with --store.")
        if code == "42501":
            return StoreAccessError(
                f"{self.name}: this user lacks a right ({reason}); let the owner of the database GRANT it, or name another user in --store."
            )
        if code == "3F000":
            return StoreError(f"{self.name}: its search_path leads to no schema; make it with CREATE SCHEMA, or correct --store.")
        if code == "57014":
            return StoreError(f"{self.name}: the server broke off the work ({reason}); repeat the command, or raise that limit.")
        return StoreError(f"{self.name}: the database reports: {reason}; if repeating does not help, name another one with --store.")

    def locked(self) -> StoreLockedError:
        """For a writer that waited in vain."""
        return StoreLockedError(
            f"{self.name} is locked: another process is writing to it; wait for that to end, or stop it, and repeat the command."
        )

    def crowded(self) -> StoreError:
        """For a server or a pool that has no connection left."""
        return StoreAccessError(
            f"{self.name}: there are too many connections already; close some, or raise max_connections, and repeat the command."
        )

    def encoded(self, encoding: str | None) -> StoreError:
        """For a database that keeps text in another encoding than ours."""
        new = self.database or "strikemap"
        return StoreError(
            f"{self.name} keeps text as {encoding}, not as UTF8; make another database with `createdb -E UTF8 -T template0 {new}_utf8`."
        )


def _reason(error: BaseException) -> str:
    """The server's own words in one line: no hint, no rows, no list of addresses that were tried."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    if primary:
        return " ".join(str(primary).split())
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return _PREFIX.sub("", _PREFIX.sub("", first)).removeprefix("FATAL:").strip().rstrip(".")
