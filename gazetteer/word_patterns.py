"""Patterns that are tried only at the words that they can begin with: where no such word stands in a text, it is not searched at all.

The answer is the one that the pattern alone would give. Where it cannot be told how a pattern can begin, the text is searched as usual.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock

from gazetteer.openings import GAP, LETTERS, PASSED, START, is_word, openings

_WORD = re.compile(rf"(\w{{1,{LETTERS}}})\w*")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_LETTERS = re.compile(r"\\.|\(\?P|[A-Z]+", re.DOTALL)
_SENTENCES = 1024
"""Texts whose words are kept; each is read by many patterns."""
_PIECES = 50_000
"""Pieces of text between two blanks of which it is kept what they can begin."""
_NOTHING: Iterator[re.Match[str]] = iter(())
_DENSE = 10
"""Signs a word; where a pattern may begin more often, going through the text is quicker than trying word by word."""
_ANY_WORD = 26
"""Single signs among a pattern's openings; with so many any word may begin it, and the text is gone through as well."""
_LONG = 1000
"""Signs; of longer texts only the last few are kept."""


@lru_cache(maxsize=512)
def lowered(text: str) -> str:
    """A text in small letters, each in its place: what has no small letter of its own length stays."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def small_source(source: str) -> str:
    """The source of a pattern with its own letters in small."""
    return _LETTERS.sub(lambda m: m[0] if m[0][0] in "\\(" else m[0].lower(), source)


class _Patterns:
    """All patterns, and which of them a word can begin. Each has two bits: it is to be tried at the word, or all through the text."""

    def __init__(self) -> None:
        self.always = 0
        """The bits of those that may begin without a word that is told apart by its letters."""
        self.unknown = -1
        """The bits that no pattern has yet: what was read before a pattern came tells nothing of it."""
        self.signs: dict[str, int] = {}
        self._whole: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self.opened_by = self._memory()
        self._adding = Lock()

    def add(self, heads: frozenset[str] | None, *, tried: bool) -> tuple[int, int]:
        """The two bits of a pattern that begins so, by its `openings`; one that is `tried` is so at any words that may begin it."""
        with self._adding:
            here = self.unknown & -self.unknown
            through = here << 1
            if heads is None or (not tried and len([head for head in heads if len(head) == 1]) >= _ANY_WORD):
                self.always |= through
            elif START in heads:
                self.always |= here
            for head in heads or ():
                if head[0] == PASSED:
                    self._open(head[1:], through)
                elif head != START:
                    self._open(head, here)
            self.opened_by = self._memory()
            self.unknown = -(through << 1)
        return here, through

    def _open(self, head: str, bit: int) -> None:
        if not is_word(head[0]):
            self.signs[head[0]] = self.signs.get(head[0], 0) | bit
            return
        whole = len(head) == LETTERS or head.endswith(GAP)
        opened, signs = (self._whole, head.rstrip(GAP)) if whole else (self._begun, head)
        opened[signs] = opened.get(signs, 0) | bit

    def _memory(self) -> Callable[[str], tuple[tuple[int, int], ...]]:
        return lru_cache(maxsize=_PIECES)(self._opened_by)

    def _opened_by(self, piece: str) -> tuple[tuple[int, int], ...]:
        """What the words of a piece of text can begin: where each of them stands, with its bits; nothing for those without."""
        plain = piece if piece.isascii() else _FOREIGN_DIGIT.sub("0", piece)
        return tuple((m.start(), bits) for m in _WORD.finditer(plain) if (bits := self._of_key(m[1])))

    def _of_key(self, key: str) -> int:
        """The bits of the patterns that a word with these first letters can begin."""
        found = self._whole.get(key, 0)
        for length in range(1, LETTERS):
            found |= self._begun.get(key[:length], 0)
        return found


_PATTERNS = _Patterns()


class _Words:
    """What the words of a text in small letters can begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        live, opened_by = _PATTERNS.unknown | _PATTERNS.always, _PATTERNS.opened_by  # in this order: a pattern may come meanwhile
        self._places: list[tuple[int, int]] = []
        start = 0
        for piece in text.split(" "):
            for at, bits in opened_by(piece):
                live |= bits
                self._places.append((start + at, bits))
            start += len(piece) + 1
        for sign, bits in _PATTERNS.signs.items():
            if sign in text:
                live |= bits
        self.live = live
        """The bits of the patterns that can be found at all."""

    def places(self, bit: int) -> list[int]:
        """Where the words stand that begin a pattern, in order."""
        return [at for at, bits in self._places if bits & bit]


def _all(part: str, text: str) -> Iterator[int]:
    """Where a part stands in a text, in order."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _led(text: str, end: int, blanks: int) -> Iterator[int]:
    """The places from which so many blanks at most lead to `end`."""
    start = end
    for _ in range(blanks + 1):
        start = text.rfind(" ", 0, start)
        if start < 0:
            break
    yield from range(start + 1, end + 1)


_of_small = lru_cache(maxsize=_SENTENCES)(_Words)
_of_report = lru_cache(maxsize=4)(_Words)


@lru_cache(maxsize=2 * _SENTENCES)
def _of_sentence(text: str) -> _Words:
    return _of_small(lowered(text))


def _words_of(text: str) -> _Words:
    return _of_sentence(text) if len(text) < _LONG else _of_report(lowered(text))


class WordPattern:
    """A pattern, given by its source; its methods find what those of `re.Pattern` find.

    Args:
        source: The pattern.
        flags: Those of `re`.
        needs: Words in small letters, or parts of them, of which each find holds one, where there are such.
        lead: How many blanks at most stand in a find before such a word; -1 where that is not known.
    """

    def __init__(self, source: str, flags: int = 0, *, needs: Sequence[str] = (), lead: int = -1) -> None:
        self.pattern = re.compile(source, flags)
        self._needs = needs
        self._lead = lead
        heads = openings(small_source(source))
        self._here, self._through = _PATTERNS.add(heads, tried=lead >= 0)
        self.bits = self._here | self._through
        """Those of `_Words.live` that tell of this pattern."""
        self._at_start = heads is not None and START in heads
        self._signs = tuple({head[0] for head in heads or () if not is_word(head[0])} - {PASSED, START})

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Every find in `text[start:end]`, in order, none overlapping another."""
        if end is not None and end < len(text):
            text = text[:end]  # a word that goes on behind the end would be told by its own letters
        words = _words_of(text)
        live = words.live & self.bits
        if not live or (self._needs and not any(need in words.text for need in self._needs)):
            return _NOTHING
        if live & self._through:
            return self.pattern.finditer(text, start)
        places = words.places(self._here)
        if self._lead >= 0:
            near = {at for need in self._needs for end in _all(need, words.text) for at in _led(words.text, end, self._lead)}
            places = [at for at in places if at in near]
        if len(places) * _DENSE > len(text):
            return self.pattern.finditer(text, start)
        if self._signs or self._at_start:
            places += [at for sign in self._signs for at in _all(sign, text)]
            places += [0] * self._at_start
            places.sort()
        return self._finds(places, text, start)

    def first_in_parts(self, text: str, parts: Iterable[tuple[int, int]]) -> Iterator[re.Match[str] | None]:
        """The first find in each of these parts of a text, as if it stood alone; a part begins and ends where no word goes on."""
        words = _words_of(text)
        live = words.live & self.bits
        places = sorted([*words.places(self._here), *(at for sign in self._signs for at in _all(sign, text))])
        for start, end in parts:
            part = text[start:end]
            if live & self._through:
                yield self.pattern.search(part)
                continue
            inside = [at - start for at in places[bisect_left(places, start) : bisect_left(places, end)]]
            yield next(self._finds([0, *inside] if self._at_start else inside, part, 0), None)

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


class AnyOf:
    """Patterns that are read together: one look at a text tells whether any of them may be found in it."""

    def __init__(self, patterns: Iterable[WordPattern]) -> None:
        self._bits = 0
        for pattern in patterns:
            self._bits |= pattern.bits

    def may_be_in(self, text: str) -> bool:
        """False only where none of the patterns finds anything."""
        return bool(_words_of(text).live & self._bits)
