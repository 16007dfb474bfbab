"""Fetching, politely and warily: robots.txt is obeyed, one host is not asked twice in a second, and limits hold for all that comes."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.reports.web import addresses, robots
from dashboard.reports.web.addresses import Address, Resolve
from dashboard.reports.web.refusals import AddressError, AnswerTooLargeError, ConnectionFailedError
from dashboard.settings import MAX_REPORT_BYTES

if TYPE_CHECKING:  # what speaks with servers takes its time to load, and most runs ask none
    from dashboard.reports.web.connection import Answer

_CHARSET: Final = re.compile(r""";\s*charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_SERVER_FAULT: Final = 500
_ACCEPT: Final = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
)
_REMEDIES: Final[Mapping[int, str]] = {
    HTTPStatus.UNAUTHORIZED: "save the page's text to a file and name that",
    HTTPStatus.FORBIDDEN: "save the page's text to a file and name that",
    HTTPStatus.NOT_FOUND: "check the address",
    HTTPStatus.GONE: "leave it out",
    HTTPStatus.TOO_MANY_REQUESTS: "try again later, and less often",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """How the web is asked in one run."""

    follow: bool = False
    """Whether the page of each item of a feed is read in the place of its summary."""
    allow_private: bool = False
    """Whether machines may be asked that are not open to everybody, this one among them."""
    memory: Path | None = None
    """Where is kept what feeds said last; None for nowhere."""
    seconds: float = 30.0
    """For one address, redirects included, from the first byte to the last; polite waiting does not count."""
    most_bytes: int = MAX_REPORT_BYTES
    """Of what is fetched, unpacked."""
    redirects: int = 5
    pause: float = 1.0
    """Seconds between two requests to one host."""
    longest_pause: float = 10.0
    """What a host may ask for instead."""
    resolve: Resolve = addresses.system_resolver


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was fetched."""

    address: Address
    """Where it came from in the end."""
    content: bytes
    kind: str
    """The media type that the server names, in small letters; "" where it names none."""
    charset: str
    etag: str
    modified: str


class Fetcher:
    """Fetches in one run: what robots.txt said, which machines a name has and when each was last asked is kept until its end."""

    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching
        self._robots: dict[str, robots.Robots | ConnectionFailedError] = {}
        self._machines: dict[str, tuple[str, ...] | AddressError] = {}
        self._asked: dict[str, float] = {}
        self._given: set[tuple[str, int]] = set()
        """Host and port of what the user named."""

    def fetch(self, written: str, *, is_given: bool, etag: str = "", modified: str = "") -> Page | None:
        """What lies at an address; None where it is as it was when it had this tag or day.

        Args:
            written: The address.
            is_given: Whether the user named it; its port may be any, and then be met again.
            etag: The tag that the server gave it last time.
            modified: The day that the server gave it last time.

        Raises:
            SourceTooLargeError: it is larger than the limit.
            SourceError: it cannot be fetched, or must not be; the message names it without its password.
        """
        name = printable(addresses.public_form(written))
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        try:
            return self._fetch(addresses.parse(written), {key: said for key, said in conditions.items() if said}, is_given=is_given)
        except AnswerTooLargeError as error:
            raise SourceTooLargeError(f"{name}: {error}.") from error
        except (AddressError, ConnectionFailedError) as error:
            raise SourceError(f"{name}: {error}.") from error

    def _fetch(self, first: Address, conditions: Mapping[str, str], *, is_given: bool) -> Page | None:
        address, left = first, self._fetching.seconds
        if is_given:
            self._given.add((first.host, first.port))
        for _ in range(self._fetching.redirects + 1):
            self._check_port(address)
            self._obey(address)
            answer, took = self._ask(address, conditions, seconds=left)
            left -= took
            if answer.status == HTTPStatus.NOT_MODIFIED and conditions:
                return None
            if answer.status == HTTPStatus.OK:
                return _page(address, answer)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                remedy = _REMEDIES.get(answer.status, "try again later")
                raise ConnectionFailedError(f"the server answers {answer.status} ({answer.reason or 'without a reason'}); {remedy}")
            address = self._next(address, answer.headers["location"])
        raise ConnectionFailedError(f"is sent on more than {self._fetching.redirects} times; check the address in a browser")

    def _check_port(self, address: Address) -> None:
        """Raise for a port that only the user may name."""
        if not address.has_usual_port and (address.host, address.port) not in self._given and not self._fetching.allow_private:
            raise AddressError(
                f"leads to port {address.port}, which is none of the web's (80, 443); name that address itself if you mean it"
            )

    @staticmethod
    def _next(address: Address, location: str) -> Address:
        """Where a server sends us on to; what the user's address holds as secret stays with its own server."""
        try:
            # Headers are read as Latin-1; what many servers mean is UTF-8.
            found = addresses.parse(location.encode("latin-1", "replace").decode("utf-8", "replace"), address)
        except AddressError as error:
            raise AddressError(f"is sent on to {printable(addresses.public_form(location))[:100]}, which {error}") from error
        secret = address.secret if found.origin == address.origin else None
        return Address(scheme=found.scheme, host=found.host, port=found.port, target=found.target, secret=secret)

    def _obey(self, address: Address) -> None:
        """Raise unless robots.txt lets us read an address; a server without one does, one that cannot say does not."""
        said = self._robots.get(address.origin)
        if said is None:
            said = self._robots[address.origin] = self._robots_of(address)
        if isinstance(said, ConnectionFailedError):
            raise said
        if not said.allow(address.target):
            raise AddressError("its server asks programs not to read this (robots.txt); leave it out, or save its text to a file")

    def _robots_of(self, address: Address) -> robots.Robots | ConnectionFailedError:
        asked = Address(scheme=address.scheme, host=address.host, port=address.port, target=robots.PATH, secret=address.secret)
        try:
            for _ in range(self._fetching.redirects + 1):
                answer, _took = self._ask(asked, {}, seconds=self._fetching.seconds)
                if answer.status not in _REDIRECTS or "location" not in answer.headers:
                    break
                asked = self._next(asked, answer.headers["location"])
                self._check_port(asked)
        except AnswerTooLargeError as error:
            return ConnectionFailedError(f"has a robots.txt that {error}")
        except ConnectionFailedError as error:
            return error
        if answer.status == HTTPStatus.OK:
            return robots.parse(answer.content)
        if answer.status < _SERVER_FAULT:
            return robots.Robots()
        return ConnectionFailedError(
            f"its server cannot say what may be read (robots.txt: {answer.status} {answer.reason}), so nothing is; try again later"
        )

    def _ask(self, address: Address, conditions: Mapping[str, str], *, seconds: float) -> tuple[Answer, float]:
        """A server's answer, after a polite pause, and the seconds that it took."""
        from dashboard.reports.web.connection import ask  # noqa: PLC0415 - see above

        self._wait(address)
        began = time.monotonic()
        found = self._machines_of(address, seconds)
        left = max(0.1, seconds - (time.monotonic() - began))
        try:
            answer = ask(
                address, found, {"User-Agent": _agent(), "Accept": _ACCEPT, **conditions}, seconds=left, limit=self._fetching.most_bytes
            )
        finally:
            self._asked[address.host] = time.monotonic()
        return answer, time.monotonic() - began

    def _machines_of(self, address: Address, seconds: float) -> tuple[str, ...]:
        known = self._machines.get(address.authority)
        if known is None:
            try:
                known = addresses.machines(address, self._fetching.resolve, allow_private=self._fetching.allow_private, seconds=seconds)
            except AddressError as error:
                known = error
            self._machines[address.authority] = known
        if isinstance(known, AddressError):
            raise known
        return known

    def _wait(self, address: Address) -> None:
        said = self._robots.get(address.origin)
        wished = said.delay if isinstance(said, robots.Robots) else 0.0
        pause = max(self._fetching.pause, min(wished, self._fetching.longest_pause))
        last = self._asked.get(address.host)
        if last is not None and (left := last + pause - time.monotonic()) > 0:
            time.sleep(left)


@cache
def _agent() -> str:
    """Who asks."""
    from importlib import metadata  # noqa: PLC0415 - see above

    return f"Strikemap/{metadata.version('strikemap')} (+news reading; obeys robots.txt as {robots.PRODUCT})"


def _page(address: Address, answer: Answer) -> Page:
    said = answer.headers.get("content-type", "")
    charset = _CHARSET.search(said)
    return Page(
        address=address,
        content=answer.content,
        kind=printable(said.partition(";")[0].strip().lower())[:100],
        charset=charset[1].lower() if charset else "",
        etag=_header(answer, "etag"),
        modified=_header(answer, "last-modified"),
    )


def _header(answer: Answer, name: str) -> str:
    """A header that is said back to its server; nothing of absurd length."""
    found = answer.headers.get(name, "")
    return found if found.isprintable() and len(found) <= 500 else ""  # noqa: PLR2004 - characters


def printable(text: str) -> str:
    """An address in one printable line."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
