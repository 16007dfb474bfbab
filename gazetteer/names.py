"""Names as keys: one folding for every lookup, and Cyrillic names in Latin letters.

`fold` is idempotent: `fold(fold(x)) == fold(x)` for every string. Two names meet in the index where their keys are equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_NAME = 200
"""Longest name, in characters, that is looked up at all; no place of the index has a longer one."""

_DROPPED = re.compile(r"['’‘ʼʻ`´′ʹʺ\"“”«».·\u00ad\u200b-\u200f\u2060\ufeff]")
_GAPS = re.compile(r"[\W_]+")
_FOLDED_ALREADY = re.compile(r"[a-z]+(?: [a-z]+)*")
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "ng", "ə": "e", "ħ": "h",
    "ё": "е", "&": " and ",
})  # fmt: skip
_WORDS = {"saint": "st", "mount": "mt", "fort": "ft"}
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKED_CYRILLIC = {"и\u0306": "й", "і\u0308": "ї", "у\u0306": "ў"}
_LATIN_IN_CYRILLIC = str.maketrans("aceiopxyëïABCEHIKMOPTX", "асеіорхуёїАВСЕНІКМОРТХ")
_CYRILLIC_IN_LATIN = str.maketrans("асеіорхуїАВСЕНІКМОРТХ", "aceiopxyïABCEHIKMOPTX")


def fold(name: str) -> str:
    """The lookup key of a name: case, diacritics, apostrophes, points and hyphens do not count; Cyrillic stays Cyrillic.

    "Al-Ḩudaydah" and "al hudaydah" give one key, as do "St. Petersburg" and "Saint Petersburg". A name of more than
    `MAX_NAME` characters is cut there.
    """
    return _folded(name[:MAX_NAME])


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    if not _FOLDED_ALREADY.fullmatch(name):
        name = _plain(name)
    if " " not in name:
        return name
    words = [_WORDS.get(word, word) for word in name.split()]
    return " ".join(words)[:MAX_NAME].rstrip()


def _plain(name: str) -> str:
    if name.isascii():
        return _GAPS.sub(" ", _DROPPED.sub("", name.lower().replace("&", " and "))).strip()
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept: list[str] = []
    for character in decomposed:
        if not unicodedata.combining(character):
            kept.append(character)
        elif kept and (whole := _MARKED_CYRILLIC.get(kept[-1] + character)):
            kept[-1] = whole
    plain = "".join(kept).casefold().translate(_LETTERS)
    plain = _GAPS.sub(" ", _DROPPED.sub("", plain)).strip()
    return unify_script(plain)


def unify_script(word: str) -> str:
    """A word that mixes Latin and Cyrillic look-alikes ("Kherson" with a Cyrillic "е"), written in the script that most of it has."""
    if word.isascii() or not _CYRILLIC.search(word) or not _LATIN.search(word):
        return word
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    return word.translate(_LATIN_IN_CYRILLIC) if cyrillic >= latin else word.translate(_CYRILLIC_IN_LATIN)


def has_cyrillic(text: str) -> bool:
    """Whether any letter of the text is Cyrillic."""
    return not text.isascii() and _CYRILLIC.search(text) is not None


def is_cyrillic(word: str) -> bool:
    """Whether a word is written in Cyrillic, a Latin look-alike among its letters forgiven."""
    return not word.isascii() and has_cyrillic(unify_script(word))


# The Ukrainian table is the resolution of the Cabinet of Ministers no. 55 of 2010; the Russian one is BGN/PCGN (1947), without marks.
_UKRAINIAN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "y", "і": "i", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "'": "", "’": "", "ʼ": "",
    "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "ы": "y", "э": "e",
    "ё": "yo", "й": "y", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip
_SHORT_ENDING = re.compile(r"[иы]й\b")
_RUSSIAN_VOWELS = "аеёиоуыэюяъь"


def romanise_ukrainian(name: str) -> str:
    """A Ukrainian name in Latin letters by the national table of 2010: "Чугуїв" is "Chuhuiv", "Згурівка" is "Zghurivka"."""
    letters: list[str] = []
    before = ""
    for character in unicodedata.normalize("NFC", name):
        lower = character.lower()
        first = not before.isalpha() and before not in {"'", "’", "ʼ"}
        latin = _UKRAINIAN_FIRST.get(lower) if first else None
        if latin is None:
            latin = _UKRAINIAN.get(lower, character)
        if lower == "г" and before == "з":
            latin = "gh"
        letters.append(_like(character, latin))
        before = lower
    return "".join(letters)


def romanise_russian(name: str, *, press: bool = True) -> str:
    """A Russian name in Latin letters as the press writes it: "Чугуев" is "Chuguyev", "Белый" is "Bely".

    Not for the press, an "й" after "ы" or "и" at a word's end is written out as BGN/PCGN has it: "Belyy".
    """
    if press:
        name = _SHORT_ENDING.sub("ы", name)
    letters: list[str] = []
    before = ""
    for character in unicodedata.normalize("NFC", name):
        lower = character.lower()
        latin = _RUSSIAN.get(lower, character)
        if lower == "е" and (not before.isalpha() or before in _RUSSIAN_VOWELS):
            latin = "ye"
        letters.append(_like(character, latin))
        before = lower
    return "".join(letters)


def _like(character: str, latin: str) -> str:
    """The Latin letters with the case of the letter that they stand for."""
    if not latin or not character.isupper():
        return latin
    return latin[0].upper() + latin[1:]


def looks_ukrainian(name: str) -> bool:
    """Whether a Cyrillic name has letters that Ukrainian has and Russian has not."""
    return any(letter in "іїєґІЇЄҐ" for letter in name)


def looks_russian(name: str) -> bool:
    """Whether a Cyrillic name has letters that Russian has and Ukrainian has not."""
    return any(letter in "ыэёъЫЭЁЪ" for letter in name)


def spellings(name: str) -> tuple[str, ...]:
    """Keys under which a name may be found, best first: its own, and for a Cyrillic name its Ukrainian and Russian romanisations."""
    key = fold(name)
    if not has_cyrillic(key):
        return (key,) if key else ()
    found = [key]
    if not looks_russian(key):
        found.append(fold(romanise_ukrainian(name)))
    if not looks_ukrainian(key):
        found.append(fold(romanise_russian(name)))
    return tuple(dict.fromkeys(filter(None, found)))


def unmarked(name: str) -> str:
    """A name without diacritics and without the apostrophes of a transcription at its words' ends."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    return re.sub(r"[’‘ʻʼ`']", "", plain) if re.search(r"[’‘ʻʼ`]", plain) else plain


_SOUNDS = (("kh", "h"), ("ch", "h"), ("zh", "z"), ("sh", "s"), ("sch", "s"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("w", "v"), ("x", "h"))
_VOWELS = str.maketrans("", "", "aeiouyj '")


def skeleton(key: str) -> str:
    """The consonants of a key in one rough spelling: those of "kharkiv" and "charkow" are equal."""
    for sound, letter in _SOUNDS:
        key = key.replace(sound, letter)
    key = key.translate(_VOWELS).replace("k", "c").replace("q", "c").replace("g", "h")
    return "".join(letter for letter, before in zip(key, " " + key, strict=False) if letter != before)
