"""The rows of `strikemap extract`: what a report tells, as JSON has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from dashboard.codes import Victims
from dashboard.records import UNPLACED, AidClaim, Claim, Report, StrikeClaim

COORDINATE_DECIMALS: Final = 5
"""About a metre: more would pretend."""

Row = dict[str, Any]


def rows(report: Report, claims: Sequence[Claim], event_ids: Mapping[str, str]) -> Iterator[Row]:
    """The rows of one report.

    Args:
        report: The report.
        claims: What it says.
        event_ids: For each claim id, the event or package that it belongs to.
    """
    ordered = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end))
    index = {claim.claim_id: position for position, claim in enumerate(ordered)}
    for claim in ordered:
        own = _strike_row(claim) if isinstance(claim, StrikeClaim) else _aid_row(claim)
        yield {
            "doc_id": report.doc_id,
            "kind": claim.kind.value,
            "event_id": event_ids.get(claim.claim_id, claim.claim_id),
            **own,
            "evidence": report.text[claim.evidence.start : claim.evidence.end],
            "evidence_start": claim.evidence.start,
            "evidence_end": claim.evidence.end,
            "part_of": None if claim.part_of is None else index.get(claim.part_of),
            "background": claim.background,
            "rules": list(dict.fromkeys(evidence.rule for evidence in (claim.evidence, *claim.support))),
        }


def _strike_row(claim: StrikeClaim) -> Row:
    at, when = claim.location or UNPLACED, claim.when
    has_point = at.geo_precision.has_point
    return {
        "date": _day(when.best),
        "date_start": _day(when.start),
        "date_end": _day(when.end),
        "time_precision": None if when.precision is None else int(when.precision),
        "date_note": when.note,
        "place": None if at == UNPLACED else at.name,
        "place_text": claim.place_text,
        "admin1": at.admin1,
        "country": at.country,
        "latitude": _rounded(at.latitude, COORDINATE_DECIMALS) if has_point else None,
        "longitude": _rounded(at.longitude, COORDINATE_DECIMALS) if has_point else None,
        "geo_precision": int(at.geo_precision),
        "radius_km": _rounded(at.radius_km, 2) if has_point else None,
        "attacks": claim.attacks,
        "killed": claim.killed.best,
        "killed_low": claim.killed.low,
        "killed_high": claim.killed.high,
        "injured": claim.injured.best,
        "injured_low": claim.injured.low,
        "injured_high": claim.injured.high,
        "missing": claim.missing.best,
        "killed_by": _split(claim.killed_by),
        "injured_by": _split(claim.injured_by),
        "weapon": [weapon.value for weapon in claim.weapons],
        "target": None if claim.target is None else claim.target.value,
        "actor": claim.actor,
        "speaker": claim.speaker,
    }


def _aid_row(claim: AidClaim) -> Row:
    return {
        "date": _day(claim.when.best),
        "donor": claim.donor,
        "recipient": claim.recipient,
        "amount": _number(claim.amount),
        "currency": claim.currency,
        "usd": _number(claim.usd_stated),
        "status": claim.status.value,
        "category": claim.category.value,
        "items": list(claim.items),
        "ordinal": claim.ordinal,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _split(counts: Sequence[tuple[Victims, int]]) -> dict[str, int]:
    return {victims.value: count for victims, count in counts}


def _number(amount: Decimal | None) -> int | float | None:
    """An amount as JSON has numbers: whole where it is whole."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
