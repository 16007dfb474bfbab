from __future__ import annotations

import pytest

from dashboard.extraction.cyrillic.numbers import numbers
from tests.dashboard.extraction.cyrillic.telling import line

COUNTS = [
    ("постраждали двадцять п'ять людей", [(25, 25, 25)]),
    ("щонайменше восьмеро мешканців", [(8, 8, None)]),
    ("не менее шести рабочих", [(6, 6, None)]),
    ("понад 40 родин", [(40, 40, None)]),
    ("до 15 осіб", [(0, 15, 15)]),
    ("кількість зросла до 15", [(15, 15, 15)]),
    ("близько ста людей", [(None, 100, None)]),
    ("від 3 до 5 людей", [(3, 3, 5)]),
    ("1 200 жителей", [(1200, 1200, 1200)]),
    ("3-х осіб та 12-ти", [(3, 3, 3), (12, 12, 12)]),
    ("сто двадцать три человека", [(123, 123, 123)]),
    ("чотирьох медиків і двома водіями", [(4, 4, 4), (2, 2, 2)]),
    ("ч. 2 ст. 115 кодексу", []),
    ("о 14:30, 7 червня 2023 року", []),
    ("жінки 34 та 56 років", []),
    ("16-й поверх, 3-го дня", []),
    ("ракета Х-101, дім № 7", []),
    ("10000000000000000000000000000000 людей", []),
    ("ни одного раненого", []),
]


@pytest.mark.parametrize(("text", "found"), COUNTS, ids=[c[0][:30] for c in COUNTS])
def test_counts(text: str, found: list[tuple[int | None, int | None, int | None]]) -> None:
    """Digits and words of every case are counts; ages, dates, times, articles and names of things are none."""
    assert [(n.estimate.low, n.estimate.best, n.estimate.high) for n in numbers(line(text))] == found


def test_more_is_told_as_more() -> None:
    """A count on top of another says so."""
    assert [n.additional for n in numbers(line("двоє загинули, ще троє поранені"))] == [False, True]
