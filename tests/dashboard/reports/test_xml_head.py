"""How documents of XML begin."""

from __future__ import annotations

import pytest

from dashboard.reports.xml_head import Head, decode, head

HEADS = [
    ("<rss version='2'>", Head(root="rss", start=0)),
    ('<?xml version="1.0"?>\n<!-- <feed> --> <rdf:RDF a="b">', Head(root="rdf", start=38, declared=True)),
    ("<!DOCTYPE html><HTML>", Head(root="html", start=15)),
    ("<!DOCTYPE a [ <!ENTITY b 'c'> ]><rss>", Head(root="rss", start=32, has_own_entities=True)),
    ("<!DOCTYPE lolz [ <!ENTITY b 'c'>", Head(root="lolz", start=32, has_own_entities=True)),
    ("<!-- never closed <rss>", Head(root=None, start=23)),
    ("date 2024-04-05 <rss>", Head(root=None, start=0)),
    ("<3 hearts", Head(root=None, start=0)),
    ("", Head(root=None, start=0)),
]


@pytest.mark.parametrize(("text", "found"), HEADS)
def test_the_root_is_found_behind_what_may_stand_before_it(text: str, found: Head) -> None:
    """Prologs, comments and DOCTYPEs; what is no XML has no root."""
    assert head(text) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1251"])
def test_encodings(encoding: str) -> None:
    """With marks, without, declared and undeclared."""
    text = "<?xml version='1.0'?><a>Ракета попала в дом</a>"
    assert decode(text.encode(encoding)) == text


def test_what_xml_may_not_hold_is_left_out() -> None:
    """Control characters, and what stands before the first sign."""
    assert decode(b" \n\xef\xbb\xbf\n<a>\x00b\x1b\tc</a>") == "<a>b\tc</a>"
    numbers = b"&#0;&#27;&#xD800;&#xffff;&#x110000;&#" + b"9" * 5000 + b";&#10;&#x416;&#0000065;"
    assert decode(b"<a>" + numbers) == "<a>&#10;&#x416;&#0000065;"
