"""Looking one name up."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "search.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['name']} {case.get('country', '')}" for case in CASES])
def test_the_first_answer_and_why(gazetteer: Gazetteer, case: dict[str, Any]) -> None:
    """A name in any spelling leads to its place, by the rule that the case names."""
    near = tuple(case["near"]) if "near" in case else None
    match = gazetteer.search(case["name"], country=case.get("country"), near=near)[0]
    assert f"{match.place.name} | {match.place.country_code} | {match.place.admin1} | {match.method}" == case["first"]


def test_hints_exclude_nothing(gazetteer: Gazetteer) -> None:
    """A hint to a country without such a place still gives the place."""
    assert gazetteer.search("Zmiiv", country="BR")[0].place.country_code == "UA"


def test_limit_and_runners_up(gazetteer: Gazetteer) -> None:
    """No more answers than asked for; the first names what else it could have been, itself not among them."""
    matches = gazetteer.search("Springfield", limit=3)
    assert len(matches) == 3
    assert 0 < len(matches[0].runners_up) <= 5
    assert matches[0].place not in matches[0].runners_up


def test_countries_and_seas_have_no_point(gazetteer: Gazetteer) -> None:
    """A country keeps its point in the place, for arcs, but not in the match; a sea has precision 7."""
    russia, sea = gazetteer.search("Russia")[0], gazetteer.search("Black Sea")[0]
    assert (int(russia.geo_precision), russia.latitude, russia.longitude, russia.radius_km) == (6, None, None, None)
    assert (russia.place.latitude, russia.place.longitude) == (60, 100)
    assert (int(sea.geo_precision), sea.latitude) == (7, None)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.one_of(st.none(), st.text(max_size=3)), st.one_of(st.none(), st.tuples(st.floats(), st.floats())), st.integers(0, 8))
def test_search_never_raises(gazetteer: Gazetteer, name: str, country: str | None, near: tuple[float, float] | None, limit: int) -> None:
    """Whatever is asked, there is an answer or none, with scores between 0 and 1, and at most `limit` of them."""
    matches = gazetteer.search(name, country=country, near=near, limit=limit)
    assert len(matches) <= limit
    assert all(0 <= match.score <= 1 for match in matches)


def test_a_name_of_five_thousand_letters(gazetteer: Gazetteer) -> None:
    """A name longer than any is answered with nothing."""
    assert gazetteer.search("k" * 5000) == ()
