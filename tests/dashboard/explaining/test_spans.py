from __future__ import annotations

from datetime import date

from dashboard.explaining import as_json, marks_of
from dashboard.explaining.spans import stretches
from dashboard.extraction import Findings, Rejected, Skipped
from dashboard.records import Evidence, Report, StrikeClaim, When

TEXT = "abcdefghijklmnopqrstuvwxyz"
REPORT = Report(report_id="r", source="s", text=TEXT, doc_id="doc")


def claim(*spans: tuple[int, int, str]) -> StrikeClaim:
    """A claim whose values rest on these spans."""
    support = tuple(Evidence(report_id="r", start=s, end=e, rule=f"{v}:rule", value=v) for s, e, v in spans)
    told = Evidence(report_id="r", start=0, end=20, rule="strike:toll")
    return StrikeClaim(claim_id="c", report_id="r", evidence=told, support=support, when=When(best=date(2024, 4, 4)))


def test_marks_are_numbered_in_the_order_of_the_text() -> None:
    """The outer one comes before the inner, and a span that supports two values of two claims is one mark."""
    marks = marks_of([claim((10, 12, "place"), (2, 9, "killed")), claim((2, 4, "weapon"), (10, 12, "date"))])
    assert [(m.number, m.start, m.end, m.value) for m in marks] == [(1, 2, 9, "killed"), (2, 2, 4, "weapon"), (3, 10, 12, "place")]


def test_stretches_cover_a_line_once() -> None:
    """A line is cut where marks begin and end; a mark that crosses another's end goes on alone."""
    cut = list(stretches(marks_of([claim((2, 8, "killed"), (5, 10, "injured"), (20, 22, "date"))]), 0, 12))
    assert [(s.start, s.end, [m.number for m in s.marks]) for s in cut] == [
        (0, 2, []),
        (2, 5, [1]),
        (5, 8, [2, 1]),
        (8, 10, [2]),
        (10, 12, []),
    ]


def test_json_carries_the_words_of_every_span() -> None:
    """Each support, rejection and skipped paragraph has its offsets, its words and its rule."""
    found = Findings(
        claims=(claim((2, 4, "weapon")),),
        sentences=(Rejected(5, 7, "history"),),
        amounts=(Rejected(8, 9, "aid:no-donor"),),
        skipped=(Skipped(20, 26, "noise:x"),),
    )
    assert as_json(REPORT, found, [{"kind": "strike"}]) == {
        "doc_id": "doc",
        "records": [{"kind": "strike", "support": [{"value": "weapon", "start": 2, "end": 4, "text": "cd", "rule": "weapon:rule"}]}],
        "rejected": [
            {"what": "sentence", "start": 5, "end": 7, "text": "fg", "rule": "history"},
            {"what": "amount", "start": 8, "end": 9, "text": "i", "rule": "aid:no-donor"},
        ],
        "skipped": [{"start": 20, "end": 26, "text": "uvwxyz", "rule": "noise:x"}],
    }
