"""Finding and placing the names in running text: whole cases, then properties."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer

CASES: list[dict[str, Any]] = [
    case
    for file in ("geoparse.toml", "geoparse_cyrillic.toml")
    for case in tomllib.loads((Path(__file__).parent / "cases" / file).read_text("utf-8"))["case"]
]
LATIN = "Kyiv|Zmiiv|, |Kharkiv region|. |US|’s |\n|in |St. |of |the |-|Bangor, Maine|🔥|D-"
CYRILLIC = "Москва|Харків|у Києві|Харківській області|США|Куп’янськ| та |м. |обл. |«|»|і́"
PIECES = st.sampled_from([*LATIN.split("|"), *CYRILLIC.split("|")])


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
@given(st.one_of(st.text(), st.text(alphabet="абвіїєґыэЁАБВ «»'’-.,\n", max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_offsets_give_back_the_text(gazetteer: Gazetteer, text: str) -> None:
    """Whatever the text, geoparsing does not raise, and spans are in order, apart, and hold the toponym's own text."""
    last = 0
    for toponym in gazetteer.geoparse(text):
        assert last <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.text
        last = toponym.end


def test_given_spans_are_answered_one_for_one(gazetteer: Gazetteer) -> None:
    """Spans that are handed over come back in their order, an unknown name without a match."""
    text = "From Paris, Texas to Xqzzyv."
    spans = [(5, 10), (12, 17), (21, 27)]
    toponyms = gazetteer.resolve_spans(text, spans)
    assert [(toponym.start, toponym.end) for toponym in toponyms] == spans
    assert [toponym.match.place.admin1 if toponym.match else None for toponym in toponyms] == ["Texas", "Texas", None]
    text = "Удар по Одесі та Kharkiv, а також по Ъъъъ."
    toponyms = gazetteer.resolve_spans(text, [(8, 13), (17, 24), (37, 41)])
    assert [toponym.match.place.name if toponym.match else None for toponym in toponyms] == ["Odesa", "Kharkiv", None]


def test_one_unresolvable_name_does_not_empty_the_answer(gazetteer: Gazetteer) -> None:
    """A name that nobody knows leaves the others as they are."""
    assert [toponym.text for toponym in gazetteer.geoparse("Bombs fell on Xqzzyvka and Kharkiv.")] == ["Kharkiv"]


def test_a_long_word_and_a_long_list_are_no_trouble(gazetteer: Gazetteer) -> None:
    """A name of 5,000 letters is passed over; a list of 2,000 names is found whole."""
    assert gazetteer.geoparse("K" * 5000) == ()
    assert len(gazetteer.geoparse("Kharkiv, " * 2000)) == 2000
    assert gazetteer.geoparse("Х" + "а" * 5000) == ()
    assert len(gazetteer.geoparse("у Харкові, " * 1000)) == 1000


@pytest.mark.parametrize(
    ("text", "homes"),
    [
        ("Bangor, Maine, and Bangor, Northern Ireland", ["Maine", "Maine", "Northern Ireland", "Northern Ireland"]),
        ("Lyman in Donetsk region, and Lyman in Kharkiv region", ["Donetsk Oblast"] * 2 + ["Kharkiv Oblast"] * 2),
        ("Explosions in Lviv and Mykolaiv", ["Lviv Oblast", "Mykolaiv Oblast"]),
        ("Вибухи у Львові та Миколаєві", ["Lviv Oblast", "Mykolaiv Oblast"]),
        ("Kropyvnytskyi and Rivne", ["Kirovohrad Oblast", "Rivne Oblast"]),
        ("Росіяни вдарили по Слов'янську", ["Donetsk Oblast"]),
        ("In Pokrovsk, Russia is advancing, Ukraine said", ["Donetsk Oblast", None, None]),
        ("Samar was hit, Ukraine said", ["Dnipropetrovsk Oblast", None]),
    ],
)
def test_of_namesakes_the_right_one(gazetteer: Gazetteer, text: str, homes: list[str | None]) -> None:
    """Towns of one name are told apart by what the text states, and a great one is not lost to a small one near by."""
    placed = [toponym.match.place.admin1 for toponym in gazetteer.geoparse(text) if toponym.match and toponym.kind != "demonym"]
    assert placed == homes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("у Ха́ркові та О́десі", ["Kharkiv", "Odesa"]),
        (unicodedata.normalize("NFD", "Київ, Миколаїв, Чугуїв"), ["Kyiv", "Mykolaiv", "Chuhuiv"]),
        (unicodedata.normalize("NFD", "Zürich, Malmö, São Paulo"), ["Zurich", "Malmö", "São Paulo"]),
        ("у Хар\u00adкові, Od\u00adesa, New\u200b York", ["Kharkiv", "Odesa", "New York"]),
        ("у Xаркoві та Kиєвi", ["Kharkiv", "Kyiv"]),
    ],
)
def test_marks_and_hidden_characters_do_not_cut_words(gazetteer: Gazetteer, text: str, names: list[str]) -> None:
    """Stress marks, decomposed letters, soft hyphens, characters of no width and look-alikes leave a name whole."""
    assert [toponym.match.place.name for toponym in gazetteer.geoparse(text) if toponym.match] == names


def test_lists_of_numbers_and_hyphens_are_no_trouble(gazetteer: Gazetteer) -> None:
    """What looks like a table or a chain is passed over in a time that grows with its length only."""
    assert gazetteer.relatives(",".join(["12"] * 50_000), ()) == ()
    assert gazetteer.geoparse("А-" * 20_000) == ()
