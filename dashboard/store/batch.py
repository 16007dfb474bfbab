"""One transaction that writes: reports, what was found in them, and what all claims together come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

import sqlalchemy as sa

from dashboard.codes import ClaimKind
from dashboard.records import EXTRACTOR_VERSION, Claim, Event, Join, Package, Report
from dashboard.store import payload, queries, schema
from dashboard.store.engine import insert
from dashboard.store.frames import Row, event_row, package_row
from dashboard.store.identity import keep_ids


class Derived(Protocol):
    """What merging made of all current claims."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The strikes."""

    @property
    def packages(self) -> tuple[Package, ...]:
        """The aid."""


class Batch:
    """What is added through it is there when its transaction ends, all of it, or not at all."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._now = datetime.now(UTC)
        self._sequence = queries.sequence(connection) + 1
        self.changed = False
        """Whether anything was written; a batch that changes nothing leaves the sequence number as it was."""

    def add(self, report: Report, claims: Sequence[Claim], *, version: int = EXTRACTOR_VERSION) -> bool:
        """Record a report and what this version of the rules found in it; False, and nothing done, where that is known already."""
        read = schema.reading.c
        key = sa.and_(read.report_id == report.report_id, read.extractor_version == version)
        if self._connection.scalar(sa.select(sa.literal(1)).where(key)) is not None:
            return False
        known = sa.select(sa.literal(1)).where(schema.report.c.report_id == report.report_id)
        if self._connection.scalar(known) is None:
            insert(self._connection, schema.report, [queries.report_row(report) | {"recorded_at": self._now}])
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
        self.changed = True
        return True

    def claims(self) -> tuple[Claim, ...]:
        """All current claims, those of this batch included."""
        return tuple(queries.current_claims(self._connection))

    def reports(self) -> dict[str, Report]:
        """All reports by id, those of this batch included."""
        return {report.report_id: report for report in queries.reports(self._connection)}

    def replace_derived(self, merged: Derived) -> None:
        """Put these events and packages in the place of all that were; what did not change is not touched, and ids stay."""
        kept = keep_ids(merged.events, merged.packages, queries.members(self._connection))
        quotes = queries.quotes(self._connection)
        strikes = [(event_row(event, _of(event.joins, quotes)), payload.dump(event)) for event in kept.events]
        aid = [(package_row(package, _of(package.joins, quotes)), payload.dump(package)) for package in kept.packages]
        self._put(schema.event, strikes)
        self._put(schema.package, aid)
        self._put_members(ClaimKind.STRIKE, [(event.event_id, event.joins) for event in kept.events])
        self._put_members(ClaimKind.AID, [(package.package_id, package.joins) for package in kept.packages])
        self._retire(kept.retired)

    def finish(self) -> None:
        """Count this batch, where it changed anything."""
        if self.changed:
            self._connection.execute(sa.update(schema.meta).where(schema.meta.c.key == "sequence").values(value=str(self._sequence)))

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

    def _put(self, table: sa.Table, wanted: Sequence[tuple[Row, str]]) -> None:
        """Make a table of derived rows hold exactly these."""
        key = next(iter(table.primary_key.columns))
        before = {own: tuple(rest) for own, *rest in self._connection.execute(sa.select(key, table.c.detail, table.c.search))}
        self._delete(table, key, set(before) - {row[key.name] for row, _ in wanted})
        new, changed = [], []
        for row, detail in wanted:
            own = row[key.name]
            values = row | {"detail": detail, "changed_at_sequence": self._sequence}
            if own not in before:
                new.append(values | {"recorded_at": self._now})
            elif before[own] != (detail, row["search"]):
                changed.append(values | {"own": own})
        insert(self._connection, table, new)
        if changed:
            names = [name for name in changed[0] if name not in ("own", key.name)]
            statement = sa.update(table).where(key == sa.bindparam("own")).values({name: sa.bindparam(name) for name in names})
            self._connection.execute(statement, [{name: row[name] for name in ("own", *names)} for row in changed])
        self.changed |= bool(new or changed)

    def _put_members(self, kind: ClaimKind, wanted: Sequence[tuple[str, Sequence[Join]]]) -> None:
        """Make the memberships of one kind exactly these."""
        table = schema.membership
        rows = {
            join.claim_id: {
                "claim_id": join.claim_id,
                "kind": kind.value,
                "member_of": own,
                "position": position,
                "score": join.score,
                "reason": join.reason,
            }
            for own, joins in wanted
            for position, join in enumerate(joins)
        }
        before = {
            row["claim_id"]: dict(row) for row in self._connection.execute(sa.select(table).where(table.c.kind == kind.value)).mappings()
        }
        differing = {own for own, row in before.items() if rows.get(own) != row}
        self._delete(table, table.c.claim_id, differing)
        fresh = [row for own, row in rows.items() if own not in before or own in differing]
        insert(self._connection, table, fresh)
        self.changed |= bool(fresh)

    def _delete(self, table: sa.Table, key: sa.Column[Any], ids: Iterable[object]) -> None:
        gone = [{"gone": own} for own in ids]
        if gone:
            self._connection.execute(sa.delete(table).where(key == sa.bindparam("gone")), gone)
            self.changed = True

    def _retire(self, retired: Mapping[str, str]) -> None:
        """Let ids that are no more lead to what took them in, also over several joins."""
        if not retired:
            return
        table = schema.alias
        self._delete(table, table.c.retired_id, retired)
        insert(
            self._connection,
            table,
            [{"retired_id": old, "member_of": new, "recorded_at": self._now} for old, new in retired.items()],
        )
        statement = sa.update(table).where(table.c.member_of == sa.bindparam("old")).values(member_of=sa.bindparam("new"))
        self._connection.execute(statement, [{"old": old, "new": new} for old, new in retired.items()])


def _of(joins: Sequence[Join], quotes: Mapping[str, str]) -> list[str]:
    """The quotes of an event's claims."""
    return [quotes[join.claim_id] for join in joins if join.claim_id in quotes]
