from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import Told, strikes_of, told

CASES: list[tuple[str, list[Told]]] = [
    (
        "Missiles struck the Poltava region on Wednesday. A fire broke out at a mill in Kremenchuk after a missile hit it.",
        [("Kremenchuk", None, None)],
    ),
    (
        "Missiles killed nine people in the Poltava region on Wednesday. In Kremenchuk, nine people were killed by a missile.",
        [("Kremenchuk", 9, None)],
    ),
    (
        "A strike on schools killed 19 pupils in the Poltava region on Wednesday.\n\nThe attack occurred in Kremenchuk, wounding 22.",
        [("Kremenchuk", 19, 22)],
    ),
    (
        "Missiles hit a hospital in Syria on Wednesday, killing seven people.\n\nThe hospital near Idlib was struck by missiles.",
        [("near Idlib", 7, None)],
    ),
    ("Ukrainian drones hit an oil refinery deep inside Russia on Wednesday.", [("Russia", None, None)]),
    ("Missiles were fired at Ukraine on Wednesday.", []),
]


@pytest.mark.parametrize(("text", "strikes"), CASES, ids=[c[0][:60] for c in CASES])
def test_a_region_beside_its_town(text: str, strikes: list[Told], gazetteer: Gazetteer) -> None:
    """A region that is only a summary of one town gives way to it; a country alone stands for a site or a toll."""
    assert told(text, gazetteer) == strikes


PARTS = [
    "Missiles killed nine people across the Donetsk region on Wednesday: five in Toretsk and four in Siversk.",
    "Russian attacks killed nine people in the Donetsk region on Wednesday. Five of them died in Toretsk and four in Siversk.",
    "Shelling killed 16 people in the Kherson region on Wednesday, including eight in Beryslav.",
]


@pytest.mark.parametrize("text", PARTS, ids=[t[:60] for t in PARTS])
def test_a_total_and_its_parts(text: str, gazetteer: Gazetteer) -> None:
    """Towns whose figures fit into the region's are its parts, so that nobody is counted twice."""
    whole, *parts = strikes_of(text, gazetteer)
    assert whole.part_of is None
    assert {p.part_of for p in parts} == {whole.claim_id}


def test_a_day_sum_told_after_the_news_is_not_its_whole(gazetteer: Gazetteer) -> None:
    """A ministry's sum of the last 24 hours, told after the strike that is the news, may count another day."""
    strikes = strikes_of(
        "A missile killed nine people in Tyre on Wednesday.\n\nLebanon's ministry said 46 had been killed by drones in the last 24 hours.",
        gazetteer,
    )
    assert ("Tyre", None) in [(s.place_text, s.part_of) for s in strikes]


def test_figures_that_do_not_fit_are_no_parts(gazetteer: Gazetteer) -> None:
    """More dead in the towns than in the region: the towns' strikes are other ones."""
    strikes = strikes_of(
        "Missiles killed four people across the Donetsk region on Wednesday: five in Toretsk and four in Siversk.", gazetteer
    )
    assert all(s.part_of is None for s in strikes)
