"""Places given by other places."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, RelativePlace

FOLDER = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for file in (FOLDER / "cases" / "relative.toml", FOLDER / "cases" / "relative_cyrillic.toml")
    for case in tomllib.loads(file.read_text("utf-8"))["case"]
]
PIECES = st.sampled_from(
    [
        "Kyiv",
        "Izium",
        " 30 km ",
        "south of ",
        "near ",
        "between ",
        " and ",
        "the regional capital",
        "the capital",
        ", ",
        "a village in ",
        "ten miles from ",
        " border ",
        "the border with ",
        "за 30 км на північ від ",
        "Харкова",
        "біля ",
    ]
)


def written(place: RelativePlace) -> str:
    """A relative place as the cases write it."""
    match = place.match
    if match is None or match.latitude is None or match.longitude is None or match.radius_km is None:
        return f"{place.text} | none"
    point = f"{round(match.latitude, 2):g} {round(match.longitude, 2):g}"
    return f"{place.text} | {match.method} | {match.place.name} | {point} | {int(match.geo_precision)} | {match.radius_km:g}"


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_expressions_become_points_with_radius_and_precision(gazetteer: Gazetteer, case: dict[str, Any]) -> None:
    """Each sentence gives the relative places of its case and no other."""
    found = gazetteer.relatives(case["text"], gazetteer.geoparse(case["text"]))
    assert [written(place) for place in found] == case["expect"]


def test_anchors_are_the_spans_leaned_on(gazetteer: Gazetteer) -> None:
    """The spans of the names that an expression leans on are given, so that nothing is placed there."""
    text = "It fell 30 km south of Kharkiv and between Izium and Kupiansk."
    found = gazetteer.relatives(text, gazetteer.geoparse(text))
    assert [[text[start:end] for start, end in place.anchors] for place in found] == [["Kharkiv"], ["Izium", "Kupiansk"]]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.lists(PIECES, max_size=20).map("".join)))
def test_offsets_give_back_the_text(gazetteer: Gazetteer, text: str) -> None:
    """Whatever the text, nothing raises, and spans hold the expression's own text."""
    for place in gazetteer.relatives(text, gazetteer.geoparse(text)):
        assert text[place.start : place.end] == place.text
        assert all(0 <= start < end <= len(text) for start, end in place.anchors)
