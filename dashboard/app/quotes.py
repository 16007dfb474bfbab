"""A sentence in its report, with the words marked that the figures were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from dashboard.app import markup
from dashboard.records import Claim, Evidence, Report

_CONTEXT: Final = 180
"""Code points shown before and after the evidence."""
_BREAK: Final = re.compile(r"\n\s*\n")
_GAP: Final = re.compile(r"\s+")


def bounds(report: Report, evidence: Evidence) -> tuple[int, int]:
    """Where the shown passage begins and ends: the evidence with some words around it, inside its paragraph and the report's body."""
    text = report.text
    first = max(report.body_start, evidence.start - _CONTEXT) if evidence.start >= report.body_start else evidence.start
    for found in _BREAK.finditer(text, first, evidence.start):
        first = found.end()
    if first == evidence.start - _CONTEXT:
        space = _GAP.search(text, first, evidence.start)
        first = space.end() if space else first
    last = min(len(text), evidence.end + _CONTEXT)
    ended = _BREAK.search(text, evidence.end, last)
    if ended:
        last = ended.start()
    elif last < len(text):
        spaces = list(_GAP.finditer(text, evidence.end, last))
        last = spaces[-1].start() if spaces else last
    return first, last


def passage(report: Report, claim: Claim) -> markup.Markup:
    """The evidence in its context: context quiet, evidence plain, the words that a value was read from marked."""
    start, end = bounds(report, claim.evidence)
    spans = sorted({(s.start, s.end) for s in claim.support if claim.evidence.start <= s.start < s.end <= claim.evidence.end})
    pieces = [
        markup.tag("span", "… " if start > report.body_start else "", report.text[start : claim.evidence.start], class_="sm-context"),
        *_marked(report.text, claim.evidence.start, claim.evidence.end, spans),
        markup.tag("span", report.text[claim.evidence.end : end], " …" if end < len(report.text.rstrip()) else "", class_="sm-context"),
    ]
    return markup.tag("p", *pieces, class_="sm-quote")


def _marked(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> list[markup.Markup]:
    """`text[start:end]` in the marker's colour, the spans in it stronger; overlapping spans count as one."""
    inner: list[markup.Markup] = []
    at = start
    for first, last in spans:
        if last <= at:
            continue
        first_here = max(first, at)
        inner += [markup.text(text[at:first_here]), markup.tag("b", text[first_here:last])]
        at = last
    inner.append(markup.text(text[at:end]))
    return [markup.tag("mark", *inner)]
