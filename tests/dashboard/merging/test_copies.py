"""Wire copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard import merging
from dashboard.extraction.sketch import sketch
from dashboard.merging.copies import copies, resemblance
from dashboard.records import Report, StrikeClaim
from tests.dashboard.store.strikes import Told, told

WIRE = (
    "Russian missiles hit a residential building in Kharkiv on Thursday, killing three rescuers and injuring five people, officials said."
)


def saying(source: str, passage: str, killed: int = 3, published: int = 1) -> tuple[Report, StrikeClaim]:
    """A report of a source with a passage of such words."""
    made: Told = told(source, ("Kharkiv", 0, killed), published=published)
    return made.report, replace(made.claim, sketch=sketch(passage))


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        (WIRE, True),
        (f"KHARKIV (Agency) - {WIRE}", True),
        (WIRE.replace("officials said", "local officials said"), True),
        (WIRE.replace("three", "four"), True),
        ("Three rescuers died and five people were hurt when a missile struck an apartment block in Kharkiv, the mayor wrote.", False),
        ("Three people were killed.", False),
    ],
)
def test_a_passage_of_the_same_words_is_a_copy(other: str, is_copy: bool) -> None:  # noqa: FBT001 - a case
    """Also where a dateline, a word or a number differs; a report in its own words, or of few words, is none."""
    (one, a), (two, b) = saying("Outlet A", WIRE), saying("Outlet B", other)
    found = copies([a, b], {one.report_id: one, two.report_id: two})
    assert found == ({b.claim_id: a.claim_id} if is_copy else {})


def test_an_outlet_may_repeat_itself() -> None:
    """The same words in a later report of the same outlet make no copy of it: it is the one source either way."""
    (one, a), (two, b) = saying("Outlet A", WIRE), saying("Outlet A", WIRE, published=2)
    assert copies([a, b], {one.report_id: one, two.report_id: two}) == {}


def test_an_event_names_the_outlets_that_only_copied() -> None:
    """Five outlets, two in their own words: the others are listed, and are no source."""
    told_so = [saying("Wire", WIRE), *(saying(f"Paper {number}", WIRE, published=number) for number in (2, 3))]
    own = "A missile killed three rescuers in Kharkiv when they had come to the first strike, said a spokesman of the service on Thursday."
    told_so.append(saying("Own Post", own, published=3))
    reports = {report.report_id: report for report, _ in told_so}
    (event,) = merging.merge([claim for _, claim in told_so], reports).events
    assert set(event.sources) == {"Wire", "Paper 2", "Paper 3", "Own Post"}
    assert set(event.copied) == {"Paper 2", "Paper 3"}


def test_a_stale_copy_does_not_bring_back_an_old_toll() -> None:
    """Who prints the first report on the third day does not follow the second day's higher toll."""
    later = (
        "Rescuers found four more bodies under the building in Kharkiv that missiles hit on Thursday, and seven are dead now, they said."
    )
    told_so = [saying("Wire", WIRE), saying("Post", later, killed=7, published=2), saying("Paper", WIRE, published=3)]
    reports = {report.report_id: report for report, _ in told_so}
    (event,) = merging.merge([claim for _, claim in told_so], reports).events
    assert (event.killed.low, event.killed.best, event.killed.high) == (3, 7, 7)
    assert "Headline of Post" in event.figures_note


def test_sketches_judge_how_much_is_common() -> None:
    """The same words give 1, none in common 0."""
    other = "In Brussels the ministers of finance spoke for six hours about a budget that none of them had wanted to propose alone."
    assert resemblance(sketch(WIRE), sketch(WIRE)) == 1.0
    assert resemblance(sketch(WIRE), sketch(other)) == 0.0
