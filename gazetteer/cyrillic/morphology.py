"""What an inflected Ukrainian or Russian word may be a form of, by the dictionaries of pymorphy3.

The dictionary's likeliest reading misleads with names ("Харкові" comes first as a surname), so every reading is answered and the
gazetteer decides. Words that the dictionary lacks are read by analogy with those that end alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from gazetteer.names import fold, looks_russian, looks_ukrainian

Language = str
"""ISO 639-1 code: "uk" or "ru"."""
UKRAINIAN, RUSSIAN = "uk", "ru"
_LONGEST_WORD = 60
_UNHEARD = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
"""Stress marks, soft hyphens and characters of no width.  """
_WORD = re.compile(r"[\u0400-\u04ff'-]+")
_UKRAINIAN_SIGNS = re.compile(r"[іїєґ]|[сцз]ьк|ння\b|\b(?:та|що|від|під|після|із|й|вже|ще)\b")
_RUSSIAN_SIGNS = re.compile(r"[ыэъё]|ск(?:ий|ая|ое|ого|ой|ом|их|им)\b|ни[еия]\b|ци[ия]\b|\b(?:и|что|от|под|после|из|со|уже|еще)\b")
_GENDERS = ("masc", "femn", "neut")
_PERSONAL = frozenset({"Surn", "Name", "Patr"})
_PROPER = _PERSONAL | {"Geox", "Orgn", "Trad"}
_PRONOUNS = frozenset({"того", "усі", "всі", "все", "того-таки"})
"""Pronouns that the Ukrainian dictionary does not mark."""
_FEW = 0.15
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


class Form(NamedTuple):
    """One reading of a word: the name that it may be a form of."""

    key: str
    """The folded nominative: of the same number, or the dictionary's own form."""
    case: str
    """OpenCorpora code of the case that the word stands in ("loct"); empty where it has none."""
    plural: bool
    adjective: bool
    given_name: bool
    surname: bool
    animate: bool
    common: bool
    """Whether the dictionary knows it as an ordinary word, not as a name."""
    pronoun: bool = False
    gender: str = ""
    """OpenCorpora code of its gender ("femn"); empty where it has none."""


@lru_cache(maxsize=2)
def _analyser(language: Language) -> Any:  # noqa: ANN401 - pymorphy3 has no types
    import pymorphy3  # noqa: PLC0415 - a tenth of a second, only for texts that need it

    return pymorphy3.MorphAnalyzer(lang=language)


def languages(text: str) -> tuple[Language, ...]:
    """The languages that a Cyrillic text may be in, by letters, endings and little words that only one has; both where nothing tells."""
    small = text.lower()
    ukrainian, russian = len(_UKRAINIAN_SIGNS.findall(small)), len(_RUSSIAN_SIGNS.findall(small))
    if min(ukrainian, russian) > _FEW * max(ukrainian, russian) or not (ukrainian or russian):
        return (UKRAINIAN, RUSSIAN)
    return (UKRAINIAN,) if ukrainian > russian else (RUSSIAN,)


def forms(word: str, among: tuple[Language, ...] = (UKRAINIAN, RUSSIAN)) -> tuple[Form, ...]:
    """All readings of a word in these languages, likeliest first; empty for what is no Cyrillic word of at most 60 letters.

    A word with a letter that only one language has is read in that one.
    """
    word = _UNHEARD.sub("", unicodedata.normalize("NFC", word[: 2 * _LONGEST_WORD]))
    if len(word) > _LONGEST_WORD:
        return ()
    if looks_ukrainian(word):
        among = (UKRAINIAN,)
    elif looks_russian(word):
        among = (RUSSIAN,)
    return _forms(word.lower().replace("’", "'").replace("ʼ", "'").replace("`", "'"), among)


@lru_cache(maxsize=100_000)
def _forms(word: str, among: tuple[Language, ...]) -> tuple[Form, ...]:
    if not _WORD.fullmatch(word):  # the dictionary's code knows no rarer letters
        return ()
    found: dict[Form, None] = {}
    for language in among:
        for reading in _analyser(language).parse(word):
            tag = reading.tag
            marks = tag.grammemes
            if "voct" in marks:  # nobody calls out to a town in the news
                continue
            adjective = tag.POS in {"ADJF", "PRTF"}
            for nominative in _nominatives(reading, adjective=adjective):
                form = Form(
                    key=fold(nominative),
                    case=next((case for case in _CASES if case in str(tag.case)), "") if tag.case else "",
                    plural="plur" in marks,
                    adjective=adjective,
                    given_name="Name" in marks or "Patr" in marks,
                    surname="Surn" in marks,
                    animate="anim" in marks,
                    common=reading.is_known and _is_common(tag, language),
                    gender=str(tag.gender or ""),
                    pronoun=tag.POS == "NPRO" or "Apro" in marks or word in _PRONOUNS,
                )
                found.setdefault(form, None)
    return tuple(form for form in found if form.key)


def _nominatives(reading: Any, *, adjective: bool) -> Iterator[str]:  # noqa: ANN401 - pymorphy3 has no types
    if adjective:
        for gender in _GENDERS:
            if found := reading.inflect({"nomn", gender}):
                yield found.word
        if found := reading.inflect({"nomn", "plur"}):
            yield found.word
        return
    if found := reading.inflect({"nomn"}):
        yield found.word
    yield reading.normal_form


def _is_common(tag: Any, language: Language) -> bool:  # noqa: ANN401 - pymorphy3 has no types
    """Whether a known word is an ordinary one.

    The Ukrainian dictionary marks surnames and given names, and shows a place's name only by its fixed gender: it has no plural.
    """
    if tag.POS != "NOUN":
        return True
    if tag.grammemes & _PROPER:
        return False
    fixed = str(tag).split(" ", 1)[0].split(",")
    return language == RUSSIAN or not set(fixed) & {*_GENDERS, "Pltm"}


class Reading(NamedTuple):
    """One dictionary reading of a word as a part of speech."""

    lemma: str
    noun: bool
    adjective: bool
    case: str
    """OpenCorpora code ("nomn"); empty where it has none."""
    plural: bool
    animate: bool
    name: bool
    """Whether it is the name of a person, a place or a firm."""
    known: bool
    """Whether the dictionary has the word; else it is read by analogy."""


@lru_cache(maxsize=50_000)
def readings(word: str, among: tuple[Language, ...] = (UKRAINIAN, RUSSIAN)) -> tuple[Reading, ...]:
    """All readings of a small-lettered word in these languages, likeliest first; empty for what is no Cyrillic word."""
    if len(word) > _LONGEST_WORD or not _WORD.fullmatch(word):
        return ()
    found: dict[Reading, None] = {}
    for language in among:
        for parsed in _analyser(language).parse(word):
            tag = parsed.tag
            found.setdefault(
                Reading(
                    lemma=parsed.normal_form,
                    noun=tag.POS in {"NOUN", "NPRO"},
                    adjective=tag.POS in {"ADJF", "PRTF", "ADJS", "PRTS"},
                    case=next((case for case in _CASES if case in str(tag.case)), "") if tag.case else "",
                    plural="plur" in tag.grammemes,
                    animate="anim" in tag.grammemes,
                    name=bool(tag.grammemes & _PROPER),
                    known=parsed.is_known,
                )
            )
    return tuple(found)
