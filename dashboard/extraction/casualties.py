"""Who was killed, injured or is missing: counted groups of people in a sentence, and the words that say what became of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from dashboard.codes import Victims
from dashboard.extraction.lexicon import WordList, alternatives, table
from dashboard.extraction.numbers import Number, numbers
from dashboard.records import UNKNOWN, Estimate


class Fate(StrEnum):
    """What became of people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Group:
    """People in a text, counted where the text counts them: `text[start:end]`."""

    start: int
    end: int
    estimate: Estimate
    victims: Victims | None
    parts: tuple[tuple[Victims, int], ...] = ()
    additional: bool = False
    bare: bool = False
    """A number without a noun ("killing five"): counts people only right beside a word of their fate."""
    singular: bool = False
    """One person, told as an individual."""
    generic: bool = False
    """Named by a general word ("people"): what follows in apposition tells who they were."""


@dataclass(frozen=True, slots=True)
class Casualties:
    """So many people met one fate: `text[start:end]` spans the count and the word of fate."""

    start: int
    end: int
    fate: Fate
    estimate: Estimate
    rule: str
    parts: tuple[tuple[Victims, int], ...] = ()
    additional: bool = False
    singular: bool = False


# Between people and a passive word of fate only these may stand: "are known to have been", "were also reported".
_LINK = (
    r"(?:\s*(?:,|\(|who|that|which|has|have|had|been|being|be|was|were|is|are|to|known|reported|reportedly|believed|confirmed|said|feared|thought|presumed|understood|also|now|already|later|both|all|"
    r"then|there|since|initially|instantly|immediately|subsequently|sadly|tragically|others?|more|people|got|lay|lie|left|died of|listed as|as|still|remain(?:s|ed)?|either|each|were all|"
    r"in (?:the|this|that|one|a) (?:\w+ ){0,3}(?:strike|attack|shelling|bombing|raid|blast|explosion|village|town|city|region|district|capital)|in hospital|of them|on the spot|at the scene|(?:mostly|many of them|most of them|mainly|all of them) \w+(?: and \w+)?|possibly more|maybe more|of (?:the |a |an |his |her |their )?[\w’-]+(?: (?:region|district|village|city|town))?|aged \w+|from (?:the )?[\w’-]+|at (?:the|a) \w+|according to (?:\w+ ){1,4}|he said|she said|officials said|"
    r"there|overnight|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|in all|in total|on board|inside))*\s*"
)
_MODIFIERS = r"(?:(?!(?:in|on|at|by|of|and|or|but|who|that|which|to|from|after|before|with|were|was|have|has|had|is|are|when|while|as|for|into|near|killed|killing|injured|injuring|wounded|wounding|died|dead|missing|drones?|missiles?|strikes?|attacks?|rockets?|bombs?|shells?|explosions?|villages?|towns?|cities|regions?|districts?|settlements?|buildings?|houses?|homes?|apartments?|cars?|vehicles?|hospitals?|schools?|sites?|targets?|hours?|days?|times?|places?|areas?|floors?|waves?)\b)[\w’'-]+\s+){0,4}?"


@cache
def _persons() -> str:
    every = [p for patterns in table("casualties", "persons").values() for p in patterns]
    return "|".join(sorted(every, key=len, reverse=True))


@cache
def _person_kind() -> WordList:
    return WordList(table("casualties", "persons"))


@cache
def _tail() -> re.Pattern[str]:
    """What may follow a number to name the people it counts."""
    return re.compile(rf"\s+(?:of (?:the |its |their |them )?)?{_MODIFIERS}(?P<noun>{_persons()}|(?-i:[A-Z]\w+(?:ns|is|ese|bs|ds)))\b", re.IGNORECASE)


@cache
def _individual() -> re.Pattern[str]:
    """One person, or a few told without a number: "an elderly woman", "her two children", "a family of four"."""
    age = r"(?:(?:\d{1,3}|[a-z]+)-(?:year|month|week|day)-old\s+|(?:\w+-)?aged\s+)?"
    return re.compile(
        rf"\b(?:(?P<years>(?:\d{{1,3}}|[a-z]+(?:-[a-z]+)?))-year-old(?!s?\s+(?:\w+\s+)?(?:{_persons()})\b)(?!\s+(?:war|conflict|building|house|factory|plant|regime|rule|ceasefire|truce|man|woman))|twin\s+(?P<twins>brothers|sisters|boys|girls)\b|(?P<family>(?:a|one|whole|entire|his|her|their)\s+(?:\w+\s+)?family\s+of\s+(?P<size>\w+))|(?P<couple>(?:a|an)\s+(?:\w+\s+){{0,2}}couple)\b(?!\s+of)|(?P<one>(?:(?<=\band )(?:(?:young|small|infant|unborn|elderly|little|teenage)\s+)?(?=child|son|daughter|wife|husband|baby|toddler|infant|mother|father)|(?:a|an|one|the body of an?|another|a second|a third|his|her|their)\s+{age}{_MODIFIERS})(?P<noun>{_persons()})\b))",
        re.IGNORECASE,
    )


def groups(text: str) -> list[Group]:
    """All counted groups of people in a sentence, in order; coordinated ones ("a man and a woman") are joined."""
    found = [g for number in numbers(text) if (g := _counted(text, number)) is not None]
    for m in _individual().finditer(text):
        group = _single(m)
        if group is not None and not any(g.start < group.end and group.start < g.end and not g.bare for g in found):
            found = [g for g in found if not (g.start < group.end and group.start < g.end)] + [group]
    found.sort(key=lambda g: g.start)
    return _joined(text, found)


ADULT = 18
_ONE_PERSON = Estimate(low=1, best=1, high=1)


def _age(words: str) -> int:
    found = numbers(words)
    return found[0].estimate.best or ADULT if found else ADULT


_GENERIC = frozenset(("people", "persons", "civilians", "residents", "victims", "others", "workers", "members", "citizens"))


def _counted(text: str, number: Number) -> Group | None:
    m = _tail().match(text, number.end)
    if m is None:
        return Group(number.start, number.end, number.estimate, None, additional=number.additional, bare=True)
    best = number.estimate.best
    noun = m["noun"].lower()
    if noun in {"lives", "wounded", "dead", "casualties"}:
        return Group(number.start, number.end, number.estimate, None, additional=number.additional, bare=True)
    victims = _victims(noun)
    parts = ((victims, best),) if victims is not None and best is not None else ()
    return Group(number.start, m.end(), number.estimate, victims, parts, additional=number.additional, singular=best == 1, generic=noun in _GENERIC)


def _single(m: re.Match[str]) -> Group | None:
    if m["years"]:
        child = _age(m["years"]) < ADULT
        return Group(m.start(), m.end(), _ONE_PERSON, Victims.CHILDREN if child else None, ((Victims.CHILDREN, 1),) if child else (), singular=True)
    if m["twins"]:
        child = m["twins"].lower() in {"boys", "girls"}
        return Group(m.start(), m.end(), Estimate(low=2, best=2, high=2), Victims.CHILDREN if child else None)
    if m["family"]:
        size = numbers(m["size"])
        count = size[0].estimate.best if size else None
        return Group(m.start(), m.end(), Estimate(low=count, best=count, high=count), None) if count else None
    if m["couple"]:
        return Group(m.start(), m.end(), Estimate(low=2, best=2, high=2), None)
    noun = m["noun"].lower()
    if _plural(noun):
        return None
    victims = _victims(noun)
    words = m[0].lower()
    extra = words.startswith(("another", "a second", "a third"))
    parts = ((victims, 1),) if victims is not None else ()
    return Group(m.start(), m.end(), Estimate(low=1, best=1, high=1), victims, parts, additional=extra, singular=True)


def _plural(noun: str) -> bool:
    return (noun.endswith("s") and not noun.endswith("ss")) or noun in {"people", "men", "women", "children", "troops", "servicemen", "personnel", "staff", "crew", "police", "dead", "wounded"} or noun.endswith("men")


def _victims(noun: str) -> Victims | None:
    hit = _person_kind().first(noun)
    kind = Victims(hit.key) if hit else Victims.UNKNOWN
    return None if kind is Victims.UNKNOWN else kind


_AND = re.compile(r"\s*(?:,(?:\s*and)?|[:(–—-]|and|as well as|along with|together with|plus)\s*(?:also\s+)?(?:(?:the|his|her|their)\s+)?", re.IGNORECASE)
_INCLUDING = re.compile(r"\s*[,(–—-]*\s*(?:including|among them|among whom were|of whom|of them|one of them|two of them|three of them)\s*(?:at least\s+)?", re.IGNORECASE)


def _joined(text: str, found: list[Group]) -> list[Group]:
    """Join "a man and a woman" to two people; hang "including two children" on the group before it."""
    out: list[Group] = []
    position = 0
    while position < len(found):
        run = [found[position]]
        including: list[Group] = []
        while position + 1 < len(found):
            last, after = (including or run)[-1], found[position + 1]
            between = text[last.end : after.start]
            if _INCLUDING.fullmatch(between):
                including.append(after)
            elif last.bare or after.bare or not _AND.fullmatch(between) or after.additional:
                break
            else:
                (including or run).append(after)
            position += 1
        out.append(_hung(_whole(text, run), including))
        position += 1
    return out


def _whole(text: str, run: list[Group]) -> Group:
    """One group for a coordinated run. "Two people, a man and a woman" are two: what follows a general word in apposition is already counted."""
    head, rest = run[0], run[1:]
    if not rest:
        return head
    told = sum(g.estimate.best or 0 for g in rest)
    apposed = "and" not in text[head.end : rest[0].start].split()
    if apposed and head.generic and head.estimate.best is not None and told <= head.estimate.best:
        return _hung(head, rest)
    total = head
    for group in rest:
        total = _sum(total, group)
    return total


def _hung(whole: Group, parts: list[Group]) -> Group:
    if not parts:
        return whole
    return replace(whole, end=parts[-1].end, parts=_within((*whole.parts, *(p for g in parts for p in g.parts)), whole.estimate.best))


def _sum(a: Group, b: Group) -> Group:
    def add(x: int | None, y: int | None) -> int | None:
        return None if x is None or y is None else x + y

    estimate = Estimate(low=add(a.estimate.low, b.estimate.low), best=add(a.estimate.best, b.estimate.best), high=add(a.estimate.high, b.estimate.high))
    counts: dict[Victims, int] = {}
    for victims, n in (*a.parts, *b.parts):
        counts[victims] = counts.get(victims, 0) + n
    return Group(a.start, b.end, estimate, a.victims if a.victims is b.victims else None, tuple(counts.items()), a.additional, singular=False)


def _within(parts: tuple[tuple[Victims, int], ...], total: int | None) -> tuple[tuple[Victims, int], ...]:
    """Parts that are no more than the whole; a part told twice keeps its larger figure."""
    counts: dict[Victims, int] = {}
    for victims, n in parts:
        counts[victims] = max(counts.get(victims, 0), n)
    return tuple((v, n) for v, n in counts.items() if total is None or n <= total)


# ------------------------------------------------------------------ fates


@cache
def _fates() -> tuple[tuple[Fate, str, re.Pattern[str]], ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)

    verbs = [(f, "verb", compiled(alternatives("casualties", "states", f.value))) for f in (Fate.KILLED, Fate.INJURED)]
    before = [(f, "before", compiled(alternatives("casualties", "states", f"{f.value}_before"))) for f in Fate]
    nouns = [(f, "noun", compiled(alternatives("casualties", "states", f"{f.value}_noun"))) for f in Fate]
    tolls = [(f, "toll", compiled(alternatives("casualties", "toll", f.value))) for f in (Fate.KILLED, Fate.INJURED)]
    return (*tolls, *nouns, *verbs, *before)


@cache
def _none() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, re.compile(rf"\b(?:{alternatives('casualties', 'none', key)})\b", re.IGNORECASE)) for key in ("unknown", "both", "killed", "injured"))


_BE = re.compile(r"\b(?:been|being|be|was|were|is|are|got|gets)\b", re.IGNORECASE)
_OBJECT = re.compile(r"\s*(?:and (?:killing|killed|injuring|injured|wounding|wounded|hurting) )?(?:\w+ly )?(?:(?:the|some) )?\s*", re.IGNORECASE)
_PRONOUN = re.compile(r"\s+(?:them|him|her|all of them|both of them|both|all \w+ of them)\b(?!\s+(?:husband|wife|son|daughter|mother|father|child|children))", re.IGNORECASE)
_BOTH_FATES = re.compile(r"\b(?:killed|killing|dead|died|kill) (?:and|or|and/or) (?:injured|wounded|injuring|wounding|injure|wound|hurt)\b|\b(?:killed|killing) or (?:\w+ )?(?:injur|wound)", re.IGNORECASE)


def casualties(text: str) -> list[Casualties]:
    """What a sentence says of killed, injured and missing people, in order; a count stands once."""
    zero = _zeros(text)
    people = groups(text)
    taken: set[int] = set()
    out: list[Casualties] = []
    for fate, how, pattern in _fates():
        for m in pattern.finditer(text):
            if any(z.start <= m.start() < z.end for z in zero) or any(c.start <= m.start() < c.end and how != "verb" for c in out if c.fate is fate):
                continue
            index = _link(text, people, m, how)
            if index is None:
                lone = _unnamed(text, people, m, how)
                if lone is not None:
                    out.append(Casualties(min(m.start(), lone.start), max(m.end(), lone.end), fate, lone.estimate, "casualties:person", lone.parts, lone.additional, lone.singular))
                continue
            if index in taken:
                continue
            taken.add(index)
            group = people[index]
            vague = bool(_BOTH_FATES.search(text[max(0, min(group.start, m.start()) - 14) : max(group.end, m.end()) + 14]))
            out.append(
                Casualties(
                    min(group.start, m.start()), max(group.end, m.end()), fate, UNKNOWN if vague else group.estimate,
                    f"casualties:{how}", () if vague else group.parts, group.additional, group.singular,
                )
            )  # fmt: skip
    return sorted([*zero, *out], key=lambda c: c.start)


def _zeros(text: str) -> list[Casualties]:
    zero = Estimate(low=0, best=0, high=0)
    out: list[Casualties] = []
    for key, pattern in _none():
        for m in pattern.finditer(text):
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
    if how == "toll":
        return after[0] if after and re.fullmatch(r"\s*(?:\w+\s+){0,2}", text[m.end() : people[after[0]].start]) else None
    if how == "noun":
        near = before[-1] if before else None
        return near if near is not None and people[near].bare and re.fullmatch(r"(?:\s+(?:more|new|confirmed|civilian|further|people|reported|other|additional|combat-related|military))?\s+", text[people[near].end : m.start()]) else None
    passive = _passive(text, people, m, before)
    if how == "before" or (passive is not None and _BE.search(text[people[passive].end : m.start()])):
        return passive if passive is not None else (covering[0] if covering else _left(text, people, m, after))
    if after and _OBJECT.fullmatch(text[m.end() : people[after[0]].start]) and m[0].lower() != "slain":
        return after[0]
    if passive is not None:
        return passive
    if _PRONOUN.match(text, m.end()) and before:
        counted = [i for i in before if not people[i].bare]
        return counted[0] if counted else None
    return None


_LONE_BEFORE = re.compile(r"\b(?:a|an|her|his|their|one)\s+(?!(?:\w+\s+){0,2}(?:dog|cat|cow|horse|animal|goat|sheep|pig|building|house|plan|bill|deal)\b)(?:[\w’'-]+\s+){1,3}?(?:was|has been|had been)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_LONE_AFTER = re.compile(r"\s+(?:a|an|her|his)\s+(?!(?:\w+\s+){0,2}?(?:dog|cat|cow|horse|animal|goat|sheep|pig|number|total|series|few|lot|dozen|couple|chance|proposal|bill|deal|third|quarter|half|series|handful|large|small|similar|further|group|record)\b)[a-z’'-]+", re.IGNORECASE)


def _unnamed(text: str, people: list[Group], m: re.Match[str], how: str) -> Group | None:
    """One person told by a word that no list holds: "a postwoman was wounded", "killing a dog handler"."""
    if how != "verb" or m[0].lower() in {"kill", "kills"}:
        return None
    before = _LONE_BEFORE.search(text[: m.start()][-90:])
    if before is not None:
        start = max(0, m.start() - 90) + before.start()
        return None if any(g.start < m.start() and start < g.end for g in people) else Group(start, m.start(), _ONE_PERSON, None, singular=True)
    after = _LONE_AFTER.match(text, m.end())
    if after is not None and not _BE.search(text[max(0, m.start() - 8) : m.start()]):
        return Group(after.start() + 1, after.end(), _ONE_PERSON, None, singular=True)
    return None


def _passive(text: str, people: list[Group], m: re.Match[str], before: list[int]) -> int | None:
    if not before:
        return None
    near = before[-1]
    return near if len(text[people[near].end : m.start()]) < 160 and re.fullmatch(_LINK, text[people[near].end : m.start()], re.IGNORECASE) else None  # noqa: PLR2004 - a subject stands near its verb


def _left(text: str, people: list[Group], m: re.Match[str], after: list[int]) -> int | None:
    """"Among the dead: two children", "dead were a man and ..."."""
    if m[0].lower() == "dead" and after and re.fullmatch(r"\s+(?:were|are|was|is|include[sd]?)\s+", text[m.end() : people[after[0]].start]):
        return after[0]
    return None
