"""One question to one machine, bound in time and size."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.reports.web import addresses
from dashboard.reports.web.connection import Answer, ask
from dashboard.reports.web.refusals import AnswerTooLargeError, ConnectionFailedError
from tests.dashboard.reports.web.served import Site, sending

TEXT = b"Six people were killed. " * 1000
LIMIT = 100_000


def get(url: str, *, seconds: float = 5.0, limit: int = LIMIT, host: str = "outlet.example") -> Answer:
    """Ask the machine of an address under another name."""
    address = addresses.parse(url)
    named = addresses.parse(url.replace("127.0.0.1", host))
    return ask(named, (address.host,), {"User-Agent": "test"}, seconds=seconds, limit=limit)


def test_the_connection_goes_to_the_number_and_names_the_host(site: Site) -> None:
    """The server hears for whom we take it; what was checked is what is asked."""
    url = site.says("/a?b=1", TEXT, "text/plain")
    answer = get(url)
    assert (answer.status, answer.content, answer.headers["content-type"]) == (200, TEXT, "text/plain")
    assert site.heard[0]["host"] == url.split("/")[2].replace("127.0.0.1", "outlet.example")
    assert site.heard[0]["user-agent"] == "test"


def test_a_machine_that_does_not_answer_is_passed_over(site: Site) -> None:
    """The next one that the name has is asked."""
    address = addresses.parse(site.says("/", b"here"))
    assert ask(address, ("127.0.0.2" if socket.has_ipv6 else "127.0.0.1", "127.0.0.1"), {}, seconds=5, limit=LIMIT).content == b"here"


PACKED = [("gzip", gzip.compress(TEXT)), ("x-gzip", gzip.compress(TEXT)), ("deflate", zlib.compress(TEXT)), ("identity", TEXT)]


@pytest.mark.parametrize(("packing", "body"), PACKED, ids=[packing for packing, _ in PACKED])
def test_what_is_packed_is_unpacked(site: Site, packing: str, body: bytes) -> None:
    """As the server says that it packed it."""
    assert get(site.says("/", body, Content_Encoding=packing)).content == TEXT


BAD_BODIES = [
    ("br", b"\x0b\x02\x80hello\x03", "packed in a way that is not read (br)"),
    ("gzip", b"no gzip at all", "cannot be unpacked"),
    ("gzip", gzip.compress(TEXT)[:-10], "cannot be unpacked"),
]


@pytest.mark.parametrize(("packing", "body", "message"), BAD_BODIES, ids=["unknown", "none", "cut"])
def test_what_cannot_be_unpacked_is_told(site: Site, packing: str, body: bytes, message: str) -> None:
    """In words."""
    with pytest.raises(ConnectionFailedError) as raised:
        get(site.says("/", body, Content_Encoding=packing))
    assert message in str(raised.value)


def test_the_limit_counts_what_is_unpacked(site: Site) -> None:
    """A bomb of a few kilobytes is stopped; so is what says its length, and what does not end."""
    bomb = gzip.compress(b"\0" * (200 << 20))
    urls = [site.says("/bomb", bomb, Content_Encoding="gzip"), site.says("/long", b"", Content_Length="999999999")]
    for url in urls:
        with pytest.raises(AnswerTooLargeError, match="limit"):
            get(url)
    with sending([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 1000] * 1000]) as url, pytest.raises(AnswerTooLargeError):
        get(url)
    assert len(get(site.says("/right", b"x" * LIMIT)).content) == LIMIT


def endless(piece: bytes) -> list[bytes]:
    """Enough pieces for a minute."""
    return [piece] * 3000


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"
DRIPS = {
    "silence": [b""] * 3000,
    "status": [b"HTTP/1.1 200 ", *endless(b"O")],
    "headers": [b"HTTP/1.1 200 OK\r\n", *endless(b"A: b\r\n")[:90], *endless(b"c")],
    "body": [HEAD, *endless(b"x")],
    "chunks": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *endless(b"1\r\nx\r\n")],
    "packed": [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", gzip.compress(TEXT)[:10], *endless(b"\0")],
}


@pytest.mark.parametrize("pieces", DRIPS.values(), ids=list(DRIPS))
def test_a_server_that_drips_is_left_in_time(pieces: list[bytes]) -> None:
    """However it drips, the time for all of it is what was given."""
    began = time.monotonic()
    with sending(pieces, every=0.02) as url, pytest.raises(ConnectionFailedError, match=r"in time|unpacked"):
        get(url, seconds=0.3)
    assert time.monotonic() - began < 3


BROKEN = {
    "nothing": [b""],
    "no HTTP": [b"220 mail.example ESMTP\r\n"],
    "half a body": [HEAD, b"x" * 100],
    "half a chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"],
    "a bad chunk": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"],
    "an endless header": [b"HTTP/1.1 200 OK\r\nA: " + b"b" * 100_000 + b"\r\n\r\n"],
    "many headers": [b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n"],
    "bytes": [bytes(range(256)) * 10],
}


@pytest.mark.parametrize("pieces", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_answer_is_told(pieces: list[bytes]) -> None:
    """In one line, and half of it is none of it."""
    with sending(pieces) as url, pytest.raises(ConnectionFailedError) as raised:
        get(url)
    assert str(raised.value).isprintable()


def test_a_machine_that_refuses_is_told() -> None:
    """With the reason."""
    with pytest.raises(ConnectionFailedError, match="cannot be reached"):
        get("http://127.0.0.1:1/")


def test_a_user_and_password_are_sent_to_their_server(site: Site) -> None:
    """As the basic scheme has it."""
    get(site.says("/", b"x").replace("://", "://anna:s%65cret@"))
    assert site.heard[0]["authorization"] == "Basic YW5uYTpzZWNyZXQ="


@pytest.fixture(name="certified")
def certificate_of_our_own(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for outlet.example that signs itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes a certificate, is not installed")
    own, key = tmp_path / "own.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(own), "-days", "1"]
    name = ["-subj", "/CN=outlet.example", "-addext", "subjectAltName=DNS:outlet.example"]
    subprocess.run([*command, *name], check=True, capture_output=True)
    return own, key


@contextmanager
def certified_server(certified: tuple[Path, Path], names: list[str | None]) -> Iterator[str]:
    """The address of a server with this certificate that answers once; it notes the name that it is asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certified)
    context.sni_callback = lambda _line, name, _context: names.append(name)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            plain, _ = server.accept()
            with plain:
                try:
                    with context.wrap_socket(plain, server_side=True) as line:
                        line.recv(65536)
                        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsafe")
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def test_a_certificate_is_held_against_the_name(certified: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one that is trusted the page comes, over a connection to the number; under another name it does not, nor of one of nobody."""
    names: list[str | None] = []
    with certified_server(certified, names) as url, pytest.raises(ConnectionFailedError, match="certificate that is not valid"):
        get(url)
    monkeypatch.setenv("SSL_CERT_FILE", str(certified[0]))
    with certified_server(certified, names) as url:
        assert get(url).content == b"safe"
    with certified_server(certified, names) as url, pytest.raises(ConnectionFailedError, match="certificate that is not valid"):
        get(url, host="other.example")
    assert names == ["outlet.example", "outlet.example", "other.example"]
