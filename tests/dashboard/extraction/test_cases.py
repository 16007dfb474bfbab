"""The invented cases and the examples, held against what a careful reader finds in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.grading import CASES, Case, example_cases, grade, read, report_cases, sentence_cases

GAPS = tomllib.loads((CASES / "known_gaps.toml").read_text("utf-8"))
"""What extraction does not yet read right. A gap that closes has to leave the list: the test fails until it does."""


def marked(cases: Iterator[Case], kind: str) -> list[object]:
    """The cases as parameters; a known gap is expected to fail, and must."""
    gaps = set(GAPS[kind])
    return [
        pytest.param(c, id=c.name, marks=[pytest.mark.xfail(strict=True, reason="a known gap")] if c.name in gaps else []) for c in cases
    ]


@pytest.mark.parametrize("case", marked(report_cases(), "reports"))
def test_invented_reports(case: Case, gazetteer: Gazetteer) -> None:
    """A report gives the records that a careful reader finds in it, and no others."""
    _, claims = read(case, gazetteer)
    assert str(grade(case, claims, gazetteer)) == ""


@pytest.mark.parametrize("case", marked(sentence_cases(), "sentences"))
def test_invented_sentences(case: Case, gazetteer: Gazetteer) -> None:
    """A sentence of its phenomenon is read as its gold says; what is no event gives nothing."""
    _, claims = read(case, gazetteer)
    assert str(grade(case, claims, gazetteer)) == ""


@pytest.mark.parametrize("case", marked(example_cases(), "examples"))
def test_example_reports(case: Case, gazetteer: Gazetteer) -> None:
    """The examples that a newcomer sees first show what their texts say."""
    _, claims = read(case, gazetteer)
    assert str(grade(case, claims, gazetteer)) == ""


def test_the_gaps_are_known_cases() -> None:
    """The list of gaps names only cases that exist."""
    names = {"reports": report_cases(), "sentences": sentence_cases(), "examples": example_cases()}
    assert {kind: sorted(set(GAPS[kind]) - {c.name for c in cases}) for kind, cases in names.items()} == {
        "reports": [],
        "sentences": [],
        "examples": [],
    }


@pytest.mark.parametrize("case", [*report_cases(), *example_cases()], ids=lambda c: c.name)
def test_every_value_leads_to_its_words(case: Case, gazetteer: Gazetteer) -> None:
    """Evidence lies inside the report, is not empty, names its rule, and ids are unique."""
    report, claims = read(case, gazetteer)
    assert len({c.claim_id for c in claims}) == len(claims)
    for claim in claims:
        for evidence in (claim.evidence, *claim.support):
            assert evidence.report_id == report.report_id
            first = 0 if evidence.rule == "date:publication" else report.body_start
            assert first <= evidence.start < evidence.end <= len(report.text)
            assert evidence.rule


@pytest.mark.parametrize("case", list(report_cases())[:12], ids=lambda c: c.name)
def test_reading_again_finds_the_same(case: Case, gazetteer: Gazetteer) -> None:
    """Extraction is a pure function of the report."""
    assert read(case, gazetteer) == read(case, gazetteer)
