"""Short ways from an invented text to what the rules read in it."""

from __future__ import annotations

from datetime import date

from dashboard.extraction import find
from dashboard.extraction.cyrillic.line import Line, lines
from dashboard.extraction.document import Sentence
from dashboard.locating import locate
from dashboard.records import AidClaim, Report, StrikeClaim, digest
from gazetteer import Gazetteer

PUBLISHED = date(2024, 6, 13)
"""A Thursday."""


def line(text: str) -> Line:
    """One sentence, made plain."""
    return lines((Sentence(0, 0, len(text), 0, text, is_heading=False, section=0),))[0]


def report(text: str, published: date | None = PUBLISHED) -> Report:
    """A report of the text alone."""
    return Report(report_id=digest("invented", text), source="invented", text=text, published=published)


def strikes(text: str, gazetteer: Gazetteer, published: date | None = PUBLISHED) -> list[StrikeClaim]:
    """The located strikes of a text."""
    return [c for c in _claims(text, gazetteer, published) if isinstance(c, StrikeClaim)]


def aid(text: str, gazetteer: Gazetteer, published: date | None = PUBLISHED) -> list[AidClaim]:
    """The aid of a text."""
    return [c for c in _claims(text, gazetteer, published) if isinstance(c, AidClaim)]


def _claims(text: str, gazetteer: Gazetteer, published: date | None) -> list[StrikeClaim | AidClaim]:
    told = report(text, published)
    toponyms = gazetteer.geoparse(text)
    relatives = gazetteer.relatives(text, toponyms)
    return list(locate(find(told, toponyms, relatives), toponyms, relatives))
