"""Claims to groups that each tell one event: what fits best, within what a person has said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from dashboard.merging.blocks import block, reach
from dashboard.merging.headings import Heading
from dashboard.neighbourhoods import Block
from dashboard.records import ONE_EVENT_A_ROW, AidClaim, Join, StrikeClaim
from dashboard.reviews import KEPT, Verdicts, pair

C = TypeVar("C", StrikeClaim, AidClaim)
FIRST = "the first report of it"


@dataclass(slots=True)
class Group(Generic[C]):
    """Claims that tell one event, in the order in which they came."""

    claims: list[C] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    tellers: set[str] = field(default_factory=set)
    """Who told it, each of whom tells an event once."""
    tellings: dict[tuple[object, ...], C] = field(default_factory=dict)
    """One claim for each different way of telling it: copies of a report are compared once, however many there are."""

    def add(self, claim: C, score: float, reason: str, telling: tuple[object, ...]) -> None:
        """Take a claim in."""
        self.claims.append(claim)
        self.tellers.add(teller(claim))
        self.tellings.setdefault(telling, claim)
        self.joins.append(Join(claim_id=claim.claim_id, score=score, reason=reason))


def teller(claim: StrikeClaim | AidClaim) -> str:
    """Whose two claims are two events: a report's, or a table's where each row of it is an event."""
    return claim.evidence.rule if claim.evidence.rule in ONE_EVENT_A_ROW else claim.report_id


def grouped(
    claims: Sequence[C],
    reports: Mapping[str, Heading],
    *,
    fit: Callable[[Group[C], C], tuple[float, str] | None],
    telling: Callable[[C], tuple[object, ...]],
    verdicts: Verdicts,
) -> list[Group[C]]:
    """Join each claim, report by report in the order given, to the group that it fits best.

    Where two claims of a report fit one group, the better one takes it. Claims of one report never join each other by themselves: its own
    repeated mentions were brought together when it was read, so two claims of one report are two events; and so are two rows of a table
    of events.

    Args:
        claims: Claims of one kind.
        reports: Their reports by id.
        fit: The score and the reason for a claim to join a group, or None where it does not belong there.
        telling: What of a claim the fit depends on.
        verdicts: What people joined and took apart.
    """
    groups: list[Group[C]] = []
    index = _Index()
    for _, run in groupby(claims, key=lambda claim: claim.report_id):
        of_report = [(claim, block(claim, reports[claim.report_id])) for claim in run]
        fits = [
            (found[0], -place, -candidate, found[1])
            for place, (claim, own) in enumerate(of_report)
            for candidate in index.near(own)
            if teller(claim) not in groups[candidate].tellers
            and not _is_apart(groups[candidate], claim, verdicts)
            and (found := fit(groups[candidate], claim)) is not None
        ]
        homes: dict[int, tuple[int, float, str]] = {}
        for score, place, candidate, reason in sorted(fits, reverse=True):
            if -place not in homes and all(-candidate != home for home, _, _ in homes.values()):
                homes[-place] = (-candidate, score, reason)
        for place, (claim, own) in enumerate(of_report):
            number, score, reason = homes.get(place, (len(groups), 1.0, FIRST))
            if number == len(groups):
                groups.append(Group())
            groups[number].add(claim, score, reason, telling(claim))
            index.add(own, number)
    return _joined(groups, verdicts)


class _Index:
    """Which groups lie where and when."""

    def __init__(self) -> None:
        self._areas: defaultdict[tuple[str, date], set[int]] = defaultdict(set)
        self._regions: defaultdict[tuple[str, date], set[int]] = defaultdict(set)

    def add(self, own: Block | None, group: int) -> None:
        if own is not None:
            for day in _days(own.first, own.last):
                self._areas[own.area, day].add(group)
                if own.region:
                    self._regions[own.region, day].add(group)

    def near(self, own: Block | None) -> list[int]:
        """The groups that a claim of this block is compared with, in their order."""
        if own is None:
            return []
        where = reach(own)
        found: set[int] = set()
        for day in _days(where.first, where.last):
            for area in where.areas:
                found |= self._areas.get((area, day), frozenset())
            if where.region:
                found |= self._regions.get((where.region, day), frozenset())
        return sorted(found)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _is_apart(group: Group[C], claim: C, verdicts: Verdicts) -> bool:
    """Whether a person took the claim apart from one in the group."""
    return bool(verdicts.apart) and any(pair(other.claim_id, claim.claim_id) in verdicts.apart for other in group.claims)


def _joined(groups: list[Group[C]], verdicts: Verdicts) -> list[Group[C]]:
    """The groups with those made one that a person joined."""
    if not verdicts.together:
        return groups
    place = {claim.claim_id: number for number, group in enumerate(groups) for claim in group.claims}
    leads: dict[int, int] = {}

    def root(number: int) -> int:
        while number in leads:
            number = leads[number]
        return number

    # Joins come first, so that they and not a later split tell the reason.
    for (one, other), reason in sorted(verdicts.together.items(), key=lambda item: (item[1].startswith(KEPT), item[0])):
        if one in place and other in place:
            first, second = sorted((root(place[one]), root(place[other])))
            if first != second and not any(_is_apart(groups[first], claim, verdicts) for claim in groups[second].claims):
                leads[second] = first
                _take_in(groups[first], groups[second], reason)
    return [group for number, group in enumerate(groups) if number not in leads]


def _take_in(group: Group[C], other: Group[C], reason: str) -> None:
    for claim, join in zip(other.claims, other.joins, strict=True):
        joined = join if join.reason != FIRST else Join(claim_id=join.claim_id, score=1.0, reason=reason)
        group.claims.append(claim)
        group.joins.append(joined)
    group.tellers |= other.tellers
