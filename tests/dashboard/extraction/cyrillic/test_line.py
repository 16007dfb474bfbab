from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.script import is_cyrillic
from tests.dashboard.extraction.cyrillic.telling import line

PLAIN = [
    ("Загинув 45-рiчний чоловiк", "загинув 45-річний чоловік"),
    ("по\u00adра\u00adнено п\u2019ятьох", "поранено п'ятьох"),
    ("о\u0301бласть", "область"),
    ("5\u00a0осіб", "5 осіб"),
    ("ещё двоё", "еще двое"),
    ("ракета Х-59 та С-300", "ракета х-59 та с-300"),
    ("Storm Shadow над Кримом", "storm shadow над кримом"),
    ("и\u0306од", "йод"),
]
LANGUAGES = [
    ("Троє поранені", ("uk",)),
    ("Пострадали трое жителей, взрыв был сильным", ("ru",)),
    ("Двое погибших", ("uk", "ru")),
    ("Дроны атаковали базу, є загиблі, ворог їх бив", ("uk", "ru")),
]


@pytest.mark.parametrize(("written", "plain"), PLAIN, ids=[p[1][:24] for p in PLAIN])
def test_sentences_are_made_plain(written: str, plain: str) -> None:
    """Stress marks, soft hyphens, Latin look-alikes and odd blanks disappear; names in Latin letters stay."""
    assert line(written).text == plain


@pytest.mark.parametrize(("written", "languages"), LANGUAGES, ids=[p[0][:24] for p in LANGUAGES])
def test_language_is_told_by_its_letters(written: str, languages: tuple[str, ...]) -> None:
    """Letters that only one language has choose the lexicon; where nothing tells, or both do, both are read."""
    assert line(written).languages == languages


def test_script_chooses_the_rules() -> None:
    """A sentence goes to the alphabet that most of its letters are of."""
    assert is_cyrillic("Удар FPV-дроном по селу")
    assert not is_cyrillic("The town of Суми was hit")
    assert not is_cyrillic("12:30 — 45%")


@given(st.text(alphabet="абіїйo\u0301\u00ad\u0306\u0308 \u00a0ёЁİ'’😀", max_size=60))
def test_every_span_leads_back(text: str) -> None:
    """Each plain code point has its place in the sentence, in order, and a span never leaves it."""
    plain = line(text)
    assert len(plain.at) == len(plain.text) + 1
    assert list(plain.at) == sorted(plain.at)
    assert plain.span(0, len(plain.text))[1] <= len(text)
