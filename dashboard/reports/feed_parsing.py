"""The text of a feed -> what it says of itself, and its items, as a library reads them; what breaks that costs one item, not the feed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.sax import SAXException

_ITEM: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ITEM_END: Final = re.compile(r"</(?:[\w.-]{1,40}:)?(?:item|entry)\s*>", re.IGNORECASE)
_LONGEST_ROOT: Final = 20_000
"""Characters of a root and its declarations."""
_STUMBLES: Final = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError, AssertionError, SAXException)
"""What the library lets through of a feed that is bent beyond its patience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A feed as far as it could be read."""

    channel: Mapping[str, Any]
    """What it says of itself."""
    items: tuple[Mapping[str, Any] | None, ...]
    """In their order; None in the place of one that is damaged beyond reading."""
    is_cut: bool
    """Whether it ends before it is closed; the items are those before that."""


def parse(text: str, *, root: str, address: str | None = None) -> Parsed:
    """Read a feed.

    Half an item is not read: what is cut off from "killed 60" may be the zero.

    Args:
        text: The feed from its root on.
        root: The root's name in small letters, without its prefix.
        address: What its links are relative to.
    """
    whole, is_cut = _whole(text, root)
    try:
        told = _told(whole, address)
    except _STUMBLES:
        channel, *items = _piecewise(whole, root, address)
        return Parsed(channel=channel or {}, items=tuple(items), is_cut=is_cut)
    return Parsed(channel=told["feed"], items=tuple(told["entries"]), is_cut=is_cut)


def _whole(text: str, root: str) -> tuple[str, bool]:
    """A feed that ends where its last whole item does if it is cut off, and whether it is."""
    closing = re.compile(rf"</(?:[\w.-]{{1,40}}:)?{re.escape(root)}\s*>", re.IGNORECASE)
    if closing.search(text):
        return text, False
    end = 0
    for found in _ITEM_END.finditer(text):
        end = found.end()
    return text[:end] + _closing(text, root), True


def _closing(text: str, root: str) -> str:
    """What closes a feed of this root."""
    opened = re.match(r"<([\w.:-]{1,150})", text)
    return ("</channel>" if root == "rss" else "") + f"</{opened[1] if opened else root}>"


def _piecewise(text: str, root: str, address: str | None) -> Iterator[Mapping[str, Any] | None]:
    """What a feed says of itself, then item by item; None in the place of what breaks the library even alone."""
    opening = text[: text.find(">", 0, _LONGEST_ROOT) + 1]
    closing = _closing(text, root)
    first = _ITEM.search(text)
    at = first.start() if first else len(text)
    try:
        yield _told(text[:at] + closing, address)["feed"]
    except _STUMBLES:
        yield None
    if root == "rss":
        opening += "<channel>"
    for found in _ITEM_END.finditer(text, at):
        try:
            yield from _told(opening + text[at : found.end()] + closing, address)["entries"]
        except _STUMBLES:
            yield None
        at = found.end()


def _told(text: str, address: str | None) -> Mapping[str, Any]:
    """What the library reads; it is given bytes in memory, so that it opens and fetches nothing."""
    import feedparser  # noqa: PLC0415 - only where there is a feed

    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": address} if address else {})}
    found: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    return found
