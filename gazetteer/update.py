"""The verb `gazetteer update`: take GeoNames dumps into the index, or go back to the embedded data.

Files are fetched and checked in a staging folder first. Only then a new index is compiled beside the old one, and renamed in.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from gazetteer import build, shelf
from gazetteer.errors import DumpMissingError
from gazetteer.fetching import GEONAMES, TIMEOUT_S, FolderSource, WebSource, is_address
from gazetteer.shelf import Change, DumpFacts
from gazetteer.sources import Embedded

_STAGED = 0.4
"""The share of the whole that fetching and checking takes on the progress bar."""


def update(
    index: Path,
    source: str = GEONAMES,
    countries: Sequence[str] = (),
    progress: Callable[[str, float], None] | None = None,
    *,
    embedded: Embedded | None = None,
    timeout_s: float = TIMEOUT_S,
) -> tuple[DumpFacts, ...]:
    """Take the dumps of countries (ISO alpha-2 codes in capitals) from a folder or web address into the index folder.

    Without countries, all that a folder has. Returns what is now known of these dumps. An index that has the very same files
    already is left alone. Raises a `DumpError`, and leaves the old index untouched, where any of the files is not sound;
    `KeptDumpError` where a dump taken earlier is damaged.
    """
    tell = progress or (lambda _stage, _share: None)
    index.parent.mkdir(parents=True, exist_ok=True)
    staging = index.with_name("update.staging")
    with build.alone(index.with_name("update.lock"), tell):
        shutil.rmtree(staging, ignore_errors=True)  # what a killed process left
        try:
            staging.mkdir()
            wanted = _stage(staging, source, countries, tell, timeout_s)
            taken = index / shelf.FOLDER
            if not build.fits(index) or any(shelf.digests(staging, code) != shelf.digests(taken, code) for code in wanted):
                build.build(index, _rest(tell), embedded=embedded, change=Change(staged=staging))
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return tuple(fact for fact in shelf.facts(index) if fact.country in wanted)


def remove(
    index: Path,
    countries: Sequence[str] = (),
    progress: Callable[[str, float], None] | None = None,
    *,
    embedded: Embedded | None = None,
) -> tuple[str, ...]:
    """Take the dumps of countries (all without any named) out of the index; returns their codes.

    Raises `DumpMissingError` where a named country has no dump in the index.
    """
    index.parent.mkdir(parents=True, exist_ok=True)
    with build.alone(index.with_name("update.lock"), progress or (lambda _stage, _share: None)):
        there = shelf.countries(index)
        if missing := [code for code in countries if code not in there]:
            raise DumpMissingError(f"the index has no dump of {', '.join(missing)}; it has {', '.join(there) or 'none at all'}")
        dropped = tuple(countries or there)
        if dropped:
            build.build(index, progress, embedded=embedded, change=Change(dropped=frozenset(dropped)))
    return dropped


def _stage(staging: Path, source: str, countries: Sequence[str], tell: build.Progress, timeout_s: float) -> list[str]:
    """Fetch and check the files of all countries; their codes."""
    if is_address(source):
        origin: FolderSource | WebSource = WebSource(address=source, timeout_s=timeout_s)
        wanted = sorted(set(countries))
    else:
        origin = FolderSource(folder=Path(source))
        wanted = sorted(set(countries)) or origin.countries()
    for number, country in enumerate(wanted):
        origin.stage(country, staging, _part(tell, number, len(wanted)))
    return wanted


def _part(tell: build.Progress, number: int, count: int) -> build.Progress:
    return lambda stage, share: tell(stage, _STAGED * (number + share) / count)


def _rest(tell: build.Progress) -> build.Progress:
    return lambda stage, share: tell(stage, _STAGED + (1 - _STAGED) * share)
