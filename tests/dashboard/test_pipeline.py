"""The way from sources to rows and to a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import pipeline, workers
from dashboard.errors import SourceError
from dashboard.records import Note, Report
from dashboard.store import Store, load
from gazetteer import Gazetteer
from tests.dashboard.reports.tables import invented

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
    seen: list[pipeline.Step] = []
    rows = pipeline.extract([str(folder)], gazetteer, progress=seen.append, problem=told.append)
    assert [(row["doc_id"], row["kind"]) for row in rows] == [("a", "strike"), ("b", "strike"), ("c", "aid")]
    assert rows[0]["event_id"] == rows[1]["event_id"] != rows[2]["event_id"]
    assert len(told) == 1
    assert [(Path(step.name).name, step.reports) for step in seen] == [("a.txt", 0), ("b.txt", 1), ("bad.txt", 2), ("c.txt", 2)]
    assert [step.done for step in seen] == sorted({step.done for step in seen})
    assert {step.total for step in seen} == {seen[-1].total}
    assert 0.5 < seen[-1].done / seen[-1].total < 1


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
    real = workers.claims_of

    def broken(report: Report, opened: Gazetteer) -> object:
        if report.doc_id == "b":
            raise ZeroDivisionError("by nobody")
        return real(report, opened)

    monkeypatch.setattr(workers, "claims_of", broken)
    told: list[SourceError] = []
    rows = pipeline.extract([str(folder)], gazetteer, problem=told.append)
    assert [row["doc_id"] for row in rows] == ["a", "c"]
    assert "b: left out, a rule failed on it (ZeroDivisionError: by nobody)" in str(told[0])


def test_a_remark_is_told_and_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    """It goes where remarks go, or nowhere; the summary counts nothing left out."""
    (tmp_path / "a.txt").write_text("Words.", encoding="utf-8")
    monkeypatch.setattr("dashboard.reports.read_each", lambda document, **_: iter([Note(text=f"{Path(document.name).name}: passed over")]))
    told: list[Note] = []
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        summary = pipeline.ingest([str(tmp_path / "a.txt")], store, gazetteer, remark=told.append)
    assert pipeline.extract([str(tmp_path / "a.txt")], gazetteer) == []
    assert [note.text for note in told] == ["a.txt: passed over"]
    assert not summary.failed


def test_a_corrected_row_takes_the_place_of_its_earlier_text(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """It has no address of the web, and a stable name all the same; an older state of it that comes later does not count."""
    rows = [invented.GED | {"best": str(best), "high": "9", "source_date": day} for best, day in ((4, ""), (7, "2024-04-08"))]
    for number, row in enumerate([*rows, rows[0] | {"low": "3"}]):
        (tmp_path / f"{number}.csv").write_text(invented.sheet(invented.GED_PRESENT, row), encoding="utf-8")
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        for number, killed in enumerate((4, 7, 7)):
            pipeline.ingest([str(tmp_path / f"{number}.csv")], store, gazetteer)
            (event,) = load(store).events.to_dict("records")
            assert (event["killed"], event["place"], event["country_code"]) == (killed, "Zmiiv", "UA")


def test_a_row_joins_the_news_of_its_strike(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """By place and day, so that both stand beside each other; rows of one table stay apart."""
    row = invented.ACLED | {"location": "Kharkiv", "latitude": "49.9808", "longitude": "36.2527", "event_date": "2024-04-04"}
    rows = [row | {"event_id_cnty": own, "fatalities": toll} for own, toll in (("UKR1", "3"), ("UKR2", "8"))]
    (tmp_path / "a.csv").write_text(invented.sheet(invented.ACLED_PRESENT, *rows), encoding="utf-8")
    (tmp_path / "b.txt").write_text(KHARKIV, encoding="utf-8")
    with Store.open(tmp_path / "s.sqlite", create=True) as store:
        pipeline.ingest([str(tmp_path)], store, gazetteer)
        events = load(store).events.to_dict("records")
    assert sorted((event["killed"], event["reports"]) for event in events) == [(3, 2), (8, 1)]
