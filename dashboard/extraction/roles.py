"""The part that a place name plays in its sentence, by the words around it: each rule looks at one kind of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dashboard.extraction.lexicon import alternatives, lowered, small_pattern
from gazetteer import PlaceKind


class Role(StrEnum):
    """The part that a place plays in its sentence."""

    EVENT = "event"
    SPEAKER = "speaker"
    ORIGIN = "origin"
    CONTEXT = "context"


BEFORE, AFTER = 110, 90
"""Characters looked at on either side of a name."""


@dataclass(frozen=True, slots=True)
class Around:
    """A place name with the words around it."""

    sentence: str
    before: str
    after: str
    kind: PlaceKind
    small_before: str
    """`before` in small letters."""
    small_after: str
    """`after` in small letters."""
    gap: str | None
    """The words since the place of an event named just before in this sentence; None where there is none."""


def role_of(sentence: str, start: int, end: int, kind: PlaceKind, *, event_end: int | None) -> Role:
    """The role of the name at `sentence[start:end]`; the first rule that knows decides, and none makes it context.

    `event_end` is where the last event place of the sentence ends, if one stands right before.
    """
    before, after = sentence[max(0, start - BEFORE) : start], sentence[end : end + AFTER]
    around = Around(
        sentence,
        before,
        after,
        kind,
        lowered(before),
        lowered(after),
        None if event_end is None else sentence[event_end:start],
    )
    return next((role for rule in _RULES if (role := rule(around)) is not None), Role.CONTEXT)


@cache
def _words(key: str) -> str:
    return f"(?:{alternatives('places', 'roles', key)})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for small letters."""
    return small_pattern(pattern)


_SHIP = re.compile(
    r"\b(?:ships?|vessels?|tankers?|carriers?|freighters?|boats?|warships?|frigates?|destroyers?|cruisers?"
    r"|submarines? (?:was|were) (?:hit|struck)"
    r"|ferr(?:y|ies)|trawlers?|sailors?|crew(?:m[ae]n)?|platforms?|rigs?|fleet)\b",
    re.IGNORECASE,
)
_SHORE = re.compile(r"\b(?:banks?|mouth|delta|basin|estuary|shores?|waters|coast|course) of (?:the )?$", re.IGNORECASE)
_ON_WATER = re.compile(r"\s+(?:port|coast|city|cities|resort|fleet|region|peninsula|ports|shore|grain|initiative)\b", re.IGNORECASE)


def _at_sea(a: Around) -> Role | None:
    """A sea is struck only where a ship is; "the right bank of the Dnipro" names no town."""
    if _SHORE.search(a.before):
        return Role.CONTEXT
    if a.kind is PlaceKind.WATER and (not _SHIP.search(a.sentence) or _ON_WATER.match(a.after)):
        return Role.CONTEXT
    return None


_DATELINE = re.compile(r"(?:,[^.–—-]{0,30})?\s*(?:\([^)]{0,30}\)\s*)?(?:[—–]|--?)\s+(?=[A-Z“\"])")


def _dateline(a: Around) -> Role | None:
    """As in "KYIV, March 22 (Agency) — Russia launched ...": where it was written."""
    return Role.CONTEXT if not a.before.strip(' “"') and _DATELINE.match(a.after) else None


_HEAD_OF = re.compile(r"\b(?:governor|mayor|head|chief|governors|leader|president|minister) of (?:the )?(?:[\w’']+ )?$", re.IGNORECASE)


def _office(a: Around) -> Role | None:
    """As in "Kharkiv's mayor", "the governor of the Sumy region": the place belongs to who speaks."""
    follows = _compiled(r"(?:[’']s)?[\s-]+" + _words("office")).match(a.small_after)
    return Role.SPEAKER if follows or _HEAD_OF.search(a.before) else None


def _label(a: Around) -> Role | None:
    """As in "Nikopol: two wounded", "the Beirut strike"."""
    if re.match(r"\s*(?::|/)\s", a.after) and not re.search(r"[a-z]{3,} [a-z]+", a.before):
        return Role.EVENT
    return Role.EVENT if _compiled(r"\s+" + _words("attack_noun")).match(a.small_after) else None


_STANCE = re.compile(
    r"(?:\s+on\s+\w+)?,?\s+[^.;]{0,60}?"
    r"\b(?:stood by|defended|met|signed|addressed|hosted|welcomed|condemned|spoke|received|visited|presented)\b",
    re.IGNORECASE,
)


def _elsewhere(a: Around) -> Role | None:
    """Where people met, spoke or took a stand, unless the words before tell that it was they who were struck."""
    met = _compiled(
        _words("meeting") + r"\b(?:in|to|at|on|from|into|across|outside)\s+(?:the\s+)?(?:(?:[\w-]+\s+)?(?:city|town|capital) of\s+)?$"
    ).search(a.small_before)
    if met is not None and not _compiled(rf"\b{_words('struck')}\b[^.;]{{0,60}}$").search(a.small_before[: met.start()]):
        return Role.CONTEXT
    return Role.CONTEXT if a.before.strip(' “"').lower() == "in" and _STANCE.match(a.after) else None


_LISTED = re.compile(
    r"(?:,| and|, and| or| as well as|, as well as)\s+(?:in |the |near |also )*(?:\w+ (?:city|town|village|region) of )?", re.IGNORECASE
)


def _listed(a: Around) -> Role | None:
    """As in "Kherson, Beryslav and Nikopol": a list goes on as it began."""
    return Role.EVENT if a.gap is not None and _LISTED.fullmatch(a.gap) else None


def _governed(a: Around) -> Role | None:
    """The nearest preposition or verb of striking before the name, words such as "the southern city of" passed over."""
    filler = rf"(?:[\s,]+(?:{_words('filler')}|[A-Z][a-z]+(?:ian|an|ish|ese|i|n)|\w+(?:ern))(?=[\s,]|$))*"
    near = _compiled(
        rf"\b(?:(?P<struck>{_words('struck')})|(?P<location>{_words('location')})|(?P<origin>{_words('origin')}))\b{filler}[\s,]*$"
    ).search(a.small_before)
    if near is not None:
        return Role.ORIGIN if near["origin"] else Role.EVENT
    # "struck the railway station of Kramatorsk", "into the bus depot of Chernihiv"
    far = _compiled(rf"\b{_words('struck')}\s+(?:[\w’-]+\s+){{0,6}}(?:of|in|at)\s+(?:the\s+)?$").search(a.small_before) or _compiled(
        rf"\b(?:{_words('struck')}|{_words('location')})\s+(?:[\w’-]+\s+){{1,6}}?of\s+(?:(?:the|a|an)\s+)?$"
    ).search(a.small_before)
    return Role.EVENT if far else None


_LEAD = re.compile(
    r"(?:the|meanwhile|elsewhere|later|also|earlier|overnight|and|while|but|southern|northern|eastern|western|central|,|\s)*", re.IGNORECASE
)
_ALSO_STRUCK = re.compile(
    r"[\s,]*(?:also |again |has |have |had |was |were )+(?:\w+ ){0,2}(?:hit|struck|targeted|attacked|shelled|bombed|bombarded)\b",
    re.IGNORECASE,
)


def _subject(a: Around) -> Role | None:
    """As in "Kharkiv was hit again", "Nikopol came under fire"."""
    struck = _words("struck_after")
    if _LEAD.fullmatch(a.before.strip(" ,“\"'‘")) and _compiled(r"[^.;]{0,40}?" + struck).match(a.small_after):
        return Role.EVENT
    return Role.EVENT if _ALSO_STRUCK.match(a.after) or _compiled(struck).match(a.small_after.lstrip()) else None


_RULES: tuple[Callable[[Around], Role | None], ...] = (_dateline, _at_sea, _office, _label, _elsewhere, _listed, _governed, _subject)
