"""The Kiel tracker: packages of several rows, in both layouts; every number here is invented."""

from __future__ import annotations

import contextlib
import io
import os
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import pipeline
from dashboard.codes import AidCategory, AidStatus
from dashboard.errors import SourceError
from dashboard.merging import merge
from dashboard.records import AidClaim, Coded
from dashboard.reports import kiel, read_all
from dashboard.reports.table_amounts import amount_of
from dashboard.store import Store, load
from gazetteer import Gazetteer
from tests.dashboard.reports.workbooks import MAIN, workbook_of

NOW = datetime(2023, 1, 1, tzinfo=UTC)
README = [["Tracker – 7th release (covering January 24 to October 3, 2022)"]]
HEADER = [
    *("ID", "countries", "Announcement Date", "Type of Aid General", "Original Currency", "Monetary Value as Given by Source"),
    *("", "Sub-type of item", "No. of Units", "Total ", "Explanation", "Sub-type of item"),
]
LATER = (
    "activity_id sub_activity_id donor announcement_date aid_type_general measure reporting_currency source_reported_value "
    "tot_activity_value item"
).split()


def row(own: str = "DEM1", **values: Any) -> list[Any]:  # noqa: ANN401 - whatever a cell holds
    """A row of the release-7 layout."""
    usual = {
        "donor": "Germany",
        "day": datetime(2022, 4, 26),  # noqa: DTZ001 - a cell has no zone
        "kind": "Military",
        "currency": "EUR",
        "value": 1200000000,
        "item": ".",
        "sub": ".",
        "units": ".",
        "total": None,
        "why": "A package.",
    } | values
    return [own, *usual.values(), usual["sub"]]


def tracker(*rows: list[Any], header: list[str] = HEADER, main: str = MAIN) -> bytes:
    """A tracker with these rows."""
    return workbook_of({"ReadMe": README, main: [header, *rows]})


def read(content: bytes) -> list[Coded]:
    """All that a workbook gives."""
    return list(kiel.reports(io.BytesIO(content), name="x.xlsx", doc_id="x", retrieved_at=NOW))


def claims(coded: Coded) -> list[AidClaim]:
    """The claims of a package."""
    return [claim for claim in coded.claims if isinstance(claim, AidClaim)]


def one(*rows: list[Any], header: list[str] = HEADER) -> AidClaim:
    """The only claim of the only package."""
    (coded,) = read(tracker(*rows, header=header))
    (claim,) = claims(coded)
    return claim


def test_a_package_of_several_rows_is_one_report_and_counted_once() -> None:
    """Its value stands in each row and is taken once; its items are named, and every value leads to its words."""
    (coded,) = read(
        tracker(
            row(item="Gepard", units=30, total=1200000000),
            row(item="helmet", units="undisclosed", day="until 7/27/2022"),
            row(item=".", day="until 7/27/2022"),
            main="Bilateral assistance, MAIN DATA",
        )
    )
    (claim,) = claims(coded)
    assert (claim.amount, claim.currency, claim.status, claim.category) == (
        Decimal(1200000000),
        "EUR",
        AidStatus.PLEDGED,
        AidCategory.MILITARY,
    )
    assert (claim.donor, claim.donor_code, claim.recipient, claim.recipient_code) == ("Germany", "DE", "Ukraine", "UA")
    assert claim.items == ("Gepard", "helmet")
    assert (claim.when.best, claim.part_of, claim.usd_stated) == (date(2022, 4, 26), None, None)
    report = coded.report
    assert (report.url, report.title, report.source) == ("kiel:DEM1", "Kiel DEM1", "Kiel Ukraine Support Tracker")
    assert (report.published, report.doc_id) == (date(2022, 10, 3), "x/DEM1")
    assert report.licence == "cite Kiel Institute; licence not stated"
    words = {each.value: report.text[each.start : each.end] for each in claim.support}
    assert words == {"donor": "Germany", "date": "2022-04-26", "category": "Military", "amount": "1200000000", "currency": "EUR"}
    assert "undisclosed" in report.text
    assert report.text.count("A package.") == 1


def test_tranches_with_values_of_their_own_are_parts_of_the_total() -> None:
    """The total is counted, the tranches lie in it, each with its day and its items."""
    (coded,) = read(
        tracker(
            row("USM1", donor="United States", currency="USD", value=350, total=1150),
            row("USM1", donor="United States", currency="USD", value=800, day=datetime(2022, 5, 6), item="truck"),  # noqa: DTZ001
            row("USM1", donor="United States", currency="USD", value=800, day=datetime(2022, 5, 6), item="radar"),  # noqa: DTZ001
        )
    )
    whole, first, second = claims(coded)
    assert whole.amount == Decimal(1150)
    assert (whole.when.start, whole.when.end, whole.when.best) == (date(2022, 4, 26), date(2022, 5, 6), date(2022, 4, 26))
    assert [(each.amount, each.when.best, each.part_of, each.items) for each in (first, second)] == [
        (Decimal(350), date(2022, 4, 26), whole.claim_id, ()),
        (Decimal(800), date(2022, 5, 6), whole.claim_id, ("truck", "radar")),
    ]
    assert coded.report.text[second.evidence.start : second.evidence.end].endswith("800")
    packages = merge(coded.claims, {coded.report.report_id: coded.report}).packages
    assert [package.amount for package in packages if package.part_of is None] == [1150]


def test_tranches_without_a_total_stand_for_themselves() -> None:
    """Nothing is summed by us."""
    (coded,) = read(tracker(row(value=5), row(value=7), row("X", total=1)))[:1]
    assert [(each.amount, each.part_of) for each in claims(coded)] == [(Decimal(5), None), (Decimal(7), None)]


@pytest.mark.parametrize("value", ["Not given", ".", "undisclosed", "1.000.00", "", None, 0, -5])
def test_what_is_not_given_is_unknown(value: object) -> None:
    """Also where the tracker reckons a total from prices of its own; what the cell says is kept, and that nothing is taken is said."""
    (coded,) = read(tracker(row(value=value, total=500, item="Not given"), row("X")))[:1]
    (claim,) = claims(coded)
    assert (claim.amount, claim.currency, claim.items) == (None, None, ())
    assert "No amount is taken" in coded.report.text


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("EU (Commission and Council)", "European Union", None),
        ("European Peace Facility", "European Union", None),
        ("European Investment Bank", "EIB", None),
        ("Czech Republic", "Czechia", "CZ"),
        ("Someone Else ", "Someone Else", None),
        (".", None, None),
    ],
)
def test_donors(written: str, name: str | None, code: str | None) -> None:
    """States by their usual names with their codes; European institutions are a donor of their own, without one."""
    claim = one(row(donor=written, value=5, total=5))
    assert (claim.donor, claim.donor_code) == (name, code)


@pytest.mark.parametrize(("written", "category"), [("Humanitarian ", "humanitarian"), ("financial", "financial"), ("Other", "mixed")])
def test_categories(written: str, category: str) -> None:
    """As the tracker has them; what it does not know is mixed."""
    assert one(row(kind=written, value=5, total=5)).category.value == category


def test_dates_of_the_column_tell_the_order_of_its_numbers() -> None:
    """The main sheet writes the month first; dates beyond what the release covers are wrong in the source and none."""
    days = ["until 6/7/2022", "until 7/27/2022", "until 4/6/2027", datetime(2922, 2, 9)]  # noqa: DTZ001 - a cell has no zone
    found = [claims(each)[0].when for each in read(tracker(*(row(f"A{n}", day=day, value=5, total=5) for n, day in enumerate(days))))]
    assert [each.best for each in found] == [date(2022, 6, 7), date(2022, 7, 27), None, None]
    assert all("after 2022-10-03" in (each.note or "") for each in found[2:])


def test_equal_packages_stay_apart() -> None:
    """The tracker has each package once, so that two alike on one day are two."""
    rows = [row(f"TWH{n}", donor="Taiwan", currency="USD", value=500000, total=500000) for n in (4, 5)]
    coded = read(tracker(*rows))
    found = [claim for each in coded for claim in each.claims]
    assert len(merge(found, {each.report.report_id: each.report for each in coded}).packages) == 2


def later(own: str, part: str, measure: str, value: object, **more: Any) -> list[Any]:  # noqa: ANN401 - whatever a cell holds
    """A row of the later layout."""
    return [own, part, "Germany", datetime(2022, 5, 1), "Military ", measure, "EUR", value, more.get("total"), more.get("item")]  # noqa: DTZ001


def test_the_later_layout_has_measures_and_parts() -> None:
    """An allocation is allocated, a commitment pledged; parts have ids of their own."""
    single, several, repeated, alike = read(
        tracker(
            later("DEM1", "DEM1_1", "Allocation", 10, item="Gepard", total=10),
            later("DEM2", "DEM2_1", "Commitment", 100, total=100),
            later("DEM2", "DEM2_2", "Allocation", 40),
            later("DEM3", "DEM3_1", "Allocation", 7, total=7),
            later("DEM3", "DEM3_2", "Allocation", 7),
            later("DEM4", "DEM4_1", "Allocation", 5),
            later("DEM4", "DEM4_2", "Allocation", 5),
            header=LATER,
        )
    )
    assert [(c.amount, c.status, c.items) for c in claims(single)] == [(Decimal(10), AidStatus.ALLOCATED, ("Gepard",))]
    whole, first, second = claims(several)
    assert (whole.amount, whole.status, whole.category) == (Decimal(100), AidStatus.PLEDGED, AidCategory.MILITARY)
    assert [(c.amount, c.status, c.part_of) for c in (first, second)] == [
        (Decimal(100), AidStatus.PLEDGED, whole.claim_id),
        (Decimal(40), AidStatus.ALLOCATED, whole.claim_id),
    ]
    assert [c.amount for c in claims(repeated)] == [7]
    assert [(c.amount, c.part_of) for c in claims(alike)] == [(Decimal(5), None), (Decimal(5), None)]


def test_a_later_release_supersedes_the_earlier_text() -> None:
    """The same package has the same address and source, and the later release the later day."""
    (earlier,) = read(tracker(row(value=5, total=5)))
    (after,) = read(workbook_of({"ReadMe": [["covering January 24 to November 20, 2022"]], MAIN: [HEADER, row(value=7, total=7)]}))
    assert (earlier.report.url, earlier.report.source) == (after.report.url, after.report.source)
    assert earlier.report.report_id != after.report.report_id
    assert earlier.report.published is not None
    assert after.report.published is not None
    assert earlier.report.published < after.report.published


BAD = {
    "another workbook": (workbook_of({"Sheet": [["a"]]}), "is not the Kiel Ukraine Support Tracker", '"Sheet"'),
    "renamed column": (tracker(row(), header=[*HEADER[:1], "donor country", *HEADER[2:]]), 'no column "countries"', '"donor country"'),
    "no item column": (tracker(row(), header=[*HEADER[:6], "thing", *HEADER[7:]]), "nameless column right of", "Nothing of it was read"),
    "twice": (tracker(row(), header=[*HEADER[:10], "ID", "x"]), 'the column "ID" 2 times', "leave only"),
    "another header": (tracker(row(), header=["a"] * len(HEADER)), "none of the layouts", '"a"'),
    "no header": (workbook_of({MAIN: []}), "none of the layouts", "none"),
    "no rows": (tracker(), "has no rows", "save it again"),
    "results not saved": (tracker(row(), row("B")), 'the column "Total" is empty in every row', "save it again"),
    "results of conversion not saved": (
        tracker([*row(value=5, total=5), None], header=[*HEADER, "Converted Value in EUR"]),
        'the column "Converted Value in EUR" is empty in every row',
        "save it again",
    ),
    "no id": (tracker(row(value=5, total=5), row("")), "row 3", "Nothing was read"),
    "an id that is none": (tracker(row(value=5, total=5), row(".")), "row 3", "Nothing was read"),
    "long id": (tracker(row("x" * 201, value=5, total=5)), "row 2", "more than 200 characters"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_tracker_is_told(case: str) -> None:
    """In one line that says what is missing, what is there and what to do; nothing of it goes in."""
    content, *messages = BAD[case]
    with pytest.raises(SourceError) as told:
        read(content)
    assert all(message in str(told.value) for message in messages)
    assert "\n" not in str(told.value)


def test_merged_headers_are_a_broken_contract() -> None:
    """A name that spans two columns leaves the second without one; nothing is guessed."""
    book = openpyxl.load_workbook(io.BytesIO(tracker(row(value=5, total=5))))
    book[MAIN].merge_cells("A1:B1")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(SourceError, match='no column "countries"'):
        read(out.getvalue())


def test_a_later_release_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    """Read into a store one after the other, only the later text counts; the same release again changes nothing."""
    later_one = {"ReadMe": [["covering January 24 to November 20, 2022"]], MAIN: [HEADER, row(value=7, total=7)]}
    for number, content in enumerate([tracker(row(value=5, total=5)), workbook_of(later_one)]):
        (tmp_path / f"{number}.xlsx").write_bytes(content)
    sources = [str(tmp_path / "1.xlsx"), str(tmp_path / "0.xlsx"), str(tmp_path / "1.xlsx")]
    with Store.open(tmp_path / "store.sqlite", create=True) as store:
        summary = pipeline.ingest(sources, store, _unopened)
        assert (summary.reports_new, summary.reports_known, summary.failed) == (2, 1, ())
        assert [package.amount for package in load(store).packages.itertuples()] == [7]


def _unopened() -> Gazetteer:
    raise AssertionError("rows of tables need no gazetteer")


CELLS = st.one_of(
    st.none(), st.integers(), st.floats(allow_nan=False), st.dates(), st.booleans(), st.sampled_from([".", "USM1", "3/4/22", "EUR"])
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=4), st.sampled_from([HEADER, LATER]))
def test_no_cells_crash_the_reader(rows: list[list[Any]], header: list[str]) -> None:
    """Whatever the cells hold, the packages are read or told."""
    with contextlib.suppress(SourceError):
        for coded in read(tracker(*rows, header=header)):
            assert coded.claims


def test_a_tracker_is_known_by_its_name_in_folders_too(tmp_path: Path) -> None:
    """What a spreadsheet program leaves beside an open file is not taken."""
    (tmp_path / "Tracker.XLSX").write_bytes(tracker(row(value=5, total=5)))
    (tmp_path / "~$Tracker.xlsx").write_bytes(b"\0" * 100)
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    found = list(read_all([str(tmp_path)], retrieved_at=NOW))
    assert [type(each) for each in found] == [Coded, SourceError]


@pytest.fixture(name="release", scope="module")
def _release() -> list[Coded]:
    """The packages of the real release 7."""
    corpus = os.environ.get("STRIKEMAP_CORPUS")
    path = Path(corpus or "") / "samples" / "kiel" / "Ukraine_Support_Tracker_release7.xlsx"
    if not corpus or not path.exists():
        pytest.skip("STRIKEMAP_CORPUS names no folder with samples/kiel/Ukraine_Support_Tracker_release7.xlsx")
    with path.open("rb") as file:
        return list(kiel.reports(file, name=path.name, doc_id="kiel", retrieved_at=NOW))


def test_the_release_is_read_whole(release: list[Coded]) -> None:
    """432 packages of 1,032 rows; those of the United States that come in tranches have parts."""
    assert len(release) == 432
    found = [claim for each in release for claim in claims(each)]
    assert sum(claim.part_of is None for claim in found) == 432
    assert {claim.donor for claim in found if claim.part_of is not None} == {"United States"}
    assert all(claim.donor_code or claim.donor in {"European Union", "EIB"} for claim in found)
    assert sum(claim.when.best is None for claim in found) == 3


def test_sums_are_those_of_the_tracker(release: list[Coded]) -> None:
    """For each currency, what is counted is what the first rows give, and what merging keeps adds up to the same."""
    path = Path(os.environ["STRIKEMAP_CORPUS"]) / "samples" / "kiel" / "Ukraine_Support_Tracker_release7.xlsx"
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    head, *rows = book["Bilateral assistance, MAIN DATA"].iter_rows(values_only=True)
    book.close()
    at = {str(name).strip(): number for number, name in enumerate(head)}
    wanted: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in rows:
        given = amount_of(each[at["Monetary Value as Given by Source"]])
        if each[at["Total_value_dummy (1 is first row in the package)"]] == 1 and given is not None:
            wanted[each[at["Original Currency"]]] += amount_of(each[at["Total"]]) or given
    counted: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for claim in (claim for coded in release for claim in claims(coded) if claim.part_of is None and claim.amount is not None):
        counted[claim.currency] += claim.amount or 0
    assert counted == wanted
    assert 27 < counted["EUR"] / 10**9 < 28
    merged = merge([c for each in release for c in each.claims], {each.report.report_id: each.report for each in release})
    assert sum(package.amount or 0 for package in merged.packages if package.part_of is None and package.currency == "EUR") == wanted["EUR"]
    assert len(merged.packages) == sum(len(each.claims) for each in release)
