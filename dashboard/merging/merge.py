"""Merge claims within and across reports. Pure: the same claims in any order give the same events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.merging.events import events_of
from dashboard.merging.packages import packages_of
from dashboard.records import AidClaim, Claim, Event, Package, Report, StrikeClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What claims add up to."""

    events: tuple[Event, ...]
    packages: tuple[Package, ...]

    def event_of(self) -> dict[str, str]:
        """The event_id or package_id of each claim_id."""
        owned = {join.claim_id: event.event_id for event in self.events for join in event.joins}
        return owned | {join.claim_id: package.package_id for package in self.packages for join in package.joins}


def merge(claims: Iterable[Claim], reports: Mapping[str, Report]) -> Merged:
    """Events from strike claims and packages from aid claims; the order of `claims` does not matter.

    Args:
        claims: located claims of any number of reports.
        reports: the reports by id; they tell which outlet speaks and when it was published.

    Raises:
        KeyError: a claim's report is not among `reports`.
    """
    ordered = sorted(claims, key=lambda c: (reports[c.report_id].published or date.max, c.report_id, c.evidence.start, c.claim_id))
    strikes = [c for c in ordered if isinstance(c, StrikeClaim)]
    aid = [c for c in ordered if isinstance(c, AidClaim)]
    return Merged(events=events_of(strikes, reports), packages=packages_of(aid, reports))
