"""Keys made comparable for fuzzy search: symmetric deletes over their first letters, and bags of letters.

Two keys at most `EDITS` edits apart share a prefix from which at most as many letters are left out (W. Garbe, SymSpell).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from gazetteer.names import has_cyrillic

PREFIX = 7
"""How many letters at a key's start take part."""
EDITS = 2
_SHORTEST = 4
_LEFT_OUT = [left_out for count in range(EDITS + 1) for left_out in combinations(range(PREFIX), count)]
_KEPT = np.array([[at not in left_out for at in range(PREFIX)] for left_out in _LEFT_OUT], "u4")
"""A row for each way to leave letters out: 1 for those that stay."""
_Letters = np.ndarray[tuple[int, int], np.dtype[np.uint32]]
_Hashes = np.ndarray[tuple[int], np.dtype[np.uint32]]


def fuzzy_letters(key: str) -> bool:
    """Whether a key takes part in fuzzy search: Latin or Cyrillic, and not too short to be told from its neighbours."""
    return len(key) >= _SHORTEST and (key.isascii() or has_cyrillic(key) or all(letter < "\u0250" for letter in key))


def letter_bags(keys: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """64 bits for each key: which letters (by their code modulo 32) it has once, and, in the upper half, which more than once.

    An edit changes at most two bits of the lower half and two of the upper, which makes a cheap filter before any comparison.
    """
    codes = np.frombuffer("".join(keys).encode("utf-32-le"), "<u4")
    owner = np.repeat(np.arange(len(keys), dtype="u4"), [len(key) for key in keys])
    seen = np.bincount(owner.astype("i8") * 32 + codes % 32, minlength=len(keys) * 32).reshape(len(keys), 32)
    bits = np.uint64(1) << np.arange(32, dtype="u8")
    once = (seen > 0).astype("u8") @ bits
    more = (seen > 1).astype("u8") @ bits
    return np.asarray(once | (more << np.uint64(32)), "u8")


def prefix_letters(prefixes: Sequence[str]) -> _Letters:
    """Prefixes as rows of `PREFIX` code points, zero-padded."""
    return np.array(prefixes, f"<U{PREFIX}").view("<u4").reshape(len(prefixes), PREFIX)


def delete_hashes(prefixes: _Letters) -> Iterable[_Hashes]:
    """For each way to leave letters out, the hashes of all prefixes without them."""
    return (_hash(prefixes * kept) for kept in _KEPT)


def shortened(key: str) -> _Hashes:
    """The distinct hashes of one key's prefix in all ways to leave letters out, ascending."""
    return np.unique(_hash(prefix_letters([key[:PREFIX]]) * _KEPT))


def _hash(rows: _Letters) -> _Hashes:
    """A number for each row of letters; zeros, wherever they stand, do not count."""
    total = np.zeros(len(rows), "u8")
    for letter in rows.T.astype("u8"):
        total = np.where(letter > 0, (total * np.uint64(1_000_003)) ^ (letter * np.uint64(0x9E3779B1)), total)
    return ((total >> np.uint64(16)) ^ total).astype("u4")
