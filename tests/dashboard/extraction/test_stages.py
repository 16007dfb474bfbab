from __future__ import annotations

import pytest

from dashboard.extraction.stages import kind_near, kind_within, ordinal_of, status_of

STAGES = [
    ("The Commission proposed a loan of ", " for Ukraine", "proposed"),
    ("The US is expected to announce a package of ", " on Friday", "proposed"),
    ("The minister said that it would provide ", " for drones", "announced"),
    ("The bill would provide ", " for Ukraine", "proposed"),
    ("Congress passed a bill with ", " for Ukraine", "approved"),
    ("Denmark pledged ", "", "pledged"),
    ("The cabinet has earmarked ", " for shells", "allocated"),
    ("It announced that it had transferred ", " to Kyiv", "delivered"),
    ("It announced aid totalling ", "", "announced"),
    ("It has given a total of ", "", "cumulative_total"),
    ("The package brings its support to ", "", "cumulative_total"),
    ("Japan has provided ", " since 2022", "cumulative_total"),
    ("This is the 74th drawdown since August 2021, worth ", "", "announced"),
]


@pytest.mark.parametrize(("before", "after", "status"), STAGES, ids=[s[0].strip()[:40] for s in STAGES])
def test_the_words_around_an_amount_give_its_stage(before: str, after: str, status: str) -> None:
    """A running total goes before a plan, a plan before whichever word stands nearest."""
    assert status_of(before, after, after)[0] == status


@pytest.mark.parametrize(
    ("rest", "status"),
    [(" in weapons, food and medicine since the start of the war", "cumulative_total"), (", its largest so far", "announced")],
)
def test_a_running_total_may_be_said_behind_a_list(rest: str, status: str) -> None:
    """What stands behind a comma still tells a running total, unless it ranks the package."""
    assert status_of("Germany announced ", "", rest)[0] == status


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("its 23rd military aid package", 23),
        ("the fifty-first drawdown", 51),
        ("a twentieth batch of shells", 20),
        ("the first Patriot", None),
    ],
)
def test_a_place_in_a_series(text: str, number: int | None) -> None:
    """Ordinals in digits and words count packages, batches and tranches, nothing else."""
    found = ordinal_of(text)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    ("near", "at", "kind"),
    [
        ("in energy support this winter", 0, "energy"),
        ("in military and financial aid", 0, "mixed"),
        ("for the Lebanese army, in fuel", 10, "military"),
        ("for schools", 0, None),
    ],
)
def test_the_nearest_word_gives_the_kind(near: str, at: int, kind: str | None) -> None:
    """The kind named with the aid goes before other words; soldiers make it military; none is none."""
    assert kind_near(near, at) == kind


def test_who_speaks_gives_the_kind_where_nothing_else_does() -> None:
    """A defence minister speaks of military aid."""
    assert kind_within(["It is worth 100 million euros, the defence minister said."]) == "military"
