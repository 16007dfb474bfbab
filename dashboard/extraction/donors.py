"""Who may give or receive: states by name, adjective, capital or leader, organisations and their agencies by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.extraction.aid_words import aid_words
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.lexicon import table
from gazetteer import PlaceKind, Toponym, ToponymKind


@dataclass(frozen=True, slots=True)
class Party:
    """A possible donor or recipient in a sentence; span from the sentence's beginning."""

    name: str
    code: str | None
    """ISO 3166-1 alpha-2 where it is a state."""
    start: int
    end: int
    rule: str

    @property
    def is_place(self) -> bool:
        """Whether it is only a place within a state: it may receive, it does not give."""
        return self.rule in {"party:place", "party:territory"}

    @property
    def is_state(self) -> bool:
        """Whether aid for it is aid for a state or territory."""
        return self.rule in {"party:country", "party:demonym", "party:capital", "party:territory", "party:place"}


_ACTS = re.compile(
    r"(?:[’']s)?\s+(?:(?:has|have|had|is|was|will|would|also|on|\w+day|already|now|again|recently)\s+){0,3}"
    r"(?:[a-z]+(?:ed|es|s|ing)\b|gave|sent|set|lent|said|give|send|provide|donate|lend|put|made|paid|put|budget|package|"
    r"cabinet|government)",
)
_RULING = (
    r"(?:lawmakers|officials|government|ministers?|parliament|cabinet|authorities|deputies|coalition|ministry|presidency|"
    r"administration|leaders)"
)
_SITS_IN = re.compile(rf"\b{_RULING} in\s+$", re.IGNORECASE)
_FOR_THOSE_IN = re.compile(rf"\b(?:to|for|from)\s+(?:the\s+)?(?:\w+\s+)?{_RULING} in\s+$", re.IGNORECASE)
_RULERS = re.compile(r",\s+(?:the|its|a)\s+(?:\w+\s+)?(?:government|cabinet|parliament|lawmakers|ministers?|coalition|ministry|leaders?)\b")
_LOCATION = re.compile(
    r"\b(?:in|at|near|around|outside|of|over|via|through|across|visit(?:ed|ing|s)?|reach(?:ed|es)?|left|hit|struck|on)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def state_of(toponym: Toponym) -> tuple[str, str | None] | None:
    """The state that a name belongs to, with its ISO code; Gaza is told by its own name."""
    if toponym.match is None or toponym.match.place.country is None:
        return None
    place = toponym.match.place
    if place.country_code == "PS" and toponym.text.startswith("Gaza"):
        return "Gaza", "PS"
    return place.country or "", place.country_code


_BODY = re.compile(
    r"\s+(?:House|Senate|Army|Navy|Air Force|Department|Ministry|Government|Treasury|President|Parliament|Agency|Defen[cs]e|Secretary)\b"
)
_CURRENCY = re.compile(
    r"\$|\s+(?:dollars?|pounds?|francs?|kron\w+|kr[óo]n\w+|crowns?|dinars?|liras?|rupees?|riyals?|won|yen|yuan|lev\w?|lei|hryvnias?|"
    r"r(?:o)?ubles?|zlot\w+|korunas?|forints?|shekels?|dirhams?|rand)\b",
    re.IGNORECASE,
)


def is_state_name(toponym: Toponym) -> bool:
    """Whether a name is a whole state's, also within another name: "the Ukraine Security Assistance Initiative"."""
    return toponym.match is not None and toponym.match.place.kind is PlaceKind.COUNTRY


_HOLDINGS = re.compile(r"(?:[’']s)?\s+(?:[a-z]+\s+){0,2}?(?:assets|reserves|central bank)\b")


def names_money(after: str) -> bool:
    """Whether a name only tells a currency or whose holdings are meant: "US$20 million", "Swiss francs", "Russian assets"."""
    return _CURRENCY.match(after[:24]) is not None or _HOLDINGS.match(after[:60]) is not None


def parties(sentence: Sentence, toponyms: Sequence[Toponym], leaders: dict[str, tuple[str, str]]) -> list[Party]:
    """Every state and organisation that a sentence names, in order, each span once; organisations before states, leaders last."""
    text = sentence.text
    found: list[Party] = [
        Party(h.key, code_of(h.key), h.start, h.end, "party:unnamed" if h.key in _UNNAMED else "party:organisation")
        for h in aid_words("donors").find(text)
        if text[h.start].isupper() or h.key in _UNNAMED or text[h.start : h.end].endswith(("bloc", "alliance"))
    ]

    def free(start: int, end: int) -> bool:
        return not any(p.start < end and start < p.end for p in found)

    for t in toponyms:
        state = state_of(t)
        if (
            not sentence.start <= t.start < sentence.end
            or state is None
            or (t.kind is ToponymKind.OTHER and not is_state_name(t))
            or names_money(sentence.text[t.end - sentence.start :])
        ):
            continue
        start, end = t.start - sentence.start, t.end - sentence.start
        if free(start, end):
            found.append(Party(*state, start, end, _rule(t, text, start, end, territory=state[0] == "Gaza")))
    named = [(h.key, code_of(h.key), h.start, h.end) for h in aid_words("people").find(text) if text[h.start].isupper()]
    named += [
        (country, code, m.start(), m.end())
        for name, (country, code) in leaders.items()
        for m in (re.finditer(rf"\b{re.escape(name)}\b", text) if name in text else ())
    ]
    for name, code, start, end in named:
        if free(start, end):
            found.append(Party(name, code, start, end, "party:leader"))
    # "Lithuanian partners": the adjective tells who they are.
    found = [
        p
        for p in found
        if p.rule != "party:unnamed"
        or not any((o.rule == "party:demonym" or o.name in _ALLIANCES) and 0 <= p.start - o.end <= 1 for o in found)
    ]
    return sorted(found, key=lambda p: p.start)


_ALLIANCES = {"NATO", "European Union", "G7"}
_UNNAMED = {"International donors", "Non-governmental organisations"}


def _rule(toponym: Toponym, text: str, start: int, end: int, *, territory: bool) -> str:
    """What kind of party a name makes; a seat of government is its state where it acts, a place where it lies."""
    if toponym.kind is ToponymKind.OTHER:
        return "party:country" if _BODY.match(text, end) else "party:place"
    if territory:
        return "party:territory"
    if toponym.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM}:
        return f"party:{toponym.kind.value}"
    if toponym.kind is ToponymKind.METONYM:
        return "party:capital"
    if toponym.text in table("aid", "seats")["words"]:
        before = text[max(0, start - 40) : start]
        if _FOR_THOSE_IN.search(before):
            return "party:capital"
        if _SITS_IN.search(before) or (re.fullmatch(r"(?:[^.]{0,40}\s)?in\s+", text[:start], re.IGNORECASE) and _RULERS.match(text, end)):
            return "party:seat"
        if not _LOCATION.search(before):
            return "party:capital"
    elif re.search(r"\b(?:city|town|state|region|municipality|province) of\s+$", text[:start]) and _ACTS.match(text, end):
        return "party:city"
    return "party:place"


def code_of(name: str) -> str | None:
    """The ISO code of a state that an organisation or a leader speaks for."""
    codes = table("aid", "codes").get(name)
    return codes[0] if codes else None


_TITLE = r"(?:president|minister|premier|chancellor|secretary|king|emir|leader|counterpart|ambassador|commissioner|spokes\w+|chief)"
_TITLED = re.compile(
    r"\s+(?i:(?:prime|foreign|defen[cs]e|finance|development|deputy|vice|international|interior|energy|economy|health|state)\s+){0,4}"
    rf"(?i:{_TITLE}(?:\s+(?:of|for)\s+\w+(?:\s+\w+)?)?),?\s+(?:[A-Z][\w’'.-]*\s+){{0,3}}(?P<surname>[A-Z][\w’'-]{{2,}})"
)
"""Titles in any case, names by their capitals; the last capital word is the surname."""


def leaders_of(document: Document, toponyms: Sequence[Toponym]) -> dict[str, tuple[str, str]]:
    """Surnames that the report itself ties to a state: "Finnish President Alexander Stubb" makes Stubb speak for Finland."""
    out: dict[str, tuple[str, str]] = {}
    text = document.report.text
    for t in toponyms:
        if t.kind not in {ToponymKind.DEMONYM, ToponymKind.COUNTRY} or t.match is None or t.match.place.country is None:
            continue
        m = _TITLED.match(text[t.end + 2 : t.end + 90] if text[t.end : t.end + 2] in {"'s", "’s"} else text[t.end : t.end + 90])
        if m:
            out[m["surname"]] = (t.match.place.country, t.match.place.country_code or "")
    return out


_OWN_VOICE = re.compile(
    r"\b[Tt]oday,? the (?:\w+ )?(?:Minister|Government|Department)\b|\bThe Government\b|\btoday announced\b|"
    r"\bannounced today\b|\bhas today\b|\bMinister [A-Z][^.\n]{0,60} today\b"
)


def home_of(toponyms: Sequence[Toponym], donor_code: str | None, text: str) -> str | None:
    """The donor's country where the report is at home, by its names, dateline or voice: a bare "$" is then its dollar."""
    # "CANBERRA - ": a report is at home where it is written.
    seats = {w.upper() for w in table("aid", "seats")["words"]}
    dateline = next((t for t in toponyms if t.text in seats), None)
    if dateline is not None and dateline.match is not None and dateline.match.place.country_code == donor_code:
        return donor_code
    named = sum(t.match is not None and t.kind is not ToponymKind.OTHER and t.match.place.country_code == donor_code for t in toponyms)
    named += sum(code_of(h.key) == donor_code for h in aid_words("people").find(text)) if donor_code else 0
    return donor_code if named >= AT_HOME or (named and _OWN_VOICE.search(text)) else None


AT_HOME = 3
