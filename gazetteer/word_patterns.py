"""Patterns that are tried only at the words that they can begin with: where no such word stands in a text, it is not searched at all.

The answer is the one that the pattern alone would give. Where it cannot be told how a pattern can begin, the text is searched as usual.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from gazetteer.openings import GAP, LETTERS, PASSED, START, is_word, openings

_WORD = re.compile(rf"(\w{{1,{LETTERS}}})\w*")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_LETTERS = re.compile(r"\\.|\(\?P|[A-Z]+", re.DOTALL)
_SENTENCES = 1024
"""Texts whose words are kept; each is read by many patterns."""
_NOTHING: Iterator[re.Match[str]] = iter(())
_SHORT, _WIDE = 2, 600
"""Signs; shorter words, and all those of a longer text, are found by going through it once, others by themselves."""
_LONG = 4000
"""Signs; of longer texts only the last two are kept."""


@lru_cache(maxsize=512)
def lowered(text: str) -> str:
    """A text in small letters, each in its place: what has no small letter of its own length stays."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def small_source(source: str) -> str:
    """The source of a pattern with its own letters in small."""
    return _LETTERS.sub(lambda m: m[0] if m[0][0] in "\\(" else m[0].lower(), source)


class _Words:
    """The words of a text in small letters by their first `LETTERS` signs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._text = text if text.isascii() else _FOREIGN_DIGIT.sub("0", text)
        self.keys = frozenset(_WORD.findall(self._text))
        self._begun: dict[int, frozenset[str]] = {}
        self._places: dict[str, list[int]] = {}

    def begun(self, length: int) -> frozenset[str]:
        """What the keys begin with, `length` signs of each."""
        found = self._begun.get(length)
        if found is None:
            self._begun[length] = found = frozenset([key[:length] for key in self.keys])
        return found

    def places(self, key: str) -> list[int]:
        """Where the words of a key begin, in order."""
        found = self._places.get(key)
        if found is None:
            self._places[key] = found = self._found(key)
        return found

    def _found(self, key: str) -> list[int]:
        text, size = self._text, len(key)
        if size <= _SHORT or len(text) > _WIDE:
            return self._every[key]
        at, found = text.find(key), []
        while at >= 0:
            if not (at and is_word(text[at - 1])) and (size == LETTERS or not is_word(text[at + size : at + size + 1])):
                found.append(at)
            at = text.find(key, at + size)
        return found

    @cached_property
    def _every(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for m in _WORD.finditer(self._text):
            found.setdefault(m[1], []).append(m.start())
        return found


def _all(part: str, text: str) -> Iterator[int]:
    """Where a part stands in a text, in order."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


_of_small = lru_cache(maxsize=_SENTENCES)(_Words)
_of_report = lru_cache(maxsize=2)(lambda text: _Words(lowered(text)))


@lru_cache(maxsize=2 * _SENTENCES)
def _of_sentence(text: str) -> _Words:
    return _of_small(lowered(text))


class _Openings:
    """Some first letters of words, to be held against a text."""

    def __init__(self, heads: Iterable[str]) -> None:
        words = [head for head in heads if is_word(head[0])]
        self._whole = frozenset(head.rstrip(GAP) for head in words if len(head) == LETTERS or head.endswith(GAP))
        self._prefixes = tuple(head for head in words if len(head) < LETTERS and not head.endswith(GAP))
        self._begun = [(length, frozenset(p for p in self._prefixes if len(p) == length)) for length in {len(p) for p in self._prefixes}]

    def keys(self, words: _Words) -> Collection[str]:
        """The keys of a text's words that begin so."""
        for length, prefixes in self._begun:
            if not prefixes.isdisjoint(words.begun(length)):
                return [key for key in words.keys if key in self._whole or key.startswith(self._prefixes)]
        return () if self._whole.isdisjoint(words.keys) else self._whole & words.keys


class WordPattern:
    """A pattern, given by its source; its methods find what those of `re.Pattern` find.

    Args:
        source: The pattern.
        flags: Those of `re`.
        needs: Words in small letters, or parts of them, of which each find holds one, where there are such.
    """

    def __init__(self, source: str, flags: int = 0, *, needs: Sequence[str] = ()) -> None:
        self.pattern = re.compile(source, flags)
        self._needs = needs
        found = openings(small_source(source))
        heads = found or frozenset()
        self._known = found is not None
        self._at_start = START in heads
        self._signs = tuple({head[0] for head in heads if not is_word(head[0])} - {PASSED, START})
        self._first = _Openings(heads)
        self._later = _Openings(head[1:] for head in heads if head[0] == PASSED and head != PASSED)
        self._passes = any(head[0] == PASSED for head in heads)
        self._only_words = not (self._at_start or self._signs or self._passes)

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Every find in `text[start:end]`, in order, none overlapping another."""
        if end is not None and end < len(text):
            text = text[:end]  # a word that goes on behind the end would be told by its own letters
        if not self._known:
            return self.pattern.finditer(text, start)
        words = _of_sentence(text) if len(text) < _LONG else _of_report(text)
        if self._needs and not any(need in words.text for need in self._needs):
            return _NOTHING
        keys = self._first.keys(words)
        if self._only_words and not keys:
            return _NOTHING
        if self._passes and self._later.keys(words):
            return self.pattern.finditer(text, start)
        places = words.places(next(iter(keys))) if len(keys) == 1 else [at for key in keys for at in words.places(key)]
        if not self._only_words:
            places = [*places, *(at for sign in self._signs for at in _all(sign, text))]
            if self._at_start:
                places.append(0)
        if len(places) > 1:
            places = sorted(places)
        return self._finds(places, text, start) if places else _NOTHING

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first find in `text[start:end]`, or None."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """What it finds at just this place."""
        return self.pattern.match(text, start)

    def _finds(self, places: Sequence[int], text: str, start: int) -> Iterator[re.Match[str]]:
        match = self.pattern.match
        for at in places:
            if at >= start and (found := match(text, at)) is not None:
                yield found
                start = found.end()
