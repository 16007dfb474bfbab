"""Bytes -> text -> Report, for plain text. Nothing is translated on the way, so that offsets count the file as it is."""

from __future__ import annotations

import codecs
from datetime import datetime

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports import header

UNKNOWN_SOURCE = "unknown"

_OTHER_UNICODE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes, name: str) -> str:
    """The text of a file: UTF-8, a byte-order mark taken off, line ends as they are.

    Raises:
        SourceError: the content is binary, or not UTF-8.
    """
    if content.startswith(_OTHER_UNICODE):
        raise SourceError(f"{name}: is UTF-16 or UTF-32 text; save it as UTF-8.")
    if b"\0" in content:
        raise SourceError(f"{name}: is binary, not text (byte 0 at offset {content.index(0)}); leave it out, or save its text as UTF-8.")
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        raise SourceError(f"{name}: is not UTF-8 (byte 0x{content[offset]:02X} at offset {offset}); save it as UTF-8.") from error


def report(text: str, *, name: str, doc_id: str, retrieved_at: datetime) -> Report:
    """The report that a text is.

    Raises:
        SourceError: it is empty, has nothing after its header, or a date that is none.
    """
    if not text.strip():
        raise SourceError(f"{name}: is empty; leave it out.")
    try:
        said = header.parse(text)
    except header.HeaderError as error:
        raise SourceError(f"{name}: {error}.") from error
    if said.body_start == len(text):
        raise SourceError(f"{name}: has a header and no text after it; leave it out.")
    source = said.values.get("source") or UNKNOWN_SOURCE
    return Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        body_start=said.body_start,
        published=said.published,
        url=said.url,
        title=said.values.get("title") or None,
        language=said.language,
        licence=said.values.get("licence") or None,
        retrieved_at=retrieved_at,
        doc_id=doc_id,
    )
