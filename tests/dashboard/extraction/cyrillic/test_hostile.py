from __future__ import annotations

import time

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import aid, strikes

LONG = 40_000
"""Code points of a hostile text."""
HOSTILE = {
    "one word": "поранено",
    "fates": "поранено двох, ",
    "numbers": "двоє троє 5 ",
    "places": "Харків, ",
    "strikes": "удар по Києву ",
    "no blanks": "завдали",
    "commas": ", ",
    "amounts": "5 млн ",
    "dates": "5 червня ",
    "quotes": "«обстріл ",
    "ages": "34-річний ",
    "spaced": "завдали                       ",
    "mixed": "удаp по Xapкову і a o ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_read_in_linear_time(unit: str, gazetteer: Gazetteer) -> None:
    """Twice the text takes at most some three times as long, however often it says the same."""

    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        start = time.perf_counter()
        strikes(text, gazetteer)
        aid(text, gazetteer)
        return time.perf_counter() - start

    seconds(2000)
    half, whole = seconds(LONG // 2), seconds(LONG)
    assert whole < max(3.5 * half, 3.0)


@pytest.mark.parametrize("text", ["", "І", "💥", "\u0301\u0301", "й\u0306", "Загинуло " + "9" * 5000 + " людей у Сумах від удару ракетою"])
def test_odd_texts_are_answered(text: str, gazetteer: Gazetteer) -> None:
    """Nothing that a text holds makes a rule stumble, and no count is beyond people."""
    assert all((s.killed.best or 0) < 10**7 for s in strikes(text, gazetteer))
