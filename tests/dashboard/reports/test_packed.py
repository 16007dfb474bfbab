"""Unpacking in bounded steps."""

from __future__ import annotations

import gzip
import zlib

import pytest

from dashboard.reports import packed

TEXT = b"Six people were killed. " * 5000


def test_what_is_packed_is_unpacked() -> None:
    """gzip, also of several streams and padded with zeros; anything else stays as it is."""
    assert packed.unpacked(gzip.compress(TEXT), len(TEXT)) == TEXT
    assert packed.unpacked(gzip.compress(b"a") + gzip.compress(b"b") + b"\0" * 9, 2) == b"ab"
    assert packed.unpacked(TEXT, len(TEXT)) == TEXT
    assert packed.beginning(gzip.compress(TEXT)[:200], 20) == TEXT[:20]
    assert packed.beginning(b"\x1f\x8b\x08nonsense", 20) == b""


@pytest.mark.parametrize("size", [1, 100, 10**6])
def test_pieces_of_any_size_come_to_the_same(size: int) -> None:
    """Whatever the network cuts, also of deflate."""
    for content in (gzip.compress(TEXT), zlib.compress(TEXT)):
        unpacking = packed.Unpacking(len(TEXT))
        made = b"".join(unpacking.add(content[at : at + size]) for at in range(0, len(content), size))
        unpacking.end()
        assert made == TEXT


def test_what_swells_is_stopped() -> None:
    """A megabyte that would be a gigabyte is refused at the limit; so is what is too large as it is."""
    bomb = gzip.compress(b"\0" * (64 << 20))
    for content in (bomb, TEXT):
        with pytest.raises(packed.SwollenError):
            packed.unpacked(content, 1000)


@pytest.mark.parametrize(
    "content", [gzip.compress(TEXT)[:-9], gzip.compress(TEXT)[:30] + b"xxxx" * 9, b"\x1f\x8b\x08"], ids=["cut", "broken", "bare"]
)
def test_what_is_damaged_is_told(content: bytes) -> None:
    """Cut off or broken."""
    with pytest.raises(packed.PackedError):
        packed.unpacked(content, 10**7)
