"""How far a piece of aid has come (the Kiel stages), its place in a series, and what kind of aid it is, from the words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from dashboard.codes import AidCategory, AidStatus
from dashboard.extraction.aid_words import aid_words, any_of
from dashboard.extraction.lexicon import Hit, table

SAME_CLAUSE = 120
"""Characters between an amount and a word of its stage."""
BEFORE, AFTER = 170, 90
"""Characters read before and after an amount for its stage."""
_RANKED = (
    AidStatus.PROPOSED,
    AidStatus.APPROVED,
    AidStatus.PLEDGED,
    AidStatus.ALLOCATED,
    AidStatus.DELIVERED,
    AidStatus.ANNOUNCED,
)
WEAK = 40
"""Characters by which a word of announcing stands back behind the others: "announced that it had delivered"."""


def status_of(before: str, after: str, rest: str = "") -> tuple[AidStatus, str]:
    """The stage that the words before and after an amount (or goods) give, with the rule's name.

    `rest` runs on to the next amount: "since the start of the war" may stand behind a list of what was given.
    A running total goes before all; then a plan within the clause; then whichever word stands nearest.
    """
    before, after = _RANKED_SINCE.sub(" ", before[-BEFORE:]), after[:AFTER]
    if _last("cumulative_total", before[-110:]) or _since_after().search(_unbroken(rest) or after):
        return AidStatus.CUMULATIVE_TOTAL, "status:running-total"
    ranked = [(distance, status) for status in _RANKED if (distance := _distance(status, before, after)) is not None]
    if any(status is AidStatus.PROPOSED and distance < SAME_CLAUSE for distance, status in ranked):
        if _SIGNED_AFTER.search(rest[:90]) or _PASSED_BILL.search(f"{before} {rest[:60]}"):
            return AidStatus.APPROVED, "status:approved"
        return AidStatus.PROPOSED, "status:proposed"
    status = min(ranked, key=lambda r: r[0])[1] if ranked else None
    if (_last("total", before[-60:]) or _in_total_after().search(after)) and status in {None, AidStatus.DELIVERED}:
        # "announced aid totalling ..." is a package; "has given a total of ..." is a sum so far.
        return AidStatus.CUMULATIVE_TOTAL, "status:total"
    if status is AidStatus.ALLOCATED and (_ANNOUNCED_TOO.search(before) or _TO_ALLOCATE.search(before)):
        status = AidStatus.ANNOUNCED  # "announced the allocation of", "will allocate": nothing is allocated yet
    if status is not None:
        return status, f"status:{status.value}"
    return AidStatus.ANNOUNCED, "status:default"


_ANNOUNCED_TOO = re.compile(r"\bannounc(?:e[sd]?|ing)\b[^.;]{0,60}\b(?:allocat\w+|earmark\w*|releas\w+)\b[^.;]{0,60}$", re.IGNORECASE)
_TO_ALLOCATE = re.compile(r"\b(?:to|will|would|is|are) (?:allocate|earmark|release|allocating|releasing)\b[^.;]{0,40}$", re.IGNORECASE)


def _unbroken(rest: str) -> str:
    """The words after an amount to the end of its sentence, or to where they turn to a new sum."""
    return _TURN.split(rest, maxsplit=1)[0][:150]


_PASSED_BILL = re.compile(r"\b(?:passed|approved|signed|adopted)\b[^.;]{0,80}\b(?:bill|law|legislation)\b", re.IGNORECASE)
_SIGNED_AFTER = re.compile(r"\b(?:which|that) [^.;]{0,40}\b(?:signed|approved|passed|adopted)\b", re.IGNORECASE)
_TURN = re.compile(
    r"[;.]\s|\b(?:bringing|taking|raising|which (?:brings|lifts|takes)|after|announced|pledged|noting|adding|while)\b"
    r"|\b(?:largest|biggest|most|highest|first|latest|\d{1,3}(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
# "The 74th drawdown since August 2021" is no running total.
_RANKED_SINCE = re.compile(
    r"\b(?:\d{1,3}(?:st|nd|rd|th)|(?:\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|largest|biggest)\b"
    r"(?:[^.;,]|U\.S\.){0,90}?\bsince\b[^.;,]{0,40}",
    re.IGNORECASE,
)


def has_stage(text: str) -> bool:
    """Whether any word of a stage stands in a text."""
    return aid_words("stages").first(text) is not None


def _distance(status: AidStatus, before: str, after: str) -> int | None:
    """How far the nearest word of a stage stands from an amount; words after it count as farther."""
    weak = WEAK if status is AidStatus.ANNOUNCED else 0
    hit = _last(status.value, before)
    if hit is not None:
        return len(before) - hit.end() + weak
    late = aid_words("stages").first(after)
    if late is not None and late.key == status.value:
        return 60 + late.start + weak
    return None


def _last(key: str, text: str) -> re.Match[str] | None:
    hits = list(_stage(key).finditer(text))
    return hits[-1] if hits else None


@cache
def _stage(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{any_of('stages', key)})(?!\w)", re.IGNORECASE)


@cache
def _since_after() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:since (?:the|it|taking|last|russia|(?:19|20)\d\d|full|invasion|war|early|late|mid|then|"
        r"january|february|march|april|may|june|july|august|september|october|november|december)|"
        r"(?:it|that|which|they|he|she|[A-Z]\w+) (?:has|have|had) already (?:been )?"
        r"(?:allocated|committed|provided|given|sent|delivered|contributed|donated|pledged|disbursed)|"
        r"(?:so far|to date)(?=\s*(?:[.,;:)]|$|this|in\b|since|by\b))|over the (?:past|last) (?:\w+ )?(?:years?|months?)|this year alone|"
        r"so far this year)"
        r"(?! (?:approved|announced|pledged) )",
        re.IGNORECASE,
    )


@cache
def _in_total_after() -> re.Pattern[str]:
    return re.compile(r"\b(?:in total|all told|in all|altogether)\b", re.IGNORECASE)


_TWO_KINDS = re.compile(
    (
        r"\b(?:military|security|defen[cs]e|humanitarian|economic|financial|energy)(?: and|,) (?:military|humanitarian|economic|"
        r"financial|energy)\b"
    ),
    re.IGNORECASE,
)


_FOR_TROOPS = re.compile(
    r"\b(?:for|to|of) (?:the )?(?:[\w’']+ ){0,2}(?:army|armed forces|troops|soldiers|military(?= )|air force|"
    r"navy)(?! (?:families|wounded))\b",
    re.IGNORECASE,
)


@cache
def _kind_of_aid() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{key}>{'|'.join(words)})" for key, words in table("aid", "kinds").items())
    return re.compile(
        rf"\b(?:{kinds})[ -](?:[\w-]+ )?(?:aid|assistance|support|packages?|help|relief|funding|grants?|response|needs|donations?|"
        r"contributions?|equipment|financing)\b",
        re.IGNORECASE,
    )


def kind_near(near: str, at: int) -> AidCategory | None:
    """By whom it is for, by the kind named with the aid nearest to `near[at]`, by the nearest word; two side by side are mixed."""
    if _TWO_KINDS.search(near):
        return AidCategory.MIXED
    if _FOR_TROOPS.search(near):
        return AidCategory.MILITARY
    named = sorted((abs((m.start() + m.end()) // 2 - at), m.lastgroup or "") for m in _kind_of_aid().finditer(near))
    if named:
        return AidCategory(named[0][1])
    hits = aid_words("categories").find(near) + aid_words("items").find(near)
    return AidCategory(min((min(abs(h.start - at), abs(h.end - at)), h.key) for h in hits)[1]) if hits else None


def kind_within(texts: Sequence[str]) -> AidCategory | None:
    """By the kind named most often in the first of ever wider texts that names one, then by who speaks there."""
    for text in texts:
        named = [m.lastgroup or "" for m in _kind_of_aid().finditer(text)]
        seen = Counter(named or [h.key for h in aid_words("categories").find(text)])
        if seen:
            return AidCategory(seen.most_common(1)[0][0])
    hint = next((h for text in texts if (h := aid_words("hints").first(text)) is not None), None)
    return AidCategory(hint.key) if hint is not None else None


_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@cache
def _ordinals() -> re.Pattern[str]:
    words = "|".join(sorted(table("aid", "ordinals")["words"], key=len, reverse=True))
    nouns = (
        r"(?:package|tranche|drawdown|delivery|donation|instal+ment|batch|consignment|shipment|contribution|disbursement)\b(?! systems?\b)"
    )
    return re.compile(
        rf"\b(?:(?P<n>\d{{1,3}})(?:st|nd|rd|th)|(?:(?P<tens>{'|'.join(_TENS)})-)?(?P<word>{words}))\s+(?:[\w-]+\s+){{0,5}}?{nouns}"
        r"|(?<=\bthe )(?P<n2>\d{1,3})(?:st|nd|rd|th) (?:since|of its kind|this year)\b",
        re.IGNORECASE,
    )


def ordinal_of(text: str) -> tuple[int, Hit] | None:
    """The place in a series that a text gives ("a 23rd package", "the fifty-first drawdown"), with its words."""
    m = _ordinals().search(text)
    if m is None:
        return None
    if m["n"] or m["n2"]:
        return int(m["n"] or m["n2"]), Hit(m.start(), m.end(), "ordinal")
    tens = 10 * (_TENS.index(m["tens"].lower()) + 2) if m["tens"] else 0
    return tens + table("aid", "ordinals")["words"].index(m["word"].lower()) + 1, Hit(m.start(), m.end(), "ordinal")
