"""What a viewer asks to see: one object that filters frames, renders SQL, an English sentence and a URL query, and reads itself back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from dashboard.codes import AidStatus
from dashboard.errors import SelectionError
from dashboard.store import wording
from dashboard.store.filters import REJECTED, TABLES, Kind, filters, window
from dashboard.store.values import CLEAN, FIELDS, KEYS, READ, BoundingBox, plain, write

if TYPE_CHECKING:
    from dashboard.store.snapshot import Snapshot

VERSION: Final = 1
"""The version of the URL query (`v`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """The rows that a selection keeps, with the counts that stand beside them."""

    events: pd.DataFrame
    packages: pd.DataFrame
    events_total: int
    """N of "n of N strikes": all events, without background unless the selection asks for it."""
    packages_total: int
    events_undated: int
    """Events that everything but the window would keep, and that no window shows because they have no date."""
    packages_undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The filters of one view; an empty one keeps everything but background. Values of one field are alternatives, fields add up.

    Raises:
        SelectionError: a field has a value that it cannot take.
    """

    start: date | None = None
    """First day of the window (`from` in the URL), included; an event is kept where its days overlap the window."""
    end: date | None = None
    """Last day of the window (`to` in the URL), included."""
    as_of: datetime | None = None
    """Only what was recorded until then, UTC."""
    bbox: BoundingBox | None = None
    """West, south, east, north, degrees WGS84; west > east spans the antimeridian."""
    admin1: tuple[str, ...] = ()
    """First-order divisions by English name ("Kharkiv Oblast")."""
    country: tuple[str, ...] = ()
    """Countries by English name; a package is kept by its donor or its recipient."""
    weapon: tuple[str, ...] = ()
    """Values of `codes.Weapon`, or "unknown"."""
    target: tuple[str, ...] = ()
    """Values of `codes.Target`, or "unknown"."""
    actor: tuple[str, ...] = ()
    """Names, or "unknown"."""
    source: tuple[str, ...] = ()
    """Outlets."""
    killed: int | None = None
    """At least so many killed, best figure."""
    casualties: int | None = None
    """At least so many killed and injured together, best figures."""
    precision: int | None = None
    """Placed at least so exactly: the highest `geo_precision` kept, 1-7."""
    status: tuple[str, ...] = ()
    """Stages of aid, values of `codes.AidStatus`; keeps packages only of these."""
    text: str | None = None
    """Words that must all occur in places, quotes, names or sources, in any case and with any diacritics."""
    review: tuple[str, ...] = ()
    """Values of `codes.ReviewState`; none asks for everything but what was rejected."""
    background: bool = False
    """Whether to show and count what reports tell as context."""

    def __post_init__(self) -> None:
        for field, clean in CLEAN.items():
            object.__setattr__(self, field, clean(field, getattr(self, field)))
        if self.start is not None and self.end is not None and self.start > self.end:
            raise SelectionError(f"the window ends ({self.end}) before it starts ({self.start}); swap its ends")

    def fields(self) -> list[tuple[str, object]]:
        """Every field with its value, in order."""
        return [(field, getattr(self, field)) for field in CLEAN]

    def apply(self, snapshot: Snapshot) -> Selected:
        """The rows of a snapshot that this selection keeps, as views in the snapshot's order."""
        events, events_total, events_undated = self._keep(snapshot.events, "events")
        packages, packages_total, packages_undated = self._keep(snapshot.packages, "packages")
        return Selected(
            events=events,
            packages=packages,
            events_total=events_total,
            packages_total=packages_total,
            events_undated=events_undated,
            packages_undated=packages_undated,
        )

    def _keep(self, frame: pd.DataFrame, kind: Kind) -> tuple[pd.DataFrame, int, int]:
        counted = pd.Series(data=True, index=frame.index) if self.background else ~frame["background"]
        total = int((counted & (frame["review"] != REJECTED)).sum())
        kept = pd.Series(data=True, index=frame.index)
        for condition in filters(self, kind):
            kept &= condition.mask(frame)
        in_window = window(self)
        if in_window is None:
            return frame[kept], total, 0
        undated = int((kept & frame["date_start"].isna()).sum())
        return frame[kept & in_window.mask(frame)], total, undated

    def clause(self, kind: Kind = "events") -> sa.ColumnElement[bool]:
        """The where-clause over the table of a kind, for statements of the store."""
        table, in_window = TABLES[kind], window(self)
        conditions = [condition.clause(table) for condition in filters(self, kind)]
        return sa.and_(sa.true(), *conditions, *([] if in_window is None else [in_window.clause(table)]))

    def sql(self, kind: Kind = "events") -> tuple[str, dict[str, object]]:
        """A where-clause with named parameters (`:name`), and the parameters; days and moments as ISO text."""
        compiled = self.clause(kind).compile(dialect=sqlite.dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True})
        return str(compiled), {name: plain(value) for name, value in compiled.params.items()}

    def sentence(self) -> str:
        """The selection in English, as a heading: "Strikes in Kharkiv Oblast, 1–7 Apr 2024, at least one killed"."""
        return wording.sentence(self)

    def to_query(self) -> dict[str, list[str]]:
        """The URL query: `v`, then every field that is set; lists repeat the key."""
        query = {"v": [str(VERSION)]}
        for field, value in self.fields():
            written = write(value)
            if written:
                query[KEYS.get(field, field)] = written
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]], *, known: Iterable[str] = ()) -> tuple[Selection, tuple[str, ...]]:
        """The selection of a URL query, and a line for each thing in it that was ignored because it is unknown or bad.

        Args:
            query: Keys with one value or several.
            known: Keys that belong to somebody else and are passed over in silence.
        """
        selection, problems, passed = cls(), [], {"v", *known}
        values = {key: [found] if isinstance(found, str) else list(found) for key, found in query.items()}
        version = values.get("v", [str(VERSION)])
        if version != [str(VERSION)]:
            problems.append(f"This link is of version {', '.join(version)!r}; read as version {VERSION}.")
        for key, found in values.items():
            field = FIELDS.get(key)
            if field is not None:
                selection, wrong = _with(selection, field, found)
                problems.extend(f"{key}: {line}" for line in wrong)
            elif key not in passed:
                problems.append(f"There is no filter {key!r}; it was ignored.")
        return selection, tuple(problems)


def addable(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that sums may count: no background, nothing rejected, nothing that another row's total holds, no running totals of aid."""
    kept = ~frame["background"] & frame["part_of"].isna() & (frame["review"] != REJECTED)
    if "status" in frame:
        kept &= frame["status"] != AidStatus.CUMULATIVE_TOTAL.value
    return frame[kept]


def _with(selection: Selection, field: str, values: list[str]) -> tuple[Selection, list[str]]:
    """The selection with a field read from the URL; of a list, the good values, and a line for each bad one."""
    problems: list[str] = []
    read = READ.get(field)
    if read is None:
        good: tuple[str, ...] = ()
        for value in values:
            try:
                good = (*good, *getattr(_set(selection, field, (value,)), field))
            except SelectionError as error:
                problems.append(f"{error}; it was ignored.")
        return _set(selection, field, good), problems
    if len(values) != 1:
        return selection, [f"takes one value, not {len(values)}; it was ignored."]
    try:
        return _set(selection, field, read(values[0])), problems
    except (SelectionError, ValueError) as error:
        line = str(error) if isinstance(error, SelectionError) else f"{values[0]!r} cannot be read"
        return selection, [f"{line}; it was ignored."]


def _set(selection: Selection, field: str, value: Any) -> Selection:  # noqa: ANN401 - checked by the selection itself
    return replace(selection, **{field: value})
