"""What is remembered between runs, and the pause that threads and processes share."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.gazetteer.online.service import Opener, Server, warnings_of

ROOT = Path(__file__).resolve().parents[3]


DAY = 86400.0


@pytest.mark.parametrize("name", ["Vyhadane", "Nowhere"])
def test_nothing_is_asked_twice(geocoder: Opener, server: Server, name: str) -> None:
    """An answer and a miss are remembered, also by the next run, and however the name is cased."""
    first = geocoder().find(name)
    again = geocoder().find(name.upper())
    assert len(server.seen) == 1
    assert again == (replace(first, query=name.upper()) if first else None)


@pytest.mark.parametrize(("name", "days"), [("Vyhadane", 180), ("Nowhere", 30)])
def test_what_was_answered_grows_old(geocoder: Opener, server: Server, name: str, days: int) -> None:
    """An answer is believed for 180 days and a miss for 30."""
    now = 1_700_000_000.0
    for age, asked in ((0.0, 1), (days * DAY, 1), (days * DAY + 1, 2)):
        geocoder(clock=lambda age=age: now + age).find(name)
        assert len(server.seen) == asked
    geocoder(clock=lambda: now - 1).find(name)  # asked in a future that has not come: the clock was wrong then
    assert len(server.seen) == 3


def test_old_answers_leave_the_file(geocoder: Opener, tmp_path: Path) -> None:
    """What nobody would believe any more is not kept."""
    for name, day in (("Vyhadane", 0), ("Nowhere", 100), ("Elsewhere", 131), ("Someplace", 181)):
        geocoder(clock=lambda day=day: day * DAY).find(name)
    database = sqlite3.connect(tmp_path / "online-1.sqlite")
    assert database.execute("SELECT name FROM answers").fetchall() == [("someplace",)]
    database.close()


def test_a_pause_between_two_names(geocoder: Opener, server: Server) -> None:
    """Two names are asked an interval apart, also by many threads at once; an answer from the cache does not wait."""
    online = geocoder(interval=0.15)
    threads = [threading.Thread(target=online.find, args=(f"Nowhere {letter}",)) for letter in "ABCC"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [moment for moment, _, _ in server.seen]
    assert len(times) == 3
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))


PROCESS = """
import sys
from pathlib import Path
from gazetteer.online import OnlineGeocoder
folder, domain, *names = sys.argv[1:]
online = OnlineGeocoder(Path(folder), domain=domain, interval=0.25, settings={"proxies": {}})
print([bool(online.find(name)) for name in names], online.stopped)
"""


def test_two_processes_share_the_pause_and_the_answers(server: Server, tmp_path: Path) -> None:
    """Processes that share the folder ask each name once between them, an interval apart."""
    command = [sys.executable, "-c", PROCESS, str(tmp_path / "new" / "folder"), server.domain]
    first, second = ["Vyhadane", "Nowhere", "Place A"], ["Nowhere", "Vyhadane", "Place B"]
    running = [subprocess.Popen([*command, *names], cwd=ROOT, stdout=subprocess.PIPE, text=True) for names in (first, second)]
    printed = [process.communicate(timeout=60)[0].strip() for process in running]
    assert printed == ["[True, False, False] None", "[False, True, False] None"]
    assert sorted(asked["q"][0] for _, asked, _ in server.seen) == ["Nowhere", "Place A", "Place B", "Vyhadane"]
    times = [moment for moment, _, _ in server.seen]
    assert all(later - earlier >= 0.25 for earlier, later in pairwise(times))


def test_the_turn_of_a_dead_process_ends(geocoder: Opener, server: Server, tmp_path: Path) -> None:
    """Neither a process that died while asking nor a clock that was put back keeps others waiting for good."""
    geocoder().find("Nowhere")
    for free in (time.time() + 0.2, time.time() + 30 * DAY):
        database = sqlite3.connect(tmp_path / "online-1.sqlite", isolation_level=None)
        database.execute("UPDATE turns SET free_at = ?", (free,))
        database.execute("DELETE FROM answers")
        database.close()
        assert geocoder().find("Vyhadane")
    assert len(server.seen) == 3


@pytest.mark.parametrize("damage", ["text", "middle", "schema", "answer"])
def test_a_corrupt_cache(geocoder: Opener, server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    """A damaged cache is set aside and begun anew, said once; a single answer that cannot be read is asked for again."""
    file = tmp_path / "online-1.sqlite"
    assert geocoder().find("Vyhadane")
    if damage == "text":
        file.write_text("no database at all" * 100)
    elif damage == "middle":
        content = bytearray(file.read_bytes())
        content[4096:] = b"\xaa" * (len(content) - 4096)
        file.write_bytes(content)
    else:
        change = "DROP TABLE answers; CREATE TABLE answers (a)" if damage == "schema" else "UPDATE answers SET answer = '[]'"
        database = sqlite3.connect(file)
        database.executescript(change)
        database.close()
    assert geocoder().find("Vyhadane")
    assert geocoder().find("Vyhadane")
    assert len(server.seen) == 2
    assert len(warnings_of(caplog)) == (damage != "answer")
    assert file.with_suffix(".damaged").exists() == (damage != "answer")


def test_a_cache_that_cannot_be_written(geocoder: Opener, server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without a cache nothing is asked, since nobody could keep the pause: one warning."""
    (tmp_path / "online-1.sqlite").mkdir()
    online = geocoder()
    assert [online.find(name) for name in ("Vyhadane", "Nowhere")] == [None, None]
    assert server.seen == []
    (warning,) = warnings_of(caplog)
    assert "cannot be used" in warning
