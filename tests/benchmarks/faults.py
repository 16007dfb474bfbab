"""The store under fire, in full: processes killed at random moments, readers during an ingest, two ingests at once, on both engines.

python tests/benchmarks/faults.py [KILLS] [SECONDS]      default: 200 moments an engine, 60 s of reading

A moment is drawn evenly from the time that an undisturbed ingest takes, measured again every 25 moments; it counts as in time where
the process had not ended. After each kill the store is opened and checked: all that was acknowledged is in, nothing twice, every claim
has its report, every event its claims, and a rebuild finds nothing to change. PostgreSQL is a server of the run's own.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.store import Store
from tests.benchmarks.figures import Figure, Goal, show
from tests.faults import FaultError, check_after, check_tables, content, run_and_kill, start
from tests.postgresql_server import candidates, missing, running

COUNT, BATCH, READERS, SAME = 300, 10, 8, 5000
_MEASURED_EVERY = 25


def kills(fresh: Callable[[], str], wanted: int) -> list[Figure]:
    """Kill at so many moments."""
    draw, in_time, failed, whole = random.Random(11), 0, 0, 0.0  # noqa: S311 - no secret
    for number in range(wanted):
        if number % _MEASURED_EVERY == 0:  # the machine may be busier now than before
            whole = statistics.median(run_and_kill(fresh(), 1, COUNT, BATCH, after=None).seconds for _ in range(3))
        address = fresh()
        killed = run_and_kill(address, 1, COUNT, BATCH, after=draw.uniform(0, whole))
        in_time += not killed.ended
        try:
            check_after(address, killed.acknowledged)
        except (FaultError, Exception) as error:  # noqa: BLE001 - whatever it is, it is counted and told
            failed += 1
            print(f"  moment {number}: {error}")
    return [
        Figure(what="an ingest that nobody disturbs, s", ours=whole),
        Figure(what=f"of {wanted} moments, before its end", ours=in_time, goal=Goal(limit=wanted * 0.75)),
        Figure(what="stores that lost or tore something", ours=failed, goal=Goal(limit=0, at_most=True)),
    ]


def readers(address: str, seconds: float) -> list[Figure]:
    """Read during an ingest, for so many seconds."""
    Store.open(address, create=True).close()
    until, reads, failed = time.monotonic() + seconds, [0] * READERS, [0] * READERS

    def read(number: int) -> None:
        with Store.open(address, read_only=True) as store:
            while time.monotonic() < until:
                try:
                    check_tables(store)
                except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and told
                    failed[number] += 1
                    print(f"  reader {number}: {error}")
                reads[number] += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    seed = 100
    while time.monotonic() < until:
        seed += 1
        process = start(address, seed, COUNT, BATCH)
        _, errors = process.communicate()
        if process.returncode:
            print(f"  writer: {errors}")
    for thread in threads:
        thread.join()
    return [
        Figure(what=f"reads by {READERS} readers in {seconds:.0f} s", ours=sum(reads)),
        Figure(what="reads that failed or were torn", ours=sum(failed), goal=Goal(limit=0, at_most=True)),
    ]


def same_twice(address: str, alone: str) -> list[Figure]:
    """Two ingests of the same reports at once, against one."""
    one = run_and_kill(alone, 5, SAME, 500, after=None)
    Store.open(address, create=True).close()
    begun = time.perf_counter()
    both = [start(address, 5, SAME, 500) for _ in range(2)]
    statuses = [(process.communicate(), process.returncode)[1] for process in both]
    seconds = time.perf_counter() - begun
    differing = len(set(content(address)) ^ set(content(alone)))
    return [
        Figure(what="two at once, processes that failed", ours=sum(map(bool, statuses)), goal=Goal(limit=0, at_most=True)),
        Figure(what="two at once, rows that differ from one alone", ours=differing, goal=Goal(limit=0, at_most=True)),
        Figure(what="two at once, s", ours=seconds, here=one.seconds),
    ]


def main(wanted: int, seconds: float) -> None:
    """Everything on both engines."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        numbers = iter(range(10**6))
        engines: dict[str, Callable[[], str]] = {"SQLite": lambda: str(Path(folder) / f"{next(numbers)}.sqlite")}
        if why := missing():
            print(f"{why}: only SQLite is measured")
        else:
            server = opened.enter_context(running(candidates()[0]))
            engines["PostgreSQL"] = lambda: server.address(opened.enter_context(server.database()))
        for name, fresh in engines.items():
            show(f"{name}: killed without warning", "nothing", kills(fresh, wanted))
            show(f"{name}: read while written", "nothing", readers(fresh(), seconds))
            show(f"{name}: {SAME:,} reports by two at once", "one ingest alone", same_twice(fresh(), engines["SQLite"]()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, float(sys.argv[2]) if len(sys.argv) > 2 else 60.0)
