"""UCDP GED's rows: each is an event of lethal violence, with its toll as low, best and high.

Codes after the UCDP GED codebook (ucdp.uu.se): `where_prec`, `date_prec`, `type_of_violence`. The set has no column of weapons: what
struck is read from the headline and the description of the place, where they name it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Final

from dashboard.codes import UCDP_CC_BY, ClaimKind, GeoPrecision, TimePrecision, Victims
from dashboard.records import Coded, Estimate, StrikeClaim, When
from dashboard.reports import coded
from dashboard.reports.tables import places, words
from dashboard.reports.tables.contract import Layout, Table, by_row
from dashboard.reports.tables.values import RowError, count, day, day_of, identity, known, ordered, people, point, when

RULE: Final = "table:ucdp"
_ONE_SIDED: Final = 3
"""`type_of_violence` of attacks on civilians: there, and only there, side A is the attacker."""
_NOTES: Final = {
    TimePrecision.DAYS: "UCDP knows it to some days",
    TimePrecision.WEEK: "UCDP knows the week",
    TimePrecision.MONTH: "UCDP knows the month",
    TimePrecision.YEAR: "UCDP knows it to more than a month",
}
_NEEDED: Final = (
    "id",
    "type_of_violence",
    "side_a",
    "side_b",
    "where_prec",
    "latitude",
    "longitude",
    "country",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
)
_ALSO: Final = (
    "conflict_name",
    "dyad_name",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "event_clarity",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
_TEXT: Final = (
    "date_start",
    "date_end",
    "date_prec",
    "type_of_violence",
    "conflict_name",
    "side_a",
    "side_b",
    "country",
    "adm_1",
    "adm_2",
    "where_coordinates",
    "latitude",
    "longitude",
    "where_prec",
    "event_clarity",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "low",
    "best",
    "high",
    "source_office",
    "source_date",
    "source_original",
    "source_article",
    "where_description",
    "source_headline",
)
"""The columns that make the text, in its order."""


def _read(row: Mapping[str, str], table: Table) -> Coded | None:
    own = identity(row, "id")
    happened = _when(row)
    spot, precision = point(row), _precision(row)
    if spot is None and precision.has_point:
        raise RowError('has no "latitude" and "longitude"')
    low, best, high = (people(row, column) for column in ("low", "best", "high"))
    killed, in_order = ordered(low, best, high)
    parts = _parts(row, killed)
    built = coded.CodedText()
    built.line(f"UCDP GED, event {own}")
    # Days as ISO has them, so that an event is the same text in releases that write them otherwise.
    days = {column: str(day(row, column)) for column in ("date_start", "date_end")}
    built.values({column: known(row, column) for column in _TEXT} | days, _TEXT)
    if not in_order:
        built.line(f"(The figures stand out of order in the table; read as {killed.low}, {killed.best}, {killed.high}.)")
    report = coded.report_of(
        built,
        source="UCDP GED",
        doc_id=f"{table.doc_id}/{own}",
        retrieved_at=table.retrieved_at,
        url=f"ucdp-ged:{own}",
        title=f"UCDP GED {own}",
        published=_published(known(row, "source_date")),
        licence=UCDP_CC_BY.name,
    )
    span = built.span("source_headline") or (0, len(built.text))
    weapon_column = next((column for column in ("source_headline", "where_description") if words.weapons(known(row, column))), "")
    place_column = next((column for column in ("where_coordinates", "adm_2", "adm_1", "country") if known(row, column)), "country")
    who = _attacker(row)
    columns = {"place": place_column, "date": "date_start"}
    columns |= {"killed": "best" if killed.best is not None else "high"} if killed.known else {}
    columns |= {"killed_by": "deaths_civilians"} if parts else {}
    columns |= {"weapon": weapon_column} if weapon_column else {}
    columns |= {"actor": "side_a"} if who else {}
    claim = StrikeClaim(
        claim_id=coded.claim_id(report, ClaimKind.STRIKE, span, own),
        report_id=report.report_id,
        evidence=coded.evidence(report, span, RULE),
        support=coded.support(report, built, RULE, columns),
        place_text=known(row, place_column) or None,
        place_span=built.span(place_column),
        location=places.place(
            known(row, "where_coordinates"),
            precision,
            spot,
            of=places.country(known(row, "country")),
            admin1=known(row, "adm_1"),
            admin2=known(row, "adm_2"),
            method=RULE,
        ),
        when=happened,
        killed=killed,
        killed_by=parts,
        weapons=tuple(weapon for weapon, _ in words.weapons(known(row, weapon_column))) if weapon_column else (),
        actor=who,
    )
    return Coded(report=report, claims=(claim,))


def _precision(row: Mapping[str, str]) -> GeoPrecision:
    try:
        return GeoPrecision(count(row, "where_prec") or 0)
    except ValueError as error:
        raise RowError(f'has {known(row, "where_prec")[:40]!r} as "where_prec", which is none of 1 to 7') from error


def _when(row: Mapping[str, str]) -> When:
    start, end = day(row, "date_start"), day(row, "date_end")
    if end < start:
        raise RowError(f"ends ({end}) before it starts ({start})")
    try:
        precision = TimePrecision(count(row, "date_prec") or 0)
    except ValueError as error:
        raise RowError(f'has {known(row, "date_prec")[:40]!r} as "date_prec", which is none of 1 to 5') from error
    return when(start, end, precision, note=_NOTES.get(precision))


def _parts(row: Mapping[str, str], killed: Estimate) -> tuple[tuple[Victims, int], ...]:
    """Who the killed were, by the sides' own losses; nothing where the parts exceed the whole."""
    civilians, unknown = people(row, "deaths_civilians"), people(row, "deaths_unknown")
    fighters = (people(row, "deaths_a") or 0) + (people(row, "deaths_b") or 0)
    told = ((Victims.CIVILIANS, civilians or 0), (Victims.MILITARY, fighters), (Victims.UNKNOWN, unknown or 0))
    if killed.best is None or sum(figure for _, figure in told) > killed.best:
        return ()
    return tuple((victims, figure) for victims, figure in told if figure)


def _attacker(row: Mapping[str, str]) -> str | None:
    """Side A, where the violence is one-sided: a state or known group by its usual name, another as UCDP calls it."""
    if count(row, "type_of_violence") != _ONE_SIDED:
        return None
    side = known(row, "side_a")
    return words.actor(side) or side[:80] or None


def _published(dates: str) -> date | None:
    """The day of the latest of an event's sources."""
    return max((found for each in dates.split(";") if (found := day_of(each.strip()))), default=None)


COLUMNS: Final = tuple(tomllib.loads(resources.files("dashboard.reports.tables").joinpath("ucdp.toml").read_text("utf-8"))["columns"])

_SHARED: Final = frozenset(
    ("type_of_violence", "where_prec", "date_prec", "side_a_new_id", "dyad_new_id", "priogrid_gid", "event_clarity", "deaths_civilians")
)
_PRESENT: Final = frozenset(("relid", "code_status", "where_description", "conflict_dset_id"))
LAYOUTS: Final = (
    Layout(  # first, for it has no names of its own
        name="UCDP GED's layout of before version 20",
        own=_SHARED,
        least=4,
        needed=_NEEDED,
        also=_ALSO,
        not_with=_PRESENT,
        reader=by_row(_read),
    ),
    Layout(
        name="UCDP GED's present layout",
        own=_SHARED | _PRESENT,
        least=4,
        needed=_NEEDED,
        also=_ALSO,
        positions=COLUMNS,
        reader=by_row(_read),
    ),
)
