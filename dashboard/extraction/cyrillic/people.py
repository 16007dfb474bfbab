"""People in a line: counted groups, individuals told by their age or kind, pairs and families; a run of them is one group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.codes import Victims
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.numbers import Number, numbers, value
from dashboard.extraction.cyrillic.runs import ONE, VAGUE_REACH, Group, Parts, joined
from dashboard.extraction.lexicon import Hit
from dashboard.records import Estimate
from gazetteer import readings

ADULT = 18
_WORD = re.compile(r"[а-яіїєґ][а-яіїєґ'-]{0,59}")
_NEXT = re.compile(r"[ ]([а-яіїєґ][а-яіїєґ'-]{0,59})")
_AGE = re.compile(
    r"(?<![\w])(\d{1,3})(?:-?[а-яіїє]{0,3})?[- ]?(?:річн|летн|годовал|місячн|месячн|тижнев|недельн)(?P<ending>[а-яіїє]{1,4})(?!\w)"
)
_MONTHS_OLD = ("місячн", "месячн", "тижнев", "недельн", "годовал")
_YEARS_AFTER = re.compile(r",? \(?(\d{1,3})(?:-т[иь])? (?:рок|лет|год)\w{0,3}")
_PLURAL_ENDINGS = frozenset(("і", "их", "им", "ими", "ие", "ые", "ых"))
_STOP = frozenset(
    "у в на по з із зі до від за під над про через та і й а але чи або що як які який яка де коли не в о об при из с со к от и но или что "
    "которые который которая где когда "
    "был была были было є був була були було внаслідок унаслідок результате вследствие також также".split()
)
_CHILD_WITH = re.compile(r" (?:дитиною|немовлям|ребенком|младенцем)$")
_AGES = re.compile(r",? \(?(\d{1,3}(?:(?:, | та | і | й | и )\d{1,3}){1,5})(?:-\w{1,2})? (?:рок|лет|год)\w{0,3}")
"""Ages in a row after a plural: "чоловіки 63 і 70 років"."""


def people(line: Line, fated: Sequence[Hit], parting: Sequence[Hit] = ()) -> list[Group]:
    """All groups of people of a line, in order, runs joined; `fated`, the words of fate, and `parting` ("серед них") part them."""
    counted = numbers(line)
    nouns = {h.start: h for h in hits(line, "casualties", "persons")}
    animals = hits(line, "casualties", "animals")
    found = [g for n in counted if (g := _counted(line, n, nouns, fated, animals)) is not None]
    taken = [(g.start, g.end) for g in found]
    found += [g for g in _aged(line, nouns) if not _overlaps(g, taken)]
    taken = [(g.start, g.end) for g in found] + [(n.start, n.end) for n in counted]
    found += [g for g in _pairs(line) if not _overlaps(g, taken)]
    taken += [(g.start, g.end) for g in found]
    found += [g for h in nouns.values() if (g := _single(line, h)) is not None and not _overlaps(g, taken)]
    taken = [(g.start, g.end) for g in found] + [(n.start, n.end) for n in counted] + [(h.start, h.end) for h in (*fated, *animals)]
    found += [g for h in fated if h.key == "verb" and (g := _unlisted(line, h)) is not None and not _overlaps(g, taken)]
    return joined(line, sorted(found, key=lambda g: g.start), fated, parting)


def _overlaps(group: Group, spans: Sequence[tuple[int, int]]) -> bool:
    return any(group.start < end and start < group.end for start, end in spans)


def _victims(kind: str) -> Victims | None:
    return None if kind == "unknown" else Victims(kind)


def _part(kind: Victims | None, count: int | None) -> Parts:
    return ((kind, count),) if kind is not None and count else ()


def _counted(line: Line, n: Number, nouns: dict[int, Hit], fated: Sequence[Hit], animals: Sequence[Hit]) -> Group | None:
    """A number with the noun it counts; None where that is no person."""
    text, at = line.text, n.end
    starts = {h.start for h in fated}
    age: int | None = None
    for _ in range(5):
        aged = _AGE.match(text, at + 1) if text[at : at + 1] == " " else None
        if aged is not None:
            age, at = _years(aged), aged.end()
            continue
        m = _NEXT.match(text, at)
        if m is None or m.start(1) in starts:
            break
        noun = nouns.get(m.start(1))
        if noun is not None:
            kind = Victims.CHILDREN if age is not None and age < ADULT else _victims(noun.key)
            return Group(
                n.start, noun.end, n.estimate, _part(kind, n.estimate.best), n.additional, singular=n.estimate == ONE,
                general=noun.key in {"unknown", "civilians"}, label=text[n.core : noun.end] if n.estimate.best == 1 else "",
            )  # fmt: skip
        word = m[1]
        if word in _STOP:
            break
        told = readings(word, line.languages)
        if any(r.adjective for r in told) or word in {"ще", "вже", "уже", "еще", "його", "її", "їх", "его", "ее", "их", "осіб"}:
            at = m.end()
            continue
        things = [r for r in told if r.noun and not r.name and r.case in {"gent", "nomn", "accs"}]
        if not things:
            break
        if any(a.start == m.start(1) for a in animals) or not any(r.animate for r in things):
            return None
        return Group(
            n.start, m.end(1), n.estimate, (), n.additional, singular=n.estimate.best == 1, label=word if n.estimate.best == 1 else ""
        )
    return Group(n.start, n.end, n.estimate, (), n.additional, bare=True)


def _years(m: re.Match[str]) -> int:
    return 0 if any(word in m[0] for word in _MONTHS_OLD) else int(m[1])


def _aged(line: Line, nouns: dict[int, Hit]) -> list[Group]:
    """As in "34-річний чоловік", "16-летняя", told by age with or without a noun."""
    out = []
    for m in _AGE.finditer(line.text):
        if m["ending"] in _PLURAL_ENDINGS:
            continue
        at, kind, end = m.end(), None, m.end()
        for _ in range(3):
            following = _NEXT.match(line.text, at)
            if following is None or following[1] in _STOP:
                break
            noun = nouns.get(following.start(1))
            if noun is not None:
                kind, end = _victims(noun.key), noun.end
                break
            told = readings(following[1], line.languages)
            if not any(r.adjective for r in told):
                if any(r.noun and not r.animate and r.known for r in told) and not any(r.animate for r in told):
                    end = -1  # "30-річний будинок" is nobody
                elif any(r.noun and r.animate and not r.name for r in told):
                    end = following.end(1)
                break
            at = following.end()
        if end < 0:
            continue
        if _years(m) < ADULT:
            kind = Victims.CHILDREN
        out.append(Group(m.start(), end, ONE, _part(kind, 1), singular=True, label=line.text[m.start() : end]))
    return out


def _pairs(line: Line) -> list[Group]:
    two = Estimate(low=2, best=2, high=2)
    out: list[Group] = []
    for h in hits(line, "casualties", "households"):
        if h.key == "pairs":
            child = _CHILD_WITH.search(line.text[h.start : h.end]) is not None
            out.append(Group(h.start, h.end, two, _part(Victims.CHILDREN, 1 if child else None), label="pair"))
        else:
            words = line.text[h.start : h.end].split()
            sizes = [v for w in words if (v := value(w, line.languages)) is not None]
            if sizes:
                size = Estimate(low=sizes[0], best=sizes[0], high=sizes[0])
                out.append(Group(h.start, h.end, size, label="family"))
    return out


def _single(line: Line, noun: Hit) -> Group | None:
    """An individual told by a noun alone, in the singular: "жінку", "місцевий житель"."""
    words = _WORD.findall(line.text, noun.start, noun.end)
    if not words:
        return None
    if ages := _AGES.match(line.text, noun.end):
        each = [int(n) for n in re.findall(r"\d+", ages[1])]
        several = Estimate(low=len(each), best=len(each), high=len(each))
        young = sum(n < ADULT for n in each)
        parts = _part(Victims.CHILDREN, young) if young else _part(_victims(noun.key), len(each))
        return Group(noun.start, ages.end(), several, parts, label=line.text[noun.start : ages.end()])
    told = [r for word in words[-1:] for r in readings(word, line.languages) if (r.noun or r.adjective) and not r.plural]
    straight = any(r.case in {"nomn", "accs"} for r in told)
    if not told or (not straight and not any(r.case == "gent" for r in told)):
        return None
    if any(0 <= noun.start - v.end <= VAGUE_REACH and v.end <= noun.start for v in hits(line, "casualties", "vague")):
        return None
    if words[-1] in {"чоловік", "чол", "человек"} and re.search(r"\d\s$", line.text[: noun.start]):
        return None
    age = _YEARS_AFTER.match(line.text, noun.end)
    end = age.end() if age else noun.end
    kind = Victims.CHILDREN if age and int(age[1]) < ADULT else _victims(noun.key)
    return Group(noun.start, end, ONE, _part(kind, 1), singular=True, genitive=not straight, label=line.text[noun.start : end])


def _unlisted(line: Line, verb: Hit) -> Group | None:
    """One person told right after a word of fate by a noun that no list holds: "загинув сторож"."""
    at = verb.end
    for _ in range(3):
        m = _NEXT.match(line.text, at)
        if m is None or m[1] in _STOP:
            return None
        told = [r for r in readings(m[1], line.languages) if r.known]
        if any(r.noun and r.animate and not r.name and not r.plural and r.case in {"nomn", "accs"} for r in told[:2]):
            return Group(m.start(1), m.end(1), ONE, singular=True, label=m[1])
        if not any(r.adjective for r in told):
            return None
        at = m.end()
    return None
