"""Patterns that are tried only at the words that they can begin with."""

from __future__ import annotations

import random
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.openings import openings
from gazetteer.word_patterns import AnyOf, WordPattern

PATTERNS = (
    r"\b(?:missiles?|drones?)\b",
    r"(?<![\w-])(?:(?P<a>air ?strikes?|eu)|(?P<b>shell(?:ed|ing)|\d{1,3} kg))(?!\w)",
    r"\b(?:the |an? )?(?:big(?:gest)? )?town of\b",
    r"\b(?:last week)\b|\b(?:a|one) week (?:ago|before)\b",
    r"(?<![\w-])(?:\w+ works|(?:\w+ )?army|[\w’'-]+[’'] guns)(?![\w])",
    r"\b(?:f[ai]ll?|f\w+ng|\(photo[^)]{0,9}\)|x{2,3}|(?:very ){0,2}hard)",
    r"\b(?:in|on)?\s*may\b",
    r"strike",
    r"\b(?:big(?=[ ,])(?:gest)?|fil(?=l)\w+|an?(?= town| week)[ -]?|1(?=\d| kg)2?)",
    r"(?<![\w-])(?:^(?:the|big) |^army\W*$|old\b|^\(|-)",
    r"\b(?<!no )damag(?:ed|ing)\b(?! control)",
    r"(?<!\w)(?:(?i:kyiv)|[a-c]{2}[^a]|oil++|t\.co|-?\d+)",
)
PIECES = (
    "air strikes|airstrike|the eu|a|town of|big|biggest|the|an|last week|one week ago|steel works|army|national army|-|old’ guns|"
    "(photo x)|xxx|very very hard|very|in may|may|on|damaged|no damaged|kyiv|KYIV|abz|oil|t.co|12 kg|٣ kg|shelled|missile|drones|"
    "falling|fill|_fill|work-shelled|ülm drone|re-shelling|.|,|é"
).split("|")


@pytest.mark.parametrize("source", PATTERNS)
def test_it_finds_what_the_pattern_finds(source: str) -> None:
    """In texts put together at random, whole or in part, finds are those of the plain pattern, each with its groups."""
    draw = random.Random(7)  # noqa: S311 - the same texts each time, no secret
    screened, plain = WordPattern(source), re.compile(source)
    for _ in range(1500):
        text = "".join(draw.choice(PIECES) + draw.choice((" ", " ", "", "-", "\n")) for _ in range(draw.randrange(9)))
        start, end = draw.choice(((0, len(text)), (draw.randrange(len(text) + 1), draw.randrange(len(text) + 1))))
        found, wanted = ([(m.span(), m.lastgroup) for m in p.finditer(text, start, end)] for p in (screened, plain))
        assert found == wanted, text
        first, want = screened.search(text), plain.search(text)
        assert (first and first.span()) == (want and want.span())


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (r"\b(?:missiles?|drones?)\b", {"miss", "dron"}),
        (r"\b(?:eu|un) aid", {"eu\1", "un\1"}),
        (r"\b(?:\d{4}|a\w+)", {*"0123456789", "a"}),
        (r"\b(?:the )?(?:old )?mill", {"the\1", "old\1", "mill"}),
        (r"(?<!\w)(?:#tag|tag)", {"#", "tag"}),
        (r"\b(?:\w+ )?army", {"\4army", "army"}),
        (r"\b(?:^(?:more|less)|mo)", {"\5", "mo"}),
    ],
)
def test_openings(source: str, wanted: set[str]) -> None:
    """The first letters of what a pattern finds; a mark where a word ends there, another before the word after any words."""
    assert set(openings(source) or ()) == wanted


@pytest.mark.parametrize(
    "source", ["strike", r"\b\w+", r"\b(?:a|)b?", r"\b(?:a?|\s)b", r"\b(?:.|x)", r"\b(?:\w+ing|x)", r"\ba|b", r"(?<![\d.])\d", r"\b[^a]"]
)
def test_unknown_openings(source: str) -> None:
    """What may begin anywhere, or within a word, is not told apart; such a pattern is searched for as usual."""
    assert openings(source) is None


def test_every_short_source_is_safe() -> None:
    """Every pattern of a few parts, sensible or not, finds in a text what it finds alone."""
    text = "ab a abc b-a  a.b c aab 1a"
    for parts in product(("a", "b?", "(?:a|bc)", r"\w+", " ?", "[ab]", "(?!a)", r"\b", "{2}", "c*"), repeat=3):
        source = r"\b" + "".join(parts)
        try:
            plain = re.compile(source)
        except re.error:
            continue
        if plain.match("") is None:
            wanted = [m.span() for m in plain.finditer(text) if m.end() > m.start()]
            found = [m.span() for m in WordPattern(source).finditer(text) if m.end() > m.start()]
            assert found == wanted, source


ANY_WORD = r"\b[a-z]\w* works"
NEAR = r"\b(?:an? (?:[a-z-]+ ){0,2}(?:town|army) )?(?:near|in (?:the )?(?:[a-z]+ )?edge of)"
NEEDS = ("near", "edge of")
WORDS = (*PIECES, "near", "edge of", "in the", "in", "a", "big-old", "town", "Ühr", "x\u0301y", "ſ", "İ")
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(" \n-,. \u00a0"))).map(lambda parts: "".join(a + b for a, b in parts))
SCREENED = {source: WordPattern(source) for source in (*PATTERNS, ANY_WORD)}
NEAR_NEEDED = WordPattern(NEAR, needs=NEEDS, lead=5)
ANY = AnyOf(SCREENED.values())


@given(TEXTS)
def test_no_screen_hides_a_find(text: str) -> None:
    """What the plain patterns find in any text, these find; and where one look passes a text by, none finds anything."""
    found = {source: [m.span() for m in pattern.finditer(text)] for source, pattern in SCREENED.items()}
    assert found == {source: [m.span() for m in re.finditer(source, text)] for source in SCREENED}
    assert ANY.may_be_in(text) or not any(found.values())
    assert [m.span() for m in NEAR_NEEDED.finditer(text)] == [m.span() for m in re.finditer(NEAR, text)]


@given(st.lists(TEXTS, max_size=5))
def test_parts_are_read_as_if_each_stood_alone(texts: list[str]) -> None:
    """The first find in each part of a text is the first in that part alone, with what only a text's beginning allows."""
    whole, parts = "", []
    for text in texts:
        parts.append((len(whole), len(whole) + len(text)))
        whole += text + "\n"
    for source, pattern in SCREENED.items():
        found = [m and m.span() for m in pattern.first_in_parts(whole, parts)]
        assert found == [m and m.span() for m in (re.search(source, text) for text in texts)], source


def test_a_pattern_that_comes_late_finds_in_what_was_read_before() -> None:
    """What was kept of a text before a pattern was made hides none of its finds."""
    text = "a zeppelin near the zoo"
    assert list(SCREENED[PATTERNS[0]].finditer(text)) == []
    late, near = WordPattern(r"\bzep\w+"), WordPattern(r"\b(?:[a-z]+ )?near", needs=("near",), lead=1)
    assert [m.span() for m in late.finditer(text)] == [(2, 10)]
    assert [m.span() for m in near.finditer(text)] == [(2, 15)]
    assert AnyOf([late]).may_be_in(text)
