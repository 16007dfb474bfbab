"""Which alphabet a sentence is written in, by which the rules that read it are chosen."""

from __future__ import annotations

import re
from functools import lru_cache

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")


@lru_cache(maxsize=4096)
def is_cyrillic(text: str) -> bool:
    """Whether a text has more Cyrillic letters than Latin ones: then the Ukrainian and Russian rules read it, else the English ones."""
    cyrillic = len(_CYRILLIC.findall(text))
    return cyrillic > 0 and cyrillic > len(_LATIN.findall(text))
