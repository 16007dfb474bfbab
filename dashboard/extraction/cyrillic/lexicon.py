"""The Ukrainian and Russian word lists: TOML tables in the notation of their first lines, compiled once per process."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dashboard.extraction.cyrillic.line import Language, Line
from dashboard.extraction.lexicon import Hit, WordList, table

_ENDING = re.compile(r"(?<!\\[wWsSdD])(?<=[\w)\]])\*(?!\w)")
"""A star after a letter or a group, before no letter: any ending."""
_UNBOUNDED = re.compile(r"(\\[wSd])([*+])")


def expanded(pattern: str) -> str:
    """A pattern of the lexicon as a regular expression whose runs of letters are bounded, so that no text makes it slow."""
    pattern = _ENDING.sub(r"\\w{0,40}", pattern)
    return _UNBOUNDED.sub(lambda m: f"{m[1]}{{{0 if m[2] == '*' else 1},40}}", pattern)


@cache
def word_list(name: str, section: str, language: Language) -> WordList:
    """The compiled table `section` of a lexicon file."""
    return WordList({key: [expanded(p) for p in patterns] for key, patterns in table(name, section, language).items()})


@cache
def alternation(name: str, section: str, key: str, languages: tuple[Language, ...]) -> str:
    """The patterns of one key in these languages as one alternation, for building larger patterns."""
    return "|".join(expanded(p) for language in languages for p in table(name, section, language)[key])


@lru_cache(maxsize=8192)
def _found(name: str, section: str, languages: tuple[Language, ...], text: str) -> tuple[Hit, ...]:
    found: list[Hit] = []
    for language in languages:
        for hit in word_list(name, section, language).find(text):
            if not any(h.start < hit.end and hit.start < h.end for h in found):
                found.append(hit)
    return tuple(sorted(found, key=lambda h: h.start))


def hits(line: Line, name: str, section: str) -> tuple[Hit, ...]:
    """Every find of a table in a line, in order, none overlapping; spans count in its plain text."""
    return _found(name, section, line.languages, line.text)
