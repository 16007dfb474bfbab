"""The sentence, as code: read reports, find claims, locate them, merge them into events, record the events."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dashboard import extraction, merging, reports
from dashboard.codes import ClaimKind
from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report
from dashboard.rows import Row, rows
from dashboard.workers import RARELY, Found, Understood, Workers, findings_of, guarded

if TYPE_CHECKING:  # the store brings pandas and SQLAlchemy, which `extract` does without
    from dashboard.store import Counts, Store
    from gazetteer import Gazetteer

BATCH_SIZE: Final = 500
"""Reports that are recorded in one transaction."""
Progress = Callable[[int, int, str], None]
"""Called before each document with the number done, the number in all, and its name."""
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

    Raises:
        StoreError: the store cannot be written to; earlier batches are kept, the present one is not.
    """
    opened = _Once(gazetteer)
    if store.is_stale:  # derived by an older Strikemap
        with store.batch() as batch:
            batch.rebuild(merging, None if progress is None else lambda done, of: progress(done, of, "bringing the store up to date"))
    before = store.counts()
    counts: Counter[str] = Counter()
    failed: list[SourceError] = []
    under_way: set[str] = set()
    waiting: list[Understood] = []
    web = reports.Web(fetching, has_read=store.has_read)

    def fresh() -> Iterator[Found]:
        """What the store has not read, each once."""
        for found in _read(sources, web, progress, remark):
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
        for result in workers.understand(fresh()):
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
    opened = _Once(gazetteer)
    understood: list[Understood] = []
    with _collecting_rarely(), Workers(jobs, opened) as workers:
        for result in workers.understand(_read(sources, reports.Web(fetching), progress, remark)):
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
    opened = _Once(gazetteer)
    for found in _read(sources, reports.Web(fetching), progress, remark):
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


def _read(sources: Iterable[str], web: reports.Web, progress: Progress | None, remark: Remark | None) -> Iterator[Found]:
    documents = list(reports.documents(sources))
    for position, document in enumerate(documents):
        if isinstance(document, SourceError):
            yield document
            continue
        if progress is not None:
            progress(position, len(documents), document.name)
        for found in reports.read_each(document, web=web):
            if not isinstance(found, Note):
                yield found
            elif remark is not None:
                remark(found)


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
