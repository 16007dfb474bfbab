"""Where things are kept and what is allowed; each setting can be given by the environment variable that its docstring names."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

MAX_REPORT_BYTES = 10 * 1024 * 1024
"""A report's text is at most 10 MB; above, it is refused."""

USUAL_WAIT = 60.0
"""Seconds."""

STORE_NAME = "strikemap.sqlite"
EXAMPLE_STORE_NAME = "examples.sqlite"
FEEDS_NAME = "feeds.json"
"""In the cache folder: what feeds said when they were last read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The places and limits of one run."""

    home: Path
    """Folder of the user's data: STRIKEMAP_HOME, or the platform's data folder."""
    cache: Path
    """Folder of what can be made again: STRIKEMAP_CACHE, or the platform's cache folder."""
    store: str
    """Path or URL of the store: --store, STRIKEMAP_STORE, or a file in `home`."""
    store_is_given: bool
    """Whether the user named the store; the examples are shown only where none was."""

    wait_seconds: float = USUAL_WAIT
    """How long a command that writes waits for another one: STRIKEMAP_WAIT, seconds."""

    @property
    def example_store(self) -> Path:
        """The store of the examples, apart from the user's own."""
        return self.home / EXAMPLE_STORE_NAME


def public_name(store: str) -> str:
    """The path or URL of a store without the password that it may hold."""
    return re.sub(r"(?<=://)([^/@:]*):[^/@]*@", r"\1:***@", store)


def read_settings(store: str | None = None) -> Settings:
    """The settings of this run, from the environment and the command line's `--store`."""
    home = Path(os.environ.get("STRIKEMAP_HOME") or platformdirs.user_data_dir("strikemap", appauthor=False)).expanduser()
    cache = Path(os.environ.get("STRIKEMAP_CACHE") or platformdirs.user_cache_dir("strikemap", appauthor=False)).expanduser()
    given = store or os.environ.get("STRIKEMAP_STORE")
    return Settings(
        home=home,
        cache=cache,
        store=given or str(home / STORE_NAME),
        store_is_given=bool(given),
        wait_seconds=_seconds(os.environ.get("STRIKEMAP_WAIT")) or USUAL_WAIT,
    )


def _seconds(text: str | None) -> float | None:
    """A number of seconds, or None where there is none to read."""
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if 0 < found < float("inf") else None
