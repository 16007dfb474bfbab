from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import told

CALM = "The market was full. Police closed the road. Shops stayed shut."
GAME = "The striker struck twice in the derby on Saturday. His second goal in the match hit the net late."
CASES = [
    (f"Nine people were killed in an attack in Kabul on Wednesday. {CALM}", set()),
    (f"Nine people were killed in an attack in Kabul on Wednesday. A rocket hit the market. {CALM}", {"Kabul"}),
    ("Nine people were killed in an attack in Kabul on Wednesday.", {"Kabul"}),
    (f"{GAME} Leeds pounded the visitors in Bradford. Everybody sang.", set()),
    (f"{GAME} A missile hit a kiosk in Kharkiv, killing two people. Everybody sang.", {"Kharkiv"}),
]


@pytest.mark.parametrize(("text", "places"), CASES, ids=[c[0][:60] for c in CASES])
def test_the_report_as_a_whole_bears_a_strike_out(text: str, places: set[str], gazetteer: Gazetteer) -> None:
    """Where a report names no arms, or is about a game, weak words are no strikes; arms with a toll always are."""
    assert {place for place, *_ in told(text, gazetteer)} == places
