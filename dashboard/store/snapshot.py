"""All events and packages of a store as data frames in memory, shared by every viewer of a process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Self
from weakref import WeakKeyDictionary

import pandas as pd

from dashboard.records import Event, Package
from dashboard.store import framing
from dashboard.store.frames import EVENT_COLUMNS, PACKAGE_COLUMNS, event_row, frame, package_row

if TYPE_CHECKING:
    from dashboard.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """What a store held at one commit. The frames belong to everybody: select from them, never write to them."""

    events: pd.DataFrame
    """One row per event; columns and types in `frames.EVENT_COLUMNS`."""
    packages: pd.DataFrame
    """One row per package; columns and types in `frames.PACKAGE_COLUMNS`."""
    sequence: int
    """The store's sequence number; grows with each commit."""
    example: bool
    """Whether these are the examples and not the user's data."""
    as_of: datetime | None = None
    """The moment whose knowledge this is, UTC; None for the present."""

    @classmethod
    def of(cls, events: Iterable[Event] = (), packages: Iterable[Package] = (), *, sequence: int = 0, example: bool = False) -> Self:
        """A snapshot of records that are in no store, as if recorded just now; the search column has no quotes."""
        now = datetime.now(UTC)
        return cls(
            events=frame(({**event_row(event), "recorded_at": now} for event in events), EVENT_COLUMNS),
            packages=frame(({**package_row(package), "recorded_at": now} for package in packages), PACKAGE_COLUMNS),
            sequence=sequence,
            example=example,
        )


_latest: WeakKeyDictionary[Store, tuple[framing.Frames, Snapshot]] = WeakKeyDictionary()
_earlier: WeakKeyDictionary[Store, tuple[datetime, framing.Frames, Snapshot]] = WeakKeyDictionary()
_loading = Lock()


def load(store: Store, as_of: datetime | None = None) -> Snapshot:
    """The store's present content, or what it was at a moment; the same object until a commit changes the store.

    Raises:
        StoreError: the store cannot be read.
    """
    with _loading:
        return _present(store) if as_of is None else _past(store, as_of)


def _present(store: Store) -> Snapshot:
    known = _latest.get(store)
    if known is not None and known[0].stamp == store.stamp:
        return known[1]
    frames = framing.present(store, None if known is None else known[0])
    made = _of_frames(store, frames, None)
    _latest[store] = (frames, made)
    return made


def _past(store: Store, as_of: datetime) -> Snapshot:
    """What was known at a moment; the one asked for last is kept, since the past of a store does not change but by forgetting."""
    known = _earlier.get(store)
    if known is not None and known[0] == as_of and known[1].stamp == store.stamp:
        return known[2]
    frames = framing.earlier(store, as_of)
    made = _of_frames(store, frames, as_of)
    _earlier[store] = (as_of, frames, made)
    return made


def _of_frames(store: Store, frames: framing.Frames, as_of: datetime | None) -> Snapshot:
    return Snapshot(events=frames.events, packages=frames.packages, sequence=frames.sequence, example=store.is_example, as_of=as_of)


def drop_kept(store: Store) -> None:
    """Let go of everything that was kept of a store, in memory and on the disk."""
    with _loading:
        _latest.pop(store, None)
        _earlier.pop(store, None)
        framing.drop(store)
