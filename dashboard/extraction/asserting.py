"""Whether a sentence tells as a fact that a place was attacked, by its words and their order."""

from __future__ import annotations

import re

from dashboard.extraction.attacks import Signals, names_enemy
from dashboard.extraction.placed import PlaceMention
from dashboard.extraction.reading import Reading
from dashboard.extraction.sharing import REACH
from gazetteer import GeoPrecision

_SOFT = re.compile(
    (
        r"fell|fall|explo|blast|rocked|shook|shaken|ripped|tore|detonat|came down|land|burn|"
        r"collaps|on fire|set |damag|destroy|wreck|demolish|debris|fragment|crash|shatter|sank|"
        r"crush|toppl|burst|gutted|dropp|launch|pierc|spark|swept"
    ),
    re.IGNORECASE,
)
"""Words of harm that other misfortunes share: people hurt beside them make no strike without a weapon or an attacker."""


_DID = re.compile(
    r"\b(?:\w{2,}ed|struck|hit|tore|come|went|fell|broke|blew|flew|came|sent|set|cut|left|took|brought|burst|burnt|lit|sank|drove|threw)\b",
    re.IGNORECASE,
)


_WATCHED = re.compile(
    r"\b(?:spotted|filmed|photographed|recorded|observed|watched|monitored|documented|surveyed|patrolled|tracked|followed|detected|showed|"
    r"hovered|circled|buzzed|loitered|entered|violated|crossed|passed|flew (?:over|past|around|above|along|near)|came (?:near|close)|took "
    r"(?:pictures|photographs|photos|off))\b",
    re.IGNORECASE,
)
"""What a drone does that strikes nothing: it looks on, or is only there."""


def weapon_did(text: str, s: Signals, place: int) -> bool:
    """A weapon, a verb of the past, then what or where it struck: "a missile had come down 40 km from X"."""
    for weapon in s.weapons:
        for struck in (*(t.start for t in s.targets), place):
            between = _WATCHED.sub("", text[weapon.end : struck])
            if (
                weapon.end <= struck <= weapon.end + REACH
                and _DID.search(between)
                and not re.search(
                    r"[;.]|\b(?:un)?loaded\b|\b(?:delivered|shipped|handed|donated|arrived|transferred|displayed|sold)\b|"
                    r"\bthat (?:was|were)\b|\b(?:would|will|could|might|may|can|should) (?:be|come|hit|set|cut|burst)\b|\bto be\b",
                    between,
                )
            ):
                return True
    return False


LONGEST_LEAD = 200
"""Characters between a word of attack and the place that it leads to."""


_ON_PLACE = re.compile(r"\b(?:strikes?|attacks?|raids?|assaults?|hits?)\s+(?:on|in|at|against|near)\s+(?:[\w’'-]+\s+){0,6}$", re.IGNORECASE)


def _struck_place(text: str, place: PlaceMention | None, read: Reading) -> bool:
    """As in "The strike on Selydove", "three strikes hit Kharkiv": words of attack that lead straight to a place."""
    if place is None or place.is_country or read.signals.against("other_harm") is not None:
        return False
    here = place.start - read.sentence.start
    lead = text[max(0, here - LONGEST_LEAD) : here]
    nouns = [w for w in read.signals.weak if re.match(r"(?:strike|attack|explosion|hit|blast|raid)", text[w.start : w.end], re.IGNORECASE)]
    return bool(_ON_PLACE.search(lead)) or (len(read.signals.weak) > 1 and bool(nouns))


_FORCES_DID = re.compile(
    r"\b(?:air force|army|military|navy|warplanes|jets|IDF|troops|forces|gunners|gunboats?)\b(?: (?:has|had|have|also|later|then|said it|"
    r"said it had))*"
    r" (?:struck|hit|bombed|attacked|shelled|targeted|pounded|bombarded)\b",
    re.IGNORECASE,
)
"""An armed force, whose it may be, as the subject of an attack: "the Air Force struck fuel depots"."""


_WAS_STRUCK = re.compile(
    r"\b(?:was|were|(?<!had )been)\s+(?:(?:also|again|then|directly|once more|later|reported|reportedly|to have been)\s+){0,3}"
    r"(?:hit|struck|"
    r"shelled|bombed|targeted|attacked)\b"
    r"(?!\s+(?:hard|by|with|off|out|from|in (?:his|her|the (?:head|face|chest|leg|arm)))\b)",
    re.IGNORECASE,
)


def _site_was_struck(s: Signals, text: str, place: PlaceMention | None, offset: int) -> bool:
    """As in "Two mines at Novohrodivka were also struck": a site at a named place, and nothing but a strike to strike it."""
    struck = _WAS_STRUCK.search(text) if place is not None and place.precision <= GeoPrecision.DISTRICT else None
    if struck is None or place is None or s.against("other_harm", "hypothetical", "history", "summary") is not None:
        return False
    # The site or the place itself is what was struck: "the village of Wadi Al-Hout was also reported to have been hit".
    named = 0 <= struck.start() - (place.end - offset) <= REACH and not re.search(r"[;:]", text[place.end - offset : struck.start()])
    return named or any(t.end <= struck.start() for t in s.targets)


def attacked(read: Reading, place: PlaceMention | None, *, hurt: bool) -> bool:
    """Whether the words tell an attack: a strong one alone; a weak one with a weapon, an attacker or people hurt, or before a place."""
    s, text = read.signals, read.sentence.text
    if s.strong or _struck_place(text, place, read) or _site_was_struck(s, text, place, read.sentence.start):
        return True
    beside = bool(s.weapons or read.actors or names_enemy(text) or _FORCES_DID.search(text))
    if hurt and any(
        a.rule == "actor:subject" and text[a.end :].lstrip().startswith(("killed", "has killed", "have killed")) for a in read.actors
    ):
        return True
    return bool(s.weak) and (beside or (hurt and any(not _SOFT.match(text[w.start : w.end]) for w in s.weak)))
