"""The values of a claim in words, one line each, under the names that evidence gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboard.codes import Victims
from dashboard.records import UNPLACED, AidClaim, Claim, Estimate, Location, StrikeClaim, When

_PRECISION = ("", "exact place", "near a named place", "a district", "a region", "a part of a country", "a country only", "unknown")


def values_of(claim: Claim) -> Iterator[tuple[str, str]]:
    """Each value that a claim gives: the name of its field, and the value in words."""
    given = _strike(claim) if isinstance(claim, StrikeClaim) else _aid(claim)
    return ((name, words) for name, words in given if words)


def title(claim: Claim) -> str:
    """What a record is, in a few words."""
    kind = "strike" if isinstance(claim, StrikeClaim) else "aid"
    return kind + (", background" if claim.background else "") + (", part of another record's total" if claim.part_of else "")


def _strike(claim: StrikeClaim) -> Iterator[tuple[str, str]]:
    yield "place", _place(claim.location or UNPLACED)
    yield "date", _when(claim.when)
    yield "attacks", "" if claim.attacks is None else str(claim.attacks)
    yield "killed", _figure(claim.killed)
    yield "killed_by", _parts(claim.killed_by)
    yield "injured", _figure(claim.injured)
    yield "injured_by", _parts(claim.injured_by)
    yield "missing", _figure(claim.missing)
    yield "weapon", ", ".join(claim.weapons)
    yield "target", claim.target or ""
    yield "actor", claim.actor or ""


def _aid(claim: AidClaim) -> Iterator[tuple[str, str]]:
    yield "donor", claim.donor or ""
    yield "recipient", claim.recipient or ""
    yield "date", _when(claim.when)
    yield "amount", "" if claim.amount is None else f"{_money(claim.amount)} {claim.currency or '(currency unknown)'}"
    yield "usd", "" if claim.usd_stated is None else f"{_money(claim.usd_stated)} USD, says the text"
    yield "status", claim.status
    yield "category", claim.category
    yield "items", ", ".join(claim.items)
    yield "ordinal", "" if claim.ordinal is None else str(claim.ordinal)


def _place(at: Location) -> str:
    if at == UNPLACED:
        return "not placed"
    names = ", ".join(dict.fromkeys(name for name in (at.name, at.admin1, at.country) if name))
    within = "" if at.radius_km is None else f" within {at.radius_km:.0f} km"
    return f"{names} ({_PRECISION[at.geo_precision]}{within}; read as {at.method})"


def _when(when: When) -> str:
    days = [day.isoformat() for day in dict.fromkeys((when.start, when.end)) if day is not None]
    words = " to ".join(days) or "unknown"
    best = f", best {when.best.isoformat()}" if when.best is not None and len(days) > 1 else ""
    return words + best + (f" ({when.note})" if when.note else "")


def _figure(count: Estimate) -> str:
    if not count.known:
        return ""
    low, best, high = ("?" if n is None else str(n) for n in (count.low, count.best, count.high))
    return best if low == best == high else f"{best} (low {low}, high {high})"


def _parts(parts: Sequence[tuple[Victims, int]]) -> str:
    return ", ".join(f"{number} {victims.value}" for victims, number in parts)


def _money(amount: Decimal) -> str:
    return f"{amount:,f}"
