"""Names that a post misspells: one letter off a town that it names elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.placed import PlaceMention

_NAMED = re.compile(r"(?<!\w)(?:по|у|в|на|під|под|біля|возле|По|У|В|На|Під|Под|Біля|Возле)\s([А-ЯІЇЄҐ][а-яіїєґ'’ʼ]{5,30})(?![\w-])")
"""A capitalised word after a preposition of place."""
_ENDING = 2
"""Letters that cases change."""
_SHORTEST = 4


def misspelt(line: Line, known: Sequence[tuple[int, int]], towns: Mapping[str, PlaceMention]) -> list[tuple[int, int, PlaceMention]]:
    """Where a line names a town of the report with one letter wrong: the span in the report, and the town as named elsewhere.

    `known` are the spans that the gazetteer read; `towns` are the report's towns by their names as written, in small letters.
    """
    offset = line.sentence.start
    out = []
    for m in _NAMED.finditer(line.sentence.text):
        start, end = m.start(1) + offset, m.end(1) + offset
        if any(s < end and start < e for s, e in known):
            continue
        stem = m[1].lower()[:-_ENDING]
        town = next((p for name, p in towns.items() if any(one_off(stem, name[: len(name) - cut]) for cut in range(_ENDING + 1))), None)
        if town is not None:
            out.append((start, end, town))
    return out


def one_off(a: str, b: str) -> bool:
    """Whether two stems that begin and end alike differ by one letter put in, left out or changed."""
    if min(len(a), len(b)) < _SHORTEST or abs(len(a) - len(b)) > 1 or a[0] != b[0] or a[-1] != b[-1] or a == b:
        return False
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + (len(a) >= len(b)) :] == b[at + (len(b) >= len(a)) :]
