"""Saved pages: the article and who says it when, and nothing of the page around it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports import page, read_all

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = "A missile hit an apartment block in Kharkiv on Thursday, killing six people and injuring eleven, the governor said."
SECOND = "Rescuers searched the rubble through the night, and two children were taken to a hospital with burns."
THIRD = "Officials said that power was restored to most of the district by the morning, and that schools would open on Monday."


def html(*, head: str = "", charset: str = "utf-8", body: str = "") -> str:
    """A page with an article, a menu, teasers and a footer."""
    paragraphs = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Missile hits Kharkiv | Outlet</title>{head}
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/war">War in Sudan kills ninety</a></li></ul></nav>
<article><h1>Missile hits Kharkiv</h1>{paragraphs}{body}</article>
<aside><h3>Read also</h3><a href="/x">Nine killed in Odesa</a></aside>
<footer><p>Copyright Outlet. Subscribe to our newsletter for all the news of the day.</p></footer></body></html>"""


HEAD = """<meta property="og:title" content="Missile hits Kharkiv &amp; kills six"><meta property="og:site_name" content="Outlet Daily">
<meta content="2024-04-05T08:00:00+03:00" property="article:published_time"><link rel="canonical" href="https://outlet.example/news/1">"""


def report(content: bytes) -> Report:
    """The report of a page."""
    return page.report(content, name="a.html", doc_id="a", retrieved_at=NOW)


def test_an_article_is_found_with_its_particulars() -> None:
    """Text in paragraphs, headline without entities, day, address and outlet; nothing of menus, teasers and footers."""
    found = report(html(head=HEAD).encode())
    assert found.text.split("\n\n") == [FIRST, SECOND, THIRD]
    assert (found.title, found.published, found.url, found.source) == (
        "Missile hits Kharkiv",
        date(2024, 4, 5),
        "https://outlet.example/news/1",
        "Outlet Daily",
    )
    assert (found.doc_id, found.body_start, found.licence) == ("a", 0, None)
    assert found.report_id == digest("Outlet Daily", found.text)


@pytest.mark.parametrize("charset", ["windows-1251", "iso-8859-5", "koi8-r", "utf-8"])
def test_the_encoding_that_a_page_declares_is_read(charset: str) -> None:
    """Also where it is none of today's."""
    text = "Ракета попала в жилой дом в Харькове, погибли шесть человек, сообщил глава области. " * 2
    made = html(head=HEAD, charset=charset).replace(FIRST, text.strip()).replace(SECOND, "Спасатели работали всю ночь на завалах.")
    found = report(made.encode(charset, "xmlcharrefreplace"))
    assert text.strip() in found.text
    late = made.replace("<head>", f"<head><script>var charset = 'utf-8';</script><!--{'x' * 5000}-->")
    assert text.strip() in report(late.encode(charset, "xmlcharrefreplace")).text


def test_a_bad_byte_costs_that_byte(tmp_path: Path) -> None:
    """A page that is UTF-8 but for one byte is read as UTF-8."""
    content = html(head=HEAD).replace("children", "children – дітей").encode().replace(b"burns", b"bur\xffns")
    (tmp_path / "a.html").write_bytes(content)
    (found,) = read_all([str(tmp_path)], retrieved_at=NOW)
    assert isinstance(found, Report)
    assert "дітей" in found.text


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2999-01-01">', None),
        ('<meta property="article:published_time" content="soon">', None),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"datePublished":"2024-04-05T23:30:00Z"}]}</script>',
            date(2024, 4, 5),
        ),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_the_day_is_that_of_publication_or_none(head: str, published: date | None) -> None:
    """A day of the future is none; a broken block is passed over."""
    assert report(html(head=head).encode()).published == published


@pytest.mark.parametrize("name", ["", "x" * 61, "https://social.example/outlet"])
def test_an_outlet_without_a_name_is_called_by_its_host(name: str) -> None:
    """A slogan or an address is no name."""
    head = HEAD.replace("Outlet Daily", name).replace("https://outlet.example", "https://www.outlet.example")
    assert report(html(head=head).encode()).source == "outlet.example"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ftp://outlet.example/1"])
def test_an_address_that_is_none_of_the_web_is_left_out(url: str) -> None:
    """It would be shown as a link."""
    found = report(html(head=HEAD.replace("https://outlet.example/news/1", url)).encode())
    assert found.url is None or found.url.startswith("http")


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"<!doctype html><html><body><p>Short.</p></body></html>",
        b"<html><body><script>document.write('<p>text</p>')</script></body></html>",
        b"<!DOCTYPE html><html>" + b"<div>" * 100_000,
        b"<html>\0\0\0</html>",
        b"<!DOCTYPE html><html><body><h1>Please accept cookies</h1><button>OK</button></body></html>",
    ],
)
def test_a_page_without_an_article_is_told(content: bytes) -> None:
    """One line that names it, and no traceback."""
    with pytest.raises(SourceError, match=r"a\.html: no article was found"):
        report(content)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000), st.booleans())
def test_whatever_follows_the_beginning_of_a_page_is_a_report_or_told(rest: bytes, whole: bool) -> None:  # noqa: FBT001 - drawn
    """No other error than ours."""
    content = b"<!doctype html><html><body>" + rest + (html().encode() if whole else b"")
    try:
        found = report(content)
    except SourceError:
        return
    assert found.text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"<!DOCTYPE html><html>", True),
        (b"\xef\xbb\xbf  <HTML lang='uk'>", True),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html>', True),
        (b"<!-- saved from url=(0030)https://outlet.example/news --><html>", True),
        (b"date 2024-04-05\n\n<html> is a word here", False),
        (b"<htmlish>", False),
        (b"", False),
        (b'<?xml version="1.0"?><rss></rss>', False),
    ],
)
def test_a_page_is_told_by_how_it_begins(content: bytes, expected: bool) -> None:  # noqa: FBT001 - a case
    """Not by what it is called."""
    assert page.is_page(content) is expected


def test_a_folder_gives_texts_and_pages(tmp_path: Path) -> None:
    """Each is read as what it is, whatever its name ends with."""
    (tmp_path / "a.htm").write_text(html(head=HEAD), encoding="utf-8")
    (tmp_path / "b.txt").write_text("date 2024-04-05\n\nA quiet day.", encoding="utf-8")
    (tmp_path / "c.txt").write_text(html(head=HEAD.replace("Daily", "Weekly")), encoding="utf-8")
    (tmp_path / "d.pdf").write_bytes(b"%PDF")
    found = [each for each in read_all([str(tmp_path)], retrieved_at=NOW) if isinstance(each, Report)]
    assert [each.source for each in found] == ["Outlet Daily", "unknown", "Outlet Weekly"]


@pytest.mark.parametrize(
    ("heading", "window", "title"),
    [
        ("Six die as missile hits Kharkiv", "Six die as missile hits Kharkiv - World | Outlet", "Six die as missile hits Kharkiv"),
        ("Outlet Daily News", "Missile hits Kharkiv | Outlet", "Kharkiv hit"),
        ("World", "Missile hits Kharkiv | Outlet", "Kharkiv hit"),
        ("Missile hits Kharkiv</h1><h1>Missile hits Odesa", "Missile hits Kharkiv | Outlet", "Kharkiv hit"),
    ],
)
def test_the_headline_is_the_one_that_the_page_shows(heading: str, window: str, title: str) -> None:
    """Where it shows one, and its title bears it out; else what it tells machines."""
    made = html(head='<meta property="og:title" content="Kharkiv hit"><meta property="og:site_name" content="Outlet Daily">')
    made = made.replace("<h1>Missile hits Kharkiv</h1>", f"<h1>{heading}</h1>").replace("Missile hits Kharkiv | Outlet", window)
    assert report(made.encode()).title == title


def test_a_day_at_the_end_of_the_title_is_the_day() -> None:
    """As German outlets have it; one that there is not is none."""
    made = html().replace("Missile hits Kharkiv | Outlet", "Missile hits Kharkiv | Outlet | 28.04.2023")
    assert report(made.encode()).published == date(2023, 4, 28)
    assert report(made.replace("28.04", "31.04").encode()).published != date(2023, 4, 28)
