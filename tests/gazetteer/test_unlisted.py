"""Names that no table lists: settlements known only by their region, cities and regions that are misspelt."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import UNLISTED, Gazetteer, GeoPrecision

PLACED = [
    ("A strike in Shchetinovka, a locality in Russia's Belgorod region, killed two.", "Shchetinovka", "Belgorod Oblast"),
    ("In Kharkiv Oblast, two women were wounded in the village of Monachynivka.", "Monachynivka", "Kharkiv Oblast"),
    ("Bombs fell on Rai-Oleksandrivka, in the Kramatorsk district of the Donetsk region.", "Rai-Oleksandrivka", "Donetsk Oblast"),
    ("A shell hit the village of Gashalty-Garagoyunlu, Naftalan district.", "Gashalty-Garagoyunlu", "Naftalan"),
]
NOT_PLACED = [
    "A drone struck a mill in the village of Mai Tsebri, killing two.",
    "A missile hit a school on Thursday, in the Kharkiv region.",
    "The town of Zmiiv in the Kharkiv region was hit.",
    "The old town of stone lies in the Kharkiv region.",
    "He spoke of the Kharkiv region in Lviv.",
]
MISSPELT = [
    ("A missile hit the central city of Kryviyi Rih in Ukraine.", "Kryviyi Rih", "Kryvyi Rih"),
    ("In Ukraine's Kharikv region, four people were killed.", "Kharikv", "Kharkiv Oblast"),
]
PIECES = st.sampled_from(
    ["the village of ", "Smilne", " village", ", a town in ", "the Kharkiv region", "In ", "Sumy Oblast", ", ", "Old-", "A", ". "]
)


@pytest.mark.parametrize(("text", "name", "region"), PLACED, ids=[p[1] for p in PLACED])
def test_a_settlement_keeps_its_name_and_lies_somewhere_in_its_region(text: str, name: str, region: str, gazetteer: Gazetteer) -> None:
    """It is named as the text names it, and no more exactly placed than what holds it."""
    (found,) = [t.match for t in gazetteer.geoparse(text) if t.text == name]
    assert found is not None
    assert (found.method, found.place.name, found.place.admin1) == (UNLISTED, name, region)
    assert found.geo_precision in {GeoPrecision.DISTRICT, GeoPrecision.REGION}


@pytest.mark.parametrize("text", NOT_PLACED)
def test_without_a_region_or_with_a_known_name_nothing_is_made_up(text: str, gazetteer: Gazetteer) -> None:
    """No settlement comes of a day, of a known town, or of a name for which the text gives no region."""
    assert [t.text for t in gazetteer.geoparse(text) if t.match is not None and t.match.method == UNLISTED] == []


@pytest.mark.parametrize(("text", "name", "place"), MISSPELT, ids=[m[1] for m in MISSPELT])
def test_what_is_called_a_city_or_region_may_be_misspelt(text: str, name: str, place: str, gazetteer: Gazetteer) -> None:
    """A slip in a name that the text calls a city or a region of a country it names is forgiven, and said to be a likeness."""
    (found,) = [t.match for t in gazetteer.geoparse(text) if t.text == name]
    assert found is not None
    assert (found.place.name, found.method) == (place, "fuzzy")


@given(st.lists(PIECES, max_size=14))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_toponyms_stay_in_order(gazetteer: Gazetteer, pieces: list[str]) -> None:
    """Whatever the text, toponyms stand in order, none overlaps another, and each is its own words."""
    text = "".join(pieces)
    found = gazetteer.geoparse(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[t.start : t.end] == t.text for t in found)
