"""The sentence, as code: read reports, find claims, locate them, merge them into events, record the events."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dashboard import extraction, locating, merging, reports
from dashboard.codes import Victims
from dashboard.errors import SourceError
from dashboard.records import UNPLACED, AidClaim, Claim, Report, StrikeClaim

if TYPE_CHECKING:  # the store brings pandas and SQLAlchemy, which `extract` does without
    from dashboard.store import Counts, Store
    from gazetteer import Gazetteer

log = logging.getLogger(__name__)

BATCH_SIZE: Final = 500
"""Reports that are recorded in one transaction."""
COORDINATE_DECIMALS: Final = 5
"""About a metre: more would pretend."""

RARELY: Final = (100_000, 50, 100)
"""Thresholds of the garbage collector while reports are read: their records are kept and hold no cycles, so it would look in vain."""

Row = dict[str, Any]
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
) -> Summary:
    """Read sources into a store. What is there already changes nothing; a bad source is told and left out.

    Args:
        sources: Files, folders, or "-" for standard input.
        store: Where to; each batch is one transaction over reports, claims, events and packages.
        gazetteer: The gazetteer, or what opens it when the first new report needs it.
        progress: Called before each document.
        problem: Called with each source that is left out.

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
    for found in _read(sources, progress):
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
) -> list[Row]:
    """The rows of `strikemap extract`: one for each strike or aid record, in the order of sources and of passages.

    A source that is left out is told to `problem`.
    """
    opened = _Once(gazetteer)
    understood: list[tuple[Report, tuple[Claim, ...]]] = []
    with _collecting_rarely():
        for found in _read(sources, progress):
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
) -> Iterator[tuple[Report, extraction.Findings]]:
    """Each report with what was found in it and what was turned down, as it is read; a source that is left out is told to `problem`."""
    opened = _Once(gazetteer)
    for found in _read(sources, progress):
        result = _guarded(found, opened, findings_of) if isinstance(found, Report) else found
        if isinstance(result, SourceError):
            _tell(problem, result)
        else:
            yield result


def rows(report: Report, claims: Sequence[Claim], event_ids: Mapping[str, str]) -> Iterator[Row]:
    """The rows of one report.

    Args:
        report: The report.
        claims: What it says.
        event_ids: For each claim id, the event or package that it belongs to.
    """
    ordered = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end))
    index = {claim.claim_id: position for position, claim in enumerate(ordered)}
    for claim in ordered:
        own = _strike_row(claim) if isinstance(claim, StrikeClaim) else _aid_row(claim)
        yield {
            "doc_id": report.doc_id,
            "kind": claim.kind.value,
            "event_id": event_ids.get(claim.claim_id, claim.claim_id),
            **own,
            "evidence": report.text[claim.evidence.start : claim.evidence.end],
            "evidence_start": claim.evidence.start,
            "evidence_end": claim.evidence.end,
            "part_of": None if claim.part_of is None else index.get(claim.part_of),
            "background": claim.background,
            "rules": list(dict.fromkeys(evidence.rule for evidence in (claim.evidence, *claim.support))),
        }


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


def _read(sources: Iterable[str], progress: Progress | None) -> Iterator[Report | SourceError]:
    documents = list(reports.documents(sources))
    for position, document in enumerate(documents):
        if isinstance(document, SourceError):
            yield document
            continue
        if progress is not None:
            progress(position, len(documents), document.name)
        yield from reports.read_each(document)


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


def _strike_row(claim: StrikeClaim) -> Row:
    at, when = claim.location or UNPLACED, claim.when
    has_point = at.geo_precision.has_point
    return {
        "date": _day(when.best),
        "date_start": _day(when.start),
        "date_end": _day(when.end),
        "time_precision": None if when.precision is None else int(when.precision),
        "date_note": when.note,
        "place": None if at == UNPLACED else at.name,
        "place_text": claim.place_text,
        "admin1": at.admin1,
        "country": at.country,
        "latitude": _rounded(at.latitude, COORDINATE_DECIMALS) if has_point else None,
        "longitude": _rounded(at.longitude, COORDINATE_DECIMALS) if has_point else None,
        "geo_precision": int(at.geo_precision),
        "radius_km": _rounded(at.radius_km, 2) if has_point else None,
        "attacks": claim.attacks,
        "killed": claim.killed.best,
        "killed_low": claim.killed.low,
        "killed_high": claim.killed.high,
        "injured": claim.injured.best,
        "injured_low": claim.injured.low,
        "injured_high": claim.injured.high,
        "missing": claim.missing.best,
        "killed_by": _split(claim.killed_by),
        "injured_by": _split(claim.injured_by),
        "weapon": [weapon.value for weapon in claim.weapons],
        "target": None if claim.target is None else claim.target.value,
        "actor": claim.actor,
    }


def _aid_row(claim: AidClaim) -> Row:
    return {
        "date": _day(claim.when.best),
        "donor": claim.donor,
        "recipient": claim.recipient,
        "amount": _number(claim.amount),
        "currency": claim.currency,
        "usd": _number(claim.usd_stated),
        "status": claim.status.value,
        "category": claim.category.value,
        "items": list(claim.items),
        "ordinal": claim.ordinal,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _split(counts: Sequence[tuple[Victims, int]]) -> dict[str, int]:
    return {victims.value: count for victims, count in counts}


def _number(amount: Decimal | None) -> int | float | None:
    """An amount as JSON has numbers: whole where it is whole."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
