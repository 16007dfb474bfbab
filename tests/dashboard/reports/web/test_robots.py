"""robots.txt, as RFC 9309 reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.web import robots

CASES = [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: Strikemap\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: strikemap/1.0\nAllow: /", "/a", True),
    ("User-agent: strikemapper\nDisallow: /", "/a", True),
    ("User-agent: other\nUser-agent: strikemap\n\nDisallow: /a", "/a", False),
    ("User-agent: strikemap\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: strikemap\nDisallow: /c", "/c", False),
    ("User-agent: strikemap\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: strikemap\nDisallow: /c", "/b", True),
    ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
    ("User-agent: *\nAllow: /news/open\nDisallow: /news", "/news/1", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*.php$", "/x/a.php", False),
    ("User-agent: *\nDisallow: /*.php$", "/x/a.php?b", True),
    ("User-agent: *\nDisallow: /a*b*c", "/a1b2c3", False),
    ("User-agent: *\nDisallow: /a*b*c", "/acb", True),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /новини", "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1", False),
    ("User-agent: *\nDisallow: /%7Eanna", "/~anna", False),
    ("user-AGENT:*#all\n disallow : /x # not this", "/x", False),
    ("Disallow: /", "/a", True),
    ("Sitemap: https://a.example/s.xml\n<html>Disallow: /", "/a", True),
    ("User-agent: *\r\nCrawl-delay: 5\r\nDisallow: /x", "/x", False),
]


@pytest.mark.parametrize(("file", "path", "allowed"), CASES)
def test_what_may_be_read(file: str, path: str, allowed: bool) -> None:  # noqa: FBT001 - the case's own answer
    """The group that names us, else the one for all; the longest rule, of two as long the kinder."""
    assert robots.parse(file.encode()).allow(path) is allowed


@pytest.mark.parametrize(("said", "delay"), [("3", 3.0), ("0.5", 0.5), ("soon", 0.0), ("-1", 0.0), ("inf", 0.0), ("nan", 0.0)])
def test_the_pause_that_is_asked_for(said: str, delay: float) -> None:
    """As far as it is a number of seconds."""
    assert robots.parse(f"User-agent: *\nCrawl-delay: {said}".encode()).delay == delay


def test_no_pattern_takes_long() -> None:
    """A rule of a thousand stars against a long path is decided at once."""
    assert robots.parse(b"User-agent: *\nDisallow: /" + b"*a" * 1000 + b"b").allow("/" + "a" * 4000)


@given(st.binary(max_size=200), st.text(max_size=20))
def test_no_file_breaks_it(file: bytes, path: str) -> None:
    """Whatever it holds, there is an answer."""
    assert robots.parse(b"User-agent: *\nDisallow: " + file).allow(path) in (True, False)
