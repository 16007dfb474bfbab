from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import Told, told

HIT = "A missile hit a school in Kharkiv on Wednesday"
CASES: list[tuple[str, list[Told]]] = [
    (f"{HIT}. Two teachers were killed.", [("Kharkiv", 2, None)]),
    (f"{HIT}.\n\nTwo teachers were killed and five wounded.", [("Kharkiv", 2, 5)]),
    (f"{HIT}, killing seven people.\n\nIt was break.\n\nSnow fell.\n\nAll seven people killed were teachers.", [("Kharkiv", 7, None)]),
    (f"{HIT}.\n\nKharkiv's mayor said that a missile had killed four people.", [("Kharkiv", 4, None)]),
    (f"{HIT}.\n\nLviv's mayor said that a missile had killed four people.", [("Kharkiv", None, None), ("Lviv", 4, None)]),
    ("Ukrainian strikes on Russia\n\nA drone hit an oil depot on Wednesday, killing two guards.", [("Russia", 2, None)]),
    ("A drone hit an oil depot on Wednesday, killing two guards.", []),
    ("Lebanon's health ministry said that air strikes had killed 46 people in the past 24 hours.", [("Lebanon", 46, None)]),
]


@pytest.mark.parametrize(("text", "strikes"), CASES, ids=[c[0][:70] for c in CASES])
def test_what_names_no_place_finds_its_strike(text: str, strikes: list[Told], gazetteer: Gazetteer) -> None:
    """A toll goes to the strike that it speaks of, to the town of the official who gives it, or nowhere."""
    assert told(text, gazetteer) == strikes


KYIV = "A missile killed two people in Kyiv on Wednesday"
BACK = [
    (
        f"{KYIV}.\n\nMoscow spoke of a drone strike on a college in eastern Ukraine.\n\nThe death toll from that strike rose to 21.",
        ("Kyiv", 2),
    ),
    (
        f"{KYIV}.\n\nThe death toll from that strike rose to 21, officials said.",
        ("Kyiv", 21),
    ),
    (
        "Russian missiles killed two people in Kyiv on Wednesday.\n\nRussia's authorities said 21 people were killed.",
        ("Kyiv", 2),
    ),
    (
        "A Russian missile killed two people in Kyiv on Wednesday.\n\nUkrainian authorities said later that 21 people were killed.",
        ("Kyiv", 21),
    ),
]


@pytest.mark.parametrize(("text", "expected"), BACK, ids=[case[0][-60:] for case in BACK])
def test_a_toll_goes_to_the_strike_that_it_points_back_at(text: str, expected: tuple[str, int], gazetteer: Gazetteer) -> None:
    """A toll of "that strike" is of the one told just before; the authorities of who struck count none of the dead there."""
    assert expected in [(place, killed) for place, killed, _ in told(text, gazetteer)]
