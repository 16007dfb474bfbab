import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import quotes
from dashboard.records import Evidence, Report, StrikeClaim


def report_of(text: str, body_start: int = 0) -> Report:
    """A report of this text."""
    return Report(report_id="r", source="s", text=text, body_start=body_start)


def claim_of(start: int, end: int, *support: tuple[int, int]) -> StrikeClaim:
    """A claim with this evidence."""
    spans = tuple(Evidence(report_id="r", start=a, end=b, rule="x", value="killed") for a, b in support)
    return StrikeClaim(claim_id="c", report_id="r", evidence=Evidence(report_id="r", start=start, end=end, rule="x"), support=spans)


def shown(markup: str, element: str) -> list[str]:
    """What stands in each element of a kind, as words."""
    return [html.unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(rf"<{element}[^>]*>(.*?)</{element}>", markup, re.DOTALL)]


TEXT = "date 2024-04-04\n\nIt was quiet. A missile killed 3 people in Kharkiv. Repairs began.\n\nElsewhere it rained."


def test_the_evidence_is_marked_in_its_paragraph() -> None:
    """The evidence is marked, its paragraph stands around it, the header and other paragraphs do not."""
    start = TEXT.index("A missile")
    end = TEXT.index(" Repairs")
    number = TEXT.index("3 people")
    made = quotes.passage(report_of(TEXT, TEXT.index("It was")), claim_of(start, end, (number, number + 1)))
    assert shown(made, "mark") == ["A missile killed 3 people in Kharkiv."]
    assert shown(made, "b") == ["3"]
    words = shown(made, "p")[0]
    assert words.startswith("It was quiet. ")
    assert "Repairs began." in words
    assert "2024-04-04" not in words
    assert "rained" not in words


@pytest.mark.parametrize("support", [((14, 20), (16, 22)), ((16, 22), (14, 20)), ((14, 22), (15, 17))])
def test_overlapping_words_are_shown_once(support: tuple[tuple[int, int], ...]) -> None:
    """Spans that overlap repeat no letter."""
    text = "0123456789" * 5
    made = quotes.passage(report_of(text), claim_of(10, 40, *support))
    assert shown(made, "mark") == [text[10:40]]


@given(st.text(min_size=1, max_size=900), st.data())
def test_any_text_and_span_shows_the_span(text: str, data: st.DataObject) -> None:
    """Whatever the text, the mark holds exactly the evidence (what cannot be printed is replaced letter by letter)."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = quotes.bounds(report_of(text), claim_of(start, end).evidence)
    assert 0 <= first <= start < end <= last <= len(text)
    assert start - first <= 180
    assert last - end <= 180
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", quotes.passage(report_of(text), claim_of(start, end)), re.DOTALL))
    assert len(html.unescape(marked)) == end - start or "&" in text
