"""Reading by several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import pipeline
from dashboard.cli.grammar import parser
from dashboard.errors import SourceError
from dashboard.records import Report, digest
from dashboard.workers import AT_ONCE, Found, Workers, cores
from gazetteer import Gazetteer

TOWNS = ("Kharkiv", "Odesa", "Zmiiv", "Sumy", "Nikopol")


def reports(count: int) -> Iterator[Report]:
    """Reports that each tell one strike."""
    for number in range(count):
        text = f"date 2024-04-04\n\nRussian missiles hit {TOWNS[number % 5]} on Thursday, killing {number + 1} people."
        yield Report(report_id=digest("Outlet", text), source="Outlet", text=text, body_start=17, doc_id=str(number))


def test_order_and_answers_do_not_depend_on_the_processes() -> None:
    """Two processes give what one gives, in the order in which it went in, errors in their places."""
    given: list[Found] = [*reports(2 * AT_ONCE + 3), SourceError("bad: cannot be read."), *reports(1)]
    with Workers(1, Gazetteer.open) as one, Workers(2, Gazetteer.open) as two:
        alone, together = list(one.understand(given)), list(two.understand(given))
    assert [str(each) if isinstance(each, SourceError) else each for each in alone] == [
        str(each) if isinstance(each, SourceError) else each for each in together
    ]
    assert all(isinstance(each, SourceError) or each[1] for each in together)


def test_a_killed_process_takes_nothing_with_it() -> None:
    """What it was reading is read again."""
    given = list(reports(10 * AT_ONCE))
    with Workers(2, Gazetteer.open) as workers:
        answers = workers.understand(given)
        found = [next(answers)]
        assert workers._pool is not None
        os.kill(next(iter(workers._pool._processes)), signal.SIGKILL)
        found += answers
    assert [each[0].doc_id for each in found if not isinstance(each, SourceError)] == [each.doc_id for each in given]


def lengths(path: Path) -> list[str]:
    """A reading that kills its process over one file."""
    if path.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return [path.name]


def test_what_kills_its_reader_is_left_out_by_its_name() -> None:
    """And nothing else is."""
    given = [Path(name) for name in ("a", "b", "deadly", "c", "d", "e", "f", "g")]
    with Workers(2, Gazetteer.open) as workers:
        found = list(workers.read(given, lengths))
    assert [each for each in found if isinstance(each, str)] == ["a", "b", "c", "d", "e", "f", "g"]
    (error,) = [each for each in found if not isinstance(each, str)]
    assert isinstance(error, SourceError)
    assert "deadly: left out, the process that read it died" in str(error)


def test_rows_are_the_same_with_two_jobs(tmp_path: Path) -> None:
    """Of `extract` as a whole."""
    for report in reports(20):
        (tmp_path / f"{report.doc_id}.txt").write_text(report.text, encoding="utf-8")
    assert pipeline.extract([str(tmp_path)], Gazetteer.open, jobs=2) == pipeline.extract([str(tmp_path)], Gazetteer.open)


@pytest.mark.parametrize(("given", "jobs"), [("1", 1), ("3", 3), ("0", cores())])
def test_jobs_are_counted(given: str, jobs: int) -> None:
    """0 is one a core."""
    assert parser().parse_args(["ingest", "x", "--jobs", given]).jobs == jobs


@pytest.mark.parametrize("given", ["-1", "two", "1000", "1.5"])
def test_jobs_that_are_no_number_are_told(given: str) -> None:
    """As wrong usage."""
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["ingest", "x", f"--jobs={given}"])
    assert left.value.code == 2


_FOREVER = """
import os, sys, time
from dashboard.workers import Workers
from gazetteer import Gazetteer
from tests.dashboard.test_workers import reports

if __name__ == "__main__":
    with Workers(2, Gazetteer.open) as workers:
        answers = workers.understand(reports(200))
        next(answers)
        print(*workers._pool._processes, flush=True)
        time.sleep(120)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="whether a process lives is looked up in /proc")
def test_workers_end_with_who_sent_them(tmp_path: Path) -> None:
    """Where that process is killed without a word, none of them stays behind."""
    (tmp_path / "forever.py").write_text(_FOREVER, encoding="utf-8")
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "forever.py")], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as process:
        assert process.stdout is not None
        others = [Path("/proc") / number for number in process.stdout.readline().split()]
        assert all(each.exists() for each in others)
        process.kill()
    end = time.monotonic() + 20
    while any(each.exists() for each in others):
        assert time.monotonic() < end, "a worker outlived the process that sent it"
        time.sleep(0.1)
