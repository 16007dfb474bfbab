from __future__ import annotations

import pytest

from dashboard.extraction.cyrillic.misspelt import one_off
from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import strikes

STEMS = [
    ("краматрсь", "краматорсь", True),
    ("нікпо", "нікопо", True),
    ("чугуєв", "чугуїв", True),
    ("миколаї", "миколаїв", False),
    ("петрів", "павлів", False),
    ("суми", "суми", False),
]


@pytest.mark.parametrize(("a", "b", "same"), STEMS)
def test_one_letter_off(a: str, b: str, same: bool) -> None:  # noqa: FBT001 - a case's expectation
    """Stems that begin and end alike are one name if a single letter differs; a name and its derivative are two."""
    assert one_off(a, b) is same
    assert one_off(b, a) is same


def test_a_slip_is_the_town_named_elsewhere(gazetteer: Gazetteer) -> None:
    """The victims told beside the misspelt name are that town's."""
    text = "Під ударом Краматорськ та Торецьк. По Краматрську вдарили ракетою, поранено двох людей."
    assert [s.location.name for s in strikes(text, gazetteer) if s.location and s.injured.best == 2] == ["Kramatorsk"]
