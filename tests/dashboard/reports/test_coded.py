"""Rows of tables as reports."""

from __future__ import annotations

from datetime import UTC, datetime

from dashboard.reports import coded

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_value_leads_to_its_words() -> None:
    """The span of a column is where its value stands in the text, in one line."""
    built = coded.CodedText()
    built.line("Table, event 7")
    built.values({"place": "Zmiiv\ntown", "best": "3", "note": "", "left out": "x"}, ("place", "best", "note"))
    report = coded.report_of(built, source="Table", doc_id="t/7", retrieved_at=NOW)
    assert report.text == "Table, event 7\nplace: Zmiiv town\nbest: 3\n"
    found = coded.support(report, built, "table:t", {"killed": "best", "place": "place", "injured": "note"})
    assert [(each.value, report.text[each.start : each.end]) for each in found] == [("killed", "3"), ("place", "Zmiiv town")]


def test_rows_that_share_a_text_keep_their_spans_apart() -> None:
    """A prefix parts the values of two rows in one text."""
    built = coded.CodedText()
    for number, place in enumerate(("Izium", "Zmiiv")):
        built.values({"place": place}, ("place",), prefix=f"{number}.")
    spans = [built.span("0.place"), built.span("1.place")]
    assert [built.text[span[0] : span[1]] for span in spans if span] == ["Izium", "Zmiiv"]
