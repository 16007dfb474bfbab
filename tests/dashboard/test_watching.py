"""`ingest --watch`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.cli.watching import Seen
from dashboard.errors import SourceError
from dashboard.reports import Document
from dashboard.store import Store

OLD = time.time() - 60
STRIKE = "date 2024-04-0{0}\n\nRussian missiles hit a residential building in Kharkiv on April {0}, killing {0} people."


def written(path: Path, text: str, changed: float = OLD) -> Document:
    """A file that was written a while ago."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (changed, changed))
    return Document(name=path.name, path=path)


def test_a_file_is_read_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """And a new one in its round."""
    seen, one = Seen(), written(tmp_path / "a.txt", "A")
    assert seen.wants(one)
    assert seen.wants(one)  # in one round the answer is one
    seen.close_round()
    assert not seen.wants(one)
    assert seen.wants(written(tmp_path / "b.txt", "B"))
    assert seen.wants(written(tmp_path / "a.txt", "A, corrected"))


def test_a_file_that_is_still_being_written_waits(tmp_path: Path) -> None:
    """Until it has been left alone for a moment."""
    now = time.time()
    clock = [now]
    seen, one = Seen(lambda: clock[0]), written(tmp_path / "a.txt", "half", changed=now - 0.2)
    assert not seen.wants(one)
    seen.close_round()
    clock[0] = now + 5
    assert seen.wants(one)


def test_addresses_are_asked_now_and_then(tmp_path: Path) -> None:
    """Not in every round; standard input but once, and what is gone is told where it was never read."""
    clock = [1000.0]
    seen, feed = Seen(lambda: clock[0]), Document(name="feed", path=None, address="https://news.example/feed")
    given, gone = Document(name="standard input", path=None), Document(name="gone.txt", path=tmp_path / "gone.txt")
    assert seen.wants(feed)
    assert seen.wants(given)
    assert seen.wants(gone)
    seen.close_round()
    clock[0] += 60
    assert not seen.wants(feed)
    assert not seen.wants(given)
    clock[0] += 300
    assert seen.wants(feed)


def test_an_error_is_told_once() -> None:
    """However many rounds it lasts."""
    seen = Seen()
    assert seen.is_news(SourceError("a: is empty."))
    assert not seen.is_news(SourceError("a: is empty."))
    assert seen.is_news(SourceError("b: is empty."))


def count(store: Path) -> int:
    """Reports in a store; 0 where there is none yet."""
    if not store.exists():
        return 0
    with Store.open(store, read_only=True) as opened:
        return opened.counts().reports


def until(store: Path, wanted: int) -> None:
    """Wait until the store holds so many reports."""
    end = time.monotonic() + 60
    while count(store) != wanted:
        assert time.monotonic() < end, f"{count(store)} reports, not {wanted}"
        time.sleep(0.2)


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts are sent otherwise there")
def test_what_comes_into_a_folder_goes_into_the_store(tmp_path: Path) -> None:
    """A real process reads what is there, then what comes, and ends well when it is interrupted."""
    folder, store = tmp_path / "news", tmp_path / "s.sqlite"
    folder.mkdir()
    written(folder / "a.txt", STRIKE.format(3))
    command = (sys.executable, "-m", "dashboard", "ingest", "--watch", "--every", "1", "--store", str(store), str(folder))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until(store, 1)
        written(folder / "b.txt", STRIKE.format(4))
        until(store, 2)
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert out.count("Reports:  1 new") == 2
