"""A total that is broken up by places: "загинули 4 жителі: 2 в Торецьку, 1 у Гродівці та 1 в Іванівці"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.numbers import numbers
from dashboard.extraction.fates import Casualties
from dashboard.extraction.placed import PlaceMention

RULE = "casualties:share"
_INTO = re.compile(
    r"(?: (?:людей|людини|людина|особи|осіб|человека|человек|жителі|жителя))?,? (?:—|-)? ?"
    r"(?:у|в|во|на) (?:м\.|с\.|смт|місті|селі|селищі|городе|селе|поселке)? ?"
)
"""Between a share and its place."""
_FROM = re.compile(r" ?(?:—|-|:) ?")
"""Between a place and its share: "Торецьк — 2"."""


def shares(line: Line, told: Sequence[Casualties], events: Sequence[PlaceMention]) -> list[tuple[Casualties, int]]:
    """The shares of the count told last before them, each with the number of its place among `events`."""
    known = [c for c in told if c.estimate.best]
    if len(events) < 2 or not known or ":" not in line.text:  # noqa: PLR2004 - a share needs a second place
        return []
    out = []
    for n in numbers(line):
        before = [c for c in known if c.end <= n.start]
        if not before or any(c.start < n.end and n.start < c.end for c in told) or ":" not in line.text[before[-1].end : n.start]:
            continue
        for i, place in enumerate(events):
            start, end = line.find(place.start), line.find(place.end)
            if _INTO.fullmatch(line.text[n.end : start]) or _FROM.fullmatch(line.text[end : n.start]):
                if (n.estimate.best or 0) <= (before[-1].estimate.best or 0):
                    out.append((Casualties(n.start, n.end, before[-1].fate, n.estimate, RULE), i))
                break
    return out
