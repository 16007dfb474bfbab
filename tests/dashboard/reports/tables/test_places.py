"""Places as the tables give them."""

from __future__ import annotations

import pytest

from dashboard.codes import GeoPrecision
from dashboard.reports.tables import places

KHARKIV, DONETSK, KYIV = (49.99, 36.23), (48.0, 37.8), (50.45, 30.52)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ukraine", "UA"),
        ("Russia (Soviet Union)", "RU"),
        ("Myanmar (Burma)", "MM"),
        ("DR Congo (Zaire)", "CD"),
        ("Democratic Republic of Congo", "CD"),
        ("Congo", "CG"),
        ("Yemen (North Yemen)", "YE"),
        ("Cambodia (Kampuchea)", "KH"),
        ("Bosnia-Herzegovina", "BA"),
        ("Serbia (Yugoslavia)", "RS"),
        ("Macedonia, FYR", "MK"),
        ("Kingdom of eSwatini (Swaziland)", "SZ"),
        ("Zimbabwe (Rhodesia)", "ZW"),
        ("Madagascar (Malagasy)", "MG"),
        ("Ivory Coast", "CI"),
        ("United States of America", "US"),
        ("Turkey", "TR"),
        ("Namibia", "NA"),
        ("Україна", "UA"),
        ("Россия", "RU"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_have_codes(name: str, code: str | None) -> None:
    """As UCDP, ACLED and addresses write them."""
    found = places.country(name)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("country", "name", "point", "code"),
    [
        ("Ukraine", "Kharkiv oblast", KHARKIV, "07"),
        ("Ukraine", "Kharkiv", KHARKIV, "07"),
        ("Ukraine", "Donets'k", DONETSK, "05"),
        ("Ukraine", "Kyiv City", KYIV, "12"),
        ("Ukraine", "Kiev City", KYIV, "12"),
        ("Ukraine", "Kyiv", KYIV, "13"),
        ("Ukraine", "Zaporizhia", (47.8, 35.2), "26"),
        ("Ukraine", "Kirovograd", (48.5, 32.3), "10"),
        ("Ukraine", "Dnipropetrovsk", (48.4, 35.0), "04"),
        ("Ukraine", "Crimea", (45.3, 34.3), "11"),
        ("Ukraine", "Odessa", (46.5, 30.7), "17"),
        ("Ukraine", "Black Sea", (45.0, 31.0), None),
        ("Ukraine", "Kharkiv", KYIV, None),
        ("Ukraine", "Kharkiv", None, "07"),
        ("Ukraine", "", KHARKIV, None),
        ("Syria", "Hamah governorate", (35.1, 36.8), "10"),
        ("Syria", "Ar Raqqah governorate", (35.9, 39.0), "04"),
        ("DR Congo (Zaire)", "Nord Kivu province", (-0.3, 28.9), "11"),
        ("Atlantis", "Kharkiv", KHARKIV, None),
    ],
)
def test_regions_have_codes_where_that_is_sure(country: str, name: str, point: tuple[float, float] | None, code: str | None) -> None:
    """By their name in any usual spelling, where the point does not contradict it."""
    found = places.region(places.country(country), name, point)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("country", "admin1", "code"),
    [("Israel", "Gaza Strip", "PS"), ("Russia (Soviet Union)", "Crimea", "UA"), ("Serbia (Yugoslavia)", "Kosovo province", "XK")],
)
def test_regions_lie_where_the_gazetteer_has_them(country: str, admin1: str, code: str) -> None:
    """Else news and tables would not meet."""
    found = places.place("Somewhere", GeoPrecision.EXACT, None, of=places.country(country), admin1=admin1, admin2="", method="table:t")
    assert found.country_code == code


def test_a_region_that_is_not_known_has_a_radius_all_the_same() -> None:
    """A hundred kilometres."""
    found = places.place("Q", GeoPrecision.REGION, KHARKIV, of=places.country("Ukraine"), admin1="Q", admin2="", method="table:t")
    assert (found.name, found.radius_km, found.admin1, found.admin1_code) == ("Q", 100.0, "Q", None)


def test_what_is_not_named_is_called_after_what_holds_it() -> None:
    """And unknown where nothing does."""
    assert places.place("", GeoPrecision.DISTRICT, KHARKIV, of=None, admin1="A", admin2="B", method="t").name == "B"
    assert places.place("", GeoPrecision.COUNTRY, KHARKIV, of=places.country("Ukraine"), admin1="", admin2="", method="t").name == "Ukraine"
    assert places.place("", GeoPrecision.UNKNOWN, None, of=None, admin1="", admin2="", method="t").name == "unknown"
