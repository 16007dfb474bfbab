"""Reports as JSON Lines: one object a line, `text` in each, and what is known beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports.plain_text import UNKNOWN_SOURCE
from dashboard.settings import MAX_REPORT_BYTES

SUFFIXES: Final = (".jsonl", ".ndjson")
_KEYS: Final = ("id", "text", "date", "source", "url", "title", "language", "licence")
_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a character, which no encoding can write."""
_LONGEST: Final = 1000
"""Characters of a value beside the text."""


def reports(file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Report | SourceError]:
    """The report of each line, and an error in the place of each that is none; blank lines are passed over."""
    number = 0
    while line := file.readline(MAX_REPORT_BYTES + 1):
        number += 1
        where = f"{name}, line {number}"
        if len(line) > MAX_REPORT_BYTES:
            while line and not line.endswith(b"\n"):
                line = file.readline(MAX_REPORT_BYTES)
            yield SourceError(f"{where}: is larger than {MAX_REPORT_BYTES // (1024 * 1024)} MB, the limit for a report; leave it out.")
            continue
        if not line.strip():
            continue
        try:
            yield _report(_object(line, where), where, doc_id=f"{doc_id}/{number}", retrieved_at=retrieved_at)
        except SourceError as error:
            yield error


def _object(line: bytes, where: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where}: is no JSON ({' '.join(str(error).split())[:100]}); write one object a line, in UTF-8.") from error
    if not isinstance(found, dict):
        raise SourceError(f'{where}: is no JSON object; write {{"text": ...}} with {", ".join(_KEYS[2:])} where they are known.')
    return found


def _report(row: Mapping[str, Any], where: str, *, doc_id: str, retrieved_at: datetime) -> Report:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise SourceError(f'{where}: has no "text"; a report is its text, in a field of this name.')
    if _HALF.search(text) is not None:
        raise SourceError(f"{where}: its text holds half a character (a lone surrogate); write it as UTF-8.")
    values = {key: _value(row, key, where) for key in _KEYS[3:]}
    source = values["source"] or UNKNOWN_SOURCE
    own = _value(row, "id", where)
    return Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        published=_day(row, where),
        url=values["url"] if (values["url"] or "").startswith(("http://", "https://")) else None,
        title=values["title"],
        language=values["language"],
        licence=values["licence"],
        retrieved_at=retrieved_at,
        doc_id=own or doc_id,
    )


def _value(row: Mapping[str, Any], key: str, where: str) -> str | None:
    """A value in one printable line; None where it is not given."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str | int):
        raise SourceError(f'{where}: "{key}" is no text; write it as a string, or leave it out.')
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())
    if len(line) > _LONGEST:
        raise SourceError(f'{where}: "{key}" is longer than {_LONGEST} characters; leave it out.')
    return line or None


def _day(row: Mapping[str, Any], where: str) -> date | None:
    value = row.get("date", row.get("published"))
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise SourceError(f'{where}: "date" is {str(value)[:40]!r}, which is no day; write it as YYYY-MM-DD.') from error
