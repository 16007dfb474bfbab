"""Days, moments and counts as the screen writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from dashboard.codes import AidStatus, GeoPrecision, Target, Weapon
from dashboard.store import Selection, day_words, days_words, moment_words
from dashboard.store.wording import count_words, either

WINDOWS = [
    (None, None, ""),
    (date(2024, 4, 1), None, "since 1 Apr 2024"),
    (None, date(2024, 4, 7), "until 7 Apr 2024"),
    (date(2024, 4, 4), date(2024, 4, 4), "4 Apr 2024"),
    (date(2024, 4, 1), date(2024, 4, 7), "1–7 Apr 2024"),
    (date(2024, 3, 28), date(2024, 4, 3), "28 Mar – 3 Apr 2024"),
    (date(2023, 12, 28), date(2024, 1, 3), "28 Dec 2023 – 3 Jan 2024"),
]


@pytest.mark.parametrize(("start", "end", "words"), WINDOWS)
def test_windows_are_as_short_as_they_can_be(start: date | None, end: date | None, words: str) -> None:
    """Month and year stand once where both ends share them."""
    assert days_words(start, end) == words


def test_a_day_is_written_without_a_leading_zero() -> None:
    """Day, short month, year, in English whatever the machine speaks."""
    assert day_words(date(2024, 9, 4)) == "4 Sep 2024"


def test_a_moment_is_written_in_utc() -> None:
    """A moment of another zone is brought to UTC, and says so."""
    assert moment_words(datetime(2024, 4, 5, 1, 30, tzinfo=timezone(timedelta(hours=3)))) == "4 Apr 2024, 22:30 UTC"
    assert moment_words(datetime(2024, 4, 5, tzinfo=UTC)) == "5 Apr 2024, 00:00 UTC"


@pytest.mark.parametrize(("count", "words"), [(1, "one"), (9, "nine"), (10, "10"), (1234, "1234"), (12345, "12\u2009345")])
def test_small_counts_are_words(count: int, words: str) -> None:
    """Up to nine in words, thousands with thin spaces."""
    assert count_words(count) == words


@pytest.mark.parametrize(("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")])
def test_alternatives_are_listed(words: list[str], text: str) -> None:
    """Commas, and "or" before the last."""
    assert either(words) == text


def test_every_word_of_the_vocabularies_can_be_said() -> None:
    """No value of a closed vocabulary is without its English."""
    for field, values in (("weapon", Weapon), ("target", Target), ("status", AidStatus)):
        for value in values:
            assert Selection(**{field: (value.value,)}).sentence() not in ("Strikes", "All strikes")  # type: ignore[arg-type]
    for precision in GeoPrecision:
        assert Selection(precision=int(precision)).sentence().startswith("Strikes, ")
