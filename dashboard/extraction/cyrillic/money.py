"""Amounts of money in Ukrainian and Russian text: sign or name, number, scale."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from dashboard.extraction.cyrillic.lexicon import expanded
from dashboard.extraction.cyrillic.line import Language, Line
from dashboard.extraction.cyrillic.numbers import value
from dashboard.extraction.lexicon import table

MOST = Decimal(10) ** 14
SMALLEST = 10_000
"""A smaller sum is a price, a fine or a fare."""
_NUMBER = r"\d{1,3}(?:[ .,]\d{3}){1,4}(?!\d)|\d{1,15}(?:[.,]\d{1,3})?"
_EQUAL = re.compile(
    r"(?:\s?[(/]\s?|, (?:це|це приблизно|это|то есть|тобто) )(?:близько|приблизно|майже|понад|або|около|примерно|почти|более|или|[~≈])?\s?"
)
"""Between an amount and what it comes to in another currency."""
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "¥": "JPY", "₽": "RUB"}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a line: `text[start:end]`."""

    start: int
    end: int
    amount: Decimal
    currency: str
    usd_stated: Decimal | None = None
    """The equivalent in US dollars that the text gives beside it."""


@cache
def _currencies(languages: tuple[Language, ...]) -> list[tuple[re.Pattern[str], str]]:
    named = [(expanded(p), code) for la in languages for code, patterns in table("aid", "currencies", la).items() for p in patterns]
    return [(re.compile(p), code) for p, code in named]


@cache
def _scales(languages: tuple[Language, ...]) -> list[tuple[re.Pattern[str], int]]:
    return [
        (re.compile(expanded(p)), int(size)) for la in languages for size, patterns in table("aid", "scales", la).items() for p in patterns
    ]


@cache
def _pattern(languages: tuple[Language, ...]) -> re.Pattern[str]:
    scale = "|".join(expanded(p) for la in languages for patterns in table("aid", "scales", la).values() for p in patterns)
    named = [p for p, _ in _currencies(languages) if p.pattern[-1] not in "$€£₴¥₽"]
    currency = "|".join(p.pattern for p in named)
    signs = r"[$€£₴¥₽]"
    words = r"[а-яіїєґ']{2,20}(?: [а-яіїєґ']{2,20})?"
    return re.compile(
        rf"(?P<sign>{signs}) ?(?P<n1>{_NUMBER})(?: ?(?P<s1>{scale})(?!\w))?"
        rf"|(?<![\w.,])(?P<n2>{_NUMBER}) ?(?P<s2>{scale})?(?(s2) ?| ?)(?:(?P<c2>{currency})(?!\w)|(?P<z2>{signs}))"
        rf"|(?<![\w.,])(?P<n3>{words}) (?P<s3>{scale}) (?P<c3>{currency})(?!\w)"
        rf"|(?<![\w.,])(?P<s4>мільярд|млрд|миллиард|мільйон|миллион) (?P<c4>{currency})(?!\w)"
    )


def amounts(line: Line) -> list[Money]:
    """Every amount of money in a line, in order."""
    out: list[Money] = []
    for m in _pattern(line.languages).finditer(line.text):
        number = m["n1"] or m["n2"]
        if number:
            base = _decimal(number, scaled=bool(m["s1"] or m["s2"]))
        elif m["n3"]:
            found = value(m["n3"], line.languages) or value(m["n3"].split()[-1], line.languages)
            base = Decimal(found) if found else None
        else:
            base = Decimal(1)
        if base is None:
            continue
        scale = m["s1"] or m["s2"] or m["s3"] or m["s4"]
        amount = base * next((n for p, n in _scales(line.languages) if scale and p.fullmatch(scale)), 1)
        code = _code(m["sign"] or m["z2"], m["c2"] or m["c3"] or m["c4"], line.languages)
        if code is None or not SMALLEST <= amount <= MOST:
            continue
        if out and out[-1].currency != code and _EQUAL.fullmatch(line.text[out[-1].end : m.start()]):
            out[-1] = replace(out[-1], end=m.end(), usd_stated=amount if code == "USD" else None)
        else:
            out.append(Money(m.start(), m.end(), amount, code))
    return out


def _code(sign: str | None, name: str | None, languages: tuple[Language, ...]) -> str | None:
    if sign:
        return _SIGNS[sign]
    return next((code for pattern, code in _currencies(languages) if name and pattern.fullmatch(name)), None)


def _decimal(number: str, *, scaled: bool) -> Decimal | None:
    """A number as written: "1 200" and "1.200.000" have thousands; before "млн" a comma or a point parts the fraction."""
    plain = number.replace(" ", "")
    if scaled or re.fullmatch(r"\d+[.,]\d{1,2}", plain):
        plain = plain.replace(",", ".")
        return Decimal(plain) if plain.count(".") <= 1 else None
    return Decimal(re.sub(r"[.,]", "", plain))
