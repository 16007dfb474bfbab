"""The spans of a report that its claims rest on, numbered in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard.extraction import Findings
from dashboard.records import Claim, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words of a report from which at least one value was read: `Report.text[start:end]`."""

    number: int
    """From 1, in the order of the text; the longer first where two begin together."""
    start: int
    end: int
    value: str
    """The field that it supports, the first one where there are several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words of a report under the same marks: `Report.text[start:end]`."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    """The outermost first."""


def marks_of(claims: Sequence[Claim]) -> tuple[Mark, ...]:
    """A mark for every span that supports a value; one span that supports several is one mark."""
    values: dict[tuple[int, int], str] = {}
    for claim in claims:
        for evidence in claim.support:
            values.setdefault((evidence.start, evidence.end), evidence.value)
    ordered = sorted(values, key=lambda span: (span[0], -span[1]))
    return tuple(Mark(number=n, start=s, end=e, value=values[s, e]) for n, (s, e) in enumerate(ordered, start=1))


def stretches(marks: Sequence[Mark], start: int, end: int) -> Iterator[Stretch]:
    """`text[start:end]` cut wherever a mark begins or ends; `marks` in order, those that lie elsewhere are passed over."""
    own = [m for m in marks if m.start < end and start < m.end]
    cuts = sorted({start, end, *(max(start, m.start) for m in own), *(min(end, m.end) for m in own)})
    waiting, open_ = 0, list[Mark]()
    for left, right in pairwise(cuts):
        open_ = [m for m in open_ if m.end > left]
        while waiting < len(own) and own[waiting].start <= left:
            open_.append(own[waiting])
            waiting += 1
        yield Stretch(start=left, end=right, marks=tuple(sorted(open_, key=lambda m: (-m.end, m.number))))


def as_json(report: Report, found: Findings, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A report's reading as one JSON object.

    Args:
        report: The report.
        found: What was read in it.
        rows: The rows of `strikemap extract`, one for each of its claims in the same order.

    Returns:
        `doc_id`; `records`: the rows, each with `support`, a list of value, start, end, text and rule; `rejected`: sentences and amounts
        that were turned down, and `skipped`: paragraphs that are none of the report's, each with start, end, text and rule.
    """

    def words(start: int, end: int, rule: str) -> dict[str, Any]:
        return {"start": start, "end": end, "text": report.text[start:end], "rule": rule}

    return {
        "doc_id": report.doc_id,
        "records": [
            {**row, "support": [{"value": e.value, **words(e.start, e.end, e.rule)} for e in claim.support]}
            for row, claim in zip(rows, found.claims, strict=True)
        ],
        "rejected": [
            {"what": what, **words(r.start, r.end, r.rule)}
            for what, group in (("sentence", found.sentences), ("amount", found.amounts))
            for r in group
        ],
        "skipped": [words(s.start, s.end, s.rule) for s in found.skipped],
    }
