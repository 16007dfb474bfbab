"""Ukrainian and Russian expressions that give a place by another; both languages are read with one set of patterns."""

from __future__ import annotations

import re

from gazetteer.phrases import Phrases
from gazetteer.word_patterns import WordPattern

_KM_PER_MILE = 1.609344
_NUMBERS = {
    "десяти": 10, "десять": 10, "десятка": 10, "десятку": 10, "десятке": 10, "двадцяти": 20, "двадцять": 20, "двадцати": 20,
    "двадцать": 20, "тридцяти": 30, "тридцять": 30, "тридцати": 30, "тридцать": 30, "сорока": 40, "сорок": 40, "п'ятдесяти": 50,
    "п’ятдесяти": 50, "пятидесяти": 50, "пятьдесят": 50, "п'яти": 5, "п’яти": 5, "пяти": 5, "пять": 5, "ста": 100, "сто": 100,
}  # fmt: skip
_QUARTERS = (("північ", "север"), ("схід", "сход", "восто", "восточ"), ("півден", "півдн", "юг", "юж"), ("захід", "заход", "запад"))
_WORD = "|".join(_NUMBERS)
_AMOUNT = rf"(?P<number>\d+(?:[.,]\d+)?|{_WORD})(?:\s?[-–]\s?\d+)?"
_UNIT = r"(?P<unit>км|кілометр\w*|километр\w*|мил[яьіюие]\w*)"
_COMPARED = "північніше|південніше|східніше|західніше|севернее|южнее|восточнее|западнее"
_QUARTER = (
    r"(?:північн\w*|південн\w*|північ\w*|південь|півдню|схід\w*|сход\w*|захід\w*|заход\w*"
    r"|северо|юго|север\w*|юг\w*|восто\w*|запад\w*)"
)
_BEARING = (
    rf"(?=(?:на|к)\s\S+(?:\s\S+)?\s(?:від|од|от)\s|(?:{_COMPARED})\s)"
    rf"(?:(?:на|к)\s)?(?P<bearing>{_COMPARED}|{_QUARTER}(?:[\s-](?:схід|захід|восто\w*|запад\w*))?)\s(?:(?:від|од|от)\s)?"
)
"""  "на південний схід від", "к северу от", "южнее".  """
_LEAD = (
    r"(?P<lead>(?:(?:міста?|містом|селищ\w*|сел[аоу]м?|смт|города?|городом|посел\w+|м\.|с\.|г\.|пос\.|обласного центру|областного центра)"
    r"\s?)?)"
)
_ABOUT = r"(?:(?:приблизно|близько|майже|понад|менш як|менше ніж|примерно|около|почти|более чем|менее чем|не менш як)\s)*"


def _kilometres(number: str, unit: str) -> float:
    value = float(number.replace(",", ".")) if number[0].isdigit() else float(_NUMBERS[number.lower()])
    return value * (_KM_PER_MILE if unit.lower().startswith("мил") else 1.0)


def _degrees(bearing: str) -> float:
    """The bearing of a direction in words: "південний схід" and "юго-востоку" are 135."""
    words = bearing.lower()
    told = [90 * number for number, stems in enumerate(_QUARTERS) if any(stem in words for stem in stems)]
    return 315.0 if told == [0, 270] else sum(told) / len(told)


UKRAINIAN_AND_RUSSIAN = Phrases(
    distance=WordPattern(
        rf"\b(?:за|у|в|на відстані|на расстоянии)\s{_ABOUT}{_AMOUNT}\s?{_UNIT}\.?\s"
        rf"(?:{_BEARING}|(?:від|од|от)\s){_LEAD}",
        re.IGNORECASE,
    ),
    near=WordPattern(
        r"\b(?:біля|поблизу|неподалік(?: від)?|недалеко (?:від|от)|поряд (?:із|з)|поруч (?:із|з)|під|возле|вблизи|неподалеку от|рядом с|под"
        r"|(?P<edge>(?:на|в|у)\s(?:околиц\w+|окраин\w+|передмісті|пригород\w*|окрестностях)))"
        rf"\s{_LEAD}",
        re.IGNORECASE,
    ),
    bearing_only=WordPattern(rf"\b{_BEARING}{_LEAD}", re.IGNORECASE),
    inside=WordPattern(
        r"\b(?:одн\w+\s(?:із|з|из)\s(?:сіл|сел|сёл|міст|громад|селищ|поселков|городов)|(?:сел[іоа]|селищ[іеа]|громад[іа]|поселке|деревне))"
        r"\s(?:(?:в|у|на|во)\s)?(?P<lead>)",
        re.IGNORECASE,
    ),
    between=WordPattern(rf"\bм(?:іж|ежду)\s{_LEAD}", re.IGNORECASE),
    joint=re.compile(rf"\s(?:та|і|й|и)\s{_LEAD}"),
    seat=WordPattern(r"\b(?:обласн\w+\sцентр\w*|областн\w+\sцентр\w*|облцентр\w*)\b", re.IGNORECASE),
    ranked=None,
    capital=WordPattern(r"\bстолиц[яіюеиуа](?:ю|ей)?\b(?!\s[А-ЯІЇЄҐ])", re.IGNORECASE),
    border_with=WordPattern(
        r"\b(?:(?:біля|поблизу|на|у|возле|вблизи)\s)?(?:кордон\w*|границ\w+)\s(?:з|із|с|со)\s(?P<lead>)", re.IGNORECASE
    ),
    border_after=re.compile(r"\s(?:державн\w+\s)?(?:кордон\w*|границ\w+)\b(?!\s(?:з|із|с|со)\s)"),
    kind_word=re.compile(r"(?!)"),
    kilometres=_kilometres,
    degrees=_degrees,
    rank=lambda _: 1,
)
