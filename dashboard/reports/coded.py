"""Rows of tables as reports: each value in a line of its own after its column's name, and where it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from dashboard.codes import ClaimKind
from dashboard.records import Evidence, Report, claim_key, digest

LONGEST_ID: Final = 200
"""Characters of a row's id, and of a name that is taken from a row."""


@dataclass(slots=True)
class CodedText:
    """A text that is built up line by line, with the span of each value.

    The same rows give the same text, however their table was written: its blanks and line breaks are made plain.
    """

    text: str = ""
    _spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def line(self, words: str) -> None:
        """A line of our own: the table and the row's id."""
        self.text += words + "\n"

    def values(self, row: Mapping[str, str], columns: Iterable[str], *, prefix: str = "") -> None:
        """A line for each of these columns that has a value; `prefix` parts the spans of rows that share a text."""
        for column in columns:
            cell = row.get(column, "")
            value = " ".join((cell if cell.isprintable() else "".join(sign if sign.isprintable() else " " for sign in cell)).split())
            if value:
                start = len(self.text) + len(column) + 2
                self._spans[prefix + column] = (start, start + len(value))
                self.text += f"{column}: {value}\n"

    def span(self, column: str) -> tuple[int, int] | None:
        """Where the value of a column stands, code points; None where it has none."""
        return self._spans.get(column)


def report_of(
    built: CodedText,
    *,
    source: str,
    doc_id: str,
    retrieved_at: datetime,
    url: str | None = None,
    title: str | None = None,
    published: date | None = None,
    language: str | None = None,
    licence: str | None = None,
) -> Report:
    """The report that a row's text is."""
    return Report(
        report_id=digest(source, built.text),
        source=source,
        text=built.text,
        url=url,
        title=title,
        published=published,
        language=language,
        licence=licence,
        retrieved_at=retrieved_at,
        doc_id=doc_id,
    )


def claim_id(report: Report, kind: ClaimKind, span: tuple[int, int], own: str) -> str:
    """The id of the claim that a row makes; `own` is the row's id in its table."""
    return claim_key(report.report_id, kind, *span, own)


def evidence(report: Report, span: tuple[int, int], rule: str, value: str = "") -> Evidence:
    """Where in a row's text a value stands."""
    return Evidence(report_id=report.report_id, start=span[0], end=span[1], rule=rule, value=value)


def support(report: Report, built: CodedText, rule: str, columns: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The evidence of a claim's values.

    Args:
        report: The row's report.
        built: Its text.
        rule: The table's name, as "table:acled".
        columns: For each field of the claim ("killed", "place" ...) the column that it was taken from.
    """
    spans = ((value, built.span(column)) for value, column in columns.items())
    return tuple(evidence(report, span, rule, value) for value, span in spans if span is not None)
