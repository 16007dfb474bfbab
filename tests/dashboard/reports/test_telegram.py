"""Telegram Desktop's exports: posts of what is public, as they were written."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import SourceError
from dashboard.records import Report
from dashboard.reports import read_all, telegram

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POST = {
    "id": 7,
    "type": "message",
    "date": "2024-04-05T02:10:00",
    "date_unixtime": "1712272200",
    "text": [
        "Ракета ",
        {"type": "bold", "text": "попала"},
        " у будинок в Харкові. ",
        {"type": "text_link", "text": "Деталі", "href": "https://x.example"},
    ],
}


def export(*messages: dict[str, Any], kind: str = "public_channel", **more: Any) -> bytes:  # noqa: ANN401 - whatever JSON has
    """An export of a channel."""
    return json.dumps({"name": "Обласна рада", "type": kind, "id": 1234, "messages": messages} | more, ensure_ascii=False).encode()


def read(content: bytes) -> list[Report | SourceError]:
    """All that an export gives."""
    return list(telegram.reports(io.BytesIO(content), name="result.json", doc_id="result", retrieved_at=NOW))


def test_a_post_is_a_report() -> None:
    """Its words in their order, its day by the true clock, its channel as the source, its address."""
    (found,) = read(export(POST))
    assert isinstance(found, Report)
    assert found.text == "Ракета попала у будинок в Харкові. Деталі"
    assert (found.source, found.published, found.url, found.doc_id) == (
        "Обласна рада",
        date(2024, 4, 4),
        "https://t.me/c/1234/7",
        "result/7",
    )


OTHERS: list[tuple[dict[str, Any], str | None, date | None]] = [
    ({"id": 1, "type": "message", "date": "2022-03-16T19:23:47", "text": "Plain words."}, "Plain words.", date(2022, 3, 16)),
    ({"id": 1, "type": "message", "text": "x", "text_entities": [{"type": "plain", "text": "Whole words."}]}, "Whole words.", None),
    ({"id": 1, "type": "message", "date": "2999-01-01T00:00:00", "text": "Ahead."}, "Ahead.", None),
    ({"id": 1, "type": "message", "date_unixtime": "never", "text": "No clock."}, "No clock.", None),
    ({"id": 1, "type": "service", "action": "create_channel", "text": ""}, None, None),
    ({"id": 1, "type": "message", "date": "2024-04-05T00:00:00", "text": "", "photo": "(File not included.)"}, None, None),
    ({"id": 1, "type": "message", "text": [{"type": "link"}, 7, None]}, None, None),
    ({"id": 1, "type": "message", "text": "A\0B\x1b"}, "AB\x1b", None),
]


@pytest.mark.parametrize(("message", "text", "published"), OTHERS)
def test_layouts_and_oddities(message: dict[str, Any], text: str | None, published: date | None) -> None:
    """Older and newer layouts are read; what has no text is no report; a day of the future is none."""
    found = read(export(message))
    if text is None:
        assert found == []
    else:
        (report,) = found
        assert isinstance(report, Report)
        assert (report.text, report.published) == (text, published)


@pytest.mark.parametrize("kind", ["private_group", "personal_chat", "saved_messages", "bot_chat"])
def test_what_is_private_is_refused(kind: str) -> None:
    """In one line, and nothing of it is read."""
    (found,) = read(export(POST, POST, kind=kind))
    assert isinstance(found, SourceError)
    assert "no public channel" in str(found)


def test_an_account_is_read_chat_by_chat() -> None:
    """Public channels go in, private chats are told."""
    public, private = json.loads(export(POST)), json.loads(export(POST, kind="personal_chat"))
    found = read(json.dumps({"chats": {"about": "x", "list": [private, public]}}).encode())
    assert [type(each) for each in found] == [SourceError, Report]


@pytest.mark.parametrize("content", [export(POST)[:-30], b"{", b"[]", b'{"messages": 7}', b"\xff\xfe{", b'{"a": 1}'])
def test_what_is_no_whole_export_is_told(content: bytes) -> None:
    """In one line; what was read before it broke off is there."""
    with pytest.raises(SourceError, match="export"):
        read(content)


def test_the_file_is_known_by_its_name_and_content(tmp_path: Path) -> None:
    """In a folder, `result.json`; any other name where it is named itself."""
    (tmp_path / "result.json").write_bytes(export(POST))
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    assert [type(each) for each in read_all([str(tmp_path)], retrieved_at=NOW)] == [Report]
    (tmp_path / "channel.json").write_bytes(export(POST, POST | {"id": 8, "text": "Більше нічого."}))
    assert len(list(read_all([str(tmp_path / "channel.json")], retrieved_at=NOW))) == 2
