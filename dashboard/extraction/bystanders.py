"""Rules for place names that say no place of a strike: whose it is, who speaks, where people met, what was shot down."""

from __future__ import annotations

import re
from functools import cache

from dashboard.extraction.around import Around, Role, words
from dashboard.extraction.lexicon import WordPattern, small_pattern
from gazetteer import PlaceKind

_SHIP = re.compile(
    r"\b(?:ships?|vessels?|tankers?|carriers?|freighters?|boats?|warships?|frigates?|destroyers?|cruisers?"
    r"|submarines? (?:was|were) (?:hit|struck)"
    r"|ferr(?:y|ies)|trawlers?|sailors?|crew(?:m[ae]n)?|platforms?|rigs?|fleet)\b",
    re.IGNORECASE,
)


_SHORE = small_pattern(r"\b(?:banks?|mouth|delta|basin|estuary|shores?|waters|coast|course) of (?:the )?$")


_ON_WATER = re.compile(r"\s+(?:port|coast|city|cities|resort|fleet|region|peninsula|ports|shore|grain|initiative)\b", re.IGNORECASE)


def at_sea(a: Around) -> Role | None:
    """A sea is struck only where a ship is; "the right bank of the Dnipro" names no town."""
    if _SHORE.search(a.small_before):
        return Role.CONTEXT
    if a.kind is PlaceKind.WATER and (not _SHIP.search(a.sentence) or _ON_WATER.match(a.after)):
        return Role.CONTEXT
    return None


_DATELINE = re.compile(r"(?:,[^.–—-]{0,30})?\s*(?:\([^)]{0,30}\)\s*)?(?:[—–]|--?)\s+(?=[A-Z“\"])")


_SLASHED = re.compile(r"(?:[A-Z]{3,}/){0,3}")


LONG = 90
"""Characters; a label such as "KHERSON: two wounded" is shorter than a sentence after a dateline."""


def dateline(a: Around) -> Role | None:
    """As in "KYIV, March 22 (Agency) — Russia launched ...", "JAMMU/ISLAMABAD: Artillery pounded ...": where it was written."""
    if not a.before.strip(' “"') and _DATELINE.match(a.after):
        return Role.CONTEXT
    loud = a.name.isupper() and _SLASHED.fullmatch(a.lead.lstrip(' “"')) is not None
    return Role.CONTEXT if loud and re.match(r"(?:/[A-Z]{3,})*: [A-Z]", a.after) and len(a.sentence) > LONG else None


_HYPHEN = re.compile(r"[-‑]\w")


def hyphen(a: Around) -> Role | None:
    """As in "Iran-backed", "Pakistan-administered Kashmir": whose it is, not where."""
    return Role.CONTEXT if _HYPHEN.match(a.after) else None


_STATE_VOICE = re.compile(
    r"[’']s\s+(?:[\w-]+\s+){0,4}?(?:agency|ministry|media|television|TV|broadcaster|newspaper|service|defen[cs]e|military|army|office)\s+"
    r"(?:[A-Z]\w+\s+)?(?:said|reported|says|reports|announced|confirmed)\b",
    re.IGNORECASE,
)


_OWN_ATTACKS = re.compile(
    r"[’']s\s+(?:[\w-]+\s+){0,4}?(?:strikes?|attacks?|raids?|war|invasion|offensive|campaign|assaults?|bombardments?|shelling|airstrikes?|"
    r"army|forces|military|troops|drones?|missiles?)\b"
)


_ARMS_OF = small_pattern(r"\b(?:forces|army|military|troops|aggression|regime|government|air force|navy) of (?:the )?(?:Republic of )?$")


_AWAY_FROM = small_pattern(
    r"\b(?:(?:north|south|east|west)(?:east|west)?(?:ern)?|\d+\s?(?:km|kilomet(?:re|er)s?|miles?|mi)\b(?: away)?)\s+(?:of|"
    r"from)\s+(?:the\s+)?"
    r"(?:[\w-]+\s+){0,3}?(?:city|town|capital|village)(?:\s+of)?\s+$"
)


_SHIP_NAME = re.compile(
    r"\s+(?:(?:missile|landing|patrol|large|small|amphibious|guided-missile|cargo)\s+){0,3}"
    r"(?:ship|corvette|frigate|cruiser|destroyer|submarine|warship|minesweeper)s?\b"
)


def ship_name(a: Around) -> Role | None:
    """As in "the Serpukhov missile ship": a ship that bears a town's name."""
    return Role.CONTEXT if _SHIP_NAME.match(a.after) else None


def striker(a: Around) -> Role | None:
    """As in "one of Russia's deadliest strikes", "fired by the armed forces of Armenia": who struck, not where."""
    if a.kind is not PlaceKind.COUNTRY:
        return None
    if _STATE_VOICE.match(a.after):
        return Role.SPEAKER
    return Role.CONTEXT if _OWN_ATTACKS.match(a.after) or _ARMS_OF.search(a.small_before) else None


def measured(a: Around) -> Role | None:
    """As in "69 km to the east of the Russian-occupied city of Donetsk": a town that only says how far."""
    return Role.CONTEXT if _AWAY_FROM.search(a.small_before) else None


_HEAD_OF = small_pattern(r"\b(?:governor|mayor|head|chief|governors|leader|president|minister) of (?:the )?(?:[\w’']+ )?$")


_SPEAKERS_IN = small_pattern(
    r"\b(?:officials?|authorities|ministry|government|leaders?|spokes\w+|prosecutors?|police|diplomats?|analysts?|lawmakers|commanders?|"
    r"administration|media|correspondents?|reporters?|sources?|experts?|observers?|services?|agency|department|directorate|offices?|"
    r"union|committee|network|group|hospitals?|council) (?:\w+ )?(?:in|from) (?:the )?(?:[\w-]+ )?$"
)


_CITED_IN = small_pattern(r"\b(?:citing|according to|quoting|quoted by)\s+(?:[\w’'-]+\s+){1,6}?(?:in|of|from)\s+(?:the\s+)?$")


_SAYS = re.compile(
    r"(?!,? (?:it|he|she|they|who|which)\b)(?: (?:region|city|oblast|province))?,?(?: \w+){0,2} "
    r"(?:said|says|say|reported?|told|confirmed|claimed|announced|added|wrote)\b"
)


def office(a: Around) -> Role | None:
    """As in "Kharkiv's mayor", "the governor of the Sumy region": the place belongs to who speaks."""
    speaks = (
        _office().match(a.small_after)
        or _CITED_IN.search(a.small_before)
        or (_SPEAKERS_IN.search(a.small_before) and _SAYS.match(a.after))
        or _HEAD_OF.search(a.small_before)
    )
    return Role.SPEAKER if speaks else None


@cache
def _office() -> WordPattern:
    return small_pattern(r"(?:[’']s)?[\s-]+" + words("office"))


_STATE_FORCES = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:air ?strikes?|strikes?|raids?|warplanes?|jets?|aircraft|planes?|drones?|missiles?|bomb\w*|military|army|navy|"
    r"forces|troops|air force|attacks?|campaign|shelling|artillery|warships?|soldiers)\b"
)


_STREETS = re.compile(r"\s(?:market|street|square|avenue|hotel|bridge|gate|road|stadium|club|hospital|school|university|cafe|restaurant)\b")


def as_adjective(a: Around) -> Role | None:
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


def treated(a: Around) -> Role | None:
    """As in "children hurt in the strike are treated at the Al-Aqsa hospital in Deir al-Balah"."""
    return Role.CONTEXT if _treated().search(a.small_before) else None


@cache
def _treated() -> WordPattern:
    return small_pattern(rf"\b{words('treated')}\s+(?:the\s+)?$")


_AT = r"\b(?:in|to|at|on|from|into|across|outside)\s+(?:the\s+)?(?:(?:[\w-]+\s+)?(?:city|town|capital) of\s+)?$"


_MEETS_AT = small_pattern(_AT)


@cache
def _met() -> WordPattern:
    return small_pattern(r"\b" + words("meeting") + _AT)


@cache
def _struck(where: str) -> WordPattern:
    return small_pattern(rf"\b{words('struck')}{where}")


def elsewhere(a: Around) -> Role | None:
    """Where people met, spoke or took a stand, unless the words before tell that it was they who were struck."""
    met = _met().search(a.small_before) if _MEETS_AT.search(a.small_before) else None
    told = None if met is None else _struck(r"\b[^.;]{0,60}$").search(a.small_before[: met.start()])
    within = None if met is None else _struck(r"\s+(?:on|at|in|near)\b").search(a.small_before, met.start())
    if met is not None and told is None and within is None:
        return Role.CONTEXT
    return Role.CONTEXT if a.before.strip(' “"').lower() == "in" and _STANCE.match(a.after) else None


_DOWNED = small_pattern(
    r"\b(?:(?:shot|shooting|brought|bringing) down|downed|downing|intercept(?:ed|ing|ions?)|destroyed|neutrali[sz]ed|repel(?:led|ling)|"
    r"thwarted|at work|working|in operation|active)\b[^.;]{0,70}?"
    r"\b(?P<where>over|above|in the skies? (?:over|of)|in the airspace of|across|in|near)"
    r"\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$"
)


_CAME_DOWN = re.compile(
    r"\b(?:debris|wreckage|fragments?|fell|falling|hit|hitting|struck|damag\w+|kill\w+|injur\w+|wound\w+|fire|ablaze)\b", re.IGNORECASE
)


_FLOWN = re.compile(r"\b(?:drones?|missiles?|UAVs?|rockets?|Shaheds?|aircraft|projectiles?|air defen[cs]es?|targets?)\b", re.IGNORECASE)


def shot_down(a: Around) -> Role | None:
    """As in "one was shot down over the Kyiv region": what was stopped there struck nothing there, unless something came down."""
    m = _DOWNED.search(a.small_before)
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


def disrupted(a: Around) -> Role | None:
    """As in "grounded flights in Moscow", "sirens sounded across Kyiv": a warning is no strike."""
    return Role.CONTEXT if _disrupted().search(a.small_before) else None


@cache
def _disrupted() -> WordPattern:
    return small_pattern(rf"\b{words('disrupted')}\b{words('location')}\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}$")
