"""The header of a plain-text report: `date YYYY-MM-DD`, and lines of `source`, `url`, `title`, `language`, `licence` up to a blank line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlsplit

KEYS: Final = ("source", "url", "title", "language", "licence")
"""What may follow the date line, each once, in any order."""

_DATE: Final = re.compile(r"\s*date[ \t]+(?P<day>\d+([-./])\d+\2\d+)(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?", re.IGNORECASE)
"""What means to be a date, so that a wrong one is told and not taken for text."""
_REST_IS_BLANK: Final = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)")
_LINE: Final = re.compile(rf"(?P<key>{'|'.join(KEYS)})[ \t]+(?P<value>[^\r\n]*\S)[^\S\r\n]*(?:\r\n|\r|\n)")
_BLANK: Final = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)")
_SPACE: Final = re.compile(r"\s*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?=$|[-_])")


class HeaderError(ValueError):
    """The header means to give a date and gives none; write it as `date YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a header says."""

    published: date | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """The lines after the date, by key, white space collapsed."""
    body_start: int = 0
    """Where the text after the header begins, code points; 0 without a header."""

    @property
    def url(self) -> str | None:
        """The address, where it is one of the web."""
        url = self.values.get("url", "")
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if parts.scheme in ("http", "https") and parts.netloc and " " not in url else None

    @property
    def language(self) -> str | None:
        """ISO 639, in small letters, without the country."""
        found = _LANGUAGE.match(self.values.get("language", "").lower())
        return found.group() if found else None


def parse(text: str) -> Header:
    """The header of a text; an empty one where the text does not start with a date line.

    Raises:
        HeaderError: it starts with `date` and something like a date that is none.
    """
    found = _DATE.match(text)
    if found is None:
        return Header()
    published = _day(found["day"])
    values, end = _lines(text, found.end())
    body = _SPACE.match(text, end)
    return Header(published=published, values=values, body_start=end if body is None else body.end())


def _day(written: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise HeaderError(f"its first line gives {written[:40]!r} as the date, which is no date; write it as `date YYYY-MM-DD`")


def _lines(text: str, position: int) -> tuple[dict[str, str], int]:
    """The header lines after the date and where they end; none where no blank line ends them, for then they are text."""
    rest = _REST_IS_BLANK.match(text, position)
    if rest is None:
        return {}, position
    values: dict[str, str] = {}
    at = rest.end()
    while line := _LINE.match(text, at):
        if line["key"] in values:
            return {}, position
        values[line["key"]] = _clean(line["value"])
        at = line.end()
    blank = _BLANK.match(text, at)
    return (values, blank.end()) if blank else ({}, position)


def _clean(value: str) -> str:
    """A value on one line, without control or formatting characters that could disturb a screen."""
    kept = "".join(" " if char.isspace() else char for char in value)
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cf")).split())
