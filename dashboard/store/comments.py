"""The comments of our statements, for a database that keeps them apart: an SQLite file shows the statements themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TABLE = re.compile(r"CREATE TABLE (\w+) \( *-- *(.+)")
_COLUMN = re.compile(r"^\s+(\w+) [A-Z][^\n]*?-- *(.+?)\s*$", re.MULTILINE)
_ADDED = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+) [A-Z ]+/\* *(.+?) *\*/")


def comments(statement: str) -> Iterator[tuple[str, str | None, str]]:
    """Table, column (None for the table itself) and comment, of each comment in a statement of the migrations."""
    made = _TABLE.search(statement)
    if made is not None:
        yield made[1], None, made[2].strip()
        for column in _COLUMN.finditer(statement, made.end()):
            yield made[1], column[1], column[2]
    for added in _ADDED.finditer(statement):
        yield added[1], added[2], added[3]


def comment_statements(statement: str) -> Iterator[str]:
    """The statements that keep these comments on PostgreSQL."""
    for table, column, words in comments(statement):
        quoted = words.replace("'", "''").replace("%", "%%")
        yield f"COMMENT ON {'TABLE' if column is None else 'COLUMN'} {table if column is None else f'{table}.{column}'} IS '{quoted}'"
