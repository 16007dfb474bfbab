"""Runs the statements of a migration, and keeps their comments where the database would drop them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dashboard.store.comments import comment_statements


def run(connection: sa.Connection, statements: Iterable[str]) -> None:
    """Run statements in their order."""
    for statement in statements:
        connection.exec_driver_sql(statement.strip())
        if connection.dialect.name == "postgresql":
            for comment in comment_statements(statement):
                connection.exec_driver_sql(comment)
