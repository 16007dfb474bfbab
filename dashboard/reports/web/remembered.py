"""What was fetched before, by address: one small file in the cache folder. Its loss costs nothing but asking for everything again."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

_MOST: Final = 500
"""Feeds that are remembered; the ones asked for longest ago are forgotten."""
_MOST_REPORTS: Final = 1000
"""Reports of one feed; a larger one is asked for in full each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a feed was when it was last read to its end."""

    etag: str = ""
    modified: str = ""
    """`Last-Modified`, as the server wrote it."""
    reports: tuple[str, ...] = ()
    """The ids of what it gave; only where a store has all of them is "nothing new" an answer."""
    followed: Mapping[str, str] = field(default_factory=dict)
    """Address of an item's page -> id of the report that it gave."""


class Memory:
    """What is remembered; nothing where it has no file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._feeds: dict[str, Fetched] | None = None

    def of(self, address: str) -> Fetched:
        """What is known of an address; an empty one where that is nothing."""
        return self._read().get(address, Fetched())

    def keep(self, new: Mapping[str, Fetched]) -> None:
        """Add to what is remembered, in one step; where that cannot be written, nothing is lost but time."""
        if self._path is None or not new:
            return
        self._feeds = None  # another command may have written meanwhile
        feeds = {address: said for address, said in self._read().items() if address not in new}
        feeds |= {address: said for address, said in new.items() if len(said.reports) <= _MOST_REPORTS}
        latest = dict(list(feeds.items())[-_MOST:])
        self._feeds = latest
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name, suffix=".new")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({address: asdict(said) for address, said in latest.items()}, file, ensure_ascii=True)
                Path(draft).replace(self._path)
            except OSError:
                Path(draft).unlink(missing_ok=True)

    def _read(self) -> dict[str, Fetched]:
        if self._feeds is None:
            self._feeds = {}
            if self._path is not None:
                with suppress(OSError, ValueError, RecursionError):
                    found = json.loads(self._path.read_text("utf-8"))
                    if isinstance(found, dict):
                        self._feeds = {address: said for address, row in found.items() if (said := _fetched(row)) is not None}
        return self._feeds


def _fetched(row: Any) -> Fetched | None:  # noqa: ANN401 - whatever the file holds
    """A row of the file; None for what is none."""
    if not isinstance(row, dict):
        return None
    etag, modified, reports, followed = (row.get(key) for key in ("etag", "modified", "reports", "followed"))
    if not (isinstance(etag, str) and isinstance(modified, str) and isinstance(reports, list) and isinstance(followed, dict)):
        return None
    if not all(isinstance(each, str) for each in (*reports, *followed.values())):
        return None
    return Fetched(etag=etag, modified=modified, reports=tuple(reports), followed=followed)
