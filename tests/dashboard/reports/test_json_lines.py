"""Reports as JSON Lines: each line by itself, a bad one told by its number."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.reports import contents, json_lines, read_all
from dashboard.settings import MAX_REPORT_BYTES

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(content: bytes) -> list[Report | SourceError]:
    """All that a file gives."""
    return list(json_lines.reports(io.BytesIO(content), name="a.jsonl", doc_id="a", retrieved_at=NOW))


def test_a_line_is_a_report_with_what_is_known() -> None:
    """The text alone is needed; the id, where there is one, names the rows."""
    whole = {
        "id": 7,
        "text": "Words.",
        "date": "2024-04-05T10:00:00Z",
        "source": "Outlet",
        "url": "https://o.example/1",
        "title": "T",
        "licence": "CC0",
    }
    one, two = read(f"{json.dumps(whole)}\n\n{json.dumps({'text': 'Слова.'}, ensure_ascii=False)}".encode())
    assert isinstance(one, Report)
    assert (one.doc_id, one.published, one.source, one.url, one.title, one.licence) == (
        "7",
        date(2024, 4, 5),
        "Outlet",
        "https://o.example/1",
        "T",
        "CC0",
    )
    assert isinstance(two, Report)
    assert (two.doc_id, two.source, two.report_id) == ("a/3", "unknown", digest("unknown", "Слова."))


BAD = [
    ("{", "is no JSON"),
    ("[1]", "is no JSON object"),
    ("{}", 'has no "text"'),
    ('{"text": ""}', 'has no "text"'),
    ('{"text": 7}', 'has no "text"'),
    ('{"text": "a\\u0000b"}', 'has no "text"'),
    ('{"text": "a\\ud800b"}', "half a character"),
    ('{"text": "a", "date": "yesterday"}', "which is no day"),
    ('{"text": "a", "source": ["b"]}', "is no text"),
    (f'{{"text": "a", "title": "{"x" * 1001}"}}', "longer than 1000"),
    ("[" * 100_000, "is no JSON"),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_told_by_its_number_and_the_rest_goes_in(line: str, message: str) -> None:
    """One line that says what to do."""
    good = '{"text": "Words."}'
    first, wrong, last = read(f"{good}\n{line}\n{good}".encode())
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert isinstance(wrong, SourceError)
    assert "a.jsonl, line 2" in str(wrong)
    assert message in str(wrong)
    assert "\n" not in str(wrong)


def test_a_line_beyond_the_limit_is_passed_over() -> None:
    """It is not read whole, and the next line is read."""
    wrong, last = read(b'{"text": "' + b"x" * (2 * MAX_REPORT_BYTES) + b'"}\n{"text": "Words."}')
    assert "limit for a report" in str(wrong)
    assert isinstance(last, Report)


@given(st.binary(max_size=200))
def test_whatever_stands_in_a_file_is_a_report_or_told(content: bytes) -> None:
    """No other error than ours."""
    assert all(isinstance(each, Report | SourceError) for each in read(content))


def test_files_are_read_from_folders(tmp_path: Path) -> None:
    """By their suffix, in their turn; one that cannot be read is told."""
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n', encoding="utf-8")
    (tmp_path / "b.txt").write_text("Three.", encoding="utf-8")
    (tmp_path / "c.ndjson").mkdir()
    found = list(read_all([str(tmp_path), str(tmp_path / "nowhere.jsonl")], retrieved_at=NOW))
    assert [each.text for each in found if isinstance(each, Report)] == ["One.", "Two.", "Three."]
    assert sum(isinstance(each, SourceError) for each in found) == 1
    assert contents.SUFFIXES[0] == ".txt"
