"""Claims of aid to packages: rows of tables beside news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboard.merging import is_likely_one, merge
from dashboard.records import AidClaim, Evidence, Report, When

DAY = date(2022, 6, 2)


def told(own: str, source: str, rule: str, day: date = DAY) -> tuple[Report, AidClaim]:
    """A report with its only claim."""
    report = Report(report_id=own, source=source, text="500000", published=day)
    evidence = Evidence(report_id=own, start=0, end=6, rule=rule)
    when = When(start=day, end=day, best=day)
    claim = AidClaim(claim_id=own, report_id=own, evidence=evidence, donor="Taiwan", recipient="Ukraine", when=when, currency="USD")
    return report, replace(claim, amount=Decimal(500000))


def sizes(*tellings: tuple[Report, AidClaim]) -> list[int]:
    """How many claims each package has."""
    merged = merge([claim for _, claim in tellings], {report.report_id: report for report, _ in tellings})
    return sorted(len(package.joins) for package in merged.packages)


FIRST, SECOND = told("a", "Table", "table:t"), told("b", "Table", "table:t")
NEWS = told("c", "Outlet", "amount", date(2022, 6, 3))


def test_rows_of_one_table_are_packages_of_their_own() -> None:
    """A table has each package once, so that equal rows are two."""
    assert sizes(FIRST, SECOND) == [1, 1]
    assert not is_likely_one(FIRST[1], SECOND[1], {report.report_id: report for report, _ in (FIRST, SECOND)})


def test_news_joins_a_row_and_does_not_bring_two_rows_together() -> None:
    """The second row stays apart also from a package that news and the first made."""
    assert sizes(FIRST, NEWS) == [2]
    assert sizes(FIRST, SECOND, NEWS) == [1, 2]


def test_rows_of_two_tables_may_be_one() -> None:
    """Two tables tell of one package as two outlets do."""
    assert sizes(FIRST, told("d", "Another", "table:u")) == [2]
    assert sizes(FIRST, told("d", "Another", "table:t")) == [2]
