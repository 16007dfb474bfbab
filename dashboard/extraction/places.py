"""Which place names of a sentence say where an event was, and which belong to speakers, launch sites or conferences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.lexicon import word_list
from dashboard.extraction.roles import Role, role_of
from dashboard.extraction.script import is_cyrillic
from gazetteer import GeoPrecision, Match, PlaceKind, RelativePlace, Toponym, ToponymKind


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a sentence; offsets count from the report's beginning."""

    start: int
    end: int
    match: Match
    role: Role
    relative: bool
    named: tuple[int, int] | None = None
    """Where the place is named, if this is only "the city"."""

    @property
    def name_span(self) -> tuple[int, int]:
        """Where the report names the place."""
        return self.named or (self.start, self.end)

    @property
    def precision(self) -> GeoPrecision:
        """How exactly the name places something."""
        return self.match.geo_precision

    @property
    def is_country(self) -> bool:
        """Whether it names a whole country or more."""
        return self.match.geo_precision >= GeoPrecision.PART_OF_COUNTRY


_PLACES = frozenset((ToponymKind.PLACE, ToponymKind.REGION, ToponymKind.COUNTRY))
_APPOSED = re.compile(
    r"\s*[,(–—-]\s*(?:which (?:is|lies|sits)|located|lying|situated|just|some|about|around|a (?:\w+ ){1,3})?\s*", re.IGNORECASE
)


def place_mentions(document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> dict[int, list[PlaceMention]]:
    """The places of each sentence by the sentence's index, in order, each with its role. Demonyms and metonyms are no places."""
    anchors = {span for r in relatives for span in r.anchors}
    spans: list[tuple[int, int, Match, bool]] = [(r.start, r.end, r.match, True) for r in relatives if r.match is not None]
    for t in toponyms:
        if t.kind not in _PLACES or t.match is None or (t.start, t.end) in anchors:
            continue
        if any(s <= t.start < e for s, e, _, _ in spans):
            continue
        spans.append((t.start, t.end, t.match, False))
    spans.sort(key=lambda s: s[0])
    by_sentence: dict[int, list[PlaceMention]] = {}
    index = 0
    for start, end, match, relative in spans:
        while index < len(document.sentences) and document.sentences[index].end <= start:
            index += 1
        if index == len(document.sentences):
            break
        sentence = document.sentences[index]
        if start < sentence.start or is_cyrillic(sentence.text):
            continue
        found = by_sentence.setdefault(sentence.index, [])
        if found and start < found[-1].end:
            # "the regional capital" inside "30 km south of the regional capital": named, and not struck.
            found.append(PlaceMention(start, end, match, Role.CONTEXT, relative))
            continue
        role = _role(sentence, start, end, match.place.kind, found)
        if (
            relative
            and role is Role.CONTEXT
            and match.method != "description"
            and not _DESCRIBED.search(document.report.text[sentence.start : start])
        ):
            # "drones fell 20 km east of Ternopil": the expression itself says where.
            role = Role.EVENT
        if relative and found and _APPOSED.fullmatch(document.report.text[found[-1].end : start]) and not found[-1].is_country:
            role = Role.CONTEXT
        found.append(PlaceMention(start, end, match, role, relative))
    _settle_descriptions(by_sentence)
    _add_anaphora(document, by_sentence)
    return {i: _contained(found, document.sentences[i]) for i, found in by_sentence.items()}


_DESCRIBED = re.compile(
    (
        r"\b(?:lies|lie|located|situated|is|are|was|sits|lying|lives?|lived|based|stands?|just|only|"
        r"explosions in (?:\w+ ){0,2}|from|to|until|than|within|"
        r"came)\s+(?:about|around|some|roughly|just|only)?\s*$"
    ),
    re.IGNORECASE,
)
"""Before "30 km from Izium": the words describe where a town lies, not where something struck."""


def _role(sentence: Sentence, start: int, end: int, kind: PlaceKind, earlier: list[PlaceMention]) -> Role:
    event_end = earlier[-1].end - sentence.start if earlier and earlier[-1].role is Role.EVENT else None
    return role_of(sentence.text, start - sentence.start, end - sentence.start, kind, event_end=event_end)


_APART = re.compile(r"[:;–—]|\bkill|\binjur|\bwound|\bdead\b|\bdied\b|\bdeaths?\b")


def _contained(found: list[PlaceMention], sentence: Sentence) -> list[PlaceMention]:
    """A region named only to say where a town lies is no second place: "Chuhuiv in the Kharkiv region".

    One that is told of before its towns, with a colon or people's fate between, speaks for itself:
    "six killed across Ukraine: four in Sumy".
    """
    out = []
    for place in found:
        inner = [o for o in found if o is not place and o.role is Role.EVENT and within(o.match, place.match)]
        apart = (
            bool(inner)
            and place.end <= inner[0].start
            and _APART.search(sentence.text[place.end - sentence.start : inner[0].start - sentence.start])
        )
        out.append(replace(place, role=Role.CONTEXT) if place.role is Role.EVENT and inner and not apart else place)
    return out


def within(inner: Match, outer: Match) -> bool:
    """Whether a place lies in a larger one, by the gazetteer's codes."""
    a, b = inner.place, outer.place
    if inner.geo_precision >= outer.geo_precision or a.country_code != b.country_code or a.country_code is None:
        return False
    if b.kind is PlaceKind.COUNTRY:
        return True
    if b.kind is PlaceKind.REGION:
        return a.admin1_code is not None and a.admin1_code == b.admin1_code
    return b.kind is PlaceKind.DISTRICT and a.admin2 is not None and a.admin2 == b.admin2 and a.admin1_code == b.admin1_code


def _settle_descriptions(by_sentence: dict[int, list[PlaceMention]]) -> None:
    """The words "the capital" name no place of this report's strikes where every place struck lies in another country."""
    struck = {
        p.match.place.country_code
        for found in by_sentence.values()
        for p in found
        if p.role is Role.EVENT and not p.relative and not p.is_country
    }
    for index, found in by_sentence.items():
        by_sentence[index] = [
            replace(p, role=Role.CONTEXT) if p.match.method == "description" and struck and p.match.place.country_code not in struck else p
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
            if anaphor.sort != "city" or any(p.start < anaphor.end and anaphor.start < p.end for p in here):
                continue
            meant = antecedent(document, anaphor, every)
            role = _role(sentence, anaphor.start, anaphor.end, PlaceKind.POPULATED, [])
            if meant is None or role is not Role.EVENT or any(p.match.place == meant.match.place for p in here):
                continue
            here = sorted(
                [*here, PlaceMention(anaphor.start, anaphor.end, meant.match, role, meant.relative, meant.name_span)], key=lambda p: p.start
            )
            by_sentence[sentence.index] = here


def antecedent(document: Document, anaphor: Anaphor, every: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place that "the city" or "the region" stands for.

    The last of its sort named before, a strike's place before any other; else the first after.
    """
    countries = {p.match.place.country_code for p in every if p.role is Role.EVENT and not p.is_country}
    fitting = [
        p
        for p in every
        if p.role is not Role.ORIGIN and _of_sort(p, anaphor.sort) and (not countries or p.match.place.country_code in countries)
    ]
    if re.search(r"village|settlement", anaphor.word):
        fitting = [p for p in fitting if p.match.place.population < TOWN]
    if re.search(r"city|capital|metropolis", anaphor.word):
        fitting = [p for p in fitting if p.match.place.population >= CITY] or fitting
    before = [p for p in fitting if p.start < anaphor.start]
    sentence = document.sentence_at(anaphor.start)
    beside = [p for p in before if sentence is not None and p.start >= sentence.start]
    if beside:
        return beside[-1]
    struck = [p for p in before if p.role is Role.EVENT]
    close = [p for p in struck if _paragraphs_apart(document, p.start, anaphor.start) <= NEAR_PARAGRAPHS]
    if close and "city" in anaphor.word:
        largest = max(close, key=lambda p: p.match.place.population)
        home = largest.match.place.country_code == close[-1].match.place.country_code
        if home and largest.match.place.population > 3 * close[-1].match.place.population:
            return largest
    if struck and struck[-1].relative:
        named = [p for p in fitting if not p.relative and p.match.place == struck[-1].match.place]
        struck = named[:1] or struck
    if struck and _paragraphs_apart(document, struck[-1].start, anaphor.start) <= NEAR_PARAGRAPHS:
        return struck[-1]
    if before:
        return before[-1]
    return fitting[0] if fitting else None


TOWN = 20_000
"""Inhabitants; "the village" means a place smaller than this."""
CITY = 50_000
"""Inhabitants; "the city" means one of at least this size where the report names any."""
NEAR_PARAGRAPHS = 2
"""Further back than this "the city" is another."""


def _of_sort(place: PlaceMention, sort: str) -> bool:
    kind = place.match.place.kind
    if sort == "region":
        return kind is PlaceKind.REGION
    return (
        kind is PlaceKind.POPULATED
        and not (place.relative and place.match.method != "description")
        and place.precision is GeoPrecision.EXACT
    )


def _paragraphs_apart(document: Document, a: int, b: int) -> int:
    x, y = document.sentence_at(a), document.sentence_at(b)
    return abs(x.paragraph - y.paragraph) if x and y else 0


@dataclass(frozen=True, slots=True)
class Anaphor:
    """Words such as "the city": they stand for a place named earlier; offsets from the report's beginning."""

    start: int
    end: int
    sort: str
    """city, region or country."""
    word: str = ""
    """As written."""


def anaphora(sentence: Sentence) -> list[Anaphor]:
    """The definite descriptions of a sentence that lean on a place named elsewhere."""
    return [
        Anaphor(sentence.start + h.start, sentence.start + h.end, h.key, sentence.text[h.start : h.end].lower())
        for h in word_list("places", "anaphora").find(sentence.text)
    ]
