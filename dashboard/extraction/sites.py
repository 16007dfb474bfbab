"""What a struck site is called: the Lastivka of "the Lastivka children's hospital", the 134 of "school No. 134"."""

from __future__ import annotations

import re
from collections.abc import Collection

from dashboard.extraction.document import Sentence
from dashboard.extraction.lexicon import Hit

_NAME = r"[A-ZА-ЯІЇЄҐ][^\W\d][\w’'-]*"
_BEFORE = re.compile(rf"(?<=[\w,;:] )((?:{_NAME}\s+){{1,3}})(?:[a-z][a-z’'-]*\s+){{0,2}}$")
"""One to three names, then at most two words of what it is: "Epicentr home-improvement" before "store". The first word of a sentence has
its capital from that, and is no name."""
_NUMBER = re.compile(r"\s+(?:No\.?|Nr\.?|number|#|№)\s*(\d{1,4})\b", re.IGNORECASE)
_QUOTED = re.compile(r"\s+(?:(?:named|called)\s+)?[“„«\"]([^“”„«»\"]{2,40})[”“»\"]")
_CALLED = re.compile(rf"\s+(?:named|called|known as)\s+((?:{_NAME}\s?){{1,3}})")
_NO_NAMES = frozenset(
    "the a an this that its his her their another other several two three four five six seven eight nine ten dozens many some one at on in "
    "for monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december president governor mayor minister military national central regional state city public hospital school".split()
)
"""Words that name a day, an office or a kind of site, and no site."""


def site_name(sentence: Sentence, target: Hit, named: Collection[tuple[int, int]]) -> str | None:
    """The name of the site that a word of a target stands for, in small letters; None where it has none.

    Args:
        sentence: Where it is told.
        target: The word of the target; its span counts from the sentence's beginning.
        named: Spans of places and peoples, code points of the report's text: "the Kharkiv hospital" has no name of its own.
    """
    after = sentence.text[target.end : target.end + 60]
    for pattern in (_NUMBER, _QUOTED, _CALLED):
        if (found := pattern.match(after)) is not None:
            return _plain(found[1])
    before = _BEFORE.search(sentence.text, max(0, target.start - 80), target.start)
    if before is None:
        return None
    start, end = (sentence.start + at for at in before.span(1))
    if any(first < end and start < last for first, last in named):
        return None
    words = [word for word in before[1].split() if word.lower() not in _NO_NAMES]
    return _plain(" ".join(words)) if words else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())
