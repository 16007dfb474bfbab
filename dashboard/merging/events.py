"""Strike claims to events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashboard.codes import GeoPrecision, Victims, Weapon
from dashboard.merging.scoring import JOIN_AT, chosen, likeness
from dashboard.records import UNPLACED, Estimate, Event, Join, Report, StrikeClaim, When, digest

_CELL_DEGREES = 0.5
"""Side of the blocks in which claims are compared; neighbouring blocks are looked at too."""

_Block = tuple[str, int, int]


def events_of(claims: Sequence[StrikeClaim], reports: Mapping[str, Report]) -> tuple[Event, ...]:
    """Join claims, in the order given, to the event that they fit best; claims of one report never join each other.

    A report's own repeated mentions were brought together when it was read, so two claims of one report are two strikes.
    """
    groups: list[list[StrikeClaim]] = []
    joins: list[list[Join]] = []
    blocks: defaultdict[tuple[_Block, int], set[int]] = defaultdict(set)
    tellers: list[set[str]] = []
    # Copies of a report tell the same of a strike: each telling is compared once, however many copies there are.
    tellings: list[dict[tuple[object, ...], StrikeClaim]] = []
    for claim in claims:
        best_index, best_score, best_reason = -1, JOIN_AT, ""
        keys = list(_keys(claim))
        for index in sorted(set().union(*(blocks[key] for key in keys))):
            if claim.report_id in tellers[index]:
                continue
            found = max((likeness(m, claim) for m in tellings[index].values()), key=lambda k: k.score)
            if found.score >= best_score and (found.score > best_score or best_index < 0):
                best_index, best_score, best_reason = index, found.score, found.reason
        if best_index < 0:
            best_index = len(groups)
            groups.append([])
            joins.append([])
            tellers.append(set())
            tellings.append({})
            best_score, best_reason = 1.0, "the first report of it"
        groups[best_index].append(claim)
        tellers[best_index].add(claim.report_id)
        tellings[best_index].setdefault((claim.location, claim.when, claim.killed, claim.injured, claim.weapons), claim)
        joins[best_index].append(Join(claim_id=claim.claim_id, score=best_score, reason=best_reason))
        for key in keys:
            blocks[key].add(best_index)
    events = [_event(group, tuple(join), reports) for group, join in zip(groups, joins, strict=True)]
    owner = {join.claim_id: e.event_id for e in events for join in e.joins}
    linked = [_linked(e, group, owner) for e, group in zip(events, groups, strict=True)]
    return tuple(sorted(linked, key=lambda e: (e.when.best or date.min, e.event_id)))


def _keys(claim: StrikeClaim) -> Iterator[tuple[_Block, int]]:
    """The blocks (area and day) that a claim touches."""
    where = claim.location
    if where is None or claim.when.start is None or claim.when.end is None:
        return
    first = claim.when.start - timedelta(1)
    days = [first.toordinal() + d for d in range(min(40, (claim.when.end - first).days + 2))]
    if where.latitude is None or where.longitude is None:
        areas: list[_Block] = [(where.country_code or "", 999, 999)]
    elif where.geo_precision is GeoPrecision.REGION:
        areas = [(f"{where.country_code}.{where.admin1_code}", 0, 0)]
    else:
        row, column = int(where.latitude // _CELL_DEGREES), int(where.longitude // _CELL_DEGREES)
        areas = [("", row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
        areas.append((f"{where.country_code}.{where.admin1_code}", 0, 0))
    for area in areas:
        for day in days:
            yield area, day


def _event(group: list[StrikeClaim], joins: tuple[Join, ...], reports: Mapping[str, Report]) -> Event:
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


def _linked(event: Event, group: list[StrikeClaim], owner: Mapping[str, str]) -> Event:
    """Hang an event on the one whose total contains it."""
    parent = next(
        (owner[c.part_of] for c in group if c.part_of is not None and owner.get(c.part_of, event.event_id) != event.event_id), None
    )
    return replace(event, part_of=parent) if parent is not None else event
