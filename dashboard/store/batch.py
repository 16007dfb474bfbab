"""One transaction that writes: reports, what was found in them, what people say of it, and what all claims together come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import sqlalchemy as sa

from dashboard.errors import ReportUnknownError, StoreClockError
from dashboard.records import EXTRACTOR_VERSION, Claim, Report
from dashboard.reviews import Review
from dashboard.store import judging, payload, queries, schema
from dashboard.store.asking import Asking
from dashboard.store.deriving import Changes, Deriving
from dashboard.store.engine import insert
from dashboard.store.gathering import Rules
from dashboard.store.queries import CURRENT, FORGOTTEN, SUPERSEDED

_LEAP: Final = timedelta(hours=1)
"""A store that was written later than this after the present clock was written under another one."""
_REBUILT_AT_ONCE: Final = 2000
"""Reports whose claims are derived anew together."""
MACHINE: Final = "strikemap"
"""Who speaks where no person does."""


class Batch(Asking):
    """What is added through it is there when its transaction ends, all of it, or not at all."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        self._connection = connection
        self._now = _moment(connection, name)
        self._sequence = queries.sequence(connection) + 1
        self._touched: dict[str, None] = {}
        self.changed = False
        """Whether anything was written; a batch that changes nothing leaves the sequence number as it was."""

    def add(self, report: Report, claims: Sequence[Claim], *, version: int = EXTRACTOR_VERSION) -> bool:
        """Record a report and what this version of the rules found in it; False, and nothing done, where that is known already.

        A newer text of the same address takes the place of an older one.
        """
        if queries.has_read(self._connection, report.report_id, version):
            return False
        known = sa.select(sa.literal(1)).where(schema.report.c.report_id == report.report_id)
        if self._connection.scalar(known) is None:
            number = queries.next_number(self._connection, schema.report.c.number)
            own = {"recorded_at": self._now, "number": number, "standing": CURRENT}
            insert(self._connection, schema.report, [queries.report_row(report) | own])
            self._supersede(report.url, report.source)
        insert(
            self._connection,
            schema.reading,
            [{"report_id": report.report_id, "extractor_version": version, "recorded_at": self._now}],
        )
        insert(
            self._connection,
            schema.claim,
            [self._claim_row(claim, version) for claim in {claim.claim_id: claim for claim in claims}.values()],
        )
        self._touch(report.report_id)
        return True

    def is_forgotten(self, report_id: str) -> bool:
        """Whether only the tombstone of a report is left."""
        c = schema.report.c
        return self._connection.scalar(sa.select(c.standing).where(c.report_id == report_id)) == FORGOTTEN

    def stand(self, report_id: str, standing: str, *, who: str, why: str) -> bool:
        """Let a report count, or count no longer, from now on; False where it stands so already.

        Raises:
            ReportUnknownError: there is no such report, or it was forgotten.
        """
        c = schema.report.c
        found = self._connection.execute(sa.select(c.standing, c.url, c.source).where(c.report_id == report_id)).one_or_none()
        before = None if found is None else found.standing
        if found is None or before == FORGOTTEN:
            raise ReportUnknownError(
                f"There is no report {report_id}" + (" any more: it was forgotten." if before else "; see `strikemap health`.")
            )
        if before == standing:
            return False
        if (standing, before) == (CURRENT, SUPERSEDED):
            raise ReportUnknownError(f"{report_id} was superseded by a newer text of its address; withdraw that one, or leave it.")
        row = {"report_id": report_id, "standing": standing, "who": who, "why": why, "recorded_at": self._now}
        number = queries.next_number(self._connection, schema.notice.c.number)
        insert(self._connection, schema.notice, [row | {"number": number}])
        self._connection.execute(sa.update(schema.report).where(c.report_id == report_id).values(standing=standing))
        self._touch(report_id)
        if standing == CURRENT:
            self._supersede(found.url, found.source)
        return True

    def review(self, review: Review) -> Review:
        """Record what a person said; gives it its number and its moment."""
        number = queries.next_number(self._connection, schema.review.c.number)
        recorded = replace(review, number=number, recorded_at=self._now, sequence=self._sequence)
        judging.record(self._connection, recorded)
        bears_on = [recorded]
        while (undone := bears_on[-1].undoes) is not None:
            bears_on += judging.reviews(self._connection, [undone])
        for each in bears_on:
            for spot in (*each.passages, *each.others):
                self._touch(spot.report_id)
        self.changed = True
        return recorded

    def derive(self, rules: Rules) -> Changes:
        """Make anew what this batch can have touched."""
        touched, self._touched = list(self._touched), {}
        changes = self._deriving(rules).touch(touched)
        self.changed |= bool(changes)
        return changes

    def rebuild(self, rules: Rules, progress: Callable[[int, int], None] | None = None) -> Changes:
        """Make everything anew from the facts; what it changes shows that something was not as the facts have it."""
        ids = queries.report_ids(self._connection)
        added: frozenset[str] = frozenset()
        changed, gone = added, added
        deriving = self._deriving(rules)
        deriving.place(ids)
        for start in range(0, len(ids), _REBUILT_AT_ONCE):
            if progress is not None:
                progress(start, len(ids))
            found = deriving.touch(ids[start : start + _REBUILT_AT_ONCE], changed=False)
            added, changed, gone = added | found.added, changed | found.changed, gone | found.gone
        gone |= deriving.sweep()
        queries.set_meta(self._connection, "derived", queries.DERIVED)
        self.changed |= bool(added or changed or gone)
        return Changes(added=added, changed=changed, gone=gone)

    def finish(self) -> None:
        """Count this batch, where it changed anything."""
        if self.changed:
            queries.set_meta(self._connection, "sequence", str(self._sequence))
            queries.set_meta(self._connection, "recorded_at", self._now.isoformat())

    @property
    def connection(self) -> sa.Connection:
        """The transaction, for questions inside of it."""
        return self._connection

    def _deriving(self, rules: Rules) -> Deriving:
        return Deriving(self._connection, rules, now=self._now, sequence=self._sequence)

    def _touch(self, report_id: str) -> None:
        self._touched[report_id] = None
        self.changed = True

    def _supersede(self, url: str | None, source: str) -> None:
        """Of the texts of one address, let only the newest speak: the one published last, of equals the one that came last."""
        c = schema.report.c
        if url is None or not urlsplit(url).path.strip("/"):
            return  # the front page of an outlet is no address of a text
        same = sa.select(c.report_id, c.published, c.number).where(c.url == url, c.source == source, c.standing == CURRENT)
        rows = sorted(self._connection.execute(same), key=lambda row: (str(row.published or ""), row.number))
        for row in rows[:-1]:
            self.stand(row.report_id, SUPERSEDED, who=MACHINE, why=f"a newer text of {url} was read")

    def _claim_row(self, claim: Claim, version: int) -> dict[str, Any]:
        return {
            "claim_id": claim.claim_id,
            "extractor_version": version,
            "report_id": claim.report_id,
            "kind": claim.kind.value,
            "evidence_start": claim.evidence.start,
            "evidence_end": claim.evidence.end,
            "background": claim.background,
            "detail": payload.dump(claim),
            "recorded_at": self._now,
        }


def _moment(connection: sa.Connection, name: str) -> datetime:
    """Now, but always later than the commit before, so that what was known at a moment stays what was known then."""
    now, last = datetime.now(UTC), queries.meta(connection, "recorded_at")
    if not last:
        return now
    before = datetime.fromisoformat(last)
    if before > now + _LEAP:
        raise StoreClockError(
            f"{name} was last written at {before:%Y-%m-%d %H:%M} UTC, later than this machine's clock says ({now:%Y-%m-%d %H:%M} UTC);"
            " set the clock and repeat the command. Nothing was written."
        )
    return max(now, before + timedelta(microseconds=1))
