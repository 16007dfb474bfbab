"""Remove a report's text for good: its words leave every table, and a tombstone stays, so that it is not read in again."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dashboard.records import Event, Package
from dashboard.store import payload, schema
from dashboard.store.batch import Batch
from dashboard.store.gathering import Rules
from dashboard.store.queries import FORGOTTEN, chunks


def forget(batch: Batch, report_id: str, rules: Rules, *, who: str, why: str) -> None:
    """Forget a report: text, title, name, claims and every quote of it, also in earlier versions of events; the figures of these stay.

    What remains is the tombstone: id, source, address, days, who asked for it, and why. A report that was forgotten stays so.

    Raises:
        ReportUnknownError: there is no such report.
    """
    connection = batch.connection
    if batch.is_forgotten(report_id):
        return
    claims = list(connection.scalars(sa.select(schema.claim.c.claim_id).where(schema.claim.c.report_id == report_id)))
    batch.stand(report_id, FORGOTTEN, who=who, why=why)
    batch.derive(rules)
    for table in (schema.event_history, schema.package_history):
        _scrub(connection, table, claims)
    connection.execute(sa.delete(schema.claim).where(schema.claim.c.report_id == report_id))
    blank = {"text": "", "title": None, "body_start": 0, "doc_id": ""}
    connection.execute(sa.update(schema.report).where(schema.report.c.report_id == report_id).values(blank))
    reviews = sa.select(schema.passage.c.review).where(schema.passage.c.report_id == report_id)
    connection.execute(sa.update(schema.review).where(schema.review.c.number.in_(reviews)).values(note=""))


def _scrub(connection: sa.Connection, table: sa.Table, claims: list[str]) -> None:
    """Take the words of reports out of the earlier versions of what named one of these claims."""
    key = next(iter(table.columns))
    owners: set[str] = set()
    for claim in dict.fromkeys(claims):
        owners |= set(connection.scalars(sa.select(key).where(table.c.detail.contains(claim, autoescape=True))))
    for part in chunks(sorted(owners)):
        rows = list(connection.execute(sa.select(key, table.c.changed_at_sequence, table.c.detail).where(key.in_(part))))
        for own, sequence, line in rows:
            values = {"search": "", "detail": _without_words(table, line)}
            if table is schema.package_history:
                values["items"] = ""
            connection.execute(sa.update(table).where(key == own, table.c.changed_at_sequence == sequence).values(values))


def _without_words(table: sa.Table, line: str) -> str:
    """A record without what was copied into it from titles and texts."""
    if table is schema.package_history:
        return payload.dump(replace(payload.load(Package, line), items=()))
    return payload.dump(replace(payload.load(Event, line), figures_note=""))
