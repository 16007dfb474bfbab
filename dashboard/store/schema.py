"""The tables as they are now, for queries; `migrations` makes them.

Facts (report, reading, claim, notice, review, passage) are only ever added to; event, package, membership and alias are derived from them
and can be made anew; event_history and package_history keep what derived rows were before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from dashboard.store.frames import COUNT, DAY, EVENT_COLUMNS, FLAG, FLOAT, MOMENT, PACKAGE_COLUMNS, TEXT


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment, UTC: goes in aware, is kept without zone, comes out aware."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """What is kept."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        """What is given back."""
        return None if value is None else value.replace(tzinfo=UTC)


_TYPES: Final[Mapping[str, type[TypeEngine[Any]]]] = {
    TEXT: sa.Text,
    DAY: sa.Date,
    MOMENT: Moment,
    COUNT: sa.Integer,
    FLOAT: sa.Double,
    FLAG: sa.Boolean,
}


def _columns(of: Mapping[str, str]) -> list[sa.Column[object]]:
    """The columns of a frame as columns of a table; the first is the key."""
    return [sa.Column(name, _TYPES[kind], primary_key=position == 0) for position, (name, kind) in enumerate(of.items())]


metadata: Final = sa.MetaData()

meta: Final = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

report: Final = sa.Table(
    "report",
    metadata,
    sa.Column("report_id", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("published", sa.Date),
    sa.Column("language", sa.Text),
    sa.Column("licence", sa.Text),
    sa.Column("doc_id", sa.Text, nullable=False),
    sa.Column("body_start", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("retrieved_at", Moment),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
)

reading: Final = sa.Table(
    "reading",
    metadata,
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.report_id"), primary_key=True),
    sa.Column("extractor_version", sa.Integer, primary_key=True),
    sa.Column("recorded_at", Moment, nullable=False),
)

claim: Final = sa.Table(
    "claim",
    metadata,
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("extractor_version", sa.Integer, primary_key=True),
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.report_id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("evidence_start", sa.Integer, nullable=False),
    sa.Column("evidence_end", sa.Integer, nullable=False),
    sa.Column("background", sa.Boolean, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
)

notice: Final = sa.Table(
    "notice",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.report_id"), nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
)

review: Final = sa.Table(
    "review",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("correction", sa.Text),
    sa.Column("undoes", sa.Integer),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
)

passage: Final = sa.Table(
    "passage",
    metadata,
    sa.Column("review", sa.Integer, sa.ForeignKey("review.number"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("report_id", sa.Text, sa.ForeignKey("report.report_id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("evidence_start", sa.Integer, nullable=False),
    sa.Column("evidence_end", sa.Integer, nullable=False),
)


def _derived(name: str, columns: Mapping[str, str]) -> tuple[sa.Table, sa.Table]:
    """A table of derived rows, and that of their earlier versions."""
    kept = (sa.Column("detail", sa.Text, nullable=False), sa.Column("changed_at_sequence", sa.Integer, nullable=False))
    now = sa.Table(name, metadata, *_columns(columns), *kept, sa.Column("changed_at", Moment, nullable=False))
    before = sa.Table(
        f"{name}_history",
        metadata,
        *(sa.Column(column.name, column.type) for column in now.columns),
        sa.Column("replaced_at", Moment, nullable=False),
        sa.Column("replaced_at_sequence", sa.Integer, nullable=False),
        sa.Column("fate", sa.Text, nullable=False),
        sa.Column("went_to", sa.Text),
    )
    return now, before


event, event_history = _derived("event", EVENT_COLUMNS)
package, package_history = _derived("package", PACKAGE_COLUMNS)

membership: Final = sa.Table(
    "membership",
    metadata,
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("member_of", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("report_id", sa.Text, nullable=False),
    sa.Column("part_of", sa.Text),
    sa.Column("area", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("first_day", sa.Date),
    sa.Column("last_day", sa.Date),
)

alias: Final = sa.Table(
    "alias",
    metadata,
    sa.Column("retired_id", sa.Text, primary_key=True),
    sa.Column("member_of", sa.Text, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
)
