"""VIINA's tables: reports with their places, labels beside them, and the events of one day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from dashboard.codes import ODBL_VIINA, Weapon
from dashboard.records import Coded, Report, StrikeClaim
from dashboard.reports import read_all
from dashboard.reports.tables import viina
from tests.dashboard.reports.tables.invented import (
    NONE,
    NOW,
    VIINA,
    VIINA_1PD,
    VIINA_INFO,
    VIINA_LABELS,
    Found,
    notes,
    only,
    quoted,
    read,
    samples,
    sheet,
    told,
)

IZIUM = {"event_id": "5000002", "asciiname": "Izium", "geonameid": "707753", "latitude": "49.2088", "longitude": "37.2485"}


def ingest(folder: Path, info: str, labels: str | None = None, *, suffix: str = ".csv") -> list[Found]:
    """What a folder gives in which the tables lie side by side, but for the line on the labels."""
    (folder / f"event_info_latest_2024{suffix}").write_text(info, encoding="utf-8")
    if labels is not None:
        (folder / f"event_labels_latest_2024{suffix}").write_text(labels, encoding="utf-8")
    return [each for each in read_all([str(folder)], retrieved_at=NOW) if "VIINA's labels" not in str(getattr(each, "text", ""))]


def labelled(event_id: str, **true: str) -> dict[str, str]:
    """A row of labels: 0 but for some."""
    return {"viina_version": "202604", "event_id": event_id} | NONE | true


def claims_of(found: Found) -> list[StrikeClaim]:
    """The claims of a row."""
    assert isinstance(found, Coded), found
    return [claim for claim in found.claims if isinstance(claim, StrikeClaim)]


def test_without_labels_a_report_is_its_text(tmp_path: Path) -> None:
    """Its places are then found by our own rules; it comes once, however many places it names."""
    (found,) = ingest(tmp_path, sheet(VIINA_INFO, VIINA, VIINA | IZIUM))
    assert isinstance(found, Report)
    assert (found.text, found.published, found.source, found.url) == (VIINA["text"], date(2024, 4, 5), "anoutlet", VIINA["url"])
    assert (found.language, found.licence, found.title) == ("uk", ODBL_VIINA.name, "VIINA 300001")


def test_with_labels_each_place_that_was_struck_is_a_claim_of_its_report(tmp_path: Path) -> None:
    """Both in one report, each leading to its own lines; the outlet's words are the evidence."""
    labels = sheet(VIINA_LABELS, labelled("5000002", t_uav_b="1"), labelled("5000001", t_airstrike_b="1", a_rus_init_b="1"))
    (found,) = ingest(tmp_path, sheet(VIINA_INFO, VIINA, VIINA | IZIUM), labels)
    first, second = claims_of(found)
    assert isinstance(found, Coded)
    assert quoted(found.report, first) == {
        "": 'Ракетний удар по Змієву. Загинули "четверо" людей.',
        "place": "Zmiiv",
        "date": "20240405",
        "weapon": "1",
        "actor": "1",
    }
    assert (first.weapons, second.weapons) == ((Weapon.MISSILE,), (Weapon.DRONE,))
    assert (first.actor, second.actor) == ("Russia", None)
    assert quoted(found.report, second)["place"] == "Izium"
    assert first.location is not None
    assert (first.location.geonameid, first.location.admin1_code, first.location.country_code) == (687700, "07", "UA")
    assert (int(first.location.geo_precision), first.killed.known) == (1, False)
    assert (first.when.best, first.when.note) == (date(2024, 4, 5), "VIINA gives the day of the report")
    assert first.claim_id != second.claim_id
    assert found.report.url == VIINA["url"]


def test_what_no_label_calls_a_strike_is_counted(tmp_path: Path) -> None:
    """An alert is none, and neither is a drone that was shot down; one that also burnt a house is."""
    rows = [VIINA | {"event_id": str(number), "report_id": str(number), "url": f"https://o.example/{number}"} for number in range(1, 5)]
    labels = sheet(
        VIINA_LABELS,
        labelled("1", t_airalert_b="1"),
        labelled("2", t_uav_b="1", t_aad_b="1"),
        labelled("3", t_uav_b="1", t_aad_b="1", t_property_b="1"),
        labelled("4"),
    )
    found = ingest(tmp_path, sheet(VIINA_INFO, *rows), labels)
    assert [each.report.doc_id.rpartition("/")[2] for each in found if isinstance(each, Coded)] == ["3"]
    assert notes(found)[0].endswith("3 rows passed over that tell no strike (not labelled as a strike 3)")


def test_labels_that_say_nothing_leave_a_report_to_our_own_rules(tmp_path: Path) -> None:
    """An empty label is not 0."""
    labels = sheet(VIINA_LABELS, {"viina_version": "202604", "event_id": "5000001", "a_rus_b": "1"})
    (found,) = ingest(tmp_path, sheet(VIINA_INFO, VIINA), labels)
    assert isinstance(found, Report)


def test_rows_of_one_report_need_not_follow_each_other(tmp_path: Path) -> None:
    """Those that lie too far apart are told as two, under addresses of their own, so that neither takes the other's place."""

    def rows(between: int) -> list[Mapping[str, str]]:
        others = [VIINA | {"event_id": str(n), "report_id": str(n), "url": f"https://o.example/{n}"} for n in range(1, between + 1)]
        return [VIINA, *others, VIINA | IZIUM]

    labels = sheet(VIINA_LABELS, labelled("5000001", t_artillery_b="1"), labelled("5000002", t_artillery_b="1"))
    (near,) = [each for each in ingest(tmp_path, sheet(VIINA_INFO, *rows(5)), labels) if isinstance(each, Coded)]
    assert len(near.claims) == 2
    far = [each for each in ingest(tmp_path, sheet(VIINA_INFO, *rows(viina._OPEN + 1)), labels) if isinstance(each, Coded)]
    assert [each.report.url for each in far] == [VIINA["url"], f"{VIINA['url']}#viina-5000002"]


def test_two_reports_of_one_address_do_not_take_each_other_s_place(tmp_path: Path) -> None:
    """A chronicle of the day has one address and many reports."""
    found = ingest(tmp_path, sheet(VIINA_INFO, VIINA, VIINA | {"event_id": "9", "report_id": "9", "text": "Other words."}))
    assert [each.url for each in found if isinstance(each, Report)] == [VIINA["url"], f"{VIINA['url']}#viina-9"]


def test_a_report_without_an_id_is_told_by_its_text(tmp_path: Path) -> None:
    """Rows with the same words are one."""
    rows = (VIINA | {"report_id": ""}, VIINA | IZIUM | {"report_id": ""}, VIINA | {"report_id": "", "event_id": "8", "text": "Else."})
    assert len(ingest(tmp_path, sheet(VIINA_INFO, *rows))) == 2


@pytest.mark.parametrize(
    ("changed", "country", "admin1"),
    [
        ({"geonameid": "", "asciiname": "", "ADM1_NAME": "", "ADM2_NAME": "", "address": "Белгород, Россия"}, "RU", None),
        ({"geonameid": "", "asciiname": "", "ADM1_NAME": "", "ADM2_NAME": ""}, None, None),
        ({"ADM1_NAME": "Kiev City"}, "UA", None),  # another region than the point's
        ({"ADM1_NAME": "Khar'kov"}, "UA", "07"),
    ],
)
def test_places_that_its_gazetteer_lacks_keep_their_point(
    tmp_path: Path, changed: dict[str, str], country: str | None, admin1: str | None
) -> None:
    """Their country is what the address ends with, and unknown without one."""
    labels = sheet(VIINA_LABELS, labelled("5000001", t_artillery_b="1"))
    _, claim = only(ingest(tmp_path, sheet(VIINA_INFO, VIINA | changed), labels))
    assert claim.location is not None
    assert (claim.location.country_code, claim.location.admin1_code) == (country, admin1)
    assert claim.location.latitude == 49.6876


@pytest.mark.parametrize(("written", "precision"), [("STREET", 1), ("ADM3", 1), ("ADM2", 3), ("ADM1", 4), ("", 2)])
def test_an_oblast_s_point_is_a_stand_in(written: str, precision: int) -> None:
    """VIINA's precisions by UCDP's codes."""
    _, claim = only(read(sheet(VIINA_1PD, VIINA | NONE | {"t_artillery_b": "1", "GEO_PRECISION": written})))
    assert claim.location is not None
    assert int(claim.location.geo_precision) == precision
    assert (claim.location.geonameid is None) is (precision > 2)


def test_events_of_one_day_have_labels_in_themselves() -> None:
    """They have no text: the whole row is the evidence."""
    row = VIINA | NONE | {"t_artillery_b": "1", "a_ukr_init_b": "1", "sources": "one, two", "event_ids": "5000001, 5000002"}
    report, claim = only(read(sheet([*VIINA_1PD, "tid"], row)))
    assert (report.source, report.url, report.licence) == ("VIINA", "viina-1pd:2024/700001", ODBL_VIINA.name)
    assert (claim.actor, claim.weapons) == ("Ukraine", (Weapon.ARTILLERY,))
    assert quoted(report, claim) == {"": report.text, "place": "Zmiiv", "date": "20240405", "weapon": "1", "actor": "1"}
    assert notes(read(sheet(VIINA_1PD, VIINA | NONE))) == [
        "x.csv: 1 row passed over that tell no strike (not labelled as a strike 1)",
    ]


def test_events_of_one_day_are_left_to_the_reports_beside_them(tmp_path: Path) -> None:
    """Else each strike would be told twice."""
    (tmp_path / "event_1pd_latest_2024.csv").write_text(sheet(VIINA_1PD, VIINA | NONE | {"t_uav_b": "1"}), encoding="utf-8")
    labels = sheet(VIINA_LABELS, labelled("5000001", t_uav_b="1"))
    found = ingest(tmp_path, sheet(VIINA_INFO, VIINA), labels)
    assert sum(isinstance(each, Coded) for each in found) == 1
    assert "left out, since event_info and event_labels beside it tell the same events" in notes(found)[0]


def test_labels_alone_say_nothing(tmp_path: Path) -> None:
    """They are told, with what is missing; beside their events they are no error."""
    (tmp_path / "event_labels_latest_2024.csv").write_text(sheet(VIINA_LABELS, labelled("1")), encoding="utf-8")
    assert "put event_info of the same year beside it" in told(read_all([str(tmp_path)]))[0]
    (tmp_path / "event_info_latest_2024.csv").write_text(sheet(VIINA_INFO, VIINA), encoding="utf-8")
    assert not told(read_all([str(tmp_path)]))


def test_labels_of_the_same_year_are_taken_before_those_of_others(tmp_path: Path) -> None:
    """Where no name fits, all labels of the folder count; what is none of them does no harm."""
    (tmp_path / "event_labels_latest_2022.csv").write_text(sheet(VIINA_LABELS, labelled("5000001", t_ied_b="1")), encoding="utf-8")
    (tmp_path / "my_event_labels_notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    info = sheet(VIINA_INFO, VIINA)
    assert [claims_of(each)[0].weapons for each in ingest(tmp_path, info) if isinstance(each, Coded)] == [(Weapon.EXPLOSIVE_DEVICE,)]
    found = ingest(tmp_path, info, sheet(VIINA_LABELS, labelled("5000001", t_uav_b="1")))
    assert [claims_of(each)[0].weapons for each in found if isinstance(each, Coded)] == [(Weapon.DRONE,)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"date": "20241305"}, "no day"),
        ({"date": "20240405.0"}, ""),
        ({"GEO_PRECISION": "CITY"}, "none of STREET"),
        ({"longitude": ""}, "no coordinate"),
        ({"event_id": ""}, 'has no "event_id"'),
    ],
)
def test_a_broken_row_is_told_and_the_rest_goes_in(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    """By its number and line: the text before it goes over two lines."""
    found = ingest(tmp_path, sheet(VIINA_INFO, VIINA, VIINA | {"report_id": "8", "event_id": "8", "url": "https://o.example/8"} | changed))
    assert len([each for each in found if isinstance(each, Report)]) == (1 if message else 2)
    assert all("row 2 (line 4): " in line and message in line for line in told(found))


@pytest.mark.skipif(samples() is None, reason="STRIKEMAP_CORPUS leads to no samples")
def test_real_headers_are_known() -> None:
    """Each file of the folder is a table that is read, or is told in one line."""
    folder = samples()
    assert folder is not None
    found = list(read_all([str(folder / "viina")], retrieved_at=NOW))
    errors = told(found)
    assert sum("no rows below its header" in line for line in errors) == 1
    assert sum("who holds which place" in line for line in errors) == 2
    assert sum("made from VIINA" in line for line in errors) == 2
    assert sum("VIINA 1.0" in line for line in errors) == 1
    assert len(errors) == 6
    assert sum(isinstance(each, Report) for each in found) > 500
