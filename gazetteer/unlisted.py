"""Names that no table lists: settlements placed by the region that the text puts them in, cities and regions that are misspelt.

As in "a strike in Shchetinovka, a locality in Russia's Belgorod region": the place is named, and known only as somewhere in the region.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from gazetteer.cues import MONTHS_AND_DAYS
from gazetteer.names import MAX_NAME, has_cyrillic
from gazetteer.place import GeoPrecision, Match, PlaceKind, Toponym, ToponymKind
from gazetteer.word_patterns import WordPattern

METHOD = "unlisted"
"""The method of such a match: name of the settlement, point and radius of what holds it."""
_NAME = r"(?P<name>[A-Z][\w’'-]+(?:\s(?:[aeA-Z]l-)?[A-Z][\w’'-]+){0,3})"
_FIRST = (
    r"(?=[A-Z])(?!\w+[’']s\s)(?!(?:The|In|A|An|At|On|This|That|Its|Their|Another|Every|No|One|Two|Near|From|All|Some|Each|Our|His|Her)\b)"
)
_KIND = r"(?:villages?|towns?|settlements?|localit(?:y|ies)|hamlets?|townships?|communes?|sub-?districts?|wards?)"
_KINDS = ("village", "town", "settlement", "localit", "hamlet", "commune", "subdistrict", "sub-district", "ward")
"""Of which a text has one where it calls something so."""
_STANDS_BEFORE = "(?:in|on|at|near|hit|struck|shelled|attacked|targeted|bombed)"
_NAMED = (
    WordPattern(rf"\b{_KIND}\s+of\s+{_NAME}"),
    WordPattern(rf"\b{_FIRST}{_NAME}(?=\s+{_KIND}\b)", needs=_KINDS),
    WordPattern(rf"\b{_STANDS_BEFORE}\s+{_NAME}(?=,\s+an?\s+(?:[\w-]+\s+){{0,2}}{_KIND}\b)", needs=_KINDS),
)
_DAY = "|".join(sorted(word.capitalize() for word in MONTHS_AND_DAYS))
_IN_HOLDER = WordPattern(rf"\b{_STANDS_BEFORE}\s+(?!(?:{_DAY})\b){_NAME}(?=,\s+in\s+the\s+[A-Z])", needs=(",",))
_GAP = re.compile(
    r"(?:\s+(?:village|town|settlement|sub-?district|ward|commune|township)s?)?(?:\s*\([^)]{1,30}\))?"
    r"(?:,\s+|,?\s+(?:in|of|within|inside)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3}|"
    r",\s+(?:an?|the)\s+(?:[\w-]+\s+){1,4}?(?:in|of)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3})"
)
_BEFORE = re.compile(rf"[’']?s?\s+(?:[\w-]+\s+){{0,2}}{_KIND}\s+of\s+")
_FRAME = re.compile(r"\W*(?:[Ii]n|[Aa]cross)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}")
_SENTENCE = re.compile(r"[.!?][\"”’]?\s|\n")
_HOLDERS = frozenset({PlaceKind.REGION, PlaceKind.DISTRICT})
_FAR = 120
"""Characters between a settlement and what holds it, at most."""


def unlisted(text: str, toponyms: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """The settlements of a text that `toponyms`, in order, do not resolve and for which it gives a region or district; in order.

    `match` has the settlement's name, the point and radius of what holds it and that one's precision. Latin script.
    """
    if has_cyrillic(text):
        return ()
    known = [t for t in toponyms if t.match is not None]
    starts = [t.start for t in known]
    found: dict[int, Toponym] = {}
    for pattern in (*_NAMED, _IN_HOLDER):
        for m in pattern.finditer(text):
            start, end = m.span("name")
            if end - start > MAX_NAME or any(s < end and start < e for s, e in _near(known, starts, start, end)):
                continue
            holder = _holder(text, known, starts, start, end)
            if holder is not None and not any(t.start < end and start < t.end for t in found.values()):
                found[start] = Toponym(start=start, end=end, text=m["name"], kind=ToponymKind.PLACE, match=_inside(m["name"], holder))
    return tuple(found[start] for start in sorted(found))


_CALLED = (
    (PlaceKind.POPULATED, WordPattern(rf"\b(?:city|town|port)\s+of\s+{_NAME}")),
    (PlaceKind.REGION, WordPattern(rf"\b{_FIRST}{_NAME}(?=\s+(?:region|[Oo]blast|province)\b)", needs=("region", "oblast", "province"))),
)
_ALIKE = 0.85
"""Likeness (0-1) from which a misspelt name is read as the place that it is like."""
_SHORTEST = 6
"""Letters; shorter names are like too many."""


def misspelt(text: str, toponyms: Sequence[Toponym], search: Callable[[str, str, PlaceKind], Match | None]) -> tuple[Toponym, ...]:
    """Names that the text calls a city or a region, that no place bears, and that are like a place's of a country it names; in order.

    As in "the central city of Kryviyi Rih". `search` gives the place of a kind that is most like a name in a country (ISO alpha-2).
    """
    if has_cyrillic(text):
        return ()
    known = [t for t in toponyms if t.match is not None]
    starts = [t.start for t in known]
    lands = [t.match.place.country_code for t in known if t.match is not None and t.match.place.country_code is not None]
    found: dict[int, Toponym] = {}
    for kind, pattern in _CALLED:
        for m in pattern.finditer(text):
            start, end = m.span("name")
            clear = _SHORTEST <= end - start <= MAX_NAME and not any(s < end and start < e for s, e in _near(known, starts, start, end))
            for land in dict.fromkeys(lands) if clear else ():
                match = search(m["name"], land, kind)
                if match is not None and match.method == "fuzzy" and match.score >= _ALIKE and match.place.country_code == land:
                    found[start] = Toponym(start=start, end=end, text=m["name"], kind=ToponymKind.PLACE, match=match)
                    break
    return tuple(found[start] for start in sorted(found))


def _near(known: Sequence[Toponym], starts: Sequence[int], start: int, end: int) -> list[tuple[int, int]]:
    at = bisect_left(starts, start)
    return [(t.start, t.end) for t in known[max(0, at - 1) : bisect_left(starts, end)]]


def _holder(text: str, known: Sequence[Toponym], starts: Sequence[int], start: int, end: int) -> Match | None:
    """The region or district after the name, right before it, or at the head of its sentence."""
    at = bisect_left(starts, end)
    for t in known[at : at + 2]:
        if t.start - end <= _FAR and t.match is not None and t.match.place.kind in _HOLDERS and _GAP.fullmatch(text, end, t.start):
            return t.match
    before = known[at - 1] if at else None
    if (
        before is not None
        and before.match is not None
        and before.match.place.kind in _HOLDERS
        and _BEFORE.fullmatch(text, before.end, start)
    ):
        return before.match
    breaks = [m.end() for m in _SENTENCE.finditer(text, max(0, start - 4 * _FAR), start)]
    head = breaks[-1] if breaks else max(0, start - 4 * _FAR)
    for t in known[bisect_left(starts, head) : at]:
        if t.match is not None and t.match.place.kind in _HOLDERS:
            return t.match if _FRAME.fullmatch(text, head, t.start) else None
    return None


def _inside(name: str, holder: Match) -> Match:
    district = holder.geo_precision <= GeoPrecision.DISTRICT
    place = replace(holder.place, name=name, kind=PlaceKind.POPULATED, geonameid=None, population=0)
    return replace(
        holder,
        query=name,
        place=place,
        method=METHOD,
        geo_precision=GeoPrecision.DISTRICT if district else GeoPrecision.REGION,
        runners_up=(),
    )
