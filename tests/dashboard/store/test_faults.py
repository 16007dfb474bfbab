"""Processes killed in mid-write, readers during an ingest, two ingests at once; `tests/benchmarks/faults.py` does the same for longer."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from dashboard.store import Store
from tests.faults import check_after, check_tables, content, run_and_kill, start
from tests.postgresql_server import Server

COUNT, BATCH = 60, 6


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    """What is closed when a test ends."""
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_killed_ingest_loses_nothing_that_it_acknowledged(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path, opened: ExitStack
) -> None:
    """At any moment: what was acknowledged is in, nothing twice or torn, the store opens; the same ingest then ends what was begun."""

    def fresh(number: int) -> str:
        if engine == "sqlite":
            return str(tmp_path / f"{number}.sqlite")
        server: Server = request.getfixturevalue("server")
        return server.address(opened.enter_context(server.database()))

    whole = run_and_kill(fresh(0), 1, COUNT, BATCH, after=None)
    assert whole.ended
    assert len(whole.acknowledged) == COUNT
    draw, address = random.Random(7), ""  # noqa: S311 - no secret
    for number in range(1, 5):
        address = fresh(number)
        killed = run_and_kill(address, 1, COUNT, BATCH, after=draw.uniform(0, whole.seconds))
        check_after(address, killed.acknowledged)
    ended = run_and_kill(address, 1, COUNT, BATCH, after=None)
    assert ended.ended
    check_after(address, whole.acknowledged)


def test_readers_during_an_ingest_never_see_half_of_it(address: str) -> None:
    """Each of several readers checks the tables against each other in one read, again and again, while a process writes."""
    Store.open(address, create=True).close()
    writer, failed, seen = start(address, 2, 120, 3), [], []

    def read() -> None:
        try:
            with Store.open(address, read_only=True) as store:
                while writer.poll() is None:
                    seen.append(check_tables(store))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    _, errors = writer.communicate(timeout=120)
    for reader in readers:
        reader.join()
    assert writer.returncode == 0, errors
    assert failed == []
    assert len(set(seen)) > 2


def test_two_ingests_of_the_same_reports_come_to_one(address: str, tmp_path: Path) -> None:
    """Two processes that read the same at once leave what one alone leaves, to the last value."""
    alone = str(tmp_path / "alone.sqlite")
    assert run_and_kill(alone, 3, COUNT, BATCH, after=None).ended
    Store.open(address, create=True).close()
    both = [start(address, 3, COUNT, BATCH) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    check_after(address, frozenset())
    assert content(address) == content(alone)


def test_a_full_disk_is_one_line_and_leaves_what_was_there(tmp_path: Path) -> None:
    """An ingest that may write no more ends in words; the store opens, and has every batch before."""
    pytest.importorskip("resource")
    address = str(tmp_path / "s.sqlite")
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "from tests.faults import ingest\n"
        "ingest(sys.argv[1], 4, 4000, 40)\n"
    )
    found = subprocess.run([sys.executable, "-c", script, address], capture_output=True, text=True, check=False, timeout=120)
    assert found.returncode == 1
    assert "Nothing of this batch was kept." in found.stderr.splitlines()[-1]
    acknowledged = frozenset(found.stdout.split()) - {"begun"}
    check_after(address, acknowledged)
