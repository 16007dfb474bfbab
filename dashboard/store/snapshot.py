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


_latest: WeakKeyDictionary[Store, Snapshot] = WeakKeyDictionary()
_loading = Lock()


def load(store: Store) -> Snapshot:
    """The store's present content; the same object until a commit changes the store.

    Raises:
        StoreError: the store cannot be read.
    """
    with _loading:
        known = _latest.get(store)
        if known is None or known.sequence != store.sequence:
            known = _read(store)
            _latest[store] = known
        return known


def _read(store: Store) -> Snapshot:
    """Both tables and the sequence number from one read transaction, so that they belong together."""
    rows = store.derived_rows()
    return Snapshot(
        events=frame(rows.events, EVENT_COLUMNS),
        packages=frame(rows.packages, PACKAGE_COLUMNS),
        sequence=rows.sequence,
        example=rows.example,
    )
