"""Telegram Desktop's export of a channel (`result.json`): each post with text is a report.

Layouts: with `text_entities` and `date_unixtime` (since 2022) and without; a single chat, or an account's `chats`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, Final

from dashboard.errors import SourceError
from dashboard.records import Report, digest

_PUBLIC: Final = frozenset(("public_channel", "private_channel", "public_supergroup"))
"""Chats that speak to the public; a channel is called private where it has no public address."""
_CHATS: Final = "chats.list.item"


def is_export(beginning: bytes) -> bool:
    """Whether a file begins as an export does."""
    return beginning.lstrip()[:1] == b"{" and (b'"messages"' in beginning or b'"chats"' in beginning)


def reports(file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Report | SourceError]:
    """The posts of an export in their order; read as a stream, so that its size does not matter.

    Raises:
        SourceError: it is no such export, breaks off, or is of a private chat.
    """
    import ijson  # noqa: PLC0415 - only where there is an export

    chat: dict[str, Any] = {}
    count = 0
    try:
        for prefix, event, value in _items(ijson.parse(file, use_float=True)):
            if event == "message":
                made = _report(value, chat, doc_id=doc_id, retrieved_at=retrieved_at)
                if made is not None:
                    count += 1
                    yield made
            elif event == "chat":
                chat = {}
            else:
                chat[prefix] = value
                if prefix == "type" and value not in _PUBLIC:
                    yield SourceError(f"{name}: {value} is no public channel or group; only what was said in public is read.")
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise SourceError(f"{name}: is no whole JSON file ({' '.join(str(error).split())[:120]}); export the channel again.") from error
    if not count and not chat:
        raise SourceError(f"{name}: is no Telegram export; export a channel as JSON in Telegram Desktop.")


def _items(events: Iterator[tuple[str, str, Any]]) -> Iterator[tuple[str, str, Any]]:
    """A chat's own values, and its messages as wholes."""
    import ijson  # noqa: PLC0415 - as above

    building: Any = None
    within = ""
    for prefix, event, value in events:
        chat, _, rest = prefix.rpartition("messages.item")
        inside = prefix.endswith("messages.item") or "messages.item." in prefix
        if prefix.endswith("messages.item") and event == "start_map" and building is None:
            building, within = ijson.ObjectBuilder(), prefix
        if building is not None:
            building.event(event, value)
            if prefix == within and event == "end_map":
                yield chat + rest, "message", building.value
                building = None
            continue
        if not inside and event in ("string", "number"):
            key = prefix.rsplit(".", 1)[-1]
            if key in ("name", "type", "id"):
                yield key, "value", value
        elif prefix == _CHATS and event == "start_map":
            yield prefix, "chat", None


def _report(message: Mapping[str, Any], chat: Mapping[str, Any], *, doc_id: str, retrieved_at: datetime) -> Report | None:
    """The report that a message is; None for what has no text, and for all of a private chat."""
    if message.get("type", "message") != "message" or chat.get("type") not in _PUBLIC:
        return None
    text = _text(message.get("text_entities") or message.get("text"))
    if not text.strip():
        return None
    source, number = " ".join(str(chat.get("name") or "Telegram").split()), message.get("id")
    return Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        published=_day(message, retrieved_at),
        url=f"https://t.me/c/{chat['id']}/{number}" if isinstance(chat.get("id"), int) and isinstance(number, int) else None,
        retrieved_at=retrieved_at,
        doc_id=f"{doc_id}/{number}",
    )


def _text(told: object) -> str:
    """A text out of its parts: plain words, and words with a style or an address."""
    if isinstance(told, str):
        return told.replace("\0", "")
    if not isinstance(told, list):
        return ""
    parts = (part if isinstance(part, str) else part.get("text", "") if isinstance(part, dict) else "" for part in told)
    return "".join(part for part in parts if isinstance(part, str)).replace("\0", "")


def _day(message: Mapping[str, Any], retrieved_at: datetime) -> date | None:
    """The day of a post, UTC where the export says it, else as the exporting computer's clock said; none of the future."""
    try:
        if "date_unixtime" in message:
            found = datetime.fromtimestamp(int(message["date_unixtime"]), UTC).date()
        else:
            found = datetime.fromisoformat(str(message.get("date"))).date()
    except (ValueError, OverflowError, OSError):
        return None
    return found if found <= retrieved_at.date() else None
