"""Who was killed, injured or is missing: the words of fate in a sentence, tied to the people whom they speak of."""

from __future__ import annotations

import re
from functools import cache

from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import AnyOf, WordPattern, alternatives, lowered, small_pattern
from dashboard.extraction.people import Group, groups
from dashboard.extraction.untold import BE, BODY, NONE_LEFT, beside_pronoun, bodies, lost, tells_bodies, unnamed
from dashboard.records import UNKNOWN, Estimate

# Between people and a passive word of fate only these may stand: "are known to have been", "were also reported".
_LINK = (
    r"(?:\s*(?:,|[–—-]+(?=\s)|\(|\w+ing (?:[\w’'-]+ ){0,6}?(?=(?:was|were|has|have|had|are|is)\b|$)|(?:who|"
    r"that) (?:[\w’'-]+ ){1,8}?(?=(?:was|were|has|have|had|died)\b)|who|that|which|has|have|had|"
    r"been|being|be|was|were|is|are|to|known|reported|reportedly|counted|"
    r"found|declared|pronounced|listed|believed|confirmed|said|feared|thought|presumed|understood|also|now|already|"
    r"later|both|all|"
    r"then|there|since|initially|instantly|immediately|subsequently|sadly|tragically|others?|more|people|got|lay|lie|"
    r"left|died of|listed as|as|in \w+|still|remain(?:s|ed)?|either|each|were all|"
    r"in (?:the|this|that|one|a) (?:\w+ ){0,3}(?:strike|attack|shelling|bombing|raid|blast|explosion|village|town|city|"
    r"region|district|capital)|in hospital|of them|on the spot|at the scene|most of them [\w’' -]{1,40}?,|"
    r"aged \d{1,3}(?:(?:,| and| or| to| to)? \d{1,3})*|(?:mostly|many of them|most of them|mainly|"
    r"all of them) (?:\w+ ){0,3}?\w+(?: and \w+)?|possibly more|including (?:\w+ ){0,2}\w+,?|including (?:[\w’'-]+ ){1,7}?[\w’'-]+,|"
    r"\d{1,3},?|aged \w+|maybe more|"
    r"of (?:the |a |an |his |her |their )?(?:[\w’-]+ )?[\w’-]+(?: (?:region|district|village|city|town))?|aged \w+|"
    r"from (?:the (?:same )?|one |a (?:single )?)?[\w’-]+|at (?:the|a) \w+|according to (?:\w+ ){1,4}|he said|she said|officials said|"
    r"(?:seriously|severely|badly|gravely|critically|lightly|slightly|fatally|mortally|moderately)|(?-i:[A-Z][\w’'-]+)|"
    r"there|overnight|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|in all|in total|on board|inside))*\s*"
)


@cache
def _fates() -> tuple[tuple[Fate, str, WordPattern], ...]:
    def compiled(pattern: str) -> WordPattern:
        return small_pattern(rf"(?<![\w-])(?:{pattern})(?!\w)")

    verbs = [(f, "verb", compiled(alternatives("casualties", "states", f.value))) for f in (Fate.KILLED, Fate.INJURED)]
    before = [(f, "before", compiled(alternatives("casualties", "states", f"{f.value}_before"))) for f in Fate]
    nouns = [(f, "noun", compiled(alternatives("casualties", "states", f"{f.value}_noun"))) for f in Fate]
    tolls = [(f, "toll", compiled(alternatives("casualties", "toll", f.value))) for f in (Fate.KILLED, Fate.INJURED)]
    counts = [(f, "count", compiled(alternatives("casualties", "toll", f"{f.value}_count"))) for f in (Fate.KILLED, Fate.INJURED)]
    return (*counts, *tolls, *nouns, *verbs, *before)


@cache
def _count_link() -> re.Pattern[str]:
    """Right before the number of a toll: "has risen to", "now stands at"."""
    return re.compile(rf"\b(?P<link>{alternatives('casualties', 'toll', 'links')})\s+(?:\w+ly\s+|now\s+|just\s+)?$", re.IGNORECASE)


def _counted_later(text: str, people: list[Group], m: re.Match[str], after: list[int]) -> int | None:
    """As in "The death toll from Saturday's strike on a block of flats in Dnipro has risen to 40": the number that a link leads to."""
    linked = [
        (i, link["link"].lower())
        for i in after
        if people[i].start - m.end() <= NEAR_ITS_TOLL and (link := _count_link().search(text[m.end() - 1 : people[i].start][-30:]))
    ]
    near = [i for i, link in linked if link == "of" and people[i].start - m.end() < len(" of the ")]
    # "has grown by one and stands at 23": by how many it grew is not the toll.
    firm = [i for i, link in linked if link not in {"of", "by"}] or [i for i, link in linked if link == "by"]
    return next(iter(near), None) if near else next(iter(firm), None)


NEAR_ITS_TOLL = 220
"""Characters between "death toll" and its number."""


@cache
def _none() -> tuple[tuple[str, WordPattern], ...]:
    return tuple(
        (key, small_pattern(rf"\b(?:{alternatives('casualties', 'none', key)})\b")) for key in ("unknown", "both", "killed", "injured")
    )


@cache
def _any() -> AnyOf:
    """All that may tell a fate."""
    return AnyOf([*(pattern for _, pattern in _none()), *(pattern for _, _, pattern in _fates()), NONE_LEFT, BODY])


_OBJECT = re.compile(
    r"\s*[“\"‘']?(?:and (?:killing|killed|injuring|injured|wounding|wounded|hurting) )?(?:\w+ly )?(?:(?:the|some|an?|his|her|their) )?\s*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\s+(?:them|him|her|all of them|both of them|both|all \w+ of them|all (?:two|three|four|five|six|seven|eight|nine|"
    r"ten))\b(?!\s+(?:husband|wife|son|daughter|mother|father|child|children))",
    re.IGNORECASE,
)
_BOTH_FATES = re.compile(
    r"\b(?:killed|killing|dead|died|kill) (?:and|or|and/or) (?:injured|wounded|injuring|wounding|injure|wound|hurt)\b|"
    r"\b(?:killed|killing) or (?:\w+ )?(?:injur|wound)",
    re.IGNORECASE,
)


def casualties(text: str) -> list[Casualties]:
    """What a sentence says of killed, injured and missing people, in order; a count stands once."""
    small = lowered(text)
    if not _any().may_be_in(small):
        return []
    zero = _zeros(small)
    told = [(fate, how, list(pattern.finditer(small))) for fate, how, pattern in _fates()]
    if not any(hits for _, _, hits in told) and NONE_LEFT.search(text) is None and not tells_bodies(small):
        return sorted(zero, key=lambda c: c.start)
    people = groups(text)
    taken: set[int] = set()
    out: list[Casualties] = []
    for fate, how, hits in told:
        for m in hits:
            if any(z.start <= m.start() < z.end for z in zero) or any(
                c.start <= m.start() < c.end and how != "verb" for c in out if c.fate is fate
            ):
                continue
            together = beside_pronoun(text, people, m) if how == "verb" else None
            index = _link(text, people, m, how) if together is None else None
            if index is None:
                lone = together or unnamed(text, people, m, how)
                if lone is not None:
                    out.append(
                        Casualties(
                            min(m.start(), lone.start),
                            max(m.end(), lone.end),
                            fate,
                            lone.estimate,
                            "casualties:person",
                            lone.parts,
                            lone.additional,
                            lone.singular,
                        )
                    )
                continue
            if index in taken:
                continue
            fatal = how == "verb" and _FATALLY.search(text[max(0, m.start() - 10) : m.start()]) is not None
            taken.add(index)
            group = people[index]
            vague = bool(_BOTH_FATES.search(text[max(0, min(group.start, m.start()) - 14) : max(group.end, m.end()) + 14]))
            out.append(
                Casualties(
                    min(group.start, m.start()), max(group.end, m.end()), Fate.KILLED if fatal else fate,
                    UNKNOWN if vague else group.estimate,
                    f"casualties:{how}", () if vague else group.parts, group.additional, group.singular,
                )
            )  # fmt: skip
    out = [c for c in out if not _EARLIER.match(text, c.end)]
    out += [c for c in bodies(text, people) if not any(o.start < c.end and c.start < o.end for o in out)]
    none_left = lost(text, people)
    if none_left is not None and not any(c.fate is Fate.KILLED for c in out):
        out.append(none_left)
    return sorted([*zero, *out], key=lambda c: c.start)


_FATALLY = re.compile(r"\b(?:fatally|mortally)\s+$", re.IGNORECASE)
"""Before "injured": dead."""
_EARLIER = re.compile(
    r"\s+(?:in|by|during) (?:an|the) (?:earlier|previous|first) (?:\w+ )?(?:attack|strike|raid|shelling|wave|hit|salvo|bombing)\b",
    re.IGNORECASE,
)
"""After a count: whom an earlier attack had hurt."""


def _zeros(small: str) -> list[Casualties]:
    zero = Estimate(low=0, best=0, high=0)
    out: list[Casualties] = []
    for key, pattern in _none():
        for m in pattern.finditer(small):
            if any(c.start < m.end() and m.start() < c.end for c in out):
                continue
            fates = (Fate.KILLED, Fate.INJURED) if key in {"both", "unknown"} else (Fate(key),)
            out += [Casualties(m.start(), m.end(), f, UNKNOWN if key == "unknown" else zero, f"no-casualties:{key}") for f in fates]
    return out


def _link(text: str, people: list[Group], m: re.Match[str], how: str) -> int | None:
    """The group that a word of fate speaks of, by the words between them."""
    before = [i for i, g in enumerate(people) if g.end <= m.start()]
    after = [i for i, g in enumerate(people) if g.start >= m.end()]
    covering = [i for i, g in enumerate(people) if g.start < m.start() < g.end]
    if how == "count":
        return _counted_later(text, people, m, after)
    if how == "toll":
        if after and people[after[0]].bare and m[0].lower() == "claimed" and _THINGS.match(text, people[after[0]].end):
            return None
        return after[0] if after and re.fullmatch(r"\s*(?:\w+\s+){0,2}", text[m.end() : people[after[0]].start]) else None
    if how == "noun":
        near = before[-1] if before else None
        return (
            near
            if near is not None
            and people[near].bare
            and re.fullmatch(
                r"(?:\s+(?:of\s+the|more|new|confirmed|civilian|further|people|reported|other|additional|combat-related|military))?\s+",
                text[people[near].end : m.start()],
            )
            else None
        )
    passive = _passive(text, people, m, before)
    if how == "before" or (passive is not None and BE.search(text[people[passive].end : m.start()])):
        return passive if passive is not None else (covering[0] if covering else _left(text, people, m, after))
    if after and _OBJECT.fullmatch(text[m.end() : people[after[0]].start]) and m[0].lower() != "slain":
        return after[0]
    if passive is not None:
        return passive
    if (inverted := _left(text, people, m, after)) is not None:
        return inverted
    if _PRONOUN.match(text, m.end()) and before:
        counted = [i for i in before if not people[i].bare]
        return counted[0] if counted else None
    return None


_THINGS = re.compile(r"\s+(?!lives\b|was\b|has\b)[a-z]{2,}s\b")
"""After "claimed" and a number: what is lost there is no life, or none by a word that is known."""


NEAR_ITS_VERB = 160
"""Characters between people and the word of their fate."""


_OTHERS = re.compile(
    r"\s+(?!(?:[\w’'-]+\s+){0,2}?(?:dogs|cats|cows|horses|animals|goats|sheep|pigs|cattle|chickens|times|buildings|houses|homes|vehicles|"
    r"hours|days)\b)"
    r"(?:[A-Z]\w+\s+)?(?:[a-z][\w’'-]*\s+){1,3}?(?:,?\s*(?:who|that)\s+(?:[\w’'-]+\s+){1,8}?)?"
    r"(?:(?:have|has|had|were|was|are|is|been|being|also|reportedly)\s+){1,4}(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""After a bare number: people named by a word that no list holds ("two shopkeepers were"); only the living are killed or wounded."""


def _passive(text: str, people: list[Group], m: re.Match[str], before: list[int]) -> int | None:
    if not before:
        return None
    near = before[-1]
    between = text[people[near].end : m.start()]
    if len(between) >= NEAR_ITS_VERB:
        return None
    between = re.sub(r"^\s+and\s+(?:[a-z]+\s+)?[a-z]+s(?=\s)", "", between)  # "12 children and teenagers who were killed"
    named = people[near].bare and _OTHERS.fullmatch(between)
    return near if named or re.fullmatch(_LINK, between, re.IGNORECASE) else None


def _left(text: str, people: list[Group], m: re.Match[str], after: list[int]) -> int | None:
    """As in "Among the dead: two children", "dead were a man and ...", "Injured by shrapnel in Pokrovsk were a conductor and ..."."""
    if not text[: m.start()].strip(' "“‘•-–—') and after:
        first = people[after[0]].start
        if first - m.end() < NEAR_ITS_VERB and re.search(r"\b(?:were|was|are|is)\s+$", text[m.end() : first], re.IGNORECASE):
            return after[0]
    if m[0].lower() == "dead" and after and re.fullmatch(r"\s+(?:were|are|was|is|include[sd]?)\s+", text[m.end() : people[after[0]].start]):
        return after[0]
    return None
