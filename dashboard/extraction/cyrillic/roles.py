"""The part that a place name plays in a Ukrainian or Russian sentence: struck, speaking, launched from, or only named."""

from __future__ import annotations

import re
from functools import cache

from dashboard.codes import Target
from dashboard.extraction.around import Role
from dashboard.extraction.cyrillic.lexicon import alternation, hits
from dashboard.extraction.cyrillic.line import Language, Line

BEFORE, AFTER = 110, 60
"""Code points looked at on either side of a name."""
LISTED = re.compile(
    r"\s*(?:,|/|;|та|і|й|и|а також|а также|або|,\s*(?:та|і|й|и|а також|а также))\s*(?:(?:у|в|на|по|біля|под|під|також|также|також по|"
    r"м\.|с\.|смт\.?|г\.|пос\.|місто|міста|село|села|селище|селища|поблизу|город|районах|громадах|сіл|міст) ?){0,3}"
)
LABEL = re.compile(r"\s*[:—]\s|\s*\.\s*$|\s*-\s")
_SHARE = re.compile(r" ?[—:-] ?(?:\d|один|одн|дво|два|дві|две|тро|три|чотир|четыр|четвер)")
"""After a name in a list: its share of a total."""
OPENS = re.compile(r"[\s\W\d_]*(?:(?:м|с|смт|г|пос|п|місто|село|селище|город|поселок|село)\.?\s)?")
_AFTERWARDS = re.compile(
    r",?\s(?:[\w'-]{1,30}\s){0,3}?(?:зазна|пережи|перебува|опини|під (?:\S{1,30} )?(?:вогн|обстріл|удар|атак)|"
    r"под (?:\S{1,30} )?(?:обстрел|удар|огн|атак)|"
    r"обстріл|атак|подверг|накри|вдари|бомбард|обстрел|здригну|постражда|пострадал|оговту)"
)
_OF_COUNTRY = re.compile(r"(?<!\w)(?:атак|удар|авіаудар|авиаудар|обстріл|обстрел|нальот|налет|агресі|агресси|ракет|дрон|бпла)\w{0,4} $")
"""Before a country: it struck."""
_SPEAKER_GAP = r"(?:\s[а-яіїєґ'\"«».-]{1,30}){0,3}?\s$"


@cache
def _rules(languages: tuple[Language, ...]) -> dict[str, re.Pattern[str]]:
    def words(key: str) -> str:
        return alternation("places", "roles", key, languages)

    filler = rf"(?:(?:{words('filler')})[ ,]*){{0,5}}"
    return {
        "office": re.compile(rf"(?<!\w)(?:{words('office')}){_SPEAKER_GAP}"),
        "office_after": re.compile(rf",?\s(?:[«\"(]?)(?:{words('office_after')})(?!\w)"),
        "origin": re.compile(rf"(?<!\w)(?:{words('origin')})\s{filler}$"),
        "elsewhere": re.compile(rf"(?<!\w)(?:{words('elsewhere')})\s{filler}$"),
        "location": re.compile(rf"(?<!\w)(?:{words('location')})\s(?:{filler}|\S{{1,30}}\s(?:міст|сел|горо|райо|област)\S{{0,8}}\s)$"),
        "struck": re.compile(rf"(?<![\w-])(?:{words('struck')})(?:[ ,][^.;:!?—]{{0,70}})?\s(?:(?:м|с|смт|г|п|пос|пгт|ст|х)\.\s?)?[\"«]?$"),
        "settlement": re.compile(rf"(?<!\w)(?:{words('filler')})[ ]$"),
    }


def role_of(line: Line, start: int, end: int, event_end: int | None, *, country: bool = False) -> Role:
    """The role of the name at `line.text[start:end]`; the first rule that knows decides, and none makes it context.

    `event_end` is where the last struck place of the line ends, if there is one. A country before a verb of attack is who struck.
    """
    text = line.text
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    rules = _rules(line.languages)
    if event_end is not None and LISTED.fullmatch(text[event_end:start]):
        return Role.EVENT
    if rules["office_after"].match(after) or rules["office"].search(before):
        return Role.SPEAKER
    if rules["elsewhere"].search(before):
        return Role.CONTEXT
    if rules["origin"].search(before):
        return Role.ORIGIN
    if rules["location"].search(before):
        return Role.EVENT
    if country:
        return Role.EVENT if not _OF_COUNTRY.search(before) and rules["struck"].search(before) else Role.CONTEXT
    if OPENS.fullmatch(text[:start]) and (LABEL.match(after) or _AFTERWARDS.match(after) or end == len(text)):
        return Role.EVENT
    if _SHARE.match(after) and before.rstrip()[-1:] in {":", ",", ";"}:
        return Role.EVENT
    if rules["struck"].search(before) or _AFTERWARDS.match(after):
        return Role.EVENT
    if text[max(0, start - 1) : start] == "#" or _of_struck_site(line, start):
        return Role.EVENT
    return Role.CONTEXT


def _of_struck_site(line: Line, start: int) -> bool:
    """As in "по пожарной части Херсона ударили": the town of a site that a sentence of attack names right before it."""
    sites = [h for h in hits(line, "strikes", "targets") if h.key != Target.MEDICAL and h.end == start - 1]
    return bool(sites) and bool(hits(line, "strikes", "attack"))
