"""Rows as the interface gives them, and the way from sources to a store."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard import pipeline
from dashboard.codes import AidCategory, AidStatus, GeoPrecision, Target, TimePrecision, Victims, Weapon
from dashboard.errors import SourceError
from dashboard.records import AidClaim, Estimate, Evidence, Location, Report, StrikeClaim, When
from dashboard.store import Store, load
from gazetteer import Gazetteer

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
    (row,) = pipeline.rows(REPORT, [STRIKE], {"strike": "e"})
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
        "evidence": "Three were killed in Zmiiv.",
        "evidence_start": 0,
        "evidence_end": 27,
        "part_of": None,
        "background": False,
        "rules": ["killed", "number"],
    }


def test_an_aid_row_has_the_fields_of_the_interface() -> None:
    """Amounts are plain numbers, whole where they are whole; `part_of` is the index of the row that contains this one."""
    row = list(pipeline.rows(REPORT, [AID, STRIKE], {}))[1]
    assert list(row) == AID_KEYS
    assert (row["amount"], row["usd"], row["date"], row["part_of"]) == (188_000_000, 204_000_000.5, "2024-04-03", 0)
    assert isinstance(row["amount"], int)
    assert row["evidence"] == "Aid of €188m came."


@pytest.mark.parametrize("precision", [GeoPrecision.COUNTRY, GeoPrecision.UNKNOWN])
def test_a_country_is_no_point(precision: GeoPrecision) -> None:
    """Precision 6 and 7 give no latitude, longitude or radius, even where a location carries them."""
    at = Location(name="Russia", geo_precision=precision, latitude=60.0, longitude=100.0, radius_km=3000.0)
    (row,) = pipeline.rows(REPORT, [StrikeClaim(claim_id="a", report_id="r", evidence=STRIKE.evidence, location=at)], {})
    assert (row["place"], row["latitude"], row["longitude"], row["radius_km"]) == ("Russia", None, None, None)


def test_what_was_not_placed_has_no_place() -> None:
    """Without a location the place is null and the precision 7."""
    (row,) = pipeline.rows(REPORT, [StrikeClaim(claim_id="a", report_id="r", evidence=STRIKE.evidence)], {})
    assert (row["place"], row["geo_precision"], row["latitude"]) == (None, 7, None)


def test_rows_stand_in_the_order_of_their_passages() -> None:
    """Whatever order the claims come in, rows follow the text."""
    assert [row["kind"] for row in pipeline.rows(REPORT, [AID, STRIKE], {})] == ["strike", "aid"]


# -- with the gazetteer and the rules --------------------------------------------------------------------------------

KHARKIV = (
    "date 2024-04-04\nRussian missiles hit a residential building in Kharkiv on Thursday, killing three rescuers and injuring five people."
)
AGAIN = (
    "date 2024-04-05\nThree rescuers were killed in Kharkiv on Thursday when Russian missiles hit a residential building, officials said."
)
FINLAND = "date 2024-04-04\nFinland will send Ukraine a 23rd package of military aid worth €188 million, its president said on Wednesday."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The compiled gazetteer of this machine."""
    return Gazetteer.open()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports and a bad file."""
    made = tmp_path / "reports"
    made.mkdir()
    for name, text in (("a", KHARKIV), ("b", AGAIN), ("c", FINLAND)):
        (made / f"{name}.txt").write_text(text, encoding="utf-8")
    (made / "bad.txt").write_bytes(b"\xff\xfe")
    return made


def test_reports_become_rows(folder: Path, gazetteer: Gazetteer) -> None:
    """Two reports of one strike share its event; the bad file is told and left out; progress names every document."""
    told: list[SourceError] = []
    seen: list[tuple[int, int, str]] = []
    rows = pipeline.extract(
        [str(folder)], gazetteer, progress=lambda done, total, name: seen.append((done, total, Path(name).name)), problem=told.append
    )
    assert [(row["doc_id"], row["kind"]) for row in rows] == [("a", "strike"), ("b", "strike"), ("c", "aid")]
    assert rows[0]["event_id"] == rows[1]["event_id"] != rows[2]["event_id"]
    assert len(told) == 1
    assert seen == [(0, 4, "a.txt"), (1, 4, "b.txt"), (2, 4, "bad.txt"), (3, 4, "c.txt")]


def test_rows_of_a_report_do_not_depend_on_the_others(folder: Path, gazetteer: Gazetteer) -> None:
    """Save for the event, a report's rows are the same alone and in company."""
    together = pipeline.extract([str(folder)], gazetteer)
    alone = [row for name in ("c", "b", "a") for row in pipeline.extract([str(folder / f"{name}.txt")], gazetteer)]
    key = {"doc_id", "event_id"}
    assert sorted(map(repr, ({k: v for k, v in row.items() if k not in key} for row in together))) == sorted(
        map(repr, ({k: v for k, v in row.items() if k not in key} for row in alone))
    )


def test_reports_become_events_in_a_store(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    """The summary counts what went in, the store holds it, and the evidence of the event leads to both reports."""
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        summary = pipeline.ingest([str(folder)], store, gazetteer)
        assert (summary.reports_new, summary.reports_known, len(summary.failed)) == (3, 0, 1)
        assert (summary.strikes, summary.aid) == (2, 1)
        assert (summary.before.events, summary.after.events, summary.after.packages) == (0, 1, 1)
        (event,) = load(store).events.to_dict("records")
        assert (event["place"], event["killed"], event["reports"]) == ("Kharkiv", 3, 2)
        assert {telling.report.text for telling in store.tellings(event["event_id"])} == {KHARKIV, AGAIN}


def test_ingesting_twice_opens_no_gazetteer_and_changes_nothing(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    """What is known needs no reading, so not even the gazetteer is asked for."""

    def never() -> Gazetteer:
        pytest.fail("the gazetteer was opened")

    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        pipeline.ingest([str(folder)], store, gazetteer)
        sequence = store.sequence
        summary = pipeline.ingest([str(folder), str(folder)], store, never)
        assert (summary.reports_new, summary.reports_known) == (0, 6)
        assert store.sequence == sequence


def test_one_by_one_comes_to_the_same_as_all_at_once(folder: Path, tmp_path: Path, gazetteer: Gazetteer) -> None:
    """Events and packages do not depend on how reports are batched, the events' ids included."""
    with Store.open(tmp_path / "one.sqlite", create=True) as one, Store.open(tmp_path / "all.sqlite", create=True) as every:
        for name in ("a", "b", "c"):
            pipeline.ingest([str(folder / f"{name}.txt")], one, gazetteer)
        pipeline.ingest([str(folder)], every, gazetteer)
        columns = [name for name in load(every).events.columns if name != "recorded_at"]
        assert load(one).events[columns].equals(load(every).events[columns])


def test_a_rule_that_fails_costs_one_report(folder: Path, gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours in one report is told with its name, and the others are read."""
    real = pipeline.claims_of

    def broken(report: Report, opened: Gazetteer) -> object:
        if report.doc_id == "b":
            raise ZeroDivisionError("by nobody")
        return real(report, opened)

    monkeypatch.setattr(pipeline, "claims_of", broken)
    told: list[SourceError] = []
    rows = pipeline.extract([str(folder)], gazetteer, problem=told.append)
    assert [row["doc_id"] for row in rows] == ["a", "c"]
    assert "b: left out, a rule failed on it (ZeroDivisionError: by nobody)" in str(told[0])
