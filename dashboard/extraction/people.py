"""People in a sentence: counted groups, individuals and families, coordinated or told in apposition."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dashboard.codes import Victims
from dashboard.extraction.lexicon import WordList, WordPattern, lowered, small_pattern, table
from dashboard.extraction.numbers import Number, numbers
from dashboard.records import Estimate


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


_MODIFIERS = (
    r"(?:(?!(?:in|on|at|by|of|and|or|but|who|that|which|to|from|after|before|with|were|was|have|has|had|is|are|when|"
    r"while|as|for|into|near|killed|killing|injured|injuring|wounded|wounding|died|dead|missing|drones?|missiles?|"
    r"strikes?|attacks?|rockets?|bombs?|shells?|explosions?|villages?|towns?|cities|regions?|districts?|settlements?|"
    r"buildings?|houses?|homes?|apartments?|cars?|vehicles?|sites?|targets?|hours?|days?|times?|"
    r"places?|areas?|floors?|waves?)\b)[\w’'-]+\s+){0,4}?"
)


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
    people = rf"(?-i:[A-Z]\w+(?:ns|is|ese|bs|ds))(?!\s+(?:{_persons()})\b)"
    return re.compile(rf"\s+(?:of (?:the |its |their |them )?)?{_MODIFIERS}(?P<noun>{_persons()}|{people})\b", re.IGNORECASE)


@cache
def _individual() -> WordPattern:
    """One person, or a few told without a number: "an elderly woman", "her two children", "a family of four"."""
    age = r"(?:(?:\d{1,3}|[a-z]+)-(?:year|month|week|day)-old\s+|(?:\w+-)?aged\s+)?"
    return small_pattern(
        (
            rf"\b(?:(?P<years>(?:\d{{1,3}}|[a-z]+(?:-[a-z]+)?))-year-old(?!s?\s+(?:\w+\s+)?(?:{_persons()})\b)(?!\s+(?:war|conflict|"
            rf"building|house|factory|plant|regime|rule|ceasefire|truce|man|woman))|"
            rf"both\s+(?:of\s+(?:the|their|his|her|its)\s+)?(?:\w+\s+)?(?P<both>{_persons()})\b|twin\s+(?P<twins>brothers|sisters|boys|"
            rf"girls)\b|"
            rf"(?P<family>(?:a|one|whole|entire|his|her|their)\s+(?:\w+\s+)?family\s+of\s+(?P<size>\w+))|(?P<couple>(?:a|"
            rf"an)\s+(?:\w+\s+){{0,2}}couple)\b(?!\s+of)|(?P<one>(?:(?<=\band )(?:(?:young|small|infant|unborn|elderly|little|"
            rf"teenage)\s+)?(?=child|son|daughter|wife|husband|baby|toddler|infant|mother|father)|(?:a|an|one|the body of an?|another|"
            rf"a second|a third|his|her|their|the)\s+{age}{_MODIFIERS})(?P<noun>{_persons()})\b))"
        ),
    )


def groups(text: str) -> list[Group]:
    """All counted groups of people in a sentence, in order; coordinated ones ("a man and a woman") are joined."""
    found = [
        g
        for number in numbers(text)
        if not _AGES.search(text[max(0, number.start - 40) : number.start]) and (g := _counted(text, number)) is not None
    ]
    for m in _individual().finditer(lowered(text)):
        of_family = m["noun"] and _MEMBERS.search(text[max(0, m.start() - 14) : m.start()])
        group = None if of_family or _speaks(text, m) else _single(m)
        if group is not None and not any(g.start < group.end and group.start < g.end and not g.bare for g in found):
            found = [g for g in found if not (g.start < group.end and group.start < g.end)] + [group]
    found.sort(key=lambda g: g.start)
    return _joined(text, [g for g in found if not (g.bare and _counts_no_one(text, g))])


_AGES = re.compile(r"\baged?\s+(?:between\s+|from\s+)?(?:\d{1,3}(?:,\s*|\s+(?:and|to|or)\s+|\s*[-–]\s*))*$", re.IGNORECASE)
"""Before a number that counts years: "children aged between 6 and 14"."""
_MEMBERS = re.compile(r"\b(?:members?|relatives|part)\s+of\s+$", re.IGNORECASE)
"""Before "the Barhoum family": those counted before it are its members."""
_SAID = re.compile(
    r"(?:\s+(?:of|for|in|at|from)\s+(?:[\w’'-]+\s+){0,4}?[\w’'-]+)?,?(?:\s+[A-Z][\w’'-]+){0,3},?\s+"
    r"(?:(?:has|have|had|also|later|earlier)\s+)?(?:said|says|told|reported|reports|wrote|added|confirmed|announced|claimed|stated|noted|"
    r"warned)\b"
)
_CITED = re.compile(r"\b(?:according to|said|told|says|by his account,|quoted|quoting|citing)\s+$", re.IGNORECASE)


def _speaks(text: str, m: re.Match[str]) -> bool:
    """Whether a person is the one who tells it: "injured three adults, the local governor said", "according to a doctor"."""
    if m[0].lower().startswith("the body"):
        return False  # "the service said the body of an elderly man was pulled out"
    return _SAID.match(text, m.end()) is not None or _CITED.search(text[max(0, m.start() - 24) : m.start()]) is not None


def _counts_no_one(text: str, g: Group) -> bool:
    """As in "three of the six died", "18 people from one family": those counted before it are the people."""
    return _OF_THE.search(text[max(0, g.start - 24) : g.start]) is not None or _KIN.match(text, g.end) is not None


_KIN = re.compile(r"\s+(?:[\w-]+\s+)?(?:famil(?:y|ies)|households?|generations?)\b(?! of)", re.IGNORECASE)
_OF_THE = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|most|half|all)\s+(?:more\s+)?of\s+(?:(?:the|those|these)\s+)?$",
    re.IGNORECASE,
)
"""As in "three of the six died": the six are no others."""
ADULT = 18
ONE_PERSON = Estimate(low=1, best=1, high=1)


def _age(words: str) -> int:
    found = numbers(words)
    return found[0].estimate.best or ADULT if found else ADULT


_GENERIC = frozenset(
    (
        "person",
        "victim",
        "civilian",
        "resident",
        "casualty",
        "people",
        "persons",
        "civilians",
        "residents",
        "victims",
        "others",
        "workers",
        "members",
        "citizens",
    )
)


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
    return Group(
        number.start, m.end(), number.estimate, victims, parts, additional=number.additional, singular=best == 1, generic=noun in _GENERIC
    )


def _single(m: re.Match[str]) -> Group | None:
    if m["years"]:
        child = _age(m["years"]) < ADULT
        return Group(
            m.start(), m.end(), ONE_PERSON, Victims.CHILDREN if child else None, ((Victims.CHILDREN, 1),) if child else (), singular=True
        )
    if m["both"]:
        kind = _victims(m["both"].lower())
        return Group(m.start(), m.end(), Estimate(low=2, best=2, high=2), kind, ((kind, 2),) if kind is not None else ())
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
    return Group(m.start(), m.end(), ONE_PERSON, victims, parts, additional=extra, singular=True, generic=noun in _GENERIC)


def _plural(noun: str) -> bool:
    return (
        (noun.endswith("s") and not noun.endswith("ss"))
        or noun in {"people", "men", "women", "children", "troops", "servicemen", "personnel", "staff", "crew", "police", "dead", "wounded"}
        or noun.endswith("men")
    )


def _victims(noun: str) -> Victims | None:
    hit = _person_kind().first(noun)
    kind = Victims(hit.key) if hit else Victims.UNKNOWN
    return None if kind is Victims.UNKNOWN else kind


_AND = re.compile(
    r"(?:(?:\s+(?-i:[A-Z][\w’'.-]+)){1,4}(?=,?\s+(?:and|as well as|along with|together with)\b)|"
    r"\s+of\s+\d{1,3}|\s*,\s*(?:aged\s+)?\d{1,3}(?=\s|,)|\s+aged\s+\w+)?"
    r"\s*(?:,(?:\s*and)?|[:(–—-]|and|as well as|along with|together with|plus)\s*(?:also\s+)?(?:(?:the|his|her|their)\s+)?",
    re.IGNORECASE,
)
"""Between people told side by side; an age may stand before it ("a woman of 70 and a paramedic")."""
_INCLUDING = re.compile(
    r"\s*+[,(–—-]*+\s*+(?:including|among them|among whom were|of whom|of them|one of them|two of them|three of them)\s*(?:at least\s+)?",
    re.IGNORECASE,
)


_AMONG = re.compile(r"^[^.;:]*,\s*(?:including|among them|one of them|two of them)\s*(?:at least\s+)?$", re.IGNORECASE)
NEAR = 70
"""Characters between a count and "among them"."""


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
            told_of = _OF_THEM.search(text[after.start : after.end]) and len(between) < NEAR
            if told_of or _INCLUDING.fullmatch(between) or (len(between) < NEAR and _AMONG.search(between)):
                including.append(after)
            elif last.bare or after.bare or not _AND.fullmatch(between) or after.additional:
                break
            else:
                (including or run).append(after)
            position += 1
        whole = _whole(text, run)
        # "5 people were killed, including 2 women": the word of fate between stays outside the people.
        near = bool(including) and (
            _INCLUDING.fullmatch(text[run[-1].end : including[0].start]) is not None
            or re.fullmatch(r"[\s,(–—-]*", text[run[-1].end : including[0].start]) is not None
        )
        out.append(_hung(whole, including) if near else replace(_hung(whole, including), end=whole.end))
        position += 1
    return _told_of(text, out)


_OF_THEM = re.compile(r"\bof (?:them|whom)\b", re.IGNORECASE)


def _told_of(text: str, found: list[Group]) -> list[Group]:
    """As in "Ten people are wounded, six of them pupils": the six are part of the ten, and no people of their own."""
    out: list[Group] = []
    for group in found:
        last = out[-1] if out else None
        if last is not None and group.parts and _OF_THEM.search(text[group.start : group.end]) and group.start - last.end < NEAR:
            out[-1] = replace(last, parts=_within((*last.parts, *group.parts), last.estimate.best))
        else:
            out.append(group)
    return out


def _whole(text: str, run: list[Group]) -> Group:
    """One group for a coordinated run.

    "Two people, a man and a woman" are two: what follows a general word in apposition is already counted.
    """
    head, rest = run[0], run[1:]
    if not rest:
        return head
    told = sum(g.estimate.best or 0 for g in rest)
    apposed = "and" not in text[head.end : rest[0].start].split()
    counted = head.estimate.best is not None and (told <= head.estimate.best if head.generic else told == head.estimate.best > 1)
    if apposed and counted:
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

    estimate = Estimate(
        low=add(a.estimate.low, b.estimate.low), best=add(a.estimate.best, b.estimate.best), high=add(a.estimate.high, b.estimate.high)
    )
    counts: dict[Victims, int] = {}
    for victims, n in (*a.parts, *b.parts):
        counts[victims] = counts.get(victims, 0) + n
    return Group(
        a.start, b.end, estimate, a.victims if a.victims is b.victims else None, tuple(counts.items()), a.additional, singular=False
    )


def _within(parts: tuple[tuple[Victims, int], ...], total: int | None) -> tuple[tuple[Victims, int], ...]:
    """Parts that are no more than the whole; a part told twice keeps its larger figure."""
    counts: dict[Victims, int] = {}
    for victims, n in parts:
        counts[victims] = max(counts.get(victims, 0), n)
    return tuple((v, n) for v, n in counts.items() if total is None or n <= total)
