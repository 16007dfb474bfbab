"""The store: reports, claims, reviews, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from dashboard.errors import StoreDamagedError, StoreVersionError
from dashboard.records import EXTRACTOR_VERSION, Claim, Event, Join, Package, Report
from dashboard.reviews import Review
from dashboard.store import judging, migrations, past, payload, queries, schema, snapshot
from dashboard.store.batch import Batch
from dashboard.store.engine import Database, open_database
from dashboard.store.forgetting import forget
from dashboard.store.gathering import Rules
from dashboard.store.health import Health, health
from dashboard.store.waiting import WAIT_SECONDS


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


class Store:
    """Open one with `Store.open`; close it, or use it as a context. May be shared by threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own_file = None if database.path is None else _file(database.path)
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
        database = open_database(address, create=create, read_only=read_only, wait_seconds=wait_seconds)
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
    def is_replaced(self) -> bool:
        """Whether another file lies in the place of the one that was opened, or none any more; whoever keeps a store open has to ask."""
        if self._database.path is None:
            return False
        return _file(self._database.path) != self._own_file

    @property
    def path(self) -> Path | None:
        """Its file; None where it is no file."""
        return self._database.path

    @property
    def kept(self) -> Path | None:
        """The folder of what can be made again from it: beside its file; None where it has none."""
        return None if self.path is None else self.path.with_name(self.path.name + "-frames")

    @property
    def sequence(self) -> int:
        """Grows with each commit that changes something."""
        with self._database.reading() as connection:
            return queries.sequence(connection)

    @property
    def stamp(self) -> tuple[str, int]:
        """Which store it is, and its sequence number: a backup that is brought back makes another store of the same address."""
        with self._database.reading() as connection:
            return queries.stamp(connection)

    @property
    def is_stale(self) -> bool:
        """Whether events and packages were derived by an older Strikemap; `Batch.rebuild` makes them anew."""
        with self._database.reading() as connection:
            return queries.meta(connection, "derived") != queries.DERIVED

    def counts(self) -> Counts:
        """How much it holds."""
        with self._database.reading() as connection:
            return Counts(**{f"{table.name}s": queries.count(connection, table) for table in _COUNTED})

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A transaction that writes; an error inside leaves the store as it was.

        Raises:
            StoreLockedError: another process kept writing for longer than the wait.
            StoreClockError: the store was written under a later clock.
        """
        with self._database.writing() as connection:
            batch = Batch(connection, self.name)
            yield batch
            batch.finish()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that reads one commit, for the questions of this room."""
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def rewriting(self) -> Iterator[sa.Connection]:
        """A transaction that puts other rows into the tables than batches do: that of a backup that is brought back."""
        with self._database.writing() as connection:
            yield connection

    def forget(self, report_id: str, rules: Rules, *, who: str, why: str) -> None:
        """Remove a report's text for good, also from the file's free pages; a tombstone stays. May be repeated.

        Raises:
            ReportUnknownError: there is no such report.
            StoreLockedError: another process keeps the old pages of the file in use; forget it again when that has ended.
        """
        with self.batch() as batch:
            forget(batch, report_id, rules, who=who, why=why)
        snapshot.drop_kept(self)
        self._database.purge()

    def has_read(self, report_id: str, version: int = EXTRACTOR_VERSION) -> bool:
        """Whether a report needs no reading by this version of the rules."""
        with self._database.reading() as connection:
            return queries.has_read(connection, report_id, version)

    def read_reports(self, version: int = EXTRACTOR_VERSION) -> set[str]:
        """The ids of all reports that need no reading by this version of the rules."""
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

    def reports_named(self, name: str) -> tuple[Report, ...]:
        """The reports that a person can mean: by id or its beginning (8 digits at least), address, or name of the file."""
        with self._database.reading() as connection:
            return tuple(queries.reports(connection, queries.reports_named(connection, name)))

    def claims(self) -> tuple[Claim, ...]:
        """All current claims, in the order of reports and passages."""
        with self._database.reading() as connection:
            return tuple(queries.current_claims(connection))

    def event(self, event_id: str, as_of: datetime | None = None) -> Event | None:
        """One event, now or as it was at a moment, also by an id that a join has retired; None where there is none."""
        line = self._detail("events", event_id, as_of)
        return None if line is None else payload.load(Event, line)

    def package(self, package_id: str, as_of: datetime | None = None) -> Package | None:
        """One package, now or as it was at a moment, also by an id that a join has retired; None where there is none."""
        line = self._detail("packages", package_id, as_of)
        return None if line is None else payload.load(Package, line)

    def claims_of(self, member_of: str) -> tuple[Claim, ...]:
        """The claims of an event or a package, anchor first."""
        return tuple(telling.claim for telling in self.tellings(member_of))

    def tellings(self, member_of: str, as_of: datetime | None = None) -> tuple[Telling, ...]:
        """What each report tells, or told at a moment, of an event or a package, anchor first; empty where there is none of this id."""
        with self._database.reading() as connection:
            if as_of is None:
                joins = queries.joins_of(connection, queries.present_id(connection, member_of))
                listed = list(queries.current_claims(connection, [join.claim_id for join in joins]))
            else:
                joins = past.joins_at(connection, member_of, as_of)
                listed = list(queries.claims_at(connection, [join.claim_id for join in joins], as_of))
            claims = {claim.claim_id: claim for claim in listed}
            reports = {report.report_id: report for report in queries.reports(connection, {claim.report_id for claim in listed})}
        return tuple(
            Telling(claim=claims[join.claim_id], report=reports[claims[join.claim_id].report_id], join=join)
            for join in joins
            if join.claim_id in claims
        )

    def reviews(self) -> tuple[Review, ...]:
        """All reviews, undone ones and undos included, in their order."""
        with self._database.reading() as connection:
            return tuple(judging.reviews(connection))

    def reviews_of(self, member_of: str) -> tuple[Review, ...]:
        """The reviews about an event or a package."""
        with self._database.reading() as connection:
            joins = queries.joins_of(connection, queries.present_id(connection, member_of))
            return tuple(judging.reviews_about(connection, [join.claim_id for join in joins]))

    def versions(self, own: str) -> tuple[past.Version, ...]:
        """What an event or a package was over time, the oldest first; empty where there never was one of this id."""
        with self._database.reading() as connection:
            return tuple(past.versions(connection, own))

    def changes_since(self, moment: datetime) -> tuple[past.Change, ...]:
        """What became of every event and package since a moment."""
        with self._database.reading() as connection:
            return tuple(past.changes_since(connection, moment))

    def ids_like(self, beginning: str) -> tuple[str, ...]:
        """The ids of events and packages, past ones included, that begin so; at most ten."""
        with self._database.reading() as connection:
            return tuple(queries.ids_like(connection, beginning))

    def present_id(self, own: str) -> str:
        """The id that an id leads to now; itself where no join retired it."""
        with self._database.reading() as connection:
            return queries.present_id(connection, own)

    def health(self) -> Health:
        """What deserves a look."""
        with self._database.reading() as connection:
            return health(connection)

    def close(self) -> None:
        """End its connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _detail(self, kind: past.Kind, own: str, as_of: datetime | None) -> str | None:
        with self._database.reading() as connection:
            if as_of is not None:
                return past.detail_at(connection, kind, own, as_of)
            table = schema.event if kind == "events" else schema.package
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


def _file(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
