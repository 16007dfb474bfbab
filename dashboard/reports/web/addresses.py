"""Addresses of the web as they are asked for, and the machines behind them; only those that are open to everybody are asked.

A name is resolved once a run, every address that it gives is looked at, and the connection goes to one of those: a name that changes
its mind in between (DNS rebinding) leads nowhere else.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from dashboard.reports.web.refusals import AddressError

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port -> the numbers of its machines; `OSError` where there are none."""

_USUAL_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,250}[a-z0-9_])?")
_KEPT: Final = "/%:@!$&'()*+,;=~-._"
_LONGEST: Final = 4000
_CARRIERS: Final = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48"))
"""Networks whose addresses carry one of IPv4 in their last four bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of the web."""

    scheme: str
    host: str
    """In ASCII, small letters, without a final dot."""
    port: int
    target: str
    """Path and query, encoded."""
    secret: str | None = None
    """`user:password`, where the address holds them; sent to this very server, never shown and never kept."""

    def __repr__(self) -> str:
        return f"Address({self.shown})"

    @property
    def authority(self) -> str:
        """Host and port as a request and an address write them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.has_usual_port else f"{host}:{self.port}"

    @property
    def has_usual_port(self) -> bool:
        """Whether the port is that of the scheme."""
        return self.port == _USUAL_PORTS[self.scheme]

    @property
    def origin(self) -> str:
        """The server, which decides alone what is asked of it."""
        return f"{self.scheme}://{self.authority}"

    @property
    def shown(self) -> str:
        """The address without its secret."""
        return self.origin + self.target


def is_address(source: str) -> bool:
    """Whether a source is an address, not a file."""
    return "://" in source


def parse(written: str, base: Address | None = None) -> Address:
    """The address that is written, from another one where it is relative.

    Raises:
        AddressError: it is none of the web.
    """
    try:
        parts = urlsplit(urljoin(base.shown, written.strip()) if base else written.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError as error:
        raise AddressError("is no address of the web; write it as https://host/path") from error
    if scheme not in _USUAL_PORTS:
        raise AddressError("is no address that is read; only http and https are")
    if not host or port == 0 or len(written) > _LONGEST:
        raise AddressError("is no address of the web; write it as https://host/path")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT + '?[]|')}" if parts.query else "")
    secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username is not None else None
    return Address(scheme=scheme, host=_host(host), port=port or _USUAL_PORTS[scheme], target=target, secret=secret)


def public_form(written: str) -> str:
    """An address as messages may show it: without user and password, also where it is no address at all."""
    scheme, mark, rest = written.partition("://")
    rest = rest.partition("#")[0]
    end = min((at for sign in "/?" if (at := rest.find(sign)) >= 0), default=len(rest))
    try:
        urlsplit(written).port  # noqa: B018 - asking is the test
    except ValueError:  # a password with a slash in it, perhaps
        end = len(rest)
    return scheme + mark + rest[:end].rpartition("@")[2] + rest[end:]


def machines(address: Address, resolve: Resolve, *, allow_private: bool, seconds: float) -> tuple[str, ...]:
    """The numbers of the machines behind an address.

    Raises:
        AddressError: there are none, or one of them is not open to everybody and `allow_private` is not set.
    """
    if not allow_private and (address.host == "localhost" or address.host.endswith(".localhost")):
        raise AddressError(_not_public(address.host))
    found = tuple(dict.fromkeys(_resolved(address, resolve, seconds)))
    if not found:
        raise AddressError("has a host that is not known; check the address, and whether there is a network")
    if not allow_private and not all(map(is_public, found)):
        raise AddressError(_not_public(address.host))
    return found


def is_public(number: str) -> bool:
    """Whether a number is that of a machine open to everybody; one that carries another number is judged by that as well."""
    try:
        found = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    carried: list[ipaddress.IPv4Address | None] = []
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        carried = [found.sixtofour, *(found.teredo or ())]
        if any(found in network for network in _CARRIERS):
            carried.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
            return all(is_public(str(each)) for each in carried if each is not None)
    closed = found.is_private or found.is_loopback or found.is_link_local or found.is_reserved or found.is_multicast or found.is_unspecified
    return found.is_global and not closed and all(is_public(str(each)) for each in carried if each is not None)


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _host(written: str) -> str:
    """A host in ASCII."""
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written))
        except ValueError as error:
            raise AddressError("is no address of the web; write it as https://host/path") from error
    try:
        found = written.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        found = ""
    if not _HOST.fullmatch(found):
        raise AddressError("has a host that is no name; check the address")
    return found


def _resolved(address: Address, resolve: Resolve, seconds: float) -> Sequence[str]:
    """What the resolver says within the time; it knows no limit of its own."""
    said: list[Sequence[str]] = []

    def ask() -> None:
        try:
            said.append(resolve(address.host, address.port))
        except (OSError, UnicodeError):
            said.append(())

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not said:
        raise AddressError("has a host whose name is not resolved in time; try again later")
    return said[0]


def _not_public(host: str) -> str:
    return (
        f"leads to a machine that is not open to everybody ({host}: this one, or one of a private network); "
        "add --allow-private if you mean it"
    )
