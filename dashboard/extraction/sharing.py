"""One sentence, several places: which counts belong to which, and how far each place's own words reach."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.extraction.document import Sentence
from dashboard.extraction.fates import Casualties
from dashboard.extraction.numbers import numbers
from dashboard.extraction.people import groups
from dashboard.extraction.placed import PlaceMention
from dashboard.extraction.reading import Reading

REACH = 90
"""Characters between a weapon and what it struck, or a part and its place."""
_CLAUSE_BREAK = re.compile(
    r"[;]|\bincluding\b|\bwhile\b|\bsince\b|\bafter\b|,\s+(?:said|in the first|in a)\b|,\s+(?:and|with|another|but)\b|\band (?:another|a|"
    r"an|one|two|"
    r"three|four|five|six|\d+)\b",
    re.IGNORECASE,
)


def listed(events: list[PlaceMention], i: int, read: Reading) -> bool:
    """Whether a place without counts only continues a list whose neighbour took them ("in Kherson and Beryslav")."""
    text, offset = read.sentence.text, read.sentence.start
    neighbours = [events[j] for j in (i - 1, i + 1) if 0 <= j < len(events)]
    place = events[i]
    gaps = [text[min(place.end, n.end) - offset : max(place.start, n.start) - offset] for n in neighbours]
    return any(re.fullmatch(r"\s*(?:,|and|or|,\s*and|as well as)\s*(?:in |the |near )*", g, re.IGNORECASE) for g in gaps)


_AGES = re.compile(r"\baged\s+(?:\d{1,3}(?:,\s*|\s+and\s+)){1,9}$", re.IGNORECASE)
"""Before a number: "two women aged 58 and 72 in a village" are no seventy-two."""


def with_ellipsis(read: Reading, events: list[PlaceMention]) -> tuple[Casualties, ...]:
    """As in "killing a mother in Dnipro, and four people in Uman": a counted group at a second place shares the fate told before."""
    if not read.casualties or len(events) < 2:  # noqa: PLR2004 - one place needs no sharing
        return read.casualties
    out = list(read.casualties)
    text = read.sentence.text
    for group in groups(text):
        before = [c for c in out if c.end <= group.start and c.estimate.best]
        if not before or any(c.start < group.end and group.start < c.end for c in out) or group.estimate.best is None:
            continue
        lead = text[before[-1].end : group.start]
        if _AGES.search(lead):
            continue
        if re.search(r"(?:[,:;]\s*(?:and\s+)?|\band\s+)(?:a further |another )?$", lead, re.IGNORECASE) and re.match(
            r"\s+(?:more |others? )?(?:in|at|near|inside|on)\b", text[group.end :], re.IGNORECASE
        ):
            out.append(Casualties(group.start, group.end, before[-1].fate, group.estimate, "casualties:ellipsis", group.parts))
    return tuple(sorted(out, key=lambda c: c.start))


_INCLUDING = re.compile(r"\b(?:including|among them|with|of them)\s+$", re.IGNORECASE)


_OF_THEM = re.compile(r"\s+(?:\w+\s+)?of (?:them|whom|the (?:dead|killed|victims|injured|wounded))\b", re.IGNORECASE)


def with_parts(read: Reading, events: list[PlaceMention], found: tuple[Casualties, ...]) -> tuple[Casualties, ...]:
    """As in "killing 16, including eight people in Kherson": the part that has a place of its own is counted there."""
    text, offset = read.sentence.text, read.sentence.start
    if len(events) < 2 or not found:  # noqa: PLR2004 - a part needs a place beside the whole's
        return found
    out = list(found)
    for number in numbers(text):
        whole = next(
            (c for c in reversed(found) if c.start < number.start and (c.estimate.best or 0) > (number.estimate.best or 0) > 0), None
        )
        place = next((p for p in events[1:] if 0 < p.start - offset - number.end <= REACH), None)
        if (
            whole is None
            or place is None
            or not (_INCLUDING.search(text[: number.start]) or _OF_THEM.match(text, number.end))
            or number.start < whole.start
        ):
            continue
        if any(c.start <= number.start < c.end and c is not whole for c in found) or re.search(
            r"[;.]", text[number.end : place.start - offset]
        ):
            continue
        out.append(Casualties(number.start, number.end, whole.fate, number.estimate, "casualties:part", ()))
    return tuple(sorted(out, key=lambda c: c.start))


def _without(text: str, counts: Sequence[Casualties], start: int, end: int) -> str:
    """A stretch of the text with other counts taken out: "five killed and 18 injured when rockets fell in the region" is one clause."""
    out = text[start:end]
    for o in counts:
        if start <= o.start and o.end <= end:
            out = out[: o.start - start] + " " * (o.end - o.start) + out[o.end - start :]
    return out


def owner(c: Casualties, events: list[PlaceMention], found: Sequence[Casualties], sentence: Sentence, offset: int) -> int:
    """The place that a count belongs to: the next one in the same clause, else the one before."""
    text = sentence.text
    after = [i for i, p in enumerate(events) if p.start - offset >= c.end]
    part = next((o for o in found if o.rule == "casualties:part" and o.start > c.start), None)
    if part is not None and c.rule != "casualties:part" and after and after[0] and events[after[0]].start - offset > part.start:
        return after[0] - 1
    if after:
        place = events[after[0]]
        between = _without(text, [o for o in found if o is not c], c.end, place.start - offset)
        others = any(o is not c and c.end <= o.start < place.start - offset and o.fate is c.fate for o in found)
        if ":" in between and any(g.start > c.end for g in groups(text) if g.end < place.start - offset):
            # "Six people were killed: a nurse in Toretsk, a saleswoman from ...": the six are no one place's.
            return -1
        if c.rule == "casualties:part" or (not others and not _CLAUSE_BREAK.search(between)):
            return after[0]
    before = [i for i, p in enumerate(events) if p.start - offset < c.end]
    return before[-1] if before else (after[0] if after else 0)


def near(read: Reading, place: PlaceMention, events: list[PlaceMention], found: Sequence[Casualties]) -> tuple[int, int]:
    """The stretch of the sentence around a place: up to its neighbours, and up to a count that belongs to the next one."""
    offset = read.sentence.start
    i = events.index(place)
    left = events[i - 1].end - offset if i else 0
    right = events[i + 1].start - offset if i + 1 < len(events) else len(read.sentence.text)
    counted = [c.start for c in found if place.end - offset <= c.start < right and owner(c, events, found, read.sentence, offset) == i + 1]
    return left, min([right, *counted])
