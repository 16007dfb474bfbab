"""The examples: found, stored apart, made anew when they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import examples, pipeline, reports
from dashboard.errors import SourceError
from dashboard.records import Report
from dashboard.store import Store, load
from gazetteer import Gazetteer


def test_every_example_can_be_read() -> None:
    """None of the example reports is refused, and all name themselves as examples."""
    found = list(reports.read_all([str(examples.folder())]))
    assert found
    assert not [each for each in found if isinstance(each, SourceError)]
    assert {each.source for each in found if isinstance(each, Report)} == {"Strikemap example"}


def test_examples_are_made_once(tmp_path: Path) -> None:
    """The store is marked as one of examples, and a second start leaves it as it is, without the gazetteer."""

    def never() -> Gazetteer:
        pytest.fail("the gazetteer was opened")

    path = tmp_path / "examples.sqlite"
    examples.make(path, Gazetteer.open)
    with Store.open(path, read_only=True) as store:
        assert store.is_example
        assert load(store).example
        assert store.counts().events > 0
    before = path.read_bytes()
    examples.make(path, never)
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["damaged", "other reports", "no example"])
def test_examples_that_differ_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A half-written store, the examples of another version and a store without the mark give way to the right one."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text("date 2024-04-04\nNothing happened.", encoding="utf-8")
    monkeypatch.setattr(examples, "folder", lambda: seeds)
    path = tmp_path / "examples.sqlite"
    if what == "damaged":
        path.write_bytes(b"half a store")
    else:
        with Store.open(path, create=True, example=what != "no example") as store:
            source = seeds if what == "no example" else tmp_path / "b.txt"
            (tmp_path / "b.txt").write_text("Something else.", encoding="utf-8")
            pipeline.ingest([str(source)], store, Gazetteer.open)
    examples.make(path, Gazetteer.open)
    with Store.open(path) as store:
        assert store.is_example
        assert [report.doc_id for report in store.reports()] == ["a"]
