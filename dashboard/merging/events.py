"""Strike claims to events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.codes import GeoPrecision, Victims, Weapon
from dashboard.merging.grouping import Group, grouped
from dashboard.merging.headings import Heading
from dashboard.merging.judging import judged_event
from dashboard.merging.parents import parents_of
from dashboard.merging.scoring import JOIN_AT, chosen, likeness
from dashboard.records import UNPLACED, Estimate, Event, Join, StrikeClaim, When, digest
from dashboard.reviews import Verdicts


def events_of(claims: Sequence[StrikeClaim], reports: Mapping[str, Heading], verdicts: Verdicts) -> tuple[Event, ...]:
    """The events that strike claims, in the order given, come to."""
    groups = grouped(claims, reports, fit=_fit, telling=_telling, verdicts=verdicts)
    events = [judged_event(_event(group.claims, tuple(group.joins), reports), verdicts) for group in groups]
    parents = parents_of({event.event_id: group.claims for event, group in zip(events, groups, strict=True)})
    linked = [replace(event, part_of=parents[event.event_id]) for event in events]
    return tuple(sorted(linked, key=lambda e: (e.when.best or date.min, e.event_id)))


def likely_one(a: StrikeClaim, b: StrikeClaim) -> bool:
    """Whether two claims can stand in one event because of each other."""
    return likeness(a, b).score >= JOIN_AT


def _fit(group: Group[StrikeClaim], claim: StrikeClaim) -> tuple[float, str] | None:
    found = max((likeness(member, claim) for member in group.tellings.values()), key=lambda each: each.score)
    return (found.score, found.reason) if found.score >= JOIN_AT else None


def _telling(claim: StrikeClaim) -> tuple[object, ...]:
    return (claim.location, claim.when, claim.killed, claim.injured, claim.weapons)


def _event(group: list[StrikeClaim], joins: tuple[Join, ...], reports: Mapping[str, Heading]) -> Event:
    anchor = group[0]
    latest = sorted(group, key=lambda c: (reports[c.report_id].published or date.min, c.claim_id), reverse=True)
    names = [reports[c.report_id].title or reports[c.report_id].source for c in latest]
    killed, note = chosen([(c.killed, name) for c, name in zip(latest, names, strict=True)])
    injured, _ = chosen([(c.injured, name) for c, name in zip(latest, names, strict=True)])
    missing, _ = chosen([(c.missing, name) for c, name in zip(latest, names, strict=True)])
    sharpest = min(
        group, key=lambda c: (c.location.geo_precision if c.location else GeoPrecision.UNKNOWN, -(c.location.score if c.location else 0))
    )
    return Event(
        event_id=digest("event", anchor.claim_id),
        joins=joins,
        reports=len({c.report_id for c in group}),
        sources=tuple(dict.fromkeys(reports[c.report_id].source for c in group)),
        location=sharpest.location or UNPLACED,
        when=_when(group),
        killed=killed,
        injured=injured,
        missing=missing,
        killed_by=_parts([c.killed_by for c in group], killed),
        injured_by=_parts([c.injured_by for c in group], injured),
        attacks=max((c.attacks for c in group if c.attacks is not None), default=None),
        weapons=tuple(w for w in Weapon if any(w in c.weapons for c in group)),
        target=next((c.target for c in group if c.target is not None), None),
        actor=next((c.actor for c in group if c.actor is not None), None),
        background=all(c.background for c in group),
        figures_note=note,
    )


def _when(group: list[StrikeClaim]) -> When:
    """The most exact date that a claim gives; of equally exact ones the first told."""
    dated = [c.when for c in group if c.when.precision is not None]
    return min(dated, key=lambda w: w.precision or 9) if dated else group[0].when


def _parts(told: list[tuple[tuple[Victims, int], ...]], whole: Estimate) -> tuple[tuple[Victims, int], ...]:
    counts: dict[Victims, int] = {}
    for parts in told:
        for victims, n in parts:
            if whole.best is not None and n <= whole.best:
                counts[victims] = max(counts.get(victims, 0), n)
    return tuple(counts.items())
