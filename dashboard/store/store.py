"""The store: reports, claims, and what they come to, in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from dashboard.errors import StoreDamagedError, StoreVersionError
from dashboard.records import EXTRACTOR_VERSION, Claim, Event, Join, Package, Report
from dashboard.store import migrations, payload, queries, schema
from dashboard.store.batch import Batch
from dashboard.store.engine import WAIT_SECONDS, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a store holds."""

    reports: int
    claims: int
    """Of all versions of the rules."""
    events: int
    packages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one report tells of an event or a package: the claim, the report that it stands in, and why it was joined."""

    claim: Claim
    report: Report
    join: Join


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRows:
    """All rows of the derived tables at one commit."""

    events: list[Mapping[str, Any]]
    packages: list[Mapping[str, Any]]
    sequence: int
    example: bool


class Store:
    """Open one with `Store.open`; close it, or use it as a context. May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.reading() as connection:
            self.is_example = queries.meta(connection, "example") == "true"

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        create: bool = False,
        read_only: bool = False,
        example: bool = False,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Self:
        """Open a store, and bring it to this version of the tables where it is older.

        Args:
            address: Path of a file, or `sqlite:///` and a path.
            create: Make it where there is none.
            read_only: Never write, not even to bring it up to date.
            example: Mark a store that is made now as holding the examples.
            wait_seconds: How long to wait for another writer.

        Raises:
            StoreMissingError: there is none, and it is not to be made.
            StoreLockedError: another process is writing, and went on for longer than the wait.
            StoreDamagedError: the file is damaged, half-written, or something else.
            StoreVersionError: it is of a newer version; or of an older one, and may not be written to.
            StoreError: it cannot be opened or made for another reason, which the message names.
        """
        database = Database(address, create=create, read_only=read_only, wait_seconds=wait_seconds)
        try:
            _bring_up_to_date(database, create=create, example=example)
            return cls(database)
        except BaseException:
            database.close()
            raise

    @property
    def name(self) -> str:
        """Its path, for messages."""
        return self._database.name

    @property
    def sequence(self) -> int:
        """Grows with each commit that changes something."""
        with self._database.reading() as connection:
            return queries.sequence(connection)

    def counts(self) -> Counts:
        """How much it holds."""
        with self._database.reading() as connection:
            return Counts(**{f"{table.name}s": queries.count(connection, table) for table in _COUNTED})

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A transaction that writes; an error inside leaves the store as it was.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
        """
        with self._database.writing() as connection:
            batch = Batch(connection)
            yield batch
            batch.finish()

    def read_reports(self, version: int = EXTRACTOR_VERSION) -> set[str]:
        """The ids of the reports that need no reading by this version of the rules."""
        with self._database.reading() as connection:
            return queries.read_reports(connection, version)

    def reports(self) -> tuple[Report, ...]:
        """All reports, in the order in which they were recorded."""
        with self._database.reading() as connection:
            return tuple(queries.reports(connection))

    def report(self, report_id: str) -> Report | None:
        """One report; None where there is none of this id."""
        with self._database.reading() as connection:
            return next(queries.reports(connection, [report_id]), None)

    def claims(self) -> tuple[Claim, ...]:
        """All current claims, in the order of reports and passages."""
        with self._database.reading() as connection:
            return tuple(queries.current_claims(connection))

    def event(self, event_id: str) -> Event | None:
        """One event, also by an id that a join has retired; None where there is none."""
        line = self._detail(schema.event, event_id)
        return None if line is None else payload.load(Event, line)

    def package(self, package_id: str) -> Package | None:
        """One package, also by an id that a join has retired; None where there is none."""
        line = self._detail(schema.package, package_id)
        return None if line is None else payload.load(Package, line)

    def claims_of(self, member_of: str) -> tuple[Claim, ...]:
        """The claims of an event or a package, anchor first."""
        return tuple(telling.claim for telling in self.tellings(member_of))

    def tellings(self, member_of: str) -> tuple[Telling, ...]:
        """What each report tells of an event or a package, anchor first; empty where there is none of this id."""
        with self._database.reading() as connection:
            joins = queries.joins_of(connection, queries.present_id(connection, member_of))
            claims = {claim.claim_id: claim for claim in queries.current_claims(connection, [join["claim_id"] for join in joins])}
            reports = {report.report_id: report for report in queries.reports(connection, {claim.report_id for claim in claims.values()})}
        return tuple(
            Telling(
                claim=(claim := claims[join["claim_id"]]),
                report=reports[claim.report_id],
                join=Join(claim_id=claim.claim_id, score=join["score"], reason=join["reason"]),
            )
            for join in joins
            if join["claim_id"] in claims
        )

    def derived_rows(self) -> DerivedRows:
        """All events and packages with the sequence number that they belong to; see `snapshot.load`."""
        with self._database.reading() as connection:
            events = sa.select(*(column for column in schema.event.c if column.name != "detail")).order_by(schema.event.c.event_id)
            packages = sa.select(*(column for column in schema.package.c if column.name != "detail")).order_by(schema.package.c.package_id)
            return DerivedRows(
                events=[dict(row) for row in connection.execute(events).mappings()],
                packages=[dict(row) for row in connection.execute(packages).mappings()],
                sequence=queries.sequence(connection),
                example=self.is_example,
            )

    def close(self) -> None:
        """End its connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _detail(self, table: sa.Table, own: str) -> str | None:
        with self._database.reading() as connection:
            return queries.detail(connection, table, queries.present_id(connection, own))


_COUNTED = (schema.report, schema.claim, schema.event, schema.package)


def _bring_up_to_date(database: Database, *, create: bool, example: bool) -> None:
    """Check a store's version and run the migrations that it lacks."""
    newest = len(migrations.MIGRATIONS)
    with database.reading() as connection:
        version = migrations.version_of(connection, database.name)
    migrations.check_version(version, database.name)
    if version == newest:
        return
    if version == 0 and (database.read_only or not create):
        raise StoreDamagedError(f"{database.name} is empty, no store; fill it with `strikemap ingest`, or name another file with --store.")
    if database.read_only:
        raise StoreVersionError(
            f"{database.name} was written by an older Strikemap and may not be changed here; open it once where it can be written to."
        )
    with database.writing() as connection:
        migrations.migrate(connection, database.name)
        if version == 0 and example:
            connection.execute(sa.update(schema.meta).where(schema.meta.c.key == "example").values(value="true"))
