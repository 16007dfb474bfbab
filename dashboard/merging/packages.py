"""Aid claims to packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from dashboard.codes import AidStatus
from dashboard.merging.copies import copies, only_copied
from dashboard.merging.grouping import Group, grouped
from dashboard.merging.headings import Heading
from dashboard.merging.judging import judged_package
from dashboard.merging.parents import parents_of
from dashboard.merging.timing import day_of, is_great, same_days
from dashboard.records import AidClaim, Join, Package, digest
from dashboard.reviews import Verdicts

SAME_WITHIN = Decimal("0.01")
"""Two amounts that differ by at most this share are one, rounded differently."""


def packages_of(claims: Sequence[AidClaim], reports: Mapping[str, Heading], verdicts: Verdicts) -> tuple[Package, ...]:
    """Join claims, in the order given, that tell one package: one donor, one recipient, one amount and stage group, days apart."""

    def fit(group: Group[AidClaim], claim: AidClaim) -> tuple[float, str] | None:
        anchor = group.claims[0]
        if any(_in_one_table(other, claim, reports[other.report_id], reports[claim.report_id]) for other in group.claims):
            return None
        return (0.9, _SAME) if same_package(anchor, claim, reports[anchor.report_id], reports[claim.report_id]) else None

    groups = grouped(claims, reports, fit=fit, telling=lambda claim: (claim.claim_id,), verdicts=verdicts)
    packages = [judged_package(_package(group.claims, tuple(group.joins), reports), verdicts) for group in groups]
    parents = parents_of({package.package_id: group.claims for package, group in zip(packages, groups, strict=True)})
    linked = [replace(package, part_of=parents[package.package_id]) for package in packages]
    return tuple(sorted(linked, key=lambda p: (p.when.best or date.min, p.package_id)))


_SAME = "same donor, recipient and amount, days apart"


def same_package(a: AidClaim, b: AidClaim, report_a: Heading, report_b: Heading) -> bool:
    """Whether two claims of two reports tell one package."""
    if _in_one_table(a, b, report_a, report_b):
        return False
    if a.donor != b.donor or a.recipient != b.recipient or a.currency != b.currency:
        return False
    if (a.status is AidStatus.CUMULATIVE_TOTAL) != (b.status is AidStatus.CUMULATIVE_TOTAL) or a.amount is None or b.amount is None:
        return False
    if abs(a.amount - b.amount) > SAME_WITHIN * max(a.amount, b.amount) or is_great(a) != is_great(b):
        return False
    days = (day_of(a, report_a), day_of(b, report_b))
    return days[0] is not None and days[1] is not None and abs((days[0] - days[1]).days) <= same_days(is_great=is_great(a))


def _in_one_table(a: AidClaim, b: AidClaim, report_a: Heading, report_b: Heading) -> bool:
    """Whether two claims are two rows of one table, which has each package once: equal amounts on equal days are two packages there."""
    return a.evidence.rule == b.evidence.rule and a.evidence.rule.startswith(_TABLE) and report_a.source == report_b.source


_TABLE: Final = "table:"
"""How the rules begin by which rows of tables were read."""
_ORDER = tuple(AidStatus)


def _package(group: list[AidClaim], joins: tuple[Join, ...], reports: Mapping[str, Heading]) -> Package:
    anchor = group[0]
    furthest = max((c.status for c in group), key=_ORDER.index)
    return Package(
        package_id=digest("package", anchor.claim_id),
        joins=joins,
        reports=len({c.report_id for c in group}),
        sources=tuple(dict.fromkeys(reports[c.report_id].source for c in group)),
        copied=only_copied(group, copies(group, reports), reports),
        donor=anchor.donor,
        donor_code=anchor.donor_code,
        recipient=anchor.recipient,
        recipient_code=anchor.recipient_code,
        when=next((c.when for c in group if c.when.best is not None), anchor.when),
        amount=anchor.amount,
        currency=anchor.currency,
        usd_stated=next((c.usd_stated for c in group if c.usd_stated is not None), None),
        status=furthest,
        category=anchor.category,
        items=tuple(dict.fromkeys(item for c in group for item in c.items)),
        ordinal=next((c.ordinal for c in group if c.ordinal is not None), None),
        background=all(c.background for c in group),
    )
