"""The part that a place name plays in its sentence, by the words around it: each rule looks at one kind of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dashboard.extraction.lexicon import WordPattern, alternatives, lowered, small_pattern
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
    lead: str
    """All of the sentence before the name."""
    before: str
    after: str
    kind: PlaceKind
    name: str
    small_before: str
    """`before` in small letters."""
    small_after: str
    """`after` in small letters."""
    gap: str | None
    """The words since the place of an event named just before in this sentence; None where there is none."""


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
    return next((role for rule in _RULES if (role := rule(around)) is not None), None)


@cache
def _words(key: str) -> str:
    return f"(?:{alternatives('places', 'roles', key)})"


@cache
def _compiled(pattern: str) -> WordPattern:
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


_SLASHED = re.compile(r"(?:[A-Z]{3,}/){0,3}")
LONG = 90
"""Characters; a label such as "KHERSON: two wounded" is shorter than a sentence after a dateline."""


def _dateline(a: Around) -> Role | None:
    """As in "KYIV, March 22 (Agency) — Russia launched ...", "JAMMU/ISLAMABAD: Artillery pounded ...": where it was written."""
    if not a.before.strip(' “"') and _DATELINE.match(a.after):
        return Role.CONTEXT
    loud = a.name.isupper() and _SLASHED.fullmatch(a.lead.lstrip(' “"')) is not None
    return Role.CONTEXT if loud and re.match(r"(?:/[A-Z]{3,})*: [A-Z]", a.after) and len(a.sentence) > LONG else None


def _hyphen(a: Around) -> Role | None:
    """As in "Iran-backed", "Pakistan-administered Kashmir": whose it is, not where."""
    return Role.CONTEXT if re.match(r"[-‑]\w", a.after) else None


_STATE_VOICE = re.compile(
    r"[’']s\s+(?:[\w-]+\s+){0,4}?(?:agency|ministry|media|television|TV|broadcaster|newspaper|service|defen[cs]e|military|army|office)\s+"
    r"(?:[A-Z]\w+\s+)?(?:said|reported|says|reports|announced|confirmed)\b",
    re.IGNORECASE,
)
_OWN_ATTACKS = re.compile(
    r"[’']s\s+(?:[\w-]+\s+){0,4}?(?:strikes?|attacks?|raids?|war|invasion|offensive|campaign|assaults?|bombardments?|shelling|airstrikes?|"
    r"army|forces|military|troops|drones?|missiles?)\b"
)
_ARMS_OF = re.compile(
    r"\b(?:forces|army|military|troops|aggression|regime|government|air force|navy) of (?:the )?(?:Republic of )?$", re.IGNORECASE
)
_AWAY_FROM = re.compile(
    r"(?:\b(?:north|south|east|west)(?:east|west)?(?:ern)?|\b\d+\s?(?:km|kilomet(?:re|er)s?|miles?|mi)\b(?: away)?)\s+(?:of|"
    r"from)\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}?(?:city|town|capital|village)(?:\s+of)?\s+$",
    re.IGNORECASE,
)


_SHIP_NAME = re.compile(
    r"\s+(?:(?:missile|landing|patrol|large|small|amphibious|guided-missile|cargo)\s+){0,3}"
    r"(?:ship|corvette|frigate|cruiser|destroyer|submarine|warship|minesweeper)s?\b"
)


def _ship_name(a: Around) -> Role | None:
    """As in "the Serpukhov missile ship": a ship that bears a town's name."""
    return Role.CONTEXT if _SHIP_NAME.match(a.after) else None


def _striker(a: Around) -> Role | None:
    """As in "one of Russia's deadliest strikes", "fired by the armed forces of Armenia": who struck, not where."""
    if a.kind is not PlaceKind.COUNTRY:
        return None
    if _STATE_VOICE.match(a.after):
        return Role.SPEAKER
    return Role.CONTEXT if _OWN_ATTACKS.match(a.after) or _ARMS_OF.search(a.before) else None


def _measured(a: Around) -> Role | None:
    """As in "69 km to the east of the Russian-occupied city of Donetsk": a town that only says how far."""
    return Role.CONTEXT if _AWAY_FROM.search(a.before) else None


_HEAD_OF = re.compile(r"\b(?:governor|mayor|head|chief|governors|leader|president|minister) of (?:the )?(?:[\w’']+ )?$", re.IGNORECASE)


_SPEAKERS_IN = re.compile(
    r"\b(?:officials?|authorities|ministry|government|leaders?|spokes\w+|prosecutors?|police|diplomats?|analysts?|lawmakers|commanders?|"
    r"administration|media|correspondents?|reporters?|sources?|experts?|observers?|services?|agency|department|directorate|offices?|"
    r"union|committee|network|group|hospitals?|council) (?:\w+ )?(?:in|from) (?:the )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_CITED_IN = re.compile(r"\b(?:citing|according to|quoting|quoted by)\s+(?:[\w’'-]+\s+){1,6}?(?:in|of|from)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYS = re.compile(
    r"(?!,? (?:it|he|she|they|who|which)\b)(?: (?:region|city|oblast|province))?,?(?: \w+){0,2} "
    r"(?:said|says|say|reported?|told|confirmed|claimed|announced|added|wrote)\b"
)


def _office(a: Around) -> Role | None:
    """As in "Kharkiv's mayor", "the governor of the Sumy region": the place belongs to who speaks."""
    follows = _compiled(r"(?:[’']s)?[\s-]+" + _words("office")).match(a.small_after)
    cited = _CITED_IN.search(a.before)
    speaks = _SPEAKERS_IN.search(a.before) and _SAYS.match(a.after)
    return Role.SPEAKER if follows or cited or speaks or _HEAD_OF.search(a.before) else None


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
    return Role.EVENT if _compiled(r"\s+" + _words("attack_noun")).match(a.small_after) else None


_STATE_FORCES = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:air ?strikes?|strikes?|raids?|warplanes?|jets?|aircraft|planes?|drones?|missiles?|bomb\w*|military|army|navy|"
    r"forces|troops|air force|attacks?|campaign|shelling|artillery|warships?|soldiers)\b"
)
_STREETS = re.compile(r"\s(?:market|street|square|avenue|hotel|bridge|gate|road|stadium|club|hospital|school|university|cafe|restaurant)\b")


def _as_adjective(a: Around) -> Role | None:
    """As in "US air strikes", "31 killed at Libya market": a state's name that says whose or what, not where."""
    if a.kind is not PlaceKind.COUNTRY:
        return None
    short = a.name.replace(".", "").isupper() and len(a.name) <= SHORT
    owned = short and (_STATE_FORCES.match(a.after) or re.match(r"\s[A-Z]", a.after))
    return Role.CONTEXT if owned or _STREETS.match(a.after) else None


SHORT = 6
"""Characters of an abbreviated state: "US", "U.S.", "UK", "UAE"."""


_STANCE = re.compile(
    r"(?:\s+on\s+\w+)?,?\s+[^.;]{0,60}?"
    r"\b(?:stood by|defended|met|signed|addressed|hosted|welcomed|condemned|spoke|received|visited|presented)\b",
    re.IGNORECASE,
)


def _treated(a: Around) -> Role | None:
    """As in "children hurt in the strike are treated at the Al-Aqsa hospital in Deir al-Balah"."""
    return Role.CONTEXT if _compiled(rf"\b{_words('treated')}\s+(?:the\s+)?$").search(a.small_before) else None


_AT = r"\b(?:in|to|at|on|from|into|across|outside)\s+(?:the\s+)?(?:(?:[\w-]+\s+)?(?:city|town|capital) of\s+)?$"
_MEETS_AT = re.compile(_AT)


def _elsewhere(a: Around) -> Role | None:
    """Where people met, spoke or took a stand, unless the words before tell that it was they who were struck."""
    met = _compiled(r"\b" + _words("meeting") + _AT).search(a.small_before) if _MEETS_AT.search(a.small_before) else None
    told = None if met is None else _compiled(rf"\b{_words('struck')}\b[^.;]{{0,60}}$").search(a.small_before[: met.start()])
    within = None if met is None else _compiled(rf"\b{_words('struck')}\s+(?:on|at|in|near)\b").search(a.small_before, met.start())
    if met is not None and told is None and within is None:
        return Role.CONTEXT
    return Role.CONTEXT if a.before.strip(' “"').lower() == "in" and _STANCE.match(a.after) else None


_DOWNED = re.compile(
    r"\b(?:(?:shot|shooting|brought|bringing) down|downed|downing|intercept(?:ed|ing|ions?)|destroyed|neutrali[sz]ed|repel(?:led|ling)|"
    r"thwarted|at work|working|in operation|active)\b[^.;]{0,70}?"
    r"\b(?P<where>over|above|in the skies? (?:over|of)|in the airspace of|across|in|near)"
    r"\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_CAME_DOWN = re.compile(
    r"\b(?:debris|wreckage|fragments?|fell|falling|hit|hitting|struck|damag\w+|kill\w+|injur\w+|wound\w+|fire|ablaze)\b", re.IGNORECASE
)
_FLOWN = re.compile(r"\b(?:drones?|missiles?|UAVs?|rockets?|Shaheds?|aircraft|projectiles?|air defen[cs]es?|targets?)\b", re.IGNORECASE)


def _shot_down(a: Around) -> Role | None:
    """As in "one was shot down over the Kyiv region": what was stopped there struck nothing there, unless something came down."""
    m = _DOWNED.search(a.before)
    if (
        m is None
        or _CAME_DOWN.search(a.before[m.start() :])
        or _CAME_DOWN.search(re.split(r"[.;]|, (?:but|while)", a.after, maxsplit=1)[0])
    ):
        return None
    if m[0].lower().startswith(("brought", "bringing")) and not _FLOWN.search(a.before[m.start() :]):
        return None  # "brought down a building in Beirut"
    plain = m[0].lower().startswith(("destroyed", "at work", "working", "in operation", "active"))
    if plain and (m["where"].lower() not in {"over", "above"} or not _FLOWN.search(a.before)):
        return None
    return Role.CONTEXT


def _disrupted(a: Around) -> Role | None:
    """As in "grounded flights in Moscow", "sirens sounded across Kyiv": a warning is no strike."""
    return (
        Role.CONTEXT
        if _compiled(rf"\b{_words('disrupted')}\b{_words('location')}\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}$").search(a.small_before)
        else None
    )


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


_LAUNCHED_FROM = re.compile(
    r"\b(?:launch(?:ed|es|ing)?|fired|fires|firing|flown|took off|take off)\b[^.;]{0,40}?\bfrom\b(?![^.;]{0,80}"
    r"\b(?:at|on|towards?|hit|struck|into|against)\b)[^.;]{0,80}$",
    re.IGNORECASE,
)
"""As in "missiles launched from systems located in occupied territory in the Donetsk region": where they set out."""
_FROM_IN = re.compile(
    r"\b(?:from|flew from|launched from|fired from|took off from)\s+(?:(?:the|an?)\s+)?(?:[A-Z][\w’-]*\s+|air\s?base\s+|airfield\s+|"
    r"bases?\s+){1,4}in\s+"
    r"(?:the\s+)?$"
)
"""As in "Typhoons flew from Akrotiri in Cyprus": where something set out, by its town and country."""


def _governed(a: Around) -> Role | None:
    """The nearest preposition or verb of striking before the name, words such as "the southern city of" passed over."""
    # "on Afghanistan's Paktika province"; a town's district is the town.
    owner = "" if a.kind is PlaceKind.DISTRICT else r"|[\w-]+[’']s"
    filler = rf"(?:[\s,]+(?:{_words('filler')}|[A-Z][a-z]+(?:ian|an|ish|ese|i|n)|\w+(?:ern){owner})(?=[\s,]|$))*"
    if _FROM_IN.search(a.before) or _LAUNCHED_FROM.search(a.before):
        return Role.ORIGIN
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


def _site(a: Around) -> Role | None:
    """As in "The registry office of Huliaipole, ..., was flattened", "Stepanakert's maternity home was hit"."""
    if len(a.lead) <= BEFORE and _SITE_LEAD.fullmatch(a.lead) and _WAS_HIT.search(a.sentence, len(a.lead)):
        return Role.EVENT
    owner = re.match(r"[’']s\s+(?:[\w’-]+\s+){1,5}?(?=(?:was|were|has been|have been)\b)", a.after)
    return Role.EVENT if owner and _WAS_HIT.match(a.after, owner.end()) else None


def _subject(a: Around) -> Role | None:
    """As in "Kharkiv was hit again", "Nikopol came under fire"."""
    struck = _words("struck_after")
    if _LEAD.fullmatch(a.before.strip(" ,“\"'‘")) and _compiled(r"[^.;]{0,40}?" + struck).match(a.small_after):
        return Role.EVENT
    return Role.EVENT if _ALSO_STRUCK.match(a.after) or _compiled(struck).match(a.small_after.lstrip()) else None


_RULES: tuple[Callable[[Around], Role | None], ...] = (
    _hyphen,
    _striker,
    _ship_name,
    _measured,
    _as_adjective,
    _dateline,
    _at_sea,
    _office,
    _label,
    _shot_down,
    _disrupted,
    _treated,
    _elsewhere,
    _listed,
    _governed,
    _subject,
    _site,
)
