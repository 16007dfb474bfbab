"""What a date in a sentence is the date of: the attack, or what somebody said of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from dashboard.codes import TimePrecision
from dashboard.extraction.dates import DateMention, dates, interval
from dashboard.extraction.day_words import NUMBER_WORDS
from dashboard.extraction.lexicon import WordPattern, lowered

_ATTACK_AFTER = re.compile(
    r"(?:\s+[\w-]+){0,2}?\s+(?:strikes?|attacks?|shellings?|bombings?|raids?|airstrikes?|bombardments?|barrages?|explosions?|blasts?)\b",
    re.IGNORECASE,
)
_ATTACK_BEFORE = re.compile(
    r"\b(?:strikes?|struck|attack(?:s|ed)?|hit|shell(?:ed|ing)|bomb(?:ed|ing)|raids?|fired|launched|dropped|fell|landed|exploded|destroyed)"
    r"(?:\s+[\w’'-]+){0,4}?\s+(?:on|in|late|early|during|at)\s+(?:the\s+)?(?:(?:early hours|night|morning|evening) of\s+)?$",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"\b(?:(?:statement|report|update|briefing|announcement|post)s?(?: issued| released| published)?|"
    r"said|says|told|reported|announced|wrote|added|confirmed|stated|declared|posted|warned|finished|mourned|"
    r"buried|bury|visited|met|according to [\w’' -]{1,60}|ended|resumed|continued"
    r"|half mast in \w+|were still [\w ]{0,24})(?:\s+(?:reporters|journalists|late|early|"
    r"in (?:an?|his|her|their|its) (?:\w+ )?(?:statement|address|post|speech|briefing|interview|update)"
    r"(?: (?:on|to|via|posted on|issued on) \w+(?: \w+)?)?|the [\w]+|on (?:Telegram|Facebook|Twitter|X|social media|television)|"
    r"their work|its work|work|searching|again|its dead))?"
    r"\s+(?:on|in|late|early|by|at)?\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_SPEECH_AFTER = re.compile(
    r"(?:,\s+(?:[\w’'()-]+\s+){1,9}?(?:said|reported|announced|confirmed)\s+that\b)|"
    r"\s+(?:said|told|announced|condemned|called|mourned|denied|warned|visited|thanked|vowed|promised)\b",
    re.IGNORECASE,
)
_AFTER = WordPattern(
    r"\b(?P<count>a|one|two|three|four|five|six|seven)\s+(?P<unit>day|week|month|year)s?\s+(?:after|since)\b",
    re.IGNORECASE,
    needs=("after", "since"),
)


_IN_RESPONSE = re.compile(
    r"\b(?:in (?:response|retaliation|revenge|reprisal) (?:to|for)|"
    r"follow(?:ed|ing|s)?[- ]up (?:to|of)|retaliat\w+ (?:for|against)|to avenge|"
    r"in the wake of)\b(?![^.;]{0,90}\b(?:strike|attack|raid|shelling|barrage|bombing|missile))[^.;]{0,90}$",
    re.IGNORECASE,
)
"""Before a day: that of what was answered, not of the answer."""
_ATTACK_COMMA = re.compile(
    r"\b(?:strikes?|attacks?|shelling|bombing|raids?|airstrikes?|bombardment|barrage|blast|explosions?)\b[^.;]{0,70},\s+(?:which came\s+|"
    r"that came\s+)?"
    r"(?:on|late|early)?\s*$",
    re.IGNORECASE,
)
"""As in "the toll from an airstrike near the hospital, late Monday"."""
_DATELINE_LEAD = re.compile(r"\W*(?:[A-Z][\w’'./-]*(?:\s+(?:al-|el-)?[A-Z][\w’'./-]*){0,3}\s*[,(]\s*){0,3}")
_DATELINE_TAIL = re.compile(r"\)?(?:,?\s{0,2}\d{4})?\s{0,2}(?:\([^)]{1,40}\)|/[A-Z][^/]{1,30}/\.?)?\s{0,2}(?:[—–-]{1,2})\s")
"""Around the day of a dateline, "KYIV, April 4 (Agency) - ": the day of writing."""
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?(?:[\w-]+\s+){0,2}(?:of\s+)?$", re.IGNORECASE)
"""Before a day: how long something has lasted, not when something struck."""
_SINCE_DAY = re.compile(r"\bsince\s+$", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:\w+(?:st|nd|rd|th)|first|second|third|fourth|fifth|last|only) (?:time|such \w+|attack|strike)\s+(?:in\s+)?$", re.IGNORECASE
)
"""Before "this month": "the second time this month" dates the counting, not the strike."""
_UNITS = {"day": (1, 0), "week": (7, 1), "month": (30, 10), "year": (365, 60)}
"""Days of a unit, and how many it may be off."""
_STRUCK = re.compile(
    r"\b(?:struck|attacked|shelled|bombed|bombarded|launched|fired|killed|carried out)\b(?! (?:down|by\b))|"
    r"\bhit\b(?!,? (?:by|with)\b)",
    re.IGNORECASE,
)
"""Before a day and "two weeks after an attack": the strike told first is the news, the one that it came after is not."""
_CAME = re.compile(
    r"\b(?:strikes?|attacks?|shelling|bombing|raid|barrage|bombardment|assault|explosions?|blast|it|this|that)\s+"
    r"(?:(?:on|in|at|against|near)\s+(?:[\w’'-]+\s+){1,4}?)?(?:also\s+)?"
    r"(?:came|comes|took place|happened|followed|occurred)\s+(?:just\s+|only\s+)?$",
    re.IGNORECASE,
)
"""Before "two days after": what was two days earlier is told after it, and is another event."""


def told_dates(text: str, published: date | None, anchor: date | None = None) -> list[DateMention]:
    """The time expressions of a sentence, each with its part in it; arguments as of `dates`."""
    return list(_told(text, published, anchor))


@lru_cache(maxsize=512)  # strikes and aid read the same sentences
def _told(text: str, published: date | None, anchor: date | None) -> tuple[DateMention, ...]:
    found = [_with_role(text, d) for d in dates(text, published, anchor)]
    return tuple(sorted(_with_after(text, found, published, anchor), key=lambda d: d.start))


def _with_role(text: str, d: DateMention) -> DateMention:
    if d.absolute and _DATELINE_LEAD.fullmatch(text, 0, d.start) and _DATELINE_TAIL.match(text, d.end):
        return replace(d, of_attack=False, of_speech=True)
    if _IN_RESPONSE.search(text[max(0, d.start - 120) : d.start]) and not _ATTACK_AFTER.match(text, d.end):
        return replace(d, of_attack=False, of_speech=True)
    possessive = text[d.start : d.end].endswith(("'s", "’s"))
    long = d.when.precision is not None and d.when.precision > TimePrecision.DAYS
    since = lowered(text).find("since", 0, d.end) >= 0
    if since and long and (_SINCE.search(text[max(0, d.start - 30) : d.start]) or text[d.start : d.end].lower().startswith("since")):
        return replace(d, of_attack=False, of_speech=True)
    if since and _SINCE_DAY.search(text[max(0, d.start - 12) : d.start]):
        return replace(d, of_attack=False, of_speech=True)
    if _TIME.search(text[max(0, d.start - 40) : d.start]):
        return replace(d, of_attack=False, of_speech=True)
    attack = (possessive and _ATTACK_AFTER.match(text, d.end) is not None) or (
        _ATTACK_BEFORE.search(text[max(0, d.start - 70) : d.start]) is not None
    )
    speech = _SPEECH.search(text[max(0, d.start - 90) : d.start]) or _SPEECH_AFTER.match(text, d.end)
    attack = attack or (not speech and _ATTACK_COMMA.search(text[max(0, d.start - 90) : d.start]) is not None)
    return replace(d, of_attack=attack and not (speech and not possessive), of_speech=bool(speech) and not possessive)


def _with_after(text: str, found: list[DateMention], published: date | None, anchor: date | None) -> list[DateMention]:
    """As in "Crews finished on Thursday, a day after missiles hit": the strike was the day before the day just told.

    Where a strike is told before it, as in "hit Kremenchuk, a year after an attack on a mall", the day is that of the other one.
    """
    out = list(found)
    for m in _AFTER.finditer(text):
        told = next((d.when.best for d in reversed(found) if d.absolute and d.start < m.start()), None)
        lean = told or published
        if lean is None or any(d.start < m.end() and m.start() < d.end for d in found):
            continue
        came = _CAME.search(text[: m.start()][-70:])
        if came or _STRUCK.search(text[: m.start()]):
            lean = told or (anchor if came and anchor is not None else lean)
            length, slack = _UNITS[m["unit"].lower()]
            day = lean - timedelta(NUMBER_WORDS[m["count"].lower()] * length)
            # Where the text has not dated the later strike, it may itself be of the day before publication.
            when = interval(day - timedelta(slack if told is not None else max(slack, 1)), day, best=day)
            out.append(DateMention(m.end() - len("after"), m.end(), when, "date:days-after", absolute=False))
            continue
        length, slack = _UNITS[m["unit"].lower()]
        day = lean - timedelta(NUMBER_WORDS[m["count"].lower()] * length)
        out = [replace(d, of_speech=True, of_attack=False) if d.when.best == lean else d for d in out]
        # Counted from a report that names no day, it may be one day more: the report was written after what it tells.
        first = day - timedelta(slack if told is not None else max(slack, 1))
        out.append(DateMention(m.start(), m.end(), interval(first, day, best=day), "date:days-after", absolute=False, of_attack=True))
    return out
