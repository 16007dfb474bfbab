"""What is remembered of feeds, and how little its loss matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.reports.web.remembered import Fetched, Memory

SAID = Fetched(etag='"x"', modified="yesterday", reports=("1", "2"), followed={"https://a.example/1": "1"})


def test_what_is_kept_is_there_for_the_next_run(tmp_path: Path) -> None:
    """What another command kept meanwhile stays."""
    path = tmp_path / "cache" / "feeds.json"
    first, second = Memory(path), Memory(path)
    assert first.of("https://a.example") == Fetched()
    second.keep({"https://b.example": SAID})
    first.keep({"https://a.example": SAID})
    assert Memory(path).of("https://a.example") == Memory(path).of("https://b.example") == SAID
    assert [each.name for each in path.parent.iterdir()] == ["feeds.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"https://a.example": 7}', b'{"https://a.example": {"etag": 1}}', b"[" * 9999])
def test_a_damaged_file_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    """And is written anew."""
    path = tmp_path / "feeds.json"
    path.write_bytes(content)
    memory = Memory(path)
    assert memory.of("https://a.example") == Fetched()
    memory.keep({"https://a.example": SAID})
    assert Memory(path).of("https://a.example") == SAID


def test_it_stays_small(tmp_path: Path) -> None:
    """The oldest are forgotten, and feeds of thousands of items are not kept."""
    memory = Memory(tmp_path / "feeds.json")
    memory.keep({str(number): SAID for number in range(600)})
    assert memory.of("99") == Fetched()
    assert memory.of("599") == SAID
    memory.keep({"large": Fetched(etag="x", reports=tuple(map(str, range(2000))))})
    assert memory.of("large") == Fetched()


def test_without_a_place_nothing_is_kept(tmp_path: Path) -> None:
    """Neither where none is named nor where it cannot be written."""
    Memory(None).keep({"a": SAID})
    (tmp_path / "file").write_bytes(b"")
    Memory(tmp_path / "file" / "feeds.json").keep({"a": SAID})
    assert (tmp_path / "file").read_bytes() == b""
