"""The tables in `gazetteer/data`: whole, plausible, and with their origin written down."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from gazetteer import SourceDataError
from gazetteer.names import fold
from gazetteer.sources import TABLES
from gazetteer.tables import common_words, given_names, no_places, table, words

DATA = resources.files("gazetteer").joinpath("data")


def test_every_file_names_its_origin() -> None:
    """PROVENANCE.md has a line for each table and word list, and for nothing that is not there."""
    provenance = DATA.joinpath("PROVENANCE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([^`]+)`", provenance, re.MULTILINE))
    assert named == {file.name for file in DATA.iterdir() if file.name.endswith((".csv", ".txt"))}


@pytest.mark.parametrize("name", [name for name in TABLES if name not in {"metonyms", "people", "district_places", "places", "cyrillic"}])
def test_points_lie_on_the_globe(name: str) -> None:
    """Every place of a table has a point and a positive radius."""
    for line in table(name):
        assert -90 <= float(line["latitude"]) <= 90, line
        assert -180 <= float(line["longitude"]) <= 180, line
        assert 0 < float(line["radius_km"]) < 10_000, line


def test_codes_are_unique() -> None:
    """No country, division or district is there twice."""
    for name, fields in [("countries", ["code"]), ("divisions", ["country", "code"]), ("districts", ["country", "division", "code"])]:
        keys = [tuple(line[part] for part in fields) for line in table(name)]
        assert len(keys) == len(set(keys)), name


def test_all_oblasts_have_their_p_codes() -> None:
    """Ukraine's 27 divisions carry 27 OCHA P-codes."""
    codes = {line["code"]: line["pcode"] for line in table("divisions") if line["country"] == "UA"}
    assert len(codes) == len(set(codes.values())) == 27
    assert (codes["07"], codes["12"], codes["11"], codes["20"]) == ("UA63", "UA80", "UA01", "UA85")


def test_ukraine_has_its_raions_of_2020() -> None:
    """136 raions, and what GeoNames counts beside them."""
    raions = [line for line in table("districts") if line["country"] == "UA" and line["name"].endswith(" Raion")]
    assert len(raions) >= 136
    assert all(re.fullmatch(r"[A-Z][A-Za-z' -]+ Raion", line["name"]) for line in raions)


def test_words_are_keys() -> None:
    """Word lists hold folded words, as they are looked up."""
    assert all(fold(word) == word for word in no_places())
    assert "march" in common_words()
    assert "john" in given_names()
    assert all(word == word.lower() for word in common_words() | given_names())


def test_a_missing_table_names_the_remedy() -> None:
    """A table that is not there is said with what to do."""
    with pytest.raises(SourceDataError, match="reinstall"):
        list(table("no_such_table"))
    with pytest.raises(SourceDataError, match="reinstall"):
        words("no_such_list")
