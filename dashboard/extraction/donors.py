"""Who gives and who receives: states by name, adjective or capital, organisations by name, and leaders for their states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.lexicon import alternatives, word_list
from gazetteer import Toponym, ToponymKind


@dataclass(frozen=True, slots=True)
class Party:
    """A possible donor or recipient in a sentence; span from the sentence's beginning."""

    name: str
    code: str | None
    """ISO 3166-1 alpha-2 where it is a state."""
    start: int
    end: int
    rule: str


_TO = re.compile(
    (
        r"\b(?:to|for|help(?:ing|s|ed)?|support(?:ing|s|ed)?|aid(?:ing|s)?|arm(?:ing|s)?|assist(?:ing|s)?|in|inside|"
        r"benefit(?:ing|s)?|supply(?:ing)?|provid(?:e|es|ed|ing)|giv(?:e|es|en|ing)|gave|send(?:ing|s)?|sent|grant(?:ed|ing|s)?|"
        r"offer(?:ed|ing|s)?|lend(?:ing|s)?|against|defend(?:ing|s)?|across|war-torn|rebuild(?:ing)?|backing|neighbou?ring|"
        r"people of|allow(?:ing)?|let)\s+(?:the\s+)?(?:\w+(?:-\w+)?\s+){0,2}$"
    ),
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"(?:[’']s)?\s+(?:\w+\s+){0,3}?(?:receiv(?:e|ed|es|ing)|will get|to get|got|has secured|secured|obtain(?:ed|s)?)\b"
    r"|(?:[’']s\s+(?:\w+\s+){0,2}|\s+(?:\w+\s+)?)(?:armed forces|army|air defen[cs]es?|energy sector|budget(?! committee)|defen[cs]es?|"
    r"refugees|civilians|people|troops|forces|war effort|recovery|reconstruction|economy|grid|soldiers|needs|pilots|"
    r"hospitals|children|fight|resistance|cities|power)\b",
    re.IGNORECASE,
)


@cache
def _gives() -> re.Pattern[str]:
    verbs = "|".join(alternatives("aid", "stages", k) for k in ("announced", "pledged", "approved", "allocated", "delivered", "proposed"))
    return re.compile(
        rf"(?:[’']s)?[\s,]+(?:[\w’'-]+,?\s+){{0,7}}?(?:{verbs})"
        r"|(?:[’']s)?\s+(?:[\w-]+\s+){0,3}?(?:aid|support|assistance|help|contributions?)\b",
        re.IGNORECASE,
    )


def parties(sentence: Sentence, toponyms: Sequence[Toponym], leaders: dict[str, tuple[str, str]]) -> list[Party]:
    """Every state and organisation that a sentence names, in order, each span once; organisations before states, leaders last."""
    text = sentence.text
    found: list[Party] = [
        Party(h.key, _code_of(h.key), h.start, h.end, "party:organisation")
        for h in word_list("aid", "donors").find(text)
        if text[h.start].isupper()
    ]

    def free(start: int, end: int) -> bool:
        return not any(p.start < end and start < p.end for p in found)

    for t in toponyms:
        if not sentence.start <= t.start < sentence.end or t.match is None or t.match.place.country is None:
            continue
        start, end = t.start - sentence.start, t.end - sentence.start
        if t.match.place.country_code == "PS" and t.text.startswith("Gaza") and free(start, end):
            found.append(Party("Gaza", "PS", start, end, "party:territory"))
        elif t.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM, ToponymKind.METONYM, ToponymKind.PLACE} and free(start, end):
            if t.kind is ToponymKind.PLACE and not _gives().match(text, end) and not _FOR.search(text[max(0, start - 16) : start]):
                continue
            rule = "party:capital" if t.kind in {ToponymKind.METONYM, ToponymKind.PLACE} else f"party:{t.kind.value}"
            found.append(Party(t.match.place.country, t.match.place.country_code, start, end, rule))
    named = [(h.key, _code_of(h.key), h.start, h.end) for h in word_list("aid", "people").find(text) if text[h.start].isupper()]
    named += [
        (country, code, m.start(), m.end())
        for name, (country, code) in leaders.items()
        for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    found += [Party(name, code, start, end, "party:leader") for name, code, start, end in named if free(start, end)]
    return sorted(found, key=lambda p: p.start)


_CODES = {
    "United States": "US",
    "United Kingdom": "GB",
    "Germany": "DE",
    "France": "FR",
    "Canada": "CA",
    "Australia": "AU",
    "Japan": "JP",
    "Poland": "PL",
    "Italy": "IT",
    "Netherlands": "NL",
}


def _code_of(name: str) -> str | None:
    return _CODES.get(name)


LOOK_BACK = 160
"""Characters before a party in which words say that it receives or is fought."""
SAME_CLAUSE = 90
"""Characters between an amount and the giver told after it."""
_TITLED = re.compile(
    (
        r"\s+(?:(?:prime|foreign|defen[cs]e|finance|development|deputy|vice|international)\s+)*(?:president|minister|premier|"
        r"chancellor|secretary|king|leader|counterpart|"
        r"ambassador)(?:\s+of\s+\w+)?,?\s+(?:[A-Z][\w’'-]+\s+){0,2}(?P<surname>[A-Z][\w’'-]{3,})"
    ),
    re.IGNORECASE,
)


def leaders_of(document: Document, toponyms: Sequence[Toponym]) -> dict[str, tuple[str, str]]:
    """Surnames that the report itself ties to a state: "Finnish President Alexander Stubb" makes Stubb speak for Finland."""
    out: dict[str, tuple[str, str]] = {}
    text = document.report.text
    for t in toponyms:
        if t.kind not in {ToponymKind.DEMONYM, ToponymKind.COUNTRY} or t.match is None or t.match.place.country is None:
            continue
        m = _TITLED.match(text[t.end + 2 : t.end + 90] if text[t.end : t.end + 2] in {"'s", "’s"} else text[t.end : t.end + 90])
        if m and m["surname"][0].isupper():
            out[m["surname"]] = (t.match.place.country, t.match.place.country_code or "")
    return out


@lru_cache(maxsize=1024)
def receives(party: Party, text: str) -> bool:
    """Whether the words around a party make it the one that receives."""
    return bool(_TO.search(text, max(0, party.start - LOOK_BACK), party.start) or _RECEIVES.match(text, party.end))


_FOR = re.compile(r"\b(?:to|for|help|support|lend|lent|give|gave|send|sent|offer|grant|promised?)\s+(?:the\s+)?$", re.IGNORECASE)


def usual_recipient(text: str, toponyms: Sequence[Toponym]) -> tuple[str, str | None] | None:
    """The state that the report speaks of most: where an amount names no recipient, the aid is for it."""
    seen: Counter[tuple[str | None, str | None]] = Counter()
    for t in toponyms:
        if t.match is None or t.match.place.country is None or t.kind is ToponymKind.OTHER:
            continue
        # "for Ukraine", "to Sudan" tell more than a bare name; a town tells something only there.
        given = _FOR.search(text[max(0, t.start - 16) : t.start])
        if given or t.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM}:
            seen[t.match.place.country, t.match.place.country_code] += 4 if given else 1
    if not seen:
        return None
    (name, code), _ = seen.most_common(1)[0]
    return (name, code) if name is not None else None


def donor_of(candidates: Sequence[Party], text: str, start: int, end: int, since: int) -> Party | None:
    """The party that gives the amount at `text[start:end]`: behind it, before its verb, or after "from".

    `since` is where the amount before this one ends: in a list each amount has the giver named just before it.
    """
    behind = next(
        (
            p
            for p in candidates
            if end <= p.start <= end + 12 and re.fullmatch(r"\s*(?:\)\s*)?(?:of\s+)?", text[end : p.start]) and not receives(p, text)
        ),
        None,
    )
    if behind is not None and re.match(
        r"(?:[’']s)?[\s-]+(?:\w+\s+){0,2}(?:fund|package|aid|assistance|grant|loan|support|facility|programme|program)",
        text[behind.end :],
        re.IGNORECASE,
    ):
        return behind
    source = next(
        (
            p
            for p in candidates
            if p.start >= end
            and re.search(r"\b(?:from|by|provided by|funded by|financed by|courtesy of)\s+(?:the\s+)?$", text[end : p.start], re.IGNORECASE)
            and p.start - end < SAME_CLAUSE
        ),
        None,
    )
    if source is not None:
        return source
    before = [
        p
        for p in candidates
        if p.end <= start and not receives(p, text) and not _AGAINST.search(text, max(0, p.start - LOOK_BACK), p.start)
    ]
    beside = [p for p in before if p.start >= since and start - p.end <= BESIDE]
    giving = [p for p in before if p.start >= since and _gives().match(text, p.end)] or [p for p in before if _gives().match(text, p.end)]
    return beside[-1] if beside else giving[-1] if giving else None


BESIDE = 14
"""Characters between a giver and its amount in a list: "and France about EUR 110 million"."""
_AGAINST = re.compile(
    r"\b(?:against|counter(?:ing)?|deter(?:ring)?|confront(?:ing)?|fight(?:ing)?|by|from|threat of)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)


def home_of(toponyms: Sequence[Toponym], donor_code: str | None) -> str | None:
    """The donor's country where the report names it often enough to be at home there: a bare "$" is then its dollar."""
    named = sum(t.match is not None and t.kind is not ToponymKind.OTHER and t.match.place.country_code == donor_code for t in toponyms)
    return donor_code if named >= AT_HOME else None


AT_HOME = 3
