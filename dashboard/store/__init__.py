"""Record and select: the store, the snapshot of it in memory, and the selection that filters it."""

from dashboard.store.backup import backup, restore
from dashboard.store.batch import Batch
from dashboard.store.deriving import Changes
from dashboard.store.frames import EVENT_COLUMNS, PACKAGE_COLUMNS, UNKNOWN_VALUE, WEAPON_GROUPS
from dashboard.store.health import KINDS, Finding, Health
from dashboard.store.past import Change, Version
from dashboard.store.selection import Selected, Selection, addable
from dashboard.store.snapshot import Snapshot, load
from dashboard.store.store import Counts, Store, Telling
from dashboard.store.telling import review_words
from dashboard.store.wording import day_words, days_words, moment_words

__all__ = [
    "EVENT_COLUMNS",
    "KINDS",
    "PACKAGE_COLUMNS",
    "UNKNOWN_VALUE",
    "WEAPON_GROUPS",
    "Batch",
    "Change",
    "Changes",
    "Counts",
    "Finding",
    "Health",
    "Selected",
    "Selection",
    "Snapshot",
    "Store",
    "Telling",
    "Version",
    "addable",
    "backup",
    "day_words",
    "days_words",
    "load",
    "moment_words",
    "restore",
    "review_words",
]
