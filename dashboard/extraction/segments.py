"""One amount with its own stretch of a sentence, and the rules by which it is no aid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from dashboard.extraction.aid_words import aid_words, any_of
from dashboard.extraction.dates import DateMention
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.donors import Party
from dashboard.extraction.giving import receives
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.money import Money


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with all that the rules of aid read in it."""

    sentence: Sentence
    people: tuple[Party, ...]
    dates: tuple[DateMention, ...]
    context: str
    """The sentence before, where this one leans on it."""
    money: tuple[Money, ...]


MIN_AMOUNT = Decimal(10_000)
"""Smaller sums are prices and fares."""
NEAR = 160
"""Characters on each side of an amount in which a word of aid counts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """An amount with its own stretch of the sentence: from the amount before it to the one after it."""

    money: Money
    before: str
    after: str
    """Up to the end of the clause."""
    rest: str
    """Up to the next amount."""
    start: int
    """Where `before` begins, from the sentence's beginning."""
    clause: int
    """Where the clause of the amount before ends: what stands from here on is told of this one."""


def segments(text: str, found: Sequence[Money]) -> list[Segment]:
    """Cut a sentence at its amounts, each with the words that are its own."""
    out: list[Segment] = []
    for i, money in enumerate(found):
        left = found[i - 1].end if i else 0
        right = found[i + 1].start if i + 1 < len(found) else len(text)
        stop = re.search(r"[;,.]\s|\b(?:bringing|taking|raising)\b|\s[–—]\s", text[money.end : right] + " ")
        after = text[money.end : money.end + stop.start()] if stop else text[money.end : right]
        clause = out[-1].money.end + len(out[-1].after) if out else 0
        out.append(Segment(money, text[left : money.start], after, text[money.end : right], left, min(clause, money.start)))
    return out


_LEANS = re.compile(
    r"(?:It|This|That|These|They|He|She|There (?:he|she|it|they)|Of (?:this|that|these|it)|From \w+, this|(?:The|Its|His|Her) "
    r"(?:[\w-]+ ){0,2}(?:package|programme|program|money|sum|funds?|funding|aid|assistance|support|grant|loan|shipment|"
    r"consignment|delivery|"
    r"convoy|cargo|batch|tranche|equipment|supplies|donation|contribution|list|cash|announcement))\b"
    r"|(?:[A-Z]{3}\s?\d|[€$£¥]\s?\d)"
)
_DESCRIBES = re.compile(
    r"(?:It|This|That|The (?:[\w-]+ ){0,2}\w+),? (?:sets aside|provides|includes|is (?:worth|valued)|valued|worth|amounts to|"
    r"totals|covers|foresees|"
    r"allocates|contains|will include|will provide|comes to|comprises|earmarks|would)\b"
)


def leans(sentence: Sentence) -> bool:
    """Whether a sentence goes on about the one before it ("It sets aside ...")."""
    return _LEANS.match(sentence.text) is not None


_VALUED = re.compile(r"\b(?:valued at|worth|priced at|with a value of|totall?ing)\s+(?:[\w-]+\s+){0,4}$", re.IGNORECASE)


def describes(sentence: Sentence, segment: Segment) -> bool:
    """Whether a sentence only says what the package of the one before holds or is worth: its stage is then told there."""
    return _DESCRIBES.match(sentence.text) is not None or (leans(sentence) and _VALUED.search(segment.before) is not None)


def context_of(document: Document, sentence: Sentence) -> str:
    """The sentence before, where this one leans on it."""
    if sentence.index == 0 or not leans(sentence):
        return ""
    before = document.sentences[sentence.index - 1]
    return before.text if sentence.paragraph - before.paragraph <= 1 else ""


def no_aid(context_before: str, text: str, segment: Segment, people: Sequence[Party], *, told: bool) -> str | None:
    """The rule by which an amount is no aid; None where it is. `told`: aid was told earlier in the same paragraph."""
    money = segment.money
    if money.amount < MIN_AMOUNT:
        return "aid:too-small"
    near = context_before + " " + text[max(0, money.start - NEAR) : money.end + NEAR]
    given = _is_given(near, text, segment, people, told=told)
    if aid_words("context").first(near) is None and not given:
        return "aid:no-aid-word"
    if _COMPARED.match(segment.after) or _COMPARED_WITH.search(segment.before):
        return "not_aid:comparison"
    against = _against(segment)
    if against is None:
        return None
    return None if _outweighed(against, segment, given=given) else f"not_aid:{against.key}"


_COMPARED = re.compile(r"\s+(?:more|less|higher|lower|fewer|bigger|smaller|short) (?:than|of)\b", re.IGNORECASE)
_COMPARED_WITH = re.compile(
    r"\b(?:up from|down from|compared (?:with|to)|instead of|rather than|(?:rise|rises|rose|risen|rising) by|twice the|"
    r"dwarf\w* (?:by )?the)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _is_given(near: str, text: str, segment: Segment, people: Sequence[Party], *, told: bool) -> bool:
    """Whether somebody is told to give the amount, though no noun of aid may stand by it.

    As in "Norway will give Moldova 20 million kroner", "delivered 48 transformers worth €21 million".
    """
    end = segment.money.end
    someone = any(
        (receives(p, text) and segment.start <= p.start <= end + 110) or (receives(p, text) and p.end <= segment.money.start)
        for p in people
    )
    if someone and _giving().search(near) is not None:
        return True
    own = _giving().search(segment.before) is not None
    named = aid_words("items").first(segment.before) is not None or re.search(r"\bpackages?\b", segment.before) is not None
    return (own and (told or named)) or (told and _LISTED.search(segment.before) is not None)


_LISTED = re.compile(r"^[\s•*–-]*[A-Z][^.;:]{1,40}:\s+(?:\w+\s+){0,2}$")
"""A line of a list: "Norway: 3.5 billion kroner"."""


_AID_NOUN = re.compile(
    r"\b(?:aid|assistance|packages?|grants?|donat\w+|humanitarian|support|pledg\w+|loans?|relief|contribut\w+|tranche)\b", re.IGNORECASE
)


def named_aid(segment: Segment) -> bool:
    """Whether a noun of aid stands right by an amount, so that it is aid even where nobody is told to receive it."""
    return _AID_NOUN.search(segment.before[-80:] + " " + segment.rest[:80]) is not None


def _against(segment: Segment) -> Hit | None:
    not_aid = aid_words("not_aid")
    late = segment.after[:48] if segment.after.strip() else segment.rest[:48]
    return aid_words("not_aid_at").first(segment.before[-230:]) or not_aid.first(segment.before[-56:]) or not_aid.first(late)


_IN_AID = re.compile(r"\s+(?:in|of)\s+(?:[\w-]+\s+){0,2}(?:aid|assistance|support|relief|grants?|loans?)\b", re.IGNORECASE)
"""Right after an amount: "40 million in aid to repair the damage"."""
_EACH = re.compile(r"\s+(?:each|apiece|per (?:unit|piece|missile|shell|round|drone))\b", re.IGNORECASE)
"""Right after an amount: the price of one of what is given."""
_NOUN = re.compile(r"\b(?:aid|assistance|package|grants?|donat\w+|humanitarian|support|pledg\w+|loans?|funds?)\b", re.IGNORECASE)


def _outweighed(against: Hit, segment: Segment, *, given: bool) -> bool:
    """Whether words of aid stand closer than the word that speaks against them: "a package of €2 billion from frozen assets"."""
    tight = segment.before[-60:] + " " + segment.after[:60]
    if against.key == "damage":
        return _IN_AID.match(segment.after) is not None
    if against.key in {"withheld", "appeal", "cost"} or (against.key == "price" and _EACH.match(segment.after)):
        return False
    if against.key == "other":
        return bool(_NOUN.search(tight)) and not re.search(r"\b(?:cohesion|arrears|fines?|fined|ransom|prize|stolen)\b", tight)
    if against.key == "budget":
        return bool(_NOUN.search(segment.before[-24:] + " " + segment.after[:28])) or (given and "own" not in tight)
    if given and against.key in {"assets", "price"}:
        return True
    if against.key == "assets":
        return bool(_NOUN.search(segment.after[:40] + segment.before[-30:]))
    if against.key == "trade":
        close = re.search(
            r"\b(?:aid|assistance|grants?|package|loans?|pledg\w+)\b", segment.after[:40] + segment.before[-30:], re.IGNORECASE
        )
        return close is not None and not re.search(r"\bsales?\b|\bsold\b|\bsell|\bcontract", tight, re.IGNORECASE)
    return False


@cache
def _giving() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('giving', 'verbs')})\b", re.IGNORECASE)
