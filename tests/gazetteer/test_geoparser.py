"""What the gazetteer answers of countries, regions and their towns; use by many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gazetteer import Gazetteer, PlaceKind
from gazetteer.geoparser import default_folder


def test_the_cache_folder_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """STRIKEMAP_CACHE names the root of the caches."""
    monkeypatch.setenv("STRIKEMAP_CACHE", str(tmp_path))
    assert default_folder() == tmp_path / "gazetteer"
    monkeypatch.delenv("STRIKEMAP_CACHE")
    assert default_folder().name == "gazetteer"


def test_countries_by_code(gazetteer: Gazetteer) -> None:
    """A code in either case gives the country with its point; one that there is not is a KeyError."""
    ukraine = gazetteer.country("ua")
    assert (ukraine.name, ukraine.kind, ukraine.latitude, ukraine.longitude) == ("Ukraine", PlaceKind.COUNTRY, 49, 32)
    with pytest.raises(KeyError):
        gazetteer.country("XX")


@pytest.mark.parametrize(
    ("name", "seat"),
    [
        ("Kharkiv Oblast", "Kharkiv"),
        ("Kyiv Oblast", "Kyiv"),
        ("Zakarpattia Oblast", "Uzhhorod"),
        ("Dnipropetrovsk Oblast", "Dnipro"),
        ("Crimea", "Simferopol"),
        ("Kursk Oblast", "Kursk"),
        ("Krasnodar Krai", "Krasnodar"),
        ("Idlib Governorate", "Idlib"),
        ("Illinois", "Springfield"),
        ("Poland", "Warsaw"),
    ],
)
def test_seats(gazetteer: Gazetteer, name: str, seat: str) -> None:
    """The chief town of a region, the capital of a country."""
    found = gazetteer.seat(gazetteer.search(name)[0].place)
    assert found is not None
    assert found.name == seat


def test_the_region_of_a_place(gazetteer: Gazetteer) -> None:
    """A town leads to its region with its P-code; a region to itself; a country to none."""
    region = gazetteer.region_of(gazetteer.search("Zmiiv")[0].place)
    assert region is not None
    assert (region.name, region.pcode, region.admin1_code) == ("Kharkiv Oblast", "UA63", "07")
    assert gazetteer.region_of(region) == region
    assert gazetteer.region_of(gazetteer.country("UA")) is None


def test_the_largest_cities_are_whole_cities(gazetteer: Gazetteer) -> None:
    """Ranks count cities, not the quarters that GeoNames lists beside them."""
    assert [city.name for city in gazetteer.largest_cities("UA", 5)] == ["Kyiv", "Kharkiv", "Odesa", "Dnipro", "Donetsk"]
    assert gazetteer.largest_cities("XX") == ()


def test_ukrainian_names_are_todays(gazetteer: Gazetteer) -> None:
    """Records carry the national romanisation."""
    for old, name in [
        ("Izyum", "Izium"),
        ("Chuguev", "Chuhuiv"),
        ("Severodonetsk", "Sievierodonetsk"),
        ("Kiev", "Kyiv"),
        ("Zaporozhye", "Zaporizhzhia"),
    ]:
        assert gazetteer.search(old, country="UA")[0].place.name == name


def test_many_threads_get_the_same_answers(gazetteer: Gazetteer) -> None:
    """An open gazetteer is shared: eight threads parse and search as one does."""
    texts = [f"Bombs fell {distance} km south of Kharkiv, near Izium and in Springfield, Ohio." for distance in range(1, 41)]

    def answer(text: str) -> object:
        toponyms = gazetteer.geoparse(text)
        return toponyms, gazetteer.relatives(text, toponyms), gazetteer.search(text[:25])

    alone = [answer(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, texts)) == alone


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Kakhovka Dam", "Kherson Oblast"),
        ("Zaporizhzhia nuclear plant", "Zaporizhzhia Oblast"),
        ("Crimean Bridge", "Crimea"),
        ("Donbas", None),
    ],
)
def test_small_sites_know_their_region(gazetteer: Gazetteer, name: str, region: str | None) -> None:
    """A dam or a power station lies in the division of the town beside it; an area of several divisions in none."""
    assert gazetteer.search(name)[0].place.admin1 == region


@pytest.mark.parametrize(
    ("own", "neighbour", "division", "touch"),
    [
        ("UA", "RU", "", True),
        ("UA", "RU", "07", True),
        ("UA", "RU", "15", False),
        ("UA", "ES", "", False),
        ("IL", "LB", "", True),
        ("XX", "UA", "", False),
    ],
)
def test_borders(gazetteer: Gazetteer, own: str, neighbour: str, division: str, *, touch: bool) -> None:
    """Countries, and divisions of them, have a stretch of border where their towns are close; its radius holds the middle of all of it."""
    stretch = gazetteer.border(own, neighbour, division)
    assert (stretch is not None) is touch
    if stretch and division == "07":
        assert (round(stretch.latitude), round(stretch.longitude)) == (50, 37)
        assert 50 < stretch.radius_km < 200
