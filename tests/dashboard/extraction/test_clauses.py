from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.clauses import clauses
from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import Told, told

CUTS = [
    ("Missiles hit a mill in Odesa", ["Missiles hit a mill in Odesa"]),
    ("Missiles hit Odesa, while drones hit Kherson", ["Missiles hit Odesa", ", while drones hit Kherson"]),
    ("Missiles hit Odesa; drones hit Kherson", ["Missiles hit Odesa", "; drones hit Kherson"]),
    ("The mill, which is old, was hit", ["The mill", ", which is old", ", was hit"]),
    ("Drones hit Odesa after a calm week", ["Drones hit Odesa", " after a calm week"]),
]


@pytest.mark.parametrize(("text", "parts"), CUTS, ids=[c[0] for c in CUTS])
def test_a_sentence_is_cut_at_its_joints(text: str, parts: list[str]) -> None:
    """Clauses begin at their conjunction, and a relative clause between commas ends at the second."""
    assert [text[s:e] for s, e in clauses(text)] == parts


@given(st.lists(st.sampled_from(["a mill", ", which", ", ", "; ", " after ", " – ", "ї", ", and"]), max_size=12).map("".join))
def test_clauses_leave_nothing_out(text: str) -> None:
    """Put together again, the clauses are the sentence."""
    assert "".join(text[s:e] for s, e in clauses(text)) == text


NEWS: list[tuple[str, list[Told]]] = [
    ("A missile killed two people in Kharkiv on Wednesday, after shelling in 2022 killed 30 there.", [("Kharkiv", 2, None)]),
    ("Shelling killed two people in Nikopol on Wednesday, while Kyiv warned that missiles could kill more.", [("Nikopol", 2, None)]),
    ("Missiles hit a mill in Sumy on Wednesday, killing two people, in what has been a year of strikes.", [("Sumy", 2, None)]),
    ("The singer won in Malmö, as missiles hit homes in Odesa on Wednesday.", [("Odesa", None, None)]),
    (
        "Air strikes hit targets in Sanaa and Taiz, and in Hodeidah, where two guards were killed.",
        [("Sanaa", None, None), ("Taiz", None, None), ("Hodeidah", 2, None)],
    ),
    ("Missiles struck on Wednesday, killing a mother in Dnipro, and four people in Uman.", [("Dnipro", 1, None), ("Uman", 4, None)]),
]


@pytest.mark.parametrize(("text", "strikes"), NEWS, ids=[n[0][:40] for n in NEWS])
def test_only_the_clause_of_the_news_speaks(text: str, strikes: list[Told], gazetteer: Gazetteer) -> None:
    """What a clause tells of other times, threats or other places adds nothing to the strike of the next."""
    assert told(text, gazetteer) == strikes
