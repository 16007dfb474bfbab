"""Fuzzy lookup: what one key is looked for by, and what it finds."""

from __future__ import annotations

import pytest

from gazetteer.build import build, identity
from gazetteer.index import Index
from gazetteer.place import PlaceKind
from gazetteer.tables import Row

NAMES = ("Strelsau", "Strelsau Nova", "Hentzau", "Tarlenheim", "Zenda", "Штрельзау", "Зендівка")


@pytest.fixture(name="index", scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """A compiled index of a few invented towns."""
    folder = tmp_path_factory.mktemp("fuzzy") / "index"
    build(folder, rows=(Row(name=name, kind=PlaceKind.POPULATED, latitude=1, longitude=2, radius_km=1) for name in NAMES))
    return Index(folder, identity())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("tsrelsau", "strelsau"),
        ("stelsaau", "strelsau"),
        ("henzaus", "hentzau"),
        ("zemdda", "zenda"),
        ("tarlenhiem", "tarlenheim"),
        ("штрелзау", "штрельзау"),
        ("зендивка", "зендівка"),
    ],
)
def test_two_edits_are_forgiven(index: Index, wrong: str, right: str) -> None:
    """Up to two letters too many, too few, wrong or swapped still lead to the key first, in either script."""
    key, likeness = index.fuzzy(wrong)[0]
    assert key == right
    assert 0.7 < likeness < 1


def test_the_most_alike_come_first_and_no_more_than_asked(index: Index) -> None:
    """A key itself is wholly alike and first; `limit` cuts the list."""
    assert index.fuzzy("strelsau", 5)[0] == ("strelsau", 1.0)
    found = [likeness for _, likeness in index.fuzzy("strelsau", 5)]
    assert found == sorted(found, reverse=True)
    assert len(index.fuzzy("strelsau", 1)) == 1


@pytest.mark.parametrize("key", ["", "zen", "qqqqqqqq", "ゼンダ市街地"])
def test_what_is_too_short_or_like_nothing_finds_nothing(index: Index, key: str) -> None:
    """Keys of fewer than four letters, of other scripts, or like no name at all give an empty answer."""
    assert index.fuzzy(key) == ()
