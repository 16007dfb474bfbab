"""Names that a word leads to though it is no form of them: the town of an adjective, the Russian spelling of a foreign name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_STEM = 4
_RUSSIAN = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г"})
_ADJECTIVE_OF_A_TOWN = re.compile(r"(?:ов|ев|ин|ан|ян|ен|ів|їв)?(?:ськ|цьк|зьк|ск|цк)(?:ий|ой|а|ая|е|ое)$")


def respelt(keys: Sequence[str]) -> Iterator[str]:
    """Foreign names as Russian spells them, where the index has only that: "хан-юніс" for "хан-юнис"."""
    for key in keys:
        if (other := key.translate(_RUSSIAN)) != key:
            yield other


def stems(adjective: str) -> Iterator[str]:
    """What a town's name may begin with: "краснопільськ" leads to "краснопіл", "великописарівськ" to "велика писар"."""
    stem = _ADJECTIVE_OF_A_TOWN.sub("", adjective).removesuffix("ь")
    yield stem
    if stem.startswith("велико") and len(stem) > len("велико") + _STEM:
        yield from (f"велик{ending} {stem.removeprefix('велико')}" for ending in ("а", "ии", "е"))
