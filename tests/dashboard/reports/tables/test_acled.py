"""ACLED's rows, in both layouts."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.codes import ACLED_TERMS, TimePrecision, Weapon
from dashboard.records import Coded, Estimate
from tests.dashboard.reports.tables.invented import ACLED, ACLED_OLD, ACLED_PRESENT, notes, only, quoted, read, sheet, told


def one(**changed: str) -> tuple[object, ...]:
    """What changed columns make of the row."""
    _, claim = only(read(sheet(ACLED_PRESENT, ACLED | changed)))
    return claim.killed, claim.weapons, claim.actor


@pytest.mark.parametrize("names", [ACLED_PRESENT, ACLED_OLD, [*reversed(ACLED_PRESENT), "population_1km", "population_best"]])
def test_both_layouts_are_read_by_their_names(names: list[str]) -> None:
    """Whatever order they stand in, and whatever newer columns stand beside them."""
    report, claim = only(read(sheet(names, ACLED)))
    assert (report.source, report.title, report.url, report.doc_id) == ("ACLED", "ACLED UKR900001", "acled:UKR900001", "x/UKR900001")
    assert (report.published, report.licence) == (date(2024, 4, 9), ACLED_TERMS.name)
    assert claim.location is not None
    at = claim.location
    assert (at.name, at.admin1, at.admin1_code, at.pcode, at.country_code, int(at.geo_precision)) == (
        "Zmiiv",
        "Kharkiv Oblast",
        "07",
        "UA63",
        "UA",
        1,
    )
    assert (at.latitude, at.longitude, at.admin2) == (49.6876, 36.3567, "Chuhuivskyi")
    assert (claim.when.start, claim.when.end, claim.when.precision) == (date(2024, 4, 5), date(2024, 4, 5), TimePrecision.DAY)
    assert (claim.killed, claim.weapons, claim.actor) == (Estimate(best=4), (Weapon.MISSILE,), "Russia")


def test_every_value_leads_to_its_words() -> None:
    """The notes are the evidence; the other values lead to their columns."""
    report, claim = only(read(sheet(ACLED_PRESENT, ACLED)))
    assert quoted(report, claim) == {
        "": ACLED["notes"],
        "place": "Zmiiv",
        "date": "2024-04-05",
        "killed": "4",
        "weapon": ACLED["notes"],
        "actor": "Military Forces of Russia (2000-)",
    }
    assert claim.place_span is not None
    assert report.text[slice(*claim.place_span)] == "Zmiiv"
    assert {each.rule for each in (claim.evidence, *claim.support)} == {"table:acled"}


def test_a_row_without_notes_stands_for_itself() -> None:
    """Then its evidence is the whole row."""
    report, claim = only(read(sheet(ACLED_PRESENT, ACLED | {"notes": "NA"})))
    assert quoted(report, claim)[""] == report.text
    assert "notes" not in report.text


@pytest.mark.parametrize("written", ["2024-04-05", "05 April 2024", "5 April 2024", "2024-04-05 00:00:00"])
def test_a_day_is_one_however_it_is_written(written: str) -> None:
    """The API and the export tool give the same text, so that one event is one report."""
    report, claim = only(read(sheet(ACLED_PRESENT, ACLED | {"event_date": written})))
    assert claim.when.best == date(2024, 4, 5)
    assert report.report_id == only(read(sheet(ACLED_PRESENT, ACLED)))[0].report_id


@pytest.mark.parametrize(
    ("kind", "said", "weapons"),
    [
        ("Air/drone strike", "A strike hit Izium.", ["air strike"]),
        ("Air/drone strike", "A Shahed hit Izium.", ["drone"]),
        ("Air / drone strike", "UAVs struck Izium.", ["drone"]),
        ("Air/drone strike", "Planes dropped guided aerial bombs.", ["glide bomb"]),
        ("Shelling/artillery/missile attack", "Forces fired at Izium.", ["artillery"]),
        ("Shelling/artillery/missile attack", "Forces fired MLRS and mortars.", ["artillery", "rocket"]),
        ("Remote explosive/landmine/IED", "A mine went off.", ["explosive device"]),
        ("Suicide bomb", "An attack.", ["explosive device"]),
        ("Grenade", "A grenade was thrown.", ["explosive device"]),
        ("Chemical weapon", "Gas.", ["other"]),
        ("A new kind", "Missiles.", []),
    ],
)
def test_sub_event_type_and_notes_say_what_struck(kind: str, said: str, weapons: list[str]) -> None:
    """The kind decides; the notes may say it closer."""
    assert sorted(str(each) for each in one(sub_event_type=kind, notes=said)[1]) == weapons  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fatalities", "said", "killed"),
    [
        ("0", "Shelling of Izium.", Estimate()),
        ("0", "Shelling of Izium. Casualties unknown.", Estimate()),
        ("0", "Shelling of Izium. No casualties.", Estimate(low=0, best=0, high=0)),
        ("0", "Shelling of Izium; nobody was killed.", Estimate(low=0, best=0, high=0)),
        ("0", "Shelling of Izium. No information on casualties.", Estimate()),
        ("", "Shelling of Izium.", Estimate()),
        ("NA", "Shelling of Izium.", Estimate()),
        ("7", "Seven people were killed.", Estimate(best=7)),
        ("10", "Several people were killed.", Estimate()),
        ("10", "Several people were killed, ten of them soldiers.", Estimate(best=10)),
        ("3", "An unknown number of soldiers were killed; coded as 3.", Estimate()),
        ("3", "Two men and a child were killed. Several houses burnt.", Estimate(best=3)),
        ("12", "Several people were killed.", Estimate(best=12)),
    ],
)
def test_none_is_told_only_where_the_notes_say_so(fatalities: str, said: str, killed: Estimate) -> None:
    """0 also means unknown, and 3 and 10 stand for a number that nobody knows."""
    assert one(fatalities=fatalities, notes=said)[0] == killed


@pytest.mark.parametrize(
    ("changed", "actor"),
    [
        ({}, "Russia"),
        ({"inter1": "State forces", "inter2": "Civilians"}, "Russia"),
        ({"inter1": "External/Other forces", "inter2": "", "actor2": ""}, "Russia"),
        ({"inter2": "1", "actor2": "Military Forces of Ukraine (2019-)"}, None),
        ({"inter2": "State forces", "actor2": "Military Forces of Ukraine (2019-)"}, None),
        ({"actor1": "Military Forces of Ukraine (2019-) Air Force", "inter1": "1"}, "Ukraine"),
        ({"actor1": "RSF: Rapid Support Forces", "inter1": "2"}, "RSF"),
        ({"actor1": "Rapid Support Forces", "inter1": "2"}, "RSF"),
        ({"actor1": "Unidentified Armed Group (Ukraine)", "inter1": "3"}, None),
        ({"actor1": "Civilians (Ukraine)", "inter1": "7", "actor2": "Military Forces of Russia (2000-)", "inter2": "8"}, None),
        ({"inter1": "", "inter2": ""}, None),
    ],
)
def test_who_struck_is_told_only_where_it_is_sure(changed: dict[str, str], actor: str | None) -> None:
    """The first actor is no attacker; forces alone, or against civilians, are."""
    assert one(**changed)[2] == actor


@pytest.mark.parametrize(
    ("code", "precision", "first", "last"),
    [
        ("2", TimePrecision.WEEK, date(2024, 4, 1), date(2024, 4, 7)),
        ("3", TimePrecision.MONTH, date(2024, 4, 1), date(2024, 4, 30)),
    ],
)
def test_a_vague_date_fills_its_week_or_month(code: str, precision: TimePrecision, first: date, last: date) -> None:
    """ACLED's own day stays the best one."""
    _, claim = only(read(sheet(ACLED_PRESENT, ACLED | {"time_precision": code})))
    assert (claim.when.precision, claim.when.start, claim.when.end, claim.when.best) == (precision, first, last, date(2024, 4, 5))
    assert claim.when.note


@pytest.mark.parametrize(("code", "precision", "name", "radius"), [("2", 2, "Zmiiv", 25.0), ("3", 4, "Kharkiv Oblast", 137.0)])
def test_a_point_that_stands_in_is_no_place(code: str, precision: int, name: str, radius: float) -> None:
    """Precision 2 is near a place, 3 a region with the region's radius."""
    _, claim = only(read(sheet(ACLED_PRESENT, ACLED | {"geo_precision": code})))
    assert claim.location is not None
    assert (int(claim.location.geo_precision), claim.location.name, claim.location.radius_km) == (precision, name, radius)


def test_what_is_no_strike_is_counted_and_is_no_error() -> None:
    """One line for a file, with the kinds."""
    other = ACLED | {"event_type": "Battles", "event_id_cnty": "UKR900002"}
    protest = ACLED | {"event_type": "Protests", "event_id_cnty": "UKR900003"}
    found = read(sheet(ACLED_PRESENT, ACLED, other, other, protest))
    assert sum(isinstance(each, Coded) for each in found) == 1
    assert notes(found) == ["x.csv: 3 rows passed over that tell no strike (Battles 2, Protests 1)"]
    assert not told(found)
    old = ACLED | {"event_type": "Remote violence", "event_id_cnty": "UKR900004"}
    assert isinstance(read(sheet(ACLED_OLD, old))[0], Coded)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"event_date": "31 February 2024"}, "row 1 (line 2): has '31 February 2024' as \"event_date\", which is no day"),
        ({"event_date": "NA"}, 'has no "event_date"'),
        ({"latitude": "149.6"}, "is no coordinate"),
        ({"latitude": "nan"}, "is no coordinate"),
        ({"latitude": "0", "longitude": "0"}, "stands for a missing one"),
        ({"latitude": "", "longitude": ""}, 'has no "latitude"'),
        ({"geo_precision": "7"}, "none of 1, 2, 3"),
        ({"time_precision": ""}, "none of 1, 2, 3"),
        ({"fatalities": "four"}, "no whole number"),
        ({"fatalities": "-1"}, "no number of people"),
        ({"event_id_cnty": ""}, 'has no "event_id_cnty"'),
        ({"event_id_cnty": "a b\x1b[31m"}, "which is no id"),
        ({"event_date": "0001-01-01", "time_precision": "2"}, ""),
        ({"event_date": "9999-12-31", "time_precision": "2"}, "no day of a strike"),
    ],
)
def test_a_broken_row_is_told_and_the_rest_goes_in(changed: dict[str, str], message: str) -> None:
    """By its number and line, in one printable line."""
    found = read(sheet(ACLED_PRESENT, ACLED | changed, ACLED))
    assert isinstance(found[-1], Coded)
    assert all(message in line and line.isprintable() for line in told(found))
    assert bool(told(found)) == bool(message)


def test_a_corrected_row_has_the_same_address_and_another_text() -> None:
    """So the store lets the newer one speak."""
    first, _ = only(read(sheet(ACLED_PRESENT, ACLED)))
    second, _ = only(read(sheet(ACLED_PRESENT, ACLED | {"fatalities": "5", "timestamp": "1712900000"})))
    assert (first.url, first.source) == (second.url, second.source)
    assert first.report_id != second.report_id
    assert first.published is not None
    assert second.published is not None
    assert first.published < second.published
