"""Cut a report into paragraphs and sentences with true offsets, and tell the report from the page around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dashboard.extraction.lexicon import word_list
from dashboard.records import Report

# A full stop after these ends no sentence.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen lt col maj capt sgt brig adm sen rep gov st no fig jan feb mar apr jun jul aug sep sept oct nov dec "
    "u.s u.k u.n u.s.a e.g i.e a.m p.m vs etc approx prof hon rev jr sr inc ltd co corp km sq".split()
)
_CYRILLIC_ABBREVIATIONS = frozenset(
    "м с смт г п пос сел д х ст ч вул ул просп пр бул буд кв тис тыс млн млрд грн руб ім им св т.о т.зв див ген полк р-н обл.м".split()
)
"""The same in Ukrainian and Russian: "м. Суми", "вул. Садова"; after a number ("2024 г.") they may end a sentence."""
# A run of full stops is read once and whole, so that a million of them take a million steps.
# Both alternatives begin with the same sign, so that all others are passed over at once.
_END = re.compile(
    r"[.!?…](?:(?<![.!?…]{2})[.!?…]*+[\"”’'»)\]]*+(?=\s+[\"“‘'«(\[]?[A-ZА-ЯІЇЄҐ0-9#@€$£•–—-]|\s*$)|(?<!…)[\"”]?(?=[A-Z][a-z]{2}))"
)
_BREAK = re.compile(r"\n\s*")
_TERMINAL = re.compile(r"[.!?…:][\"”’'»)\]]*\s*$")
_CAPITALS = re.compile(r"[A-Z]{2,}")
_LAST_WORD = re.compile(r"[\w.]+$")
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-"})
"""Signs that the rules read as their plain twins, one for one, so that offsets stay true."""
_UNPLAIN = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
MAX_HEADING_WORDS = 22
MAX_SENTENCE = 3000
"""Code points; a longer run without a full stop is cut, so that no rule reads without bound."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `report.text[start:end]`, its spaces and hyphens made plain."""

    index: int
    """From 0, through the whole report."""
    start: int
    end: int
    paragraph: int
    text: str
    is_heading: bool
    """A heading or teaser: it gives context and makes no record of its own."""
    section: int
    """The number of headings above it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A paragraph that is no part of the report, with the rule that said so."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report cut to sentences."""

    report: Report
    sentences: tuple[Sentence, ...]
    skipped: tuple[Skipped, ...]

    @property
    def date_line(self) -> tuple[int, int] | None:
        """Where the report's header gives its day of publication; None where no header does."""
        published = self.report.published
        start = -1 if published is None else self.report.text.find(published.isoformat(), 0, self.report.body_start)
        return None if start < 0 else (start, start + 10)

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds a code point, or None where the page's own words stand."""
        position = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        return self.sentences[position] if position >= 0 and offset < self.sentences[position].end else None


def cut(report: Report) -> Document:
    """Cut a report's body into sentences; noise paragraphs are set aside with the rule that named them."""
    text = report.text
    plain = text.translate(_PLAIN) if _UNPLAIN.search(text) else text
    noise = word_list("context", "noise")
    paragraphs = list(_paragraphs(text, report.body_start))
    ends = [bool(_TERMINAL.search(text[s:e])) for s, e in paragraphs]
    last_full = max((n for n, full in enumerate(ends) if full), default=-1)
    sentences: list[Sentence] = []
    skipped: list[Skipped] = []
    section = 0
    for number, ((start, end), key) in enumerate(zip(paragraphs, noise.first_in_parts(text, paragraphs), strict=True)):
        if key is not None:
            skipped.append(Skipped(start, end, f"noise:{key}"))
            continue
        heading = _is_heading(text[start:end], terminated=ends[number], followed=number < last_full)
        section += heading
        for s, e in [(start, end)] if heading else _sentences(text, start, end):
            sentences.append(Sentence(len(sentences), s, e, number, plain[s:e], heading, section))
    return Document(report, tuple(sentences), tuple(skipped))


def _is_heading(paragraph: str, *, terminated: bool, followed: bool) -> bool:
    words = paragraph.split()
    if len(words) > MAX_HEADING_WORDS or not followed:
        return False
    if not terminated:
        return True
    shouted = sum(bool(_CAPITALS.fullmatch(w.strip(".,:;!?"))) for w in words)
    return len(words) >= 3 and shouted >= 0.7 * len(words)  # noqa: PLR2004 - a line in capitals is a teaser even with a full stop


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    """Line breaks part paragraphs, save where a line is merely wrapped: the next one goes on in lower case."""
    spans: list[tuple[int, int]] = []
    begin = start
    for m in _BREAK.finditer(text, start):
        after = text[m.end() : m.end() + 1]
        if after.islower() and "\n" not in text[m.start() : m.end()].strip(" \t\r").replace("\n", "", 1):
            continue
        spans.append((begin, m.start()))
        begin = m.end()
    spans.append((begin, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))[0] < trimmed[1]]


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    begin = start
    for m in _END.finditer(text, start, end):
        if text[m.start()] == "." and _is_abbreviation(text, begin, m.start()):
            continue
        spans.append((begin, m.end()))
        begin = m.end()
    spans.append((begin, end))
    out = []
    for span in spans:
        s, e = _trim(text, *span)
        while e - s > MAX_SENTENCE:
            cut_at = text.rfind(" ", s + 1, s + MAX_SENTENCE)
            cut_at = cut_at if cut_at > s else s + MAX_SENTENCE
            out.append((s, cut_at))
            s, e = _trim(text, cut_at, e)
        if s < e:
            out.append((s, e))
    return out


def _is_abbreviation(text: str, begin: int, dot: int) -> bool:
    word = _LAST_WORD.search(text[max(begin, dot - 12) : dot])
    if word is None:
        return False
    token = word.group().lower()
    if token in _CYRILLIC_ABBREVIATIONS:
        return not text[max(begin, dot - 12) : dot - len(token)].rstrip()[-1:].isdigit()
    initial = len(token) == 1 and token.isalpha() and word.group().isupper()
    return token in _ABBREVIATIONS or (initial and text[max(begin, dot - 4) : dot] != "on X")  # "said in a post on X. He added"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
