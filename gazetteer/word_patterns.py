"""Patterns that are tried only at the words that they can begin with: where no such word stands in a text, it is not searched at all.

The answer is the one that the pattern alone would give. Where it cannot be told how a pattern can begin, the text is searched as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from gazetteer.openings import GAP, LETTERS, PASSED, is_word, openings

_WORD = re.compile(rf"(\w{{1,{LETTERS}}})\w*")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_SENTENCES = 1024
"""Texts whose words are kept; each is read by many patterns."""
_LONG = 4000
"""Signs; of longer texts only the last two are kept."""


class _Words:
    """The words of a text by their first `LETTERS` signs."""

    def __init__(self, text: str) -> None:
        self._text = text if text.isascii() else _FOREIGN_DIGIT.sub("0", text)
        self.keys = frozenset(_WORD.findall(self._text))

    @cached_property
    def begun(self) -> frozenset[str]:
        """What the keys begin with, one sign to all but one."""
        return frozenset(key[:length] for length in range(1, LETTERS) for key in self.keys)

    @cached_property
    def starts(self) -> list[tuple[int, str]]:
        """Where each word begins, with its key."""
        return [(m.start(), m[1]) for m in _WORD.finditer(self._text)]


_of_sentence = lru_cache(maxsize=_SENTENCES)(_Words)
_of_report = lru_cache(maxsize=2)(_Words)


class _Openings:
    """Some first letters of words, to be held against a text."""

    def __init__(self, heads: set[str]) -> None:
        self.whole = frozenset(head.rstrip(GAP) for head in heads if len(head) == LETTERS or head.endswith(GAP))
        self.begun = frozenset(head for head in heads if len(head) < LETTERS and not head.endswith(GAP))
        self._prefixes = tuple(self.begun)

    def stand_in(self, words: _Words) -> bool:
        """Whether a word of a text begins so."""
        return not self.whole.isdisjoint(words.keys) or (bool(self.begun) and not self.begun.isdisjoint(words.begun))

    def places(self, words: _Words) -> list[int]:
        """Where in a text such words begin, in order."""
        whole, prefixes = self.whole, self._prefixes
        return [at for at, key in words.starts if key in whole or key.startswith(prefixes)]


class WordPattern:
    """A pattern, given by its source; its methods find what those of `re.Pattern` find."""

    def __init__(self, source: str) -> None:
        self.pattern = re.compile(source)
        found = openings(source)
        self._known = found is not None
        heads = found or frozenset()
        self._signs = tuple({head[0] for head in heads if not is_word(head[0]) and head[0] != PASSED})
        self._first = _Openings({head for head in heads if is_word(head[0])})
        self._later = _Openings({head[1:] for head in heads if head[0] == PASSED})
        self._passes = any(head[0] == PASSED for head in heads)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Every find in `text[start:end]`, in order, none overlapping another."""
        if not self._known:
            return self.pattern.finditer(text, start, len(text) if end is None else end)
        if end is not None and end < len(text):
            text = text[:end]  # a word that goes on behind the end would be told by its own letters
        words, first = _of_sentence(text) if len(text) < _LONG else _of_report(text), self._first
        if self._passes and self._later.stand_in(words):
            return self.pattern.finditer(text, start)
        places = first.places(words) if first.stand_in(words) else []
        for sign in self._signs:
            if sign in text:
                places = sorted([*places, *(at for at, other in enumerate(text) if other == sign)])
        return self._tried(places, text, start) if places else iter(())

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first find in `text[start:end]`, or None."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """What it finds at just this place."""
        return self.pattern.match(text, start)

    def _tried(self, places: list[int], text: str, start: int) -> Iterator[re.Match[str]]:
        match = self.pattern.match
        for at in places:
            if at >= start and (found := match(text, at)) is not None:
                yield found
                start = found.end()
