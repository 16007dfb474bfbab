"""Saved web pages: the article's text, headline, day, address and outlet, without the page around it.

The text of such a report is that of the article; its offsets count the extracted text, which is kept in the store, not the page's source.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports import markup
from dashboard.reports.plain_text import UNKNOWN_SOURCE

SUFFIXES: Final = (".html", ".htm", ".xhtml")
_HEAD_BYTES: Final = 2048
_PAGE: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_CHARSET: Final = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml[^>]{0,300}?\bencoding)\s*=\s*["']?\s*([A-Za-z0-9_-]{2,30})""", re.IGNORECASE
)
_DECLARED_WITHIN: Final = 100_000
"""Bytes at the beginning in which a page declares its encoding."""
_USUAL: Final = "utf-8"
_AS_BROWSERS_DO: Final = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What is declared, and what is meant by it: encoding.spec.whatwg.org, "labels"."""
_LONGEST_NAME: Final = 60
"""Characters of an outlet's name; what is longer is a slogan."""
_LEAST_HEADLINE, _MOST_HEADLINE = 8, 300
"""Characters of a headline; what is shorter names a section."""
_BORNE_OUT: Final = 0.6
"""Share of a heading's words that the page's title has to have."""
_WORD: Final = re.compile(r"\w+")
_DATED: Final = re.compile(r"[|–—]\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$")
_LEAST_TEXT: Final = 80
"""Characters; what is shorter is a menu or a notice about cookies, and no article."""


def is_page(content: bytes) -> bool:
    """Whether a content begins as a web page does."""
    return _PAGE.match(content[:_HEAD_BYTES]) is not None


def report(content: bytes, *, name: str, doc_id: str, retrieved_at: datetime, url: str | None = None) -> Report:
    """The report that a page is.

    Args:
        content: The page, in whatever encoding it has.
        name: How messages name it.
        doc_id: Its name in output rows.
        retrieved_at: When it was read, UTC.
        url: Its address, where that is known.

    Raises:
        SourceError: there is no article in it.
    """
    source_text = decode(content)
    found = _article(source_text, url)
    shown, window = markup.headlines(source_text) if found is not None else ([], "")
    title = None if found is None else _headline(shown, window, _line(found.title))
    text = "" if found is None else _text(found.text or "", title or "")
    if found is None or len(text) < _LEAST_TEXT:
        raise SourceError(f"{name}: no article was found in this page; save its text to a .txt file, or leave it out.")
    address = url or _address(found.url)
    source = _outlet(found.sitename, address, found.hostname)
    return Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        published=_day(_day_of_title(window) or found.date, retrieved_at),
        url=address,
        title=title,
        retrieved_at=retrieved_at,
        doc_id=doc_id,
    )


def decode(content: bytes) -> str:
    """The text of a page: UTF-8 where it is that, whatever the page declares; else what it declares first, a bad byte for a bad byte."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:_DECLARED_WITHIN])
    name = "" if declared is None else declared[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(_AS_BROWSERS_DO.get(name, name or _USUAL)).name
    except LookupError:
        codec = _USUAL
    return content.decode(codec, "replace")


def _headline(shown: Sequence[str], window: str, told: str | None) -> str | None:
    """The heading that the page shows, where it shows one that its own title bears out; else what the page tells machines.

    What a page tells machines is often shortened for them, or ends in the outlet's name.
    """
    if len(shown) != 1 or not _LEAST_HEADLINE <= len(shown[0]) <= _MOST_HEADLINE:
        return told
    words = set(_WORD.findall(shown[0].casefold()))
    borne_out = set(_WORD.findall(f"{window} {told or ''}".casefold()))
    return _line(shown[0]) if words and len(words & borne_out) >= _BORNE_OUT * len(words) else told


def _day_of_title(window: str) -> str | None:
    """The day with which a page's title ends, as "Headline | Outlet | 28.04.2023"; ISO, None where there is none."""
    found = _DATED.search(window)
    return None if found is None else f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"


def _text(extracted: str, title: str) -> str:
    """The article in paragraphs, without its headline, which stands by itself."""
    lines = [line.strip() for line in extracted.splitlines() if line.strip()]
    if lines and title.casefold().startswith(lines[0].casefold()):
        lines = lines[1:]
    return "\n\n".join(lines)


def _article(content: str, url: str | None) -> Any:  # noqa: ANN401 - the library's own document
    """What the library takes for the article; None where it finds none, or stumbles over the page."""
    import trafilatura  # noqa: PLC0415 - it takes long to load, and most reports are no pages

    try:
        return trafilatura.bare_extraction(
            content,
            url=url,
            with_metadata=True,
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": True},
        )
    except (ValueError, RecursionError, AttributeError, TypeError):  # of a page that is bent beyond its patience
        return None


def _outlet(sitename: str | None, address: str | None, hostname: str | None) -> str:
    """The outlet's name: what the page calls itself, where that is a name, else its host."""
    called = _line(sitename)
    if called and len(called) <= _LONGEST_NAME and "://" not in called:
        return called
    host = hostname or (urlsplit(address).hostname if address else None)
    return (host or UNKNOWN_SOURCE).removeprefix("www.")


def _address(url: str | None) -> str | None:
    """An address of the web; anything else is none."""
    return url if url and url.isprintable() and urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname else None


def _day(text: str | None, retrieved_at: datetime) -> date | None:
    """The day of publication; none that lies after the page was read."""
    try:
        found = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return found if found <= retrieved_at.date() + timedelta(days=1) else None


def _line(text: str | None) -> str | None:
    """A text in one line of printable characters; None where nothing is left."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split()) or None if text else None
