"""Expressions that give a place by another, and the English ones: their patterns, and the numbers and directions in them.

In each pattern the group `lead` is what may introduce the name leaned on ("the city of"); the name itself is looked up, not matched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gazetteer.word_patterns import WordPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The expressions of one language or of languages that are read alike."""

    distance: WordPattern
    """Groups number, unit, bearing (or None) and lead: "about 30 km south of X"."""
    near: WordPattern
    """Groups edge (or None) and lead: "a village near X", "on the outskirts of X"."""
    bearing_only: WordPattern
    """Groups bearing and lead: "west of X"."""
    inside: WordPattern
    """Group lead: "a village in the X district"."""
    between: WordPattern
    """Group lead, the first half of "between X and Y"."""
    joint: re.Pattern[str]
    """Group lead, its second half."""
    seat: WordPattern
    """"the regional capital"."""
    ranked: WordPattern | None
    """Group rank (or None): "the country's second-largest city"."""
    capital: WordPattern
    """"the capital"."""
    border_with: WordPattern
    """Group lead: "the border with X"."""
    border_after: re.Pattern[str]
    """What after a country's name or adjective makes it a border: "the Polish border"."""
    kind_word: re.Pattern[str]
    """A word after a name that says what kind of place it names."""
    kilometres: Callable[[str, str], float]
    """A distance in km from its number and unit as written."""
    degrees: Callable[[str], float]
    """A bearing in degrees, clockwise from north, from its words."""
    rank: Callable[[str | None], int]
    """The number of a rank: "second" is 2, none is 1."""


_UP_TO_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())} | _TENS | {"a": 1, "dozen": 12, "hundred": 100}
_COMPASS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}
_KM_PER_MILE = 1.609344
_KM_PER_NAUTICAL_MILE = 1.852
_RANKS = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "fifth": 5}

_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COMPOUND = rf"(?:{'|'.join(('twenty', *_TENS))})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
_AMOUNT = rf"(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,7}}(?:\.\d+)?|{_COMPOUND}|(?:a |one |two |three )?(?:{_WORD}))"
_UNIT = r"(?P<unit>k\.?m\.?s?|kilomet(?:er|re)s?|nautical miles?|n\.?mi|nm|miles?|mi)"
_DIRECTION = r"(?P<bearing>(?:north|south)[\s-]?(?:east|west)|north|south|east|west)(?:ern)?(?:wards?)?"
_ABOUT = r"(?:(?:about|some|around|roughly|approximately|nearly|almost|just|over|only|more than|less than|at least|an estimated|within) )*"
_LEAD = r"(?P<lead>(?:the )?(?:(?:\w+ )?(?:city|town|village|port|settlement|port city|capital|hub|stronghold) (?:of )?)?)"
_SETTLEMENTS = "villages?|towns?|settlements?|communit(?:y|ies)|hamlets?|cit(?:y|ies)|locations?|areas?|sites?"
_SOME = "an?|one|another|several|two|three|four|five|some|many|other|unnamed|the"
_SPOTS = "village|town|settlement|community|hamlet|area|suburb|place|position|base|depot|airfield|facility"

_DISTANCE = WordPattern(
    rf"(?<![\w,.-]){_ABOUT}{_AMOUNT}(?:\s?[-–]\s?\d+|(?: to | or )\d+)?[\s-]?{_UNIT}\b\.?(?:\s?\([^)]{{1,30}}\))?,?"
    rf"(?:(?: away)?(?: to)?(?: the)?(?: due)? {_DIRECTION})?(?: away)? (?:of|from|outside|off|beyond|into)\s+{_LEAD}",
    re.IGNORECASE,
)
""" "about 30 kilometers south of X", "50km (31 miles) north-east of X", "15 miles from X"."""
_NEAR = WordPattern(
    rf"\b(?:(?:an?|one|another|the) (?:[a-z-]+ ){{0,2}}(?:{_SPOTS}) )?"
    r"(?:near(?:by)?(?: to)?|close to|just outside|outside|not far from|in the vicinity of|in the area of|next to"
    rf"|(?:on |in |at |to )?(?:the )?(?P<edge>(?:[a-z]+ )?(?:outskirts|suburbs?|edge) of))\s+{_LEAD}",
    re.IGNORECASE,
    needs=("near", "close to", "outside", "far from", "vicinity of", "area of", "next to", "outskirts of", "suburb", "edge of"),
    lead=7,
)
"""  "a village near X", "on the outskirts of X"."""
_BEARING_ONLY = WordPattern(
    rf"\b(?:just |to the |due |(?<!\bthe )){_DIRECTION} of {_LEAD}",
    re.IGNORECASE,
    needs=("north of ", "south of ", "east of ", "west of ", "ern of ", "ward of ", "wards of "),
)
"""  "west of X", without a distance."""
_INSIDE = WordPattern(
    rf"\b(?:{_SOME}) (?:[a-z-]+ ){{0,2}}?(?:{_SETTLEMENTS}) (?:in|of|within|inside|across)\s+"
    r"(?:the )?(?:[a-z]+ern (?:part of )?(?:the )?)?(?P<lead>)",
    re.IGNORECASE,
)
"""  "a village in the X district"."""
_BETWEEN = WordPattern(rf"\bbetween {_LEAD}", re.IGNORECASE)
"""  "between X and Y": its first half."""
_AND = re.compile(rf" and {_LEAD}")
"""  "between X and Y": its second half."""
_SEAT = WordPattern(
    r"\b(?:the|its|their) (?:regional|provincial|oblast|state|district) (?:capital|cent(?:er|re)|seat)\b"
    r"|\bthe (?:region|province|oblast)['’]s (?:capital|(?:main|largest|biggest) city)\b"
    r"|\bthe capital of the (?:region|province|oblast)\b",
    re.IGNORECASE,
    needs=("capital", "centre", "center", "seat", "main city", "largest city", "biggest city"),
)
"""  "the regional capital"."""
_RANKED = WordPattern(
    r"\b(?:[Tt]he country['’]s|[Tt]he nation['’]s|[A-Z]\w+['’]s) "
    r"(?:(?P<rank>second|third|fourth|fifth|2nd|3rd)[\s-]+)?(?:largest|biggest|most populous) city\b",
    needs=("largest city", "biggest city", "populous city"),
)
"""  "the country's second-largest city", "Ukraine's largest city"."""
_CAPITAL = WordPattern(
    r"\b[Tt]he (?:country['’]s |nation['’]s |national |(?P<people>[A-Z][\w.]*) )?capital(?: city)?\b"
    r"(?! (?:of|city of|punishment|gains|market|investment))(?!,? [A-Z])",
    needs=("capital",),
)
"""  "the capital", "the Ukrainian capital"; not before the capital's own name."""
_KIND_WORD = re.compile(r" (?:district|region|oblast|province|governorate|raion|county|state|territory)\b")
"""A word after a name that says what kind of place it names."""
_BORDER_WITH = WordPattern(
    rf"\b(?:(?:near|at|along|close to|by) )?(?:the|its|their) (?:[a-z]+ )?(?:border|frontier) (?:with|to) {_LEAD}",
    re.IGNORECASE,
    needs=("border with ", "border to ", "frontier with ", "frontier to "),
)
"""  "near the border with X"."""
_BORDER_AFTER = re.compile(
    r"(?:['’]s)? (?:state |land )?(?:border|frontier)\b"
    r"(?! (?:guard|service|police|crossing|checkpoint|control|patrol|force|post|with|to|region|district))"
)
"""  "the X border"; not its guards, nor a single crossing."""


def _kilometres(number: str, unit: str) -> float:
    """A distance in km from its words: "1,200" and "km", "thirty-five" and "kilometres", "two dozen" and "miles"."""
    plain = number.lower().replace(",", "")
    value = float(plain) if plain[0].isdigit() else 0.0
    for word in re.split(r"[-\s]", plain) if value == 0 else ():
        value = max(value, 1) * _NUMBERS[word] if word in {"dozen", "hundred"} else value + _NUMBERS.get(word, 0)
    return value * (_KM_PER_MILE if unit.lower().startswith("mi") else _KM_PER_NAUTICAL_MILE if unit.lower().startswith("n") else 1.0)


def _degrees(direction: str) -> float:
    """The bearing of a direction in words, clockwise from north: "north-east" is 45."""
    return _COMPASS[re.sub(r"[\s-]", "", direction.lower())]


def _rank(words: str | None) -> int:
    """The number of a rank: "second" is 2, none is 1."""
    return _RANKS[words.lower()] if words else 1


ENGLISH = Phrases(
    distance=_DISTANCE,
    near=_NEAR,
    bearing_only=_BEARING_ONLY,
    inside=_INSIDE,
    between=_BETWEEN,
    joint=_AND,
    seat=_SEAT,
    ranked=_RANKED,
    capital=_CAPITAL,
    border_with=_BORDER_WITH,
    border_after=_BORDER_AFTER,
    kind_word=_KIND_WORD,
    kilometres=_kilometres,
    degrees=_degrees,
    rank=_rank,
)
