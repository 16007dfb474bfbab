"""What makes two claims one strike, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard import merging
from dashboard.codes import GeoPrecision, Target, TimePrecision, Weapon
from dashboard.merging.scoring import JOIN_AT, likeness
from dashboard.records import StrikeClaim, When
from tests.benchmarks.merging import by_event, generated_rows, links
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


NIGHT = (Weapon.DRONE, Target.ENERGY)
DAY = (Weapon.MISSILE, Target.MEDICAL)


def struck(source: str, first: int, last: int, told_of: tuple[Weapon, Target] | None, killed: int | None = None) -> StrikeClaim:
    """A claim of Kharkiv with its days of April, weapon and target."""
    claim = told(source, ("Kharkiv", first, killed)).claim
    assert claim.when.start is not None
    end = claim.when.start + timedelta(days=last - first)
    precision = TimePrecision.DAY if first == last else TimePrecision.DAYS
    weapons, target = ((told_of[0],), told_of[1]) if told_of else ((), None)
    return replace(claim, when=When(start=claim.when.start, end=end, best=end, precision=precision), weapons=weapons, target=target)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (struck("A", 0, 1, None), struck("B", 1, 1, None), True),
        (struck("A", 0, 1, NIGHT), struck("B", 1, 1, NIGHT), True),
        (struck("A", 0, 1, NIGHT), struck("B", 1, 1, DAY), False),
        (struck("A", 1, 1, NIGHT), struck("B", 1, 1, DAY), False),
        (struck("A", 1, 1, NIGHT), struck("B", 1, 1, (Weapon.MISSILE, Target.ENERGY)), True),
        (struck("A", 1, 1, NIGHT, 4), struck("B", 1, 1, DAY, 4), True),
    ],
)
def test_weapon_and_target_speak_where_days_are_vague(one: StrikeClaim, other: StrikeClaim, same: bool) -> None:  # noqa: FBT001 - a case
    """On one day one of them may differ, since each report tells a part; where both do, only one toll makes them one."""
    assert (likeness(one, other).score >= JOIN_AT) is same


@pytest.mark.parametrize(("first", "then", "same"), [(6, 31, True), (31, 6, False), (31, 20, True), (None, 6, True)])
def test_tolls_rise(first: int | None, then: int, same: bool) -> None:  # noqa: FBT001 - a case
    """A toll of a vague day may rise sixfold from report to report; one that falls to a fifth is another strike's."""
    one, other = replace(struck("A", 0, 1, None), killed=told("A", ("Kharkiv", 0, first)).claim.killed), struck("B", 1, 1, None, then)
    days = (date(2024, 4, 2), date(2024, 4, 3))
    assert (likeness(one, other, days).score >= JOIN_AT) is same
    assert likeness(other, one, days[::-1]) == likeness(one, other, days)


def test_a_vague_claim_bridges_no_two_days() -> None:
    """Strikes of Monday and Tuesday stay two, though a third report says "overnight into Tuesday"."""
    tellings = [(told("A", ("Kharkiv", 0, 3)), 0, 0), (told("B", ("Kharkiv", 1, 5)), 1, 1), (told("C", ("Kharkiv", 1, 5)), 0, 1)]
    claims = [
        replace(
            each.claim,
            when=replace(
                each.claim.when, start=date(2024, 4, 1 + first), end=date(2024, 4, 1 + last), precision=TimePrecision(2 - (first == last))
            ),
        )
        for each, first, last in tellings
    ]
    merged = merging.merge(claims, {each.report.report_id: each.report for each, _, _ in tellings})
    assert sorted(event.reports for event in merged.events) == [1, 2]


def test_a_suburb_is_its_city_only_with_a_reason() -> None:
    """Inside the city's radius: one toll and one weapon make them one, a weapon alone does not."""
    city, suburb = told("A", ("Kharkiv", 0, 4)).claim, told("B", ("Kharkiv", 0, 4)).claim
    assert suburb.location is not None
    assert suburb.location.latitude is not None
    city = replace(city, location=replace(suburb.location, radius_km=13.0))
    suburb = replace(suburb, location=replace(suburb.location, name="Pisochyn", latitude=suburb.location.latitude + 0.07, geonameid=1))
    assert likeness(city, suburb).score >= JOIN_AT
    assert likeness(city, replace(suburb, killed=told("B", ("Kharkiv", 0, 2)).claim.killed)).score < JOIN_AT


def test_retold_strikes_come_together() -> None:
    """Of 60 invented strikes told in some 170 reports, with their near misses, hardly a link is wrong or missed."""
    found = links(generated_rows(60), by_event)
    assert found.f1 >= 0.95


def test_regions_that_no_table_knows_are_not_one() -> None:
    """Two regions of a country without a code are two, as far as anybody can say."""
    a, b = (told(name, ("Kharkiv", 0, 6), precision=GeoPrecision.REGION).claim for name in "AB")
    assert likeness(a, b).score >= JOIN_AT
    assert a.location is not None
    unknown = replace(a.location, admin1_code=None)
    assert likeness(replace(a, location=unknown), replace(b, location=unknown)).score == 0


def test_a_distance_from_a_town_is_not_the_town() -> None:
    """What is "30 km south of Kharkiv" is reckoned from Kharkiv, and lies elsewhere."""
    town, outside = told("A", ("Kharkiv", 0, None)).claim, told("B", ("Kharkiv", 0, None)).claim
    assert town.location is not None
    assert town.location.latitude is not None
    there = replace(town.location, latitude=town.location.latitude - 0.27, geo_precision=GeoPrecision.NEAR, radius_km=10.0, geonameid=7)
    assert likeness(replace(town, location=replace(town.location, geonameid=7)), replace(outside, location=there)).score == 0


def test_of_two_claims_of_a_report_the_better_one_takes_the_event() -> None:
    """Whichever the report tells first."""
    first, both = told("A", ("Kharkiv", 0, 6)), told("B", ("Kharkiv", 0, None), ("Kharkiv", 0, 6), published=2)
    vague, clear = (claim for claim in both.claims if isinstance(claim, StrikeClaim))
    merged = merging.merge([first.claim, vague, clear], {first.report.report_id: first.report, both.report.report_id: both.report})
    assert {first.claim.claim_id, clear.claim_id} in [{join.claim_id for join in event.joins} for event in merged.events]


@pytest.mark.parametrize(
    ("one", "other", "same"), [("okhmatdyt", "ohmatdyt", True), ("134", "143", False), ("epicentr", "okhmatdyt", False)]
)
def test_names_of_sites_tip_the_scale(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a case
    """Where the days are vague and the weapons told differ: one name, spelled in two ways, makes them one; two numbers do not."""
    a, b = struck("A", 0, 1, (Weapon.MISSILE, Target.MEDICAL)), struck("B", 1, 1, (Weapon.DRONE, Target.MEDICAL))
    b = replace(b, weapons=(Weapon.BOMB,))
    found = likeness(replace(a, site=one, target=None), replace(b, site=other, target=None))
    assert (found.score >= JOIN_AT) is same
