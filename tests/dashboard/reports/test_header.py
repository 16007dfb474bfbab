"""What a header is, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.header import KEYS, Header, HeaderError, parse

DAY = date(2024, 4, 4)

BODIES = [
    ("date 2024-04-04 The shells fell at noon.", "The shells fell at noon."),
    ("date 2024-04-04\nThe shells fell at noon.", "The shells fell at noon."),
    ("date 2024-04-04\n\nThe shells fell at noon.", "The shells fell at noon."),
    (" \n\t\u00a0date 2024-04-04 The shells", "The shells"),
    ("date 2024-04-04“At noon,” he said", "“At noon,” he said"),
    ("date\t2024-04-04\r\n\r\nOn the quay", "On the quay"),
    ("date 2024-04-04T10:30:00Z\nOn the quay", "On the quay"),
    ("Date 2024-04-04\rOn the quay", "On the quay"),
    # a line that looks like a header line is text where no blank line follows
    ("date 2024-04-04\nsource of the fire was a drone.\nMore text.", "source of the fire was a drone.\nMore text."),
    ("date 2024-04-04\nsource Example", "source Example"),
    # ... and where the date line itself goes on
    ("date 2024-04-04 Text\nsource Example\n\nMore.", "Text\nsource Example\n\nMore."),
    # a key given twice is no header either
    ("date 2024-04-04\ntitle A\ntitle B\n\nMore.", "title A\ntitle B\n\nMore."),
    ("date 2024-04-04\nauthor Somebody\n\nMore.", "author Somebody\n\nMore."),
]


@pytest.mark.parametrize(("text", "body"), BODIES)
def test_the_body_begins_after_the_header(text: str, body: str) -> None:
    """With only a date in the header, the body is everything after it, and the date is read."""
    found = parse(text)
    assert found.published == DAY
    assert text[found.body_start :] == body
    assert not found.values


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_header_lines_are_read_with_every_line_end(end: str) -> None:
    """Lines after the date become values up to the blank line, whichever line end the file has."""
    lines = [
        "date 2024-04-04",
        "source  Example   News ",
        "url https://example.org/a",
        "title A title",
        "language EN-gb",
        "licence CC BY",
        " ",
    ]
    text = end.join([*lines, "Text."])
    found = parse(text)
    assert found.values == {
        "source": "Example News",
        "url": "https://example.org/a",
        "title": "A title",
        "language": "EN-gb",
        "licence": "CC BY",
    }
    assert (found.url, found.language) == ("https://example.org/a", "en")
    assert text[found.body_start :] == "Text."


@pytest.mark.parametrize(
    "text", ["", "The shells fell.", "dated 2024-04-04 x", "x date 2024-04-04", "date of birth", "date 2024", "date 24/7 x"]
)
def test_without_a_date_line_there_is_no_header(text: str) -> None:
    """Anything else at the start is text, all of it."""
    assert parse(text) == Header()


@pytest.mark.parametrize(
    "written", ["2024-13-45", "2024-02-30", "2024-4-4", "04.04.2024", "2024/04/04", "2024-04-041", "0000-01-01", "٢٠٢٤-٠٤-٠٤"]
)
def test_a_date_that_is_no_date_is_told(written: str) -> None:
    """What means to be a date and is none is refused in one line with the form to use."""
    with pytest.raises(HeaderError, match=r"is no date; write it as `date YYYY-MM-DD`") as caught:
        parse(f"date {written} text")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "example.org", "http://", "https://[", "http://a b"])
def test_only_web_addresses_are_kept(url: str) -> None:
    """An address that is not http or https is left out, for it will be made a link."""
    assert parse(f"date 2024-04-04\nurl {url}\n\nText.").url is None


def test_control_characters_leave_the_values() -> None:
    """A source cannot move a terminal's cursor or turn the direction of a page's text."""
    assert parse("date 2024-04-04\nsource A\x1b[2J\u202eB\tC\n\nText.").values == {"source": "A[2JB C"}


@given(st.text())
def test_any_text_has_a_body_within_it(text: str) -> None:
    """Whatever a text is, its body starts within it, and without a date nothing is taken off."""
    found = parse(text)
    assert 0 <= found.body_start <= len(text)
    assert found.published is not None or found == Header()


VALUES = st.from_regex(r"[\w][\w .,:/-]{0,30}", fullmatch=True).map(lambda value: " ".join(value.split()))


@given(st.dates(), st.dictionaries(st.sampled_from(KEYS), VALUES), st.text(min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_written_header_is_read_back(day: date, values: dict[str, str], body: str, end: str) -> None:
    """A header put together from any values gives them back, and the body is what follows, white space aside."""
    text = end.join([f"date {day.isoformat()}", *(f"{key} {value}" for key, value in values.items()), "", body])
    found = parse(text)
    assert (found.published, found.values) == (day, values)
    assert text[found.body_start :] == body.lstrip()
