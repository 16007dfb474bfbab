"""Which claims a batch can have touched: those of its reports, and all that a chain of likely ones connects with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Protocol

import sqlalchemy as sa

from dashboard.neighbourhoods import BLOCK_DAYS, Block, Reach
from dashboard.records import Claim, Join
from dashboard.reviews import Verdicts
from dashboard.store import queries, schema
from dashboard.store.engine import insert
from dashboard.store.identity import Merged
from dashboard.store.queries import Heading, chunks

_PROBES: Final = 200
"""Blocks that are looked around in one question."""


class Rules(Protocol):
    """How claims are compared and merged: what `dashboard.merging` offers."""

    def block(self, claim: Claim, report: Heading) -> Block | None:
        """Where and when a claim lies, coarsely."""

    def reach(self, of: Block) -> Reach:
        """What a claim of a block has to be compared with."""

    def judged(self, claim: Claim, verdicts: Verdicts) -> Claim:
        """A claim with the place and time that a person gave it."""

    def is_likely_one(self, a: Claim, b: Claim, reports: Mapping[str, Heading]) -> bool:
        """Whether two claims, judged already, can come to one event because of each other."""

    def merge(self, claims: Iterable[Claim], reports: Mapping[str, Heading], verdicts: Verdicts) -> Merged:
        """What claims come to."""

    def first_parent(self, own: str, totals: Sequence[str | None], owner: Mapping[str, str]) -> str | None:
        """The first of these claims of totals that belongs to another event, as that event's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim's place before the batch."""

    claim_id: str
    kind: str
    member_of: str
    block: Block | None


class Gathering:
    """Collects the claims to merge anew; after `collect`, `claims` holds them all, and `before` where each of them was."""

    def __init__(self, connection: sa.Connection, rules: Rules, verdicts: Verdicts) -> None:
        self._connection = connection
        self._rules = rules
        self._verdicts = verdicts
        connection.execute(sa.schema.CreateTable(_SOUGHT, if_not_exists=True))
        self._partners: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in verdicts.together:
            self._partners[one].add(other)
            self._partners[other].add(one)
        self._loaded: dict[str, Claim] = {}
        self._judged: dict[str, Claim] = {}
        self.headings: dict[str, Heading] = {}
        self.claims: dict[str, Claim] = {}
        """What is to be merged, as the reports tell it."""
        self.before: dict[str, Member] = {}
        """Where these claims, and those that are gone, were until now."""

    def collect(self, reports: Iterable[str], *, changed: bool = True) -> None:
        """Take in the current claims of these reports and all that they can touch.

        Args:
            reports: Ids of reports.
            changed: Whether their claims may have been others before, so that also what those could touch is taken in.
        """
        touched = list(reports)
        earlier = self._members(schema.membership.c.report_id, touched)
        fresh = self._load(queries.current_claims(self._connection, of_reports=touched))
        self._place(touched, fresh)
        self.before |= earlier
        blocks = {own: member.block for own, member in earlier.items() if member.block is not None} if changed else {}
        self._grow({*fresh, *(own for near in self._near(blocks).values() for own in near)})
        # Whoever shared an event with one of these may lose it, or be left alone in it.
        owners = {member.member_of for member in self.before.values()}
        while owners:
            mates = self._members(schema.membership.c.member_of, sorted(owners - {""}))
            known = {member.member_of for member in self.before.values()}
            self._grow(set(mates) - set(self.claims))
            owners = {member.member_of for member in self.before.values()} - known

    def _grow(self, seeds: Collection[str]) -> None:
        """Follow the likely ones from these claims as far as they lead."""
        frontier = set(seeds) - set(self.claims)
        while frontier:
            self._fetch(frontier)
            present = [own for own in sorted(frontier) if own in self._loaded]
            self.claims |= {own: self._loaded[own] for own in present}
            self.before |= self._members(schema.membership.c.claim_id, [own for own in present if own not in self.before])
            candidates = self._candidates(present)
            self._fetch({other for others in candidates.values() for other in others})
            frontier = set()
            for own, others in candidates.items():
                claim, partners = self._judged[own], self._partners.get(own, set())
                for other in others - frontier:
                    found = self._judged.get(other)
                    if found is not None and (other in partners or self._rules.is_likely_one(claim, found, self.headings)):
                        frontier.add(other)

    def _candidates(self, claims: Iterable[str]) -> dict[str, set[str]]:
        """For each of these claims, those outside that it has to be compared with."""
        blocks = {own: self.block_of(own) for own in claims}
        near = self._near({own: block for own, block in blocks.items() if block is not None})
        return {own: (near.get(own, set()) | self._partners.get(own, set())) - self.claims.keys() for own in blocks}

    def _near(self, blocks: Mapping[str, Block]) -> dict[str, set[str]]:
        """For each claim, those that lie where a claim of its block has to look."""
        alike: defaultdict[Block, list[str]] = defaultdict(list)
        for own, block in blocks.items():
            alike[block].append(own)
        reaches = [(own, self._rules.reach(block)) for block, own in alike.items()]
        found: dict[str, set[str]] = {}
        for part in chunks(reaches, _PROBES):
            hits: defaultdict[int, set[str]] = defaultdict(set)
            areas = [_sought(number, area, reach) for number, (_, reach) in enumerate(part) for area in reach.areas]
            regions = [_sought(number, reach.region, reach) for number, (_, reach) in enumerate(part) if reach.region]
            for column, rows in ((schema.membership.c.area, areas), (schema.membership.c.region, regions)):
                for number, claim_id in self._there(column, rows):
                    hits[number].add(claim_id)
            for number, (owns, _) in enumerate(part):
                found |= dict.fromkeys(owns, hits[number])
        return found

    def _there(self, column: sa.Column[Any], rows: list[dict[str, Any]]) -> list[tuple[int, str]]:
        """For each row that is sought, its number with each claim that lies there."""
        if not rows:
            return []
        insert(self._connection, _SOUGHT, rows)
        s, c = _SOUGHT.c, schema.membership.c
        in_days = sa.and_(c.first_day >= s.earliest, c.first_day <= s.last, c.last_day >= s.first)
        # SQLite knows nothing of how many rows a temporary table has, and would go through all members instead.
        statement = sa.select(s.number, c.claim_id).join(_SOUGHT, sa.and_(column == s.place, in_days))
        found = self._connection.execute(statement.with_hint(schema.membership, f"INDEXED BY membership_by_{column.name}", "sqlite"))
        there = [(number, claim_id) for number, claim_id in found]
        self._connection.execute(sa.delete(_SOUGHT))
        return there

    def _fetch(self, ids: Iterable[str]) -> None:
        """Load claims that are not loaded yet."""
        missing = sorted(own for own in ids if own not in self._loaded)
        if missing:
            self._load(queries.current_claims(self._connection, missing))

    def _load(self, claims: Iterable[Claim]) -> dict[str, Claim]:
        found = {claim.claim_id: claim for claim in claims}
        unknown = {claim.report_id for claim in found.values()} - set(self.headings)
        self.headings |= queries.headings(self._connection, sorted(unknown))
        self._loaded |= found
        self._judged |= {own: self._rules.judged(claim, self._verdicts) for own, claim in found.items()}
        return found

    def place(self, reports: Sequence[str]) -> None:
        """Write down where the claims of these reports lie now; what they belong to stays, and is left open for new ones."""
        fresh = self._load(queries.current_claims(self._connection, of_reports=reports))
        known = self._members(schema.membership.c.report_id, reports)
        rows = {own: self._row(own, claim) for own, claim in fresh.items()}
        insert(self._connection, schema.membership, [row for own, row in rows.items() if own not in known])
        moved = [{"own": own, **{name: row[name] for name in _PLACE}} for own, row in rows.items() if own in known]
        if moved:
            table = schema.membership
            values: dict[str, Any] = {name: sa.bindparam(name) for name in _PLACE}
            self._connection.execute(sa.update(table).where(table.c.claim_id == sa.bindparam("own")).values(values), moved)

    def _place(self, reports: Sequence[str], fresh: Mapping[str, Claim]) -> None:
        """Let the claims of these reports be found where they lie now; which event they belong to is left open."""
        table = schema.membership
        for part in chunks(reports):
            self._connection.execute(sa.delete(table).where(table.c.report_id.in_(part)))
        insert(self._connection, table, [self._row(own, claim) for own, claim in fresh.items()])

    def _row(self, own: str, claim: Claim) -> dict[str, Any]:
        """A membership that is still open."""
        return member_row(claim, self.block_of(own), _OPEN, member_of="", position=-1)

    def block_of(self, own: str) -> Block | None:
        """Where and when a claim that was loaded lies, as people corrected it."""
        claim = self._judged[own]
        return self._rules.block(claim, self.headings[claim.report_id])

    def _members(self, column: sa.Column[str], values: Sequence[str]) -> dict[str, Member]:
        """The members with one of these values, by claim."""
        c = schema.membership.c
        columns = (c.claim_id, c.kind, c.member_of, c.area, c.region, c.first_day, c.last_day)
        found = {}
        for part in chunks(values):
            for own, kind, member_of, area, region, first, last in self._connection.execute(sa.select(*columns).where(column.in_(part))):
                block = None if area is None else Block(area=area, region=region or "", first=first, last=last)
                found[own] = Member(claim_id=own, kind=kind, member_of=member_of, block=block)
        return found


def member_row(claim: Claim, block: Block | None, join: Join, *, member_of: str, position: int) -> dict[str, Any]:
    """A claim's membership as a row: what it belongs to and why, and where it lies."""
    return {
        "claim_id": claim.claim_id,
        "kind": claim.kind.value,
        "member_of": member_of,
        "position": position,
        "score": join.score,
        "reason": join.reason,
        "report_id": claim.report_id,
        "part_of": claim.part_of,
        "area": None if block is None else block.area,
        "region": None if block is None else block.region or None,
        "first_day": None if block is None else block.first,
        "last_day": None if block is None else block.last,
    }


_OPEN: Final = Join(claim_id="", score=0.0, reason="")
"""Of a claim of which it is not known yet what it belongs to."""
_PLACE: Final = ("area", "region", "first_day", "last_day", "part_of")
"""The columns that depend on the claim alone."""


_SOUGHT: Final = sa.Table(
    "sought",
    sa.MetaData(),
    sa.Column("number", sa.Integer),
    sa.Column("place", sa.Text),
    sa.Column("earliest", sa.Date),
    sa.Column("first", sa.Date),
    sa.Column("last", sa.Date),
    prefixes=["TEMPORARY"],
)
"""Where claims are looked for, many at once; each connection has its own, empty but while it is asked."""


def _sought(number: int, place: str, reach: Reach) -> dict[str, Any]:
    """A place and its days, with the earliest day on which what reaches into them can begin."""
    earliest = reach.first - timedelta(days=min(BLOCK_DAYS, reach.first.toordinal() - 1))
    return {"number": number, "place": place, "earliest": earliest, "first": reach.first, "last": reach.last}
