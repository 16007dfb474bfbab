"""UCDP GED's rows, in both layouts and without a header."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dashboard.codes import UCDP_CC_BY, TimePrecision, Victims, Weapon
from dashboard.records import Coded, Estimate, StrikeClaim
from dashboard.reports import read_all
from tests.dashboard.reports.tables.invented import GED, GED_OLD, GED_PRESENT, NOW, notes, only, quoted, read, samples, sheet, told


@pytest.mark.parametrize("names", [GED_PRESENT, GED_OLD, [*reversed(GED_OLD), "iso3"]])
def test_both_layouts_are_read_by_their_names(names: list[str]) -> None:
    """The order of low, best and high differs by release."""
    report, claim = only(read(sheet(names, GED)))
    assert (report.source, report.url, report.published) == ("UCDP GED", "ucdp-ged:900001", date(2024, 4, 7))
    assert (report.title, report.licence) == ("UCDP GED 900001", UCDP_CC_BY.name)
    assert claim.killed == Estimate(low=4, best=4, high=6)
    assert claim.killed_by == ((Victims.CIVILIANS, 3), (Victims.MILITARY, 1))
    assert (claim.weapons, claim.actor) == ((Weapon.ARTILLERY,), None)
    assert claim.location is not None
    assert (claim.location.name, claim.place_text, claim.location.admin1_code) == ("Zmiiv", "Zmiiv town", "07")
    assert (claim.when.start, claim.when.end, claim.when.precision) == (date(2024, 4, 5), date(2024, 4, 5), TimePrecision.DAY)


def test_every_value_leads_to_its_words() -> None:
    """The headline is the evidence."""
    report, claim = only(read(sheet(GED_PRESENT, GED)))
    assert quoted(report, claim) == {
        "": "Shelling kills four in Zmiiv",
        "place": "Zmiiv town",
        "date": "2024-04-05",
        "killed": "4",
        "killed_by": "3",
        "weapon": "Shelling kills four in Zmiiv",
    }
    assert report.text.count("\n") == len(report.text.splitlines())


def test_a_line_break_in_a_field_is_no_new_row() -> None:
    """The article's title goes over two lines in the table, and stands in one here."""
    first, second = read(sheet(GED_PRESENT, GED, GED | {"id": "900002"}))
    assert isinstance(first, Coded)
    assert isinstance(second, Coded)
    assert "Four dead in Zmiiv" in first.report.text


@pytest.mark.parametrize(
    ("low", "best", "high", "read_as"),
    [("3", "2", "3", (2, 2, 3)), ("9", "10", "9", (9, 10, 10)), ("0", "0", "5", (0, 0, 5)), ("4", "", "2", (2, None, 4))],
)
def test_figures_out_of_order_are_put_in_order_and_said(low: str, best: str, high: str, read_as: tuple[int | None, ...]) -> None:
    """The best figure stays the source's."""
    report, claim = only(read(sheet(GED_PRESENT, GED | {"low": low, "best": best, "high": high})))
    assert (claim.killed.low, claim.killed.best, claim.killed.high) == read_as
    assert ("out of order" in report.text) is (low != "0")


def test_parts_that_exceed_the_whole_are_left_out() -> None:
    """The whole is what counts."""
    _, claim = only(read(sheet(GED_PRESENT, GED | {"deaths_civilians": "9"})))
    assert claim.killed_by == ()


@pytest.mark.parametrize(
    ("kind", "side", "actor"),
    [
        ("3", "Government of Russia (Soviet Union)", "Russia"),
        ("3", "IS", "Islamic State"),
        ("3", "An Invented Front", "An Invented Front"),
        ("1", "Government of Russia (Soviet Union)", None),
        ("2", "IS", None),
    ],
)
def test_only_one_sided_violence_has_an_attacker(kind: str, side: str, actor: str | None) -> None:
    """In the others side A is one of two that fight."""
    assert only(read(sheet(GED_PRESENT, GED | {"type_of_violence": kind, "side_a": side})))[1].actor == actor


@pytest.mark.parametrize(("headline", "weapons"), [("Drone kills one", [Weapon.DRONE]), ("", []), ("Four killed near the front", [])])
def test_what_struck_is_told_only_where_a_sentence_names_it(headline: str, weapons: list[Weapon]) -> None:
    """GED has no column of weapons."""
    assert list(only(read(sheet(GED_PRESENT, GED | {"source_headline": headline})))[1].weapons) == weapons


@pytest.mark.parametrize("code", range(1, 8))
def test_where_prec_is_kept_as_it_is(code: int) -> None:
    """A country, and what is unknown, have no point."""
    _, claim = only(read(sheet(GED_PRESENT, GED | {"where_prec": str(code)})))
    assert claim.location is not None
    assert int(claim.location.geo_precision) == code
    assert (claim.location.latitude is None) is (code >= 6)
    assert (claim.location.radius_km is None) is (code >= 6)


@pytest.mark.parametrize("code", range(1, 6))
def test_date_prec_is_kept_as_it_is(code: int) -> None:
    """With both ends of the time, and its middle as the best day."""
    _, claim = only(read(sheet(GED_PRESENT, GED | {"date_prec": str(code), "date_end": "2024-04-09"})))
    assert (claim.when.precision, claim.when.start, claim.when.end) == (code, date(2024, 4, 5), date(2024, 4, 9))
    assert claim.when.best == date(2024, 4, 7)


def test_a_row_without_sources_has_no_day_of_publication() -> None:
    """Nor a headline: the whole row is its evidence then."""
    report, claim = only(read(sheet(GED_PRESENT, GED | {"source_date": "", "source_headline": ""})))
    assert report.published is None
    assert quoted(report, claim)[""] == report.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"date_end": "2024-04-01"}, "before it starts"),
        ({"where_prec": "8"}, "none of 1 to 7"),
        ({"date_prec": "0"}, "none of 1 to 5"),
        ({"latitude": "x"}, "no coordinate"),
        ({"latitude": "", "longitude": ""}, 'has no "latitude"'),
        ({"best": "many"}, "no whole number"),
    ],
)
def test_a_broken_row_is_told_and_the_rest_goes_in(changed: dict[str, str], message: str) -> None:
    """By its number and line: the rows before it go over several lines."""
    found = read(sheet(GED_PRESENT, GED, GED | changed, GED | {"id": "900003"}))
    assert [type(each).__name__ for each in found] == ["Coded", "SourceError", "Coded"]
    assert told(found)[0].startswith("x.csv, row 2 (line 4): ")
    assert message in told(found)[0]


def test_a_row_of_hxl_tags_is_passed_over() -> None:
    """It stands below the header."""
    tags = {"date_start": "#date+start", "latitude": "#geo+lat", "best": "#affected+killed"}
    found = read(sheet([*GED_OLD, "iso3"], tags, GED))
    assert [type(each).__name__ for each in found] == ["Coded"]


def test_a_candidate_file_has_no_header() -> None:
    """Its columns are known by their positions only where numbers and days stand where they belong."""
    report, claim = only(read(sheet(GED_PRESENT, GED, header=False)))
    assert (report.url, claim.killed.best) == ("ucdp-ged:900001", 4)
    assert "no table that is known" in told(read(sheet(GED_PRESENT[1:], GED, header=False)))[0]
    assert "no table that is known" in told(read(sheet(GED_PRESENT, GED | {"date_start": "x"}, header=False)))[0]


@pytest.mark.skipif(samples() is None, reason="STRIKEMAP_CORPUS leads to no samples")
def test_the_real_sample_comes_in_whole() -> None:
    """Counts, precisions and the sum of best as they are known of it; the figures out of order are told in the text."""
    folder = samples()
    assert folder is not None
    found = list(read_all([str(folder / "ucdp" / "GEDEvent_v23_1_sample1000.csv")], retrieved_at=NOW))
    claims = [claim for each in found if isinstance(each, Coded) for claim in each.claims if isinstance(claim, StrikeClaim)]
    assert len(claims) == len(found) == 1000
    assert Counter(int(claim.location.geo_precision) for claim in claims if claim.location) == {
        1: 475, 2: 232, 3: 140, 4: 105, 5: 35, 6: 12, 7: 1,
    }  # fmt: skip
    assert sum(claim.when.start != claim.when.end for claim in claims) == 151
    assert sum(claim.killed.best or 0 for claim in claims) == 9561
    assert sum(claim.killed.best == 0 for claim in claims) == 93
    assert sum("out of order" in each.report.text for each in found if isinstance(each, Coded)) == 13
    assert all(claim.location and claim.location.country_code for claim in claims)
    assert sum(claim.location.admin1_code is not None for claim in claims if claim.location) > 800
    assert len({each.report.report_id for each in found if isinstance(each, Coded)}) == 1000


@pytest.mark.skipif(samples() is None, reason="STRIKEMAP_CORPUS leads to no samples")
def test_the_real_old_layout_and_hxl_file_come_in_and_totals_are_refused() -> None:
    """One line for the table of years."""
    folder = samples()
    assert folder is not None
    counts = {}
    for name in ("ged191_original_excerpt", "hdx_conflict_data_BGD_hxl_row", "organizedviolencecy_v25_1_excerpt"):
        found = list(read_all([str(folder / "ucdp" / f"{name}.csv")], retrieved_at=NOW))
        counts[name] = (sum(isinstance(each, Coded) for each in found), len(told(found)), len(notes(found)))
    assert counts == {
        "ged191_original_excerpt": (200, 0, 0),
        "hdx_conflict_data_BGD_hxl_row": (60, 0, 0),
        "organizedviolencecy_v25_1_excerpt": (0, 1, 0),
    }
