"""A Cyrillic sentence made plain: small letters of one alphabet, plain blanks and apostrophes, each with its place in the report."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from dashboard.extraction.document import Sentence

Language = str
"""ISO 639-1 code: "uk" or "ru"; also the folder of the lexicons."""
BOTH: tuple[Language, ...] = ("uk", "ru")

_UNSEEN = frozenset("\u00ad\u0300\u0301\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")
"""Soft hyphens, stress marks, characters of no width and marks of emoji."""
_PLAIN = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\t": " ", "\n": " ", "\r": " ",
    "’": "'", "ʼ": "'", "`": "'", "′": "'", "‘": "'",
    "‑": "-", "‐": "-", "−": "-", "–": "—", "―": "—", "ё": "е", "ѐ": "е", "ѝ": "и",
}  # fmt: skip
_PLAINER = str.maketrans(_PLAIN)
_COMPOSED = {("и", "\u0306"): "й", ("і", "\u0308"): "ї", ("е", "\u0308"): "е"}
_RARE = re.compile(f"[{''.join(_UNSEEN)}\u0306\u0308]")
"""What changes the length of a text made plain."""
_ALIKE = str.maketrans("aceiopxykmthbAB", "асеіорхукмтнваВ".lower())
_WORD = re.compile(r"\w+")
_FEW = 0.15
"""Below this share, letters of the other language are a name or a slip."""
_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ONE_LATIN = frozenset("iaoy")
_UKRAINIAN = re.compile("[іїєґ]")
_RUSSIAN = re.compile("[ыэъ]|ё")
_UKRAINIAN_SIGNS = re.compile(r"'я|ськ|цьк|\b(?:та|що|від|під|після|із|й|вже|ще|через|внаслідок|року|осіб|ворог)\b")
_RUSSIAN_SIGNS = re.compile(r"ск(?:ий|ая|ое|ого|ой|ом|их|им)\b|ни[еия]\b|ци[ия]\b|\b(?:и|что|от|под|после|из|со|уже|человек|при|года)\b")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, made plain."""

    sentence: Sentence
    text: str
    at: tuple[int, ...]
    """For each code point of `text`, and for its end, where it stands in the sentence."""
    languages: tuple[Language, ...]
    """Whose lexicons read it."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of `text` stands in the sentence as written."""
        return self.at[start], (self.at[end - 1] + 1 if end > start else self.at[start])

    def find(self, offset: int) -> int:
        """Where a code point of the report stands in `text`."""
        return bisect_left(self.at, offset - self.sentence.start)


def language_of(text: str) -> tuple[Language, ...]:
    """The language of a plain text by letters that only one has, else by little words and endings; both where nothing tells."""
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian == russian:
        ukrainian, russian = len(_UKRAINIAN_SIGNS.findall(text)), len(_RUSSIAN_SIGNS.findall(text))
    if ukrainian == russian or min(ukrainian, russian) > _FEW * max(ukrainian, russian):
        return BOTH
    return ("uk",) if ukrainian > russian else ("ru",)


@lru_cache(maxsize=8)
def lines(sentences: tuple[Sentence, ...]) -> tuple[Line, ...]:
    """Make sentences plain, in order; one that does not show its language takes that of the whole."""
    plain = [_plain(s.text) for s in sentences]
    usual = language_of(" ".join(text for text, _ in plain))
    out = []
    for sentence, (text, at) in zip(sentences, plain, strict=True):
        own = language_of(text)
        out.append(Line(sentence, text, at, usual if own == BOTH else own))
    return tuple(out)


def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    small = text.lower()
    if len(small) == len(text) and not _RARE.search(text):
        return _one_alphabet(small.translate(_PLAINER)), tuple(range(len(text) + 1))
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if character in _UNSEEN:
            continue
        small = character.lower()
        small = small if len(small) == 1 else character
        if letters and (joined := _COMPOSED.get((letters[-1], small))):
            letters[-1] = joined
            continue
        if small in {"\u0306", "\u0308"}:
            continue
        letters.append(_PLAIN.get(small, small))
        at.append(place)
    at.append(len(text))
    return _one_alphabet("".join(letters)), tuple(at)


def _one_alphabet(text: str) -> str:
    """Latin letters inside Cyrillic words, and single ones between them, become the Cyrillic ones that look alike."""

    def mended(m: re.Match[str]) -> str:
        word = m[0]
        if word.isascii():
            lone = word in _ONE_LATIN and _HAS_CYRILLIC.search(text[max(0, m.start() - 2) : m.end() + 2])
            return word.translate(_ALIKE) if lone else word
        return word.translate(_ALIKE) if _HAS_CYRILLIC.search(word) else word

    return _WORD.sub(mended, text)
