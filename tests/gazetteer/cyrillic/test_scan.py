"""Finding and placing names in Ukrainian and Russian text: whole cases, then properties."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]
PIECES = st.sampled_from(
    [
        "Харків",
        "у Києві",
        ", ",
        "Харківській області",
        ". ",
        "Kyiv",
        "США",
        "Куп’янськ",
        "\n",
        " та ",
        "м. ",
        "обл. ",
        "-",
        "«",
        "»",
        "🔥",
        "і́",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_exactly_the_named_places_are_found(gazetteer: Gazetteer, case: dict[str, Any]) -> None:
    """Each sentence gives the toponyms of its case, of the right kind, at the right place, and no other."""
    found = [
        f"{toponym.text} | {toponym.kind} | "
        + (f"{toponym.match.place.name} | {int(toponym.match.geo_precision)}" if toponym.match else "none")
        for toponym in gazetteer.geoparse(case["text"])
    ]
    assert found == case["expect"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(alphabet="абвіїєґыэЁАБВ «»'’-.,\n", max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_offsets_give_back_the_text(gazetteer: Gazetteer, text: str) -> None:
    """Whatever the text, geoparsing does not raise, and spans are in order, apart, and hold the toponym's own text."""
    last = 0
    for toponym in gazetteer.geoparse(text):
        assert last <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.text
        last = toponym.end


def test_given_spans_are_answered_in_any_script(gazetteer: Gazetteer) -> None:
    """Spans that are handed over are answered as they are, inflected, Latin or unknown."""
    text = "Удар по Одесі та Kharkiv, а також по Ъъъъ."
    toponyms = gazetteer.resolve_spans(text, [(8, 13), (17, 24), (37, 41)])
    assert [toponym.match.place.name if toponym.match else None for toponym in toponyms] == ["Odesa", "Kharkiv", None]


def test_a_long_list_and_a_long_word_are_no_trouble(gazetteer: Gazetteer) -> None:
    """A Cyrillic word of 5,000 letters is passed over; a list of 1,000 names is found whole."""
    assert gazetteer.geoparse("Х" + "а" * 5000) == ()
    assert len(gazetteer.geoparse("у Харкові, " * 1000)) == 1000
