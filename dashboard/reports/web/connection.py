"""One question to one machine: connected by its number, bound in time and size from the first byte to the last."""

from __future__ import annotations

import base64
import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import TYPE_CHECKING, Final, cast

from dashboard.reports import packed
from dashboard.reports.web.addresses import Address
from dashboard.reports.web.refusals import AnswerTooLargeError, ConnectionFailedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CONNECT_S: Final = 10.0
"""Seconds for one machine of several; the next is tried after that."""
_BLOCK: Final = 1 << 16
_OK: Final = 200
_MB: Final = 1024 * 1024
_PACKINGS: Final = ("gzip", "x-gzip", "deflate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said."""

    status: int
    reason: str
    headers: Mapping[str, str]
    """By name in small letters."""
    content: bytes
    """Unpacked; empty unless the status is 200."""


def ask(address: Address, machines: Sequence[str], headers: Mapping[str, str], *, seconds: float, limit: int) -> Answer:
    """Ask one of the machines for what lies at an address.

    Args:
        address: What is asked for; its host is named to the server and held against its certificate.
        machines: Numbers, one of which is connected to.
        headers: What is said beside that.
        seconds: For all of it, however slowly it comes.
        limit: Bytes of the answer, unpacked.

    Raises:
        ConnectionFailedError: nothing came, or not all of it, or not in time.
        AnswerTooLargeError: it is larger than the limit, of which no more is ever held.
    """
    deadline = time.monotonic() + seconds
    try:
        with closing(_connected(address, machines, deadline)) as line:
            line.send(_request(address, headers))
            response = HTTPResponse(cast("socket.socket", line), method="GET")
            response.begin()
            told = {name.lower(): value for name, value in response.headers.items()}
            content = _content(response, told, line, limit) if response.status == _OK else b""
            return Answer(status=response.status, reason=_printable(response.reason), headers=told, content=content)
    except TimeoutError as error:
        raise ConnectionFailedError("does not answer in time; try again later") from error
    except ssl.SSLCertVerificationError as error:
        reason = _printable(error.verify_message)
        raise ConnectionFailedError(
            f"has a certificate that is not valid ({reason}); check the address and this machine's clock"
        ) from error
    except IncompleteRead as error:
        raise ConnectionFailedError("breaks off before its end; try again later") from error
    except packed.PackedError as error:
        raise ConnectionFailedError("sends what is damaged on the way (it cannot be unpacked); try again later") from error
    except packed.SwollenError as error:
        raise AnswerTooLargeError(f"is larger than {limit // _MB} MB, the limit for what is read; leave it out") from error
    except (HTTPException, OSError, ValueError) as error:
        reason = _printable(getattr(error, "strerror", None) or str(error) or type(error).__name__)
        raise ConnectionFailedError(f"cannot be reached ({reason}); check the address, or try again later") from error


class _Line:
    """A connection on which nothing waits beyond one moment."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket = connected
        self._deadline = deadline

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._socket.settimeout(self.left())
        self._socket.sendall(data)

    def receive(self, buffer: WriteableBuffer) -> int:
        """Fill what has come into a buffer."""
        self._socket.settimeout(self.left())
        return self._socket.recv_into(buffer)

    def left(self) -> float:
        """Seconds that are left; `TimeoutError` where none are."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def makefile(self, _mode: str) -> io.BufferedReader:
        """The file that the library reads an answer from."""
        return io.BufferedReader(_Incoming(self), _BLOCK)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


class _Incoming(io.RawIOBase):
    """What comes in on a line."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def readable(self) -> bool:
        """It is read from."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill what has come into a buffer."""
        return self._line.receive(buffer)


def _connected(address: Address, machines: Sequence[str], deadline: float) -> _Line:
    """A line to the first of the machines that answers."""
    failed: OSError = TimeoutError()
    for number in machines:
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            plain = socket.create_connection((number, address.port), timeout=min(left, _CONNECT_S))
        except OSError as error:
            failed = error
            continue
        if address.scheme == "http":
            return _Line(plain, deadline)
        try:
            plain.settimeout(max(0.1, deadline - time.monotonic()))
            return _Line(_context().wrap_socket(plain, server_hostname=address.host), deadline)
        except BaseException:
            plain.close()
            raise
    raise failed


def _context() -> ssl.SSLContext:
    """What this machine trusts, and what browsers do."""
    import certifi  # noqa: PLC0415 - only where there is https

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _request(address: Address, headers: Mapping[str, str]) -> bytes:
    said = {"Host": address.authority, "Accept-Encoding": "gzip", "Connection": "close", **headers}
    if address.secret is not None:
        said["Authorization"] = "Basic " + base64.b64encode(address.secret.encode()).decode("ascii")
    lines = [f"GET {address.target} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items() if value.isprintable())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _content(response: HTTPResponse, headers: Mapping[str, str], line: _Line, limit: int) -> bytes:
    """All of an answer's content, unpacked; raises as `ask` does, in its own words."""
    packing = headers.get("content-encoding", "").strip().lower()
    unpacking = packed.Unpacking(limit) if packing in _PACKINGS else None
    if unpacking is None and packing not in ("", "identity"):
        raise ConnectionFailedError(
            f"sends what is packed in a way that is not read ({_printable(packing)}); save it to a file and name that"
        )
    if (response.length or 0) > limit:
        raise packed.SwollenError
    made: list[bytes] = []
    received = held = 0
    while piece := response.read1(_BLOCK):
        line.left()
        received += len(piece)
        part = unpacking.add(piece) if unpacking else piece
        held += len(part)
        if max(received, held) > limit:
            raise packed.SwollenError
        made.append(part)
    if response.length:
        raise IncompleteRead(b"", response.length)
    if unpacking is not None:
        unpacking.end()
    return b"".join(made)


def _printable(text: str) -> str:
    """A server's or a library's words in one short line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:100]
