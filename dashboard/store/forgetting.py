"""Remove a report's text for good: its words leave every table, and a tombstone stays, so that it is not read in again."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.store import schema
from dashboard.store.batch import Batch
from dashboard.store.gathering import Rules
from dashboard.store.queries import FORGOTTEN, chunks


def forget(batch: Batch, report_id: str, rules: Rules, *, who: str, why: str) -> None:
    """Forget a report: text, title, claims and every quote of it, also in earlier versions of events; the figures of these stay.

    What remains is the tombstone: id, source, address, days, and who asked for it.

    Raises:
        ReportUnknownError: there is no such report, or it was forgotten already.
    """
    connection = batch.connection
    claims = list(connection.scalars(sa.select(schema.claim.c.claim_id).where(schema.claim.c.report_id == report_id)))
    batch.stand(report_id, FORGOTTEN, who=who, why=why)
    batch.derive(rules)
    for table in (schema.event_history, schema.package_history):
        key = next(iter(table.columns))
        for part in chunks(sorted(_once_held(connection, table, claims))):
            connection.execute(sa.update(table).where(key.in_(part)).values(search=""))
    connection.execute(sa.delete(schema.claim).where(schema.claim.c.report_id == report_id))
    connection.execute(sa.update(schema.report).where(schema.report.c.report_id == report_id).values(text="", title=None, body_start=0))
    reviews = sa.select(schema.passage.c.review).where(schema.passage.c.report_id == report_id)
    connection.execute(sa.update(schema.review).where(schema.review.c.number.in_(reviews)).values(note=""))


def _once_held(connection: sa.Connection, table: sa.Table, claims: list[str]) -> set[str]:
    """The events with an earlier version that names one of these claims."""
    key = next(iter(table.columns))
    found: set[str] = set()
    for claim in dict.fromkeys(claims):
        found |= set(connection.scalars(sa.select(key).where(table.c.detail.contains(claim, autoescape=True))))
    return found
