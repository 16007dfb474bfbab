"""How a store becomes what `schema` says: one numbered step a version, each run once, all in the transaction that opens the store.

The statements are plain SQL that SQLite and PostgreSQL both take. Their comments stay in an SQLite file, for whoever opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from dashboard.errors import StoreDamagedError, StoreVersionError
from dashboard.store import schema
from dashboard.store.running import run
from dashboard.store.second_version import second

APPLICATION: Final = "strikemap"

Migration = Callable[[sa.Connection], None]


def version_of(connection: sa.Connection, name: str) -> int:
    """The version of a store; 0 where the database is still empty.

    Raises:
        StoreDamagedError: the database holds tables, and they are not a store's.
    """
    inspector = sa.inspect(connection)
    on_server = connection.dialect.name == "postgresql"
    # Of a server's database, the one schema in which new tables are made: what others on the path hold is not in their way.
    own_schema = connection.scalar(sa.select(sa.func.current_schema())) if on_server else None
    tables = set(inspector.get_table_names(schema=own_schema))
    if not tables:
        return 0
    found = None
    if schema.meta.name in tables and {"key", "value"} <= {
        column["name"] for column in inspector.get_columns(schema.meta.name, schema=own_schema)
    }:
        values = {row.key: row.value for row in connection.execute(sa.select(schema.meta.c.key, schema.meta.c.value))}
        found = values.get("schema_version") if values.get("application") == APPLICATION else None
    if found is None or not found.isdecimal():
        other = "database, or a schema of its own (?options=-csearch_path%3Dstrikemap at the end)," if on_server else "file"
        raise StoreDamagedError(f"{name} is a database, but no Strikemap store; name another {other} with --store.")
    return int(found)


def migrate(connection: sa.Connection, name: str, steps: Sequence[Migration] | None = None) -> None:
    """Bring a store to the newest version.

    Raises:
        StoreVersionError: it is newer than that already.
    """
    steps = MIGRATIONS if steps is None else steps
    version = version_of(connection, name)
    check_version(version, name, newest=len(steps))
    for step in steps[version:]:
        step(connection)
    if version < len(steps):
        connection.execute(sa.update(schema.meta).where(schema.meta.c.key == "schema_version").values(value=str(len(steps))))


def check_version(version: int, name: str, *, newest: int | None = None) -> None:
    """Refuse a store of a newer version.

    Raises:
        StoreVersionError: it is newer than this program.
    """
    newest = len(MIGRATIONS) if newest is None else newest
    if version > newest:
        raise StoreVersionError(
            f"{name} was written by a newer Strikemap (store version {version}, this one knows {newest});"
            " update Strikemap, or name another file with --store."
        )


def _first(connection: sa.Connection) -> None:
    """Version 1: facts, what is derived from them, and the store's own few values."""
    run(connection, _FIRST)
    connection.execute(
        sa.insert(schema.meta),
        [
            {"key": "application", "value": APPLICATION},
            {"key": "schema_version", "value": "1"},
            {"key": "sequence", "value": "0"},
            {"key": "example", "value": "false"},
            {"key": "created_at", "value": datetime.now(UTC).isoformat(timespec="seconds")},
        ],
    )


_FIRST: Final = (
    """
CREATE TABLE meta ( -- the store's own values: application, schema_version, sequence (grows by each commit), example, created_at
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
)""",
    """
CREATE TABLE report ( -- FACTS: each document that was read; only ever added to
    report_id TEXT PRIMARY KEY, -- sha256 of source and text
    source TEXT NOT NULL, -- the outlet, or "unknown"
    url TEXT,
    title TEXT,
    published DATE,
    language TEXT, -- ISO 639-1
    licence TEXT,
    doc_id TEXT NOT NULL, -- stem of the file's name
    body_start INTEGER NOT NULL, -- where the header ends, code points
    text TEXT NOT NULL, -- the whole file; evidence counts its code points from 0
    retrieved_at TIMESTAMP, -- UTC
    recorded_at TIMESTAMP NOT NULL -- when it entered this store, UTC
)""",
    """
CREATE TABLE reading ( -- FACTS: which version of the rules has read which report; the newest one speaks for it
    report_id TEXT NOT NULL REFERENCES report (report_id),
    extractor_version INTEGER NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (report_id, extractor_version)
)""",
    """
CREATE TABLE claim ( -- FACTS: what one report says of one strike or one piece of aid; only ever added to
    claim_id TEXT NOT NULL, -- sha256 of report, kind and place of the evidence
    extractor_version INTEGER NOT NULL,
    report_id TEXT NOT NULL REFERENCES report (report_id),
    kind TEXT NOT NULL, -- strike, aid
    evidence_start INTEGER NOT NULL, -- the passage is report.text[evidence_start:evidence_end]
    evidence_end INTEGER NOT NULL,
    background BOOLEAN NOT NULL, -- context, not the report's news
    detail TEXT NOT NULL, -- the whole claim as JSON
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (claim_id, extractor_version)
)""",
    "CREATE INDEX claim_by_report ON claim (report_id)",
    """
CREATE TABLE event ( -- DERIVED from claims: one strike, as all its reports tell it; NULL is unknown, 0 is a stated zero
    event_id TEXT PRIMARY KEY,
    event_date DATE, -- the best single day, local to the event
    date_start DATE,
    date_end DATE,
    time_precision INTEGER, -- UCDP date_prec: 1 day, 2 days, 3 week, 4 month, 5 year
    date_note TEXT,
    place TEXT,
    admin1 TEXT, -- first-order division
    admin1_code TEXT, -- GeoNames
    admin2 TEXT,
    country TEXT,
    country_code TEXT, -- ISO 3166-1 alpha-2
    latitude DOUBLE PRECISION, -- degrees WGS84
    longitude DOUBLE PRECISION,
    geo_precision INTEGER, -- UCDP where_prec: 1 exact ... 4 region, 6 country, 7 unknown
    radius_km DOUBLE PRECISION, -- holds the true place
    killed INTEGER, -- best figure; low and high are the range that the sources support
    killed_low INTEGER,
    killed_high INTEGER,
    injured INTEGER,
    injured_low INTEGER,
    injured_high INTEGER,
    missing INTEGER,
    weapons TEXT, -- parted by |
    weapon_group TEXT,
    target TEXT,
    actor TEXT, -- who did it, as the reports say
    attacks INTEGER, -- number of attacks that the text counts
    reports INTEGER, -- number of reports that tell it
    sources TEXT, -- parted by |
    background BOOLEAN,
    part_of TEXT, -- event_id of the event whose total contains this one
    search TEXT, -- names, sources and quotes without case and diacritics
    recorded_at TIMESTAMP, -- when it was first recorded, UTC
    detail TEXT NOT NULL, -- the whole event as JSON
    changed_at_sequence INTEGER NOT NULL -- the commit that last changed this row
)""",
    """
CREATE TABLE package ( -- DERIVED from claims: one piece of aid; stages are never added together
    package_id TEXT PRIMARY KEY,
    date DATE,
    date_start DATE,
    date_end DATE,
    date_note TEXT,
    donor TEXT,
    donor_code TEXT, -- ISO 3166-1 alpha-2
    recipient TEXT,
    recipient_code TEXT,
    amount DOUBLE PRECISION, -- whole units of currency, rounded; exact in detail
    currency TEXT, -- ISO 4217
    usd_stated DOUBLE PRECISION, -- the equivalent that the text gives
    status TEXT, -- proposed, pledged, approved, announced, allocated, delivered, cumulative_total
    category TEXT,
    ordinal INTEGER,
    items TEXT, -- parted by |
    reports INTEGER,
    sources TEXT, -- parted by |
    background BOOLEAN,
    part_of TEXT, -- package_id of the package that contains this one
    search TEXT,
    recorded_at TIMESTAMP,
    detail TEXT NOT NULL,
    changed_at_sequence INTEGER NOT NULL
)""",
    """
CREATE TABLE membership ( -- DERIVED: which event or package a claim belongs to, and why
    claim_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL, -- strike: member_of is an event_id; aid: a package_id
    member_of TEXT NOT NULL,
    position INTEGER NOT NULL, -- 0 is the anchor
    score DOUBLE PRECISION NOT NULL, -- 0 to 1
    reason TEXT NOT NULL
)""",
    "CREATE INDEX membership_by_member_of ON membership (member_of)",
    """
CREATE TABLE alias ( -- ids of events and packages that a join has retired, and where they went
    retired_id TEXT PRIMARY KEY,
    member_of TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
)""",
)

MIGRATIONS: Final[tuple[Migration, ...]] = (_first, second)
"""Step n makes version n out of version n-1. Steps that were published are never edited."""
