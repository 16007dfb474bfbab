"""What reviewers said, laid over what the machine found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dashboard.codes import ClaimKind, ReviewState
from dashboard.records import AidClaim, Claim, Estimate, Event, Join, Package, StrikeClaim
from dashboard.reviews import VALUES_OF, Correction, Verdicts


def judged(claim: Claim, verdicts: Verdicts) -> Claim:
    """A claim with the place and the time that a person gave it: by these it is joined to others; its figures stay its report's own."""
    for _, _, correction in verdicts.corrections.get(claim.claim_id, ()):
        claim = replace(claim, when=correction.when or claim.when)
        if isinstance(claim, StrikeClaim) and correction.location is not None:
            claim = replace(claim, location=correction.location)
        if isinstance(claim, AidClaim):
            amount = claim.amount if correction.amount is None else correction.amount
            claim = replace(claim, amount=amount, currency=correction.currency or claim.currency)
    return claim


def judged_event(event: Event, verdicts: Verdicts) -> Event:
    """An event with what reviewers said of its claims; the later word counts."""
    notes = [event.figures_note] if event.figures_note else []
    for who, correction in _corrections(event.joins, verdicts):
        values: dict[str, Any] = {name: value for name, value in correction.values().items() if name in VALUES_OF[ClaimKind.STRIKE]}
        notes += [f"{name} corrected by {who}{_before(getattr(event, name))}" for name in values]
        event = replace(event, **values)
        event = replace(event, killed_by=_within(event.killed_by, event.killed), injured_by=_within(event.injured_by, event.injured))
    return replace(event, review=_state(event.joins, verdicts), figures_note="; ".join(notes))


def judged_package(package: Package, verdicts: Verdicts) -> Package:
    """A package with what reviewers said of its claims."""
    for _, correction in _corrections(package.joins, verdicts):
        values: dict[str, Any] = {name: value for name, value in correction.values().items() if name in VALUES_OF[ClaimKind.AID]}
        package = replace(package, **values)
    return replace(package, review=_state(package.joins, verdicts))


def _corrections(joins: Iterable[Join], verdicts: Verdicts) -> list[tuple[str, Correction]]:
    """Reviewer and correction, each review once, in the order in which they were made."""
    if not verdicts.corrections:
        return []
    found = {number: (who, what) for join in joins for number, who, what in verdicts.corrections.get(join.claim_id, ())}
    return [found[number] for number in sorted(found)]


def _state(joins: Iterable[Join], verdicts: Verdicts) -> ReviewState:
    """The state that the last review of any claim gives."""
    states = [verdicts.states[join.claim_id] for join in joins if join.claim_id in verdicts.states] if verdicts.states else []
    return max(states)[1] if states else ReviewState.UNREVIEWED


def _before(value: object) -> str:
    """What stood there before, in brackets, where that can be said in a word."""
    if isinstance(value, Estimate):
        return f" (found: {'unknown' if value.best is None else value.best})"
    return ""


def _within(parts: tuple[tuple[Any, int], ...], whole: Estimate) -> tuple[tuple[Any, int], ...]:
    """The parts that a corrected whole still holds."""
    return tuple(part for part in parts if whole.best is None or part[1] <= whole.best)
