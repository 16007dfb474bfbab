"""Record and select: the store, the snapshot of it in memory, and the selection that filters it."""

from dashboard.store.batch import Batch, Derived
from dashboard.store.frames import EVENT_COLUMNS, PACKAGE_COLUMNS, UNKNOWN_VALUE, WEAPON_GROUPS
from dashboard.store.selection import Selected, Selection, addable
from dashboard.store.snapshot import Snapshot, load
from dashboard.store.store import Counts, Store, Telling
from dashboard.store.wording import day_words, days_words, moment_words

__all__ = [
    "EVENT_COLUMNS",
    "PACKAGE_COLUMNS",
    "UNKNOWN_VALUE",
    "WEAPON_GROUPS",
    "Batch",
    "Counts",
    "Derived",
    "Selected",
    "Selection",
    "Snapshot",
    "Store",
    "Telling",
    "addable",
    "day_words",
    "days_words",
    "load",
    "moment_words",
]
