"""Where to look for claims that may tell one event, so that nobody has to compare everything with everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from dashboard.codes import GeoPrecision
from dashboard.merging.headings import Heading
from dashboard.merging.timing import day_of, is_great, is_usual, same_days, span_of
from dashboard.neighbourhoods import Block, Reach
from dashboard.records import AidClaim, Claim, Location, StrikeClaim

_CELL_DEGREES: Final = 0.5
"""Side of the cells of the map; neighbouring cells are looked at too."""
_CELL, _REGION, _COUNTRY, _AID, _GREAT_AID = "cell", "region", "country", "aid", "great aid"
_DAY: Final = timedelta(days=1)


def block(claim: Claim, report: Heading) -> Block | None:
    """The block of a claim; None where it has no place or no day, so that it can be joined to nothing."""
    return _of_aid(claim, report) if isinstance(claim, AidClaim) else _of_strike(claim)


def reach(of: Block) -> Reach:
    """The blocks that a claim of this one has to be compared with."""
    kind, _, rest = of.area.partition(":")
    first, last = of.first - _DAY, of.last + _DAY
    if kind == _CELL:
        row, column = (int(part) for part in rest.split(":"))
        cells = tuple(_cell(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1))
        return Reach(areas=(*cells, of.region) if of.region else cells, first=first, last=last)
    if kind == _REGION:
        return Reach(areas=(of.area,), region=of.area, first=first, last=last)
    if kind in {_AID, _GREAT_AID}:
        days = same_days(is_great=kind == _GREAT_AID)
        return Reach(areas=(of.area,), first=_moved(of.first, -days), last=_moved(of.last, days))
    return Reach(areas=(of.area,), first=first, last=last)


def _of_strike(claim: StrikeClaim) -> Block | None:
    where, span = claim.location, span_of(claim.when)
    if where is None or span is None or not is_usual(*span):
        return None
    first, last = span
    region = f"{_REGION}:{where.country_code}.{where.admin1_code}"
    if where.latitude is None or where.longitude is None:
        return Block(area=f"{_COUNTRY}:{where.country_code}", first=first, last=last)
    if where.geo_precision is GeoPrecision.REGION:
        return Block(area=region, first=first, last=last)
    return Block(area=_cell(*_row_and_column(where.latitude, where.longitude)), region=region, first=first, last=last)


def are_neighbours(a: Location, b: Location) -> bool:
    """Whether two points lie in one cell of the map or in two that touch."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return False
    one, other = _row_and_column(a.latitude, a.longitude), _row_and_column(b.latitude, b.longitude)
    return abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1


def _row_and_column(latitude: float, longitude: float) -> tuple[int, int]:
    return int(latitude // _CELL_DEGREES), int(longitude // _CELL_DEGREES)


def _of_aid(claim: AidClaim, report: Heading) -> Block | None:
    day = day_of(claim, report)
    if day is None or claim.amount is None:
        return None
    kind = _GREAT_AID if is_great(claim) else _AID
    return Block(area=f"{kind}:{claim.donor} to {claim.recipient} in {claim.currency}", first=day, last=day)


def _cell(row: int, column: int) -> str:
    return f"{_CELL}:{row}:{column}"


def _moved(day: date, days: int) -> date:
    """A day so many days later, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
