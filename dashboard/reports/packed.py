"""gzip and deflate, unpacked in bounded steps: what swells beyond its limit is stopped before it fills the memory."""

from __future__ import annotations

import zlib
from typing import Final

_GZIP: Final = b"\x1f\x8b\x08"
_EITHER: Final = 32 + zlib.MAX_WBITS
"""Lets zlib tell by itself whether gzip or zlib heads a stream."""
_STEP: Final = 1 << 16


class PackedError(ValueError):
    """What is packed is damaged, or cut off."""


class SwollenError(ValueError):
    """What is packed comes to more than the limit."""


def is_packed(content: bytes) -> bool:
    """Whether a content begins as a gzip file does."""
    return content.startswith(_GZIP)


def beginning(content: bytes, size: int) -> bytes:
    """The first bytes of a content, unpacked where it is packed; of a damaged one what there is."""
    if not is_packed(content):
        return content[:size]
    try:
        return zlib.decompressobj(_EITHER).decompress(content, size)
    except zlib.error:
        return b""


def unpacked(content: bytes, limit: int) -> bytes:
    """A content as it was before it was packed; as it is where it is not packed.

    Raises:
        PackedError: it is damaged.
        SwollenError: it comes to more than the limit, of which no more is ever unpacked.
    """
    if not is_packed(content):
        if len(content) > limit:
            raise SwollenError
        return content
    unpacking = Unpacking(limit)
    made = unpacking.add(content)
    unpacking.end()
    return made


class Unpacking:
    """Unpacks what comes in pieces."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._stream = zlib.decompressobj(_EITHER)
        self._begun = False

    def add(self, piece: bytes) -> bytes:
        """What a piece comes to; raises as `unpacked` does."""
        made: list[bytes] = []
        while piece:
            if self._stream.eof:  # a file may be several streams in a row; zeros pad the last
                piece = piece.lstrip(b"\0")
                if not piece:
                    break
                self._stream = zlib.decompressobj(_EITHER)
            try:
                step = self._stream.decompress(piece, _STEP)
            except zlib.error as error:
                raise PackedError(str(error)) from error
            self._begun = True
            self._left -= len(step)
            if self._left < 0:
                raise SwollenError
            made.append(step)
            piece = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
        return b"".join(made)

    def end(self) -> None:
        """Say that no more comes; `PackedError` where more had to."""
        if self._begun and not self._stream.eof:
            raise PackedError("it is cut off")
