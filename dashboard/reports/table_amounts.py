"""Amounts of money as tables have them: whole units of a currency. What is no plain number is unknown, never mended."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MOST: Final = Decimal(10) ** 15
"""More money than there is."""


def number_of(written: object) -> Decimal | None:
    """The number that a cell holds; None for words, broken thousands ("1.000.00") and more money than there is."""
    plain = str(written).strip()
    if len(plain) > len(str(_MOST)) * 2 or not _NUMBER.fullmatch(plain):
        return None
    found = Decimal(plain.replace(",", ""))
    return found if abs(found) <= _MOST else None


def amount_of(written: object) -> Decimal | None:
    """The amount that a cell holds; None where it holds none, nought, or less."""
    found = number_of(written)
    return found if found is not None and found > 0 else None


def currency_of(written: object) -> str | None:
    """The currency of a cell, ISO 4217; None where it holds no such code."""
    plain = str(written).strip().upper()
    return plain if _CURRENCY.fullmatch(plain) else None
