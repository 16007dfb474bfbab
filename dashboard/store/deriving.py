"""Make anew what a batch can have touched: collect, merge, name, put the rows in their places; what was there is kept as history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from dashboard.codes import ClaimKind
from dashboard.records import Claim, Event, Join, Package
from dashboard.store import payload, queries, schema
from dashboard.store.engine import insert
from dashboard.store.frames import Row, event_row, package_row
from dashboard.store.gathering import Gathering, Rules, member_row
from dashboard.store.identity import Named, named, retired
from dashboard.store.judging import verdicts
from dashboard.store.queries import chunks

CHANGED, JOINED, GONE = "changed", "joined", "withdrawn"
"""Why a version of an event is history: another one followed; a join took it in; nothing tells it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What deriving changed, as ids of events and packages."""

    added: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone)


class Deriving:
    """One derivation inside a transaction that writes."""

    def __init__(self, connection: sa.Connection, rules: Rules, *, now: datetime, sequence: int) -> None:
        self._connection = connection
        self._rules = rules
        self._now = now
        self._sequence = sequence
        self._verdicts = verdicts(connection)

    def touch(self, reports: Iterable[str], *, changed: bool = True) -> Changes:
        """Derive anew all that the claims of these reports can bear upon; `changed` as in `Gathering.collect`."""
        scope = Gathering(self._connection, self._rules, self._verdicts)
        scope.collect(reports, changed=changed)
        merged = self._rules.merge(scope.claims.values(), scope.headings, self._verdicts)
        found = named(merged, scope.claims, {own: heading.number for own, heading in scope.headings.items()})
        owners = found.owners()
        old = {member.member_of for member in scope.before.values()} - {""}
        away = retired([(each.claim_id, each.kind, each.member_of) for each in scope.before.values()], owners)
        self._put_members(found, scope)
        found = self._with_parents(found, scope.claims, owners)
        changes = [
            self._put(_STRIKES, [(event, event.joins) for event in found.events], old, away),
            self._put(_AID, [(package, package.joins) for package in found.packages], old, away),
            *self._relink(set(scope.claims) | set(scope.before), owners),
        ]
        self._retire(away, alive=set(owners.values()))
        return Changes(
            added=frozenset().union(*(each.added for each in changes)),
            changed=frozenset().union(*(each.changed for each in changes)),
            gone=frozenset().union(*(each.gone for each in changes)),
        )

    def place(self, reports: Sequence[str]) -> None:
        """Write down anew where the claims of these reports lie, whatever they belong to."""
        for part in chunks(reports):
            Gathering(self._connection, self._rules, self._verdicts).place(part)

    def _with_parents(self, found: Named, claims: Mapping[str, Claim], owners: Mapping[str, str]) -> Named:
        """Hang events on those whose totals contain them, wherever these are."""
        wanted = {total for own in owners if (total := claims[own].part_of) is not None and total not in owners}
        known = dict(owners) | self._owners(wanted)

        def parent(own: str, joins: Sequence[Join]) -> str | None:
            return self._rules.first_parent(own, [claims[join.claim_id].part_of for join in joins], known)

        return Named(
            events=tuple(replace(event, part_of=parent(event.event_id, event.joins)) for event in found.events),
            packages=tuple(replace(each, part_of=parent(each.package_id, each.joins)) for each in found.packages),
        )

    def _owners(self, claim_ids: Iterable[str]) -> dict[str, str]:
        c = schema.membership.c
        found: dict[str, str] = {}
        for part in chunks(sorted(claim_ids)):
            found.update(
                (own, owner) for own, owner in self._connection.execute(sa.select(c.claim_id, c.member_of).where(c.claim_id.in_(part)))
            )
        return found

    def _relink(self, totals: set[str], owners: Mapping[str, str]) -> list[Changes]:
        """Mend the links of events outside that are parts of totals inside."""
        c = schema.membership.c
        children: set[tuple[str, str]] = set()
        for part in chunks(sorted(totals)):
            rows = self._connection.execute(sa.select(c.kind, c.member_of, c.claim_id).where(c.part_of.in_(part)))
            children |= {(kind, own) for kind, own, claim_id in rows if own and claim_id not in owners}
        changes = []
        for kind, own in sorted(children):
            of = _STRIKES if kind == ClaimKind.STRIKE else _AID
            listed = list(self._connection.scalars(sa.select(c.part_of).where(c.member_of == own).order_by(c.position)))
            parent = self._rules.first_parent(own, listed, self._owners({total for total in listed if total is not None}))
            line = queries.detail(self._connection, of.now, own)
            if line is None:
                continue  # of a store that is mended: its turn comes
            record = of.load(line)
            if record.part_of != parent:
                changes.append(self._put(of, [(replace(record, part_of=parent), record.joins)], {own}, {}))
        return changes

    def _put_members(self, found: Named, scope: Gathering) -> None:
        """Write down which event or package each claim belongs to, and where it lies."""
        table, rows = schema.membership, []
        listed = [(event.event_id, event.joins) for event in found.events]
        listed += [(package.package_id, package.joins) for package in found.packages]
        for own, joins in listed:
            for position, join in enumerate(joins):
                block = scope.block_of(join.claim_id)
                rows.append(member_row(scope.claims[join.claim_id], block, join, member_of=own, position=position))
        for part in chunks(sorted(scope.claims)):
            self._connection.execute(sa.delete(table).where(table.c.claim_id.in_(part)))
        insert(self._connection, table, rows)

    def _put(self, of: _Kind, wanted: Sequence[tuple[Any, Sequence[Join]]], old: set[str], away: Mapping[str, str]) -> Changes:
        """Let the table hold these records in the place of the old ones."""
        quotes = queries.quotes(self._connection, [join.claim_id for _, joins in wanted for join in joins])
        rows = [
            of.row(record, [quotes[join.claim_id] for join in joins if join.claim_id in quotes]) | {"detail": payload.dump(record)}
            for record, joins in wanted
        ]
        new = {str(row[of.key.name]): row for row in rows}
        before = self._rows(of, old | set(new))
        stamp = {"changed_at_sequence": self._sequence, "changed_at": self._now}
        fresh = [own for own in new if own not in before]
        first = self._first_recorded(of, fresh)
        added = [new[own] | stamp | {"recorded_at": first.get(own, self._now)} for own in fresh]
        changed = [own for own, row in new.items() if own in before and _differs(before[own], row)]
        gone = [own for own in before if own not in new]
        self._keep_history(of, [before[own] | {"fate": CHANGED, "went_to": None} for own in changed])
        self._keep_history(of, [before[own] | {"fate": JOINED if own in away else GONE, "went_to": away.get(own)} for own in gone])
        for part in chunks(changed + gone):
            self._connection.execute(sa.delete(of.now).where(of.key.in_(part)))
        insert(self._connection, of.now, added)
        insert(self._connection, of.now, [new[own] | stamp | {"recorded_at": before[own]["recorded_at"]} for own in changed])
        return Changes(added=frozenset(fresh), changed=frozenset(changed), gone=frozenset(gone))

    def _rows(self, of: _Kind, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for part in chunks(sorted(ids)):
            for row in self._connection.execute(sa.select(of.now).where(of.key.in_(part))).mappings():
                found[row[of.key.name]] = dict(row)
        return found

    def _first_recorded(self, of: _Kind, ids: Iterable[str]) -> dict[str, datetime]:
        """When those of these events were first known that were there before under their id."""
        key, found = of.history.c[of.key.name], dict[str, datetime]()
        for part in chunks(ids):
            first = sa.select(key, sa.func.min(of.history.c.recorded_at)).where(key.in_(part)).group_by(key)
            found.update((own, moment) for own, moment in self._connection.execute(first))
        return found

    def _keep_history(self, of: _Kind, rows: Sequence[dict[str, Any]]) -> None:
        """Keep versions that end now; one that this very batch made leaves no trace."""
        ended = {"replaced_at": self._now, "replaced_at_sequence": self._sequence}
        insert(self._connection, of.history, [row | ended for row in rows if row["changed_at_sequence"] != self._sequence])

    def _retire(self, away: Mapping[str, str], *, alive: set[str]) -> None:
        """Let ids that are no more lead to what took them in; those that live again lead to themselves.

        What led to an id that goes away goes on leading to it, and so further: when a join is taken back, all is as it was.
        """
        table = schema.alias
        for part in chunks(sorted(set(away) | alive)):
            self._connection.execute(sa.delete(table).where(table.c.retired_id.in_(part)))
        insert(self._connection, table, [{"retired_id": old, "member_of": new, "recorded_at": self._now} for old, new in away.items()])

    def sweep(self) -> frozenset[str]:
        """Take away events and packages that have no member, which no derivation leaves behind; their ids."""
        c = schema.membership.c
        found: frozenset[str] = frozenset()
        for of in (_STRIKES, _AID):
            alone = sa.select(of.key).where(of.key.not_in(sa.select(c.member_of)))
            found |= self._put(of, [], set(self._connection.scalars(alone)), {}).gone
        return found


@dataclass(frozen=True, slots=True)
class _Kind:
    """The tables and the record of strikes, or of aid."""

    record: type[Event | Package]
    now: sa.Table
    history: sa.Table

    @property
    def key(self) -> sa.Column[str]:
        return next(iter(self.now.primary_key.columns))

    def load(self, line: str) -> Event | Package:
        return payload.load(Event, line) if self.record is Event else payload.load(Package, line)

    def row(self, record: Any, quotes: Sequence[str]) -> Row:  # noqa: ANN401 - of the kind's own record
        return event_row(record, quotes) if self.record is Event else package_row(record, quotes)


_STRIKES: Final = _Kind(Event, schema.event, schema.event_history)
_AID: Final = _Kind(Package, schema.package, schema.package_history)


def _differs(before: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a row says something else; `search` and `detail` between them hold all that it says."""
    return bool(before["detail"] != row["detail"] or before["search"] != row["search"])
