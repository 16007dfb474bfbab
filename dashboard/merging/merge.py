"""Merge claims within and across reports. Pure: the same claims in any order give the same events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dashboard.merging.events import events_of, likely_one
from dashboard.merging.grouping import teller
from dashboard.merging.headings import Heading
from dashboard.merging.judging import judged
from dashboard.merging.packages import packages_of, same_package
from dashboard.records import AidClaim, Claim, Event, Package, StrikeClaim
from dashboard.reviews import NO_VERDICTS, Verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What claims add up to."""

    events: tuple[Event, ...]
    packages: tuple[Package, ...]

    def event_of(self) -> dict[str, str]:
        """The event_id or package_id of each claim_id."""
        owned = {join.claim_id: event.event_id for event in self.events for join in event.joins}
        return owned | {join.claim_id: package.package_id for package in self.packages for join in package.joins}


def merge(claims: Iterable[Claim], reports: Mapping[str, Heading], verdicts: Verdicts = NO_VERDICTS) -> Merged:
    """Events from strike claims and packages from aid claims; the order of `claims` does not matter.

    Claims that no chain of likely ones connects (`is_likely_one`, or a person's join) never meet, so that merging each connected set by
    itself gives the same events as merging all at once.

    Args:
        claims: located claims of any number of reports.
        reports: the reports by id, or their particulars; they tell which outlet speaks and when it was published.
        verdicts: what people said of the claims.

    Raises:
        KeyError: a claim's report is not among `reports`.
    """
    ordered = sorted(claims, key=lambda c: (reports[c.report_id].published or date.max, c.report_id, c.evidence.start, c.claim_id))
    strikes = [claim for c in ordered if isinstance(claim := judged(c, verdicts), StrikeClaim)]
    aid = [claim for c in ordered if isinstance(claim := judged(c, verdicts), AidClaim)]
    return Merged(events=events_of(strikes, reports, verdicts), packages=packages_of(aid, reports, verdicts))


def is_likely_one(a: Claim, b: Claim, reports: Mapping[str, Heading]) -> bool:
    """Whether two claims, judged already, can come to one event because of each other; the same whichever comes first."""
    if teller(a) == teller(b):
        return False
    if isinstance(a, StrikeClaim) and isinstance(b, StrikeClaim):
        return likely_one(a, b, reports[a.report_id], reports[b.report_id])
    if isinstance(a, AidClaim) and isinstance(b, AidClaim):
        return same_package(a, b, reports[a.report_id], reports[b.report_id])
    return False
