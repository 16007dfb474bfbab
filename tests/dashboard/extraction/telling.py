"""What a short text of 20 June 2024 tells, in few words, for tests of one rule or one step."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dashboard.extraction import find
from dashboard.extraction.document import Document, cut
from dashboard.records import Report, StrikeClaim
from dashboard.reports import plain_text
from gazetteer import Gazetteer

PUBLISHED = date(2024, 6, 20)
Told = tuple[str | None, int | None, int | None]
"""A strike: the place as written, the killed, the injured; None where the text does not say."""


def report_of(text: str) -> Report:
    """A text as a report of its own."""
    return plain_text.report(f"date {PUBLISHED}\n\n{text}", name="told", doc_id="told", retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))


def document_of(text: str) -> Document:
    """A text cut to sentences."""
    return cut(report_of(text))


def strikes_of(text: str, gazetteer: Gazetteer) -> list[StrikeClaim]:
    """The strikes that a text tells."""
    report = report_of(text)
    toponyms = gazetteer.geoparse(report.text)
    return [c for c in find(report, toponyms, gazetteer.relatives(report.text, toponyms)) if isinstance(c, StrikeClaim)]


def told(text: str, gazetteer: Gazetteer) -> list[Told]:
    """The strikes that a text tells, each by its place and its figures."""
    return [(c.place_text, c.killed.best, c.injured.best) for c in strikes_of(text, gazetteer)]
