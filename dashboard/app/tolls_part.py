"""The toll over time: what each report counted on its day, the sides beside each other, copies named as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.app import markup
from dashboard.drawing import wording
from dashboard.merging import copies, series
from dashboard.records import Estimate, StrikeClaim, Toll
from dashboard.store import Telling


def tolls_markup(tellings: Sequence[Telling]) -> markup.Markup:
    """A line a report that counts, earliest first; nothing where fewer than two do."""
    strikes = [telling.claim for telling in tellings if isinstance(telling.claim, StrikeClaim)]
    tolls = series(in_order(strikes, tellings), {telling.report.report_id: telling.report for telling in tellings})
    if len(tolls) < 2:  # noqa: PLR2004 -- one count is no series
        return markup.Markup()
    numbers = {telling.claim.claim_id: number for number, telling in enumerate(tellings, start=1)}
    head = markup.tag("tr", *(markup.tag("th", word) for word in ("Reported", "Killed", "Injured", "By")))
    lines = [_line(toll, numbers) for toll in tolls]
    return markup.tag(
        "section", markup.tag("h3", "The toll over time"), markup.tag("table", markup.tag("tbody", head, *lines), class_="sm-tolls")
    )


def copies_of(tellings: Sequence[Telling]) -> dict[int, int]:
    """For each passage that repeats another outlet's words the number of that passage; both from 1."""
    reports = {telling.report.report_id: telling.report for telling in tellings}
    numbers = {telling.claim.claim_id: number for number, telling in enumerate(tellings, start=1)}
    strikes = [telling.claim for telling in tellings if isinstance(telling.claim, StrikeClaim)]
    return {numbers[one]: numbers[other] for one, other in copies(in_order(strikes, tellings), reports).items()}


def in_order(strikes: Sequence[StrikeClaim], tellings: Sequence[Telling]) -> list[StrikeClaim]:
    """Claims by the publication of their reports, as they were merged."""
    days = {telling.report.report_id: telling.report.published or date.max for telling in tellings}
    return sorted(strikes, key=lambda claim: (days[claim.report_id], claim.report_id, claim.evidence.start))


def _line(toll: Toll, numbers: Mapping[str, int]) -> markup.Markup:
    by = [markup.tag("span", str(numbers[toll.claim_id]), class_="sm-ref"), toll.source]
    if toll.speaker:
        by.append(f", from officials of {toll.speaker}")
    if toll.copies is not None:
        by.append(f", in the words of {numbers[toll.copies]}")
    return markup.tag(
        "tr",
        markup.tag("td", wording.day(toll.day) if toll.day else "date unknown"),
        markup.tag("td", _count(toll.killed), class_="sm-count"),
        markup.tag("td", _count(toll.injured), class_="sm-count"),
        markup.tag("td", *by),
    )


def _count(found: Estimate) -> str:
    return wording.figure(found.low, found.best, found.high) if found.known else wording.DASH
