"""Every value of a claim leads to words of the report and to the name of a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from dashboard.extraction import find, read
from dashboard.records import AidClaim, Claim, Report, StrikeClaim, digest
from gazetteer import Gazetteer
from tests.dashboard.extraction import grading
from tests.dashboard.extraction.grading import Case

CASES = [*grading.report_cases(), *grading.example_cases(), *grading.sentence_cases()]
STILL_WITHOUT = frozenset(("donor", "recipient", "date", "usd", "status", "category", "items", "ordinal"))
"""Values of aid whose words are not kept in every case yet; one that always has them should leave the list."""


def values_of(claim: Claim) -> Mapping[str, object]:
    """The values that a claim gives, by the name of the evidence that should support each."""
    if isinstance(claim, StrikeClaim):
        named: dict[str, object] = {
            "place": claim.place_text,
            "date": claim.when.start,
            "killed": claim.killed.known or None,
            "killed_by": claim.killed_by or None,
            "injured": claim.injured.known or None,
            "injured_by": claim.injured_by or None,
            "missing": claim.missing.known or None,
            "weapon": claim.weapons or None,
            "target": claim.target,
            "actor": claim.actor,
            "attacks": claim.attacks,
        }
    else:
        named = {
            "donor": claim.donor,
            "recipient": claim.recipient,
            "date": claim.when.start,
            "amount": claim.amount,
            "usd": claim.usd_stated,
            "status": claim.status,
            "category": claim.category,
            "items": claim.items or None,
            "ordinal": claim.ordinal,
        }
    return {name: value for name, value in named.items() if value is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_every_value_has_its_words(case: Case, gazetteer: Gazetteer) -> None:
    """No claim of any case gives a value of a strike without evidence for it, and all evidence has words and a rule."""
    report, claims = grading.read(case, gazetteer)
    for claim in claims:
        given, told = set(values_of(claim)), {e.value for e in claim.support}
        assert given - told <= (STILL_WITHOUT if isinstance(claim, AidClaim) else set())
        assert all(e.rule and report.text[e.start : e.end].strip() for e in claim.support)


@pytest.mark.parametrize(
    ("body", "value", "words", "rule"),
    [
        ("Missiles hit a school in Kharkiv, killing five people.", "date", "2024-04-04", "date:publication"),
        ("Missiles hit a school in Kharkiv, killing five people, police said on Tuesday.", "date", "Tuesday", "date:spoken"),
        ("Missiles hit a school in Kharkiv on Tuesday.", "date", "Tuesday", "date:weekday"),
        ("The enemy shelled Nikopol, killing two people.", "actor", "The enemy", "actor:enemy"),
        (
            "Missiles hit a school in Kharkiv. The ministry in Russia had nothing to say.",
            "actor",
            "Russia",
            "actor:other-side",
        ),
        ("Russian missiles hit a school in Kharkiv. In Sumy, two women were killed by shelling.", "actor", "Russian", "actor:usual"),
        (
            "Missiles hit a school in Kharkiv, killing two teachers and a boy.",
            "killed_by",
            "killing two teachers and a boy",
            "casualties:verb",
        ),
    ],
    ids=["publication", "spoken", "weekday", "enemy", "other side", "usual", "split"],
)
def test_values_that_the_sentence_does_not_tell(gazetteer: Gazetteer, body: str, value: str, words: str, rule: str) -> None:
    """What is read from elsewhere in the report, its date line included, leads there, under a rule of its own."""
    report = made(body)
    toponyms = gazetteer.geoparse(report.text)
    claims = find(report, toponyms, gazetteer.relatives(report.text, toponyms))
    assert (words, rule) in {(report.text[e.start : e.end], e.rule) for c in claims for e in c.support if e.value == value}


def test_without_a_date_line_the_passage_speaks(gazetteer: Gazetteer) -> None:
    """A report whose day of publication stands nowhere in it gives its own passage as the words of the date."""
    text = "Missiles hit a school in Kharkiv, killing five people."
    report = Report(report_id=digest("s", text), source="s", text=text, published=date(2024, 4, 4))
    (claim,) = find(report, gazetteer.geoparse(text), ())
    (day,) = [e for e in claim.support if e.value == "date"]
    assert (day.start, day.end, day.rule) == (0, len(text), "date:publication")


def test_what_was_turned_down_is_kept(gazetteer: Gazetteer) -> None:
    """One reading gives claims, sentences, amounts and paragraphs with their rules; `find` gives the same claims."""
    report = made("Missiles could hit Odesa next, he warned. A stadium cost $90 million.\n\nRead more: what the night brought")
    toponyms = gazetteer.geoparse(report.text)
    found = read(report, toponyms, ())
    assert find(report, toponyms, ()) == found.claims == ()
    assert [r.rule.partition(":")[0] for r in found.sentences] == ["hypothetical"]
    assert [report.text[r.start : r.end] for r in found.amounts] == ["$90 million"]
    assert [s.rule.partition(":")[0] for s in found.skipped] == ["noise"]


def test_a_part_stands_alone_when_its_whole_is_turned_down(gazetteer: Gazetteer) -> None:
    """A town's strike stays, as part of nothing, where the report as a whole speaks against the region's total that held it."""
    report = made(
        "A storm named Boris is expected to strike the coast of Portugal on Wednesday. At least 40 people were killed last month by "
        "floods in Brazil. Two more were killed by an earthquake in Chile. "
        "У Дніпрі російський «шахед» влучив у гуртожиток, загинули четверо, поранено 31 людину. Russian attacks "
        "against Ukraine killed at least 10 civilians and injured at least 33 others over the past day, officials said on April 3."
    )
    toponyms = gazetteer.geoparse(report.text)
    (claim,) = find(report, toponyms, gazetteer.relatives(report.text, toponyms))
    assert claim.part_of is None


def made(body: str) -> Report:
    """A report of 4 April 2024 with a header of one line."""
    text = f"date 2024-04-04\n\n{body}"
    return Report(report_id=digest("s", text), source="s", text=text, body_start=17, published=date(2024, 4, 4))
