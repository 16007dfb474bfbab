"""The number of a package: "19-й пакет", "двадцять третій пакет", "20-го пакета"."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"(?<![\w.,])(\d{1,3})-?(?:й|ий|го|ого|му|ому|м|им|ом|ый)? (?:\S{1,20} ){0,2}?пакет")
_UNITS = {
    "перш": 1, "перв": 1, "друг": 2, "втор": 2, "трет": 3, "четверт": 4, "п'ят": 5, "пят": 5, "шост": 6, "шест": 6, "сьом": 7, "седьм": 7,
    "восьм": 8, "дев'ят": 9, "девят": 9, "десят": 10, "одинадцят": 11, "одиннадцат": 11, "дванадцят": 12, "двенадцат": 12,
    "тринадцят": 13, "тринадцат": 13, "чотирнадцят": 14, "четырнадцат": 14, "п'ятнадцят": 15, "пятнадцат": 15,
    "шістнадцят": 16, "шестнадцат": 16, "сімнадцят": 17, "семнадцат": 17, "вісімнадцят": 18, "восемнадцат": 18,
    "дев'ятнадцят": 19, "девятнадцат": 19, "двадцят": 20, "двадцат": 20,
}  # fmt: skip
_WORDS = re.compile(
    rf"(?<!\w)(?P<tens>двадцять |двадцать )?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"(?:ий|ій|ого|ому|им|ый|ой|его|ем|ьего|ього|и[йм]) (?:\S{1,20} ){0,2}?пакет"
)


def ordinal_of(text: str) -> int | None:
    """Which package of a row a plain text says that it tells of; None where it says nothing."""
    digits = _DIGITS.search(text)
    if digits is not None:
        return int(digits[1]) or None
    words = _WORDS.search(text)
    return None if words is None else _UNITS[words["unit"]] + (20 if words["tens"] else 0)
