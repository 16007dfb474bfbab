"""Reading and finding by several processes: what goes in comes out understood, in the same order, however many work on it.

Processes are spawned and each opens the gazetteer once. What is under way is bounded, so that a million reports take no more memory than a
thousand. A process that dies (killed, or out of memory) takes nothing with it: what it was given is read again, one report at a time, and
only a report that kills its reader again is left out.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from itertools import groupby, islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from dashboard import extraction, locating, reports
from dashboard.errors import SourceError
from dashboard.records import Claim, Coded, Report
from gazetteer import Gazetteer

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

log = logging.getLogger(__name__)

AT_ONCE: Final = 16
"""Reports of one errand: enough that the way there and back costs little, few enough that nobody waits for the last."""
_AHEAD: Final = 3
"""Errands under way for each process."""

RARELY: Final = (100_000, 50, 100)
"""Thresholds of the garbage collector while reports are read: their records are kept and hold no cycles, so it would look in vain."""

T = TypeVar("T")
R = TypeVar("R")
Understood = tuple[Report, tuple[Claim, ...]]
Found = Report | Coded | SourceError


def findings_of(report: Report, gazetteer: Gazetteer) -> extraction.Findings:
    """What one report says, located, with what the rules turned down; depends on nothing but the report."""
    toponyms = gazetteer.geoparse(report.text)
    relatives = gazetteer.relatives(report.text, toponyms)
    found = extraction.read(report, toponyms, relatives)
    return replace(found, claims=locating.locate(found.claims, toponyms, relatives))


def claims_of(report: Report, gazetteer: Gazetteer) -> tuple[Claim, ...]:
    """What one report says, located; depends on nothing but the report."""
    return findings_of(report, gazetteer).claims


def guarded(report: Report, gazetteer: Gazetteer, read: Callable[[Report, Gazetteer], T]) -> tuple[Report, T] | SourceError:
    """A report with what was read in it; an error of ours in one report costs that report and not the batch."""
    try:
        return report, read(report, gazetteer)
    except Exception as error:  # whatever a rule stumbles over, the other reports go in
        log.debug("while reading %s", report.doc_id, exc_info=True)
        return SourceError(f"{report.doc_id}: left out, a rule failed on it ({type(error).__name__}: {error}); please report this.")


def read_page(document: reports.Document) -> list[reports.Read]:
    """All that a page holds."""
    return list(reports.read_each(document))


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """This process alone, or several others; a context, since the others have to be sent home."""

    def __init__(self, jobs: int, gazetteer: Callable[[], Gazetteer]) -> None:
        self._jobs = jobs
        self._gazetteer = gazetteer
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def understand(self, found: Iterable[Found]) -> Iterator[Understood | SourceError]:
        """Each report with what it says, in order; rows of tables say it themselves, errors pass through."""
        if self._jobs == 1:
            return (_understood(each, self._gazetteer) for each in found)
        return self._spread(_alike(found, AT_ONCE), _understand)

    def read(self, documents: Iterable[T], reading: Callable[[T], list[R]]) -> Iterator[R]:
        """What documents hold, in order, by a function that other processes can be sent."""
        if self._jobs == 1:
            return (found for document in documents for found in reading(document))
        return self._spread(_portions(documents, 1), partial(_read, reading))

    def _spread(self, portions: Iterable[Sequence[T]], errand: Callable[[Sequence[T]], list[R]]) -> Iterator[R]:
        """The answers to all portions in their order, with a bounded number of them under way."""
        waiting: deque[tuple[Sequence[T], Future[list[R]]]] = deque()
        for portion in portions:
            waiting.append((portion, self._sent(portion, errand)))
            if len(waiting) >= _AHEAD * self._jobs:
                yield from self._next(waiting, errand)
        while waiting:
            yield from self._next(waiting, errand)

    def _next(self, waiting: deque[tuple[Sequence[T], Future[list[R]]]], errand: Callable[[Sequence[T]], list[R]]) -> list[R]:
        portion, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            log.debug("a process died", exc_info=True)
        # All that was under way is lost. What was sent first is read again by itself, the rest is sent again.
        self._renew()
        found = self._again(portion, errand)
        lost = [each for each, _ in waiting]
        waiting.clear()
        waiting.extend((each, self._sent(each, errand)) for each in lost)
        return found

    def _sent(self, portion: Sequence[T], errand: Callable[[Sequence[T]], list[R]]) -> Future[list[R]]:
        """The answer to come; rows of tables and errors, which need no reading, are answered here."""
        answer: Future[list[R]] = Future()
        if isinstance(portion[0], Coded | SourceError):
            answer.set_result(errand(portion))
            return answer
        try:
            return self._opened().submit(errand, portion)
        except BrokenProcessPool as error:  # one died just now; whoever asks for the answer sees to it
            answer.set_exception(error)
            return answer

    def _again(self, portion: Sequence[T], errand: Callable[[Sequence[T]], list[R]]) -> list[R]:
        """A portion one piece after the other; a piece that kills its reader is left out."""
        found: list[Any] = []
        for piece in portion:
            try:
                found += self._opened().submit(errand, [piece]).result()
            except BrokenProcessPool:
                self._renew()
                name = getattr(piece, "doc_id", None) or getattr(piece, "name", "a report")
                found.append(SourceError(f"{name}: left out, the process that read it died, as when memory runs out; read it by itself."))
        return found

    def _opened(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._gazetteer()  # compiled once, before several processes ask for it
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=get_context("spawn"), initializer=_begin)
        return self._pool

    def _renew(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def _alike(found: Iterable[Found], size: int) -> Iterator[list[Found]]:
    """Lists of at most so many, of reports or of what needs no reading."""
    for _, run in groupby(found, lambda each: isinstance(each, Report)):
        yield from _portions(run, size)


def _portions(found: Iterable[T], size: int) -> Iterator[list[T]]:
    """Pieces in lists of so many."""
    rest = iter(found)
    while portion := list(islice(rest, size)):
        yield portion


# What the other processes do.
_opened: Gazetteer | None = None


def _begin() -> None:
    """Leave an interrupt to the process that sent us, end when that is killed, and let the garbage collector look but seldom, as there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    gc.set_threshold(*RARELY)


def _end_with(sender: BaseProcess | None) -> None:
    """Wait for the end of the process that sent us, and go with it: where it was killed, nobody else sends us home."""
    if sender is not None:
        sender.join()
        os._exit(1)


def _gazetteer_here() -> Gazetteer:
    global _opened  # noqa: PLW0603 - a process opens it once
    if _opened is None:
        _opened = Gazetteer.open()
    return _opened


def _understood(found: Found, gazetteer: Callable[[], Gazetteer]) -> Understood | SourceError:
    """A report with what it says; a row of a table says it itself."""
    if isinstance(found, Coded):
        return found.report, found.claims
    return guarded(found, gazetteer(), claims_of) if isinstance(found, Report) else found


def _understand(portion: Sequence[Found]) -> list[Understood | SourceError]:
    return [_understood(each, _gazetteer_here) for each in portion]


def _read(reading: Callable[[T], list[R]], portion: Sequence[T]) -> list[R]:
    return [found for document in portion for found in reading(document)]
