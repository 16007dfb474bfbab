"""Version 2 of the tables: reviews, notices, earlier versions, and where claims lie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import uuid4

import sqlalchemy as sa

from dashboard.store import queries, schema
from dashboard.store.running import run


def second(connection: sa.Connection) -> None:
    """Add what version 1 lacked; events and packages are to be derived anew, since they are named and compared differently now."""
    run(connection, _STATEMENTS)
    ids = connection.execute(
        sa.select(schema.report.c.report_id).order_by(schema.report.c.recorded_at, schema.report.c.report_id)
    ).scalars()
    numbered = [{"own": own, "number": number} for number, own in enumerate(ids, start=1)]
    if numbered:
        connection.execute(
            sa.update(schema.report).where(schema.report.c.report_id == sa.bindparam("own")).values(number=sa.bindparam("number")), numbered
        )
    has_claims = connection.scalar(sa.select(sa.func.count()).select_from(schema.claim)) or 0
    connection.execute(
        sa.insert(schema.meta),
        [
            {"key": "derived", "value": "stale" if has_claims else queries.DERIVED},
            {"key": "recorded_at", "value": ""},
            {"key": "identity", "value": uuid4().hex},
        ],
    )


def _versions_of(name: str, columns: Iterable[str]) -> str:
    """The table of the earlier versions of derived rows."""
    listed = ",\n    ".join(columns)
    return f"""
CREATE TABLE {name}_history ( -- HISTORY: what rows of {name} were before they were changed or went; never derived anew
    {listed},
    detail TEXT NOT NULL,
    changed_at_sequence INTEGER NOT NULL, -- the commit that made this version
    changed_at TIMESTAMP NOT NULL, -- when, UTC
    replaced_at TIMESTAMP NOT NULL, -- when it stopped being so, UTC
    replaced_at_sequence INTEGER NOT NULL, -- the commit that replaced it
    fate TEXT NOT NULL, -- changed, joined, withdrawn
    went_to TEXT -- what a joined one became part of
)"""


_EVENT: Final = (
    "event_id TEXT NOT NULL",
    *(f"{name} DATE" for name in ("event_date", "date_start", "date_end")),
    "time_precision INTEGER",
    *(f"{name} TEXT" for name in ("date_note", "place", "admin1", "admin1_code", "admin2", "country", "country_code")),
    *(f"{name} DOUBLE PRECISION" for name in ("latitude", "longitude")),
    "geo_precision INTEGER",
    "radius_km DOUBLE PRECISION",
    *(f"{name} INTEGER" for name in ("killed", "killed_low", "killed_high", "injured", "injured_low", "injured_high", "missing")),
    *(f"{name} TEXT" for name in ("weapons", "weapon_group", "target", "actor")),
    *(f"{name} INTEGER" for name in ("attacks", "reports")),
    "sources TEXT",
    "background BOOLEAN",
    *(f"{name} TEXT" for name in ("part_of", "review", "search")),
    "recorded_at TIMESTAMP",
)
_PACKAGE: Final = (
    "package_id TEXT NOT NULL",
    *(f"{name} DATE" for name in ("date", "date_start", "date_end")),
    *(f"{name} TEXT" for name in ("date_note", "donor", "donor_code", "recipient", "recipient_code")),
    "amount DOUBLE PRECISION",
    "currency TEXT",
    "usd_stated DOUBLE PRECISION",
    *(f"{name} TEXT" for name in ("status", "category")),
    "ordinal INTEGER",
    "items TEXT",
    "reports INTEGER",
    "sources TEXT",
    "background BOOLEAN",
    *(f"{name} TEXT" for name in ("part_of", "review", "search")),
    "recorded_at TIMESTAMP",
)

_STATEMENTS: Final = (
    "ALTER TABLE report ADD COLUMN number INTEGER /* order in which the reports came, from 1 */ NOT NULL DEFAULT 0",
    "ALTER TABLE report ADD COLUMN standing TEXT /* current, superseded, withdrawn, forgotten */ NOT NULL DEFAULT 'current'",
    "CREATE INDEX report_by_url ON report (url, source)",
    "CREATE INDEX report_by_number ON report (number)",
    """
CREATE TABLE notice ( -- FACTS: reports that stopped counting, or count again; only ever added to
    number INTEGER PRIMARY KEY, -- counts the notices of this store
    report_id TEXT NOT NULL REFERENCES report (report_id),
    standing TEXT NOT NULL, -- current; superseded by a newer text of its address; withdrawn by its outlet; forgotten: text removed
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL -- UTC
)""",
    "CREATE INDEX notice_by_report ON notice (report_id)",
    """
CREATE TABLE review ( -- FACTS: what people said of what was found; only ever added to, an undo is a review as well
    number INTEGER PRIMARY KEY, -- counts the reviews of this store
    action TEXT NOT NULL, -- confirm, correct, reject, join, split, note, undo
    who TEXT NOT NULL,
    note TEXT NOT NULL,
    correction TEXT, -- the values that were put in, as JSON
    undoes INTEGER, -- number of the review that an undo takes back
    sequence INTEGER NOT NULL, -- the commit that it is part of
    recorded_at TIMESTAMP NOT NULL -- UTC
)""",
    """
CREATE TABLE passage ( -- FACTS: the words that a review is about, so that it outlives events and newer rules
    review INTEGER NOT NULL REFERENCES review (number),
    position INTEGER NOT NULL, -- order within the review
    side TEXT NOT NULL, -- one; of a join also other (the other event), of a split other is what stays
    report_id TEXT NOT NULL REFERENCES report (report_id),
    kind TEXT NOT NULL, -- strike, aid
    evidence_start INTEGER NOT NULL, -- code points of report.text
    evidence_end INTEGER NOT NULL,
    PRIMARY KEY (review, position)
)""",
    "CREATE INDEX passage_by_report ON passage (report_id)",
    "ALTER TABLE event ADD COLUMN review TEXT /* unreviewed, confirmed, corrected, rejected */ DEFAULT 'unreviewed'",
    "ALTER TABLE event ADD COLUMN changed_at TIMESTAMP /* when this version of the row was made, UTC */",
    "UPDATE event SET changed_at = recorded_at",
    "ALTER TABLE package ADD COLUMN review TEXT /* unreviewed, confirmed, corrected, rejected */ DEFAULT 'unreviewed'",
    "ALTER TABLE package ADD COLUMN changed_at TIMESTAMP /* when this version of the row was made, UTC */",
    "UPDATE package SET changed_at = recorded_at",
    "CREATE INDEX event_by_change ON event (changed_at_sequence)",
    "CREATE INDEX package_by_change ON package (changed_at_sequence)",
    _versions_of("event", _EVENT),
    "CREATE INDEX event_history_by_id ON event_history (event_id)",
    "CREATE INDEX event_history_by_change ON event_history (replaced_at_sequence)",
    _versions_of("package", _PACKAGE),
    "CREATE INDEX package_history_by_id ON package_history (package_id)",
    "CREATE INDEX package_history_by_change ON package_history (replaced_at_sequence)",
    "ALTER TABLE membership ADD COLUMN report_id TEXT /* the report of the claim */ NOT NULL DEFAULT ''",
    "UPDATE membership SET report_id = (SELECT min(claim.report_id) FROM claim WHERE claim.claim_id = membership.claim_id)",
    "ALTER TABLE membership ADD COLUMN part_of TEXT /* claim_id of the claim whose total contains this one */",
    "ALTER TABLE membership ADD COLUMN area TEXT /* cell, region, country or parties: where claims of one event are looked for */",
    "ALTER TABLE membership ADD COLUMN region TEXT /* the region around the area */",
    "ALTER TABLE membership ADD COLUMN first_day DATE /* the days that it may have been on */",
    "ALTER TABLE membership ADD COLUMN last_day DATE /* at most 40 days later */",
    "CREATE INDEX membership_by_report ON membership (report_id)",
    "CREATE INDEX membership_by_part ON membership (part_of)",
    "CREATE INDEX membership_by_area ON membership (area, first_day)",
    "CREATE INDEX membership_by_region ON membership (region, first_day)",
)
