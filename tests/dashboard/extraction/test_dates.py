from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.dates import dates, is_history, may_fix_day

PUBLISHED = date(2024, 4, 4)
"""A Thursday."""

TOLD = [
    ("in the early hours of Thursday", "2024-04-04", "2024-04-04"),
    ("on Wednesday and Thursday", "2024-04-03", "2024-04-04"),
    ("on April 3", "2024-04-03", "2024-04-03"),
    ("on 3 April 2024", "2024-04-03", "2024-04-03"),
    ("on 02.04.2024", "2024-04-02", "2024-04-02"),
    ("on 04/02/2024", "2024-04-02", "2024-04-02"),
    ("last Friday", "2024-03-29", "2024-03-29"),
    ("on Tuesday night", "2024-04-02", "2024-04-02"),
    ("overnight", "2024-04-03", "2024-04-04"),
    ("yesterday", "2024-04-03", "2024-04-03"),
    ("three days ago", "2024-04-01", "2024-04-01"),
    ("earlier this week", "2024-04-01", "2024-04-03"),
    ("in mid-March", "2024-03-11", "2024-03-20"),
    ("on 13 October", "2023-10-13", "2023-10-13"),
    ("over the weekend", "2024-03-30", "2024-03-31"),
    ("on New Year’s Eve", "2023-12-31", "2024-01-01"),
    ("on Christmas Eve", "2023-12-24", "2023-12-25"),
    ("on New Year’s Day", "2024-01-01", "2024-01-01"),
    ("in the past 24 hours", "2024-04-03", "2024-04-04"),
]


@pytest.mark.parametrize(("text", "start", "end"), TOLD, ids=[t[0] for t in TOLD])
def test_expressions(text: str, start: str, end: str) -> None:
    """A time expression means an interval of days before publication."""
    found = dates(text, PUBLISHED)
    assert [(str(d.when.start), str(d.when.end)) for d in found] == [(start, end)]


@pytest.mark.parametrize(("text", "day"), [("The previous day", "2024-04-02"), ("that day", "2024-04-03"), ("the next day", "2024-04-04")])
def test_leaning_expressions(text: str, day: str) -> None:
    """The words "that day" lean on the last fixed day, not on publication."""
    assert [str(d.when.best) for d in dates(text, PUBLISHED, date(2024, 4, 3))] == [day]


@pytest.mark.parametrize("text", ["on Tuesday", "overnight", "yesterday", "three days ago", "on April 3"])
def test_without_publication_nothing_relative_is_read(text: str) -> None:
    """With no publication date a relative day means nothing."""
    assert dates(text, None) == []


@pytest.mark.parametrize("text", ["in 1821", "of 1939-1940", "in March 1940", "in October 2023"])
def test_history_is_told(text: str) -> None:
    """A time long before publication is history."""
    assert all(is_history(d.when, PUBLISHED) for d in dates(text, PUBLISHED))
    assert dates(text, PUBLISHED)


@given(st.text(max_size=300), st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 1, 1)))
def test_any_text_is_read(text: str, published: date) -> None:
    """Whatever the text and the day, intervals run forward and spans lie in the text."""
    for d in dates(text, published):
        assert 0 <= d.start < d.end <= len(text)
        assert d.when.start is None or d.when.end is None or d.when.start <= d.when.end


@given(
    st.lists(st.sampled_from([words for words, *_ in TOLD] + ["crews", "a 3.4 km march", "maybe", "2024", "at 12/7", "lastly"]), max_size=3)
)
def test_what_fixes_no_day_need_not_be_read_for_one(parts: list[str]) -> None:
    """Only a text that may fix a day has an expression on which later ones lean."""
    text = ", ".join(parts)
    assert may_fix_day(text) or not any(d.absolute for d in dates(text, PUBLISHED))
