"""Feeds: each item in its own words, once, with its day, address and outlet; whatever is wrong with the feed."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.records import Report, digest
from dashboard.reports import feed, read_all
from dashboard.settings import MAX_REPORT_BYTES

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ITEM = """<item><title>Missile hits Kharkiv</title><link>https://outlet.example/news/1</link><guid>n1</guid>
<pubDate>Fri, 05 Apr 2024 00:30:00 +0300</pubDate><description>Six people were killed.</description></item>"""


def rss(*items: str, head: str = "<title>Outlet Daily</title><link>https://www.outlet.example/</link>", prolog: str = "") -> str:
    """A feed with these items."""
    return f'{prolog}<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'


def read(content: bytes | str) -> list[Report | SourceError]:
    """All that a feed gives; what it raises in its place."""
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    found: list[Report | SourceError] = []
    try:
        found.extend(feed.reports(file, name="a.xml", doc_id="a", retrieved_at=NOW))
    except SourceError as error:
        found.append(error)
    assert all("\n" not in str(each) for each in found if isinstance(each, SourceError))
    return found


def one(content: bytes | str) -> Report:
    """The only report of a feed."""
    (found,) = read(content)
    assert isinstance(found, Report)
    return found


def test_an_item_is_a_report() -> None:
    """Its text under its headline, the day as the outlet writes it, its address, the feed's outlet, language and licence."""
    found = one(rss(ITEM, head="<title>Outlet Daily</title><language>en-GB</language><copyright>CC BY 4.0</copyright>"))
    assert found.text == "Missile hits Kharkiv\n\nSix people were killed."
    assert (found.title, found.source, found.url) == ("Missile hits Kharkiv", "Outlet Daily", "https://outlet.example/news/1")
    assert (found.published, found.language, found.licence) == (date(2024, 4, 5), "en", "CC BY 4.0")
    assert (found.doc_id, found.body_start, found.retrieved_at) == ("a/1", 0, NOW)
    assert found.report_id == digest("Outlet Daily", found.text)


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>Outlet</title><link href="https://outlet.example/"/>
<link rel="license" href="https://licence.example/by/4.0"/><entry><title type="html">A &amp;lt;b&amp;gt;</title>
<link href="https://outlet.example/1"/><id>x</id><updated>2024-04-05T10:00:00Z</updated>
<summary>Short.</summary><content type="html">&lt;p&gt;Long one.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://outlet.example/"><title>Outlet</title></channel>
<item rdf:about="https://outlet.example/1"><title>Title</title><link>https://outlet.example/1</link><description>Words.</description>
<dc:date>2024-04-05T23:30:00-03:00</dc:date></item></rdf:RDF>"""
OLD = '<rss version="0.91"><channel><title>Outlet</title><item><title>Title</title><description>Words.</description></item></channel></rss>'
NETSCAPE = '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://dtd.example/rss.dtd">' + OLD
DIALECTS = [
    (ATOM, "A <b>\n\nLong one.\n\nTwo.", date(2024, 4, 5), "uk", "https://licence.example/by/4.0"),
    (RDF, "Title\n\nWords.", date(2024, 4, 5), None, None),
    (OLD, "Title\n\nWords.", None, None, None),
    (NETSCAPE, "Title\n\nWords.", None, None, None),
]


@pytest.mark.parametrize(("content", "text", "published", "language", "licence"), DIALECTS, ids=["atom", "rss10", "rss091", "netscape"])
def test_dialects(content: str, text: str, published: date | None, language: str | None, licence: str | None) -> None:
    """Atom, RSS 1.0 with Dublin Core, and old RSS with a DOCTYPE that asks for nothing."""
    found = one(content)
    assert (found.text, found.published, found.language, found.licence) == (text, published, language, licence)


def item(inner: str) -> str:
    """An item with something in it."""
    return f"<item>{inner}</item>"


BODIES = [
    ("<title>T</title><description>Lead.</description><content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded>", "T\n\nAll of it."),
    ("<title>Six killed</title><description>Six killed in Kharkiv, officials say.</description>", "Six killed in Kharkiv, officials say."),
    ("<title>Only a headline</title><link>https://a.example/1</link>", "Only a headline"),
    ("<description>Only a text.</description>", "Only a text."),
    ("<title>A &amp;amp; B &lt;i&gt;now&lt;/i&gt;</title>", "A & B now"),
    (
        "<title>T</title><description>&lt;script&gt;steal()&lt;/script&gt;Words &amp;amp; more&lt;br/&gt;Next</description>",
        "T\n\nWords & more\n\nNext",
    ),
    ("<title>T</title><description>1 &lt; 2 and 3</description>", "T\n\n1 < 2 and 3"),
    ("<title>T</title><description>W. &lt;p&gt;&lt;a&gt;Nine killed&lt;/a&gt;&lt;/p&gt;</description>", "T\n\nW."),
    ("<title>T</title><description>&lt;p&gt;W.&lt;p&gt;The post T appeared first on O.</description>", "T\n\nW."),
]


@pytest.mark.parametrize(("inner", "text"), BODIES)
def test_the_text_of_an_item(inner: str, text: str) -> None:
    """Content before summary; markup, scripts and links that lead on are gone; a headline stands once."""
    assert one(rss(item(inner)).replace("<rss ", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" ')).text == text


STAMPS = [
    ("Fri, 05 Apr 2024 10:00:00 GMT", date(2024, 4, 5)),
    ("2024-04-05", date(2024, 4, 5)),
    ("Thu, 01 Jan 2099 00:00:00 GMT", None),
    ("tomorrow", None),
    ("", None),
]


@pytest.mark.parametrize(("stamp", "published"), STAMPS)
def test_the_day_is_that_of_the_item_or_none(stamp: str, published: date | None) -> None:
    """Neither a day of the future nor the feed's own day is an item's."""
    content = rss(item(f"<title>T</title><pubDate>{stamp}</pubDate>"), head="<pubDate>Fri, 05 Apr 2024 10:00:00 GMT</pubDate>")
    assert one(content).published == published


OUTLETS = [
    ("<title>Collector</title>", '<source url="https://paper.example/rss">The Paper</source>', "The Paper"),
    ("<title>Outlet &amp;amp; Sons</title>", "", "Outlet & Sons"),
    (f"<title>{'x' * 101}</title><link>https://www.outlet.example/a</link>", "", "outlet.example"),
    ("", "", "unknown"),
]


@pytest.mark.parametrize(("head", "inner", "source"), OUTLETS)
def test_the_outlet(head: str, inner: str, source: str) -> None:
    """The item's own source in a collection, else the feed's title, else its host; never a path."""
    assert one(rss(item(f"<title>T</title>{inner}"), head=head)).source == source


LINKS = ["javascript:alert(1)", "/news/1", "ftp://a.example/1", "http://[bad", "https://a.example/a b", "https://www.outlet.example/", ""]


@pytest.mark.parametrize("link", LINKS)
def test_only_an_address_of_its_own_is_an_items_address(link: str) -> None:
    """Neither what is not of the web nor the feed's front page, which several items may share."""
    found = read(rss(item(f"<title>T</title><link>{link}</link>"), item(f"<title>U</title><link>{link}</link>")))
    assert [each.url for each in found if isinstance(each, Report)] == [None, None]


def test_a_repeated_item_is_read_once() -> None:
    """Whether its address, its id or its words are the same."""
    again = (
        item("<title>Other words</title><link>https://outlet.example/news/1</link><guid>changed</guid>"),
        item("<title>New words</title><link>https://outlet.example/news/2</link><guid>n1</guid>"),
        item("<title>Missile hits Kharkiv</title><guid>n9</guid><description>Six people were killed.</description>"),
        item("<title>Another</title>"),
    )
    assert [each.doc_id for each in read(rss(ITEM, *again)) if isinstance(each, Report)] == ["a/1", "a/5"]


CYRILLIC = rss(item("<title>Ракета попала в дом в Харькове</title>"), head="<title>Издание</title>")
LATIN = rss(item("<title>Un missile touche Kharkiv, six tués</title>"), head="<title>L’été</title>")
ENCODED = [
    (CYRILLIC, "utf-8", "windows-1251"),
    (CYRILLIC, "windows-1251", "utf-8"),
    (CYRILLIC, "windows-1251", "windows-1251"),
    (CYRILLIC, "windows-1251", ""),
    (CYRILLIC, "koi8-r", "utf-8"),
    (CYRILLIC, "windows-1251", "no-such-thing"),
    (CYRILLIC, "windows-1251", "rot13"),
    (CYRILLIC, "utf-16", "utf-16"),
    (LATIN, "cp1252", "utf-8"),
    (LATIN, "cp1252", "iso-8859-1"),
    (LATIN, "utf-8", "iso-8859-1"),
    (LATIN, "utf-8-sig", ""),
]


@pytest.mark.parametrize(("content", "real", "said"), ENCODED, ids=[f"{said or 'nothing'}-is-{real}" for _, real, said in ENCODED])
def test_feeds_that_lie_about_their_encoding(content: str, real: str, said: str) -> None:
    """What is declared is believed only where it can be true."""
    prolog = f'<?xml version="1.0" encoding="{said}"?>\n' if said else ""
    found = one((prolog + content).encode(real))
    titles = re.findall("<title>(.*?)</title>", content)
    assert [found.source, found.title] == titles


STILL_READ = {
    "a line break before the prolog": "\n \n<?xml version='1.0'?>" + rss(ITEM),
    "two marks of byte order": "\ufeff\ufeff" + rss(ITEM),
    "a comment first": "<!-- <a> --><?xml-stylesheet href='x'?>" + rss(ITEM),
    "a bare ampersand": rss(ITEM.replace("Six", "Six & more, six")),
    "an HTML entity": rss(ITEM.replace("Six", "&nbsp;Six")),
    "control characters": rss(ITEM.replace("Six", "\x00\x0b\x1bSix")),
    "undeclared prefixes": rss(ITEM.replace("<guid>", "<dc:creator>Anna</dc:creator><guid>")),
    "an unclosed element": rss(ITEM.replace("<guid>", "<b><guid>")),
    "a bad byte": rss(ITEM, head="<title>Outlet – щоденно</title>").encode().replace(b"people", b"peo\xffple"),
    "numbers of what is no text": rss(ITEM.replace("Six", "&#0;&#27;&#xD800;&#xFFFF;Six&lt;p&gt;&amp;#27;&amp;#xD800;six")),
    "packed with gzip": gzip.compress(rss(ITEM).encode()),
}


@pytest.mark.parametrize("content", STILL_READ.values(), ids=list(STILL_READ))
def test_what_a_strict_reader_refuses_is_read(content: bytes | str) -> None:
    """Feeds are often not quite XML."""
    found = one(content)
    assert found.title == "Missile hits Kharkiv"
    assert "killed" in found.text
    assert all(char.isprintable() or char == "\n" for char in found.text)


def test_of_a_feed_that_is_cut_off_the_whole_items_are_read() -> None:
    """Half an item is not, for half a number is another; one line says so."""
    content = rss(ITEM, ITEM.replace("1<", "2<").replace("Kharkiv", "Sumy"))
    for place in (content.index("Sumy"), content.index("Six", content.index("Sumy")) + 2):
        first, told = read(content[:place])
        assert isinstance(first, Report)
        assert "cut off after 1 whole item," in str(told)
    (told,) = read(content[:90])
    assert "cut off before" in str(told)
    whole = ATOM.replace("<feed", "<atom:feed").replace("</feed", "</atom:feed")
    assert len(read(whole[:-9])) == 2


BOMB = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!-- <rss> --><!DOCTYPE rss [\n<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;\n]>'


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE, REMOTE, BOMB[:-3]], ids=["bomb", "file", "remote", "unclosed"])
def test_entities_of_its_own_are_refused(prolog: str, tmp_path: Path) -> None:
    """Nothing is expanded, opened or fetched."""
    content = prolog + rss(ITEM.replace("Six", "&b;&x;"))
    (error,) = read(content)
    assert "entities of its own" in str(error)
    (tmp_path / "a.xml").write_text(content, encoding="utf-8")
    (refused,) = read_all([str(tmp_path)])
    assert "entities of its own" in str(refused)


def test_a_doctype_within_declares_nothing(tmp_path: Path) -> None:
    """One that stands where none may is not obeyed."""
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    outside = OUTSIDE.replace("file:///etc/hostname", (tmp_path / "secret").as_uri())
    found = one(rss(outside, ITEM.replace("Six", "&x;Six")))
    assert found.text.startswith("Missile")
    assert "secret" not in found.text


@pytest.mark.parametrize("content", [rss(), ATOM[: ATOM.index("<entry")] + "</feed>", rss(item("<link>https://a.example</link>"))])
def test_an_empty_feed_is_told(content: str) -> None:
    """In one line."""
    (error,) = read(content)
    assert "without any item to read" in str(error)


def test_a_feed_of_ten_thousand_items() -> None:
    """All of them, each once."""
    many = (f"<item><title>Title {n}</title><guid>{n}</guid></item>" for n in range(10_000))
    assert len(read(rss(*many))) == 10_000


def test_an_item_that_breaks_the_library_costs_only_itself() -> None:
    """It is told by its number; what the feed says of itself holds for the others."""
    broken = ITEM.replace("<description>", "<image></width></image>&<description>")
    first, second, third = read(
        rss(ITEM.replace("news/1", "news/0"), broken, ITEM.replace("n1", "n3").replace("news/1", "news/3").replace("Six", "Nine"))
    )
    assert "item 2: is damaged" in str(second)
    for each, link in ((first, "news/0"), (third, "news/3")):
        assert isinstance(each, Report)
        assert each.source == "Outlet Daily"
        assert (each.url or "").endswith(link)


def test_an_item_beyond_the_limit_costs_only_itself() -> None:
    """It is told by its number; the next one is read."""
    first, second = read(rss(item(f"<title>T</title><description>{'x' * (MAX_REPORT_BYTES + 1)}</description>"), ITEM))
    assert isinstance(first, SourceTooLargeError)
    assert "item 1: is larger than 10 MB" in str(first)
    assert isinstance(second, Report)


@pytest.mark.parametrize("content", [b"x" * (feed.LARGEST + 1), gzip.compress(b"<rss>" + b"x" * feed.LARGEST)], ids=["plain", "packed"])
def test_a_feed_beyond_the_limit_is_refused(content: bytes) -> None:
    """Whether it is large or only becomes so."""
    (error,) = read(content)
    assert isinstance(error, SourceTooLargeError)


def test_a_packed_feed_that_is_cut_off_is_told() -> None:
    """In one line."""
    (error,) = read(gzip.compress(rss(ITEM).encode())[:-30])
    assert "gzip and damaged" in str(error)


PIECES = [b"<rss>", b"<channel>", b"<item>", b"<title>", b"Words & more", b"</title>", b"<link>http://[x</link>", b"<![CDATA[", b"]]>"]
PIECES += [b"</item>", b"</channel></rss>", b"<feed>", b"<entry>", b"</entry>", b"<!--", b"&#0;", b"&lt;p&gt;", b"<?xml encoding='utf-7'?>"]
PIECES += [
    b"<pubDate>99 Foo -1</pubDate>",
    b"<content type='xhtml'>",
    b"<source>",
    b"<georss:point>1</georss:point>",
    b"\xff\xfe",
    b"\0",
    b"&#xD800;",
    b"&#xD800",
]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=5))).map(b"".join)))
@example(b"\x1f\x8b\x08")
@example(b"<rss><channel><item><title>a</title></item></rss><rss>")
def test_no_bytes_break_the_reader(content: bytes) -> None:
    """Whatever a file holds, it is reports or an error in words."""
    for start in (b"", b"<rss>"):
        for found in read(start + content):
            assert isinstance(found, SourceError) or found.text.strip()


def test_files_are_told_by_their_content(tmp_path: Path) -> None:
    """A feed by its root, whatever it is called; a page that took a feed's place is a page; other XML is told."""
    (tmp_path / "a.xml").write_text(rss(ITEM), encoding="utf-8")
    (tmp_path / "b.rss").write_text(ATOM, encoding="utf-8")
    (tmp_path / "c.atom").write_bytes(gzip.compress(RDF.encode()))
    (tmp_path / "d.rdf").write_text('<?xml version="1.0"?><plan><step/></plan>', encoding="utf-8")
    (tmp_path / "e.xml").write_text(f"<html><body><article><h1>T</h1>{'<p>Words of an article. </p>' * 30}</article></body></html>")
    (tmp_path / "cut.xml").write_text('<?xml version="1.0"?><!-- ', encoding="utf-8")
    (tmp_path / "f").write_text(rss(ITEM.replace("Six", "Seven")), encoding="utf-8")
    found = list(read_all([str(tmp_path), str(tmp_path / "f")], retrieved_at=NOW))
    assert [each.doc_id for each in found if isinstance(each, Report)] == ["a/1", "b/1", "c/1", "e", "f/1"]
    cut, error = (each for each in found if isinstance(each, SourceError))
    assert "cut.xml: is XML that is cut off" in str(cut)
    assert "d.rdf: is XML of a kind that is not read (<plan>)" in str(error)


def test_a_feed_comes_through_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `curl ... | strikemap extract -` gives it."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(rss(ITEM).encode())))
    assert [each.doc_id for each in read_all(["-"]) if isinstance(each, Report)] == ["stdin/1"]


WORDLESS = {"lecerclepsy_rss2_latin1_undeclared.xml": 1}
"""Items of the real feeds that have neither a headline nor a text."""


def test_real_feeds_are_read_whole() -> None:
    """Each gives as many reports as it has items, without markup, and none of the future."""
    folder = Path(os.environ.get("STRIKEMAP_CORPUS", "nowhere")) / "samples" / "feeds"
    if not (folder / "index.csv").exists():
        pytest.skip("STRIKEMAP_CORPUS names no folder with samples/feeds/index.csv")
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        rows = {row["file"]: int(row["items"]) for row in csv.DictReader(index)}
    for file, items in rows.items():
        found = read((folder / file).read_bytes())
        told = [each for each in found if isinstance(each, Report)]
        assert (file, len(found), len(told)) == (file, items - WORDLESS.get(file, 0), len(found))
        assert not any(re.search(r"</?(?:p|br|div|img|a|span)\b|&(?:amp|nbsp|lt|quot);|\ufffd", each.text) for each in told), file
        assert all(each.source not in ("", "unknown") and each.title for each in told), file
