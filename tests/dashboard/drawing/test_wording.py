from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing import wording


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (None, None, None, "unknown"),
        (0, 0, 0, "none"),
        (3, 3, 3, "3"),
        (5, 6, 7, "5–7"),
        (5, None, 7, "5–7"),
        (5, 5, None, "at least 5"),
        (5, None, None, "at least 5"),
        (None, None, 7, "up to 7"),
        (None, 4, None, "4"),
        (1200, 1200, 1200, "1\u202f200"),
    ],
)
def test_figures_keep_their_doubt(low: int | None, best: int | None, high: int | None, said: str) -> None:
    """A range, a floor, a ceiling, a plain count, a stated none and an unknown are different words."""
    assert wording.figure(low, best, high) == said


@pytest.mark.parametrize(
    ("value", "currency", "usd", "said"),
    [
        (188e6, "EUR", 204e6, "EUR 188\u202fm (USD 204\u202fm in the text)"),
        (188e6, "EUR", None, "EUR 188\u202fm"),
        (1.5e9, "USD", 1.5e9, "USD 1.5\u202fbn"),
        (61e9, "USD", None, "USD 61\u202fbn"),
        (2_500, "UAH", None, "UAH 2.5\u202fk"),
        (None, None, 80e6, "USD 80\u202fm in the text"),
        (None, None, None, "amount not stated"),
        (float("nan"), "EUR", float("nan"), "amount not stated"),
    ],
)
def test_money_is_said_as_stated(value: float | None, currency: str | None, usd: float | None, said: str) -> None:
    """The amount in its own currency, with the dollars only where the text gives them."""
    assert wording.money(value, currency, usd) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2024, 4, 4), date(2024, 4, 4), "4 Apr 2024"),
        (date(2024, 4, 1), date(2024, 4, 7), "1–7 Apr 2024"),
        (date(2024, 3, 28), date(2024, 4, 3), "28 Mar – 3 Apr 2024"),
        (date(2023, 12, 30), date(2024, 1, 2), "30 Dec 2023 – 2 Jan 2024"),
        (date(2024, 4, 1), None, "from 1 Apr 2024"),
        (None, date(2024, 4, 1), "until 1 Apr 2024"),
        (None, None, ""),
    ],
)
def test_periods(start: date | None, end: date | None, said: str) -> None:
    """Days, months and years are said once."""
    assert wording.period(start, end) == said


@given(st.integers(-(10**15), 10**15))
def test_counts_keep_their_digits(number: int) -> None:
    """Thin spaces are all that is added to a count."""
    assert int(wording.count(number).replace(wording.NARROW, "")) == number


def test_places_say_nothing_twice() -> None:
    """A region that is its own place is named once."""
    assert wording.where("Kharkiv Oblast", "Kharkiv Oblast", "Ukraine") == "Kharkiv Oblast, Ukraine"
    assert wording.where(None, None, None) == "place unknown"
    assert wording.counted(1, "strike", "strikes") == "1 strike"
    assert wording.counted(0, "strike", "strikes") == "0 strikes"
