"""The error family of Strikemap. Each message is one line: what is wrong, and what to do."""


class StrikemapError(Exception):
    """Root of all errors that a user can meet; the command line prints the message and ends with status 1."""


class SourceError(StrikemapError, ValueError):
    """A source cannot be read as a report; mend or leave out the file that the message names."""


class SourceMissingError(SourceError, FileNotFoundError):
    """There is no such file or folder; check the path that the message names."""


class SourceTooLargeError(SourceError):
    """A report is larger than the limit; split it, or leave it out."""


class StoreError(StrikemapError):
    """The store cannot be used as it is; the message says how to get on."""


class StoreLockedError(StoreError, TimeoutError):
    """Another process is writing to the store; wait for it to end, or stop it."""


class StoreDamagedError(StoreError, ValueError):
    """The store's file is no store, or is half-written; restore a backup, or name another file with --store."""


class StoreVersionError(StoreError):
    """The store was written by a newer Strikemap; update Strikemap, or name another file with --store."""


class StoreAccessError(StoreError, PermissionError):
    """The store cannot be reached, or may not be used; check the address, the user and the rights that the message names."""


class StoreLostError(StoreError, ConnectionError):
    """The connection broke while the store was used; repeat the command, which takes nothing in twice."""


class StoreClockError(StoreError):
    """The store was written under a later clock than this machine's; set the clock."""


class ReportUnknownError(StoreError, KeyError):
    """The store has no such report; the message says where to find its reports."""

    __str__ = Exception.__str__


class EventUnknownError(StoreError, KeyError):
    """The store has no such event or package, or no longer under this id; the message says what became of it."""

    __str__ = Exception.__str__


class ReviewConflictError(StoreError):
    """Somebody changed the event after the reviewer looked at it; the message says what, so that the reviewer can look again."""


class ReviewError(StrikemapError, ValueError):
    """A review that cannot be made as it is; the message says what it needs."""


class SelectionError(StrikemapError, ValueError):
    """A filter has a value that it cannot take; the message names the values that it can."""


class OutputExistsError(StrikemapError, FileExistsError):
    """The output is there already; add --overwrite, or name another file."""


class StoreMissingError(StoreError, FileNotFoundError):
    """There is no store at that place; make one with `strikemap ingest`, or name another with --store."""


class ServerError(StrikemapError):
    """The page cannot be served; the message says why, and what to do."""
