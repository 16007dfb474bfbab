"""Strike claims to events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from dashboard.codes import GeoPrecision, Victims, Weapon
from dashboard.merging.copies import copies, only_copied
from dashboard.merging.grouping import Group, grouped
from dashboard.merging.headings import Heading
from dashboard.merging.judging import judged_event
from dashboard.merging.parents import parents_of
from dashboard.merging.scoring import JOIN_AT, likeness
from dashboard.merging.tolls import chosen, note, series
from dashboard.records import UNPLACED, Estimate, Event, Join, StrikeClaim, When, digest
from dashboard.reviews import Verdicts


def events_of(claims: Sequence[StrikeClaim], reports: Mapping[str, Heading], verdicts: Verdicts) -> tuple[Event, ...]:
    """The events that strike claims, in the order given, come to."""
    groups = grouped(
        claims,
        reports,
        fit=lambda group, claim: _fit(group, claim, reports),
        telling=lambda claim: _telling(claim, reports[claim.report_id].published),
        verdicts=verdicts,
    )
    events = [judged_event(_event(group.claims, tuple(group.joins), reports), verdicts) for group in groups]
    parents = parents_of({event.event_id: group.claims for event, group in zip(events, groups, strict=True)})
    linked = [replace(event, part_of=parents[event.event_id]) for event in events]
    return tuple(sorted(linked, key=lambda e: (e.when.best or date.min, e.event_id)))


def likely_one(a: StrikeClaim, b: StrikeClaim, report_a: Heading, report_b: Heading) -> bool:
    """Whether two claims can stand in one event because of each other."""
    return likeness(a, b, (report_a.published, report_b.published)).score >= JOIN_AT


def _fit(group: Group[StrikeClaim], claim: StrikeClaim, reports: Mapping[str, Heading]) -> tuple[float, str] | None:
    """The best of its likenesses with the group's claims, where none of them rules it out: so that no vague claim bridges two days."""
    day = reports[claim.report_id].published
    found = [likeness(member, claim, (reports[member.report_id].published, day)) for member in group.tellings.values()]
    best = max(found, key=lambda each: each.score)
    if best.score < JOIN_AT or any(each.is_ruled_out for each in found):
        return None
    return best.score, best.reason


def _telling(claim: StrikeClaim, published: date | None) -> tuple[object, ...]:
    return (claim.location, claim.when, claim.killed, claim.injured, claim.weapons, claim.target, claim.site, claim.background, published)


def _event(group: list[StrikeClaim], joins: tuple[Join, ...], reports: Mapping[str, Heading]) -> Event:
    anchor = group[0]
    tolls, repeated = series(group, reports), copies(group, reports)
    sharpest = min(
        group, key=lambda c: (c.location.geo_precision if c.location else GeoPrecision.UNKNOWN, -(c.location.score if c.location else 0))
    )
    where = sharpest.location or UNPLACED
    actor = next((c.actor for c in group if c.actor is not None), None)
    deaths, injuries, missing = (chosen(tolls, of, where.country, actor) for of in (_killed, _injured, _missing))
    killed, injured = deaths.estimate, injuries.estimate
    return Event(
        event_id=digest("event", anchor.claim_id),
        joins=joins,
        reports=len({c.report_id for c in group}),
        sources=tuple(dict.fromkeys(reports[c.report_id].source for c in group)),
        copied=only_copied(group, repeated, reports),
        location=where,
        when=_when(group),
        killed=killed,
        injured=injured,
        missing=missing.estimate,
        killed_by=_parts([c.killed_by for c in group], killed),
        injured_by=_parts([c.injured_by for c in group], injured),
        attacks=max((c.attacks for c in group if c.attacks is not None), default=None),
        weapons=tuple(w for w in Weapon if any(w in c.weapons for c in group)),
        target=next((c.target for c in group if c.target is not None), None),
        actor=actor,
        background=all(c.background for c in group),
        figures_note=note(deaths, {c.claim_id: reports[c.report_id].title or reports[c.report_id].source for c in group}),
    )


_killed, _injured, _missing = (attrgetter(name) for name in ("killed", "injured", "missing"))


def _when(group: list[StrikeClaim]) -> When:
    """The most exact date that claims give; of equally exact ones what most tell, else the earliest: news is dated late, not early."""
    dated = [c.when for c in group if c.when.precision is not None]
    if not dated:
        return group[0].when
    told = Counter((w.start, w.end) for w in dated)
    return min(dated, key=lambda w: (w.precision or 9, -told[w.start, w.end], w.start or date.max))


def _parts(told: list[tuple[tuple[Victims, int], ...]], whole: Estimate) -> tuple[tuple[Victims, int], ...]:
    counts: dict[Victims, int] = {}
    for parts in told:
        for victims, n in parts:
            if whole.best is not None and n <= whole.best:
                counts[victims] = max(counts.get(victims, 0), n)
    return tuple(counts.items())
