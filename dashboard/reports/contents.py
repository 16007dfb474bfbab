"""Which reader a content is for, by how it begins; the same for what lies on disk and for what came from the web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO, Final, Protocol

from dashboard.errors import SourceError
from dashboard.records import Coded, Note, Report
from dashboard.reports import feed, iati, json_lines, kiel, packed, page, plain_text, tables, telegram, workbook, xml_head

BEGINNING: Final = 4096
"""Bytes by which one kind of content is told from another."""
EXPORT: Final = "result.json"
"""What Telegram Desktop calls its export."""
SUFFIXES: Final = (
    ".txt",
    *page.SUFFIXES,
    *json_lines.SUFFIXES,
    *tables.SUFFIXES,
    *workbook.SUFFIXES,
    *xml_head.SUFFIXES,
    EXPORT,
)
"""What is taken from a folder; a file that is named itself may be called anything."""
NAMED: Final = ".txt, .html, .xml, .jsonl, .csv or .xlsx"

Read = Report | Coded | Note | SourceError
"""What a source gives: a report, a row that says what it says itself, a remark, or what went wrong."""


class Reader(Protocol):
    """Reads a content of several reports."""

    def __call__(self, file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Read]:
        """Read it from where it stands."""
        ...


_XML: Final[Mapping[str, Reader]] = dict.fromkeys(feed.ROOTS, feed.reports)
"""Root, without its prefix and in small letters -> what reads it."""


def reader_of(beginning: bytes, *, name: str, suffix: str) -> Reader | None:
    """What reads a content that holds several reports; None for one that is a report itself: a page or a text.

    Args:
        beginning: Its first bytes; `BEGINNING` of them are enough.
        name: How messages name it.
        suffix: The end of its name, in small letters.

    Raises:
        SourceError: it is XML that nothing here reads.
    """
    if suffix in json_lines.SUFFIXES:
        return json_lines.reports
    if suffix in tables.SUFFIXES:
        return tables.reports
    if suffix in workbook.SUFFIXES:
        return kiel.reports
    if suffix == ".json" and telegram.is_export(beginning):
        return telegram.reports
    start = packed.beginning(beginning, BEGINNING)
    if page.is_page(start):
        return None
    head = xml_head.head(xml_head.decode(start))
    if iati.is_activities(start):
        return iati.reports
    is_xml = head.declared or suffix in xml_head.SUFFIXES
    if reader := _XML.get(head.root or ""):
        return reader
    if is_xml and head.has_own_entities:
        raise SourceError(f"{name}: declares XML entities of its own, which can swell beyond all limits; it is not read.")
    if head.declared and head.root is None:
        raise SourceError(f"{name}: is XML that is cut off before its first element; fetch it again.")
    if is_xml and head.root not in (None, "html"):
        raise SourceError(f"{name}: is XML of a kind that is not read (<{head.root}>); of XML, feeds and IATI activities are.")
    return None


def one_report(content: bytes, *, name: str, doc_id: str, retrieved_at: datetime) -> Report:
    """The report that a content is: a page or a text.

    Raises:
        SourceError: it is neither.
    """
    if page.is_page(content):
        return page.report(content, name=name, doc_id=doc_id, retrieved_at=retrieved_at)
    text = plain_text.decode(content, name)
    return plain_text.report(text, name=name, doc_id=doc_id, retrieved_at=retrieved_at)
