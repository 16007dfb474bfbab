"""Rows as the interface gives them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from dashboard.codes import AidCategory, AidStatus, GeoPrecision, Target, TimePrecision, Victims, Weapon
from dashboard.records import AidClaim, Estimate, Evidence, Location, Report, StrikeClaim, When
from dashboard.rows import rows

TEXT = "Three were killed in Zmiiv. Aid of €188m came."
STRIKE_KEYS = [
    "doc_id",
    "kind",
    "event_id",
    "date",
    "date_start",
    "date_end",
    "time_precision",
    "date_note",
    "place",
    "place_text",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "geo_precision",
    "radius_km",
    "attacks",
    "killed",
    "killed_low",
    "killed_high",
    "injured",
    "injured_low",
    "injured_high",
    "missing",
    "killed_by",
    "injured_by",
    "weapon",
    "target",
    "actor",
    "speaker",
    "evidence",
    "evidence_start",
    "evidence_end",
    "part_of",
    "background",
    "rules",
]
AID_KEYS = [
    "doc_id",
    "kind",
    "event_id",
    "date",
    "donor",
    "recipient",
    "amount",
    "currency",
    "usd",
    "status",
    "category",
    "items",
    "ordinal",
    "evidence",
    "evidence_start",
    "evidence_end",
    "part_of",
    "background",
    "rules",
]
REPORT = Report(report_id="r", source="s", text=TEXT, doc_id="doc")
STRIKE = StrikeClaim(
    claim_id="strike",
    report_id="r",
    evidence=Evidence(report_id="r", start=0, end=27, rule="killed"),
    support=(
        Evidence(report_id="r", start=0, end=5, rule="number", value="killed"),
        Evidence(report_id="r", start=6, end=9, rule="killed", value="killed"),
    ),
    place_text="Zmiiv",
    location=Location(
        name="Zmiiv",
        geo_precision=GeoPrecision.NEAR,
        latitude=49.6912345678,
        longitude=36.3,
        radius_km=12.3456,
        country="Ukraine",
        admin1="Kharkiv Oblast",
    ),
    when=When(start=date(2024, 4, 4), end=date(2024, 4, 5), best=date(2024, 4, 4), precision=TimePrecision.DAYS, note="in the night"),
    attacks=2,
    killed=Estimate(low=3, best=3),
    killed_by=((Victims.RESCUERS, 3),),
    weapons=(Weapon.MISSILE,),
    target=Target.ENERGY,
    actor="Russia",
)
AID = AidClaim(
    claim_id="aid",
    report_id="r",
    evidence=Evidence(report_id="r", start=28, end=46, rule="came"),
    donor="Finland",
    recipient="Ukraine",
    when=When(best=date(2024, 4, 3)),
    amount=Decimal(188_000_000),
    currency="EUR",
    usd_stated=Decimal("204000000.5"),
    status=AidStatus.ANNOUNCED,
    category=AidCategory.MILITARY,
    items=("shells",),
    ordinal=23,
    part_of="strike",
)


def test_a_strike_row_has_the_fields_of_the_interface() -> None:
    """Names, order and form of every value: ISO days, codes, ranges, verbatim evidence, rules each once."""
    (row,) = rows(REPORT, [STRIKE], {"strike": "e"})
    assert list(row) == STRIKE_KEYS
    assert json.loads(json.dumps(row)) == {
        "doc_id": "doc",
        "kind": "strike",
        "event_id": "e",
        "date": "2024-04-04",
        "date_start": "2024-04-04",
        "date_end": "2024-04-05",
        "time_precision": 2,
        "date_note": "in the night",
        "place": "Zmiiv",
        "place_text": "Zmiiv",
        "admin1": "Kharkiv Oblast",
        "country": "Ukraine",
        "latitude": 49.69123,
        "longitude": 36.3,
        "geo_precision": 2,
        "radius_km": 12.35,
        "attacks": 2,
        "killed": 3,
        "killed_low": 3,
        "killed_high": None,
        "injured": None,
        "injured_low": None,
        "injured_high": None,
        "missing": None,
        "killed_by": {"rescuers": 3},
        "injured_by": {},
        "weapon": ["missile"],
        "target": "energy",
        "actor": "Russia",
        "speaker": None,
        "evidence": "Three were killed in Zmiiv.",
        "evidence_start": 0,
        "evidence_end": 27,
        "part_of": None,
        "background": False,
        "rules": ["killed", "number"],
    }


def test_an_aid_row_has_the_fields_of_the_interface() -> None:
    """Amounts are plain numbers, whole where they are whole; `part_of` is the index of the row that contains this one."""
    row = list(rows(REPORT, [AID, STRIKE], {}))[1]
    assert list(row) == AID_KEYS
    assert (row["amount"], row["usd"], row["date"], row["part_of"]) == (188_000_000, 204_000_000.5, "2024-04-03", 0)
    assert isinstance(row["amount"], int)
    assert row["evidence"] == "Aid of €188m came."


@pytest.mark.parametrize("precision", [GeoPrecision.COUNTRY, GeoPrecision.UNKNOWN])
def test_a_country_is_no_point(precision: GeoPrecision) -> None:
    """Precision 6 and 7 give no latitude, longitude or radius, even where a location carries them."""
    at = Location(name="Russia", geo_precision=precision, latitude=60.0, longitude=100.0, radius_km=3000.0)
    (row,) = rows(REPORT, [StrikeClaim(claim_id="a", report_id="r", evidence=STRIKE.evidence, location=at)], {})
    assert (row["place"], row["latitude"], row["longitude"], row["radius_km"]) == ("Russia", None, None, None)


def test_what_was_not_placed_has_no_place() -> None:
    """Without a location the place is null and the precision 7."""
    (row,) = rows(REPORT, [StrikeClaim(claim_id="a", report_id="r", evidence=STRIKE.evidence)], {})
    assert (row["place"], row["geo_precision"], row["latitude"]) == (None, 7, None)


def test_rows_stand_in_the_order_of_their_passages() -> None:
    """Whatever order the claims come in, rows follow the text."""
    assert [row["kind"] for row in rows(REPORT, [AID, STRIKE], {})] == ["strike", "aid"]
