from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.numbers import MAX_COUNT, numbers, value

COUNTS = [
    ("at least three people", [(3, 3, None)]),
    ("more than 1,200 people", [(1200, 1200, None)]),
    ("between 3 and 5 people", [(3, 3, 5)]),
    ("3 to 5 people", [(3, 3, 5)]),
    ("a dozen people", [(12, 12, 12)]),
    ("two dozen people", [(24, 24, 24)]),
    ("one hundred and five people", [(105, 105, 105)]),
    ("about forty people", [(None, 40, None)]),
    ("up to 400 people", [(0, 400, 400)]),
    ("fewer than ten people", [(0, None, 10)]),
    ("three and five", [(3, 3, 3), (5, 5, 5)]),
    ("12\u00a0500 people", [(12500, 12500, 12500)]),
    ("in 2014", []),
    ("a 46-year-old woman", []),
    ("30 kilometers away", []),
    ("a nine-storey block", []),
    ("at 04:20", []),
    ("20 percent of homes", []),
    ("a boy of eight", []),
    ("10^30 of them", []),
    ("9" * 40 + " people", []),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS, ids=[c[0][:40] for c in COUNTS])
def test_counts(text: str, expected: list[tuple[int | None, int | None, int | None]]) -> None:
    """Counts are read with their bounds; ages, years, distances, times and shares count nobody."""
    assert [(n.estimate.low, n.estimate.best, n.estimate.high) for n in numbers(text)] == expected


@given(st.integers(min_value=0, max_value=MAX_COUNT))
def test_digits_with_separators_mean_the_number(number: int) -> None:
    """A number written with thousands separators is the number."""
    assert value(f"{number:,}") == number


@given(st.text(max_size=400))
def test_spans_lie_in_the_text_and_bounds_are_in_order(text: str) -> None:
    """Whatever the text, spans lie inside it and low <= best <= high holds."""
    for n in numbers(text):
        assert 0 <= n.start < n.end <= len(text)
        known = [v for v in (n.estimate.low, n.estimate.best, n.estimate.high) if v is not None]
        assert known == sorted(known)
