"""Pieces of HTML as feeds hold them -> plain paragraphs: no tags, no scripts, no links that only lead on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_LOOKS_MARKED: Final = re.compile(r"<[a-zA-Z/!]|&(?:#\d|#x|[a-zA-Z]{2,8};)")
_BLANK: Final = re.compile(r"\s+")
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters and halves of characters, which markup can smuggle in by their numbers."""
_DROPPED: Final = frozenset(
    "applet aside audio button canvas dialog embed figcaption footer form frameset head iframe input map math menu meta nav noembed "
    "noframes noscript object option script select style svg template textarea title video".split()
)
_BLOCKS: Final = frozenset(
    "address article blockquote body br caption center dd details div dl dt fieldset figure h1 h2 h3 h4 h5 h6 header hgroup hr html img li "
    "main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_LEADS_ON: Final = re.compile(
    r"(?:continue reading|read (?:more|on|the full (?:story|article))|more|подробнее|читать далее|детальніше|читати далі)\s*[.…>»→]*"
    r"|the post .{1,400} (?:appeared first on|first appeared on) .{1,100}",
    re.IGNORECASE,
)
"""Whole paragraphs that say where there is more, or repeat the headline to say where it stood first."""


def line(text: str) -> str:
    """A headline or a name: one line of printable characters, without markup."""
    plain = text if _LOOKS_MARKED.search(text) is None else " ".join(part for part, _ in _parts(text))
    return _BLANK.sub(" ", "".join(char if char.isprintable() else " " for char in plain)).strip()


def paragraphs(html: str) -> list[str]:
    """The paragraphs of a piece of HTML; of one that is nothing but a link, the link's words."""
    if _LOOKS_MARKED.search(html) is None:
        return plain_paragraphs(html)
    found = _parts(html)
    told = [part for part, is_link in found if not is_link] or [part for part, _ in found]
    return [part for part in told if not _LEADS_ON.fullmatch(part)]


def headlines(html: str) -> tuple[list[str], str]:
    """The headings of the first order that a page shows, and what its window is called; empty where it has none."""
    root = _tree(html)
    if root is None:
        return [], ""
    shown = [heading for each in root.iter("h1") if (heading := _tidy("".join(each.itertext())))]
    return shown, next((_tidy("".join(each.itertext())) for each in root.iter("title")), "")


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text without markup, one a line."""
    return [part for each in text.splitlines() if (part := _tidy(each))]


def _tidy(text: str) -> str:
    """A text on one line, without what is no text."""
    return _BLANK.sub(" ", _NO_TEXT.sub("", text)).strip()


def _parts(html: str) -> list[tuple[str, bool]]:
    """Each paragraph, and whether all of it is a link."""
    root = _tree(html)
    if root is None:
        return []
    from lxml import etree  # noqa: PLC0415 - only where there is markup

    gathered = _Gathering()
    dropping: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"  # comments and the like have no name
        if dropping is None and event == "start" and (tag in _DROPPED or "hidden" in element.attrib):
            dropping = element
        if dropping is None:
            gathered.edge(tag, is_start=event == "start")
            if event == "start":
                gathered.add(element.text)
        if event == "end":
            if dropping is element:
                dropping = None
            if dropping is None:
                gathered.add(element.tail)
    gathered.close()
    return gathered.parts


class _Gathering:
    """Words on their way to paragraphs."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, bool]] = []
        self._words: list[str] = []
        self._links = 0
        self._told = False
        """Whether a word outside of links was met."""

    def edge(self, tag: str, *, is_start: bool) -> None:
        """An element begins or ends."""
        if tag in _BLOCKS:
            self.close()
        if tag == "a":
            self._links = max(0, self._links + (1 if is_start else -1))

    def add(self, text: str | None) -> None:
        """Words within the element that is open."""
        if text:
            self._words.append(text)
            self._told = self._told or (not self._links and any(char.isalnum() for char in text))

    def close(self) -> None:
        """The paragraph ends."""
        whole = _tidy("".join(self._words))
        if whole:
            self.parts.append((whole, not self._told))
        self._words, self._told = [], False


def _tree(html: str) -> etree._Element | None:
    """What the library makes of it; None where there is nothing."""
    from lxml import etree  # noqa: PLC0415 - as above

    try:
        return etree.HTML(html, etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
