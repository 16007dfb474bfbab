"""Groups of people, and the runs that they stand in: "жінка, чоловік та двоє дітей" is one group of four."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.codes import Victims
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.lexicon import Hit
from dashboard.records import Estimate

SOON = 12
"""Code points from people to the word of fate that follows at once."""
VAGUE_REACH = 25
"""Code points from "dozens" to the noun that it counts."""
ONE = Estimate(low=1, best=1, high=1)
Parts = tuple[tuple[Victims, int], ...]
_BETWEEN = re.compile(
    r"(?:\s[а-яіїєґ'-]{2,20}(?=\s(?:та|і|й|и)\s))?"
    r"\s*(?P<mark>,\s*(?:та|і|й|и|а також|а также)|,|та|і|й|и|а також|а также|разом (?:з|із|зі)|вместе со?|плюс)\s+"
    r"(?:(?:ще|еще|також|также)\s+)?(?:(?!(?:у|в|на|по|що|які|который|которые)\s)[а-яіїєґ'-]{1,30}\s+){0,2}"
)
_AGE_CLAUSE = re.compile(
    r",?\s\(?(?:(?:в возрасте|у возрасте|віком|у віці|возрастом)\s)?(?:(?:від|от|до|та|і|й|и|около|близько)\s|\d{1,4}[,]?\s){1,6}"
    r"(?:рок\w{0,3}|рік|лет|год\w{0,2}|[рг]\.)(?:\s(?:народження|рождения))?\)?(?=[\s,])"
)
_APPOSED = re.compile(r"\s*(?:[:(—]|-|, (?:а саме|це|это|а именно))\s*(?:[а-яіїєґ'-]{1,30}\s+){0,2}")


_ONE_ALONE = re.compile(r"(?:[аиіе]в|ув|ла|вся|лася|лась|лся|погиб|ранен|ранена|убит|убита|поранений|поранена|травмований|травмована)$")
"""A word of fate in the singular."""


@dataclass(frozen=True, slots=True)
class Group:
    """People in a line: `text[start:end]`."""

    start: int
    end: int
    estimate: Estimate
    parts: Parts = ()
    additional: bool = False
    bare: bool = False
    """A number with no noun: it counts people only beside a word of their fate."""
    singular: bool = False
    """One person, told as an individual."""
    genitive: bool = False
    """An individual in a form that only "death of" or "body of" may govern."""
    general: bool = False
    """Named by a general word ("людей"): what follows in apposition tells who they were."""
    label: str = ""
    """What tells an individual from another: age and noun."""


def joined(line: Line, found: list[Group], fated: Sequence[Hit], parting: Sequence[Hit]) -> list[Group]:
    """Join runs ("жінка, чоловік та двоє дітей"); what stands in apposition to a total is part of it."""
    out: list[Group] = []
    at = 0
    while at < len(found):
        run, marks = [found[at]], [""]
        while at + 1 < len(found):
            last, after = run[-1], found[at + 1]
            between = line.text[last.end : after.start]
            if any(last.end <= h.start < after.start for h in (*fated, *parting)):
                break
            between = _AGE_CLAUSE.sub("", between)
            m = _BETWEEN.fullmatch(between)
            apposed = _APPOSED.fullmatch(between) if last.estimate.best and last.estimate.best > 1 else None
            if (m is None and apposed is None) or last.bare or after.bare or (after.genitive and not last.genitive):
                break
            run.append(after)
            marks.append(m["mark"] if m is not None else ":")
            at += 1
        at += 1
        out += _whole(line, run, marks, fated)
    return out


def _whole(line: Line, run: list[Group], marks: list[str], fated: Sequence[Hit]) -> list[Group]:
    if len(run) == 1:
        return run
    head, rest = run[0], run[1:]
    told = sum(g.estimate.best or 0 for g in rest)
    if (
        head.general
        and head.estimate.best
        and (marks[1] == ":" or marks[1] == ",")
        and told <= head.estimate.best
        and (marks[1] == ":" or told == head.estimate.best)
    ):
        return [replace(head, end=run[-1].end, parts=_within((*head.parts, *(p for g in rest for p in g.parts)), head.estimate.best))]
    if ":" in marks:
        cut = marks.index(":")
        return [*_whole(line, run[:cut], marks[:cut], fated), *_whole(line, run[cut:], ["", *marks[cut + 1 :]], fated)]
    ended = next((i for i in range(2, len(marks)) if marks[i] == "," and "," not in marks[i - 1]), None)
    if ended is not None:
        # "муж и жена, их сын": an "and" has closed the list before the comma.
        return [*_whole(line, run[:ended], marks[:ended], fated), *_whole(line, run[ended:], ["", *marks[ended + 1 :]], fated)]
    lead = next((h for h in fated if 0 <= run[0].start - h.end <= VAGUE_REACH and "," not in line.text[h.end : run[0].start]), None)
    follows = any(h.key != "noun" and 0 <= h.start - run[-1].end <= SOON for h in fated)
    leads = any(0 <= run[0].start - h.end <= VAGUE_REACH and "," not in line.text[h.end : run[0].start] for h in fated)
    if follows and lead is not None and run[0].singular and len(run) > 1 and _ONE_ALONE.search(line.text[lead.start : lead.end]):
        # "загинув водій, його дружину та доньку госпіталізували": the verb is of one.
        return [run[0], *_whole(line, run[1:], ["", *marks[2:]], [])]
    if follows and ((leads and len(run) > 1) or all(mark == "," for mark in marks[1:])):
        # "загинула жінка, чоловік поранений": the last of the run belongs to the word after it.
        return [*_whole(line, run[:-1], marks[:-1], []), run[-1]]
    total = run[0]
    for group in rest:
        total = _sum(total, group)
    return [total]


def _sum(a: Group, b: Group) -> Group:
    def add(x: int | None, y: int | None) -> int | None:
        return None if x is None or y is None else x + y

    e, f = a.estimate, b.estimate
    counts: dict[Victims, int] = {}
    for victims, n in (*a.parts, *b.parts):
        counts[victims] = counts.get(victims, 0) + n
    whole = Estimate(low=add(e.low, f.low), best=add(e.best, f.best), high=add(e.high, f.high))
    return Group(a.start, b.end, whole, tuple(counts.items()), a.additional, genitive=a.genitive, label=f"{a.label} + {b.label}")


def _within(parts: Parts, total: int) -> Parts:
    counts: dict[Victims, int] = {}
    for victims, n in parts:
        counts[victims] = max(counts.get(victims, 0), n)
    return tuple((v, n) for v, n in counts.items() if n <= total)
