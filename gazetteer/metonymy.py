"""Whether a capital's name means the city or the government that sits in it."""

from __future__ import annotations

import re

from gazetteer import cues
from gazetteer.cues import word_set
from gazetteer.place import ToponymKind

_REACH = 80
_WORD = re.compile(r"[\w'’-]+")
_OPENS_SENTENCE = re.compile(r"(?:^|[^\w,)\s])\s*$")
_ALLEGIANCE = re.compile(r"-(?:backed|controlled|led|aligned|friendly|appointed|installed|run|supported|funded)\b")
_OWNED = re.compile(r"['’]s?\s((?:[\w'’-]+\W+){0,3})")
_COORDINATED = re.compile(r"(?:, [A-Z]\w+)*,? and [A-Z]\w+(?= [a-z])")
_MODALS = frozenset({"must", "should", "would", "could", "may", "might", "will", "can", "cannot", "won't", "wouldn't"})
_NOT_DEEDS = frozenset({"be", "have", "remain"})
_AT_THE_PLACE = word_set("""
    in near outside inside around over across throughout at downtown central hit struck shelled bombed attacked targeted hitting
    striking targeting above into
""")
_AID = word_set("""
    aid weapons ammunition support assistance help arms deliveries loans tanks jets missiles funding funds package commitment
    guarantees pressure message supplies
""")
_LAID_ON = word_set("blame blamed blames blaming pin pinned pins pinning sanctions pressure tariffs embargo")
"""What is laid on a government: "which Moscow blamed on Kyiv"; but "blamed Russia for the strike on Kyiv" names the city."""
_ADVERBS = frozenset({"also", "still", "now", "then", "later", "repeatedly", "officially", "has", "have", "had", "itself", "previously"})


def kind_of_use(text: str, start: int, end: int) -> ToponymKind:
    """`METONYM` for "Moscow's missiles", "Helsinki announced", "support for Kyiv"; `PLACE` for "in Kyiv", "a strike hit Kyiv"."""
    head, tail = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    before = [] if _OPENS_SENTENCE.search(head) else [word.lower() for word in _WORD.findall(head)][-5:]
    last = before[-1] if before else ""
    if last in _AT_THE_PLACE:
        return ToponymKind.PLACE
    if owned := _OWNED.match(tail):
        own = {word.lower() for word in _WORD.findall(owned[1])}
        return ToponymKind.METONYM if own & cues.STATE_THINGS else ToponymKind.PLACE
    stands = bool(_ALLEGIANCE.match(tail)) or _is_dealt_with(before) or (last not in {"from", "of", "to"} and _acts(tail))
    return ToponymKind.METONYM if stands else ToponymKind.PLACE


def _is_dealt_with(before: list[str]) -> bool:
    """Whether the words before it make it a party: "support Kyiv", "weapons for Kyiv"."""
    if not before:
        return False
    if before[-1] in {"to", "for"} and _AID & set(before[:-1]):
        return True
    if before[-1] == "on" and "for" not in before and _LAID_ON & set(before[:-1]):
        return True
    return before[-1] in cues.STATE_OBJECT_BEFORE and before[-1] != "by"


def _acts(tail: str) -> bool:
    """Whether what follows says that it did what governments do, alone or with others: "Paris and Berlin agreed"."""
    if joined := _COORDINATED.match(tail):
        tail = tail[joined.end() :]
    if not tail.startswith(" "):
        return False
    words = [word.lower() for word in _WORD.findall(tail)]
    if len(words) > 1 and words[0] in _MODALS:
        return words[1] not in _NOT_DEEDS
    while words and words[0] in _ADVERBS:
        words = words[1:]
    return bool(words) and words[0] in cues.STATE_ACTS - cues.PLAIN_STATE_VERBS
