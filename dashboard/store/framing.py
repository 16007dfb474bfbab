"""From tables to frames and back to the disk: rows read as Arrow, kept beside the store as Parquet, refreshed by what changed."""

from __future__ import annotations

import json
import logging
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from dashboard.store import past, queries, schema
from dashboard.store.frames import COUNT, DAY, EVENT_COLUMNS, FLAG, FLOAT, MOMENT, PACKAGE_COLUMNS, TEXT, frame

if TYPE_CHECKING:
    from dashboard.store.store import Store

log = logging.getLogger(__name__)

_ARROW: Final[Mapping[str, pa.DataType]] = {
    TEXT: pa.large_string(),
    DAY: pa.timestamp("s"),
    MOMENT: pa.timestamp("us"),
    COUNT: pa.int64(),
    FLOAT: pa.float64(),
    FLAG: pa.bool_(),
}
_KEPT_VERSION: Final = 1
_ROWS: Final = 20_000
"""Rows of a table that are read at once."""
_WORTH_KEEPING: Final = 20_000
"""Events; a smaller store is read as fast from its tables."""
_MOST_CHUNKS: Final = 20_000
"""Pieces of a column of texts, from which they are put together."""
_REWRITE_AT: Final = 0.02
"""Share of changed rows from which what is kept is written anew."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Both frames at one commit."""

    events: pd.DataFrame
    packages: pd.DataFrame
    stamp: tuple[str, int]
    """Which store, and its sequence number."""

    @property
    def sequence(self) -> int:
        """The store's sequence number."""
        return self.stamp[1]


def present(store: Store, known: Frames | None) -> Frames:
    """What the store holds now: from what is known or kept, with the rows that changed since; else from its tables."""
    kept = known or _read_kept(store)
    if kept is not None:
        fresh, changed = _refreshed(store, kept)
        if fresh is not None:
            if known is None and changed > _REWRITE_AT * (len(fresh.events) + 1):
                keep(store, fresh)
            return fresh
    frames = _read_all(store)
    keep(store, frames)
    return frames


def earlier(store: Store, as_of: datetime) -> Frames:
    """What the store held at a moment."""
    with store.reading() as connection:
        return Frames(
            frame(sorted(past.rows_at(connection, "events", as_of), key=_own("event_id")), EVENT_COLUMNS),
            frame(sorted(past.rows_at(connection, "packages", as_of), key=_own("package_id")), PACKAGE_COLUMNS),
            queries.stamp(connection),
        )


def _own(key: str) -> Any:  # noqa: ANN401 - a sort key
    return lambda row: row[key]


# -- from the tables --------------------------------------------------------------------------------------------------


def _read_all(store: Store) -> Frames:
    """Both tables and the sequence number from one transaction, so that they belong together."""
    with store.reading() as connection:
        events, packages = (_read_table(connection, table) for table in (schema.event, schema.package))
        return Frames(events, packages, queries.stamp(connection))


def _read_table(connection: sa.Connection, table: sa.Table) -> pd.DataFrame:
    """A table sorted by its key, column by column, a part at a time; values as the driver has them, for Arrow reads days fastest."""
    columns, key = _frame_columns(table), _key(table)
    by_code_point = key.collate("C") if connection.dialect.name == "postgresql" else key
    raw = (sa.type_coerce(table.c[name], sa.types.NullType()).label(name) for name in columns)
    result = connection.execution_options(yield_per=_ROWS).execute(sa.select(*raw).order_by(by_code_point))
    parts = [
        pa.table({name: _typed(values, kind) for (name, kind), values in zip(columns.items(), zip(*part, strict=True), strict=True)})
        for part in result.partitions()
    ]
    return _as_pandas(pa.concat_tables(parts)) if parts else frame((), columns)


def _typed(values: Sequence[object], kind: str) -> pa.Array:
    """A column of a frame from what a driver gives: days and moments as texts or as such, flags as numbers or as such."""
    array = pa.array(values, pa.large_string() if kind == TEXT else None)
    if kind == FLAG:
        array = array.cast(pa.int64()).fill_null(0)
    elif kind == DAY:
        array = array.cast(pa.date32())
    return array.cast(_ARROW[kind])


def _as_pandas(table: pa.Table) -> pd.DataFrame:
    def mapped(kind: pa.DataType) -> Any:  # noqa: ANN401 - a pandas type, or None for the usual one
        if pa.types.is_large_string(kind):
            return pd.StringDtype(na_value=np.nan)
        return pd.Int64Dtype() if pa.types.is_int64(kind) else None

    made: pd.DataFrame = table.to_pandas(types_mapper=mapped)
    return made


# -- by what changed --------------------------------------------------------------------------------------------------


def _refreshed(store: Store, known: Frames) -> tuple[Frames | None, int]:
    """What is known with the rows that changed since, and how many did; None where the store is not the one that was known."""
    with store.reading() as connection:
        stamp = queries.stamp(connection)
        if stamp == known.stamp:
            return known, 0
        if stamp[0] != known.stamp[0] or stamp[1] < known.sequence:
            return None, 0
        events, of_events = _merged(connection, known.events, schema.event, schema.event_history, EVENT_COLUMNS, known.sequence)
        packages, of_packages = _merged(connection, known.packages, schema.package, schema.package_history, PACKAGE_COLUMNS, known.sequence)
    return Frames(events, packages, stamp), of_events + of_packages


def _merged(
    connection: sa.Connection, known: pd.DataFrame, now: sa.Table, history: sa.Table, columns: Mapping[str, str], sequence: int
) -> tuple[pd.DataFrame, int]:
    key = _key(now)
    statement = sa.select(*(now.c[name] for name in columns)).where(now.c.changed_at_sequence > sequence)
    # Sorted here: asked to, the database would rather go through all rows in that order.
    changed = sorted((dict(row) for row in connection.execute(statement).mappings()), key=_own(key.name))
    ended = connection.scalars(sa.select(history.c[key.name]).where(history.c.replaced_at_sequence > sequence))
    gone = {*ended, *(row[key.name] for row in changed)}
    return (_spliced(known, gone, frame(changed, columns), key.name), len(gone)) if gone else (known, 0)


def _spliced(known: pd.DataFrame, gone: Iterable[str], new: pd.DataFrame, key: str) -> pd.DataFrame:
    """A frame sorted by its key without some rows and with others in their places; texts are shared with it, not copied."""
    ids = known[key].array
    at = {own: bisect_left(ids, own) for own in gone}
    dropped = {place for own, place in at.items() if place < len(ids) and ids[place] == own}
    # Runs of rows that stay together: of the known frame, or of the new one.
    cuts = sorted([(place, -1) for place in dropped] + [(bisect_left(ids, own), number) for number, own in enumerate(new[key])])
    runs: list[tuple[bool, int, int]] = []
    start = 0
    for place, number in cuts:
        runs.append((True, start, place))
        start = max(start, place)
        if number < 0:
            start = place + 1
        else:
            runs.append((False, number, number + 1))
    runs = [run for run in (*runs, (True, start, len(ids))) if run[1] < run[2]]
    texts = [name for name in known.columns if isinstance(known[name].dtype, pd.StringDtype)]
    others = known.columns.drop(texts)
    order = np.concatenate([np.arange(begin, end) + (0 if old else len(ids)) for old, begin, end in runs] or [np.arange(0)])
    rest = pd.concat([known[others], new[others]], ignore_index=True).take(order).reset_index(drop=True)
    columns = {name: _joined(known[name], new[name], runs) if name in texts else rest[name] for name in known.columns}
    return pd.DataFrame(columns, copy=False)


def _joined(known: pd.Series, new: pd.Series, runs: list[tuple[bool, int, int]]) -> pd.Series:
    """A column of texts out of runs of two."""
    before, after = _chunks(known), _chunks(new)
    parts = [(before if old else after).slice(start, end - start) for old, start, end in runs]
    whole = pa.chunked_array([chunk for part in parts for chunk in part.chunks], type=pa.large_string())
    if whole.num_chunks > _MOST_CHUNKS:
        whole = whole.combine_chunks()
    return pd.Series(whole, dtype=known.dtype)


def _chunks(column: pd.Series) -> pa.ChunkedArray:
    """A column of texts as Arrow has it, not copied."""
    found = column.array.__arrow_array__()
    return (found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])).cast(pa.large_string())


def _frame_columns(table: sa.Table) -> Mapping[str, str]:
    return EVENT_COLUMNS if table is schema.event else PACKAGE_COLUMNS


def _key(table: sa.Table) -> sa.Column[Any]:
    return next(iter(table.primary_key.columns))


# -- on the disk ------------------------------------------------------------------------------------------------------


def keep(store: Store, frames: Frames) -> None:
    """Keep frames beside the store, where there is room and right for it; nobody waits for them but the next start."""
    folder = store.kept
    if folder is None or len(frames.events) + len(frames.packages) < _WORTH_KEEPING:
        return
    try:
        folder.mkdir(exist_ok=True)
        for name, content in (("events", frames.events), ("packages", frames.packages)):
            scratch = folder / f"{name}.part"
            pq.write_table(pa.Table.from_pandas(content, preserve_index=False), scratch, compression="lz4", use_dictionary=False)
            scratch.replace(folder / f"{name}-{frames.sequence}.parquet")
        note = folder / "kept.part"
        note.write_text(json.dumps({"version": _KEPT_VERSION, "stamp": frames.stamp}), encoding="utf-8")
        note.replace(folder / "kept.json")
        _clear(folder, but=frames.sequence)
    except OSError as error:
        log.debug("%s: the frames cannot be kept (%s)", store.name, error)


def _read_kept(store: Store) -> Frames | None:
    """What was kept of this very store, or None."""
    folder = store.kept
    if folder is None:
        return None
    try:
        note = json.loads((folder / "kept.json").read_text("utf-8"))
        if note["version"] != _KEPT_VERSION:
            return None
        identity, sequence = str(note["stamp"][0]), int(note["stamp"][1])
        events, packages = (
            _as_pandas(_checked(pq.read_table(folder / f"{name}-{sequence}.parquet", memory_map=True), columns))
            for name, columns in (("events", EVENT_COLUMNS), ("packages", PACKAGE_COLUMNS))
        )
    except (OSError, ValueError, LookupError, TypeError, pa.ArrowException) as error:
        log.debug("%s: nothing usable was kept (%s)", store.name, error)
        return None
    return Frames(events, packages, (identity, sequence))


def _checked(table: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    """A table with exactly these columns.

    Raises:
        KeyError: it was kept by another version.
    """
    return pa.table({name: table.column(name).cast(_ARROW[kind]) for name, kind in columns.items()})


def drop(store: Store) -> None:
    """Delete what is kept of a store, quotes included."""
    if store.kept is not None and store.kept.is_dir():
        _clear(store.kept, but=None)


def _clear(folder: Path, *, but: int | None) -> None:
    keep_names = {f"{name}-{but}.parquet" for name in ("events", "packages")} | ({"kept.json"} if but is not None else set())
    leftovers: Iterable[Path] = (path for path in folder.iterdir() if path.suffix in (".parquet", ".json", ".part"))
    for path in leftovers:
        if path.name not in keep_names:
            path.unlink(missing_ok=True)
