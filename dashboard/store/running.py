"""Runs the statements of a migration, and tells a server what their comments say: an SQLite file shows the statements themselves."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dashboard.store import comments


def run(connection: sa.Connection, statements: Iterable[str]) -> None:
    """Execute statements as they stand, in their order."""
    on_server = connection.dialect.name == "postgresql"
    for statement in statements:
        for each in (statement.strip(), *(comments.statements_of(statement) if on_server else ())):
            connection.exec_driver_sql(each, execution_options={"no_parameters": True})  # a % is a % then
