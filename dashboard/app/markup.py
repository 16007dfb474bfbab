"""The one way from words to HTML. Every text is escaped here; only what this module made is taken for markup.

News text is hostile: it comes from anywhere. Nothing else in this room may compose HTML, and no data goes through Markdown unescaped.
"""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urlsplit

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VOID: Final = frozenset({"br", "hr"})
_ALLOWED: Final = frozenset(
    {"a", "article", "b", "br", "dd", "div", "dl", "dt", "em", "figure", "h1", "h2", "h3", "hr", "i", "li", "mark", "ol", "p"}
    | {"section", "small", "span", "strong", "sup", "table", "tbody", "td", "th", "tr", "ul"}
)
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, halves of surrogate pairs, and what turns the direction of the words after it."""
_WORD_JOINER: Final = "\u2060"


class Markup(str):
    """HTML that was made here, from escaped parts."""

    __slots__ = ()


def text(words: str) -> Markup:
    """Words as HTML that shows exactly these words; a character that would act rather than show is replaced."""
    return Markup(html.escape(_UNSEEN.sub("\N{REPLACEMENT CHARACTER}", words), quote=True))


def join(*parts: str) -> Markup:
    """Parts one after the other; plain strings are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else text(part) for part in parts))


def tag(name: str, *parts: str, **attributes: str | None) -> Markup:
    """An element. `class_` is `class`, an underscore is a hyphen; an attribute that is None is left out.

    Raises:
        ValueError: the element or an attribute is none of those that the page uses.
    """
    if name not in _ALLOWED:
        raise ValueError(f"the page uses no element {name!r}")
    written = []
    for key, value in attributes.items():
        attribute = key.rstrip("_").replace("_", "-")
        if not _NAME.fullmatch(attribute) or attribute.startswith("on"):
            raise ValueError(f"the page uses no attribute {attribute!r}")
        if value is not None:
            written.append(f' {attribute}="{text(value)}"')
    opening = Markup(f"<{name}{''.join(written)}>")
    return opening if name in _VOID else Markup(f"{opening}{join(*parts)}</{name}>")


def safe_url(url: str | None) -> str | None:
    """The address if it leads to a web page (http or https, with a host); None otherwise."""
    if not url or any(char.isspace() or not char.isprintable() for char in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def link(words: str, url: str | None) -> Markup:
    """A link to a web page that tells it nothing of us; only the words where the address is no web page's."""
    target = safe_url(url)
    return text(words) if target is None else tag("a", words, href=target, target="_blank", rel="noopener noreferrer nofollow")


def literal(words: str) -> str:
    """Words for a label that Streamlit reads as Markdown: they show as they are, with no link, picture, emoji or formula."""
    flat = " ".join(words.split())
    return _PUNCTUATION.sub(r"\\\1", flat).replace("\\:", f"\\:{_WORD_JOINER}")
