"""Numbers in English text, in digits and in words, with what the text says of their exactness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dashboard.extraction.lexicon import WordPattern, alternatives, lowered, small_pattern
from dashboard.records import Estimate

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_UNITS = {w: i for i, w in enumerate(_ONES.split())}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6}
_WORDS = _UNITS | _TENS | {"dozen": 12, "half-a-dozen": 6, "couple": 2, "no": 0, "both": 2}
_RISEN = re.compile(r"\b(?:gone|risen|rose|climbed|went|jumped|increased|grown|grew|moved|shot|crept)\s+\Z", re.IGNORECASE)
_ROUGH = frozenset(("about", "around", "some", "approximately", "roughly", "nearly", "almost", "close to", "an estimated"))
OLDEST = 115
"""Years; a number between commas up to this is an age."""
_NOT_AGE = "".join(f"(?<!{words} )" for words in ("aged", "boy of", "girl of", "son of", "child of", "woman of", "man of", "age of"))
MAX_COUNT = 2_000_000
"""A larger number counts nobody."""

_WORD = "|".join(sorted({*_UNITS, *_TENS} - {"zero"}, key=len, reverse=True))
_SPELLED = (
    rf"(?:(?:(?:a|one|two|three|four|five|six|seven|eight|nine) )?(?:hundred|dozen|"
    rf"thousand)(?: and)?(?: (?:{_WORD}))?(?:[- ](?:{_WORD}))?|half a dozen|(?:{_WORD})(?:[- ](?:one|two|three|four|"
    rf"five|six|seven|eight|nine))?|a couple(?: of)?)"
)
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+"
_ONE = rf"(?:{_DIGITS}|{_SPELLED})"
_NOT_COUNT = (
    r"(?!\s?(?:%|percent|per cent|km|kilomet|mile|metre|meter|year|month|week|day|hour|minute|second|am\b|pm\b|a\.m|"
    r"p\.m|th\b|st\b|nd\b|rd\b|mm\b|degrees?|tonnes?|tons?|kg|mph|feet|stor(?:e)?y|storeys|billion|bn|million|m\b|x\b|"
    r"o'clock|times\b)|[.,:]\d|[-–](?:year|month|week|day|hour|stor|mile|km|kilo|met|point|mm|member|minute|nation|"
    r"room|bed|seat|foot|ton|floor))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A count in a text: `text[start:end]`, qualifier included."""

    start: int
    end: int
    estimate: Estimate
    additional: bool
    """As in "another five", "a further two": beside others already told."""


@cache
def _pattern() -> WordPattern:
    q = {k: alternatives("casualties", "qualifiers", k) for k in ("at_least", "more_than", "up_to", "about", "additional")}
    return small_pattern(
        rf"(?<![\w$€£.,:/^-]){_NOT_AGE}(?:(?P<add1>{q['additional']}) )?(?:(?:reportedly|"
        rf"the|all|in total|altogether) )?"
        rf"(?:(?P<at_least>{q['at_least']}) |(?P<more_than>{q['more_than']}) |(?P<up_to>{q['up_to']}) |(?P<about>{q['about']}) )?"
        rf"(?:(?P<add2>{q['additional']}) )?(?:the )?"
        rf"(?:between (?P<low2>{_ONE}) and (?P<high2>{_ONE})|(?P<low>{_ONE})(?:(?: to | or |[-–—])(?P<high>{_ONE}))?)(?![\w^]){_NOT_COUNT}"
    )


def value(words: str) -> int | None:
    """The whole number that digits or English words name; None for what is no number or counts nobody."""
    compact = re.sub(r"[,\u00a0\u202f ](?=\d{3}(?:\D|$))", "", words.strip())
    if compact.isascii() and compact.isdigit():
        number = int(compact) if len(compact) < 9 else MAX_COUNT + 1  # noqa: PLR2004 - longer digits are no count
        return number if number <= MAX_COUNT else None
    total = current = 0
    seen = False
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word in {"a", "and", "of", ""}:
            continue
        if word == "half":
            return 6 if "dozen" in words.lower() else None
        if word in _SCALES or word == "dozen":
            scale = _SCALES.get(word, 12)
            current = max(current, 1) * scale
            if scale >= 1000:  # noqa: PLR2004 - thousands close a group
                total, current = total + current, 0
        elif word in _WORDS:
            current += _WORDS[word]
        else:
            return None
        seen = True
    return total + current if seen and total + current <= MAX_COUNT else None


def numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """Every count in `text[start:end]`; years, ages, distances, clock times and parts of larger numbers are left out."""
    out = []
    for m in _pattern().finditer(lowered(text), start, len(text) if end is None else end):
        found = _number(m)
        if found is not None and m["up_to"] and _RISEN.search(text[max(0, m.start() - 12) : m.start()]):
            # "has gone up to 34" is a figure, not a bound.
            found = Number(
                m.start("low"), m.end(), Estimate(low=value(m["low"]), best=value(m["low"]), high=value(m["low"])), additional=False
            )
        if found is not None and m["high"] and text[m.start() : m.end("high")].count(" to ") and text[: m.start()].endswith("from "):
            # "rose from 31 to 40" is no range: the second figure stands.
            found = Number(
                m.start("high"),
                m.end(),
                Estimate(low=found.estimate.high, best=found.estimate.high, high=found.estimate.high),
                found.additional,
            )
        if found is not None and not _is_age(text, m):
            out.append(found)
    return out


def _is_age(text: str, m: re.Match[str]) -> bool:
    """As in "The driver, 58, was killed"."""
    return bool(
        m[0].strip().isdigit()
        and text[: m.start()].endswith(", ")
        and text[m.end() : m.end() + 1] in {",", ")", "."}
        and int(m[0]) <= OLDEST
    )


def _number(m: re.Match[str]) -> Number | None:
    first, last = (m["low2"], m["high2"]) if m["low2"] else (m["low"], m["high"])
    low = value(first)
    high = value(last) if last else None
    if low is None or (last and high is None):
        return None
    if 1900 <= low <= 2100 and first.isdigit() and not last:  # noqa: PLR2004 - a bare year
        return None
    return Number(m.start(), m.end(), _estimate(m, low, high), bool(m["add1"] or m["add2"]))


def _estimate(m: re.Match[str], low: int, high: int | None) -> Estimate:
    if high is not None:
        low, high = min(low, high), max(low, high)
        return Estimate(low=low, best=low, high=high)
    if m["at_least"] or m["more_than"]:
        return Estimate(low=low, best=low)
    if m["up_to"]:
        below = m["up_to"].lower() in {"fewer than", "less than", "under"}
        return Estimate(low=0, best=None if below else low, high=low)
    if m["about"] and m["about"].lower() in _ROUGH:
        return Estimate(best=low)
    return Estimate(low=low, best=low, high=low)
