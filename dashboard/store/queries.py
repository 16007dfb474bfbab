"""What is asked of the tables, each question once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from dashboard.records import MERGING_VERSION, Claim, Join, Report
from dashboard.store import payload, schema

CURRENT, SUPERSEDED, WITHDRAWN, FORGOTTEN = "current", "superseded", "withdrawn", "forgotten"
"""How a report stands: its claims count only while it is current."""

DERIVED: Final = f"rules {MERGING_VERSION}"
"""What the store notes of the rules that its events were derived by."""
_CHUNK: Final = 500
"""Values of one question."""
_HEX: Final = frozenset("0123456789abcdef")
_LEAST_DIGITS: Final = 8
"""Of the beginning of an id."""
_MOST: Final = 10
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
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A report without its text."""

    report_id: str
    source: str
    title: str | None
    published: date | None
    number: int
    """Its place in the order of recording."""


def chunks(values: Iterable[T], size: int = _CHUNK) -> Iterator[Sequence[T]]:
    """Values in portions that one question may have."""
    listed = list(values)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def meta(connection: sa.Connection, key: str) -> str | None:
    """One of the store's own values."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))


def set_meta(connection: sa.Connection, key: str, value: str) -> None:
    """Change one of the store's own values."""
    connection.execute(sa.update(schema.meta).where(schema.meta.c.key == key).values(value=value))


def sequence(connection: sa.Connection) -> int:
    """The number of commits that changed something."""
    return int(meta(connection, "sequence") or 0)


def stamp(connection: sa.Connection) -> tuple[str, int]:
    """Which store it is, and its sequence number."""
    return meta(connection, "identity") or "", sequence(connection)


def report_row(report: Report) -> dict[str, Any]:
    """A report as a row, without what the store adds."""
    return {name: getattr(report, name) for name in _REPORT_FIELDS}


def reports(connection: sa.Connection, ids: Iterable[str] | None = None) -> Iterator[Report]:
    """Reports in the order in which they were recorded; all of them, or those of these ids."""
    table = schema.report
    statement = sa.select(*(table.c[name] for name in _REPORT_FIELDS)).order_by(table.c.number)
    if ids is not None:
        statement = statement.where(table.c.report_id.in_(list(ids)))
    for row in connection.execute(statement).mappings():
        yield Report(**row)


def headings(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Heading]:
    """The particulars of reports, by id."""
    table = schema.report
    columns = (table.c.report_id, table.c.source, table.c.title, table.c.published, table.c.number)
    found: dict[str, Heading] = {}
    for part in chunks(ids):
        for row in connection.execute(sa.select(*columns).where(table.c.report_id.in_(part))).mappings():
            found[row["report_id"]] = Heading(**row)
    return found


def report_ids(connection: sa.Connection) -> list[str]:
    """The ids of all reports in the order in which they were recorded."""
    return list(connection.scalars(sa.select(schema.report.c.report_id).order_by(schema.report.c.number)))


def reports_named(connection: sa.Connection, name: str) -> list[str]:
    """The reports that a person can mean: by id or its beginning, address, or name of the file."""
    c = schema.report.c
    means = [c.report_id == name, c.url == name, c.doc_id == name]
    if len(name) >= _LEAST_DIGITS and set(name) <= _HEX:
        means.append(c.report_id.startswith(name))
    return list(connection.scalars(sa.select(c.report_id).where(sa.or_(*means)).order_by(c.number).limit(_MOST)))


def ids_like(connection: sa.Connection, beginning: str) -> list[str]:
    """The ids of events and packages, past ones included, that begin so."""
    if len(beginning) < _LEAST_DIGITS or not set(beginning) <= _HEX:
        return []
    columns = (schema.event.c.event_id, schema.event_history.c.event_id, schema.package.c.package_id, schema.package_history.c.package_id)
    found = sa.union(*(sa.select(column).where(column >= beginning, column < beginning + "g") for column in columns))
    return sorted(connection.scalars(found.limit(_MOST)))


def read_reports(connection: sa.Connection, version: int) -> set[str]:
    """The ids of the reports that this version of the rules has read."""
    table = schema.reading
    return set(connection.scalars(sa.select(table.c.report_id).where(table.c.extractor_version == version)))


def _has_read() -> sa.CompoundSelect[int]:
    """Asked of each report that comes in, so that it is made but once."""
    reading, report, own = schema.reading.c, schema.report.c, sa.bindparam("own", type_=sa.Text)
    read = sa.select(sa.literal(1)).where(reading.report_id == own, reading.extractor_version == sa.bindparam("version", type_=sa.Integer))
    gone = sa.select(sa.literal(1)).where(report.report_id == own, report.standing == FORGOTTEN)
    return read.union_all(gone).limit(1)


_HAS_READ: Final = _has_read()


def has_read(connection: sa.Connection, report_id: str, version: int) -> bool:
    """Whether this version of the rules has read a report, or nobody may any more."""
    return connection.scalar(_HAS_READ, {"own": report_id, "version": version}) is not None


def current_claims(
    connection: sa.Connection, ids: Iterable[str] | None = None, *, of_reports: Iterable[str] | None = None
) -> Iterator[Claim]:
    """The claims that count: of each report that counts, those of the newest version that read it, by reports and passages.

    All of them, or those of these ids, or those of these reports.
    """
    claim, report = schema.claim, schema.report
    statement = (
        sa.select(claim.c.kind, claim.c.detail)
        .join(report, report.c.report_id == claim.c.report_id)
        .where(_is_current())
        .order_by(report.c.number, claim.c.evidence_start, claim.c.evidence_end, claim.c.claim_id)
    )
    if ids is None and of_reports is None:
        parts = [statement]
    elif ids is not None:
        parts = [statement.where(claim.c.claim_id.in_(part)) for part in chunks(ids)]
    else:
        parts = [statement.where(claim.c.report_id.in_(part)) for part in chunks(of_reports or ())]
    for one in parts:
        for kind, detail in connection.execute(one):
            yield payload.load_claim(kind, detail)


def claims_at(connection: sa.Connection, ids: Iterable[str], moment: datetime) -> Iterator[Claim]:
    """Claims as the newest version of the rules told them until a moment, whether they count now or not."""
    c = schema.claim.c
    for part in chunks(ids):
        known = sa.select(c.claim_id, c.kind, c.detail).where(c.claim_id.in_(part), c.recorded_at <= moment).order_by(c.extractor_version)
        newest = {own: (kind, detail) for own, kind, detail in connection.execute(known)}
        yield from (payload.load_claim(kind, detail) for kind, detail in newest.values())


def quotes(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str]:
    """The passages of current claims, by claim id."""
    claim, report = schema.claim, schema.report
    passage = sa.func.substr(report.c.text, claim.c.evidence_start + 1, claim.c.evidence_end - claim.c.evidence_start)
    statement = sa.select(claim.c.claim_id, passage).join(report, report.c.report_id == claim.c.report_id).where(_is_current())
    found: dict[str, str] = {}
    for part in chunks(ids):
        found.update((claim_id, quote) for claim_id, quote in connection.execute(statement.where(claim.c.claim_id.in_(part))))
    return found


def joins_of(connection: sa.Connection, member_of: str) -> list[Join]:
    """The memberships of one event or package, anchor first."""
    table = schema.membership
    columns = (table.c.claim_id, table.c.score, table.c.reason)
    statement = sa.select(*columns).where(table.c.member_of == member_of).order_by(table.c.position)
    return [Join(claim_id=own, score=score, reason=reason) for own, score, reason in connection.execute(statement)]


def present_id(connection: sa.Connection, member_of: str) -> str:
    """The id that an id leads to now, over one join or several; itself where no join retired it."""
    table, seen = schema.alias, {member_of}
    while (leads := connection.scalar(sa.select(table.c.member_of).where(table.c.retired_id == member_of))) is not None:
        if leads in seen:
            break
        member_of = leads
        seen.add(leads)
    return member_of


def is_alive(connection: sa.Connection, own: str) -> bool:
    """Whether there is an event or a package of just this id now."""
    c = schema.membership.c
    return connection.scalar(sa.select(sa.literal(1)).where(c.member_of == own).limit(1)) is not None


def detail(connection: sa.Connection, table: sa.Table, own: str) -> str | None:
    """An event or a package as it was recorded."""
    key = next(iter(table.primary_key.columns))
    return connection.scalar(sa.select(table.c.detail).where(key == own))


def count(connection: sa.Connection, table: sa.Table) -> int:
    """The number of rows."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def next_number(connection: sa.Connection, column: sa.Column[Any]) -> int:
    """The number that follows the highest one given."""
    return (connection.scalar(sa.select(sa.func.max(column))) or 0) + 1


def _is_current() -> sa.ColumnElement[bool]:
    """Whether a claim is of a report that counts, and of the newest version that read it."""
    claim, reading = schema.claim, schema.reading
    newest = sa.select(sa.func.max(reading.c.extractor_version)).where(reading.c.report_id == claim.c.report_id).scalar_subquery()
    return sa.and_(schema.report.c.standing == CURRENT, claim.c.extractor_version == newest)
