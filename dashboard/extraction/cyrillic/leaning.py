"""Mentions that name no place are given the one that they lean on: posts name it once, often in their first line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.mentions import Mention
from dashboard.extraction.places import PlaceMention
from dashboard.extraction.roles import Role
from gazetteer import GeoPrecision, PlaceKind

NEAR = 12
"""Sentences back to a place that is still spoken of."""


def settled(mentions: Sequence[Mention], lines: Sequence[Line], where: Mapping[int, Sequence[PlaceMention]]) -> list[Mention]:
    """Give each mention without a place the last struck place of its sort before it, else the first after, else its speaker's own area."""
    by_index = {line.sentence.index: line for line in lines}
    struck = [p for i in sorted(where) for p in where[i] if p.role is Role.EVENT]
    told = {id(p) for m in mentions if m.place is not None for p in (m.place,)}
    live = [p for p in struck if id(p) in told] or struck
    out: list[Mention] = []
    for m in mentions:
        if m.place is not None and not (m.place.is_country and _leans(m)):
            out.append(m)
            continue
        place = _meant(m, by_index[m.sentence.index], live) or m.place
        if place is None and m.office is not None and not m.office.is_country:
            place = m.office
        if place is None:
            place = _of_report(m, where)
        if place is not None and _useful(m):
            out.append(replace(m, place=place))
    return out


def _leans(m: Mention) -> bool:
    return bool(m.casualties) or m.target is not None


def _useful(m: Mention) -> bool:
    """Whether it tells anything of a strike."""
    return bool(m.casualties or m.armed or m.target or m.date or m.attacks)


def _meant(m: Mention, line: Line, struck: Sequence[PlaceMention]) -> PlaceMention | None:
    sort = next((h.key for h in hits(line, "places", "anaphora")), None)
    close = [p for p in struck if not p.is_country]
    before = [p for p in close if p.start < m.sentence.start]
    if sort == "region":
        regions = [p for p in before if p.precision is GeoPrecision.REGION]
        if regions:
            return regions[-1]
    if sort == "city":
        cities = [p for p in before if p.match.place.kind is PlaceKind.POPULATED]
        if cities:
            return cities[-1]
    if before:
        return before[-1]
    after = [p for p in close if p.start > m.sentence.start]
    return after[0] if after else None


def _of_report(m: Mention, where: Mapping[int, Sequence[PlaceMention]]) -> PlaceMention | None:
    """Where nothing is said to be struck: the only area that the report names, where people are told to be hurt or a site hit."""
    if not m.founding or not (m.casualties or m.target):
        return None
    named = [p for i in sorted(where) for p in where[i] if not p.is_country and p.role in {Role.CONTEXT, Role.SPEAKER}]
    return named[0] if named and len({p.match.place.name for p in named}) == 1 else None
