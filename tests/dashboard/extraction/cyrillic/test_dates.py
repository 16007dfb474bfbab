from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction.cyrillic.dates import dates
from tests.dashboard.extraction.cyrillic.telling import PUBLISHED, line

TIMES = [
    ("У ніч на 12 червня", "2024-06-11", "2024-06-12"),
    ("вночі", "2024-06-12", "2024-06-13"),
    ("минулої доби", "2024-06-12", "2024-06-13"),
    ("за минувшие сутки", "2024-06-12", "2024-06-13"),
    ("вчора ввечері", "2024-06-12", "2024-06-12"),
    ("сегодня утром", "2024-06-13", "2024-06-13"),
    ("у вівторок", "2024-06-11", "2024-06-11"),
    ("в ночь на вторник", "2024-06-10", "2024-06-11"),
    ("3 квітня 2023 року", "2023-04-03", "2023-04-03"),
    ("30 декабря", "2023-12-30", "2023-12-30"),
    ("05.06.2024", "2024-06-05", "2024-06-05"),
    ("два дні тому", "2024-06-11", "2024-06-11"),
    ("позавчора", "2024-06-11", "2024-06-11"),
]


@pytest.mark.parametrize(("text", "start", "end"), TIMES, ids=[t[0] for t in TIMES])
def test_times(text: str, start: str, end: str) -> None:
    """Each expression is the interval that it means on the day of publication."""
    found = dates(line(text), PUBLISHED, None)[0]
    assert (str(found.when.start), str(found.when.end)) == (start, end)


def test_without_a_day_of_publication() -> None:
    """Relative words mean nothing then, and a full date stands."""
    assert dates(line("вчора, у вівторок, вночі, 5 червня"), None, None) == []
    assert dates(line("5 червня 2024 року"), None, None)[0].when.best == date(2024, 6, 5)


def test_births_are_no_dates() -> None:
    """A year of birth dates nobody's death."""
    assert dates(line("жінка 1953 р.н., дитина 2015 року народження, мужчина 1980 года рождения"), PUBLISHED, None) == []


def test_clock_times_lean_on_the_day_before_them() -> None:
    """As in "17 червня ... О 18:10": a time alone is of the day told last, or of the day of publication."""
    assert dates(line("О 18:10 ударили по місту"), PUBLISHED, date(2024, 6, 9))[0].when.best == date(2024, 6, 9)
    assert dates(line("О 18:10 ударили по місту"), PUBLISHED, None)[0].when.best == PUBLISHED


def test_days_of_speech_are_told_as_such() -> None:
    """The day on which somebody spoke, or a figure stood, is not the day of the strike."""
    for text in ("Напередодні обласна влада повідомляла про вісьмох загиблих", "За даними на 18:00 11 червня, загиблих 12"):
        assert [d.of_speech for d in dates(line(text), PUBLISHED, None)][-1:] == [True]


def test_that_day_leans_on_the_day_before_it() -> None:
    """As in "того ж дня"."""
    assert dates(line("Того ж дня обстріляли село"), PUBLISHED, date(2024, 6, 9))[0].when.best == date(2024, 6, 9)
