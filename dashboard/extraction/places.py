"""Which place names of a sentence say where an event was, and which belong to speakers, launch sites or conferences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dashboard.extraction.anaphora import anaphora, antecedent
from dashboard.extraction.around import Role
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.placed import PlaceMention, within
from dashboard.extraction.roles import role_of
from dashboard.extraction.script import is_cyrillic
from gazetteer import GeoPrecision, Match, PlaceKind, RelativePlace, Toponym, ToponymKind
from gazetteer.geometry import distance_km

_PLACES = frozenset((ToponymKind.PLACE, ToponymKind.REGION, ToponymKind.COUNTRY))
_APPOSED = re.compile(
    r"(?:[ -][\w’'-]{1,14}){0,2}\s*[,(–—-]\s*(?:(?:on|at|in) the (?:\w+[- ]){0,3}|(?:on|at|along|near)\s+|both|all|"
    r"which (?:is|lies|sits)|located|lying|situated|just|some|about|around|a (?:\w+ ){1,3})?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A name or an expression that places something, before its part in the sentence is known."""

    start: int
    end: int
    match: Match
    anchor: tuple[int, int] | None
    """Of an expression ("30 km south of Kharkiv"): where its last anchor stands; None for a plain name."""


def place_mentions(document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> dict[int, list[PlaceMention]]:
    """The places of each sentence by the sentence's index, in order, each with its role. Demonyms and metonyms are no places."""
    by_sentence: dict[int, list[PlaceMention]] = {}
    index = 0
    for named in _named(document, toponyms, relatives):
        while index < len(document.sentences) and document.sentences[index].end <= named.start:
            index += 1
        if index == len(document.sentences):
            break
        sentence = document.sentences[index]
        if named.start < sentence.start or is_cyrillic(sentence.text):
            continue
        found = by_sentence.setdefault(sentence.index, [])
        role = _part(document, sentence, named, found)
        found.append(PlaceMention(named.start, named.end, named.match, role, named.anchor is not None))
    _settle_descriptions(by_sentence)
    _add_anaphora(document, by_sentence)
    return {i: _contained(found, document.sentences[i]) for i, found in by_sentence.items()}


def _named(document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> list[_Named]:
    """Every name and expression of the report in order; a name inside an expression is the expression's anchor."""
    placed = sorted((r for r in relatives if r.match is not None), key=lambda r: r.start)
    anchors = {span for r in placed for span in r.anchors}
    starts = [r.start for r in placed]

    def inside(start: int) -> bool:
        i = bisect_right(starts, start)
        return i > 0 and start < placed[i - 1].end

    def expressions() -> Iterator[_Named]:
        for r in placed:
            if r.match is not None:
                yield _Named(r.start, r.end, r.match, max((a for a in r.anchors if r.start <= a[0] < r.end), default=(r.start, r.end)))

    names = [
        _Named(t.start, t.end, t.match, None)
        for t in toponyms
        if t.match is not None and (t.start, t.end) not in anchors and (t.kind in _PLACES or _is_seat(document, t)) and not inside(t.start)
    ]
    return sorted([*expressions(), *names], key=lambda n: n.start)


def _part(document: Document, sentence: Sentence, named: _Named, found: list[PlaceMention]) -> Role:
    """The part of a name in its sentence, after those found before it."""
    text = document.report.text
    start, end, match = named.start, named.end, named.match
    last = found[-1] if found else None
    if last is not None and start < last.end:
        # "the regional capital" inside "30 km south of the regional capital": named, and not struck.
        return Role.CONTEXT
    gap = text[last.end : start] if last is not None else ""
    role = _role(sentence, start, end, match.place.kind, found)
    if named.anchor is not None:
        role = _part_of_expression(text, sentence, named, found, role)
        if last is not None and not last.is_country and _APPOSED.fullmatch(gap):
            return Role.CONTEXT
    if role is Role.EVENT and last is not None and _is_quarter(last, match, gap):
        return Role.CONTEXT
    if _DISTRICT_OF.search(text[max(0, start - 30) : start]) and text[end : end + 9] == " district":
        return Role.CONTEXT
    return role or Role.CONTEXT


def _part_of_expression(text: str, sentence: Sentence, named: _Named, found: list[PlaceMention], role: Role | None) -> Role | None:
    start, end, match = named.start, named.end, named.match
    if role is not Role.CONTEXT and named.anchor is not None and not re.search(r"\d", text[start:end]):
        # "stronger air defences outside Kyiv"; "in Kyiv's Solomianskyi district, ... both west of the capital's centre".
        again = any(p.match.place == match.place and p.role is Role.EVENT for p in found)
        if again or _role(sentence, named.anchor[0], named.anchor[1], match.place.kind, found) is Role.CONTEXT:
            return Role.CONTEXT
    if role is None and match.method != "description" and not _DESCRIBED.search(text[sentence.start : start]):
        return Role.EVENT  # "drones fell 20 km east of Ternopil": the expression itself says where
    return role


_QUARTER = re.compile(
    r"\s*+,?\s*+(?:(?:area|camp|neighbou?rhood|quarter|suburb|market|hospital|village|district|refugee camp|zone)s?\s+)?"
    r"(?:of|in|near|outside|west of|east of|north of|south of)\s+(?:the\s+)?"
    r"(?:(?:southern|northern|eastern|western|central)\s+)?(?:(?:city|town|province|area) of\s+)?",
    re.IGNORECASE,
)
QUARTER_KM = 25.0
"""A quarter, camp or village named with its town lies no farther from it."""


COUNTRYSIDE_KM = 60.0
"""After ", in": "Jisr al-Shughur, in the Idlib countryside"."""


def _is_quarter(inner: PlaceMention, outer: Match, gap: str) -> bool:
    """As in "the al-Mawasi area of Khan Younis": the town only says where the quarter lies."""
    a = inner.match
    points = (a.latitude, a.longitude, outer.latitude, outer.longitude)
    if inner.role is not Role.EVENT or inner.is_country or None in points or _QUARTER.fullmatch(gap) is None:
        return False
    larger = outer.place.population > a.place.population or outer.geo_precision > a.geo_precision
    limit = COUNTRYSIDE_KM if gap.lstrip().startswith(", in") else QUARTER_KM
    return larger and distance_km(a.latitude or 0.0, a.longitude or 0.0, outer.latitude or 0.0, outer.longitude or 0.0) <= limit


_DISTRICT_OF = re.compile(r"\b(?:the (?:city|capital|town)[’']s|of the city|in the city[’']s|in its|the capital[’']s)\s+$", re.IGNORECASE)
"""Before "Kyivskyi district": a part of the town, though a village of that name exists."""
_DESCRIBED = re.compile(
    (
        r"\b(?:lies|lie|located|situated|is|are|was|sits|lying|lives?|lived|based|stands?|just|only|"
        r"explosions in (?:\w+ ){0,2}|from|to|until|than|within|"
        r"came)\s+(?:about|around|some|roughly|just|only)?\s*$"
    ),
    re.IGNORECASE,
)
"""Before "30 km from Izium": the words describe where a town lies, not where something struck."""


def _is_seat(document: Document, t: Toponym) -> bool:
    """Whether a name that belongs to an office ("the mayor of Mykolaiv") still says whose town it is."""
    sentence = document.sentence_at(t.start) if t.kind is ToponymKind.OTHER else None
    if sentence is None or t.match is None:
        return False
    return _role(sentence, t.start, t.end, t.match.place.kind, []) is Role.SPEAKER


def _role(sentence: Sentence, start: int, end: int, kind: PlaceKind, earlier: list[PlaceMention]) -> Role | None:
    event_end = earlier[-1].end - sentence.start if earlier and earlier[-1].role is Role.EVENT else None
    return role_of(sentence.text, start - sentence.start, end - sentence.start, kind, event_end=event_end)


_FRAME = re.compile(r"\W*(?:(?:Elsewhere|Meanwhile|Also|And)\W+)?(?:in|In)\s+(?:the\s+)?")
"""At the head of a sentence: "In Ukraine, one person was killed when a missile hit a bakery in Zaporizhzhia"."""
_LISTS = re.compile(
    r"\b(?:including (?:at least )?(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)|of (?:them|whom)|and (?:one|two|three|four|"
    r"five|six|seven|eight|nine|ten|\d+) (?:more )?(?:in|at|near))\b|:"
)
_APART = re.compile(
    r"[:;–—]|\bkill|\binjur|\bwound|\bdead\b|\bdied\b|\bdeaths?\b|"
    r"\bincluding (?:at least )?(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
)


def _contained(found: list[PlaceMention], sentence: Sentence) -> list[PlaceMention]:
    """A region named only to say where a town lies is no second place: "Chuhuiv in the Kharkiv region".

    One that is told of before its towns, with a colon or people's fate between, speaks for itself:
    "six killed across Ukraine: four in Sumy".
    """
    out = []
    spread: list[PlaceMention] = []
    found = _unknown_quarters(found, sentence)
    for place in found:
        gap = ""
        inner = [o for o in found if o is not place and o.role is Role.EVENT and within(o.match, place.match)]
        if inner and place.end <= inner[0].start:
            gap = sentence.text[place.end - sentence.start : inner[0].start - sentence.start]
        apart = _APART.search(gap) is not None
        heads = _FRAME.fullmatch(sentence.text[: place.start - sentence.start]) is not None
        frames = (len(inner) == 1 and heads and _LISTS.search(sentence.text) is None) or _frames(place, found, sentence)
        if _SPREAD.search(gap):
            spread.append(place)
            apart, frames = True, False
        out.append(replace(place, role=Role.CONTEXT) if place.role is Role.EVENT and (frames or (inner and not apart)) else place)
    return [
        replace(p, role=Role.CONTEXT) if any(p is not s and p.start > s.end and within(p.match, s.match) for s in spread) else p
        for p in out
    ]


_SPREAD = re.compile(
    r"\b(?:\d+|dozens of|several|two|three|four|five|six|seven|eight|nine|ten|a dozen) (?:[\w-]+ ){0,2}"
    r"(?:settlements|villages|towns|communities|localities|cities|districts|municipalities|townships)\b[^.;]{0,30}"
    r"\b(?:including|among them|such as)\b",
    re.IGNORECASE,
)
"""Between a region and its towns: "In Kherson Oblast, Russia targeted 43 settlements, including Beryslav" is told of the region."""


def _frames(place: PlaceMention, found: list[PlaceMention], sentence: Sentence) -> bool:
    """As in "In Shan State, planes had bombed the town of Mogok": where the towns of the sentence are all named more exactly."""
    if place.precision < GeoPrecision.REGION or not _FRAME.fullmatch(sentence.text[: place.start - sentence.start]):
        return False
    after = [o for o in found if o is not place and o.role is Role.EVENT and o.start > place.end]
    alike = [o for o in after if o.match.place.country_code == place.match.place.country_code and o.precision <= GeoPrecision.NEAR]
    between = sentence.text[place.end - sentence.start : after[0].start - sentence.start] if after else ""
    return len(after) == len(alike) == 1 and not _APART.search(between)


_OF_TOWN = re.compile(
    r"\s+(?:neighbou?rhood|quarter|district|suburb|area|camp|street|square)s?\s+(?:of|in)\s+(?:the\s+)?(?:(?:city|town) of\s+)?",
    re.IGNORECASE,
)


def _unknown_quarters(found: list[PlaceMention], sentence: Sentence) -> list[PlaceMention]:
    """As in "the Daraj neighbourhood of Gaza City": a quarter that the gazetteer knows only as a far namesake is none of its places."""
    out = list(found)
    struck = [p for p in found if p.role is Role.EVENT]
    for i, p in enumerate(found):
        if p.role is Role.EVENT and p.match.place.kind is PlaceKind.WATER and len(struck) > 1:
            out[i] = replace(p, role=Role.CONTEXT)  # "On the Red Sea, a carrier was struck 40 miles west of Hodeidah"
        quarter = _QUARTER_WORD.match(sentence.text, p.end - sentence.start)
        if quarter and any(o.match.place.country_code != p.match.place.country_code for o in struck if o is not p and not o.is_country):
            out[i] = replace(p, role=Role.CONTEXT)  # "in Gaza City, ... in the Sabra neighbourhood": its namesake lies in Libya
    for i, (a, b) in enumerate(pairwise(found)):
        if a.match.method == "description" and _NAMES_IT.fullmatch(sentence.text, a.end - sentence.start, b.start - sentence.start):
            out[i] = replace(a, role=Role.CONTEXT)  # "on the capital, Sana'a"
            out[i + 1] = replace(b, role=a.role) if b.role is Role.CONTEXT else b
            continue
        if _is_misread(a, b, sentence):
            out[i] = replace(a, role=Role.CONTEXT)
            continue
        gap = sentence.text[a.end - sentence.start : b.start - sentence.start]
        points = (a.match.latitude, a.match.longitude, b.match.latitude, b.match.longitude)
        if a.is_country or b.is_country or None in points or not _OF_TOWN.fullmatch(gap):
            continue
        if distance_km(*(p or 0.0 for p in points)) > COUNTRYSIDE_KM:
            out[i] = replace(a, role=Role.CONTEXT)
            out[i + 1] = replace(b, role=a.role) if a.role is Role.EVENT else b
    return out


SMALL = 50_000
"""Inhabitants; a larger town is known to lie beside its region, as Kyiv does."""
_NAMES_IT = re.compile(r",?\s+(?:of\s+)?")
_QUARTER_WORD = re.compile(r"\s+(?:neighbou?rhood|quarter|suburb)\b")
_IN_OUTER = re.compile(r"\s+(?:[\w-]+\s+){0,2}in\s+(?:the\s+)?(?:(?:city|region|province|state) of\s+)?")


def _is_misread(a: PlaceMention, b: PlaceMention, sentence: Sentence) -> bool:
    """As in "Ramon airport in southern Israel": what lies in another country than the text says is another place."""
    gap = sentence.text[a.end - sentence.start : b.start - sentence.start]
    codes = a.match.place.country_code, b.match.place.country_code
    wider = b.precision >= GeoPrecision.REGION and not a.is_country
    if not wider or None in codes or _IN_OUTER.fullmatch(gap) is None:
        return False
    # "Nyaung Kone village in the Sagaing region": of that name the gazetteer knows one in another region alone.
    inner, outer = a.match.place, b.match.place
    other = None not in (inner.admin1_code, outer.admin1_code) and inner.admin1_code != outer.admin1_code
    small = inner.kind is PlaceKind.POPULATED and 0 < inner.population < SMALL and outer.kind is PlaceKind.REGION
    return codes[0] != codes[1] or (other and small)


def _settle_descriptions(by_sentence: dict[int, list[PlaceMention]]) -> None:
    """The words "the capital" name no place of this report's strikes where every place struck lies in another country."""
    struck = {
        p.match.place.country_code
        for found in by_sentence.values()
        for p in found
        if p.role is Role.EVENT and not p.relative and not p.is_country
    }
    towns = {p.match.place for found in by_sentence.values() for p in found if p.role is Role.EVENT and p.match.method != "description"}
    idle = {p.match.place for found in by_sentence.values() for p in found if p.role is Role.CONTEXT and not p.relative} - towns
    for index, found in by_sentence.items():
        by_sentence[index] = [
            replace(p, role=Role.CONTEXT)
            if p.match.method == "description"
            and ((struck and p.match.place.country_code not in struck) or (towns and p.match.place in idle))
            else p
            for p in found
        ]


def _add_anaphora(document: Document, by_sentence: dict[int, list[PlaceMention]]) -> None:
    """Read "in the city" as the town that it stands for, where the sentence says that the event was there."""
    every = [p for i in sorted(by_sentence) for p in by_sentence[i]]
    for sentence in document.sentences:
        if sentence.is_heading:
            continue
        here = by_sentence.get(sentence.index, [])
        for anaphor in anaphora(sentence):
            named = any(0 <= p.start - anaphor.end <= len(", ") for p in here)  # "in the capital Kyiv"
            if anaphor.sort != "city" or named or any(p.start < anaphor.end and anaphor.start < p.end for p in here):
                continue
            meant = antecedent(document, anaphor, every)
            role = _role(sentence, anaphor.start, anaphor.end, PlaceKind.POPULATED, [])
            if meant is None or role is not Role.EVENT or any(p.match.place == meant.match.place for p in here):
                continue
            here = sorted(
                [*here, PlaceMention(anaphor.start, anaphor.end, meant.match, role, meant.relative, meant.name_span)], key=lambda p: p.start
            )
            by_sentence[sentence.index] = here
