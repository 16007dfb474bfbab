"""What each filter of a selection asks, said twice: as a mask over a frame and as SQL; `wording` says it in English.

A filter speaks of strikes, of packages, or of both; a frame that it does not speak of is left whole.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.codes import ReviewState
from dashboard.store import schema
from dashboard.store.frames import SEPARATOR, UNKNOWN_VALUE, clean_value, fold

if TYPE_CHECKING:
    from dashboard.store.selection import Selection

Kind = Literal["events", "packages"]
Clause = sa.ColumnElement[bool]

TABLES: Final[dict[Kind, sa.Table]] = {"events": schema.event, "packages": schema.package}


REJECTED: Final = ReviewState.REJECTED.value
"""The state of what is shown only where asked for, and never added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One condition on the rows of one kind."""

    field: str
    """The field of the selection that it comes from."""
    mask: Callable[[pd.DataFrame], pd.Series]
    """Which rows of a frame it keeps."""
    clause: Callable[[sa.Table], Clause]
    """The same as SQL over the table of the same kind."""


def filters(selection: Selection, kind: Kind) -> list[Filter]:
    """The conditions that a selection puts on the rows of a kind, window aside (see `window`)."""
    found = _shared(selection)
    return found + (_of_events(selection) if kind == "events" else _of_packages(selection))


def window(selection: Selection) -> Filter | None:
    """Overlap of the row's days with the selection's window, where it has one; undated rows do not overlap."""
    start, end = selection.start, selection.end
    if start is None and end is None:
        return None
    first, last = start or date.min, end or date.max

    def mask(frame: pd.DataFrame) -> pd.Series:
        kept = frame["date_start"].notna()
        if start is not None:
            kept &= frame["date_end"] >= np.datetime64(first)
        if end is not None:
            kept &= frame["date_start"] <= np.datetime64(last)
        return kept

    return Filter(field="window", mask=mask, clause=lambda table: sa.and_(table.c.date_start <= last, table.c.date_end >= first))


def _shared(selection: Selection) -> list[Filter]:
    found = []
    if not selection.background:
        found.append(
            Filter(field="background", mask=lambda frame: ~frame["background"], clause=lambda table: table.c.background.is_(sa.false()))
        )
    if selection.review:
        found.append(_one_of("review", ("review",), selection.review))
    else:
        found.append(
            Filter(field="review", mask=lambda frame: frame["review"] != REJECTED, clause=lambda table: table.c.review != REJECTED)
        )
    if selection.as_of is not None:
        found.append(_as_of(selection.as_of))
    if selection.source:
        found.append(_any_in_list("source", "sources", [clean_value(source) for source in selection.source]))
    if selection.text is not None:
        found.append(_text(fold(selection.text).split()))
    return found


def _of_events(selection: Selection) -> list[Filter]:
    found = []
    if selection.bbox is not None:
        found.append(_bbox(*selection.bbox))
    if selection.admin1:
        found.append(_one_of("admin1", ("admin1",), selection.admin1))
    if selection.country:
        found.append(_one_of("country", ("country",), selection.country))
    if selection.weapon:
        found.append(_any_in_list("weapon", "weapons", selection.weapon, empty=UNKNOWN_VALUE))
    if selection.target:
        found.append(_one_of("target", ("target",), selection.target))
    if selection.actor:
        found.append(_one_of("actor", ("actor",), selection.actor))
    if selection.killed is not None:
        found.append(_at_least("killed", ("killed",), selection.killed))
    if selection.casualties is not None:
        found.append(_at_least("casualties", ("killed", "injured"), selection.casualties))
    if selection.precision is not None:
        found.append(_at_most("precision", "geo_precision", selection.precision))
    return found


def _of_packages(selection: Selection) -> list[Filter]:
    found = []
    if selection.country:
        found.append(_one_of("country", ("donor", "recipient"), selection.country))
    if selection.status:
        found.append(_one_of("status", ("status",), selection.status))
    return found


def _as_of(moment: datetime) -> Filter:
    limit = moment.astimezone(UTC)
    plain = np.datetime64(limit.replace(tzinfo=None))
    return Filter(field="as_of", mask=lambda frame: frame["recorded_at"] <= plain, clause=lambda table: table.c.recorded_at <= limit)


def _bbox(west: float, south: float, east: float, north: float) -> Filter:
    """Inside or on the edge; a box whose west lies east of its east spans the antimeridian."""
    both = west <= east

    def mask(frame: pd.DataFrame) -> pd.Series:
        from_west, to_east = frame["longitude"] >= west, frame["longitude"] <= east
        return frame["latitude"].between(south, north) & ((from_west & to_east) if both else (from_west | to_east))

    def clause(table: sa.Table) -> Clause:
        join = sa.and_ if both else sa.or_
        return sa.and_(table.c.latitude.between(south, north), join(table.c.longitude >= west, table.c.longitude <= east))

    return Filter(field="bbox", mask=mask, clause=clause)


def _one_of(field: str, columns: Sequence[str], values: Iterable[str]) -> Filter:
    """The value of any of these columns is one of the values; "unknown" stands for none."""
    named = [value for value in values if value != UNKNOWN_VALUE]
    none_too = UNKNOWN_VALUE in values

    def mask(frame: pd.DataFrame) -> pd.Series:
        kept = pd.Series(data=False, index=frame.index)
        for column in columns:
            kept |= frame[column].isin(named)
        return kept | frame[list(columns)].isna().all(axis=1) if none_too else kept

    def clause(table: sa.Table) -> Clause:
        parts: list[Clause] = [table.c[column].in_(named) for column in columns]
        if none_too:
            parts.append(sa.and_(*(table.c[column].is_(None) for column in columns)))
        return sa.or_(*parts)

    return Filter(field=field, mask=mask, clause=clause)


def _any_in_list(field: str, column: str, values: Sequence[str], *, empty: str | None = None) -> Filter:
    """A column of several values holds any of these; `empty` is the value that asks for columns that hold none."""
    wanted = [SEPARATOR + value + SEPARATOR for value in values if value != empty]
    empty_too = empty is not None and empty in values

    def mask(frame: pd.DataFrame) -> pd.Series:
        kept = frame[column] == "" if empty_too else pd.Series(data=False, index=frame.index)
        listed = SEPARATOR + frame[column] + SEPARATOR
        for value in wanted:
            kept |= listed.str.contains(value, regex=False)
        return kept

    def clause(table: sa.Table) -> Clause:
        listed = SEPARATOR + table.c[column] + SEPARATOR
        parts: list[Clause] = [listed.contains(value, autoescape=True) for value in wanted]
        if empty_too:
            parts.append(table.c[column] == "")
        return sa.or_(*parts)

    return Filter(field=field, mask=mask, clause=clause)


def _at_least(field: str, columns: Sequence[str], least: int) -> Filter:
    """The best figures known of these columns come to at least so many; what is unknown adds nothing."""

    def mask(frame: pd.DataFrame) -> pd.Series:
        return frame[list(columns)].fillna(0).sum(axis=1) >= least

    def clause(table: sa.Table) -> Clause:
        known: list[sa.ColumnElement[int]] = [sa.func.coalesce(table.c[column], 0) for column in columns]
        return reduce(operator.add, known) >= least

    return Filter(field=field, mask=mask, clause=clause)


def _at_most(field: str, column: str, most: int) -> Filter:
    return Filter(
        field=field,
        mask=lambda frame: (frame[column] <= most).fillna(value=False).astype(bool),
        clause=lambda table: table.c[column] <= most,
    )


def _text(words: Sequence[str]) -> Filter:
    """Every word occurs in the search column."""

    def mask(frame: pd.DataFrame) -> pd.Series:
        kept = pd.Series(data=True, index=frame.index)
        for word in words:
            kept &= frame["search"].str.contains(word, regex=False)
        return kept

    return Filter(
        field="text",
        mask=mask,
        clause=lambda table: sa.and_(*(table.c.search.contains(word, autoescape=True) for word in words)),
    )
