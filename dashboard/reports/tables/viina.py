"""VIINA 2.0: places that a classifier found in reports of the press, with labels of what happened there.

`event_info` has a row for each place that a report names; with `event_labels` beside it the places that were struck become the claims
of their report, without it the report's text is read by our own rules. `event_1pd` has one row for each event and day, labels in itself,
and no text. The codes are VIINA's own (its README). The words are the outlets' own, so that its licence covers rows and not texts.
"""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from dashboard.codes import ODBL_VIINA, ClaimKind, GeoPrecision, TimePrecision
from dashboard.errors import SourceError
from dashboard.records import Coded, Location, Note, Report, StrikeClaim, digest
from dashboard.reports import coded
from dashboard.reports.tables import files, labels, places
from dashboard.reports.tables.contract import Layout, Table, Told, Values, by_row
from dashboard.reports.tables.values import RowError, day, identity, known, point, when

RULE: Final = "table:viina"
ONCE_A_DAY: Final = "table:viina-1pd"
"""The rule of `event_1pd`, whose rows are events and not reports of them."""
_OPEN: Final = 2000
"""Reports whose rows are gathered at a time; VIINA's rows of one report follow each other."""
_MOST_ROWS: Final = 200
"""Places of one report; what is beyond them is told in a further one."""
_NO_STRIKE: Final = "not labelled as a strike"
_NO_TEXT: Final = "without labels or text"
_NOTE: Final = "VIINA gives the day of the report"
_PLACE: Final = (
    "event_id",
    "asciiname",
    "location",
    "address",
    "adm2_name",
    "adm1_name",
    "geonameid",
    "latitude",
    "longitude",
    "geo_precision",
)


@dataclass(slots=True)
class _Gathered:
    """The rows of one report, and the strikes among them."""

    first: Values
    rows: int = 0
    is_told: bool = False
    """Whether labels say of any of them what happened."""
    struck: dict[str, tuple[Values, frozenset[str]]] = field(default_factory=dict)
    """By the ids of the events."""


class _Addresses:
    """The addresses that reports were told under; a further report of one gets a fragment, so that it takes no other's place."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def of(self, source: str, url: str, event_id: str) -> str | None:
        if not url.startswith(("http://", "https://")):
            return None
        key = zlib.crc32(f"{source}\0{url}".encode("utf-8", "replace"))
        if key in self._told:
            return f"{url.partition('#')[0]}#viina-{event_id}"
        self._told.add(key)
        return url


def _info(rows: Iterable[Values], table: Table) -> Iterator[Told]:
    """The reports of `event_info`: those whose events have labels with their claims, the others as mere texts.

    Rows of one report that lie more than `_OPEN` reports apart are told as two.
    """
    found = labels.beside(table)
    addresses = _Addresses()
    waiting: OrderedDict[str, _Gathered] = OrderedDict()
    for values in rows:
        try:
            own = _checked(values.row)
        except RowError as error:
            yield SourceError(f"{values.where} {error}; it was left out.")
            continue
        key = _key(values.row)
        gathered = waiting.setdefault(key, _Gathered(values))
        waiting.move_to_end(key)
        _take(gathered, own, values, found.find(own) if found else None)
        if gathered.rows == _MOST_ROWS:
            yield from _told(waiting.pop(key), table, addresses)
        elif len(waiting) > _OPEN:
            yield from _told(waiting.popitem(last=False)[1], table, addresses)
    for gathered in waiting.values():
        yield from _told(gathered, table, addresses)


def _once_a_day(rows: Iterable[Values], table: Table) -> Iterator[Told]:
    """The events of `event_1pd`; none where the reports that tell them lie beside it."""
    if files.siblings(table.path, "event_1pd", "event_info") and files.siblings(table.path, "event_1pd", "event_labels"):
        yield Note(text=f"{table.name}: left out, since event_info and event_labels beside it tell the same events")
        return
    yield from by_row(_event)(rows, table)


def _event(row: Mapping[str, str], table: Table) -> Coded | None:
    """A row of `event_1pd`.

    Raises:
        RowError: it is broken.
    """
    own, told, where = identity(row, "event_id_1pd"), day(row, "date"), _location(row)
    true = labels.labelled(labels.bits(row))
    struck = labels.strikes(true)
    if not struck:
        table.passed[_NO_STRIKE] += 1
        return None
    built = coded.CodedText()
    built.line(f"VIINA, event {own} of one day")
    built.values({name: known(row, name) for name in row}, ("date", *_PLACE[1:], "n_reports", "sources", "event_ids"))
    built.values(dict.fromkeys(true, "1"), sorted(true))
    report = coded.report_of(
        built,
        source="VIINA",
        doc_id=f"{table.doc_id}/{own}",
        retrieved_at=table.retrieved_at,
        url=f"viina-1pd:{told.year}/{own}",
        title=f"VIINA {own}",
        published=told,
        licence=ODBL_VIINA.name,
    )
    claim = _claim(report, built, row, where, true, prefix="", span=(0, len(built.text)), own=own, text="", rule=ONCE_A_DAY)
    return Coded(report=report, claims=(claim,))


def _checked(row: Mapping[str, str]) -> str:
    """The id of a row's event.

    Raises:
        RowError: the row is broken.
    """
    day(row, "date")
    _location(row)
    return identity(row, "event_id")


def _key(row: Mapping[str, str]) -> str:
    """What rows of one report have in common."""
    parts = [known(row, name) for name in ("source", "date", "report_id")]
    return "\0".join(parts) if parts[-1] else digest(*parts, known(row, "url"), known(row, "text"))


def _take(gathered: _Gathered, own: str, values: Values, number: int | None) -> None:
    gathered.rows += 1
    gathered.is_told |= labels.is_told(number)
    true = labels.labelled(number or 0)
    if labels.strikes(true):
        gathered.struck.setdefault(own, (values, true))


def _told(gathered: _Gathered, table: Table, addresses: _Addresses) -> Iterator[Coded | Report]:
    passed = gathered.rows - len(gathered.struck)
    if gathered.struck:
        yield _report(gathered, table, addresses)
    elif not gathered.is_told and known(gathered.first.row, "text"):
        yield _plain(gathered.first.row, table, addresses)
        passed = 0
    if passed:
        table.passed[_NO_STRIKE if gathered.is_told else _NO_TEXT] += passed


def _plain(row: Mapping[str, str], table: Table, addresses: _Addresses) -> Report:
    """The report whose text our own rules read."""
    built = coded.CodedText()
    built.text = known(row, "text").replace("\0", " ")
    return _heading(built, row, table, addresses)


def _heading(built: coded.CodedText, row: Mapping[str, str], table: Table, addresses: _Addresses) -> Report:
    own, source = identity(row, "event_id"), " ".join(known(row, "source").split())[:80] or "VIINA"
    return coded.report_of(
        built,
        source=source,
        doc_id=f"{table.doc_id}/{own}",
        retrieved_at=table.retrieved_at,
        url=addresses.of(source, known(row, "url"), own),
        title=f"VIINA {known(row, 'report_id')[:40] or own}",
        published=day(row, "date"),
        language=labels.mappings()["languages"].get(known(row, "lang").lower()),
        licence=ODBL_VIINA.name,
    )


def _report(gathered: _Gathered, table: Table, addresses: _Addresses) -> Coded:
    """A report with a claim for each place that was struck; its text ends with the outlet's words."""
    shared = next(iter(gathered.struck.values()))[0].row
    built = coded.CodedText()
    built.line(f"VIINA, report {known(shared, 'report_id')[:40] or identity(shared, 'event_id')}")
    built.values({name: known(shared, name) for name in ("date", "time", "source")}, ("date", "time", "source"))
    for own, (values, true) in gathered.struck.items():
        built.values({name: known(values.row, name) for name in _PLACE}, _PLACE, prefix=f"{own}.")
        built.values(dict.fromkeys(true, "1"), sorted(true), prefix=f"{own}.")
    built.values({"text": known(shared, "text")}, ("text",))
    report = _heading(built, shared, table, addresses)
    span = built.span("text") or (0, len(built.text))
    claims = tuple(
        _claim(
            report,
            built,
            values.row,
            _location(values.row),
            true,
            prefix=f"{own}.",
            span=span,
            own=own,
            text=known(shared, "text"),
            rule=RULE,
        )
        for own, (values, true) in gathered.struck.items()
    )
    return Coded(report=report, claims=claims)


def _claim(
    report: Report,
    built: coded.CodedText,
    row: Mapping[str, str],
    where: Location,
    true: frozenset[str],
    *,
    prefix: str,
    span: tuple[int, int],
    own: str,
    text: str,
    rule: str,
) -> StrikeClaim:
    struck, who, told = labels.strikes(true), labels.actor(true), day(row, "date")
    place = next((column for column in ("asciiname", "location", "latitude") if known(row, column)), "latitude")
    columns = {"place": prefix + place, "date": "date", "weapon": prefix + struck[0]}
    columns |= {"actor": prefix + next(name for name in labels.mappings()["actors"] if name in true)} if who else {}
    return StrikeClaim(
        claim_id=coded.claim_id(report, ClaimKind.STRIKE, span, own),
        report_id=report.report_id,
        evidence=coded.evidence(report, span, rule),
        support=coded.support(report, built, rule, columns),
        place_text=known(row, place) or None,
        place_span=built.span(prefix + place),
        location=where,
        when=when(told, told, TimePrecision.DAY, note=_NOTE),
        weapons=labels.weapons(struck, text),
        actor=who,
    )


def _location(row: Mapping[str, str]) -> Location:
    """Where a row's point is; its country is Ukraine where its own gazetteer knows the place, else what the address ends with."""
    spot = point(row)
    if spot is None:
        raise RowError('has no "latitude" and "longitude"')
    written = known(row, "geo_precision").upper()
    code = labels.mappings()["precision"].get(written)
    if code is None:
        raise RowError(f'has {written[:40]!r} as "GEO_PRECISION", which is none of STREET, ADM3, ADM2, ADM1')
    number = known(row, "geonameid").removesuffix(".0")
    listed = number if number.isascii() and number.isdecimal() and len(number) < 10 else ""  # noqa: PLR2004 - GeoNames has 8 digits
    at_home = listed or known(row, "adm1_name")
    last = known(row, "address").rpartition(",")[2].strip()
    return places.place(
        known(row, "asciiname") or known(row, "location") or f"{spot[0]:.3f}, {spot[1]:.3f}",
        GeoPrecision(code),
        spot,
        of=places.country_of("UA") if at_home else places.country(last) if last else None,
        admin1=known(row, "adm1_name"),
        admin2=known(row, "adm2_name"),
        method=RULE,
        geonameid=int(listed) if listed and code <= GeoPrecision.NEAR else None,
    )


_WHERE: Final = ("date", "longitude", "latitude", "geo_precision")
_NAMES: Final = ("geonameid", "feature_code", "asciiname", "adm1_name", "adm2_name")
LAYOUTS: Final = (
    Layout(
        name="VIINA's event_info",
        own=frozenset("viina_version event_id event_id_1pd report_id geo_api geo_precision lang feature_code address".split()),
        least=5,
        needed=("viina_version", "event_id", "report_id", "source", "url", "text", "lang", *_WHERE),
        also=("time", "location", "address", *_NAMES),
        not_with=frozenset(("n_reports", "event_ids")),
        reader=_info,
    ),
    Layout(
        name="VIINA's event_1pd",
        own=frozenset("viina_version event_id_1pd n_reports event_ids sources feature_code t_airstrike_b t_uav_b t_artillery_b".split()),
        least=5,
        needed=("viina_version", "event_id_1pd", *_WHERE, *labels.names()),
        also=("n_reports", "event_ids", "sources", *_NAMES),
        reader=_once_a_day,
    ),
    labels.LAYOUT,
)
