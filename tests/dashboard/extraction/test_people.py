from __future__ import annotations

import pytest

from dashboard.extraction.people import groups

CASES: list[tuple[str, list[tuple[str, int | None]]]] = [
    ("five people", [("five people", 5)]),
    ("an elderly woman and a boy", [("an elderly woman and a boy", 2)]),
    ("a family of four", [("a family of four", 4)]),
    ("a 71-year-old pensioner", [("a 71-year-old pensioner", 1)]),
    ("a married couple", [("a married couple", 2)]),
    ("both drivers", [("both drivers", 2)]),
    ("two people, a man and a woman", [("two people, a man and a woman", 2)]),
    ("ten people, including two children", [("ten people, including two children", 10)]),
    ("at least 12 miners", [("at least 12 miners", 12)]),
    ("the roof, according to a doctor", []),
    ("dozens of people", []),
]


@pytest.mark.parametrize(("text", "found"), CASES, ids=[c[0] for c in CASES])
def test_people_are_counted_once(text: str, found: list[tuple[str, int | None]]) -> None:
    """People told side by side are added up, those told again as a part or in apposition are not, and who speaks is nobody's victim."""
    assert [(text[g.start : g.end], g.estimate.best) for g in groups(text)] == found


@pytest.mark.parametrize(("text", "parts"), [("ten people, including two children", {"children": 2}), ("four soldiers", {"military": 4})])
def test_kinds_of_people(text: str, parts: dict[str, int]) -> None:
    """Who they were is kept where the words say so."""
    (group,) = groups(text)
    assert {victims.value: n for victims, n in group.parts} == parts
