"""The sentence, as code: read reports, find claims, locate them, merge them into events, record the events."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from dashboard import extraction, locating, merging, reports
from dashboard.errors import SourceError
from dashboard.records import AidClaim, Claim, Report, StrikeClaim
from dashboard.rows import Row, rows

if TYPE_CHECKING:  # the store brings pandas and SQLAlchemy, which `extract` does without
    from dashboard.store import Counts, Store
    from gazetteer import Gazetteer

log = logging.getLogger(__name__)

BATCH_SIZE: Final = 500
"""Reports that are recorded in one transaction."""
RARELY: Final = (100_000, 50, 100)
"""Thresholds of the garbage collector while reports are read: their records are kept and hold no cycles, so it would look in vain."""

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called before each document with the number done, the number in all, and its name."""
Problem = Callable[[SourceError], None]
"""Called with each source that was left out, at once."""


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


def claims_of(report: Report, gazetteer: Gazetteer) -> tuple[Claim, ...]:
    """What one report says, located; depends on nothing but the report."""
    return findings_of(report, gazetteer).claims


def findings_of(report: Report, gazetteer: Gazetteer) -> extraction.Findings:
    """What one report says, located, with what the rules turned down; depends on nothing but the report."""
    toponyms = gazetteer.geoparse(report.text)
    relatives = gazetteer.relatives(report.text, toponyms)
    found = extraction.read(report, toponyms, relatives)
    return replace(found, claims=locating.locate(found.claims, toponyms, relatives))


def ingest(
    sources: Iterable[str],
    store: Store,
    gazetteer: Gazetteer | Callable[[], Gazetteer],
    *,
    progress: Progress | None = None,
    problem: Problem | None = None,
    fetching: reports.Fetching | None = None,
) -> Summary:
    """Read sources into a store. What is there already changes nothing; a bad source is told and left out.

    Args:
        sources: Files, folders, addresses of the web, or "-" for standard input.
        store: Where to; each batch is one transaction over reports, claims, events and packages.
        gazetteer: The gazetteer, or what opens it when the first new report needs it.
        progress: Called before each document.
        problem: Called with each source that is left out.
        fetching: How the web is asked, where a source is an address.

    Raises:
        StoreError: the store cannot be written to; earlier batches are kept, the present one is not.
    """
    opened = _Once(gazetteer)
    if store.is_stale:  # derived by an older Strikemap
        with store.batch() as batch:
            batch.rebuild(merging, None if progress is None else lambda done, of: progress(done, of, "bringing the store up to date"))
    before = store.counts()
    known: set[str] = set()
    failed: list[SourceError] = []
    waiting: list[tuple[Report, tuple[Claim, ...]]] = []
    recorded: list[Claim] = []
    old = new = 0
    web = reports.Web(fetching, has_read=store.has_read)
    for found in _read(sources, progress, web):
        if isinstance(found, Report) and (found.report_id in known or store.has_read(found.report_id)):
            old += 1
            continue
        result = _understand(found, opened) if isinstance(found, Report) else found
        if isinstance(result, SourceError):
            failed.append(result)
            _tell(problem, result)
            continue
        known.add(result[0].report_id)
        waiting.append(result)
        if len(waiting) == BATCH_SIZE:
            new += _record(waiting, store, recorded)
    new += _record(waiting, store, recorded)
    web.remember()
    return Summary(
        reports_new=new,
        reports_known=old,
        failed=tuple(failed),
        strikes=sum(isinstance(claim, StrikeClaim) for claim in recorded),
        aid=sum(isinstance(claim, AidClaim) for claim in recorded),
        before=before,
        after=store.counts(),
    )


def extract(
    sources: Iterable[str],
    gazetteer: Gazetteer | Callable[[], Gazetteer],
    *,
    progress: Progress | None = None,
    problem: Problem | None = None,
    fetching: reports.Fetching | None = None,
) -> list[Row]:
    """The rows of `strikemap extract`: one for each strike or aid record, in the order of sources and of passages.

    A source that is left out is told to `problem`.
    """
    opened = _Once(gazetteer)
    understood: list[tuple[Report, tuple[Claim, ...]]] = []
    with _collecting_rarely():
        for found in _read(sources, progress, reports.Web(fetching)):
            result = _understand(found, opened) if isinstance(found, Report) else found
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
    fetching: reports.Fetching | None = None,
) -> Iterator[tuple[Report, extraction.Findings]]:
    """Each report with what was found in it and what was turned down, as it is read; a source that is left out is told to `problem`."""
    opened = _Once(gazetteer)
    for found in _read(sources, progress, reports.Web(fetching)):
        result = _guarded(found, opened, findings_of) if isinstance(found, Report) else found
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


def _read(sources: Iterable[str], progress: Progress | None, web: reports.Web) -> Iterator[Report | SourceError]:
    documents = list(reports.documents(sources))
    for position, document in enumerate(documents):
        if isinstance(document, SourceError):
            yield document
            continue
        if progress is not None:
            progress(position, len(documents), document.name)
        yield from reports.read_each(document, web=web)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let the garbage collector look but seldom."""
    usual = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _understand(report: Report, gazetteer: Callable[[], Gazetteer]) -> tuple[Report, tuple[Claim, ...]] | SourceError:
    return _guarded(report, gazetteer, claims_of)


def _guarded(report: Report, gazetteer: Callable[[], Gazetteer], read: Callable[[Report, Gazetteer], T]) -> tuple[Report, T] | SourceError:
    """A report with what was read in it; an error of ours in one report costs that report and not the batch."""
    opened = gazetteer()
    try:
        return report, read(report, opened)
    except Exception as error:  # whatever a rule stumbles over, the other reports go in
        log.debug("while reading %s", report.doc_id, exc_info=True)
        return SourceError(f"{report.doc_id}: left out, a rule failed on it ({type(error).__name__}: {error}); please report this.")


def _record(waiting: list[tuple[Report, tuple[Claim, ...]]], store: Store, recorded: list[Claim]) -> int:
    """Record a batch with what all claims come to now, in one transaction; the number of reports that nobody recorded before us."""
    if not waiting:
        return 0
    with store.batch() as batch:
        added = [claims for report, claims in waiting if batch.add(report, claims)]
        if added:
            batch.derive(merging)
    recorded.extend(claim for claims in added for claim in claims)
    waiting.clear()
    return len(added)


def _tell(problem: Problem | None, error: SourceError) -> None:
    if problem is not None:
        problem(error)
