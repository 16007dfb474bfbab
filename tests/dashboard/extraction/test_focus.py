from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import Told, told

CASES: list[tuple[str, list[Told]]] = [
    ("Nikopol. A drone wounded two people.", [("Nikopol", None, 2)]),
    ("Nikopol, Marhanets. A drone wounded two people.", []),
    (
        "Shells hit a clinic in the Kherson region on Wednesday, killing two people. The clinic in Beryslav had no lights.",
        [("Beryslav", 2, None)],
    ),
    (
        "Shells hit a clinic in the Kherson region on Wednesday, killing two people. A mill in Beryslav had no lights.",
        [("Kherson", 2, None)],
    ),
    (
        "Shells hit a clinic in the Kherson region on Wednesday, killing two people. The clinic in Lviv had no lights.",
        [("Kherson", 2, None)],
    ),
]


@pytest.mark.parametrize(("text", "strikes"), CASES, ids=[c[0][:60] for c in CASES])
def test_the_place_in_view(text: str, strikes: list[Told], gazetteer: Gazetteer) -> None:
    """A label gives its place to the next sentence, and a site its town to the sentence before, within the same region."""
    assert told(text, gazetteer) == strikes
