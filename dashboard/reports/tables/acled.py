"""ACLED's rows, in the layouts before and since 2023: a remote strike is a claim, every other event is passed over.

Codes after the ACLED codebook (acleddata.com): `geo_precision`, `time_precision`, `event_type`, `sub_event_type`, `inter`.
ACLED forbids passing its rows on; its licence stands at each report.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any, Final

from dashboard.codes import ACLED_TERMS, ClaimKind, GeoPrecision, TimePrecision, Weapon
from dashboard.records import UNKNOWN, Coded, Estimate, StrikeClaim, When
from dashboard.reports import coded
from dashboard.reports.tables import places, words
from dashboard.reports.tables.contract import Layout, Table, by_row
from dashboard.reports.tables.values import RowError, count, day, identity, known, people, point, when

RULE: Final = "table:acled"
_NEEDED: Final = (
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "country",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "notes",
    "fatalities",
)
_ALSO: Final = ("actor1", "inter1", "actor2", "inter2", "civilian_targeting", "admin1", "admin2", "admin3", "source", "timestamp")
_TEXT: Final = (
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "inter1",
    "actor2",
    "inter2",
    "civilian_targeting",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "fatalities",
    "notes",
)
"""The columns that make the text, in its order."""
_GEO: Final = {1: GeoPrecision.EXACT, 2: GeoPrecision.NEAR, 3: GeoPrecision.REGION}
_TIME: Final = {1: TimePrecision.DAY, 2: TimePrecision.WEEK, 3: TimePrecision.MONTH}
_SHARED: Final = frozenset(
    ("event_id_cnty", "event_date", "event_type", "sub_event_type", "assoc_actor_1", "inter1", "actor1", "source_scale", "time_precision")
)
"""Names of both layouts that other tables have not."""
_OLD: Final = frozenset(("data_id", "event_id_no_cnty", "iso3"))
_PRESENT: Final = frozenset(("disorder_type", "civilian_targeting", "tags"))


def _read(row: Mapping[str, str], table: Table) -> Coded | None:
    own = identity(row, "event_id_cnty")
    happened = _when(row)
    spot, precision = point(row), _code(row, "geo_precision", _GEO)
    if spot is None:
        raise RowError('has no "latitude" and "longitude"')
    killed = people(row, "fatalities")
    if _plain(known(row, "event_type")) not in _mappings()["event_types"]:
        table.passed[known(row, "event_type")[:40] or "no event type"] += 1
        return None
    built = coded.CodedText()
    built.line(f"ACLED, event {own}")
    # The day as ISO has it, so that an event is the same text whether it comes from the API or from the export tool.
    built.values({column: known(row, column) for column in _TEXT} | {"event_date": str(day(row, "event_date"))}, _TEXT)
    report = coded.report_of(
        built,
        source="ACLED",
        doc_id=f"{table.doc_id}/{own}",
        retrieved_at=table.retrieved_at,
        url=f"acled:{own}",
        title=f"ACLED {own}",
        published=_changed(known(row, "timestamp")),
        licence=ACLED_TERMS.name,
    )
    span = built.span("notes") or (0, len(built.text))
    notes, of = known(row, "notes"), places.country(known(row, "country"))
    toll, injured, toll_column = _toll(killed, notes)
    weapons, weapon_column = _weapons(row)
    who = _attacker(row)
    columns = {"place": "location", "date": "event_date"}
    columns |= {"killed": toll_column} if toll.known else {}
    columns |= {"injured": "notes"} if injured.known else {}
    columns |= {"weapon": weapon_column} if weapons else {}
    columns |= {"actor": "actor1"} if who else {}
    claim = StrikeClaim(
        claim_id=coded.claim_id(report, ClaimKind.STRIKE, span, own),
        report_id=report.report_id,
        evidence=coded.evidence(report, span, RULE),
        support=coded.support(report, built, RULE, columns),
        place_text=known(row, "location") or None,
        place_span=built.span("location"),
        location=places.place(
            known(row, "location"),
            precision,
            spot,
            of=of,
            admin1=known(row, "admin1"),
            admin2=known(row, "admin2"),
            method=RULE,
        ),
        when=happened,
        killed=toll,
        injured=injured,
        weapons=weapons,
        actor=who,
    )
    return Coded(report=report, claims=(claim,))


def _code(row: Mapping[str, str], column: str, codes: Mapping[int, Any]) -> Any:  # noqa: ANN401 - the code's own type
    found = count(row, column)
    if found is None or found not in codes:
        raise RowError(f'has {known(row, column)[:40]!r} as "{column}", which is none of {", ".join(map(str, codes))}')
    return codes[found]


def _when(row: Mapping[str, str]) -> When:
    """The day, or the week or month around it: ACLED gives a day within these."""
    told, precision = day(row, "event_date"), _code(row, "time_precision", _TIME)
    try:
        if precision is TimePrecision.WEEK:
            monday = told - timedelta(days=told.weekday())
            return when(monday, monday + timedelta(days=6), precision, best=told, note="ACLED knows the week")
        if precision is TimePrecision.MONTH:
            last = calendar.monthrange(told.year, told.month)[1]
            return when(told.replace(day=1), told.replace(day=last), precision, best=told, note="ACLED knows the month")
    except OverflowError as error:
        raise RowError(f'has {told} as "event_date", which is no day of a strike') from error
    return when(told, told, precision)


def _toll(killed: int | None, notes: str) -> tuple[Estimate, Estimate, str]:
    """Killed and injured, and the column that says who was killed: 0 is unknown where the notes do not say that nobody was."""
    nobody_killed, nobody_hurt = words.nobody(notes)
    injured = Estimate(low=0, best=0, high=0) if nobody_hurt and not killed else UNKNOWN
    if killed:
        return (UNKNOWN if words.is_default_toll(killed, notes) else Estimate(best=killed)), injured, "fatalities"
    return (Estimate(low=0, best=0, high=0) if nobody_killed else UNKNOWN), injured, "notes"


def _weapons(row: Mapping[str, str]) -> tuple[tuple[Weapon, ...], str]:
    """What struck, and the column that says it."""
    kind = _mappings()["sub_event_types"].get(_plain(known(row, "sub_event_type")))
    if kind is None:
        return (), ""
    told = tuple(weapon for weapon, _ in words.weapons(known(row, "notes")) if weapon.value in kind["told"])
    return (told, "notes") if told else ((Weapon(kind["else"]),), "sub_event_type")


def _attacker(row: Mapping[str, str]) -> str | None:
    """Who struck, only where that is sure: forces alone, or against civilians; of two that fight `actor1` is not the attacker."""
    inter = _mappings()["inter"]
    one, other = _plain(known(row, "inter1")), _plain(known(row, "inter2"))
    alone = not known(row, "actor2") and other in ("", "0")
    if one not in inter["forces"] or not (alone or other in inter["civilians"]):
        return None
    return words.actor(known(row, "actor1"))


def _changed(timestamp: str) -> date | None:
    """The day of a row's last change, UTC, from Unix seconds."""
    try:
        return datetime.fromtimestamp(int(timestamp.removesuffix(".0")), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _plain(name: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(name.lower().split()))


@cache
def _mappings() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("dashboard.reports.tables").joinpath("acled.toml").read_text("utf-8"))


LAYOUTS: Final = (
    Layout(
        name="ACLED's present layout",
        own=_SHARED | _PRESENT,
        least=4,
        needed=_NEEDED,
        also=_ALSO,
        not_with=_OLD,
        reader=by_row(_read),
    ),
    Layout(name="ACLED's layout of before 2023", own=_SHARED | _OLD, least=4, needed=_NEEDED, also=_ALSO, reader=by_row(_read)),
)
