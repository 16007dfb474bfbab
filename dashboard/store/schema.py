"""The tables as they are now, for queries; `migrations` makes them.

Facts (report, reading, claim) are only ever added to; event, package and membership are derived from them and can be made anew.
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

event: Final = sa.Table(
    "event",
    metadata,
    *_columns(EVENT_COLUMNS),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("changed_at_sequence", sa.Integer, nullable=False),
)

package: Final = sa.Table(
    "package",
    metadata,
    *_columns(PACKAGE_COLUMNS),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("changed_at_sequence", sa.Integer, nullable=False),
)

membership: Final = sa.Table(
    "membership",
    metadata,
    sa.Column("claim_id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("member_of", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

alias: Final = sa.Table(
    "alias",
    metadata,
    sa.Column("retired_id", sa.Text, primary_key=True),
    sa.Column("member_of", sa.Text, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
)
