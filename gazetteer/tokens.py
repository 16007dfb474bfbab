"""The words of a text and the stretches of it that may name a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gazetteer import cues
from gazetteer.index import Link
from gazetteer.names import fold
from gazetteer.place import PlaceKind, ToponymKind

_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Combining marks, soft hyphens and characters of no width: they may stand within a word and do not end it."""
_WORD = re.compile(rf"(?:[A-Z][A-Za-z]{{0,2}}\.){{2,}}|[^\W\d_]+(?:[{_INSIDE}]+[^\W\d_]*|['’ʼ‘`][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:;•|\n]|[\"“”]\s*$")
_APOSTROPHES = frozenset("'’ʼ")
_CUT_SHORT = frozenset({"st", "ste", "mt", "ft", "обл", "смт", "пгт", "ім", "им", "вул", "ул", "просп"})


class Token(NamedTuple):
    """A word of the text; `end` leaves out a possessive 's, `stop` does not."""

    start: int
    end: int
    stop: int
    text: str
    key: str
    capital: bool
    first: bool
    """Whether a sentence, a line or a quotation begins with it."""

    @property
    def possessive(self) -> bool:
        """Whether it carries 's."""
        return self.stop > self.end


@dataclass(slots=True, kw_only=True)
class Mention:
    """A stretch of text that may name a place."""

    start: int
    end: int
    text: str
    key: str
    links: tuple[Link, ...]
    kind: ToponymKind | None = None
    """Set where the words around it settle the kind."""
    evidence: float = 0.0
    wanted: PlaceKind | None = None
    """The kind of place that the text names: "Kharkiv region", "Zmiiv district"."""
    first_token: int = 0
    last_token: int = 0
    rules: list[str] = field(default_factory=list)
    lands: frozenset[str] = frozenset()
    """Countries that the language of the text speaks for: a hint, no filter."""

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return self.first_token == self.last_token


@dataclass(kw_only=True)
class Passage:
    """A text with its words and what all of it tells about each of them."""

    text: str
    words: Sequence[Token]
    people: frozenset[str] = frozenset()
    """Keys that the text uses as family names."""

    @cached_property
    def lower(self) -> frozenset[str]:
        """Words that the text has without a capital as well."""
        return frozenset([token.key for token in self.words if not token.capital])

    def loud(self, number: int) -> bool:
        """Whether a word is written in capitals throughout."""
        token = self.words[number]
        return len(token.text) > 1 and token.text.isupper()

    def before(self, mention: Mention) -> tuple[Token | None, str]:
        """The word before a mention, and what stands between them."""
        if not mention.first_token:
            return None, "\n"
        token = self.words[mention.first_token - 1]
        return token, self.text[token.stop : mention.start]

    def after(self, mention: Mention) -> tuple[Token | None, str]:
        """The word after a mention, and what stands between them."""
        if mention.last_token + 1 >= len(self.words):
            return None, "\n"
        token = self.words[mention.last_token + 1]
        return token, self.text[mention.end : token.start]


def tokens(text: str) -> list[Token]:
    """The words of a text with their offsets."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        start, stop = match.span()
        word = match[0]
        end = stop
        if word[-1] in "sS" and word[-2:-1] in _APOSTROPHES and len(word) > 2:  # noqa: PLR2004 - a letter, an apostrophe, an s
            end -= 2
            word = word[:-2]
        first = False
        if start - last != 1 or not found:
            between = text[last:start]
            first = not found or (len(between) > 1 and _SENTENCE_END.search(between) is not None)
            if first and found and between == ". " and _is_cut_short(found[-1].text):
                first = False
        capital = word[0].isupper()
        found.append(Token(start, end, stop, word, fold(word) if capital else word, capital, first))
        last = stop
    return found


def _is_cut_short(word: str) -> bool:
    """Whether the point after a word is that of an abbreviation ("St. Louis", "Gen. Austin"), not of a sentence."""
    return len(word) == 1 or word.lower() in _CUT_SHORT or word.lower() in cues.TITLES
