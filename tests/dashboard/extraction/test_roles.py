from __future__ import annotations

import pytest

from dashboard.extraction.around import Role
from dashboard.extraction.roles import role_of
from gazetteer import PlaceKind

TOWN, COUNTRY, WATER = PlaceKind.POPULATED, PlaceKind.COUNTRY, PlaceKind.WATER
CASES = [
    ("A missile hit a school in Kharkiv.", "Kharkiv", TOWN, Role.EVENT),
    ("Shells fell on the southern city of Kherson.", "Kherson", TOWN, Role.EVENT),
    ("Drones launched from Kursk hit a mill.", "Kursk", TOWN, Role.ORIGIN),
    ("Kharkiv's mayor spoke of a missile.", "Kharkiv", TOWN, Role.SPEAKER),
    ("The governor of Sumy spoke of a missile.", "Sumy", TOWN, Role.SPEAKER),
    ("Nikopol: two wounded.", "Nikopol", TOWN, Role.EVENT),
    ("Nikopol came under fire.", "Nikopol", TOWN, Role.EVENT),
    ("The Beirut strike killed two.", "Beirut", TOWN, Role.EVENT),
    ("One drone was shot down over Odesa.", "Odesa", TOWN, Role.CONTEXT),
    ("Sirens sounded across Kyiv.", "Kyiv", TOWN, Role.CONTEXT),
    ("The wounded were taken to hospital in Dnipro.", "Dnipro", TOWN, Role.CONTEXT),
    ("Treated in a clinic in Dnipro, he spoke of the missile.", "Dnipro", TOWN, Role.CONTEXT),
    ("At talks in Geneva he spoke of the missile.", "Geneva", TOWN, Role.CONTEXT),
    ("KYIV, June 20 (Agency) — Missiles struck a mill.", "KYIV", TOWN, Role.CONTEXT),
    ("An Iran-backed group fired rockets.", "Iran", COUNTRY, Role.CONTEXT),
    ("US air strikes hit a depot.", "US", COUNTRY, Role.CONTEXT),
    ("Two missiles landed in the Black Sea.", "Black Sea", WATER, Role.CONTEXT),
    ("A missile hit a ship in the Black Sea.", "Black Sea", WATER, Role.EVENT),
    ("The registry office of Huliaipole was flattened.", "Huliaipole", TOWN, Role.EVENT),
    ("Missiles hit a market in one of Russia's deadliest strikes.", "Russia", COUNTRY, Role.CONTEXT),
    ("Shells were fired by the armed forces of Armenia.", "Armenia", COUNTRY, Role.CONTEXT),
    ("Lebanon's state news agency reported the strike.", "Lebanon", COUNTRY, Role.SPEAKER),
    ("A drone hit the Serpukhov missile ship.", "Serpukhov", TOWN, Role.CONTEXT),
    ("It lies 69km to the east of the Russian-held city of Donetsk.", "Donetsk", TOWN, Role.CONTEXT),
    ("Missiles launched from systems located in occupied parts of Kherson were counted.", "Kherson", TOWN, Role.ORIGIN),
    ("Israeli strikes across the Gaza Strip killed 75.", "Gaza Strip", PlaceKind.REGION, Role.EVENT),
    ("GAZA CITY, Gaza Strip — Strikes across the Gaza Strip killed 75.", "the Gaza Strip", PlaceKind.REGION, Role.EVENT),
    ("A strike brought down a block of flats in Beirut.", "Beirut", TOWN, Role.EVENT),
    ("Lviv sings.", "Lviv", TOWN, None),
]


@pytest.mark.parametrize(("text", "name", "kind", "role"), CASES, ids=[c[0] for c in CASES])
def test_the_words_around_a_name_give_its_role(text: str, name: str, kind: PlaceKind, role: Role | None) -> None:
    """What stands before and after a place name says whether it was struck, who speaks there, or whence it came."""
    start = text.index(name)
    assert role_of(text, start, start + len(name), kind, event_end=None) is role


def test_a_list_goes_on_as_it_began() -> None:
    """Behind a place that was struck, "and Nikopol" was struck too."""
    text = "Drones struck Kherson and Nikopol."
    start = text.index("Nikopol")
    assert role_of(text, start, start + 7, TOWN, event_end=text.index(" and")) is Role.EVENT
