"""The word lists of aid, compiled so that any white space (doubled, no-break) stands where a pattern has a blank."""

from __future__ import annotations

import re
from functools import cache

from dashboard.extraction.lexicon import WordList, table

_BLANK = re.compile(r"\[[^\]]*\]|\(\?<[^)]*\)| \??")


def spaced(pattern: str) -> str:
    """A pattern whose blanks, save those within brackets and look-behinds, match up to three white-space characters."""
    return _BLANK.sub(lambda m: {" ": r"\s{1,3}", " ?": r"\s{0,3}"}.get(m.group(), m.group()), pattern)


@cache
def aid_words(section: str) -> WordList:
    """The compiled table `section` of the lexicon of aid."""
    return WordList({key: [spaced(p) for p in patterns] for key, patterns in table("aid", section).items()})


@cache
def any_of(section: str, key: str) -> str:
    """The patterns of one key as one alternation, longest first, for building larger patterns."""
    return "|".join(spaced(p) for p in sorted(table("aid", section)[key], key=len, reverse=True))
