"""Names of struck sites."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.records import Report, StrikeClaim, digest
from dashboard.workers import claims_of
from gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("told", "site"),
    [
        ("A Russian missile hit the Lastivka children's hospital in Kyiv on Thursday, killing two people.", "lastivka"),
        ("Russian bombs hit the Epicentr home-improvement store in Kharkiv on Thursday, killing two people.", "epicentr"),
        ("A Russian drone struck school No. 134 in Kharkiv on Thursday, injuring two people.", "134"),
        ("A Russian missile hit a hotel called Reikartz in Zaporizhzhia on Thursday, killing two people.", "reikartz"),
        ("A Russian missile hit the hotel “Druzhba” in Kramatorsk on Thursday, killing two people.", "druzhba"),
        ("A Russian missile hit the Kharkiv hospital on Thursday, killing two people.", None),
        ("Shells hit a market in Donetsk on Thursday, killing two people.", None),
        ("A Russian missile hit a hospital in Kharkiv on Thursday, killing two people.", None),
        ("On Thursday Russian drones hit an apartment building in Odesa, killing two people.", None),
    ],
)
def test_a_site_that_has_a_name_keeps_it(told: str, site: str | None, gazetteer: Gazetteer) -> None:
    """The name stands before the word of the site or after it; a town, a people and the first word of a sentence are none."""
    text = f"date 2024-04-04\n\n{told}"
    report = Report(report_id=digest("x", text), source="x", text=text, body_start=17, published=date(2024, 4, 4))
    (claim,) = claims_of(report, gazetteer)
    assert isinstance(claim, StrikeClaim)
    assert claim.site == site
