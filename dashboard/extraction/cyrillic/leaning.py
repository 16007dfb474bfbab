"""Mentions that name no place are given the one that they lean on: posts name it once, often in their first line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention, within
from dashboard.extraction.roles import Role
from gazetteer import GeoPrecision, PlaceKind

PASSAGE = 400
"""Code points in which a region and its towns are told together."""
_SETTLEMENT = re.compile(
    r"(?<!\w)(?:[Сс]ел(?:о|і|у|а|ом|е|ище|ищі|ища|ищу)|смт\.?|[Мм]іст(?:о|і|а|у)|[Пп]осел(?:ок|ке|ка|ку)|[Дд]еревн(?:я|е|и|ю)|"
    r"[Хх]утор\w{0,2}|"
    r"[Сс]таниц(?:а|е|ы|у)|[Гг]ород(?:е|а|у)?|[сcм]\.) ([А-ЯІЇЄҐ][а-яіїєґ'’-]{2,40})"
)
_AREAS = frozenset((GeoPrecision.REGION, GeoPrecision.DISTRICT))


def settled(mentions: Sequence[Mention], lines: Sequence[Line], where: Mapping[int, Sequence[PlaceMention]]) -> list[Mention]:
    """Give each mention without a place the last struck place of its sort before it, else the first after, else its speaker's own area.

    A sentence that names a village which the gazetteer lacks leans on no town: only on the region told before.
    """
    by_index = {line.sentence.index: line for line in lines}
    struck = [p for i in sorted(where) for p in where[i] if p.role is Role.EVENT]
    told = {id(m.place) for m in mentions if m.place is not None}
    live = [p for p in struck if id(p) in told] or struck
    lost: list[int] = []
    out: list[Mention] = []
    for m in mentions:
        if m.place is not None and not (m.place.is_country and _leans(m)):
            out.append(m)
            continue
        if _names_unplaced(m, where.get(m.sentence.index, ())):
            lost.append(m.sentence.start)
        nearest = max((p.start for p in live if p.start < m.sentence.start and not p.is_country), default=-1)
        regional = bool(lost) and lost[-1] > nearest
        named = where.get(m.sentence.index, ())
        place = _meant(m, by_index[m.sentence.index], _regions(struck, where) if regional else live, named)
        place = place or m.place
        if place is None and m.office is not None and not m.office.is_country and (m.casualties or m.weapons or m.enemy):
            place = m.office
        if place is None and not regional:
            place = _of_report(m, where)
        if place is not None and _useful(m):
            out.append(replace(m, place=place))
    return out


def _names_unplaced(m: Mention, places: Sequence[PlaceMention]) -> bool:
    """Whether a sentence names a settlement, by a word for one and a capital, that no place was found for."""
    for found in _SETTLEMENT.finditer(m.sentence.text):
        start = m.sentence.start + found.start(1)
        if not any(p.start <= start < p.end for p in places):
            return True
    return False


def _regions(struck: Sequence[PlaceMention], where: Mapping[int, Sequence[PlaceMention]]) -> list[PlaceMention]:
    named = [p for p in struck if p.precision in _AREAS]
    others = [p for i in sorted(where) for p in where[i] if p.precision in _AREAS]
    return named or (others if len({p.match.place.name for p in others}) == 1 else [])


def _leans(m: Mention) -> bool:
    return bool(m.casualties) or m.target is not None


def _useful(m: Mention) -> bool:
    """Whether it tells anything of a strike."""
    return bool(m.casualties or m.armed or m.target or m.date or m.attacks)


def _meant(m: Mention, line: Line, struck: Sequence[PlaceMention], named: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place that a sentence leans on; its "області" is none of its own where a name goes with it, as in "глава Сумської області"."""
    taken = [(line.find(p.start), line.find(p.end)) for p in named]
    free = [h for h in hits(line, "places", "anaphora") if not any(s < h.end and h.start < e for s, e in taken)]
    sort = next((h.key for h in free), None)
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
        return _whole(before)
    after = [p for p in close if p.start > m.sentence.start]
    return after[0] if after else None


def _whole(before: Sequence[PlaceMention]) -> PlaceMention:
    """The last place, or the region that a list of its towns was told of: "на Харківщині загинули троє: у Чугуєві двоє ..."."""
    last = before[-1]
    parts = [
        p for p in before if p is not last and last.start - p.start < PASSAGE and p.precision in _AREAS and within(last.match, p.match)
    ]
    towns = [p for p in before if parts and p.start > parts[-1].start and within(p.match, parts[-1].match)]
    return parts[-1] if len(towns) > 1 else last


def _of_report(m: Mention, where: Mapping[int, Sequence[PlaceMention]]) -> PlaceMention | None:
    """Where nothing is said to be struck: the only area that the report names, where people are told to be hurt."""
    if not m.founding or not m.casualties:
        return None
    named = [p for i in sorted(where) for p in where[i] if not p.is_country and p.role in {Role.CONTEXT, Role.SPEAKER}]
    return named[0] if named and len({p.match.place.name for p in named}) == 1 else None
