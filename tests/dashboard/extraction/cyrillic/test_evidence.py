from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import strikes

TEXTS = [
    "Уночі ворог вдарив дронами по Нікополю. Загинув 45-річний чоловік, ще троє поранені.",
    "Уно\u00adчі во\u0301рог вда\u00adрив дронами по Ніко\u00adполю.\u00a0Загинув 45‑рiчний чоловiк, ще троє пора\u00adнені. 🇺🇦",
    "Ночью беспилотник ударил по школе в Шебекино: ранены двое учителей и ребёнок.",
]


@pytest.mark.parametrize("text", TEXTS, ids=["plain", "hidden characters", "Russian"])
def test_every_value_leads_to_its_words(text: str, gazetteer: Gazetteer) -> None:
    """Evidence lies in the text as written, begins and ends at words, and names its rule."""
    (strike,) = strikes(text, gazetteer)
    for evidence in (strike.evidence, *strike.support):
        words = text[evidence.start : evidence.end]
        assert words.strip() == words != ""
        assert not text[evidence.start - 1 : evidence.start].isalpha() or evidence.start == 0
        assert not text[evidence.end : evidence.end + 1].isalpha()
        assert evidence.rule
    assert {e.value for e in strike.support} >= {"place", "injured", "weapon", "date"}


def test_counts_are_quoted(gazetteer: Gazetteer) -> None:
    """The words of a count are those that it was read from, hidden characters included."""
    (strike,) = strikes(TEXTS[1], gazetteer)
    quotes = {e.value: TEXTS[1][e.start : e.end] for e in strike.support}
    assert quotes["injured"] == "ще троє пора\u00adнені"
    assert strike.place_text == "Ніко\u00adполю"
