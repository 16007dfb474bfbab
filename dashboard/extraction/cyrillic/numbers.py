"""Numbers in Ukrainian and Russian text, in digits and in words of every case, with what the text says of their exactness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dashboard.extraction.cyrillic.lexicon import alternation, expanded
from dashboard.extraction.cyrillic.line import Language, Line
from dashboard.extraction.lexicon import table
from dashboard.records import Estimate

MAX_COUNT = 2_000_000
"""A larger number counts nobody."""
_LONGEST = 9
_THOUSAND = 1000
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_QUALIFIERS = ("at_least", "more_than", "up_to", "about")
_DIGITS = (
    r"(?:\d{1,3}(?:[ .,]\d{3}){1,3}(?![\d,.]\d)|\d{1,40})"
    r"(?:[-']?(?:ти|ох|ьох|рьох|х|є|ма|мя|ми|еро|ро|м)(?!\w))?"
)
_GROWN = re.compile(r"(?:зрос|збільши|возрос|увеличи|вырос|вирос|підня|подня|сягн|достиг|досяг)\w{0,8}(?: [\w'-]{1,30}){0,5} до\s*$")
"""Before "до 12": a figure that has grown is no bound."""
_NONE_AT_ALL = re.compile(r"(?<!\w)(?:ни|ні|жодн\w{1,3}) $")
_OR = r"(?: ?[-—] ?| до | або | чи | или )"


@dataclass(frozen=True, slots=True)
class Number:
    """A count in a line: `text[start:end]`, qualifiers included; the figure itself begins at `core`."""

    start: int
    core: int
    end: int
    estimate: Estimate
    additional: bool
    """Told on top of others: "ще двоє"."""


@cache
def _values(languages: tuple[Language, ...]) -> list[tuple[re.Pattern[str], int]]:
    return [
        (re.compile("|".join(expanded(p) for p in patterns)), int(key))
        for language in languages
        for key, patterns in table("numbers", "words", language).items()
    ]


@cache
def _word(languages: tuple[Language, ...]) -> str:
    words = [expanded(p) for la in languages for patterns in table("numbers", "words", la).values() for p in patterns]
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + r")(?!\w)"


@cache
def _pattern(languages: tuple[Language, ...]) -> re.Pattern[str]:
    word = _word(languages)
    one = rf"(?:{_DIGITS}|{word}(?: {word}){{0,3}})"
    marks = "|".join(f"(?P<{key}>{alternation('casualties', 'qualifiers', key, languages)})" for key in _QUALIFIERS)
    more = alternation("casualties", "qualifiers", "additional", languages)
    return re.compile(
        rf"(?<![\w№#/:,.+$€£-])(?:(?P<add1>{more}) )?(?:(?:{marks}) ?(?<= ))?(?:(?P<add2>{more}) )?"
        rf"(?:(?:від|от) (?=[^ ]{{1,20}} до ))?(?P<low>{one})(?:{_OR}(?P<high>{one}))?(?![\w^])"
    )


@cache
def _after(languages: tuple[Language, ...]) -> re.Pattern[str]:
    units = alternation("numbers", "no_count", "units", languages)
    return re.compile(
        rf"[ -]?(?:{units})(?!\w)|[.,:/]\d|(?: ?(?:,|та|і|й|и|до|-|—) ?\d{{1,3}}){{1,4}}[ -]?(?:рок|рік|лет|год)|-?(?:й|го|му|я|"
        rf"а|у|е|і|ї|ій|ої|ой|ую)(?!\w)"
    )


@cache
def _before(languages: tuple[Language, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w])(?:{alternation('numbers', 'no_count_before', 'words', languages)})\s?$")


def value(text: str, languages: tuple[Language, ...]) -> int | None:
    """The whole number that digits or words name; None for what is no number or counts nobody."""
    digits = re.match(r"\d[\d .,]*", text)
    if digits:
        plain = re.sub(r"\D", "", digits[0])
        number = int(plain) if len(plain) < _LONGEST else MAX_COUNT + 1
        return number if number <= MAX_COUNT else None
    total = current = 0
    for word in text.split():
        found = next((v for pattern, v in _values(languages) if pattern.fullmatch(word)), None)
        if found is None:
            return None
        if found == _THOUSAND:
            total, current = total + max(current, 1) * found, 0
        else:
            current += found
    return total + current if 0 < total + current <= MAX_COUNT else None


def is_count(line: Line, end: int) -> bool:
    """Whether what follows a number leaves it a count: no month, measure, age or part of a larger number."""
    return _after(line.languages).match(line.text, end) is None


def numbers(line: Line) -> list[Number]:
    """Every count of a line; ages, dates, times, measures, article numbers and parts of names are left out."""
    text, out = line.text, []
    for m in _pattern(line.languages).finditer(text):
        core = m.start("low")
        if _after(line.languages).match(text, m.end()) or (
            m["low"][0].isdigit() and _before(line.languages).search(text[max(0, m.start() - 30) : m.start()])
        ):
            continue
        if _NONE_AT_ALL.search(text[max(0, core - 10) : core]):
            continue
        low = value(m["low"], line.languages)
        high = value(m["high"], line.languages) if m["high"] else None
        if low is None or (m["high"] and high is None):
            continue
        if _FIRST_YEAR <= low <= _LAST_YEAR and m["low"].isdigit() and not m["high"]:
            continue
        additional = bool(m["add1"] or m["add2"])
        grown = bool(m["up_to"]) and _GROWN.search(text[max(0, m.start() - 60) : core]) is not None
        out.append(Number(core if grown else m.start(), core, m.end(), _estimate(m, low, high, grown=grown), additional))
    return out


def _estimate(m: re.Match[str], low: int, high: int | None, *, grown: bool) -> Estimate:
    if high is not None:
        low, high = min(low, high), max(low, high)
        return Estimate(low=low, best=low, high=high)
    if m["at_least"] or m["more_than"]:
        return Estimate(low=low, best=low)
    if m["up_to"] and not grown:
        return Estimate(low=0, best=None if m["up_to"].startswith("мен") else low, high=low)
    if m["about"] and not m["about"].startswith("попере") and not m["about"].startswith("предвар"):
        return Estimate(best=low)
    return Estimate(low=low, best=low, high=low)
