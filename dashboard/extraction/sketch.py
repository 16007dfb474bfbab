"""A sketch of a passage: a few numbers by which two passages of almost the same words are known for copies, without the words."""

from __future__ import annotations

import re
import zlib
from typing import Final

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 3
"""Words that are hashed together."""
_KEPT: Final = 16
"""The smallest hashes that are kept: enough to tell nine words in ten from one in two."""
LEAST_WORDS: Final = 10
"""Shorter passages are alike by chance."""


def sketch(passage: str) -> tuple[int, ...]:
    """The smallest hashes of all runs of three words, in order; empty for a passage of few words.

    How many of the smallest hashes of two passages together stand in both estimates the share of runs that they have in common
    (A. Broder, "On the resemblance and containment of documents", 1997).
    """
    words = _WORD.findall(passage.casefold())
    if len(words) < LEAST_WORDS:
        return ()
    runs = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return tuple(sorted(zlib.crc32(run.encode()) for run in runs)[:_KEPT])
