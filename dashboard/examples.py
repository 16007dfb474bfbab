"""The examples: reports that come with Strikemap, in a store of their own, so that no one takes them for data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import pipeline, reports
from dashboard.errors import SourceError, StoreDamagedError, StoreError, StoreMissingError, StoreVersionError
from dashboard.records import EXTRACTOR_VERSION, Report
from dashboard.store import Store

if TYPE_CHECKING:
    from dashboard.pipeline import Progress
    from gazetteer import Gazetteer

log = logging.getLogger(__name__)


def folder() -> Path:
    """Where the example reports are: in the installed package, or beside it in a checkout.

    Raises:
        SourceError: they are in neither place.
    """
    package = Path(__file__).parent
    for place in (package / "seeds", package.parent / "seeds"):
        if place.is_dir():
            return place
    raise SourceError("The example reports are missing from this installation; install Strikemap again.")


def make(path: Path, gazetteer: Callable[[], Gazetteer], *, progress: Progress | None = None) -> None:
    """Make the store of the examples, where it is not there already with exactly the examples of this version in it.

    Raises:
        SourceError: the examples are missing or damaged.
        StoreError: the store cannot be written.
    """
    source = str(folder())
    if _is_present(path, source):
        return
    _remove(path)
    with Store.open(path, create=True, example=True) as store:
        summary = pipeline.ingest([source], store, gazetteer, progress=progress)
    if summary.failed:
        raise summary.failed[0]


def _is_present(path: Path, source: str) -> bool:
    """Whether the store holds what the folder holds."""
    try:
        with Store.open(path, read_only=True) as store:
            wanted = {report.report_id for report in reports.read_all([source]) if isinstance(report, Report)}
            return store.is_example and store.read_reports(EXTRACTOR_VERSION) == wanted
    except (StoreMissingError, StoreDamagedError, StoreVersionError) as error:
        log.debug("the examples are made anew: %s", error)
        return False


def _remove(path: Path) -> None:
    """Take away an older store of examples: nothing in it is anybody's work."""
    try:
        for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the old examples cannot be replaced ({error.strerror}); end other Strikemaps and try again.") from error
