"""People whom no count and no list tells: bodies found, one more, a postwoman, "they" of the sentence before."""

from __future__ import annotations

import re

from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import WordPattern
from dashboard.extraction.people import ONE_PERSON, Group, groups
from dashboard.records import Estimate

BE = re.compile(r"\b(?:been|being|be|was|were|is|are|got|gets)\b", re.IGNORECASE)
"""Forms of "to be", as in a passive."""


NONE_LEFT = WordPattern(
    r"\b(?:neither|none of (?:them|the \w+)|not one of them|nobody)\s+(?:of them\s+)?(?:survived|lived|was saved|came out alive)\b",
    re.IGNORECASE,
)
"""Words by which people told before turn out to be dead."""
_THEY_DIED = re.compile(
    r"^[“\"'‘]?(?:they|all of them|both|both of them|all (?:two|three|four|five|six|seven|eight|nine|"
    r"ten))\s+(?:\w+\s+){0,2}?(?:killed|died|perished)\b",
    re.IGNORECASE,
)


BODY = WordPattern(r"\bbod(?:y|ies)\b", re.IGNORECASE)
_FOUND = re.compile(
    r"\b(?:pulled|recovered|retrieved|found|unblocked|removed|extracted|uncovered|discovered|dug(?: out)?|freed)\b", re.IGNORECASE
)


def tells_bodies(text: str) -> bool:
    """Whether a text speaks of bodies at all."""
    return BODY.search(text) is not None


def bodies(text: str, people: list[Group]) -> list[Casualties]:
    """As in "Rescuers pulled four bodies from the rubble": bodies that are found are the dead."""
    out = []
    for g in people:
        if BODY.pattern.search(text[g.start : g.end]) is None:
            continue
        found = _FOUND.search(text[max(0, g.start - 40) : g.start]) or _FOUND.search(text[g.end : g.end + 40])
        if found is not None:
            out.append(Casualties(g.start, g.end, Fate.KILLED, g.estimate, "casualties:bodies", g.parts, g.additional, g.singular))
    return out


def lost(text: str, people: list[Group]) -> Casualties | None:
    """As in "Three nurses were in the van; none of them lived": those told before are the dead."""
    m = NONE_LEFT.search(text)
    told = [g for g in people if m is not None and g.end <= m.start() and not g.bare]
    if m is None or not told:
        return None
    return Casualties(told[0].start, m.end(), Fate.KILLED, told[0].estimate, "casualties:none-left", told[0].parts)


def carried(text: str, before: str) -> Casualties | None:
    """As in "Two fitters were shutting a main. They were killed.": a fate that leans on the people of the sentence before.

    The span covers the words of this sentence; the count is read in the one before.
    """
    m = _THEY_DIED.match(text) or NONE_LEFT.search(text)
    if m is None or any(not g.bare for g in groups(text[: m.start()])):
        return None
    told = [g for g in groups(before) if not g.bare and (g.estimate.best or 0) > 0]
    return Casualties(m.start(), m.end(), Fate.KILLED, told[0].estimate, "casualties:carried", told[0].parts) if told else None


_LONE_BEFORE = re.compile(
    r"\b(?:a|an|her|his|their|one)\s+(?!(?:\w+\s+){0,2}(?:dog|cat|cow|horse|animal|goat|sheep|pig|building|house|plan|"
    r"bill|deal)\b)(?:[\w’'-]+\s+){1,3}?(?:(?:for|of|with|from|at)\s+(?:the\s+)?(?:[\w’'-]+\s+){1,4}?)?(?:was|has been|"
    r"had been)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_LONE_AFTER = re.compile(
    r"\s+(?:a|an|her|his)\s+(?!(?:\w+\s+){0,2}?(?:dog|cat|cow|horse|animal|goat|sheep|pig|number|total|series|few|lot|"
    r"dozen|couple|chance|proposal|bill|deal|third|quarter|half|series|handful|large|small|similar|further|group|"
    r"record)\b)[a-z’'-]+",
    re.IGNORECASE,
)


def unnamed(text: str, people: list[Group], m: re.Match[str], how: str) -> Group | None:
    """One person told by a word that no list holds: "a postwoman was wounded", "killing a dog handler"."""
    if how != "verb" or m[0].lower() in {"kill", "kills"}:
        return None
    before = _LONE_BEFORE.search(text[: m.start()][-90:])
    if before is not None:
        start = max(0, m.start() - 90) + before.start()
        return (
            None if any(g.start < m.start() and start < g.end for g in people) else Group(start, m.start(), ONE_PERSON, None, singular=True)
        )
    named = _named(text, people, m)
    if named is not None:
        return named
    after = _LONE_AFTER.match(text, m.end())
    other = _ANOTHER.match(text, m.end())
    if other is not None:
        return Group(other.start() + 1, other.end(), ONE_PERSON, None, singular=True)
    if after is not None and not BE.search(text[max(0, m.start() - 8) : m.start()]):
        return Group(after.start() + 1, after.end(), ONE_PERSON, None, singular=True)
    return None


_AND_OTHERS = re.compile(
    r"\s+(?:[\w’'.()-]+,?\s+){1,14}?(?:and|along with|as well as|together with|plus)\s+(?:at least\s+|about\s+|some\s+)?$", re.IGNORECASE
)
_NAME = r"(?-i:[A-Z][\w’'.-]+(?:\s+(?:(?:al-|el-|bin\s+|abu\s+|van\s+|de\s+)?[A-Z][\w’'.-]+))+)"
_NAMED_ALONE = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,6}?(?:commander|leader|chief|head|official|minister|spokes(?:man|woman|person)|journalist|reporter|"
    r"correspondent|general|colonel|deputy|mayor|member|operative|scientist|cameraman|photographer|doctor|lawmaker|secretary-general),?\s+"
    rf"(?P<name>{_NAME})",
    re.IGNORECASE,
)


def _named(text: str, people: list[Group], m: re.Match[str]) -> Group | None:
    """As in "killing Hezbollah's media chief Mohammad Afif and at least three others": the one who is named is one of the dead."""
    after = next((g for g in people if g.start >= m.end()), None)
    lead = "" if after is None else text[m.end() : after.start]
    if (
        after is not None
        and not after.singular
        and after.estimate.best is not None
        and re.search(r"\b(?:others?|more)\b", text[after.start : after.end + 6])
        and _AND_OTHERS.fullmatch(lead)
        and re.search(_NAME, lead)
    ):
        more = after.estimate
        high = None if more.high is None else more.high + 1
        return Group(m.end() + 1, after.end, Estimate(low=(more.low or 0) + 1, best=after.estimate.best + 1, high=high), None)
    alone = _NAMED_ALONE.match(text, m.end())
    return None if alone is None else Group(alone.start("name"), alone.end("name"), ONE_PERSON, None, singular=True)


_HIM_AND_OTHERS = re.compile(
    r"\s+(?:him|her|them|both)\s*,?\s*(?:and|along with|as well as|together with|plus)\s+(?:at least\s+|about\s+)?$", re.IGNORECASE
)


def beside_pronoun(text: str, people: list[Group], m: re.Match[str]) -> Group | None:
    """As in "the home of a journalist, killing him and at least 14 others": those named by the pronoun, and the others."""
    after = next((g for g in people if g.start >= m.end()), None)
    if after is None or after.estimate.best is None or not _HIM_AND_OTHERS.fullmatch(text[m.end() : after.start]):
        return None
    told = next((g for g in reversed(people) if g.end <= m.start() and not g.bare), None)
    own = told.estimate.best or 1 if told is not None and text[m.end() :].lstrip()[:4].lower() in {"them", "both"} else 1
    more = after.estimate
    high = None if more.high is None else more.high + own
    return Group(m.end() + 1, after.end, Estimate(low=(more.low or 0) + own, best=after.estimate.best + own, high=high), None)


_ANOTHER = re.compile(r"\s+another\b(?=\s*(?:[,.;]|$|and\b|on\b|in\b|at\b|person\b|when\b|after\b))", re.IGNORECASE)
"""After a word of fate: one more person, told by no noun ("killed one person and injured another")."""
