from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.money import amounts, at_home, of_donor

TOLD = [
    ("€188 million ($204 million)", [(188_000_000, "EUR", 204_000_000)]),
    ("188 million euros", [(188_000_000, "EUR", None)]),
    ("$2.3 billion", [(2_300_000_000, "USD", None)]),
    ("NOK 7 billion", [(7_000_000_000, "NOK", None)]),
    ("7 billion Norwegian kroner (about $650m)", [(7_000_000_000, "NOK", 650_000_000)]),
    ("A$100m", [(100_000_000, "AUD", None)]),
    ("€1.500.000", [(1_500_000, "EUR", None)]),
    ("1,500,000 euros", [(1_500_000, "EUR", None)]),
    ("1,5 billion euros", [(1_500_000_000, "EUR", None)]),
    ("£3bn", [(3_000_000_000, "GBP", None)]),
    ("half a billion euros", [(500_000_000, "EUR", None)]),
    ("one hundred million euros", [(100_000_000, "EUR", None)]),
    ("EUR 10 m", [(10_000_000, "EUR", None)]),
    ("a 3.5-billion-euro tranche", [(3_500_000_000, "EUR", None)]),
    ("130 billion won in aid", [(130_000_000_000, "KRW", None)]),
    ("5 million won the cup", []),
    ("$ 11 billion 700 million", [(11_700_000_000, "USD", None)]),
    ("SEK 16 billion (€1.45 billion; $1.6 billion)", [(16_000_000_000, "SEK", 1_600_000_000)]),
    ("€20-30 million", [(20_000_000, "EUR", None)]),
    ("$3 million CAD for schools", [(3_000_000, "CAD", None)]),
    ("$5 million (US$3.3 million)", [(5_000_000, "USD", 3_300_000)]),
    ("€1.2 mld", [(1_200_000_000, "EUR", None)]),
    ("NT$945 million", [(945_000_000, "TWD", None)]),
    ("5 million Egyptian pounds", [(5_000_000, "EGP", None)]),
    ("100 pounds of explosives", []),
    ("12 people", []),
    ("$" + "9" * 60, []),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[0][:40] for t in TOLD])
def test_amounts(text: str, expected: list[tuple[int, str, int | None]]) -> None:
    """Amounts are read with their currency and the equivalent that stands beside them."""
    assert [(a.amount, a.currency, a.usd_stated) for a in amounts(text)] == [
        (Decimal(x), c, None if u is None else Decimal(u)) for x, c, u in expected
    ]


@pytest.mark.parametrize(
    ("url", "home", "currency"), [("https://example.com.au/a", None, "AUD"), (None, "CA", "CAD"), (None, "FI", "USD"), (None, None, "USD")]
)
def test_a_bare_dollar_is_the_outlets(url: str | None, home: str | None, currency: str) -> None:
    """A bare "$" is the dollar of the outlet's country, of the report's home where the outlet is unknown, of the US otherwise."""
    (money,) = amounts("$5 million", url)
    assert at_home(money, home) == currency


@pytest.mark.parametrize(("donor", "currency"), [("NO", "NOK"), ("DK", "DKK"), ("SE", "SEK"), ("FR", None)])
def test_a_shared_name_is_the_donors(donor: str, currency: str | None) -> None:
    """The word "kroner" means the donor's currency; a donor without such a currency leaves it unknown."""
    assert [a.currency for a in amounts("2 billion kroner")] == ["crown"]
    assert of_donor("crown", donor) == currency


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, amounts are positive and spans lie in it."""
    assert all(0 <= a.start < a.end <= len(text) and a.amount > 0 for a in amounts(text))
