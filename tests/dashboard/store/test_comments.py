from __future__ import annotations

import pytest

from dashboard.store import migrations, schema
from dashboard.store.comments import statements_of

TABLE = """
CREATE TABLE thing ( -- what there is; it's 100% invented
    thing_id TEXT PRIMARY KEY, -- sha256 -- of nothing
    note TEXT,
    size INTEGER NOT NULL, -- 0 is none
    PRIMARY KEY (thing_id, size) -- both
)"""


def test_comments_of_a_table_and_its_columns_are_found() -> None:
    """One statement a comment, quotes doubled; what is no column has none."""
    assert list(statements_of(TABLE)) == [
        "COMMENT ON TABLE thing IS 'what there is; it''s 100% invented'",
        "COMMENT ON COLUMN thing.thing_id IS 'sha256 -- of nothing'",
        "COMMENT ON COLUMN thing.size IS '0 is none'",
    ]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("CREATE INDEX thing_by_note ON thing (note) -- for the list", []),
        ("ALTER TABLE thing ADD COLUMN colour TEXT -- as seen", ["COMMENT ON COLUMN thing.colour IS 'as seen'"]),
        ("ALTER TABLE thing ADD COLUMN colour TEXT", []),
        ("ALTER TABLE thing ADD COLUMN colour TEXT /* it's seen */ NOT NULL", ["COMMENT ON COLUMN thing.colour IS 'it''s seen'"]),
        ("", []),
    ],
)
def test_other_statements(statement: str, expected: list[str]) -> None:
    """A column that is added later is explained too; an index is not."""
    assert list(statements_of(statement)) == expected


def test_no_comment_of_the_first_version_is_lost() -> None:
    """Each line with a comment becomes a statement, and each table has one."""
    for definition in migrations._FIRST:
        assert len(list(statements_of(definition))) == definition.count(" -- ")
    told = [statement for definition in migrations._FIRST for statement in statements_of(definition)]
    tables = {statement.split()[3] for statement in told if statement.startswith("COMMENT ON TABLE")}
    assert tables <= set(schema.metadata.tables)
    assert len(tables) == sum("CREATE TABLE" in definition for definition in migrations._FIRST)
