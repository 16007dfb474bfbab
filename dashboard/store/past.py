"""What the store said at an earlier moment, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import sqlalchemy as sa

from dashboard.codes import ClaimKind
from dashboard.records import Event, Join, Package
from dashboard.store import payload, queries, schema
from dashboard.store.deriving import JOINED

Kind = Literal["events", "packages"]
_TABLES: Final[Mapping[Kind, tuple[sa.Table, sa.Table]]] = {
    "events": (schema.event, schema.event_history),
    "packages": (schema.package, schema.package_history),
}
WATCHED: Final = (
    "event_date",
    "date",
    "date_start",
    "date_end",
    "place",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "killed",
    "killed_low",
    "killed_high",
    "injured",
    "injured_low",
    "injured_high",
    "missing",
    "weapons",
    "target",
    "actor",
    "amount",
    "currency",
    "status",
    "donor",
    "recipient",
    "reports",
    "review",
    "background",
    "part_of",
)
"""The columns whose changes are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An event or a package as it was for a while."""

    own: str
    since: datetime
    until: datetime | None
    """None for the present one."""
    fate: str
    """Why it ended: changed, joined or withdrawn; "present" where it did not."""
    values: Mapping[str, Any]
    """Its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one event or package between then and now."""

    kind: Kind
    fate: str
    """added, changed, joined, split (added, out of one that was there), withdrawn."""
    own: str
    other: str | None
    """What it was joined to, or split from."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def differences(self) -> dict[str, tuple[Any, Any]]:
        """The watched values that differ: before, after."""
        if self.before is None or self.after is None:
            return {}
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in WATCHED if name in self.after}
        return {name: each for name, each in pairs.items() if each[0] != each[1]}


def rows_at(connection: sa.Connection, kind: Kind, moment: datetime) -> Iterator[Mapping[str, Any]]:
    """The rows as they were at a moment: a batch that was recorded at just that moment is included."""
    now, history = _TABLES[kind]
    wanted = [column.name for column in now.columns if column.name != "detail"]
    present = sa.select(*(now.c[name] for name in wanted)).where(now.c.changed_at <= moment)
    past = sa.select(*(history.c[name] for name in wanted)).where(history.c.changed_at <= moment, history.c.replaced_at > moment)
    for statement in (present, past):
        yield from map(dict, connection.execute(statement).mappings())


def detail_at(connection: sa.Connection, kind: Kind, own: str, moment: datetime) -> str | None:
    """A record as it was at a moment, also by an id that a join had retired until then; None where there was none."""
    now, history = _TABLES[kind]
    key, seen = next(iter(now.primary_key.columns)).name, set[str]()
    while own not in seen:
        seen.add(own)
        present = sa.select(now.c.detail).where(now.c[key] == own, now.c.changed_at <= moment)
        past = sa.select(history.c.detail).where(history.c[key] == own, history.c.changed_at <= moment, history.c.replaced_at > moment)
        found: str | None = connection.scalar(present) or connection.scalar(past)
        if found is not None:
            return found
        ended = sa.select(history.c.went_to).where(history.c[key] == own, history.c.replaced_at <= moment)
        own = connection.scalar(ended.order_by(history.c.replaced_at_sequence.desc()).limit(1)) or own
    return None


def joins_at(connection: sa.Connection, own: str, moment: datetime) -> list[Join]:
    """The joins of an event or a package as they were at a moment."""
    event, package = (detail_at(connection, kind, own, moment) for kind in _TABLES)
    if event is not None:
        return list(payload.load(Event, event).joins)
    return [] if package is None else list(payload.load(Package, package).joins)


def versions(connection: sa.Connection, own: str) -> list[Version]:
    """All versions of an event or a package, the oldest first; empty where there never was one of this id."""
    found: list[Version] = []
    for now, history in _TABLES.values():
        key = next(iter(now.primary_key.columns)).name
        past = connection.execute(sa.select(history).where(history.c[key] == own).order_by(history.c.replaced_at_sequence)).mappings()
        present = connection.execute(sa.select(now).where(now.c[key] == own)).mappings()
        found += [_version(own, row, until=row["replaced_at"], fate=row["fate"]) for row in past]
        found += [_version(own, row, until=None, fate="present") for row in present]
    return found


def _version(own: str, row: Mapping[Any, Any], *, until: datetime | None, fate: str) -> Version:
    return Version(own=own, since=row["changed_at"], until=until, fate=fate, values=dict(row))


def changes_since(connection: sa.Connection, moment: datetime) -> list[Change]:
    """What became of every event and package since a moment, by kind, fate and id."""
    found = [change for kind in _TABLES for change in _changes(connection, kind, moment)]
    return sorted(found, key=lambda change: (change.kind, change.fate, change.own))


def _changes(connection: sa.Connection, kind: Kind, moment: datetime) -> Iterator[Change]:
    now, history = _TABLES[kind]
    key = next(iter(now.primary_key.columns)).name
    after = {row[key]: dict(row) for row in connection.execute(sa.select(now).where(now.c.changed_at > moment)).mappings()}
    past = sa.select(history).where(history.c.changed_at <= moment, history.c.replaced_at > moment)
    before = {row[key]: dict(row) for row in connection.execute(past).mappings()}
    owners = {claim: own for own, row in before.items() for claim in _claims(row, kind)}
    for own, row in after.items():
        if own in before:
            change = Change(kind=kind, fate="changed", own=own, other=None, before=before[own], after=row)
            if change.differences():
                yield change
        elif row["recorded_at"] > moment or own not in owners:
            source = next((owners[claim] for claim in _claims(row, kind) if owners.get(claim, own) != own), None)
            alive = source is not None and _exists(connection, now, key, source)
            yield Change(kind=kind, fate="split" if alive else "added", own=own, other=source if alive else None, before=None, after=row)
    for own, row in before.items():
        if own not in after and not _exists(connection, now, key, own):
            target = queries.present_id(connection, own)
            joined = target != own and _exists(connection, now, key, target)
            yield Change(
                kind=kind, fate=JOINED if joined else "withdrawn", own=own, other=target if joined else None, before=row, after=None
            )


def _exists(connection: sa.Connection, table: sa.Table, key: str, own: str) -> bool:
    return connection.scalar(sa.select(sa.literal(1)).where(table.c[key] == own)) is not None


def _claims(row: Mapping[str, Any], kind: Kind) -> list[str]:
    """The claims of a version."""
    joins = payload.load(Event, row["detail"]).joins if kind == "events" else payload.load(Package, row["detail"]).joins
    return [join.claim_id for join in joins]


def kind_of(connection: sa.Connection, own: str) -> ClaimKind | None:
    """Whether an id is that of an event or of a package, now or ever; None where it is neither."""
    for kind, (now, history) in zip((ClaimKind.STRIKE, ClaimKind.AID), _TABLES.values(), strict=True):
        key = next(iter(now.primary_key.columns)).name
        if _exists(connection, now, key, own) or _exists(connection, history, key, own):
            return kind
    return None
