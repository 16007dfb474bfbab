"""What is asked of the tables, each question once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from dashboard.records import Claim, Report
from dashboard.store import payload, schema
from dashboard.store.identity import Member

_REPORT_FIELDS = (
    "report_id",
    "source",
    "url",
    "title",
    "published",
    "language",
    "licence",
    "doc_id",
    "body_start",
    "text",
    "retrieved_at",
)


def meta(connection: sa.Connection, key: str) -> str | None:
    """One of the store's own values."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))


def sequence(connection: sa.Connection) -> int:
    """The number of commits that changed something."""
    return int(meta(connection, "sequence") or 0)


def report_row(report: Report) -> dict[str, Any]:
    """A report as a row, without `recorded_at`."""
    return {name: getattr(report, name) for name in _REPORT_FIELDS}


def reports(connection: sa.Connection, ids: Iterable[str] | None = None) -> Iterator[Report]:
    """Reports in the order in which they were recorded; all of them, or those of these ids."""
    table = schema.report
    statement = sa.select(*(table.c[name] for name in _REPORT_FIELDS)).order_by(table.c.recorded_at, table.c.report_id)
    if ids is not None:
        statement = statement.where(table.c.report_id.in_(list(ids)))
    for row in connection.execute(statement).mappings():
        yield Report(**row)


def read_reports(connection: sa.Connection, version: int) -> set[str]:
    """The ids of the reports that this version of the rules has read."""
    table = schema.reading
    return set(connection.scalars(sa.select(table.c.report_id).where(table.c.extractor_version == version)))


def current_claims(connection: sa.Connection, ids: Iterable[str] | None = None) -> Iterator[Claim]:
    """The claims that count: of each report, those of the newest version that read it, in the order of reports and passages."""
    claim, report = schema.claim, schema.report
    statement = (
        sa.select(claim.c.kind, claim.c.detail)
        .join(report, report.c.report_id == claim.c.report_id)
        .where(_is_current())
        .order_by(report.c.recorded_at, report.c.report_id, claim.c.evidence_start, claim.c.evidence_end, claim.c.claim_id)
    )
    if ids is not None:
        statement = statement.where(claim.c.claim_id.in_(list(ids)))
    for kind, detail in connection.execute(statement):
        yield payload.load_claim(kind, detail)


def quotes(connection: sa.Connection) -> dict[str, str]:
    """The passage of each current claim, by claim id."""
    claim, report = schema.claim, schema.report
    passage = sa.func.substr(report.c.text, claim.c.evidence_start + 1, claim.c.evidence_end - claim.c.evidence_start)
    statement = sa.select(claim.c.claim_id, passage).join(report, report.c.report_id == claim.c.report_id).where(_is_current())
    return {claim_id: quote for claim_id, quote in connection.execute(statement)}  # noqa: C416 - a row is a tuple, its type does not say so


def members(connection: sa.Connection) -> list[Member]:
    """Which claim is under which event or package."""
    table = schema.membership
    rows = connection.execute(sa.select(table.c.claim_id, table.c.member_of, table.c.position))
    return [Member(claim_id=claim_id, member_of=member_of, position=position) for claim_id, member_of, position in rows]


def joins_of(connection: sa.Connection, member_of: str) -> list[Mapping[str, Any]]:
    """The memberships of one event or package, anchor first."""
    table = schema.membership
    statement = sa.select(table).where(table.c.member_of == member_of).order_by(table.c.position)
    return [dict(row) for row in connection.execute(statement).mappings()]


def present_id(connection: sa.Connection, member_of: str) -> str:
    """The id that an id leads to now; itself where no join retired it."""
    table = schema.alias
    return connection.scalar(sa.select(table.c.member_of).where(table.c.retired_id == member_of)) or member_of


def detail(connection: sa.Connection, table: sa.Table, own: str) -> str | None:
    """An event or a package as it was recorded."""
    key = next(iter(table.primary_key.columns))
    return connection.scalar(sa.select(table.c.detail).where(key == own))


def count(connection: sa.Connection, table: sa.Table) -> int:
    """The number of rows."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _is_current() -> sa.ColumnElement[bool]:
    """Whether a claim is of the newest version that read its report."""
    claim, reading = schema.claim, schema.reading
    newest = sa.select(sa.func.max(reading.c.extractor_version)).where(reading.c.report_id == claim.c.report_id).scalar_subquery()
    return claim.c.extractor_version == newest
