"""Bytes to reports, without a change to what is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.records import digest
from dashboard.reports.plain_text import decode, report

NOW = datetime(2024, 4, 5, tzinfo=UTC)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_text_is_decoded_unchanged(text: str) -> None:
    """Line ends, white space and everything else stay, so that offsets are those of the file; a byte-order mark is no text."""
    assert decode(text.encode(), "a.txt") == text
    assert decode(b"\xef\xbb\xbf" + text.encode(), "a.txt") == text


REFUSED = [
    (b"one\r\ntwo \xe9t\xe9", "a.txt: is not UTF-8 (byte 0xE9 at offset 9); save it as UTF-8."),
    (b"\xef\xbb\xbfab\xff", "a.txt: is not UTF-8 (byte 0xFF at offset 5); save it as UTF-8."),
    ("Kyiv €".encode()[:-1], "a.txt: is not UTF-8 (byte 0xE2 at offset 5); save it as UTF-8."),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt: is binary, not text (byte 0 at offset 8); leave it out, or save its text as UTF-8."),
    ("Kyiv".encode("utf-16"), "a.txt: is UTF-16 or UTF-32 text; save it as UTF-8."),
    ("Kyiv".encode("utf-32"), "a.txt: is UTF-16 or UTF-32 text; save it as UTF-8."),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_what_is_no_text_is_refused(content: bytes, message: str) -> None:
    """The message names the file, the first bad byte where there is one, and what to do."""
    with pytest.raises(SourceError) as caught:
        decode(content, "a.txt")
    assert str(caught.value) == message


EMPTY = [
    ("", "a.txt: is empty; leave it out."),
    (" \r\n\t\u00a0", "a.txt: is empty; leave it out."),
    ("date 2024-04-04\nsource A\n\n \n", "a.txt: has a header and no text after it; leave it out."),
    (
        "date 2024-13-45 Text",
        "a.txt: its first line gives '2024-13-45' as the date, which is no date; write it as `date YYYY-MM-DD`.",
    ),
]


@pytest.mark.parametrize(("text", "message"), EMPTY)
def test_what_is_no_report_is_refused(text: str, message: str) -> None:
    """A text with nothing in it or a wrong date is told in one line."""
    with pytest.raises(SourceError) as caught:
        report(text, name="a.txt", doc_id="a", retrieved_at=NOW)
    assert str(caught.value) == message


def test_a_report_keeps_the_whole_text() -> None:
    """The header stays in the text, the values come from it, and the id is that of source and text."""
    text = "date 2024-04-04\r\nsource Example\r\n\r\n<b>Three</b> were killed.<script>alert(1)</script>"
    found = report(text, name="a.txt", doc_id="a", retrieved_at=NOW)
    assert found.text == text
    assert found.text[found.body_start :] == "<b>Three</b> were killed.<script>alert(1)</script>"
    assert (found.source, found.published, found.doc_id, found.retrieved_at) == ("Example", date(2024, 4, 4), "a", NOW)
    assert found.report_id == digest("Example", text)


def test_an_unnamed_source_is_unknown() -> None:
    """Without a source line the source is "unknown", never the file's name."""
    assert report("Text.", name="/home/somebody/a.txt", doc_id="a", retrieved_at=NOW).source == "unknown"
