"""The part that a place name plays in its sentence, by the words around it: each rule looks at one kind of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from dashboard.extraction import bystanders
from dashboard.extraction.around import AFTER, BEFORE, Around, Role, words
from dashboard.extraction.lexicon import WordPattern, lowered, small_pattern
from gazetteer import PlaceKind


def role_of(sentence: str, start: int, end: int, kind: PlaceKind, *, event_end: int | None) -> Role | None:
    """The role of the name at `sentence[start:end]`; the first rule that knows decides; None where none does.

    `event_end` is where the last event place of the sentence ends, if one stands right before.
    """
    before, after = sentence[max(0, start - BEFORE) : start], sentence[end : end + AFTER]
    around = Around(
        sentence,
        sentence[:start],
        before,
        after,
        kind,
        sentence[start:end],
        lowered(before),
        lowered(after),
        None if event_end is None else sentence[event_end:start],
    )
    for rule in _RULES:
        role = rule(around)
        if role is not None:
            return role
    return None


_LABELLED = re.compile(
    r"(?:,? [A-Z][\w’-]*)?(?: (?:community|district|region|city|oblast|raion|hromada|area|direction))?"
    r"(?:\s*(?::|/)\s|\s+[–—-]\s+(?:\d|one|two|three|four|five|six|no|several)\b)"
)
_LABEL_LEAD = re.compile(
    r"(?:[^;]*;)?\W*(?:(?:[A-Z][\w’'-]*|[\d:.]+|region|oblast|district|community|raion|city|town|village|of|in|the|on|update|upd)\W+){0,6}"
)


def _label(a: Around) -> Role | None:
    """As in "Nikopol: two wounded", "the Beirut strike"."""
    if _LABELLED.match(a.after) and _LABEL_LEAD.fullmatch(a.before[-60:]):
        return Role.EVENT
    if a.kind in {PlaceKind.COUNTRY, PlaceKind.CONTINENT}:
        return None
    return Role.EVENT if _attack().match(a.small_after) else None


@cache
def _attack() -> WordPattern:
    return small_pattern(r"\s+" + words("attack_noun"))


_LISTED = re.compile(
    r"(?:,| and|, and| or| as well as|, as well as)\s+(?:in |the |near |also )*(?:\w+ (?:city|town|village|region) of )?", re.IGNORECASE
)


_ACTS = re.compile(
    r"\s+(?:(?:has|have|had|also|again|then|later|reportedly)\s+){0,2}"
    r"(?:struck|hit|hits|strikes|said|says|sent|fired|fires|\w{2,}ed)\b(?!\s+by\b)",
    re.IGNORECASE,
)


def _listed(a: Around) -> Role | None:
    """As in "Kherson, Beryslav and Nikopol": a list goes on as it began; "In Kherson, Russia attacked" is no list."""
    if a.kind is PlaceKind.COUNTRY and _ACTS.match(a.after):
        return None
    return Role.EVENT if a.gap is not None and _LISTED.fullmatch(a.gap) else None


_LAUNCHED_FROM = small_pattern(
    r"\b(?:launch(?:ed|es|ing)?|fired|fires|firing|flown|took off|take off)\b[^.;]{0,40}?\bfrom\b(?![^.;]{0,80}"
    r"\b(?:at|on|towards?|hit|struck|into|against)\b)[^.;]{0,80}$"
)
"""As in "missiles launched from systems located in occupied territory in the Donetsk region": where they set out."""
_FROM_IN = WordPattern(
    r"\b(?:from|flew from|launched from|fired from|took off from)\s+(?:(?:the|an?)\s+)?(?:[A-Z][\w’-]*\s+|air\s?base\s+|airfield\s+|"
    r"bases?\s+){1,4}in\s+"
    r"(?:the\s+)?$"
)
"""As in "Typhoons flew from Akrotiri in Cyprus": where something set out, by its town and country."""


def _governed(a: Around) -> Role | None:
    """The nearest preposition or verb of striking before the name, words such as "the southern city of" passed over."""
    if _FROM_IN.search(a.before) or _LAUNCHED_FROM.search(a.small_before):
        return Role.ORIGIN
    near = _near(of_district=a.kind is PlaceKind.DISTRICT).search(a.small_before)
    if near is not None:
        return Role.ORIGIN if near["origin"] else Role.EVENT
    return Role.EVENT if any(pattern.search(a.small_before) for pattern in _far()) else None


@cache
def _near(*, of_district: bool) -> WordPattern:
    # "on Afghanistan's Paktika province"; a town's district is the town.
    owner = "" if of_district else r"|[\w-]+[’']s"
    filler = rf"(?:[\s,]+(?:{words('filler')}|[A-Z][a-z]+(?:ian|an|ish|ese|i|n)|\w+(?:ern){owner})(?=[\s,]|$))*"
    return small_pattern(
        rf"\b(?:(?P<struck>{words('struck')})|(?P<location>{words('location')})|(?P<origin>{words('origin')}))\b{filler}[\s,]*$"
    )


@cache
def _far() -> tuple[WordPattern, WordPattern]:
    """As in "struck the railway station of Kramatorsk", "into the bus depot of Chernihiv"."""
    return (
        small_pattern(rf"\b{words('struck')}\s+(?:[\w’-]+\s+){{0,6}}(?:of|in|at)\s+(?:the\s+)?$"),
        small_pattern(rf"\b(?:{words('struck')}|{words('location')})\s+(?:[\w’-]+\s+){{1,6}}?of\s+(?:(?:the|a|an)\s+)?$"),
    )


_LEAD = re.compile(
    r"(?:the|meanwhile|elsewhere|later|also|earlier|overnight|and|while|but|southern|northern|eastern|western|central|,|\s)*", re.IGNORECASE
)
_ALSO_STRUCK = re.compile(
    r"[\s,]*(?:also |again |was |were |(?:has|have|had) (?:also |again )?been )+(?:\w+ ){0,2}(?:hit|struck|targeted|attacked|shelled|"
    r"bombed|bombarded)\b",
    re.IGNORECASE,
)


_SITE_LEAD = re.compile(r"\W*(?:The|A|An|One|Two|Three|Several)\s+(?:[\w’'-]+\s+){1,5}(?:of|in|at|near)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}")
_WAS_HIT = re.compile(
    r"\b(?:was|were|has been|have been|had been)\s+(?:\w+\s+){0,2}(?:hit|struck|damaged|destroyed|flattened|levelled|leveled|bombed|"
    r"shelled|attacked|gutted|wrecked|targeted|burned|burnt|demolished|blown)\b",
    re.IGNORECASE,
)


_OWN_SITE = re.compile(r"[’']s\s+(?:[\w’-]+\s+){1,5}?(?=(?:was|were|has been|have been)\b)")


def _site(a: Around) -> Role | None:
    """As in "The registry office of Huliaipole, ..., was flattened", "Stepanakert's maternity home was hit"."""
    if len(a.lead) <= BEFORE and _SITE_LEAD.fullmatch(a.lead) and _WAS_HIT.search(a.sentence, len(a.lead)):
        return Role.EVENT
    owner = _OWN_SITE.match(a.after)
    return Role.EVENT if owner and _WAS_HIT.match(a.after, owner.end()) else None


def _subject(a: Around) -> Role | None:
    """As in "Kharkiv was hit again", "Nikopol came under fire"."""
    if _LEAD.fullmatch(a.before.strip(" ,“\"'‘")) and _struck_after(r"[^.;]{0,40}?").match(a.small_after):
        return Role.EVENT
    return Role.EVENT if _ALSO_STRUCK.match(a.after) or _struck_after("").match(a.small_after.lstrip()) else None


@cache
def _struck_after(lead: str) -> WordPattern:
    return small_pattern(lead + words("struck_after"))


_RULES: tuple[Callable[[Around], Role | None], ...] = (
    bystanders.hyphen,
    bystanders.striker,
    bystanders.ship_name,
    bystanders.measured,
    bystanders.as_adjective,
    bystanders.dateline,
    bystanders.at_sea,
    bystanders.office,
    _label,
    bystanders.shot_down,
    bystanders.disrupted,
    bystanders.treated,
    bystanders.elsewhere,
    _listed,
    _governed,
    _subject,
    _site,
)
