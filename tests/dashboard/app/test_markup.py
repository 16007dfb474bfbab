import html
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import markup


class Seen(HTMLParser):
    """Collects elements and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and the values of its attributes."""
        self.tags.append(tag)
        self.words.extend(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        """Note some words."""
        self.words.append(data)


@given(st.text(), st.text())
def test_words_never_become_elements(words: str, attribute: str) -> None:
    """Any words inside an element and in an attribute leave exactly that element."""
    seen = Seen()
    seen.feed(markup.tag("p", words, title=attribute))
    seen.close()
    assert seen.tags == ["p"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"]) | st.just(" ")))
def test_words_come_back_as_they_were(words: str) -> None:
    """Printable words are shown letter for letter."""
    assert html.unescape(markup.text(words)) == words


@pytest.mark.parametrize("name", ["script", "img", "iframe", "svg", "style", "p onclick=x", ""])
def test_only_known_elements_are_made(name: str) -> None:
    """An element that could do something cannot be made."""
    with pytest.raises(ValueError, match="no element"):
        markup.tag(name, "x")


def test_no_handler_can_be_set() -> None:
    """An attribute that runs script cannot be made."""
    with pytest.raises(ValueError, match="no attribute"):
        markup.tag("p", "x", onclick="alert(1)")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://news.example/a?b=c#d", True),
        ("http://news.example", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" https://news.example", False),
        ("https://news.example/\nx", False),
        ("data:text/html,x", False),
        ("acled:UKR12345", False),
        ("ucdp-ged:236880", False),
        ("viina-1pd:2024/7", False),
        ("//news.example/x", False),
        ("https://", False),
        ("http://[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_links_lead_only_to_web_pages(url: str | None, safe: bool) -> None:  # noqa: FBT001 -- the expected answer
    """Only http and https with a host make a link; anything else leaves the words."""
    assert (markup.safe_url(url) is not None) is safe
    assert markup.link("words", url).startswith("<a " if safe else "words")


@given(st.text())
def test_literal_leaves_no_markdown(words: str) -> None:
    """In a label every mark of Markdown is escaped, and it is one line."""
    made = markup.literal(words)
    assert "\n" not in made
    for at, char in enumerate(made):
        if char in "*_[]!<>`#$~|:":
            assert made[at - 1] == "\\"
