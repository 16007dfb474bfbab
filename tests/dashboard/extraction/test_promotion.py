from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.telling import told

STRUCK = "Missiles struck Kharkiv on Wednesday, killing two people."
CASES = [
    (f"{STRUCK} One man died in Dnipro and 12 people were injured.", {"Kharkiv", "Dnipro"}),
    (f"{STRUCK} The market in Poltava was also hit.", {"Kharkiv", "Poltava"}),
    (f"{STRUCK} One man died of his wounds in Dnipro.", {"Kharkiv"}),
    (f"{STRUCK} A poet was buried in Dnipro, where one man died of grief.", {"Kharkiv"}),
    (f"{STRUCK} One man died in Warsaw and 12 people were injured.", {"Kharkiv"}),
    ("The mayor of Kharkiv opened a school. One man died in Dnipro and 12 people were injured.", set()),
]


@pytest.mark.parametrize(("text", "places"), CASES, ids=[c[0][-60:] for c in CASES])
def test_a_toll_beside_a_strike_is_borne_out(text: str, places: set[str], gazetteer: Gazetteer) -> None:
    """Killed and injured told beside a strike in the same country were struck too; deaths of another kind, or elsewhere, were not."""
    assert {place for place, *_ in told(text, gazetteer)} == places
