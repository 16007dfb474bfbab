"""The store at a million events: opening it, its frames, a hundred new reports, the evidence of one event.

python tests/benchmarks/store.py [FILE] [EVENTS]     default: a million events in a temporary folder; they take ten minutes

A FILE that is there already is used, and gets a hundred new reports at each run. Processes are fresh where a start is measured.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd

from dashboard import merging
from dashboard.records import Report, StrikeClaim
from dashboard.store import Store, framing, load, queries
from gazetteer import Gazetteer
from tests.benchmarks import million
from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import ROOT, environment

NEW, EVENTS, ASKED, RUNS, REBUILT = 100, 1_000_000, 300, 5, 6_000

_OPEN = (
    "import sys, time; from dashboard.store import Store; t = time.perf_counter(); s = Store.open(sys.argv[1]);"
    " print(time.perf_counter() - t)"
)
_LOAD = (
    "import sys, time; from dashboard.store import Store, load; s = Store.open(sys.argv[1]); t = time.perf_counter();"
    " x = load(s); print(time.perf_counter() - t)"
)
_PARQUET = (
    "import sys, time, pandas; import pyarrow.parquet; t = time.perf_counter(); [pandas.read_parquet(p) for p in sys.argv[1:]];"
    " print(time.perf_counter() - t)"
)


def _fresh(script: str, *arguments: object) -> float:
    """What a script prints, as a process of its own; the median of several."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    found = [
        float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, env=environment()).stdout) for _ in range(RUNS)
    ]
    return statistics.median(found)


@contextmanager
def _clocked(into: list[float]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    into.append(time.perf_counter() - begun)


def new_reports(store: Store, number: int = NEW) -> Iterator[tuple[Report, StrikeClaim]]:
    """New tellings at places all over the store, half of strikes that are there."""
    ranked = list(enumerate(million.places(Gazetteer.open()), start=1))
    draw = random.Random(store.sequence)  # noqa: S311 - no secret
    for rank, place in draw.sample(ranked[:5000], number):
        yield next(iter(million.strikes_of(rank, place, million.scale_for(EVENTS, len(ranked)), seed=store.sequence)))


def main(file: Path, events: int) -> None:
    """All figures."""
    if not file.exists():
        print(f"making a store of {events:,} events", flush=True)
        million.build(str(file), events)
    with Store.open(file) as store:
        load(store)  # what a first start keeps beside the store
        kept = store.kept
    assert kept is not None
    figures = [Figure(what="opening, s", ours=_fresh(_OPEN, file), goal=Goal(limit=0.1, at_most=True))]
    parquet = sorted(kept.glob("*.parquet"))
    reference, cold = _fresh(_PARQUET, *parquet), _fresh(_LOAD, file)
    figures.append(Figure(what="frames in memory, cold, s", ours=cold, here=reference, goal=Goal(limit=3 * reference, at_most=True)))
    whole: list[float] = []
    with Store.open(file) as store:
        with _clocked(whole):
            framing._read_all(store)
        figures.append(Figure(what="the same where nothing is kept, s", ours=whole[0], here=reference))
        figures += _adding(store)
        figures += _asking(store)
    show(f"A store of {events:,} events", "pandas.read_parquet of the same columns; a rebuild of all; its share", figures)
    print(json.dumps({"file_mb": round(file.stat().st_size / 1e6), "rows": len(pd.read_parquet(parquet[0]))}))


def _adding(store: Store) -> list[Figure]:
    """A hundred new reports, the refresh after them, and what a rebuild of all would take by the time of a part of it."""
    adding: list[float] = []
    refreshing: list[float] = []
    for _ in range(3):
        load(store)
        told = list(new_reports(store))
        with _clocked(adding), store.batch() as batch:
            for report, claim in told:
                batch.add(report, [claim])
            batch.derive(merging)
        with _clocked(refreshing):
            load(store)
    rebuilding: list[float] = []
    with store.batch() as batch:
        ids = queries.report_ids(batch.connection)
        deriving = batch._deriving(merging)
        with _clocked(rebuilding):
            for start in range(0, REBUILT, 2000):
                deriving.touch(ids[start : start + 2000], changed=False)
    whole = rebuilding[0] * len(ids) / REBUILT
    added = statistics.median(adding)
    return [
        Figure(what=f"adding {NEW} reports, s (here: rebuild of all)", ours=added, here=whole, goal=Goal(limit=3, at_most=True)),
        Figure(what="refresh of the frames after them, s", ours=statistics.median(refreshing), goal=Goal(limit=0.5, at_most=True)),
    ]


def _asking(store: Store) -> list[Figure]:
    """The evidence of random events."""
    ids = load(store).events["event_id"].sample(ASKED, random_state=1)
    seconds: list[float] = []
    for own in ids:
        with _clocked(seconds):
            event, tellings = store.event(own), store.tellings(own)
        assert event is not None
        assert len(tellings) == len(event.joins)
    seconds.sort()
    return [
        Figure(what="evidence of one event, median, ms", ours=statistics.median(seconds) * 1000, goal=Goal(limit=20, at_most=True)),
        Figure(what="evidence of one event, p95, ms", ours=seconds[int(0.95 * len(seconds))] * 1000),
    ]


if __name__ == "__main__":
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else EVENTS
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).absolute(), wanted)
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "million.sqlite", wanted)
