"""One amount with its own stretch of a sentence: whether it is aid at all, its stage, its category, its place in a series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from dashboard.codes import AidCategory, AidStatus
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.donors import Party, receives
from dashboard.extraction.lexicon import Hit, alternatives, table, word_list
from dashboard.extraction.money import Money
from dashboard.records import AidClaim

SAME_CLAUSE = 120
"""Characters between an amount and a word of its stage."""
SENTENCES_AROUND = 30
"""Sentences of one paragraph on either side that tell what kind of aid it is."""
MIN_AMOUNT = Decimal(10_000)


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


def segments(text: str, found: list[Money]) -> list[Segment]:
    """Cut a sentence at its amounts, each with the words that are its own."""
    out = []
    for i, money in enumerate(found):
        left = found[i - 1].end if i else 0
        right = found[i + 1].start if i + 1 < len(found) else len(text)
        stop = re.search(r"[;,.]\s|\bbringing\b|\s[–—]\s", text[money.end : right] + " ")
        after = text[money.end : money.end + stop.start()] if stop else text[money.end : right]
        out.append(Segment(money, text[left : money.start], after, text[money.end : right], left))
    return out


_LEANS = re.compile(r"(?:It|This|That|They|He|She|The (?:new |latest |package|programme|program|money|sum|funds?|aid|grant|loan))\b")


def context_of(document: Document, sentence: Sentence) -> str:
    """The sentence before, where this one leans on it ("It sets aside ...")."""
    if sentence.index == 0 or not _LEANS.match(sentence.text):
        return ""
    before = document.sentences[sentence.index - 1]
    return before.text if sentence.paragraph - before.paragraph <= 1 else ""


def follows(document: Document, claim: AidClaim, sentence: Sentence) -> bool:
    """Whether a sentence goes straight on about the claim before it."""
    before = document.sentences[sentence.index - 1] if sentence.index else None
    return before is not None and before.start == claim.evidence.start and bool(_LEANS.match(sentence.text))


def no_aid(context_before: str, text: str, segment: Segment, people: Sequence[Party], *, told: bool) -> str | None:
    """The rule by which an amount is no aid; None where it is."""
    if segment.money.amount < MIN_AMOUNT:
        return "aid:too-small"
    near = context_before + " " + text[max(0, segment.money.start - 160) : segment.money.end + 160]
    context = word_list("aid", "context")
    tight = segment.before[-60:] + " " + segment.after[:60]
    given = (
        any(receives(p, text) and segment.start <= p.start <= segment.money.end + 90 for p in people) and _giving().search(near) is not None
    )
    given = given or (told and _giving().search(segment.before) is not None)
    # "delivered 48 transformers worth €21 million", "unveiled a package of 42 carriers, priced at €46 million"
    named = word_list("aid", "items").first(segment.before) is not None or re.search(r"\bpackage\b", segment.before) is not None
    given = given or (named and _giving().search(segment.before) is not None)
    if context.first(near) is None and not given:
        return "aid:no-aid-word"
    not_aid = word_list("aid", "not_aid")
    against = not_aid.first(segment.before[-48:]) or not_aid.first(segment.after[:48])
    if against is None:
        return None
    strong = re.search(r"\b(?:aid|assistance|package|grants?|donat\w+|humanitarian|support|pledg\w+|loans?)\b", tight, re.IGNORECASE)
    if strong and against.key not in {"appeal", "price", "damage", "assets", "trade"}:
        return None
    if given and against.key in {"assets", "price"}:
        return None
    if (
        against.key in {"trade", "assets"}
        and re.search(r"\b(?:aid|assistance|grants?|package|loans?|pledg\w+)\b", segment.after[:40] + segment.before[-30:], re.IGNORECASE)
        and not re.search(r"\bsales?\b|\bsold\b|\bsell", tight, re.IGNORECASE)
    ):
        return None
    return f"not_aid:{against.key}"


def status_of(segment: Segment) -> tuple[AidStatus, str]:
    """The stage that the words around the amount give, with the rule's name."""
    before, after = segment.before[-170:], segment.after[:90]
    stages = word_list("aid", "stages")

    def has(key: str, text: str) -> re.Match[str] | None:
        hits = list(_stage(key).finditer(text))
        return hits[-1] if hits else None

    if has("cumulative_total", before[-110:]) or _stage("cumulative_after").search(after):
        return AidStatus.CUMULATIVE_TOTAL, "status:cumulative"
    ranked = []
    for status in (
        AidStatus.PROPOSED,
        AidStatus.APPROVED,
        AidStatus.PLEDGED,
        AidStatus.ALLOCATED,
        AidStatus.DELIVERED,
        AidStatus.ANNOUNCED,
    ):
        hit = has(status.value, before)
        if hit is not None:
            ranked.append((len(before) - hit.end() + (40 if status is AidStatus.ANNOUNCED else 0), status))
        elif (late := stages.first(after)) is not None and late.key == status.value:
            ranked.append((60 + late.start + (40 if status is AidStatus.ANNOUNCED else 0), status))
    if any(status is AidStatus.PROPOSED and distance < SAME_CLAUSE for distance, status in ranked):
        return AidStatus.PROPOSED, "status:proposed"
    if ranked:
        return min(ranked, key=lambda r: r[0])[1], f"status:{min(ranked, key=lambda r: r[0])[1].value}"
    return AidStatus.ANNOUNCED, "status:default"


@cache
def _giving() -> re.Pattern[str]:
    return re.compile(
        (
            r"\b(?:announc|pledg|promis|deliver|unveil|will (?:give|provide|send|lend|donate|support)|gave|given|giv(?:e|ing)|lend|provid|"
            r"allocat|earmark|set aside|donat|contribut|approv|handed over|signed off|propos|consider|sending)\w*"
        ),
        re.IGNORECASE,
    )


@cache
def _stage(key: str) -> re.Pattern[str]:
    if key == "cumulative_after":
        return re.compile(
            (
                r"\b(?:since (?:the|it|taking|february|january|march|october|russia|2014|2022|2023|2024|full|invasion|war|early|late)|"
                r"so far|"
                r"to date|in total|all told|in all|altogether|over the (?:past|last) (?:\w+ )?(?:years?|months?))\b"
            ),
            re.IGNORECASE,
        )
    return re.compile(rf"(?<![\w-])(?:{alternatives('aid', 'stages', key)})(?!\w)", re.IGNORECASE)


_TWO_KINDS = re.compile(
    (
        r"\b(?:military|security|defen[cs]e|humanitarian|economic|financial|energy)(?: and|,) (?:military|humanitarian|economic|"
        r"financial|energy)\b"
    ),
    re.IGNORECASE,
)


def category_of(document: Document, sentence: Sentence, segment: Segment, donor: Party) -> AidCategory:
    """By the words nearest to the amount, then by its sentence, its paragraph, the whole report; two kinds named side by side are mixed."""
    near = segment.before[-80:] + " " + segment.after[:90]
    if _TWO_KINDS.search(near):
        return AidCategory.MIXED
    around = document.sentences[max(0, sentence.index - SENTENCES_AROUND) : sentence.index + SENTENCES_AROUND]
    paragraph = " ".join(t.text for t in around if t.paragraph == sentence.paragraph)
    for text in (near, sentence.text, paragraph):
        keys = _categories(text)
        for key in ("military", "humanitarian", "energy", "financial"):
            if key in keys:
                return AidCategory(key)
    if donor.name == "NATO":
        return AidCategory.MILITARY
    return _usual_category(document.report.text)


@lru_cache(maxsize=64)
def _categories(text: str) -> frozenset[str]:
    return frozenset(h.key for h in word_list("aid", "categories").find(text))


@lru_cache(maxsize=1)
def _usual_category(text: str) -> AidCategory:
    seen = Counter(h.key for h in word_list("aid", "categories").find(text))
    return AidCategory(seen.most_common(1)[0][0]) if seen else AidCategory.MIXED


@cache
def _ordinals() -> re.Pattern[str]:
    words = "|".join(table("aid", "ordinals")["words"])
    return re.compile(
        rf"\b(?:(?P<n>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{words}))\s+(?:[\w-]+\s+){{0,5}}?"
        r"(?:package|tranche|aid package|drawdown|delivery|donation|instal+ment|batch)\b"
        r"|(?<=\bthe )(?P<n2>\d{1,3})(?:st|nd|rd|th) (?:since|of its kind|this year)\b",
        re.IGNORECASE,
    )


def ordinal_of(text: str) -> tuple[int, Hit] | None:
    """The place in a series that a text gives ("a 23rd package"), with its words."""
    m = _ordinals().search(text)
    if m is None:
        return None
    number = int(m["n"] or m["n2"]) if m["n"] or m["n2"] else table("aid", "ordinals")["words"].index(m["word"].lower()) + 1
    return number, Hit(m.start(), m.end(), "ordinal")
