"""The comments of the tables, for a server that does not keep the text of a statement as SQLite's files do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NAME: Final = r"(?P<name>[a-z_][a-z0-9_]*)"
_TABLE: Final = re.compile(rf"CREATE TABLE {_NAME} \(")
_ADDED: Final = re.compile(rf"ALTER TABLE {_NAME} ADD COLUMN (?P<column>[a-z_][a-z0-9_]*) ")
_INSIDE: Final = re.compile(r"^(?P<code>.*?)/\* *(?P<comment>.*?) *\*/")
"""A comment within a line: an SQLite file keeps no other one of a column that is added."""
_COLUMN: Final = re.compile(rf" +{_NAME} [A-Z]")
_MARK: Final = " -- "


def statements_of(definition: str) -> Iterator[str]:
    """COMMENT ON statements out of the `-- comments` of a table's definition.

    It has to be written as `migrations` writes them: names in small letters, the table on the first line, one column a line, and
    each comment at the end of the line that it explains.
    """
    table = ""
    for line in definition.strip().splitlines():
        code, mark, comment = line.partition(_MARK)
        if (inside := _INSIDE.match(line)) is not None:
            code, mark, comment = inside["code"], _MARK, inside["comment"]
        subject = ""
        if made := _TABLE.match(code):
            table = made["name"]
            subject = f"TABLE {table}"
        elif added := _ADDED.match(code):
            subject = f"COLUMN {added['name']}.{added['column']}"
        elif table and (column := _COLUMN.match(code)):
            subject = f"COLUMN {table}.{column['name']}"
        if mark and subject:
            literal = comment.strip().replace("'", "''")
            yield f"COMMENT ON {subject} IS '{literal}'"
