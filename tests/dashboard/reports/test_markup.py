"""Pieces of HTML as plain paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.reports import markup

PIECES = [
    ("", []),
    ("Plain words\nand a second line", ["Plain words", "and a second line"]),
    ("<p>One <b>bold</b> word.</p><p>Two.</p>", ["One bold word.", "Two."]),
    ("<div>Outer <div>inner</div> tail</div>", ["Outer", "inner", "tail"]),
    ("A<br>B<br/>C", ["A", "B", "C"]),
    ("AT&amp;T &#8211; caf&eacute;&nbsp;&lt;b&gt;", ["AT&T – café <b>"]),
    ("<ul><li>One</li><li>Two</li></ul>", ["One", "Two"]),
    ("Words<script>steal()</script><style>p{}</style><!-- hidden --> end", ["Words end"]),
    ("<p>Words</p><figure><img src=x><figcaption>An old picture</figcaption></figure>", ["Words"]),
    ("<nav><a>Home</a></nav><p>Words</p><footer>Foot</footer>", ["Words"]),
    ("<p hidden>Secret</p><p>Words</p>", ["Words"]),
    ("<p>Words</p><p><a href=x>Nine killed elsewhere</a> | <a href=y>More</a></p>", ["Words"]),
    ("<a href=x>Nothing but a link</a>", ["Nothing but a link"]),
    ("<p>See <a href=x>the list</a> of them.</p>", ["See the list of them."]),
    ("<p>Words</p> <p>Continue reading...</p>", ["Words"]),
    ("<p>Words</p> <p>Читать далее →</p>", ["Words"]),
    ("<p>Unclosed <b>words", ["Unclosed words"]),
    ("1 < 2 & 3 > 2", ["1 < 2 & 3 > 2"]),
    ("<![CDATA[<p>x</p>]]>y", ["x]]>y"]),
]


@pytest.mark.parametrize(("html", "told"), PIECES)
def test_a_piece_is_paragraphs(html: str, told: list[str]) -> None:
    """Words and their breaks stay; tags, scripts, captions and links that lead on go."""
    assert markup.paragraphs(html) == told


@pytest.mark.parametrize(
    ("text", "line"), [("A &amp; <i>B</i>\n C", "A & B C"), ("1 < 2\x1b[0m", "1 < 2 [0m"), ("a\u202eb", "a b"), ("", "")]
)
def test_a_line_is_printable(text: str, line: str) -> None:
    """On one line, without what steers a screen."""
    assert markup.line(text) == line


@settings(deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["<p>", "</p>", "<a", "<!--", "<script>", "&#0;", "&x;", "w", "<table>", "]]>"])).map("".join)
)
def test_no_markup_breaks_it(html: str) -> None:
    """Whatever stands there, the result is paragraphs of one line with words in them."""
    assert all(part.strip() == part != "" and "\n" not in part for part in markup.paragraphs(html))


def test_absurdly_deep_markup_is_given_up() -> None:
    """What stands within a thousand elements is read; a hundred thousand are nobody's words, and no crash."""
    assert markup.paragraphs("<div>" * 1000 + "words") == ["words"]
    assert markup.paragraphs("<div>" * 100_000 + "words") == []
