"""What lies at an address, as reports."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports import Web, read_all
from dashboard.reports.contents import Read
from tests.dashboard.reports.web.served import LOCAL, Site

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = "A missile hit an apartment block in Kharkiv on Thursday, killing six people and injuring eleven, the governor said."
SECOND = "Rescuers searched the rubble through the night, and two children were taken to a hospital with burns."


def html(title: str = "Missile hits Kharkiv", text: str = FIRST) -> str:
    """A page with an article."""
    return f"""<!DOCTYPE html><html><head><title>{title}</title><meta property="og:site_name" content="Outlet Daily">
<meta property="article:published_time" content="2024-04-05"></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p>{text}</p><p>{SECOND}</p></article></body></html>"""


def item(number: int, link: str = "") -> str:
    """An item of a feed."""
    return f"""<item><title>Item {number}</title><link>{link or f"/news/{number}"}</link><guid>{number}</guid>
<pubDate>Sat, 06 Apr 2024 10:00:00 GMT</pubDate><description>Summary {number}.</description></item>"""


def rss(*items: str) -> str:
    """A feed."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet feed</title>{"".join(items)}</channel></rss>'


def read(*sources: str, web: Web | None = None) -> list[Read]:
    """All that sources give."""
    return list(read_all(sources, retrieved_at=NOW, web=web or Web(LOCAL)))


def reports(found: Iterable[Read]) -> list[Report]:
    """The reports among what was read."""
    return [each for each in found if isinstance(each, Report)]


def one(*sources: str) -> Report:
    """The only report of what was read."""
    (found,) = read(*sources)
    assert isinstance(found, Report), found
    return found


def test_a_page_is_read_for_its_article(site: Site) -> None:
    """Its address is where it was found in the end, its source the outlet that it names."""
    site.says("/news/missile.html", html(), "text/html")
    found = one(site.says("/short", "", status=301, Location="/news/missile.html"))
    assert found.text.split("\n\n") == [FIRST, SECOND]
    assert (found.source, found.url, found.doc_id) == ("Outlet Daily", site.address + "/news/missile.html", "missile")
    assert (found.published, found.retrieved_at) == (date(2024, 4, 5), NOW)


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "", "application/xml"])
def test_a_page_is_told_by_its_content_or_its_kind(site: Site, kind: str) -> None:
    """Whatever its server calls it; and what begins with no tag of a page is one where the server says so."""
    assert one(site.says("/a", html(), kind)).source == "Outlet Daily"
    assert one(site.says("/b", html().partition("<html>")[2], "text/html")).source == "Outlet Daily"


def test_a_text_is_read_with_its_header(site: Site) -> None:
    """Its host is its source where it names none; a text in another encoding is read where the server names that."""
    found = one(site.says("/a.txt", "date 2024-04-05\n\n" + FIRST, "text/plain"))
    assert (found.source, found.url, found.published) == ("127.0.0.1", site.address + "/a.txt", date(2024, 4, 5))
    assert found.report_id == digest(found.source, found.text)
    own = one(site.says("/b.txt", "date 2024-04-05\nsource The Paper\nurl https://paper.example/1\n\n" + FIRST, "text/plain"))
    assert (own.source, own.url) == ("The Paper", "https://paper.example/1")
    text = "Ракета попала в дом в Харькове."
    assert one(site.says("/c", text.encode("windows-1251"), "text/plain; charset=windows-1251")).text == text
    assert one(site.says("/d", text, "text/plain; charset=windows-1251")).text == text


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/xml", "text/html", "application/octet-stream", ""])
def test_a_feed_is_told_by_its_content(site: Site, kind: str) -> None:
    """Its links lead from its own address; no page of an item is asked for."""
    found = reports(read(site.says("/news/feed", rss(item(1), item(2, "https://paper.example/2")), kind)))
    assert [each.url for each in found] == [site.address + "/news/1", "https://paper.example/2"]
    assert [each.doc_id for each in found] == ["feed/1", "feed/2"]
    assert {each.source for each in found} == {"Outlet feed"}
    assert site.asked == ["/robots.txt", "/news/feed"]


def test_a_feed_in_other_clothes(site: Site) -> None:
    """Packed as a file, and in an encoding that only the server names."""
    assert len(reports(read(site.says("/a.gz", gzip.compress(rss(item(1)).encode()), "application/gzip")))) == 1
    assert one(site.says("/a.html.gz", gzip.compress(html().encode()), "application/gzip")).source == "Outlet Daily"
    for bad, message in ((gzip.compress(b"x")[:-4], "damaged"), (gzip.compress(b"x" * (11 << 20)), "10 MB")):
        (error,) = read(site.says(f"/{message[:2]}", bad))
        assert message in str(error)
    russian = rss(item(1)).replace("Item 1", "Ракета попала в дом").encode("koi8-r")
    assert one(site.says("/b", russian, "text/xml; charset=koi8-r")).title == "Ракета попала в дом"


def test_lines_and_exports(site: Site) -> None:
    """JSON Lines by their kind, their name or their first line; Telegram's exports by how they begin; sources are hosts at the least."""
    lines = '{"text": "One.", "url": "https://a.example/1"}\n{"text": "Two.", "source": "Two"}\n'
    for path, kind in (("/a.jsonl", ""), ("/b", "application/x-ndjson"), ("/c", "application/json")):
        found = reports(read(site.says(path, lines, kind)))
        assert [(each.text, each.source) for each in found] == [("One.", "127.0.0.1"), ("Two.", "Two")]
        assert [each.url for each in found] == ["https://a.example/1", None]
    post = {"id": 1, "type": "message", "date": "2024-04-05T10:00:00", "text": "Words."}
    export = json.dumps({"name": "Council", "type": "public_channel", "id": 1, "messages": [post]})
    assert one(site.says("/result.json", export, "application/json")).source == "Council"


OTHERS = [
    (b"%PDF-1.7 ...", "application/pdf", "is no text (application/pdf)"),
    (b"\x89PNG\r\n", "", "is no text"),
    (b"GIF89a", "text/html", "is no text"),
    (b"anything", "image/webp", "is no text"),
    (b"PK\x03\x04", "application/octet-stream", "is no text"),
    (b"a\0b", "text/plain", "is binary"),
    (b'{"a": 1}', "application/json", "JSON of a kind that is not read"),
    (b"<?xml version='1.0'?><plan/>", "text/xml", "XML of a kind that is not read (<plan>)"),
    (b"<!DOCTYPE a [<!ENTITY b 'c'>]><rss/>", "text/xml", "entities of its own"),
    (b"<html><body><p>Hello</p></body></html>", "text/html", "no article was found"),
    (b"", "text/html", "is empty"),
    (rss().encode(), "text/xml", "without any item to read"),
]


@pytest.mark.parametrize(("content", "kind", "message"), OTHERS)
def test_what_is_nothing_to_read_is_told(site: Site, content: bytes, kind: str, message: str) -> None:
    """In one line with its address; the sources after it are read."""
    error, report = read(site.says("/a", content, kind), site.says("/b", html()))
    assert isinstance(report, Report)
    assert str(error).startswith(f"{site.address}/a: ")
    assert message in str(error)
    assert str(error).isprintable()


def test_an_address_that_is_none_is_told_before_anything_is_asked() -> None:
    """Without the password that it holds."""
    (error,) = read("https://anna:secret@/x")
    assert "no address of the web" in str(error)
    assert "secret" not in str(error)
    (error,) = read("http://127.0.0.1/", web=Web())
    assert "--allow-private" in str(error)


def test_following_reads_the_pages_of_items(site: Site) -> None:
    """Their text stands for the summary, under the feed's name and day. Where that fails, the item's own words stand, and it is told."""
    site.says("/news/1", html("The first"), "text/html")
    site.says("/news/2", b"%PDF-1", "application/pdf")
    site.says("/news/3", rss(item(9)), "text/xml")
    feed = rss(item(1), item(2), item(3), item(4), item(5, "http://[bad"))
    found = read(site.says("/news/feed.xml", feed, "text/xml"), web=Web(replace(LOCAL, follow=True)))
    texts = [each.text.split("\n\n")[-1] for each in reports(found)]
    assert texts == [SECOND, "Summary 2.", "Summary 3.", "Summary 4.", "Summary 5."]
    first = reports(found)[0]
    assert (first.source, first.url, first.published, first.doc_id) == (
        "Outlet feed",
        site.address + "/news/1",
        date(2024, 4, 6),
        "feed/1",
    )
    assert first.report_id == digest("Outlet feed", first.text)
    errors = [str(each) for each in found if isinstance(each, SourceError)]
    assert [error.split(": ")[0].rpartition("/")[2] for error in errors] == ["2", "3", "4"]
    assert all(error.endswith("The feed's own words of it were read instead.") for error in errors)


def test_following_works_for_feeds_on_disk(site: Site, tmp_path: Path) -> None:
    """Nothing is asked for without it."""
    (tmp_path / "a.xml").write_text(rss(item(1, site.says("/news/1", html(), "text/html"))), encoding="utf-8")
    assert [each.text for each in reports(read(str(tmp_path / "a.xml")))] == ["Item 1\n\nSummary 1."]
    assert site.asked == []
    (found,) = reports(read(str(tmp_path / "a.xml"), web=Web(replace(LOCAL, follow=True))))
    assert found.text.startswith(FIRST)


class Shop:
    """A store of ids, and runs over it."""

    def __init__(self, site: Site, memory: Path, *, follow: bool = False) -> None:
        self.site, self.follow, self.memory = site, follow, memory
        self.has: set[str] = set()

    def run(self, url: str) -> list[Read]:
        """One ingest: what is read is recorded, then remembered."""
        web = Web(replace(LOCAL, memory=self.memory, follow=self.follow), has_read=self.has.__contains__)
        found = read(url, web=web)
        self.has |= {each.report_id for each in reports(found)}
        web.remember()
        return found


def test_a_feed_is_asked_whether_there_is_anything_new(site: Site, tmp_path: Path) -> None:
    """Where not, nothing is read and nothing is wrong; a store that lacks what the feed gave gets all of it."""
    shop = Shop(site, tmp_path / "feeds.json")
    url = site.says("/feed", rss(item(1)), "text/xml", ETag='"1"')
    site.answers["/feed"].append((304, {}, b""))
    assert len(shop.run(url)) == 1
    assert shop.run(url) == []
    assert site.heard[-1]["if-none-match"] == '"1"'
    site.answers["/feed"] = [(200, {"Content-Type": "text/xml"}, rss(item(1), item(2)).encode())]
    assert len(Shop(site, tmp_path / "feeds.json").run(url)) == 2
    assert "if-none-match" not in site.heard[-1]
    shop.run(url)
    (tmp_path / "feeds.json").unlink()
    assert len(shop.run(url)) == 2


def test_what_was_not_read_whole_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    """A feed that was cut off, and a page that failed; pages that were read are not asked for again."""
    shop = Shop(site, tmp_path / "feeds.json", follow=True)
    site.says("/news/1", html("The first"), "text/html")
    url = site.says("/feed", rss(item(1), item(2)), "text/xml", ETag='"1"')
    assert [type(each) for each in shop.run(url)] == [Report, Report, SourceError]
    site.says("/news/2", html("The second", FIRST.replace("Kharkiv", "Sumy")), "text/html")
    site.asked.clear()
    assert ["Sumy" in each.text for each in reports(shop.run(url))] == [True]
    assert site.asked == ["/robots.txt", "/feed", "/news/2"]
    assert "if-none-match" not in site.heard[1]
    site.answers["/feed"] = [(304, {}, b"")]
    assert shop.run(url) == []
    assert site.heard[-1]["if-none-match"] == '"1"'
