from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import strikes

SUMS = [
    ("Ворог обстріляв Херсон. Поранено 48-річного чоловіка. Також постраждала 70-річна жінка.", None, 2),
    ("Ворог обстріляв Херсон. Поранено трьох людей. Ще двоє людей поранені ввечері.", None, 5),
    ("Ворог обстріляв Херсон. Загинув чоловік. Чоловік загинув на місці.", 1, None),
    ("У Херсоні через удар загинула дитина. Загинула 6-річна дівчинка.", 1, None),
    ("У Херсоні через удар поранено 5 людей. Поранено жінку 30 років і чоловіка 40 років.", None, 5),
    ("У Херсоні через удар постраждали 12 людей.\n2 загинули.\n10 поранені.", 2, 10),
]


@pytest.mark.parametrize(("text", "killed", "injured"), SUMS, ids=[s[0][:50] for s in SUMS])
def test_victims_told_one_by_one(text: str, killed: int | None, injured: int | None, gazetteer: Gazetteer) -> None:
    """Different persons are added up, the same one told twice is one, and a total told beside its parts stands."""
    (strike,) = strikes(text, gazetteer)
    assert (strike.killed.best, strike.injured.best) == (killed, injured)


SHARES = [
    ("Внаслідок обстрілів Донеччини загинули 4 жителі: 2 в Торецьку, 1 у Гродівці та 1 в Іванівці.", {"Toretsk": 2, "Hrodivka": 1}),
    ("Через удари по Харківщині загинули троє людей: Чугуїв — 2, Ізюм — 1.", {"Chuhuiv": 2, "Izium": 1}),
]


@pytest.mark.parametrize(("text", "parts"), SHARES, ids=[s[0][:40] for s in SHARES])
def test_shares_of_a_total(text: str, parts: dict[str, int], gazetteer: Gazetteer) -> None:
    """A total broken up by places gives each place its share, hung on the total."""
    found = {s.location.name: s for s in strikes(text, gazetteer) if s.location}
    assert {name: found[name].killed.best for name in parts} == parts
    assert all(found[name].part_of is not None for name in parts)
