"""The word lists of extraction: TOML files by language, compiled to patterns once per process."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from gazetteer.word_patterns import AnyOf, WordPattern, lowered, small_source

__all__ = ["AnyOf", "Hit", "WordList", "WordPattern", "alternatives", "lowered", "small_pattern", "table", "word_list"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A word list's find in a text: `text[start:end]`, with the list's key."""

    start: int
    end: int
    key: str


def small_pattern(source: str) -> WordPattern:
    """A pattern for `lowered` text that finds there what `source`, ignoring case, finds in the text itself.

    Python's own way of ignoring case is more than twice as slow.
    """
    return WordPattern(small_source(source))


class WordList:
    """One table of a lexicon: keys (rule names, or closed-vocabulary values), each with its patterns; all found in one pass."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._keys: dict[str, str] = {}
        parts = []
        for number, (key, patterns) in enumerate(table.items()):
            group = f"k{number}"
            self._keys[group] = key
            parts.append(f"(?P<{group}>{'|'.join(_anchored_once(patterns))})")
        self._pattern = small_pattern(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])" if parts else r"(?!)")

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Every hit in `text[start:end]`, in order, not overlapping; offsets count from the text's beginning."""
        return [
            Hit(m.start(), m.end(), self._keys[m.lastgroup or "k0"])
            for m in self._pattern.finditer(lowered(text), start, len(text) if end is None else end)
        ]

    def first(self, text: str) -> Hit | None:
        """The first hit in a text, or None."""
        m = self._pattern.search(lowered(text))
        return Hit(m.start(), m.end(), self._keys[m.lastgroup or "k0"]) if m else None

    def first_in_parts(self, text: str, parts: Iterable[tuple[int, int]]) -> Iterator[str | None]:
        """The key of the first hit in each of these parts of a text, read as if it stood alone; no word goes on behind a part."""
        for m in self._pattern.first_in_parts(lowered(text), parts):
            yield self._keys[m.lastgroup or "k0"] if m else None


def _anchored_once(patterns: Iterable[str]) -> Iterator[str]:
    """The same alternatives, those in a row that stand only at a text's beginning behind one anchor: elsewhere all fail at once."""
    for anchored, row in groupby(patterns, key=lambda pattern: pattern.startswith("^")):
        together = list(row)
        yield f"^(?:{'|'.join(pattern[1:] for pattern in together)})" if anchored else "|".join(together)


def _read(language: str, name: str) -> Mapping[str, Mapping[str, list[str]]]:
    text = resources.files("dashboard.extraction").joinpath("lexicon", language, f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def conflicts(section: str) -> Mapping[str, Any]:
    """A table of who fights whom, the same in every language."""
    text = resources.files("dashboard.extraction").joinpath("lexicon", "conflicts.toml").read_text("utf-8")
    return tomllib.loads(text)[section]  # type: ignore[no-any-return]


@cache
def table(name: str, section: str, language: str = "en") -> Mapping[str, list[str]]:
    """One table of a lexicon file as it stands in the data."""
    return _cached_file(name, language)[section]


@cache
def _cached_file(name: str, language: str) -> Mapping[str, Mapping[str, list[str]]]:
    return _read(language, name)


@cache
def word_list(name: str, section: str, language: str = "en") -> WordList:
    """The compiled table `section` of the lexicon file `name`."""
    return WordList(table(name, section, language))


def alternatives(name: str, section: str, key: str, language: str = "en") -> str:
    """The patterns of one key as one alternation, longest first, for building larger patterns."""
    return "|".join(sorted(table(name, section, language)[key], key=len, reverse=True))
