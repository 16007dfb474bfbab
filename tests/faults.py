"""Processes that are killed while they write, read while others write, or write at once: what drives them, and what must hold afterwards.

python tests/faults.py ADDRESS SEED COUNT BATCH      ingests so many invented reports, printing the ids of each batch once it is in
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa

from dashboard import merging
from dashboard.store import Store, schema
from tests.dashboard.store.strikes import TOWNS, Told, told

ROOT = Path(__file__).resolve().parents[1]
_SECONDS = 120.0


class FaultError(AssertionError):
    """Something that must hold does not; the message says what."""


@dataclass(frozen=True, slots=True)
class Killed:
    """What is known of an ingest that was killed."""

    acknowledged: frozenset[str]
    """Reports that it said were in."""
    ended: bool
    """Whether it had ended by itself."""
    seconds: float
    """From its first word to its end."""


def reports(seed: int, count: int) -> list[Told]:
    """Invented reports, many of the same strikes; the same for the same seed."""
    draw, towns = random.Random(seed), sorted(TOWNS)  # noqa: S311 - no secret
    return [
        told(f"S{number}", (draw.choice(towns), draw.randrange(25), draw.randrange(9)), published=draw.randrange(30), extra=f" {seed}")
        for number in range(count)
    ]


def ingest(address: str, seed: int, count: int, batch_size: int) -> None:
    """Record reports batch by batch; each batch is acknowledged on stdout after its commit."""
    listed = reports(seed, count)
    with Store.open(address, create=True) as store:
        _say("begun")
        for start in range(0, count, batch_size):
            with store.batch() as batch:
                for each in listed[start : start + batch_size]:
                    batch.add(each.report, each.claims)
                batch.derive(merging)
            _say(*(each.report.report_id for each in listed[start : start + batch_size]))


def _say(*words: str) -> None:
    """A line that whoever reads it has at once."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def start(address: str, seed: int, count: int, batch_size: int) -> subprocess.Popen[str]:
    """An ingest as a process of its own."""
    command = [sys.executable, str(Path(__file__)), address, str(seed), str(count), str(batch_size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def run_and_kill(address: str, seed: int, count: int, batch_size: int, *, after: float | None) -> Killed:
    """Start an ingest and kill it without warning so many seconds after its first word; never, where `after` is None."""
    with start(address, seed, count, batch_size) as process:
        assert process.stdout is not None
        process.stdout.readline()
        begun = time.perf_counter()
        timer = threading.Timer(after, process.kill) if after is not None else None
        if timer is not None:
            timer.start()
        lines, errors = process.communicate(timeout=_SECONDS)
        seconds = time.perf_counter() - begun
        if timer is not None:
            timer.cancel()
    if process.returncode not in (0, -signal.SIGKILL):
        raise FaultError(f"the ingest ended with {process.returncode}: {errors}")
    whole = lines[: lines.rfind("\n") + 1]  # a line that was cut short acknowledges nothing
    return Killed(acknowledged=frozenset(whole.split()), ended=process.returncode == 0, seconds=seconds)


_RULES = {
    "a claim without its report": "SELECT count(*) FROM claim WHERE report_id NOT IN (SELECT report_id FROM report)",
    "a report that nobody read": "SELECT count(*) FROM report WHERE report_id NOT IN (SELECT report_id FROM reading)",
    "a claim without an event": "SELECT count(*) FROM claim WHERE claim_id NOT IN (SELECT claim_id FROM membership)",
    "a member without its event": "SELECT count(*) FROM membership WHERE member_of NOT IN (SELECT event_id FROM event)",
    "an event without a member": "SELECT count(*) FROM event WHERE event_id NOT IN (SELECT member_of FROM membership)",
    "a member without its claim": "SELECT count(*) FROM membership WHERE claim_id NOT IN (SELECT claim_id FROM claim)",
    "a report twice": "SELECT count(*) - count(DISTINCT report_id) FROM report",
    "a number twice": "SELECT count(*) - count(DISTINCT number) FROM report",
}
"""What may never be, with the question that counts it."""


def check_tables(store: Store) -> int:
    """Check, in one read, what must hold across tables; returns the number of reports.

    Raises:
        FaultError: something does not hold.
    """
    with store.reading() as connection:
        for words, question in _RULES.items():
            found = connection.exec_driver_sql(question).scalar()
            if found:
                raise FaultError(f"{found} times {words}")
        counted = connection.scalar(sa.select(sa.func.sum(schema.event.c.reports))) or 0
        total: int = connection.scalar(sa.select(sa.func.count()).select_from(schema.report)) or 0
        if counted != total:
            raise FaultError(f"the events count {counted} reports, there are {total}")
    return total


def check_after(address: str, acknowledged: frozenset[str]) -> None:
    """Open the store and check that all that was acknowledged is in, nothing is torn, and a rebuild finds nothing to change.

    Raises:
        FaultError: something does not hold.
    """
    with Store.open(address) as store:
        check_tables(store)
        missing = acknowledged - {report.report_id for report in store.reports()}
        if missing:
            raise FaultError(f"{len(missing)} reports were acknowledged and are not in")
        with store.batch() as batch:
            if batch.rebuild(merging):
                raise FaultError("a rebuild finds something to change")


def content(address: str) -> list[tuple[object, ...]]:
    """All facts and events, sorted, but for when they were recorded and by which commit."""
    left_out = {"recorded_at", "changed_at", "changed_at_sequence", "number"}
    with Store.open(address) as store, store.reading() as connection:
        rows: list[tuple[object, ...]] = []
        for table in (schema.report, schema.claim, schema.event, schema.membership):
            rows += [(table.name, *row) for row in connection.execute(sa.select(*(c for c in table.columns if c.name not in left_out)))]
    return sorted(rows, key=repr)


if __name__ == "__main__":
    ingest(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
