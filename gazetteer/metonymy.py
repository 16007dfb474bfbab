"""Whether a capital's name means the city or the government that sits in it."""

from __future__ import annotations

import re

from gazetteer import cues
from gazetteer.place import ToponymKind

_WORDS_BEFORE = re.compile(r"([\w'’-]+)\W{0,3}(?:([\w'’-]+)\W{0,3})?(?:([\w'’-]+)\W{0,3})?$")
_WORDS_AFTER = re.compile(r"(['’]s?)?[\s,]{0,2}([\w'’-]+)?(?:\s+([\w'’-]+))?(?:\s+([\w'’-]+))?")
_ALLEGIANCE = re.compile(r"-(?:backed|controlled|led|aligned|friendly|based|appointed|installed|run|supported|funded)\b")
_PLACE_ALLEGIANCE = re.compile(r"-based\b")
_HARD_LOCATIVE = frozenset({"in", "near", "outside", "inside", "around", "over", "across", "throughout", "at", "downtown", "central", "hit", "struck",
                            "shelled", "bombed", "attacked", "targeted", "hitting", "striking", "targeting", "above", "into"})  # fmt: skip
_AID = frozenset({"aid", "weapons", "ammunition", "support", "assistance", "help", "arms", "deliveries", "loans", "tanks", "jets", "missiles",
                  "funding", "funds", "package", "commitment", "guarantees", "pressure", "message", "supplies"})  # fmt: skip
_MODALS = frozenset({"must", "should", "would", "could", "may", "might", "will", "can", "cannot", "won't", "wouldn't"})
_COORDINATED = re.compile(r"(?:, [A-Z]\w+)*,? and [A-Z]\w+(?= [a-z])")
_ADVERBS = frozenset({"also", "still", "now", "then", "later", "repeatedly", "officially", "has", "have", "had", "itself", "previously"})


def kind_of_use(text: str, start: int, end: int) -> ToponymKind:
    """`METONYM` for "Moscow's missiles", "Helsinki announced", "support for Kyiv"; `PLACE` for "in Kyiv", "a strike hit Kyiv"."""
    before = [word.lower() for word in re.findall(r"[\w'’-]+", text[max(0, start - 60) : start])][-5:]
    if not re.search(r"[\w,)]\s?$", text[max(0, start - 3) : start].replace("the ", "")):
        before = []
    last = before[-1] if before else ""
    if last in _HARD_LOCATIVE:
        return ToponymKind.PLACE
    tail = text[end : end + 80]
    if joined := _COORDINATED.match(tail):
        tail = tail[joined.end() :]
    if _ALLEGIANCE.match(tail) and not _PLACE_ALLEGIANCE.match(tail):
        return ToponymKind.METONYM
    after = _WORDS_AFTER.match(tail)
    words = [word.lower() for word in (after[2], after[3], after[4]) if word] if after else []
    if after and after[1]:
        return ToponymKind.METONYM if any(word in cues.STATE_THINGS for word in words) else ToponymKind.PLACE
    if last in {"to", "for"} and _AID & set(before[:-1]):
        return ToponymKind.METONYM
    if last in cues.STATE_OBJECT_BEFORE and last != "by":
        return ToponymKind.METONYM
    if (
        len(words) > 1
        and tail[:1] == " "
        and words[0] in _MODALS
        and words[1] not in {"be", "have", "remain"}
        and last not in {"from", "of", "to"}
    ):
        return ToponymKind.METONYM
    while words and words[0] in _ADVERBS:
        words = words[1:]
    if words and tail[:1] == " " and words[0] in cues.STATE_ACTS - cues.PLAIN_STATE_VERBS and last not in {"from", "of"}:
        return ToponymKind.METONYM
    return ToponymKind.PLACE
