"""Claims of one report put in order: parts hung on their package, what is told twice told once, goods given to their package."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from dashboard.codes import AidStatus
from dashboard.extraction.document import Document
from dashboard.extraction.segments import Segment
from dashboard.extraction.stages import has_stage
from dashboard.records import AidClaim

PASSAGE = 700
"""Code points in which a package and its parts are told."""
NEAR_GOODS = 2500
"""Code points between a package and goods of the same donor that are told as its content."""
ROUNDED = Decimal("0.08")
"""A share by which a rounded figure ("almost three billion") may stand off the exact one."""

_INCLUDES = re.compile(
    (
        r"\b(?:includ(?:e|es|ed|ing)|of which|of (?:this|that|it|the (?:total|sum|money))\b|compris(?:e|es|ed|ing)|made up of|"
        r"consist(?:s|ing)? of|"
        r"(?:package|programme|money|sum) (?:will )?pays? for|portion|among them|the rest|remainder|part of (?:the|this|that)|"
        r"divided|split)\b"
    ),
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\b(?:a further|an additional|another|the rest|the remaining|and|as well as)\b", re.IGNORECASE)
REMEMBERED = 100
"""Claims among which a part looks for its package, and a repeated sum for its twin."""
_SUMS = {"status:running-total", "status:as-before"}
_ROUGH = re.compile(r"\b(?:nearly|almost|about|around|some|roughly|approximately|over|more than|close to|up to)\s+$", re.IGNORECASE)


def ordered(document: Document, claims: list[AidClaim]) -> list[AidClaim]:
    """The claims with parts hung on their packages, each piece of aid once, in order of their evidence."""
    return _once(document, _goods_to_packages(_parts(document, claims)))


def _may_hold(whole: AidClaim, part: AidClaim) -> bool:
    """Whether a package told before could hold an amount: same donor and currency, larger, in the same passage, no part or sum itself."""
    if whole.donor != part.donor or whole.currency != part.currency or whole.part_of is not None or not whole.amount or not part.amount:
        return False
    return (
        whole.status is not AidStatus.CUMULATIVE_TOTAL
        and whole.amount > part.amount
        and 0 <= part.evidence.start - whole.evidence.start < PASSAGE
    )


def _lead(document: Document, claim: AidClaim) -> str:
    """The words of its sentence before a claim's amount."""
    amount = next((e for e in claim.support if e.value == "amount"), claim.evidence)
    return document.report.text[max(claim.evidence.start, amount.start - 120) : amount.start]


def _parts(document: Document, claims: list[AidClaim]) -> list[AidClaim]:
    """Hang a named part on the package told just before it; "a further" is a part only beside another part."""
    out: list[AidClaim] = []
    for claim in claims:
        parent = next((p for p in reversed(out[-REMEMBERED:]) if _may_hold(p, claim)), None)
        if parent is not None and claim.status is not AidStatus.CUMULATIVE_TOTAL:
            lead = _lead(document, claim)
            if _INCLUDES.search(lead) or (out[-1].part_of == parent.claim_id and _FURTHER.search(lead)):
                claim = replace(claim, part_of=parent.claim_id, status=parent.status)  # noqa: PLW2901 - the same claim, hung on its parent
        out.append(claim)
    return out


def _goods_to_packages(claims: list[AidClaim]) -> list[AidClaim]:
    """Goods told near a package of the same donor are its content; goods of one donor for one recipient stand once."""
    out = list(claims)
    for goods in [c for c in claims if c.amount is None]:
        at = out.index(goods)
        near = out[max(0, at - REMEMBERED) : at + REMEMBERED]
        home = next((c for c in near if c is not goods and _is_home(c, goods)), None)
        if home is None:
            continue
        out.remove(goods)
        out[out.index(home)] = replace(home, items=tuple(dict.fromkeys((*home.items, *goods.items))))
    return out


def _is_home(home: AidClaim, goods: AidClaim) -> bool:
    if home.donor != goods.donor or home.part_of is not None or home.background != goods.background:
        return False
    apart = abs(home.evidence.start - goods.evidence.start)
    if home.amount is None:
        return home.recipient == goods.recipient and home.evidence.start < goods.evidence.start
    return home.status not in {AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED} and home.recipient == goods.recipient and apart < NEAR_GOODS


def _once(document: Document, claims: list[AidClaim]) -> list[AidClaim]:
    """One claim for an amount that a report repeats; the first firm telling stands, and an exact figure before a rounded one."""
    out: list[AidClaim] = []
    for claim in claims:
        start = max(0, len(out) - REMEMBERED)
        twin = next((i for i, o in enumerate(out[start:], start=start) if _is_same(o, claim)), None)
        if twin is not None:
            if out[twin].background and not claim.background:
                out[twin] = claim
            continue
        rounded = next((i for i, o in enumerate(out[start:], start=start) if _is_rounded(document, o, claim)), None)
        if rounded is None:
            out.append(claim)
        elif _ROUGH.search(_lead(document, out[rounded])) and not _ROUGH.search(_lead(document, claim)):
            out[rounded] = replace(claim, ordinal=claim.ordinal or out[rounded].ordinal)
    ids = {c.claim_id for c in out}
    return [replace(c, part_of=None) if c.part_of is not None and c.part_of not in ids else c for c in out]


def _is_same(a: AidClaim, b: AidClaim) -> bool:
    """Whether two claims tell one amount; in one sentence an amount for another recipient is another piece."""
    if a.donor != b.donor or not (_same_money(a, b) or _same_money(b, a)):
        return False
    if any(c.evidence.rule in _SUMS for c in (a, b)) and (a.status is AidStatus.CUMULATIVE_TOTAL) != (
        b.status is AidStatus.CUMULATIVE_TOTAL
    ):
        # A sum so far that happens to equal a package is not the package; "the total of $33bn" is.
        return False
    return a.amount is not None or a.recipient == b.recipient


def _same_money(a: AidClaim, b: AidClaim) -> bool:
    """Whether one amount is the other, or its equivalent in dollars as the text gave it."""
    return (a.amount == b.amount and a.currency == b.currency) or (
        a.usd_stated is not None and b.currency == "USD" and a.usd_stated == b.amount
    )


def _is_rounded(document: Document, a: AidClaim, b: AidClaim) -> bool:
    """Whether one of two figures of a donor is the other one rounded: "$2.98 billion", "almost three billion dollars"."""
    if a.donor != b.donor or a.currency != b.currency or not a.amount or not b.amount or a.amount == b.amount:
        return False
    if (a.status is AidStatus.CUMULATIVE_TOTAL) != (b.status is AidStatus.CUMULATIVE_TOTAL) or a.evidence.start == b.evidence.start:
        return False
    rough = [c for c in (a, b) if _ROUGH.search(_lead(document, c))]
    return len(rough) == 1 and abs(a.amount - b.amount) <= ROUNDED * max(a.amount, b.amount) and _coarse(rough[0].amount)


def _coarse(amount: Decimal | None) -> bool:
    """Whether a figure has at most two leading digits that are not 0."""
    return amount is not None and len(f"{amount.normalize():f}".rstrip("0").replace(".", "")) <= 2  # noqa: PLR2004


_JOINED = re.compile(r"\b(?:and|as well as|plus)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)


def continues(beside: AidClaim, segment: Segment) -> bool:
    """Whether an amount without a stage of its own shares that of the amount before it: "pledged 2 billion, Germany 300 million"."""
    if has_stage(segment.before):
        return False
    return beside.status is not AidStatus.CUMULATIVE_TOTAL or _JOINED.search(segment.before) is not None
