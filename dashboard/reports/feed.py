"""RSS (0.9x, 1.0, 2.0) and Atom: each item of a feed is a report, in its own words, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.records import Report, digest
from dashboard.reports import feed_days, feed_parsing, markup, packed, xml_head
from dashboard.reports.plain_text import UNKNOWN_SOURCE
from dashboard.settings import MAX_REPORT_BYTES

ROOTS: Final = ("rss", "feed", "rdf")
"""The names of their roots, in small letters and without a prefix."""
LARGEST: Final = 5 * MAX_REPORT_BYTES
"""Bytes of a feed, unpacked; each of its items has the limit of a report."""
_MB: Final = 1024 * 1024
_LONGEST_NAME: Final = 100
"""Characters of an outlet's name; what is longer is a slogan."""
_LONGEST: Final = 1000
"""Characters of any other value beside the text."""
_LANGUAGE: Final = re.compile(r"[a-z]{2}(?=$|[-_])")
_READABLE: Final = ("text/html", "application/xhtml+xml", "text/plain", "html", "xhtml", "text")
_STAMPS: Final = ("published", "updated", "created")
"""Where a day stands, best first; feeds with Dublin Core have theirs in the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Channel:
    """What a feed says of itself, and so of all its items."""

    title: str | None
    link: str | None
    language: str | None
    licence: str | None


def reports(
    file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime, address: str | None = None
) -> Iterator[Report | SourceError]:
    """The items of a feed in their order, each once; an error in the place of what cannot be read.

    Args:
        file: The feed.
        name: How messages name it.
        doc_id: Its name in output rows.
        retrieved_at: When it was read, UTC.
        address: Where it came from; what its links are relative to.

    Raises:
        SourceTooLargeError: the feed is larger than the limit.
        SourceError: it is damaged, declares entities of its own, or holds no item.
    """
    text = xml_head.decode(_content(file, name))
    head = xml_head.head(text)
    if head.has_own_entities:
        raise SourceError(f"{name}: declares XML entities of its own, which can swell beyond all limits; it is not read.")
    parsed = feed_parsing.parse(text[head.start :], root=head.root or "", address=address)
    channel = _channel(parsed.channel)
    seen: set[str] = set()
    count = 0
    for number, item in enumerate(parsed.items, 1):
        where = f"{name}, item {number}"
        try:
            if item is None:
                raise SourceError(f"{where}: is damaged beyond reading; fetch it again, or leave it out.")  # noqa: TRY301 - as the others
            made = _report(item, channel, name=where, doc_id=f"{doc_id}/{number}", retrieved_at=retrieved_at)
        except SourceError as error:
            count += 1
            yield error
            continue
        if made is None:
            continue
        count += 1
        marks = _marks(item, made) if item else set()
        if not seen.intersection(marks):
            yield made
        seen.update(marks)
    if parsed.is_cut:
        read = f"after {count} whole item{'' if count == 1 else 's'}, which were read" if count else "before its first item ends"
        yield SourceError(f"{name}: is cut off {read}; fetch it again for the rest.")
    elif not count:
        raise SourceError(f"{name}: is a feed without any item to read; leave it out, or try again later.")


def _content(file: BinaryIO, name: str) -> bytes:
    """All of a feed, unpacked."""
    try:
        return packed.unpacked(file.read(LARGEST + 1), LARGEST)
    except packed.SwollenError as error:
        raise SourceTooLargeError(
            f"{name}: is larger than {LARGEST // _MB} MB, the limit for a feed; split it, or leave it out."
        ) from error
    except packed.PackedError as error:
        raise SourceError(f"{name}: is packed with gzip and damaged; fetch it again.") from error


def _channel(said: Mapping[str, Any]) -> _Channel:
    return _Channel(
        title=_line(said, "title"),
        link=_address(said, "link"),
        language=_language(said, "language"),
        licence=_licence(said),
    )


def _report(entry: Mapping[str, Any], channel: _Channel, *, name: str, doc_id: str, retrieved_at: datetime) -> Report | None:
    """The report that an item is; None for one without a word.

    Raises:
        SourceTooLargeError: its text is larger than a report may be.
    """
    title = _line(entry, "title")
    text = _text(title, _body(entry, name))
    if not text:
        return None
    url = _address(entry, "feedburner_origlink") or _address(entry, "link")
    source = _outlet(entry, channel)
    return Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        published=_day(entry, retrieved_at),
        url=None if url == channel.link else url,  # the front page is no item's own address
        title=title,
        language=_language(entry, "iso_language") or _language(entry, "language") or _content_language(entry) or channel.language,
        licence=_licence(entry) or channel.licence,
        retrieved_at=retrieved_at,
        doc_id=doc_id,
    )


def _marks(entry: Mapping[str, Any], report: Report) -> set[str]:
    """What makes two items the same: the address, the id, or the words."""
    own = _get(entry, "id")
    marks = {f"text {digest(report.text)}"}
    if report.url:
        marks.add(f"url {report.url}")
    if isinstance(own, str) and own.strip():
        marks.add(f"id {own.strip()}")
    return marks


def _body(entry: Mapping[str, Any], name: str) -> list[str]:
    """The paragraphs of an item: its content where it brings it along, else its summary."""
    pieces: list[object] = [*_list(_get(entry, "content")), _get(entry, "summary_detail")]
    for piece in pieces:
        if not isinstance(piece, dict):
            continue
        value, kind = piece.get("value"), piece.get("type") or "text/html"
        if not isinstance(value, str) or kind not in _READABLE:
            continue
        if len(value) > MAX_REPORT_BYTES:
            limit = MAX_REPORT_BYTES // _MB
            raise SourceTooLargeError(f"{name}: is larger than {limit} MB, the limit for a report; leave it out.")
        found = markup.plain_paragraphs(value) if kind in ("text/plain", "text") else markup.paragraphs(value)
        if found:
            return found
    return []


def _text(title: str | None, body: Sequence[str]) -> str:
    """An item's paragraphs under its headline, which often tells what they do not; once, where they begin with it."""
    if not title or (body and body[0].casefold().startswith(title.casefold().rstrip(" .…"))):
        return "\n\n".join(body)
    return "\n\n".join((title, *body))


def _outlet(entry: Mapping[str, Any], channel: _Channel) -> str:
    """Who speaks: the outlet that a collection names for the item, else the feed, else the host of its address."""
    source = _get(entry, "source")
    own = _line(source, "title") if isinstance(source, dict) else None
    for called in (own, channel.title):
        if called and len(called) <= _LONGEST_NAME and "://" not in called:
            return called
    host = urlsplit(channel.link or "").hostname
    return host.removeprefix("www.") if host else UNKNOWN_SOURCE


def _day(entry: Mapping[str, Any], retrieved_at: datetime) -> date | None:
    stamps = (_get(entry, key) for key in _STAMPS)
    days = (feed_days.day(stamp, read_at=retrieved_at) for stamp in stamps if isinstance(stamp, str))
    return next((found for found in days if found), None)


def _licence(said: Mapping[str, Any]) -> str | None:
    """The address of a licence, else the words about rights."""
    links = (link for link in _list(_get(said, "links")) if isinstance(link, dict) and link.get("rel") == "license")
    return next((found for link in links if (found := _address(link, "href"))), None) or _line(said, "rights")


def _language(said: Mapping[str, Any], key: str) -> str | None:
    value = _get(said, key)
    found = _LANGUAGE.match(value.strip().lower()) if isinstance(value, str) else None
    return found.group() if found else None


def _content_language(entry: Mapping[str, Any]) -> str | None:
    pieces = [*_list(_get(entry, "content")), _get(entry, "summary_detail"), _get(entry, "title_detail")]
    return next((found for piece in pieces if isinstance(piece, dict) and (found := _language(piece, "language"))), None)


def _line(said: Mapping[str, Any], key: str) -> str | None:
    """A value in one line; None where there is none, or one of absurd length."""
    value = _get(said, key)
    if not isinstance(value, str) or len(value) > _LONGEST * 4:
        return None
    found = markup.line(value)
    return found if 0 < len(found) <= _LONGEST else None


def _address(said: Mapping[str, Any], key: str) -> str | None:
    """An address of the web; anything else is none."""
    value = _get(said, key)
    if not isinstance(value, str) or len(value) > _LONGEST * 4:
        return None
    url = value.strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        return None
    return url if usable else None


def _get(said: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - whatever the library has there
    """A value, or None; the library's own way of asking takes one stamp for another, warns, and stumbles over its own links."""
    return dict.get(said, key) if isinstance(said, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
