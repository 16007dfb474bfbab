"""Mentions that name no place are given the one that they lean on: posts name it once, often in their first line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from dashboard.extraction.around import Role
from dashboard.extraction.cyrillic.labels import is_label
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.fates import Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention, within
from gazetteer import GeoPrecision, PlaceKind, readings

PASSAGE = 400
"""Code points in which a region and its towns are told together."""
_SETTLEMENT = re.compile(
    r"(?<!\w)(?:[Сс]ел(?:о|і|у|а|ом|е|ище|ищі|ища|ищу)|смт\.?|[Мм]іст(?:о|і|а|у)|[Пп]осел(?:ок|ке|ка|ку)|[Дд]еревн(?:я|е|и|ю)|"
    r"[Хх]утор\w{0,2}|"
    r"[Сс]таниц(?:а|е|ы|у)|[Гг]ород(?:е|а|у)?|[сcм]\.) ([А-ЯІЇЄҐ][а-яіїєґ'’-]{2,40})"
)
_SOMEWHERE = re.compile(
    r"(?<![\w])(?:[Уу]|[Вв]о?|[Пп]о|[Пп]ід|[Пп]од|[Бб]іля|[Вв]озле|[Пп]облизу|[Вв]близи) "
    r"([А-ЯІЇЄҐ][а-яіїєґ'’]{3,30}(?:-[А-ЯІЇЄҐа-яіїєґ'’]{2,30}){0,3})"
    r"(?![\w])(?! (?:район|р-н|округ|мікрорайон))"
)
_DISTRICT = re.compile(r"(?<![\w])([А-ЯІЇЄҐ][а-яіїєґ'’-]{2,30}(?:ськ|цьк|зьк|ск|цк)(?:ому|ом|ого|ий|им)) (?:район|р-н|округ)")
CITY = 200_000
"""Inhabitants of a city that has districts of its own."""
_OFFICE = re.compile(
    r"(?:голов\w{1,2}|глав\w{1,2}|начальни\w{1,3}|очільни\w{1,3}|губернатор\w{0,2}|керівни\w{1,3}|влад\w{1,2}|власт\w{1,3}|мер\w{0,2}|"
    r"мэр\w{0,2}|"
    r"жител\w{1,3}|прокуратур\w|поліці\w|полици\w|минздрав\w?|мінздрав\w?|управлени\w|управлінн\w|адміністраці\w|администраци\w) $"
)
"""Before "області" or "региона": whose office it is."""
_AREAS = frozenset((GeoPrecision.REGION, GeoPrecision.DISTRICT))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the report tells as a whole."""

    paragraphs: Mapping[int, int]
    """Where each paragraph begins, by its number."""
    regions: Sequence[PlaceMention]
    """The regions that it names, in order."""
    starts: Sequence[int]
    """Where its sentences begin."""


def settled(
    mentions: Sequence[Mention], lines: Sequence[Line], where: Mapping[int, Sequence[PlaceMention]], turned_down: AbstractSet[int]
) -> list[Mention]:
    """Give each mention without a place the last struck place of its sort before it, else the first after, else its speaker's own area.

    Nothing leans on the places of sentences that were turned down, by their index (`turned_down`).
    A sentence that names a village which the gazetteer lacks leans on no town: only on the region told before.
    """
    by_index = {line.sentence.index: line for line in lines}
    struck = [p for i in sorted(where) if i not in turned_down for p in where[i] if p.role is Role.EVENT]
    named_struck = {id(m.place) for m in mentions if m.place is not None}
    told = _Told(
        {line.sentence.paragraph: line.sentence.start for line in reversed(lines)},
        [p for i in sorted(where) for p in where[i] if p.precision is GeoPrecision.REGION and p.role in {Role.EVENT, Role.CONTEXT}],
        [line.sentence.start for line in lines],
    )
    heads = {id(p) for i, found in where.items() if is_label(by_index[i], found) for p in found}
    live = [p for p in struck if id(p) in named_struck or id(p) in heads]
    sure = bool(live)
    live = live or struck
    lost: list[int] = []
    out: list[Mention] = []
    tolls = _tolls(mentions)
    for m in mentions:
        if m.place is not None and (m.split or not (m.place.is_country and _leans(m))):
            out.append(m)
            continue
        if m.place is None and (again := _told_again(m, tolls)) is not None:
            out.append(replace(m, place=again))
            continue
        last = next((p for p in reversed(live) if p.start < m.sentence.start and not p.is_country), None)
        nearest = last.start if last is not None else -1
        in_city = last is not None and last.match.place.population >= CITY
        if _names_unplaced(m, by_index[m.sentence.index], where.get(m.sentence.index, ()), in_city=in_city):
            lost.append(m.sentence.start)
        regional = bool(lost) and lost[-1] > nearest and lost[-1] >= told.paragraphs[m.sentence.paragraph]
        named = where.get(m.sentence.index, ())
        place = _meant(m, by_index[m.sentence.index], _regions(struck, where) if regional else live, named, told)
        if place is not None and place.start >= m.sentence.end and not sure:
            place = None
        place = place or m.place
        if place is None and m.office is not None and not m.office.is_country and (m.casualties or m.weapons or m.enemy):
            place = m.office
        if place is None and not regional:
            place = _of_report(m, where)
        if place is not None and _useful(m):
            out.append(replace(m, place=place))
            if place.precision is GeoPrecision.REGION and id(place) not in named_struck:
                named_struck.add(id(place))
                insort(live, place, key=lambda p: p.start)
    return out


def _tolls(mentions: Sequence[Mention]) -> dict[int, list[PlaceMention]]:
    """The places of the mentions that tell of several dead, by how many."""
    out: dict[int, list[PlaceMention]] = {}
    for m in mentions:
        for c in m.casualties:
            if m.place is not None and c.fate is Fate.KILLED and (c.estimate.best or 0) > 1:
                out.setdefault(c.estimate.best or 0, []).append(m.place)
    return out


def _told_again(m: Mention, tolls: Mapping[int, Sequence[PlaceMention]]) -> PlaceMention | None:
    """The one place of a toll that was told before, as in a heading, and is told again without it."""
    for c in m.casualties:
        if c.fate is Fate.KILLED and not c.additional:
            same = [p for p in tolls.get(c.estimate.best or 0, ()) if p.start < m.sentence.start]
            if len({(p.match.place.name, p.match.place.admin1_code) for p in same[:2]}) == 1:
                return same[0]
    return None


def _names_unplaced(m: Mention, line: Line, places: Sequence[PlaceMention], *, in_city: bool) -> bool:
    """Whether a sentence names a settlement that no place was found for: by a word for one, or a preposition and an unknown word.

    So does the name of a district, save where a city was told that may have one of that name (`in_city`).
    """
    for pattern in (_SETTLEMENT, _SOMEWHERE) if in_city else (_SETTLEMENT, _SOMEWHERE, _DISTRICT):
        for found in pattern.finditer(m.sentence.text):
            start = m.sentence.start + found.start(1)
            known = pattern is _SOMEWHERE and any(r.known for r in readings(found[1].lower(), line.languages))
            if not known and not any(p.start <= start < p.end for p in places):
                return True
    return False


def _regions(struck: Sequence[PlaceMention], where: Mapping[int, Sequence[PlaceMention]]) -> list[PlaceMention]:
    named = [p for p in struck if p.precision is GeoPrecision.REGION]
    others = [p for i in sorted(where) for p in where[i] if p.precision is GeoPrecision.REGION]
    return named or (others if len({p.match.place.name for p in others}) == 1 else [])


def _leans(m: Mention) -> bool:
    return bool(m.casualties) or m.target is not None


def _useful(m: Mention) -> bool:
    """Whether it tells anything of a strike."""
    return bool(m.casualties or m.armed or m.target or m.date or m.attacks)


def _meant(m: Mention, line: Line, struck: Sequence[PlaceMention], named: Sequence[PlaceMention], told: _Told) -> PlaceMention | None:
    """The place that a sentence leans on; its "області" is none of its own where a name goes with it, as in "глава Сумської області"."""
    taken = [(line.find(p.start), line.find(p.end)) for p in named]
    free = [
        h
        for h in hits(line, "places", "anaphora")
        if not any(s < h.end and h.start < e for s, e in taken) and not _OFFICE.search(line.text[max(0, h.start - 20) : h.start])
    ]
    sort = next((h.key for h in free), None)
    close = [p for p in struck if not p.is_country]
    before = [p for p in close if p.start < m.sentence.start]
    if sort == "region":
        at = bisect_left(told.regions, m.sentence.start, key=lambda p: p.start)
        if at:
            return told.regions[at - 1]
    if sort == "city":
        cities = [p for p in before if p.match.place.kind is PlaceKind.POPULATED]
        if cities:
            return cities[-1]
    here = [p for p in before if p.start >= told.paragraphs[m.sentence.paragraph]]
    if before:
        return _whole(here or before, told)
    after = [p for p in close if p.start > m.sentence.start]
    return after[0] if after else None


def _whole(before: Sequence[PlaceMention], told: _Told) -> PlaceMention:
    """The last place, or the region that a list of its towns was told of: "на Харківщині загинули троє: у Чугуєві двоє ..."."""
    last = before[-1]

    def sentence(p: PlaceMention) -> int:
        return bisect_right(told.starts, p.start)

    parts = [
        p for p in before if p is not last and last.start - p.start < PASSAGE and p.precision in _AREAS and within(last.match, p.match)
    ]
    towns = [
        p for p in before if parts and p.start > parts[-1].start and within(p.match, parts[-1].match) and sentence(p) == sentence(last)
    ]
    return parts[-1] if len(towns) > 1 else last


def _of_report(m: Mention, where: Mapping[int, Sequence[PlaceMention]]) -> PlaceMention | None:
    """Where nothing is said to be struck: the only area that the report names, where people are told to be hurt."""
    if not m.founding or not m.casualties:
        return None
    named = [p for i in sorted(where) for p in where[i] if not p.is_country and p.role in {Role.CONTEXT, Role.SPEAKER}]
    return named[0] if named and len({p.match.place.name for p in named}) == 1 else None
