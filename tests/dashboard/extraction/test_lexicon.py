from __future__ import annotations

import re
import tomllib
from importlib import resources
from importlib.resources.abc import Traversable

import pytest

from dashboard.extraction.lexicon import WordList, lowered, small_pattern

FOLDER = resources.files("dashboard.extraction").joinpath("lexicon")
FILES = [
    pytest.param(file, id=f"{language.name}-{file.name}")
    for language in sorted(FOLDER.iterdir(), key=lambda f: f.name)
    if language.is_dir()
    for file in sorted(language.iterdir(), key=lambda f: f.name)
]
_NOT_BEFORE = re.compile(r"\(\?!(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)$")
"""At a pattern's end: what must not follow."""


@pytest.mark.parametrize("file", FILES)
def test_no_pattern_ends_between_words(file: Traversable) -> None:
    """A list's words end where no letter follows, so that a pattern with a space at its end would find nothing."""
    tables = tomllib.loads(file.read_text("utf-8"))
    every = [p for keys in tables.values() if isinstance(keys, dict) for found in keys.values() if isinstance(found, list) for p in found]
    assert [p for p in every if isinstance(p, str) and _NOT_BEFORE.sub("", p).endswith((" ", " )"))] == []


def test_a_list_finds_whole_words() -> None:
    """Words are found at their bounds, in any case, with the key of their list."""
    words = WordList({"fruit": ["apples?"], "tree": ["oak(?! tables?)"]})
    text = "Apples, pineapples, oak tables and an OAK"
    assert [(text[h.start : h.end], h.key) for h in words.find(text)] == [("Apples", "fruit"), ("OAK", "tree")]


def test_a_text_begins_with_what_is_anchored() -> None:
    """Patterns for a text's beginning hold there alone, among others and in each part of a text that is read in parts."""
    words = WordList({"page": ["^read more", "^(?:photo|video):", "getty", "^share"], "tree": ["^oak", "elm"]})
    text = "Read more: read more\nPhoto: an elm\nAn oak, Getty\nThe oak and the share"
    parts = [(m.start(), m.end()) for m in re.finditer(r".+", text)]
    assert list(words.first_in_parts(text, parts)) == ["page", "page", "page", None]
    assert [text[h.start : h.end] for h in words.find(text)] == ["Read more", "elm", "Getty"]


@pytest.mark.parametrize("text", ["İstanbul", "ẞ", "KYIV", "Ї"])
def test_small_letters_keep_their_places(text: str) -> None:
    """A text in small letters is as long as the text, whatever its script."""
    assert len(lowered(text)) == len(text)


def test_small_patterns_keep_what_stands_behind_a_backslash() -> None:
    """The letters of a pattern are made small, its signs and the names of its groups are not."""
    assert small_pattern(r"(?P<Day>Mon)\S").match("mont") is not None
