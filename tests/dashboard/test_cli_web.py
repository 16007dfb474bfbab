"""Addresses on the command line, as a user meets them: a feed that is read, followed and asked again, and machines that are refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.settings import read_settings
from tests.dashboard.reports.web import served

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Outlet</title>
<item><title>Missiles hit Kharkiv</title><link>/news/1</link><pubDate>Fri, 05 Apr 2024 10:00:00 +0300</pubDate>
<description>Russian missiles hit a residential building in Kharkiv on Thursday, killing three rescuers.</description></item>
<item><title>The orchestra of Vienna played Brahms</title></item></channel></rss>"""
PAGE = """<!DOCTYPE html><html><head><title>Missiles hit Kharkiv</title></head><body>
<article><h1>Missiles hit Kharkiv</h1><p>Russian missiles
hit a residential building in Kharkiv on Thursday, killing three rescuers and injuring five people, the governor of the region said.</p>
<p>The building burned for hours, and the streets around it were closed to traffic until the morning.</p></article></body></html>"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def site() -> Iterator[served.Site]:
    """A server with a feed and a page."""
    with served.running() as made:
        made.says("/feed", FEED, "application/rss+xml", ETag='"1"')
        made.says("/news/1", PAGE, "text/html")
        yield made


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `strikemap` with a cache of its own, in which the compiled gazetteer of this machine lies."""
    cache = tmp_path / "cache"
    cache.mkdir()
    for each in read_settings().cache.iterdir():
        (cache / each.name).symlink_to(each)
    (cache / "feeds.json").unlink(missing_ok=True)
    own = {"STRIKEMAP_STORE": str(tmp_path / "s.sqlite"), "STRIKEMAP_HOME": str(tmp_path), "STRIKEMAP_CACHE": str(cache)}

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "dashboard", *arguments]
        environment = os.environ | own | {"PYTHONWARNINGS": "error"}
        return subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120, encoding="utf-8")

    return start


def test_a_feed_is_extracted_and_followed(site: served.Site, run: Run) -> None:
    """Rows of the summary without --follow, of the page with it; what it leads to in vain is told, and the status is 1."""
    found = run("extract", "--allow-private", f"{site.address}/feed")
    (row,) = map(json.loads, found.stdout.splitlines())
    assert (row["doc_id"], row["date"], row["place"], row["killed"], row["injured"]) == ("feed/1", "2024-04-04", "Kharkiv", 3, None)
    assert found.returncode == 0
    found = run("extract", "--allow-private", "--follow", f"{site.address}/feed")
    (row,) = map(json.loads, found.stdout.splitlines())
    assert (row["killed"], row["injured"]) == (3, 5)
    site.answers["/news/1"] = [served.WELCOME]
    found = run("extract", "--allow-private", "--follow", f"{site.address}/feed")
    assert (len(found.stdout.splitlines()), found.returncode) == (1, 1)
    assert "/news/1: the server answers 404" in found.stderr


def test_a_feed_that_has_nothing_new_changes_nothing(site: served.Site, run: Run) -> None:
    """The second ingest asks with the tag of the first; what was forgotten is read again."""
    site.answers["/feed"].append((304, {}, b""))
    first = run("ingest", "--allow-private", f"{site.address}/feed")
    assert first.stdout.startswith("Reports:  2 new, 0 known"), first.stderr
    second = run("ingest", "--allow-private", f"{site.address}/feed")
    assert (second.stdout.splitlines()[0], second.returncode) == ("Reports:  0 new, 0 known already, 0 left out", 0)
    assert site.heard[-1]["if-none-match"] == '"1"'


def test_a_page_takes_the_place_of_its_summary(site: served.Site, run: Run, tmp_path: Path) -> None:
    """What was ingested as a summary and then followed is one report of one outlet, with what the page tells."""
    for follow in ((), ("--follow",)):
        assert run("ingest", "--allow-private", f"{site.address}/feed", *follow).returncode == 0
    with closing(sqlite3.connect(tmp_path / "s.sqlite")) as store:
        rows = store.execute("SELECT standing, text LIKE '%governor%' FROM report WHERE url IS NOT NULL ORDER BY number").fetchall()
    assert rows == [("superseded", 0), ("current", 1)]


def test_this_machine_is_refused(site: served.Site, run: Run) -> None:
    """In one line that names the address without its password; nothing is asked."""
    found = run("extract", site.address.replace("://", "://anna:secret@") + "/feed")
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"strikemap: {site.address}/feed: leads to a machine that is not open to everybody")
    assert (found.returncode, found.stdout, site.asked) == (1, "", [])
