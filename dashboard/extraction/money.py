"""Amounts of money in English text: symbol or name, number, magnitude, and the text's own equivalent in dollars."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from dashboard.extraction.lexicon import WordPattern
from dashboard.extraction.numbers import value

MAX_AMOUNT = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a text: `text[start:end]`, the equivalent in brackets included."""

    start: int
    end: int
    amount: Decimal
    currency: str
    usd_stated: Decimal | None
    """The equivalent in US dollars that the text gives beside it."""
    bare_dollar: bool = False
    """Whether it is written with nothing but "$"."""


_MAGNITUDES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mln": 6,
    "mil": 6,
    "mill": 6,
    "mio": 6,
    "lakh": 5,
    "crore": 7,
    "mn": 6,
    "m": 6,
    "billion": 9,
    "bln": 9,
    "mld": 9,
    "mrd": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
    "tn": 12,
    "trn": 12,
}
_COUNTED = re.compile(r"\d|[iI][lL][lL][iI][oO][nN]")
"""What a text with an amount has."""
_NUMBER = r"\d{1,3}(?:[, \u00a0\u202f.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(resources.files("dashboard.extraction").joinpath("lexicon", "currencies.toml").read_text("utf-8"))


@cache
def _pattern() -> WordPattern:
    def group(section: str, prefix: str) -> str:
        return "|".join(f"(?P<{prefix}{code}>{'|'.join(words)})" for code, words in _tables()[section].items())

    shared = "|".join(f"(?P<s_{name}>{'|'.join(table['words'])})" for name, table in _tables()["shared"].items())
    scale = r"(?P<{0}>thousand|million|billion|trillion|crore|lakh|mill?|mio|mln|bln|mld|mrd|mn|bn|trn|tn|m|b|k)\b"
    return WordPattern(
        rf"(?<![\w$€£])(?:(?:{group('marks', 'm')})\s?(?P<n1>{_NUMBER})(?:\s?[-–]\s?[\d.,]+(?=[\s-]?[mb]))?(?:[\s-]?{scale.format('s1')})?"
        rf"|(?P<n2>{_NUMBER}|\b(?:(?:one|two|three|four|five|six|seven|eight|nine)(?: and a half| hundred(?: and \w+)?)?|ten|"
        rf"eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:(?:a|one) )?hundred|a|half a)(?=[ -](?:m|b|"
        rf"tr)illion))(?!\d)(?:[\s-]?{scale.format('s2')})?[\s-]?(?:(?:{group('names', 'w')})|{shared}|(?P<code>EUR|USD|GBP|NOK|SEK|DKK|"
        rf"CHF|PLN|CZK|JPY|KRW|UAH|CAD|AUD|NZD|AED|SAR|QAR|KWD|TRY|ISK|HUF|RON|INR|CNY|€|£))(?!\w))",
        re.IGNORECASE,
    )


def of_donor(currency: str, donor_code: str | None) -> str | None:
    """The currency that a shared name ("crown", "dinar") means for a donor's country; None where the country has none of that name."""
    shared = _tables()["shared"].get(currency)
    return currency if shared is None else shared["codes"].get(donor_code or "")


def amounts(text: str, outlet_url: str | None = None) -> list[Money]:
    """Every amount of money in a text, in order. "€188 million ($204 million)" is one, with its equivalent kept beside it.

    A bare "$" is the dollar of the outlet's country by `outlet_url`, US dollars where that tells nothing.
    """
    out: list[Money] = []
    for m in _pattern().finditer(text) if _COUNTED.search(text) else ():
        amount, code = _value(m), _code(m, outlet_url)
        if amount is None or not code:
            continue
        start, end, amount = m.start(), *_with_remainder(text, m.end(), amount)
        split = _SPLIT.match(text, end) if amount < _MIN_SCALED else None
        if split is not None:
            power = Decimal(10) ** _MAGNITUDES[split["scale"].lower()]
            usd = _decimal(split["n"]) * power if "$" in split[0] else None
            out.append(Money(start, split.end(), amount * power, code, usd))
            continue
        bare = text[start] == "$" and (m["mUSD"] or "") == "$"
        named = _named_after().match(text, end) if bare else None
        if named is not None:
            code, end, bare = named.lastgroup or code, named.end(), False
        last = out[-1] if out else None
        between = text[last.end : start] if last else ""
        if last is not None and start < last.end:
            # The second of two equivalents within one bracket.
            out[-1] = replace(last, usd_stated=last.usd_stated or (amount if code == "USD" else None))
        elif last is not None and (code != last.currency or (last.bare_dollar and not bare)) and _EQUIVALENT.fullmatch(between):
            close = _CLOSE.match(text[end : end + 40]) if "(" in between or "[" in between else None
            stated = amount if code == "USD" else last.usd_stated
            out[-1] = replace(last, end=end + (close.end() if close else 0), usd_stated=stated)
        else:
            out.append(Money(start, end, amount, code, None, bare_dollar=bare))
    return out


@cache
def _named_after() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{code}>{'|'.join(words)})" for code, words in _tables()["after"].items())
    return re.compile(rf"\s?(?:{groups})\b(?= ?(?:[.,;:)]|$|in\b|to\b|for\b|worth\b|dollars\b))")


_ROUGHLY = (
    r"(?:(?:about|around|some|approximately|approx\.?|roughly|nearly|almost|or|equivalent to|equal to|over|more than|just over|just under|"
    r"the equivalent of|close to|at the time) |[~≈=] ?){0,4}"
)
# A bracket, an "or about", a comma with "about" after an amount gives its equivalent.
_EQUIVALENT = re.compile(
    rf"\s*[(\[]\s*{_ROUGHLY}|,? (?:or|equivalent to|equal to|the equivalent of) {_ROUGHLY}|,? (?:about|around|roughly|approximately) "
    rf"|\s*/\s*|\s*=\s*"
)
_MIN_SCALED = Decimal(1000)
_SPLIT = re.compile(
    r"\s?\((?:US|USD|EUR)?\s?[$€£]?\s?(?P<n>\d{1,3}(?:[.,]\d{1,3})?)\)\s(?P<scale>thousand|million|billion|trillion|mln|bln|bn)\b",
    re.IGNORECASE,
)
"""As in "€240 ($258) million": the magnitude of both stands after the bracket."""
_CLOSE = re.compile(r"(?:[;,/] [^)\]]{0,28}|[^)\]]{0,20})[)\]]")
_REMAINDER = re.compile(r"\s(?:and )?\$?\s?(?P<n>\d{1,3})\s(?P<scale>million|thousand)\b(?!\s(?:people|shells|rounds|soldiers))")


def _with_remainder(text: str, end: int, amount: Decimal) -> tuple[int, Decimal]:
    """As translations write it: "$ 11 billion 700 million" is one amount."""
    m = _REMAINDER.match(text, end)
    if m is None:
        return end, amount
    rest = Decimal(m["n"]) * Decimal(10) ** _MAGNITUDES[m["scale"]]
    whole = Decimal(10) ** (9 if m["scale"] == "million" else 6)
    return (m.end(), amount + rest) if amount >= whole and amount % whole == 0 else (end, amount)


def _code(m: re.Match[str], outlet_url: str | None) -> str:
    for name in _tables()["shared"]:
        if m[f"s_{name}"]:
            return name
    if m["code"]:
        return {"€": "EUR", "£": "GBP"}.get(m["code"], m["code"].upper())
    code = next(name[1:] for name, words in m.groupdict().items() if words and name[0] in "mw" and name[1:].isupper())
    if code == "USD" and m["n1"] and m["mUSD"] == "$":
        return _dollar(outlet_url)
    return code


def _dollar(outlet_url: str | None) -> str:
    """The dollar that an outlet means by a bare "$", by its address; US dollars otherwise."""
    host = (urlsplit(outlet_url).hostname or "") if outlet_url else ""
    return next((code for code, endings in _tables()["outlets"].items() if any(host.endswith(e) for e in endings)), "USD")


def at_home(money: Money, home: str | None) -> str:
    """The currency of an amount for a donor whose report is at home in `home` (ISO 3166-1): its own dollar where only "$" is written."""
    own = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD"}.get(home or "")
    return own if own is not None and money.bare_dollar and money.currency == "USD" else money.currency


def _value(m: re.Match[str]) -> Decimal | None:
    digits = (m["n1"] or m["n2"]).lower()
    scale = (m["s1"] or m["s2"] or "").lower()
    power = _MAGNITUDES.get(scale, 0)
    if digits[0].isalpha():
        number = (
            Decimal("0.5")
            if digits == "half a"
            else Decimal(1)
            if digits == "a"
            else Decimal(value(digits.removesuffix(" and a half")) or 0)
        )
        number += Decimal("0.5") if digits.endswith(" and a half") else 0
        return number * Decimal(10) ** power or None
    if len(digits) > 24:  # noqa: PLR2004 - no amount
        return None
    number = _decimal(digits)
    total = number * Decimal(10) ** power
    return total if 0 < total <= MAX_AMOUNT else None


def _decimal(digits: str) -> Decimal:
    """A number with any separators: the last mark is a decimal one unless three digits follow it and it parts groups."""
    compact = re.sub(r"[ \u00a0\u202f]", "", digits)
    groups = re.split(r"[.,]", compact)
    if len(groups) == 1:
        return Decimal(compact)
    if len(groups[-1]) == 3 and len(groups[0]) <= 3 and groups[0] != "0":  # noqa: PLR2004 - thousands come in threes
        return Decimal("".join(groups))
    return Decimal("".join(groups[:-1]) + "." + groups[-1])
