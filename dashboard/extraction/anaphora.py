"""Words such as "the city": which place named elsewhere in the report they stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.extraction.around import Role
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.lexicon import word_list
from dashboard.extraction.placed import PlaceMention
from gazetteer import UNLISTED, GeoPrecision, PlaceKind


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


def antecedent(document: Document, anaphor: Anaphor, every: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place that "the city" or "the region" stands for.

    The last of its sort named before, a strike's place before any other; else the first after. `every` is in the order of the text;
    nobody leans on a name with hundreds of others between.
    """
    middle = bisect_left(every, anaphor.start, key=lambda p: p.start)
    every = every[max(0, middle - REMEMBERED) : middle + REMEMBERED]
    countries = {p.match.place.country_code for p in every if p.role is Role.EVENT and not p.is_country}
    fitting = [
        p
        for p in every
        if p.role is not Role.ORIGIN and _of_sort(p, anaphor.sort) and (not countries or p.match.place.country_code in countries)
    ]
    called = [p for p in fitting if _called(document, p, anaphor.word)]
    if called:
        fitting = called
    if re.match(r"(?:his|her)\b", anaphor.word):
        seats = [p for p in fitting if p.role is Role.SPEAKER and p.start < anaphor.start]
        fitting = seats or fitting
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
        return (struck or before)[-1]
    if anaphor.sort == "region" or not fitting:
        return None  # no region is "the province" before it is named
    return fitting[0] if _paragraphs_apart(document, fitting[0].start, anaphor.start) <= NEAR_PARAGRAPHS else None


_KINDS = ("port", "city", "village", "settlement", "hamlet", "town")


def _called(document: Document, place: PlaceMention, words: str) -> bool:
    """Whether the report itself calls a place what the words call it: "Hodeidah Port" before "the port"."""
    text = document.report.text
    start, end = place.name_span
    around = text[max(0, start - 40) : start], text[end : end + 16]
    return any(
        kind in words and (re.search(rf"\b{kind}(?: city)? of $", around[0]) or re.match(rf"\s{kind}\b", around[1], re.IGNORECASE))
        for kind in _KINDS
    )


REMEMBERED = 200
"""Names on either side among which the one is looked for that "the city" stands for."""
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
    town = kind is PlaceKind.POPULATED and (place.precision is GeoPrecision.EXACT or place.match.method == UNLISTED)
    # A town's name may have been read as its district's: "outside Marib ... around the city".
    namesake = kind is PlaceKind.DISTRICT and place.precision is GeoPrecision.DISTRICT
    return (town or namesake) and not (place.relative and place.match.method != "description")


def _paragraphs_apart(document: Document, a: int, b: int) -> int:
    x, y = document.sentence_at(a), document.sentence_at(b)
    return abs(x.paragraph - y.paragraph) if x and y else 0
