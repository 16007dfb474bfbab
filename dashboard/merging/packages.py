"""Aid claims to packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboard.codes import AidStatus
from dashboard.records import AidClaim, Join, Package, Report, digest

SAME_WITHIN = Decimal("0.01")
"""Two amounts that differ by at most this share are one, rounded differently."""
SAME_DAYS = 10
"""A package is told again within this many days of its announcement."""


def packages_of(claims: Sequence[AidClaim], reports: Mapping[str, Report]) -> tuple[Package, ...]:
    """Join claims, in the order given, that tell one package: one donor, one recipient, one amount and stage group, days apart."""
    groups: list[list[AidClaim]] = []
    joins: list[list[Join]] = []
    for claim in claims:
        index, reason = next(((i, r) for i, g in enumerate(groups) if (r := _same(g[0], claim, reports)) is not None), (-1, ""))
        if index < 0:
            groups.append([claim])
            joins.append([Join(claim_id=claim.claim_id, score=1.0, reason="the first report of it")])
        else:
            groups[index].append(claim)
            joins[index].append(Join(claim_id=claim.claim_id, score=0.9, reason=reason))
    packages = [_package(g, tuple(j), reports) for g, j in zip(groups, joins, strict=True)]
    owner = {j.claim_id: p.package_id for p in packages for j in p.joins}
    linked = []
    for package, group in zip(packages, groups, strict=True):
        parent = next(
            (owner[c.part_of] for c in group if c.part_of is not None and owner.get(c.part_of, package.package_id) != package.package_id),
            None,
        )
        linked.append(replace(package, part_of=parent))
    return tuple(sorted(linked, key=lambda p: (p.when.best or date.min, p.package_id)))


def _same(a: AidClaim, b: AidClaim, reports: Mapping[str, Report]) -> str | None:
    if a.report_id == b.report_id or a.donor != b.donor or a.recipient != b.recipient or a.currency != b.currency:
        return None
    if (a.status is AidStatus.CUMULATIVE_TOTAL) != (b.status is AidStatus.CUMULATIVE_TOTAL) or a.amount is None or b.amount is None:
        return None
    if abs(a.amount - b.amount) > SAME_WITHIN * max(a.amount, b.amount):
        return None
    days = [c.when.best or reports[c.report_id].published for c in (a, b)]
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > SAME_DAYS:
        return None
    return "same donor, recipient and amount, days apart"


_ORDER = tuple(AidStatus)


def _package(group: list[AidClaim], joins: tuple[Join, ...], reports: Mapping[str, Report]) -> Package:
    anchor = group[0]
    furthest = max((c.status for c in group), key=_ORDER.index)
    return Package(
        package_id=digest("package", anchor.claim_id),
        joins=joins,
        reports=len({c.report_id for c in group}),
        sources=tuple(dict.fromkeys(reports[c.report_id].source for c in group)),
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
