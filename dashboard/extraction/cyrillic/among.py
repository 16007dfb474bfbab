"""Parts of a count: "серед них двоє дітей", in its sentence or in one that follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.codes import Victims
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.numbers import value
from dashboard.extraction.cyrillic.people import people
from dashboard.extraction.cyrillic.runs import Group
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import Hit

AMONG = 50
"""Code points from "серед них" to those whom it tells of."""
_OPENING = 4
"""Code points before such words where they open a sentence."""
_OF_THEM_CHILDREN = re.compile(
    r"(?<!\w)(?P<count>[\w'-]{1,20}) (?:з|із|из) (?:них|яких|которых) ?[—-]? ?(?:діт(?:и|ей)|дет(?:и|ей)|неповнолітні|"
    r"несовершеннолетние)(?!\w)"
)


def is_part(line: Line, among: Hit, group: Group, verbs: Sequence[int]) -> bool:
    """Whether "серед них" leads to a group, with no comma and word of fate between; `verbs`: where those stand."""
    gap = line.text[among.end : group.start]
    apart = "," in gap and any(among.end <= at < group.start for at in verbs)
    return 0 <= group.start - among.end <= AMONG and "." not in gap and not apart


def parted(line: Line, told: Sequence[Casualties]) -> tuple[Casualties, ...] | None:
    """The counts of the sentence before with the parts that a sentence beginning "Серед них ..." tells; None where it tells none."""
    among = next((h for h in hits(line, "casualties", "among") if h.start <= _OPENING), None)
    known = [i for i, c in enumerate(told) if c.estimate.best]
    if among is None or not known:
        return None
    wanted = _wanted(line.text[among.start : among.end])
    fitting = [i for i in known if wanted is None or told[i].fate is wanted]
    parts = [p for g in people(line, (), (among,)) if among.end <= g.start for p in g.parts]
    if not fitting or not parts:
        return None
    last = told[fitting[-1]]
    counts = dict(last.parts)
    for victims, n in parts:
        if n <= (last.estimate.best or 0):
            counts[victims] = max(counts.get(victims, 0), n)
    return tuple(replace(c, parts=tuple(counts.items())) if i == fitting[-1] else c for i, c in enumerate(told))


def with_parts(line: Line, found: list[Casualties], groups: Sequence[Group], among: Sequence[Hit]) -> list[Casualties]:
    """Hang "серед них двоє дітей" on the count told before it."""
    out = list(found)
    for m in _OF_THEM_CHILDREN.finditer(line.text):
        count = value(m["count"], line.languages)
        i = next((i for i, c in reversed(list(enumerate(out))) if c.end <= m.start() and count and count <= (c.estimate.best or 0)), None)
        if i is not None and count:
            out[i] = replace(out[i], parts=(*(p for p in out[i].parts if p[0] is not Victims.CHILDREN), (Victims.CHILDREN, count)))
    for h in among:
        told = [g for g in groups if 0 <= g.start - h.end <= AMONG and g.parts]
        before = [i for i, c in enumerate(out) if c.end <= h.start + 1 and (c.estimate.best or 0) > 0]
        wanted = _wanted(line.text[h.start : h.end])
        before = [i for i in before if wanted is None or out[i].fate is wanted] or (before if wanted is None else [])
        if not told or not before:
            continue
        last = out[before[-1]]
        parts = dict(last.parts)
        for g in told:
            for victims, n in g.parts:
                if n <= (last.estimate.best or 0):
                    parts[victims] = max(parts.get(victims, 0), n)
        out[before[-1]] = replace(last, parts=tuple(parts.items()))
    return out


def _wanted(words: str) -> Fate | None:
    if re.search(r"загибл|погибш", words):
        return Fate.KILLED
    return Fate.INJURED if re.search(r"постражд|пострадав|поранен|ранен|травмов|потерпіл", words) else None
