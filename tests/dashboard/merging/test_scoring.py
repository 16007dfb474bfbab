"""What makes two claims one strike, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.codes import GeoPrecision, Weapon
from dashboard.merging.scoring import JOIN_AT, likeness
from dashboard.records import StrikeClaim, When
from tests.dashboard.store.strikes import told

# town, days after the first of April, killed; of one and of the other; whether they are one
CASES: list[tuple[tuple[str, int, int | None], tuple[str, int, int | None], bool]] = [
    (("Kharkiv", 0, 6), ("Kharkiv", 0, 31), True),
    (("Kharkiv", 0, 6), ("Kharkiv", 0, None), True),
    (("Kharkiv", 0, 6), ("Kharkiv", 1, 6), False),
    (("Kharkiv", 0, 6), ("Odesa", 0, 6), False),
    (("Kharkiv", 0, 6), ("Zmiiv", 0, 6), False),
    (("Dnipro", 0, 40), ("Dnipro", 1, 30), True),
    (("Dnipro", 0, 40), ("Dnipro", 1, 12), False),
    (("Dnipro", 0, 90), ("Dnipro", 1, 30), False),
    (("Dnipro", 0, 40), ("Dnipro", 2, 40), False),
]


@pytest.mark.parametrize(("one", "other", "same"), CASES)
def test_place_day_and_toll_decide(one: tuple[str, int, int | None], other: tuple[str, int, int | None], same: bool) -> None:  # noqa: FBT001 - a case
    """Place and day without a contradiction are enough; a slip of a day is forgiven where the toll is too grave for two."""
    a, b = told("A", one).claim, told("B", other).claim
    assert (likeness(a, b).score >= JOIN_AT) is same
    assert likeness(a, b).score == likeness(b, a).score


def test_a_grave_toll_of_another_weapon_or_a_vague_place_is_no_slip() -> None:
    """Only where nothing else speaks against it."""
    a, b = told("A", ("Dnipro", 0, 40)).claim, told("B", ("Dnipro", 1, 30)).claim
    assert likeness(a, replace(b, weapons=(Weapon.ARTILLERY,))).score < JOIN_AT
    assert likeness(a, told("B", ("Dnipro", 1, 30), precision=GeoPrecision.REGION).claim).score < JOIN_AT


def test_long_times_are_compared_in_their_first_days() -> None:
    """A claim of a whole year does not swallow what happened at its end."""

    def of(days: int, long: int) -> StrikeClaim:
        claim = told("A", ("Kharkiv", days, 3)).claim
        assert claim.when.start is not None
        return replace(claim, when=When(start=claim.when.start, end=claim.when.start + timedelta(days=long), best=claim.when.start))

    assert likeness(of(0, 300), of(5, 0)).score >= JOIN_AT
    assert likeness(of(0, 300), of(200, 0)).score < JOIN_AT


def test_regions_that_no_table_knows_are_not_one() -> None:
    """Two regions of a country without a code are two, as far as anybody can say."""
    a, b = (told(name, ("Kharkiv", 0, 6), precision=GeoPrecision.REGION).claim for name in "AB")
    assert likeness(a, b).score >= JOIN_AT
    assert a.location is not None
    unknown = replace(a.location, admin1_code=None)
    assert likeness(replace(a, location=unknown), replace(b, location=unknown)).score == 0
