"""The shapes of the marks as one small picture that the map tints: disc, rings of several strengths, diamonds.

The map draws the marks from pictures rather than as circles because only pictures can be shifted by pixels, which is how
strikes at one point are laid side by side at every zoom.
"""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

_CELL: Final = 96
_COLUMNS: Final = 4
_RADIUS: Final = 46.0
"""Of disc, ring and diamond in their cell, px; the rest is air, so that edges do not touch."""
SCALE: Final = _CELL / (2 * _RADIUS)
"""The size to ask for is the diameter times this."""

_STRENGTHS: Final = tuple(0.04 * 1.3**step for step in range(12))
"""Width of a ring's line as a share of its radius."""
_DIAMOND_LINE: Final = 0.30

Alpha = NDArray[np.uint8]


def _coverage(distance: NDArray[np.float64]) -> Alpha:
    """How much of each pixel lies inside, 0-255, from the signed distance to the edge in px."""
    return (255 * np.clip(0.5 - distance, 0.0, 1.0)).astype(np.uint8)


def _ring(line: float) -> Alpha:
    """A circle without its middle; a line as wide as the radius makes a disc."""
    axis = np.arange(_CELL) + 0.5 - _CELL / 2
    distance = np.hypot(axis[:, None], axis[None, :]) - _RADIUS
    return np.minimum(_coverage(distance), 255 - _coverage(distance + line * _RADIUS) if line < 1 else 255).astype(np.uint8)


def _diamond(line: float) -> Alpha:
    axis = np.abs(np.arange(_CELL) + 0.5 - _CELL / 2)
    distance = (axis[:, None] + axis[None, :] - _RADIUS) / np.sqrt(2)
    return np.minimum(_coverage(distance), 255 - _coverage(distance + line * _RADIUS) if line < 1 else 255).astype(np.uint8)


def _cells() -> dict[str, Alpha]:
    rings = {f"ring{step}": _ring(line) for step, line in enumerate(_STRENGTHS)}
    return {"disc": _ring(1.0), "diamond": _diamond(_DIAMOND_LINE), "diamond-solid": _diamond(1.0), **rings}


def ring_icon(radius: float, width: float) -> str:
    """The name of the ring whose line comes nearest to this width at this radius, both in px."""
    share = width / max(radius, 0.5)
    return f"ring{min(range(len(_STRENGTHS)), key=lambda step: abs(np.log(share / _STRENGTHS[step])))}"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(alpha: Alpha) -> bytes:
    """White pixels with this alpha as a PNG of grey and alpha, 8 bits each (ISO/IEC 15948)."""
    height, width = alpha.shape
    pixels = np.dstack([np.full_like(alpha, 255), alpha])
    raw = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 4, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(raw, 9)) + _chunk(b"IEND", b"")


def _atlas(cells: dict[str, Alpha]) -> Alpha:
    rows = -(-len(cells) // _COLUMNS)
    sheet = np.zeros((rows * _CELL, _COLUMNS * _CELL), dtype=np.uint8)
    for number, cell in enumerate(cells.values()):
        top, left = (number // _COLUMNS) * _CELL, (number % _COLUMNS) * _CELL
        sheet[top : top + _CELL, left : left + _CELL] = cell
    return sheet


_CELLS: Final = _cells()
PNG: Final = _png(_atlas(_CELLS))
"""The picture, to be served or embedded."""
ATLAS: Final = "data:image/png;base64," + base64.b64encode(PNG).decode("ascii")
"""The picture as an address that asks nobody."""
MAPPING: Final = {
    name: {"x": (i % _COLUMNS) * _CELL, "y": (i // _COLUMNS) * _CELL, "width": _CELL, "height": _CELL, "mask": True}
    for i, name in enumerate(_CELLS)
}
"""Where each shape is in the picture."""
