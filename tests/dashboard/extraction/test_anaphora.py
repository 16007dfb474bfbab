from __future__ import annotations

import pytest

from dashboard.extraction.anaphora import anaphora
from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import document_of, strikes_of

WORDS = [
    ("Shells hit the city again.", [("the city", "city")]),
    ("Shells hit the city council.", []),
    ("Shells hit the village of Bohdanivka.", []),
    ("Shelling in the region went on.", [("the region", "region")]),
    ("Shelling went on, the region governor said.", []),
    ("A drone flew deep into the country.", [("deep into the country", "country")]),
]


@pytest.mark.parametrize(("text", "found"), WORDS, ids=[w[0] for w in WORDS])
def test_words_that_lean_on_a_place(text: str, found: list[tuple[str, str]]) -> None:
    """The words "the city" lean on a name; a council's city or a village with its name do not."""
    document = document_of(text)
    assert [(document.report.text[a.start : a.end], a.sort) for a in anaphora(document.sentences[0])] == found


MEANT = [
    ("A missile flew over Poltava at dawn. It hit a school in the city, killing two people.", "Poltava"),
    ("A missile hit Poltava at dawn. Odesa's mayor wept. A second missile hit a school in the city, killing two people.", "Poltava"),
    ("Kharkiv's mayor said that a missile had hit his city, killing two people.", "Kharkiv"),
    ("The Sumy region woke to sirens. Shelling in the region killed two people.", "Sumy"),
]


@pytest.mark.parametrize(("text", "place"), MEANT, ids=[m[0][:60] for m in MEANT])
def test_the_place_that_is_meant(text: str, place: str, gazetteer: Gazetteer) -> None:
    """The city is the one that was struck before, or the one of the mayor who speaks of his."""
    assert {c.place_text for c in strikes_of(text, gazetteer)} == {place}
