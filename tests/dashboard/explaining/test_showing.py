from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.explaining.showing import cells, safe, shortened, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("three killed", "three killed"),
        ("Троє «загинули» — учора", "Троє «загинули» — учора"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x9b31mred", "\\x9b31mred"),
        ("\u202ekcab", "\\u202ekcab"),
        ("\u2066in\u2069 \u200f\u061c", "\\u2066in\\u2069 \\u200f\\u061c"),
        ("a\tb\rc\nd\u00a0e", "a b c d e"),
        ("bell\a back\b", "bell\\x07 back\\x08"),
        ("half \ud800", "half \\ud800"),
        ("\U000e0041 tag", "\\U000e0041 tag"),
        ("two\u2028lines", "two\\u2028lines"),
    ],
    ids=range(11),
)
def test_what_steers_a_terminal_is_shown(text: str, shown: str) -> None:
    """Controls, escape sequences, changes of direction and half characters are written out; letters stay, blanks are spaces."""
    assert safe(text) == shown


@given(st.text())
def test_no_text_can_steer_a_terminal(text: str) -> None:
    """Whatever the text, nothing invisible but the space is left, and it can be written as UTF-8."""
    assert all(c == " " or not unicodedata.category(c).startswith(("C", "Z")) for c in safe(text))
    safe(text).encode("utf-8")


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["", "31"]))), st.integers(min_value=10, max_value=60))
def test_lines_fit_and_lose_nothing(pieces: list[tuple[str, str]], width: int) -> None:
    """No line is wider than the terminal, colours not counted, and all that is no blank is there in its order."""
    lines = [re.sub("\x1b\\[[0-9]*m", "", line) for line in wrapped([(safe(t), s) for t, s in pieces], width, "  ", "    ")]
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(safe(t) for t, _ in pieces).split())


def test_wide_characters_take_two_columns() -> None:
    """A line of twelve columns holds six ideographs, and combining marks take none."""
    assert list(wrapped([("漢" * 8, "")], 12)) == ["漢" * 6, "漢" * 2]
    assert cells("e\u0301") == 1


def test_a_long_text_is_shortened() -> None:
    """What is left ends with an ellipsis and is no longer than asked for; a short text stays."""
    assert shortened("a  short\ntext", 20) == "a short text"
    assert shortened("word " * 1000, 20) == "word word word word…"
    assert len(shortened("\x1b" * 1000, 20)) == 20
