"""`ingest --watch`: read sources again and again, and of files only those that have changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from dashboard.errors import SourceError

if TYPE_CHECKING:
    from dashboard.pipeline import Summary
    from dashboard.reports import Document

_SETTLED: Final = 1.0
"""Seconds since its last change from which a file is taken to be written to its end."""
_ASKED_AGAIN: Final = 300.0
"""Seconds after which an address is asked again at the earliest: who publishes need not be asked every minute."""
_Mark = tuple[int, int]
"""Bytes, and the moment of the last change, ns."""


class Seen:
    """What was read in earlier rounds, and so need not be read again."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._marks: dict[str, _Mark] = {}
        self._asked: dict[str, float] = {}
        self._once = False
        self._round: dict[str, _Mark] = {}
        self._round_asked: dict[str, float] = {}
        self._told: set[str] = set()

    def wants(self, document: Document) -> bool:
        """Whether a document is read in this round; the same however often it is asked."""
        now = self._clock()
        if document.address is not None:
            due = now - self._asked.get(document.address, -_ASKED_AGAIN) >= _ASKED_AGAIN
            if due:
                self._round_asked[document.address] = now
            return due
        if document.path is None:
            return not self._once  # standard input comes to its end once
        try:
            found = document.path.stat()
        except OSError:
            return document.name not in self._marks  # it is gone; that is told where it was never read
        mark = (found.st_size, found.st_mtime_ns)
        if self._marks.get(document.name) == mark or now - found.st_mtime_ns / 1e9 < _SETTLED:
            return False
        self._round[document.name] = mark
        return True

    def close_round(self) -> None:
        """What this round wanted was read."""
        self._marks |= self._round
        self._asked |= self._round_asked
        self._round, self._round_asked, self._once = {}, {}, True

    def is_news(self, error: SourceError) -> bool:
        """Whether an error was not told in an earlier round."""
        fresh = str(error) not in self._told
        self._told.add(str(error))
        return fresh


def watch(
    read: Callable[[Seen], Summary],
    tell: Callable[[Summary], None],
    *,
    every: float,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Read, tell what came of it where anything did, wait, and so on until somebody interrupts.

    Args:
        read: Reads what is wanted of the sources.
        tell: Told of the first round, and of each that brought something.
        every: Seconds between two rounds.
        wait: What waits.
    """
    seen, first = Seen(), True
    while True:
        summary = read(seen)
        seen.close_round()
        if first or summary.reports_new:
            tell(summary)
        first = False
        wait(every)
