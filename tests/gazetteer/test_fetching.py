"""Downloading dumps from a server: whole, refused or given up, with a plain word for each."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gazetteer import fetching
from gazetteer.dumps import Dump
from gazetteer.errors import DownloadError, DumpDamagedError, DumpMissingError, DumpTooLargeError
from gazetteer.fetching import WebSource
from gazetteer.update import update
from tests.gazetteer.dumped_world import embedded, line, names, packed, text


@dataclass
class Site:
    """What a server answers: for each path a list of answers, the last of which is repeated."""

    address: str = ""
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and User-Agent of each request."""
    hang_s: float = 0.0
    """Seconds that each answer is held back halfway."""


class Handler(BaseHTTPRequestHandler):
    """Answers as its site says."""

    def __init__(self, site: Site, *arguments: object) -> None:
        self.site = site
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Give the next answer for the path."""
        self.site.asked.append((self.path, self.headers["User-Agent"]))
        answers = self.site.answers.get(self.path, [(404, {}, b"not here")])
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        time.sleep(self.site.hang_s)
        try:
            self.wfile.write(body[len(body) // 2 :])
        except OSError:
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(name="site")
def real_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server on this machine, in a thread."""
    monkeypatch.setattr(fetching, "_PAUSE_S", 0.0)
    monkeypatch.setenv("no_proxy", "*")
    site = Site()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, site)) as server:
        site.address = f"http://127.0.0.1:{server.server_port}/dump"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture(name="archive")
def sound_archive(tmp_path: Path) -> bytes:
    """A sound dump of one village."""
    return packed(tmp_path / "made" / "UA.zip", text([line(9000002, "Tykhe", "Тихе")])).read_bytes()


def whole(content: bytes) -> tuple[int, dict[str, str], bytes]:
    """A good answer."""
    return 200, {"Content-Length": str(len(content))}, content


def fetch(site: Site, folder: Path, timeout_s: float = 20) -> Dump:
    """Stage Ukraine from the site."""
    return WebSource(address=site.address, timeout_s=timeout_s).stage("UA", folder / "staging", lambda _stage, _share: None)


def test_a_dump_is_downloaded_with_its_names(site: Site, archive: bytes, tmp_path: Path) -> None:
    """Both files are asked for by GeoNames' names, under our own name; progress counts bytes."""
    table = packed(tmp_path / "made" / "names.zip", names((9000002, "uk", "Тихе", ""))).read_bytes()
    site.answers = {"/dump/UA.zip": [whole(archive)], "/dump/alternatenames/UA.zip": [whole(table)]}
    told: list[str] = []
    dump = WebSource(address=site.address).stage("UA", tmp_path / "staging", lambda stage, _share: told.append(stage))
    assert [place.name for place in dump.places] == ["Tykhe"]
    assert list(dump.tagged) == [9000002]
    assert [path for path, _ in site.asked] == ["/dump/UA.zip", "/dump/alternatenames/UA.zip"]
    assert all(agent.startswith("strikemap-gazetteer/0.") for _, agent in site.asked)
    assert "downloading UA.zip, 0.0 of 0.0 MB" in told


def test_without_alternate_names_it_does(site: Site, archive: bytes, tmp_path: Path) -> None:
    """A server without the second file gives a dump without tags; one without the first gives an error that names it."""
    site.answers = {"/dump/UA.zip": [whole(archive)]}
    assert fetch(site, tmp_path).tagged == {}
    site.answers = {}
    with pytest.raises(DumpMissingError, match=r"/dump/UA\.zip is not there; check the country code"):
        fetch(site, tmp_path)


def test_a_length_that_is_not_told_is_no_fault(site: Site, archive: bytes, tmp_path: Path) -> None:
    """Without Content-Length the archive's own checksum has to do."""
    site.answers = {"/dump/UA.zip": [(200, {}, archive)]}
    assert fetch(site, tmp_path).rows == 1
    site.answers = {"/dump/UA.zip": [(200, {}, archive[:-30])]}
    with pytest.raises(DumpDamagedError, match="no whole zip archive"):
        fetch(site, tmp_path)


def test_a_server_that_fails_once_is_asked_again(site: Site, archive: bytes, tmp_path: Path) -> None:
    """After one 500, or one download cut short, the second try is taken."""
    cut = 200, {"Content-Length": str(len(archive))}, archive[:-50]
    for first in ((503, {}, b""), cut):
        site.answers = {"/dump/UA.zip": [first, whole(archive)]}
        assert fetch(site, tmp_path).rows == 1


@pytest.mark.parametrize(
    ("answer", "said", "tries"),
    [
        ((500, {}, b""), "the server answers 500", 2),
        ((403, {}, b""), "the server answers 403", 1),
        ((200, {"Content-Length": "5000"}, b"PK"), "2 bytes came of 5,000", 2),
    ],
)
def test_a_server_that_goes_on_failing_is_given_up(
    site: Site, tmp_path: Path, answer: tuple[int, dict[str, str], bytes], said: str, tries: int
) -> None:
    """One retry for what may pass, none for a refusal; the error names the way out and that nothing was changed."""
    site.answers = {"/dump/UA.zip": [answer]}
    with pytest.raises(DownloadError, match=f"{said}.*--from FOLDER.*old index stays in use"):
        fetch(site, tmp_path)
    assert len(site.asked) == tries


def test_a_server_that_hangs_is_given_up(site: Site, archive: bytes, tmp_path: Path) -> None:
    """No longer than the timeout, twice."""
    site.answers, site.hang_s = {"/dump/UA.zip": [whole(archive)]}, 1.0
    began = time.monotonic()
    with pytest.raises(DownloadError, match="timed out"):
        fetch(site, tmp_path, timeout_s=0.1)
    assert time.monotonic() - began < 0.9


def test_nobody_there(site: Site, tmp_path: Path) -> None:
    """Without a network the error names a folder as the remedy."""
    site.address = "http://127.0.0.1:1/dump"
    with pytest.raises(DownloadError, match=r"cannot be downloaded .*refused.*gazetteer update --from FOLDER"):
        fetch(site, tmp_path)


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/UA.zip"])
def test_a_server_leads_nowhere_but_to_the_web(site: Site, archive: bytes, tmp_path: Path, target: str) -> None:
    """A redirect to http is followed; one to a file or to ftp is refused."""
    site.answers = {"/dump/UA.zip": [(302, {"Location": "/else/UA.zip"}, b"")], "/else/UA.zip": [whole(archive)]}
    assert fetch(site, tmp_path).rows == 1
    site.answers = {"/dump/UA.zip": [(302, {"Location": target}, b"")]}
    with pytest.raises(DownloadError):
        fetch(site, tmp_path)
    site.address = target
    with pytest.raises(DownloadError, match="only http and https"):
        fetch(site, tmp_path)


def test_too_large_a_file_is_refused(site: Site, archive: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the server says so first or just goes on sending."""
    monkeypatch.setattr(fetching, "MOST_PACKED", 100)
    for headers in ({"Content-Length": str(len(archive))}, {}):
        site.answers = {"/dump/UA.zip": [(200, headers, archive)]}
        with pytest.raises(DumpTooLargeError, match=r"UA\.zip: more than"):
            fetch(site, tmp_path)


def test_update_from_a_server(site: Site, archive: bytes, tmp_path: Path) -> None:
    """A download goes into the index; one that is cut short later leaves it byte for byte."""
    index = tmp_path / "cache" / "index"
    site.answers = {"/dump/UA.zip": [whole(archive)]}
    (fact,) = update(index, site.address + "/", ["UA"], embedded=embedded())
    assert (fact.country, fact.places, fact.new) == ("UA", 1, 1)
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    site.answers = {"/dump/UA.zip": [(200, {"Content-Length": "9999"}, archive)]}
    with pytest.raises(DownloadError, match="old index stays in use"):
        update(index, site.address, ["UA"], embedded=embedded())
    assert {path: path.read_bytes() for path in index.rglob("*") if path.is_file()} == before
