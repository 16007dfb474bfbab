"""What lies at an address -> reports; what came back decides the reader, as for files."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.records import Report, digest
from dashboard.reports import contents, feed, json_lines, packed, page, plain_text, telegram
from dashboard.reports.web import addresses
from dashboard.reports.web.addresses import Address
from dashboard.reports.web.fetching import Fetcher, Fetching, Page, printable
from dashboard.reports.web.remembered import Fetched, Memory
from dashboard.settings import MAX_REPORT_BYTES

_HTML: Final = ("text/html", "application/xhtml+xml")
_LINES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines")
_BINARY: Final = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"OggS")
_BINARY_KINDS: Final = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/msword",
    "application/vnd.",
)
_ALLOWS_TEXT: Final = ("text", "xml", "json")


class Web:
    """What one run reads from the web."""

    def __init__(self, fetching: Fetching | None = None, *, has_read: Callable[[str], bool] | None = None) -> None:
        """Nothing is asked yet.

        Args:
            fetching: How the web is asked.
            has_read: Whether a store has a report; without one, each feed is asked for in full.
        """
        self._fetching = fetching or Fetching()
        self._fetcher = Fetcher(self._fetching)
        self._memory = Memory(self._fetching.memory)
        self._has_read = has_read
        self._new: dict[str, Fetched] = {}
        self._pages: dict[str, str] = {}
        """Address of a page that was read for an item -> the id of its report."""

    def reports(self, address: str, *, retrieved_at: datetime) -> Iterator[contents.Read]:
        """The reports at an address; none where a feed has nothing new.

        Raises:
            SourceError: it cannot be fetched, or must not be, or is nothing that is read.
        """
        key = f"{'follow ' if self._fetching.follow else ''}{addresses.public_form(address)}"
        last = self._known(self._memory.of(key))
        fetched = self._fetcher.fetch(address, is_given=True, etag=last.etag, modified=last.modified)
        if fetched is None:
            return
        name, doc_id = public_name(address), stem(fetched.address)
        found = _opened(fetched, name)
        reader = _reader_of(found, name)
        if reader is None:
            yield _one(found, name, doc_id=doc_id, retrieved_at=retrieved_at)
        elif reader is feed.reports:
            items = feed.reports(
                io.BytesIO(found.content), name=name, doc_id=doc_id, retrieved_at=retrieved_at, address=found.address.shown
            )
            yield from self._remembering(key, found, last, self.followed(_named(items, found), last=last))
        else:
            yield from _named(reader(io.BytesIO(found.content), name=name, doc_id=doc_id, retrieved_at=retrieved_at), found)

    def followed(self, items: Iterator[contents.Read], *, last: Fetched | None = None) -> Iterator[contents.Read]:
        """The items of a feed; where that is asked for, each with the text of its page, or its own and an error where that fails."""
        for item in items:
            if not self._fetching.follow or not isinstance(item, Report) or item.url is None:
                yield item
            elif last is None or item.url not in last.followed:
                yield from self._page_of(item, item.url)

    def remember(self) -> None:
        """Keep what feeds said, once all that was read is recorded."""
        self._memory.keep(self._new)
        self._new = {}

    def _page_of(self, item: Report, url: str) -> Iterator[contents.Read]:
        try:
            fetched = self._fetcher.fetch(url, is_given=False)
            told = None if fetched is None else _page(fetched, url, item)
            if told is None:
                raise SourceError(f"{url}: is no page of one article.")  # noqa: TRY301 - it takes the same way as the others
        except SourceError as error:
            yield item
            yield SourceError(f"{str(error).rstrip('.')}. The feed's own words of it were read instead.")
            return
        # One outlet under one name: so the text of the page takes the place of a summary that a store has from before.
        own = digest(item.source, told.text)
        self._pages[url] = own
        yield replace(
            told,
            report_id=own,
            source=item.source,
            published=item.published or told.published,
            title=told.title or item.title,
            language=told.language or item.language,
            licence=told.licence or item.licence,
            url=url,
        )

    def _remembering(self, key: str, found: Page, last: Fetched, items: Iterator[contents.Read]) -> Iterator[contents.Read]:
        """What a feed gives; only where all of it was read without an error, it will be asked whether there is anything new."""
        made: dict[str, str] = {}
        failed = False
        for item in items:
            failed = failed or isinstance(item, SourceError)
            if isinstance(item, Report):
                made[item.report_id] = item.url or ""
            yield item
        followed = {url: own for own, url in made.items() if self._pages.get(url) == own}
        kept = dict(last.followed) if self._fetching.follow else {}
        told = tuple(dict.fromkeys((*made, *kept.values())))
        whole = Fetched(etag=found.etag, modified=found.modified, reports=told, followed=kept | followed)
        self._new[key] = whole if not failed else replace(whole, etag="", modified="")

    def _known(self, last: Fetched) -> Fetched:
        """What is remembered of a feed as far as the store of this run has it."""
        has = self._has_read
        if has is None:
            return Fetched()
        followed = {url: own for url, own in last.followed.items() if has(own)}
        is_whole = bool(last.reports) and all(map(has, last.reports))
        known = replace(last, followed=followed)
        return known if is_whole else replace(known, etag="", modified="")


def public_name(address: str) -> str:
    """How messages name an address."""
    return printable(addresses.public_form(address))


def stem(address: Address) -> str:
    """The name of what lies at an address in output rows: the last part of its path without its ending, or its host."""
    last = PurePosixPath(unquote(address.target.partition("?")[0])).stem
    return printable(last) or address.host


def _one(found: Page, name: str, *, doc_id: str, retrieved_at: datetime) -> Report:
    """The report that a page or a text is; its source is the outlet, or the host."""
    content, url = found.content, found.address.shown
    if found.kind in _HTML or page.is_page(content):
        told = page.report(content, name=name, doc_id=doc_id, retrieved_at=retrieved_at, url=url)
    else:
        told = plain_text.report(plain_text.decode(content, name), name=name, doc_id=doc_id, retrieved_at=retrieved_at)
        told = replace(told, url=told.url or url)
    return _sourced(told, found)


def _page(fetched: Page, name: str, item: Report) -> Report | None:
    """The report that the page of an item is; None where it is something else."""
    found = _opened(fetched, name)
    if _reader_of(found, name) is not None:
        return None
    return _one(found, name, doc_id=item.doc_id, retrieved_at=item.retrieved_at or datetime.now(UTC))


def _named(reports: Iterator[contents.Read], found: Page) -> Iterator[contents.Read]:
    return (_sourced(each, found) if isinstance(each, Report) else each for each in reports)


def _sourced(report: Report, found: Page) -> Report:
    """A report whose source is the host where nothing else names it."""
    if report.source != plain_text.UNKNOWN_SOURCE:
        return report
    host = found.address.host.removeprefix("www.")
    return replace(report, source=host, report_id=digest(host, report.text))


def _reader_of(found: Page, name: str) -> contents.Reader | None:
    """What reads something of several reports; None for a page or a text.

    Raises:
        SourceError: it is empty, or nothing that is read.
    """
    content = found.content
    if not content.strip():
        raise SourceError(f"{name}: is empty; leave it out.")
    if content.startswith(_BINARY) or (found.kind.startswith(_BINARY_KINDS) and not any(each in found.kind for each in _ALLOWS_TEXT)):
        raise SourceError(
            f"{name}: is no text ({found.kind or 'of an unknown kind'}); save its text to a file and name that, or leave it out."
        )
    beginning = content[: contents.BEGINNING]
    if page.is_page(beginning):
        return None
    return contents.reader_of(beginning, name=name, suffix=_suffix(found, name))


def _suffix(found: Page, name: str) -> str:
    """The ending that a file of this kind would have, where what it holds can only be told by that."""
    last = PurePosixPath(found.address.target.partition("?")[0]).suffix.lower()
    if found.kind in _LINES or last in json_lines.SUFFIXES:
        return json_lines.SUFFIXES[0]
    if "xml" in found.kind and found.kind not in _HTML:
        return ".xml"
    if found.content.lstrip()[:1] == b"{":
        if telegram.is_export(found.content[: contents.BEGINNING]):
            return ".json"
        if _is_lines(found.content):
            return json_lines.SUFFIXES[0]
    if found.kind.endswith("json"):
        raise SourceError(f"{name}: is JSON of a kind that is not read; JSON Lines with a text in each are, and Telegram's exports.")
    return ""


def _is_lines(content: bytes) -> bool:
    """Whether the first line is a report of JSON Lines."""
    try:
        first = json.loads(content.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and isinstance(first.get("text"), str)


def _opened(found: Page, name: str) -> Page:
    """What was fetched, unpacked where it is a packed file, and in UTF-8 where the server names another encoding that it is in.

    Raises:
        SourceError: it is packed and damaged.
        SourceTooLargeError: it is packed and comes to more than a report may.
    """
    try:
        content = packed.unpacked(found.content, MAX_REPORT_BYTES)
    except packed.PackedError as error:
        raise SourceError(f"{name}: is packed with gzip and damaged; try again later.") from error
    except packed.SwollenError as error:
        limit = MAX_REPORT_BYTES // (1024 * 1024)
        raise SourceTooLargeError(f"{name}: is larger than {limit} MB, the limit for what is read; leave it out.") from error
    return replace(found, content=_in_unicode(content, found.charset) if found.charset else content)


def _in_unicode(content: bytes, charset: str) -> bytes:
    """A content in UTF-8; as it is where it is that already, or the encoding is none."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            codec = codecs.lookup(charset)
            return content if codec.name == "utf-8" else codec.decode(content, "replace")[0].encode()
        except (LookupError, UnicodeError, TypeError, AttributeError):  # none that a text is in
            return content
    return content
