"""The sentence, as code: read reports, find claims, locate them, merge them into events, record the events."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dashboard import extraction, merging, reports
from dashboard.codes import ClaimKind
from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report
from dashboard.rows import Row, rows
from dashboard.workers import RARELY, Found, Understood, Workers, findings_of, guarded, read_page

if TYPE_CHECKING:  # the store brings pandas and SQLAlchemy, which `extract` does without
    from dashboard.store import Counts, Store
    from gazetteer import Gazetteer

BATCH_SIZE: Final = 500
"""Reports that are recorded in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a piece of work is."""

    done: int
    """Bytes of the documents that were read, or reports that were derived anew."""
    total: int
    """The same of all."""
    work: str = "reading reports"
    """What is done."""
    name: str = ""
    """The document that is being read."""
    reports: int = 0
    """Reports, and rows of tables, that were read."""


Progress = Callable[[Step], None]
"""Called before each document, and now and then within a long one."""
Wanted = Callable[[reports.Document], bool]
"""Says of each document whether it is read this time."""
Problem = Callable[[SourceError], None]
"""Called with each source that was left out, at once."""
Remark = Callable[[Note], None]
"""Called with what is worth telling of a source that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an ingest did."""

    reports_new: int
    reports_known: int
    """Already in the store; left as they are."""
    failed: tuple[SourceError, ...]
    """One for each source that was left out."""
    strikes: int
    """Strike records found in the new reports."""
    aid: int
    """Aid records found in the new reports."""
    before: Counts
    after: Counts


def ingest(
    sources: Iterable[str],
    store: Store,
    gazetteer: Gazetteer | Callable[[], Gazetteer],
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    problem: Problem | None = None,
    remark: Remark | None = None,
    fetching: reports.Fetching | None = None,
    wanted: Wanted | None = None,
) -> Summary:
    """Read sources into a store. What is there already changes nothing; a bad source is told and left out.

    Args:
        sources: Files, folders, addresses of the web, or "-" for standard input.
        store: Where to; each batch is one transaction over reports, claims, events and packages.
        gazetteer: The gazetteer, or what opens it when the first new report needs it.
        jobs: Processes that read and find; one is this one.
        progress: Called before each document.
        problem: Called with each source that is left out.
        remark: Called with what is worth telling of a source and is no error.
        fetching: How the web is asked, where a source is an address.
        wanted: Which documents are read; all, where that is not said.

    Raises:
        StoreError: the store cannot be written to; earlier batches are kept, the present one is not.
    """
    opened, told = _Once(gazetteer), _Told(progress, remark)
    if store.is_stale:  # derived by an older Strikemap
        with store.batch() as batch:
            batch.rebuild(
                merging, None if progress is None else lambda done, of: progress(Step(done=done, total=of, work="deriving events anew"))
            )
    before = store.counts()
    counts: Counter[str] = Counter()
    failed: list[SourceError] = []
    under_way: set[str] = set()
    waiting: list[Understood] = []
    web = reports.Web(fetching, has_read=store.has_read)

    def fresh(read: Iterable[Found]) -> Iterator[Found]:
        """What the store has not read, each once."""
        for found in read:
            report = found.report if isinstance(found, Coded) else found
            if isinstance(report, Report):
                if report.report_id in under_way or store.has_read(report.report_id):
                    counts["known"] += 1
                    continue
                under_way.add(report.report_id)
            yield found

    def record() -> None:
        counts.update(_record(waiting, store))
        under_way.difference_update(report.report_id for report, _ in waiting)
        waiting.clear()

    with _collecting_rarely(), Workers(jobs, opened) as workers:
        for result in workers.understand(fresh(_read(sources, web, workers, told, wanted))):
            if isinstance(result, SourceError):
                failed.append(result)
                _tell(problem, result)
                continue
            waiting.append(result)
            if len(waiting) == BATCH_SIZE:
                record()
        record()
    web.remember()
    return Summary(
        reports_new=counts["new"],
        reports_known=counts["known"],
        failed=tuple(failed),
        strikes=counts[ClaimKind.STRIKE],
        aid=counts[ClaimKind.AID],
        before=before,
        after=store.counts(),
    )


def extract(
    sources: Iterable[str],
    gazetteer: Gazetteer | Callable[[], Gazetteer],
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    problem: Problem | None = None,
    remark: Remark | None = None,
    fetching: reports.Fetching | None = None,
) -> list[Row]:
    """The rows of `strikemap extract`: one for each strike or aid record, in the order of sources and of passages.

    A source that is left out is told to `problem`, what else is worth telling to `remark`.
    """
    opened, told = _Once(gazetteer), _Told(progress, remark)
    understood: list[Understood] = []
    with _collecting_rarely(), Workers(jobs, opened) as workers:
        for result in workers.understand(_read(sources, reports.Web(fetching), workers, told)):
            if isinstance(result, SourceError):
                _tell(problem, result)
            else:
                understood.append(result)
    every = {claim.claim_id: claim for _, claims in understood for claim in claims}
    merged = merging.merge(every.values(), {report.report_id: report for report, _ in understood})
    names = merged.event_of()
    return [row for report, claims in understood for row in rows(report, claims, names)]


def explain(
    sources: Iterable[str],
    gazetteer: Gazetteer | Callable[[], Gazetteer],
    *,
    progress: Progress | None = None,
    problem: Problem | None = None,
    remark: Remark | None = None,
    fetching: reports.Fetching | None = None,
) -> Iterator[tuple[Report, extraction.Findings]]:
    """Each report with what was found in it and what was turned down, as it is read; a source that is left out is told to `problem`."""
    opened, told = _Once(gazetteer), _Told(progress, remark)
    for found in _read(sources, reports.Web(fetching), Workers(1, opened), told):
        if isinstance(found, Coded):
            yield found.report, extraction.Findings(claims=found.claims)
            continue
        result = guarded(found, opened(), findings_of) if isinstance(found, Report) else found
        if isinstance(result, SourceError):
            _tell(problem, result)
        else:
            yield result


class _Once:
    """A gazetteer that is opened when it is first asked for, and once."""

    def __init__(self, gazetteer: Gazetteer | Callable[[], Gazetteer]) -> None:
        self._opened = None if callable(gazetteer) else gazetteer
        self._open = gazetteer if callable(gazetteer) else None

    def __call__(self) -> Gazetteer:
        if self._opened is None:
            assert self._open is not None  # noqa: S101 - for the type checker: there is always one of the two
            self._opened = self._open()
        return self._opened


class _Told:
    """Tells how far the reading is, and what is worth remarking."""

    def __init__(self, progress: Progress | None, remark: Remark | None) -> None:
        self._progress = progress
        self._remark = remark
        self._total = self._before = self._reports = 0
        self._name, self._size = "", 0

    def weigh(self, sources: Iterable[str], wanted: Wanted | None) -> None:
        """Look through the sources once, without reading them, so that it can be told how much there is."""
        if self._progress is not None:
            found = (each for each in reports.documents(sources) if isinstance(each, reports.Document))
            self._total = sum(each.size + _WEIGHT for each in found if wanted is None or wanted(each))

    def begin(self, document: reports.Document) -> reports.Document:
        """A document whose turn it is."""
        self._before += self._size
        self._name, self._size = document.name, document.size + _WEIGHT
        self.at(0)
        return document

    def at(self, bytes_read: int) -> None:
        """So much of the present document was read."""
        if self._progress is not None:
            done = self._before + min(bytes_read, self._size)
            self._progress(Step(done=done, total=max(self._total, done), name=self._name, reports=self._reports))

    def found(self, read: Iterable[reports.Read]) -> Iterator[Found]:
        """What was read, counted; remarks go where they belong."""
        for each in read:
            if not isinstance(each, Note):
                self._reports += not isinstance(each, SourceError)
                yield each
            elif self._remark is not None:
                self._remark(each)


_WEIGHT: Final = 500
"""Bytes that opening a document takes as long as; so one without a size counts for something."""


def _read(sources: Iterable[str], web: reports.Web, workers: Workers, told: _Told, wanted: Wanted | None = None) -> Iterator[Found]:
    """What all sources hold, in order; other processes, where there are some, read the pages, which take longest."""
    listed = list(sources)
    told.weigh(listed, wanted)
    every = (each for each in reports.documents(listed) if isinstance(each, SourceError) or wanted is None or wanted(each))
    for is_page, run in groupby(every, lambda each: isinstance(each, reports.Document) and each.is_page):
        if is_page:
            yield from told.found(workers.read((told.begin(each) for each in run if isinstance(each, reports.Document)), read_page))
            continue
        for each in run:
            if isinstance(each, SourceError):
                yield each
            else:
                yield from told.found(reports.read_each(told.begin(each), web=web, at=told.at))


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let the garbage collector look but seldom."""
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _record(waiting: list[Understood], store: Store) -> Counter[str]:
    """Record a batch with what all claims come to now, in one transaction; what nobody recorded before us: reports, and claims by kind."""
    if not waiting:
        return Counter()
    with store.batch() as batch:
        added = [claims for report, claims in waiting if batch.add(report, claims)]
        if added:
            batch.derive(merging)
    return Counter(new=len(added)) + Counter(claim.kind.value for claims in added for claim in claims)


def _tell(problem: Problem | None, error: SourceError) -> None:
    if problem is not None:
        problem(error)
