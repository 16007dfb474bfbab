from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import Told, told

CASES: list[tuple[str, list[Told]]] = [
    ("Drones killed two people in Kherson and wounded one in Beryslav.", [("Kherson", 2, None), ("Beryslav", None, 1)]),
    ("Shells killed a mother in Dnipro and four people in Uman.", [("Dnipro", 1, None), ("Uman", 4, None)]),
    ("Shelling killed 16 people in the Kherson region, including eight in Beryslav.", [("Kherson", 16, None), ("Beryslav", 8, None)]),
    ("In Kherson shells killed two people, and in Nikopol they wounded three.", [("Kherson", 2, None), ("Nikopol", None, 3)]),
]


@pytest.mark.parametrize(("text", "strikes"), CASES, ids=[c[0][:60] for c in CASES])
def test_each_count_goes_to_its_place(text: str, strikes: list[Told], gazetteer: Gazetteer) -> None:
    """Of several places in a sentence each has its own dead and injured."""
    assert told(text, gazetteer) == strikes
