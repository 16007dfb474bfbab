"""Which of the parties of a sentence gives, and which receives: by prepositions, by verbs, by the order of the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from dashboard.extraction.aid_words import any_of
from dashboard.extraction.donors import Party

_TO = re.compile(
    (
        r"\b(?:(?P<word>to|for|help(?:ing|s|ed)?|support(?:ing|s|ed)?|aid(?:ing|s)?|arm(?:ing|s)?|assist(?:ing|s)?|benefit(?:ing|s)?|"
        r"supply(?:ing)?|provid(?:e|es|ed|ing)|giv(?:e|es|en|ing)|gave|send(?:ing|s)?|sent|grant(?:ed|ing|s)?|offer(?:ed|ing|s)?|"
        r"lend(?:ing|s)?|lent|hand(?:ed|ing|s)?|defend(?:ing|s)?|rebuild(?:ing)?|backing|people of|people from|defen[cs]e of|allow(?:ing)?|"
        r"let|promis(?:ed|es|ing)|pledg(?:ed|es|ing)|owes?|reconstruction of|recovery of|equip(?:ping|s)?|thank(?:ed|s|ing)?|told|assured|"
        r"informed)\s+(?:the\s+)?(?:(?!that\b|and\b|but\b|as\b|when\b|which\b|where\b|while\b|from\b|by\b)[\w’-]+\s+){0,2}"
        # A place takes fewer words before its name: "in December the United States" is no place.
        r"|(?P<place>in|inside|within|into|across|against|invasion of|war (?:in|on|against)|war-torn|neighbou?ring)\s+(?:the\s+)?"
        r"(?:(?:(?:north|south|east|west|cent)\w*|occupied|all of|parts of|[\w’]+-[\w’]+|neighbou?ring|rural|wartime)\s+){0,2})$"
    ),
    re.IGNORECASE,
)
_NO_RECEIVER = re.compile(
    r"\b(?:thanks|thank|according|due|owing|addition|response|contrast|compared|next|similar|akin|thanked|thanking)\s+(?:to\s+)?$",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"(?:[’']s)?\s+(?:[\w’-]+\s+){0,4}?(?:(?:has |have |had |will |is to |are to |to |soon |already |also ){0,3}(?:receiv(?:e|"
    r"ed|es|ing)|get|gets|got|"
    r"secur(?:e|ed)|obtain(?:ed|s)?))\b",
    re.IGNORECASE,
)
OWNS = re.compile(
    r"(?:[’']s\s+(?:[\w-]+\s+){0,2}|\s+(?:[\w-]+\s+)?)(?:armed forces|army|military|air force|air defen[cs]es?|"
    r"energy (?:sector|system|infrastructure|"
    r"needs)|budget(?! committee)|defen[cs]es?|refugees|civilians|people|troops|forces|war effort|recovery|reconstruction|economy|grid|"
    r"soldiers|needs|pilots|hospitals|children|schools|fight|resistance|cities|towns|villages|power|drone purchases|farmers|families)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:against|counter(?:ing)?|deter(?:ring)?|confront(?:ing)?|fight(?:ing)?|by|from|through|via|threat of|hosted by|invasion by|"
    r"(?:second|third|largest|biggest|most|more|less|backer|donor)\b[^.;]{0,30} (?:after|behind|than)|"
    r"(?:agreement|deal|talks|memorandum|contract|accord|treaty|together|standoff|"
    r"conflict|war|tensions?|rivalry|fight) with)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:from|by|provided by|funded by|financed by|courtesy of|under|on behalf of|donated by|"
    r"through)\s+(?:the\s+)?(?:\w+\s+of\s+)?(?:its\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_FUND = re.compile(
    r"(?:[’']s)?[\s-]+(?:[\w-]+\s+){0,2}(?:fund|package|aid|assistance|grant|loan|support|facility|programme|program|"
    r"contribution|money|tranche)\b",
    re.IGNORECASE,
)
AID_BY = re.compile(
    r"\b(?:aid|support|assistance|help|commitments?|pledges?|contributions?|donations?|package|grants?|loans?|funding|tranche|money|"
    r"delivery|batch)\s+(?:\w+\s+)?(?:by|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
SAME_CLAUSE = 110
"""Characters between an amount and the giver told after it."""
BESIDE = 14
"""Characters between a giver and its amount in a list: "and France about EUR 110 million"."""
LOOK_BACK = 90
"""Characters before a party that tell what it is."""


@cache
def _gives() -> re.Pattern[str]:
    stages = [any_of("stages", k) for k in ("announced", "pledged", "approved", "allocated", "delivered", "proposed")]
    verbs = "|".join([*stages, any_of("giving", "verbs")])
    return re.compile(
        rf"(?:[’']s?)?[\s,]+(?:[\w’'-]+,?\s+){{0,7}}?(?:{verbs})\b"
        r"|(?:[’']s?|-led)?\s+(?:[\w-]+\s+){0,3}?(?:aid|support|assistance|help|contributions?|commitments?|package|batch|donations?|"
        r"provision of)\b",
        re.IGNORECASE,
    )


@lru_cache(maxsize=256)  # asked again for each amount of a sentence, and after it
def gives(party: Party, text: str) -> bool:
    """Whether a verb or noun of giving follows a party closely."""
    return _gives().match(text, party.end) is not None or AID_BY.search(text[max(0, party.start - LOOK_BACK) : party.start]) is not None


@lru_cache(maxsize=256)
def receives(party: Party, text: str) -> bool:
    """Whether the words around a party make it the one that receives."""
    before = text[max(0, party.start - LOOK_BACK) : party.start]
    if party.rule == "party:seat":
        return False
    m = _TO.search(before)
    if (
        m is None
        and (shared := _TOGETHER.search(before)) is not None
        and not (gives(party, text) and not text.startswith(" to ", party.end))
        and not _AMOUNT.match(text, party.end)
    ):
        # "to the Red Cross and the United Nations": what one of two receives, both do.
        m = _TO.search(before[: shared.start()])
    if m is not None and not _no_receiver(m, before) and not (m["place"] and _adjective(party, text)):
        return True
    if _RECEIVES.match(text, party.end):
        return True
    owned = OWNS.match(text, party.end)
    return owned is not None and _gives().match(text, owned.end()) is None


def receives_by_word(party: Party, text: str) -> bool:
    """Whether "to", "for" or a verb of giving stands before a party, which tells more than the place of an event does."""
    m = _TO.search(text[max(0, party.start - LOOK_BACK) : party.start])
    return m is not None and m["word"] is not None and not _no_receiver(m, text[max(0, party.start - LOOK_BACK) : party.start])


def _no_receiver(m: re.Match[str], before: str) -> bool:
    """As in "thanks to Germany", "according to Kyiv"."""
    return m["word"] is not None and _NO_RECEIVER.search(before[: m.end("word")]) is not None


def _adjective(party: Party, text: str) -> bool:
    """As in "in a German package": an adjective after "in" tells whose package it is."""
    return party.rule == "party:demonym" and _FUND.match(text, party.end) is not None


_AMOUNT = re.compile(r"\s+(?:\w+\s+){0,2}(?:[$€£]|[A-Z]{3} ?\d|\d)")
_TOGETHER = re.compile(r"(?:[A-Z][\w’'.-]*\s+){0,4}[A-Z][\w’'.-]*(?:,| and|, and)\s+(?:the\s+)?$")


def gets(party: Party, text: str) -> bool:
    """Whether a party is told to receive or to have received."""
    return _RECEIVES.match(text, party.end) is not None


_EVENT = re.compile(r"(?:[’']s)?(?:[\s-]\w+){0,3}?[\s-](?:conference|summit|meeting|appeal|event|talks|forum)\b", re.IGNORECASE)


_WAR_OF = re.compile(
    r"(?:[’']s)?\s+(?:[\w-]+\s+){0,2}?(?:aggression|invasion|attacks?|war|strikes?|missiles?|shelling|occupation|bombardments?|offensive|"
    r"bombs?)\b",
    re.IGNORECASE,
)
"""After a party: what it did in the war ("the consequences of Russian aggression") is no gift."""
_ASKED_BY = re.compile(
    r"\b(?:calls?|appeals?|requests?|urged|demands?) (?:made |issued )?(?:by|from) (?:the )?$|\b(?:auspices|patronage) of (?:the )?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def may_give(party: Party, text: str) -> bool:
    """Whether a party may be the giver: a state, an organisation, a leader that does not receive and is not only a place."""
    before = text[max(0, party.start - LOOK_BACK) : party.start]
    if party.is_place or _EVENT.match(text, party.end) or _WAR_OF.match(text, party.end) or _ASKED_BY.search(before):
        return False
    return AID_BY.search(before) is not None or (not receives(party, text) and not _AGAINST.search(before))


def donor_of(candidates: Sequence[Party], text: str, start: int, end: int, since: int) -> Party | None:
    """The party that gives what stands at `text[start:end]`: behind it, after "from", beside it, or before its verb.

    `since` is where the amount before this one ends: in a list each amount has the giver named just before it.
    """
    givers = [p for p in candidates if not p.is_place]
    behind = next(
        (
            p
            for p in givers
            if end <= p.start <= end + 12 and re.fullmatch(r"\s*(?:\)\s*)?(?:of\s+)?", text[end : p.start]) and not receives(p, text)
        ),
        None,
    )
    if behind is not None and _FUND.match(text, behind.end):
        return behind
    source = next((p for p in givers if end <= p.start < end + SAME_CLAUSE and _is_source(p, text, end)), None)
    if source is not None:
        return source
    before = [p for p in givers if p.end <= start and may_give(p, text)]
    beside = [p for p in before if p.start >= since and start - p.end <= BESIDE]
    giving = [p for p in before if p.start >= since and gives(p, text)] or [p for p in before if gives(p, text)]
    if beside:
        return beside[-1]
    if giving:
        return jointly(giving[-1], before, text)
    if any(p.end <= start and gets(p, text) for p in candidates):
        return None
    if len({p.name for p in before if p.start >= since}) == 1:
        return before[-1]
    # "The World Food Programme has received a grant of 2 billion yen": the money is told before its giver, "under" its name.
    return next((p for p in givers if p.start >= end and _SAYS_AFTER.match(text[p.end : p.end + 60]) and not receives(p, text)), None)


_AND = re.compile(r",\s+(?:the\s+)?|,?\s+and\s+(?:the\s+)?", re.IGNORECASE)


def jointly(last: Party, before: Sequence[Party], text: str) -> Party:
    """All the givers of one verb: "Finland, Denmark and Estonia delivered" is one joint gift, under all their names."""
    chain = [last]
    for party in reversed([p for p in before if p.end <= last.start]):
        link = text[party.end : chain[0].start]
        if not _AND.fullmatch(link) or (len(chain) == 1 and "and" not in link) or party.rule != last.rule:
            break
        chain.insert(0, party)
    if len(chain) == 1:
        return last
    names = [p.name for p in chain]
    return Party(f"{', '.join(names[:-1])} and {names[-1]}", None, chain[0].start, last.end, "party:joint")


_SAYS_AFTER = re.compile(r"(?:[’']s)?(?:\s+[\w’.-]+){0,5}?\s+(?:said|announced|says|wrote|told|confirmed|added|noted|declared)\b")


def _is_source(party: Party, text: str, end: int) -> bool:
    lead = text[max(end, party.start - 40) : party.start]
    m = _SOURCE.search(lead)
    if m is None or re.search(r"[;.]\s", text[end : party.start]) or _WAR_OF.match(text, party.end):
        return False
    word = m.group().lower()
    if word.startswith(("under", "through")):
        return party.rule == "party:organisation" and word.startswith("under")
    return not re.search(
        r"\b(?:drawn|taken|proceeds|profits|protect\w*|flee\w*|fled|threat\w*|attacks?|aggression|invasion|away|hosted|held|"
        r"calls?|appeals?|requests?|urged|auspices|patronage|led|attended|organi[sz]ed|convened|chaired|opened)\s+$",
        lead[: m.start()],
    )
