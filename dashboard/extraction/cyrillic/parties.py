"""Who gives and who receives in a Cyrillic sentence: states by the gazetteer, bodies and leaders by the lexicon, cases by the forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.money import Money
from gazetteer import Toponym, ToponymKind, readings

_TO = re.compile(
    r"(?<!\w)(?:для|на підтримку|підтримк\w{1,3}|на допомогу|в поддержку|поддержк\w{1,3}|помочь|допомогти|помощь|"
    r"до)\s(?:[а-яіїєґ]{1,20}\s)?$"
)
_IN = re.compile(r"(?<!\w)[ву]\s$")
"""Before a place: into it, or in it, as its case says."""
_FROM = re.compile(
    r"(?<!\w)(?:від|от|уряд\w{0,3}|правительств\w{0,2}|міноборони|минобороны|мзс|мид|канцлер\w{0,2}|президент\w{0,3}|"
    r"прем'єр\w{0,4}|премьер\w{0,4}|з боку|со стороны)\s$"
)
_FORCES = re.compile(
    r"\s(?:арм(?:ії|ии|ію|ию)|військов(?:им|ій)|военн(?:ым|ой)|енергетик(?:ам|у)|энергетикам|збройним|біженцям|беженцам|медикам|"
    r"захисникам|прикордонникам)(?!\w)"
)
"""After an adjective of a state: those who are given to."""
_CODES = {
    "United States": "US", "United Kingdom": "GB", "Germany": "DE", "France": "FR", "Canada": "CA", "Japan": "JP", "Poland": "PL",
}  # fmt: skip
"""ISO 3166-1 alpha-2 codes of the states whose bodies and leaders the lexicon names."""
_RECEIVES = re.compile(r"\s(?:\S{1,20}\s){0,2}?(?:отрима|получ|одержа)")


@dataclass(frozen=True, slots=True)
class Party:
    """A possible giver or receiver; span in the plain text of its line."""

    name: str
    code: str | None
    """ISO 3166-1 alpha-2 where it is a state."""
    start: int
    end: int
    rule: str
    sentence: int
    """Index of the sentence that names it."""
    receives: bool
    """Whether the words around make it a receiver."""


def parties(line: Line, toponyms: Sequence[Toponym]) -> list[Party]:
    """Every state, organisation and leader that a line names, in order, each span once."""
    index, sentence = line.sentence.index, line.sentence
    found: list[Party] = []
    for section, rule in (("donors", "party:organisation"), ("people", "party:leader")):
        for h in hits(line, "aid", section):
            if not any(p.start < h.end and h.start < p.end for p in found) and _capital(line, h.start):
                found.append(Party(h.key, _CODES.get(h.key), h.start, h.end, rule, index, _receives(line, h.start, h.end)))
    for t in toponyms:
        if not sentence.start <= t.start < sentence.end or t.match is None or t.match.place.country is None:
            continue
        start, end = line.find(t.start), line.find(t.end)
        place = t.match.place
        if any(p.start < end and start < p.end for p in found):
            continue
        if t.kind in {ToponymKind.PLACE, ToponymKind.REGION} and _receives(line, start, end):
            found.append(Party(place.country or "", place.country_code, start, end, "party:place", index, receives=True))
        elif t.kind is ToponymKind.DEMONYM and _FORCES.match(line.text, end):
            found.append(Party(place.country or "", place.country_code, start, end, "party:demonym", index, receives=True))
        elif t.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM, ToponymKind.METONYM}:
            found.append(
                Party(place.country or "", place.country_code, start, end, f"party:{t.kind.value}", index, _receives(line, start, end))
            )
    return sorted(found, key=lambda p: p.start)


def _capital(line: Line, at: int) -> bool:
    letter = line.sentence.text[line.at[at]]
    return letter.isupper() or not letter.isalpha()


def _receives(line: Line, start: int, end: int) -> bool:
    """Whether a name stands where receivers stand: in the dative, after "для", before "отримала"."""
    before = line.text[max(0, start - 40) : start]
    if _FROM.search(before):
        return False
    cases_at = {r.case for r in readings(line.text[start:end].split()[-1], line.languages)}
    if _IN.search(before):
        return "accs" in cases_at and "loct" not in cases_at
    if _RECEIVES.match(line.text, end) or _TO.search(before):
        return True
    cases = {r.case for r in readings(line.text[start:end], line.languages)}
    return "datv" in cases and "nomn" not in cases and "ablt" not in cases and "gent" not in cases


def giver(people: Sequence[Sequence[Party]], money: Money | None) -> Party | None:
    """Who gives an amount: the nearest party before it in its sentence that does not receive, else one after, else one told before."""
    for n, told in enumerate(people):
        usual = [p for p in told if not p.receives and p.code not in {"UA", "RU"}]
        if n == 0 and money is not None:
            before = [p for p in usual if p.end <= money.start]
            usual = before[:1] or usual
        if usual:
            return usual[0]
    return None


def receiver(every: Sequence[Party], donor: Party) -> Party | None:
    """Who is given to: the first that stands as a receiver, else Ukraine where it is named."""
    others = [p for p in every if p.name != donor.name and p.code is not None]
    return next((p for p in others if p.receives), None) or next((p for p in others if p.code == "UA"), None)
