"""Ids that stay: an event is named after the first of its claims that the store ever recorded, so it keeps its id while others join.

Nothing but the claims and the order in which their reports came decides: many small batches, a large one and a rebuild name alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dashboard.codes import ClaimKind
from dashboard.records import Claim, Event, Join, Package, digest


class Merged(Protocol):
    """What merging makes of claims."""

    @property
    def events(self) -> tuple[Event, ...]:
        """The strikes."""

    @property
    def packages(self) -> tuple[Package, ...]:
        """The aid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Events and packages under the ids that they keep."""

    events: tuple[Event, ...]
    packages: tuple[Package, ...]

    def owners(self) -> dict[str, str]:
        """The event or package of each claim."""
        found = {join.claim_id: event.event_id for event in self.events for join in event.joins}
        return found | {join.claim_id: package.package_id for package in self.packages for join in package.joins}


_STEM = {ClaimKind.STRIKE: "event", ClaimKind.AID: "package"}


def name_after(claim_id: str, kind: ClaimKind) -> str:
    """The id of the event or package of which this claim is the first."""
    return digest(_STEM[kind], claim_id)


def named(merged: Merged, claims: Mapping[str, Claim], numbers: Mapping[str, int]) -> Named:
    """Give what was merged its ids; totals and parts are left open.

    Args:
        merged: Events and packages.
        claims: Their claims by id.
        numbers: For each report, its number in the order of recording.
    """

    def own(joins: Sequence[Join], kind: ClaimKind) -> str:
        return name_after(min((_rank(claims[join.claim_id], numbers), join.claim_id) for join in joins)[1], kind)

    return Named(
        events=tuple(replace(event, event_id=own(event.joins, ClaimKind.STRIKE), part_of=None) for event in merged.events),
        packages=tuple(replace(package, package_id=own(package.joins, ClaimKind.AID), part_of=None) for package in merged.packages),
    )


def _rank(claim: Claim, numbers: Mapping[str, int]) -> tuple[int, int, int]:
    return numbers[claim.report_id], claim.evidence.start, claim.evidence.end


def retired(before: Iterable[tuple[str, str, str]], owners: Mapping[str, str]) -> dict[str, str]:
    """Ids that are no more, each with the id of what took it in; an id whose claims are all gone leads nowhere and is left out.

    Args:
        before: Claim id, kind and event or package id of each claim as it was.
        owners: The event or package of each claim as it is.
    """
    alive = set(owners.values())
    found: dict[str, str] = {}
    for claim_id, kind, old in sorted(before):
        if old and old not in alive and claim_id in owners and (old not in found or name_after(claim_id, ClaimKind(kind)) == old):
            found[old] = owners[claim_id]
    return found
