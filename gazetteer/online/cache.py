"""What a service answered, on disk with its date, and whose turn it is to ask: one SQLite file for all processes."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple, TypeVar

from gazetteer.online.answers import Found
from gazetteer.place import Place, PlaceKind

log = logging.getLogger("gazetteer.online")

_Result = TypeVar("_Result")
_DAY = 86400.0
_PATIENCE = 10.0
_LONGEST_TURN = 300.0
_LONGEST_NAP = 0.2
# Trouble that leaves the file as good as it was; anything else that SQLite says of it means that it is damaged or not ours.
_OUTSIDE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
}
_TABLES = (
    """CREATE TABLE IF NOT EXISTS answers (service TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL, asked_at REAL NOT NULL,
       answer TEXT, PRIMARY KEY (service, name, country)) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS turns (service TEXT PRIMARY KEY, free_at REAL NOT NULL) WITHOUT ROWID",
)


class Key(NamedTuple):
    """What was asked: the service with its domain, the folded name, the country hint (or "")."""

    service: str
    name: str
    country: str


class AnswerCache:
    """The file `online-1.sqlite` in a folder; every call opens and closes it, so threads, processes and forks may share it.

    `answers_days` and `misses_days` say how long an answer and a miss are believed; `clock` gives seconds since 1970. A damaged
    file is set aside and begun anew, with one warning. Methods raise `sqlite3.Error` or `OSError` where the folder cannot be used.
    """

    def __init__(self, folder: Path, *, answers_days: float, misses_days: float, clock: Callable[[], float]) -> None:
        self.path = folder / "online-1.sqlite"
        self._answers = answers_days * _DAY
        self._misses = misses_days * _DAY
        self._clock = clock

    def get(self, key: Key) -> tuple[bool, Found | None]:
        """Whether the answer to this question is known, and the answer (None for a miss)."""
        query = "SELECT asked_at, answer FROM answers WHERE (service, name, country) = (?, ?, ?)"
        row = self._run(lambda database: database.execute(query, key).fetchone())
        if row is None or not 0 <= self._clock() - row[0] <= (self._misses if row[1] is None else self._answers):
            return False, None
        if row[1] is None:
            return True, None
        try:
            return True, _read(row[1])
        except (ValueError, TypeError, KeyError):  # written by another version, or by nobody of ours: ask again
            return False, None

    def put(self, key: Key, found: Found | None) -> None:
        """Keep an answer or a miss under today's date; what nobody would believe any more goes."""
        now = self._clock()
        answer = None if found is None else json.dumps(asdict(found))

        def write(database: sqlite3.Connection) -> None:
            database.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", (*key, now, answer))
            stale = "DELETE FROM answers WHERE asked_at < CASE WHEN answer IS NULL THEN ? ELSE ? END"
            database.execute(stale, (now - self._misses, now - self._answers))

        self._run(write)

    @contextmanager
    def turn(self, service: str, *, interval: float, longest: float) -> Iterator[None]:
        """Wait until this service may be asked; nobody else may until `interval` seconds after the end of the `with` block.

        `longest` is the time in seconds that the block takes at most: the turn of a process that died in it ends then.
        """
        longest = min(longest + interval, _LONGEST_TURN)
        while (wait := self._run(lambda database: _take(database, service, longest))) > 0:
            time.sleep(min(wait, _LONGEST_NAP))
        try:
            yield
        finally:
            # Counted from the end of the request: however long it was on its way, the next cannot arrive too early.
            free = (time.time() + interval, service)
            self._run(lambda database: database.execute("UPDATE turns SET free_at = ? WHERE service = ?", free))

    def _run(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        for last in (False, True):  # another process may just have begun a damaged file anew
            try:
                return self._attempt(work)
            except sqlite3.DatabaseError as error:
                code = getattr(error, "sqlite_errorcode", None)
                if code is not None and code & 0xFF in _OUTSIDE_TROUBLE:
                    raise
                if last:
                    self._set_aside(error)
        return self._attempt(work)

    def _attempt(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as database:
            if database.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('answers', 'turns')").fetchone()[0] < len(_TABLES):
                database.execute("BEGIN IMMEDIATE")
                for table in _TABLES:
                    database.execute(table)
                database.execute("COMMIT")
            return work(database)

    def _set_aside(self, error: sqlite3.Error) -> None:
        aside = self.path.with_suffix(".damaged")
        self.path.with_name(self.path.name + "-journal").unlink(missing_ok=True)  # or it would be played into the new file
        with suppress(FileNotFoundError):  # another process was quicker
            self.path.replace(aside)
            log.warning("the cache of online answers was damaged (%s); it was set aside as %s and begun anew", error, aside)


def _take(database: sqlite3.Connection, service: str, longest: float) -> float:
    """Take the turn and return 0, or return the seconds that somebody else's still lasts."""
    database.execute("BEGIN IMMEDIATE")
    now = time.time()
    row = database.execute("SELECT free_at FROM turns WHERE service = ?", (service,)).fetchone()
    wait: float = row[0] - now if row else 0.0
    if not 0 < wait <= _LONGEST_TURN:  # a turn that lasts longer than any was written before the clock was put back
        wait = 0.0
        database.execute("INSERT OR REPLACE INTO turns VALUES (?, ?)", (service, now + longest))
    database.execute("COMMIT")
    return wait


def _read(answer: str) -> Found:
    kept = json.loads(answer)
    place, *others = (Place(**{**fields, "kind": PlaceKind(fields["kind"])}) for fields in [kept["place"], *kept["runners_up"]])
    return Found(place=place, score=float(kept["score"]), runners_up=tuple(others))
