"""Amounts of money in tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.reports.table_amounts import amount_of, currency_of, number_of


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("76000000", "76000000"),
        ("915466.4374093927", "915466.4374093927"),
        ("1,200,000.50", "1200000.50"),
        (" 5 ", "5"),
        ("0", None),
        ("-100", None),
        *((each, None) for each in (".", "", "Not given", "1.000.00", "15.000.00", "1,00", "1e9", "٣", "9" * 40, "#REF!", None)),
    ],
)
def test_only_plain_numbers_are_amounts(written: object, amount: str | None) -> None:
    """Broken thousands are not mended, and nought is no amount of aid."""
    assert amount_of(written) == (None if amount is None else Decimal(amount))


def test_a_number_keeps_its_sign() -> None:
    """What takes money back is told from what has no number."""
    assert number_of("-1,000") == Decimal(-1000)
    assert number_of("0") == 0
    assert number_of("none") is None


@pytest.mark.parametrize(("written", "code"), [("USD", "USD"), (" eur ", "EUR"), (".", None), ("", None), ("US$", None), ("EURO", None)])
def test_a_currency_is_a_code(written: str, code: str | None) -> None:
    """ISO 4217, or unknown."""
    assert currency_of(written) == code
