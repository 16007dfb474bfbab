from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import strikes_of

CASES = [
    (
        "A Russian missile killed 18 people in Kryvyi Rih on Wednesday. Moscow claimed that it had killed 85 officers in Kryvyi Rih.",
        18,
        None,
    ),
    (
        "A missile killed 18 people in Sumy on Wednesday, the governor said on his Telegram channel. Rebels in Sumy counted 40 killed.",
        18,
        None,
    ),
    ("A missile hit a bus in Sumy on Wednesday. A 56-year-old woman was injured and an 86-year-old man was wounded in Sumy.", None, 2),
    ("A missile hit a bus in Sumy on Wednesday. Officials had earlier put the dead at 31. Two people were killed in Sumy.", 2, None),
]


@pytest.mark.parametrize(("text", "killed", "injured"), CASES, ids=[c[0][:50] for c in CASES])
def test_the_count_chosen(text: str, killed: int | None, injured: int | None, gazetteer: Gazetteer) -> None:
    """The attacker's claim and a superseded count give way; persons told one by one in a sentence are counted together."""
    (strike,) = strikes_of(text, gazetteer)
    assert (strike.killed.best, strike.injured.best) == (killed, injured)


DAYS = [
    ("Missiles hit Kharkiv on Wednesday.\n\nA drone hit a mill in Sumy, killing two.", "Sumy", 19),
    ("A missile hit Kharkiv on Tuesday. A drone struck Sumy, where a missile killed two.", "Sumy", 18),
]


@pytest.mark.parametrize(("text", "place", "day"), DAYS, ids=[d[0][:40] for d in DAYS])
def test_an_undated_strike_is_of_the_day_that_the_report_tells_of(text: str, place: str, day: int, gazetteer: Gazetteer) -> None:
    """The day before publication, or that of the sentence before, holds for what is told on."""
    (found,) = [s for s in strikes_of(text, gazetteer) if s.place_text == place]
    assert found.when.best is not None
    assert found.when.best.day == day
