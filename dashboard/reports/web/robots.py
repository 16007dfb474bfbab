"""robots.txt (RFC 9309): what a server asks us not to read, and how long to wait between two requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

PRODUCT: Final = "strikemap"
"""The name by which a file can speak to us."""
PATH: Final = "/robots.txt"
_MOST_BYTES: Final = 512 * 1024
_LINE: Final = re.compile(r"\s*([a-z-]{1,40})\s*:\s*([^#\r\n]*)", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[a-z_-]+", re.IGNORECASE)
_CODE: Final = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a file."""

    pattern: str
    allows: bool

    def covers(self, target: str) -> bool:
        """Whether it speaks of a path; `*` stands for anything, `$` at the end for the end.

        The parts between the stars are looked for one after the other, so that no pattern takes long.
        """
        is_ended = self.pattern.endswith("$")
        first, *others = self.pattern.removesuffix("$").split("*")
        if not target.startswith(first):
            return False
        at = len(first)
        for number, part in enumerate(others, 1):
            if is_ended and number == len(others):
                return target.endswith(part) and len(target) - len(part) >= at
            found = target.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return not is_ended or at == len(target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What a file says to us."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0
    """Seconds between two requests."""

    def allow(self, target: str) -> bool:
        """Whether a path may be read: the longest rule that speaks of it decides, and of two as long the one that allows."""
        written = _normal(target)
        speaking = [(len(rule.pattern), rule.allows) for rule in self.rules if rule.covers(written)]
        return max(speaking)[1] if speaking else True


def parse(content: bytes) -> Robots:
    """What a file says to us: all groups that name us together, else all that speak to everybody. Whatever it holds, it is read."""
    named: dict[bool, list[Rule]] = {True: [], False: []}
    delays: dict[bool, float] = {}
    met = {True: False, False: False}
    speaks_to: set[bool] = set()
    in_names = False
    for line in content[:_MOST_BYTES].decode("utf-8-sig", "replace").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            speaks_to = (speaks_to if in_names else set()) | _spoken_to(value)
            in_names = True
            for own in speaks_to:
                met[own] = True
            continue
        if key not in ("allow", "disallow", "crawl-delay"):
            continue
        in_names = False
        for own in speaks_to:
            if key == "crawl-delay":
                delays[own] = _seconds(value)
            elif value:
                named[own].append(Rule(pattern=_normal(value), allows=key == "allow"))
    own = met[True]
    return Robots(rules=tuple(named[own]), delay=delays.get(own, 0.0))


def _spoken_to(value: str) -> set[bool]:
    """Whom a group speaks to: us (True), everybody (False)."""
    if value.startswith("*"):
        return {False}
    token = _TOKEN.match(value)
    return {True} if token and token.group().lower() == PRODUCT else set()


def _seconds(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if 0 <= found < float("inf") else 0.0


def _normal(path: str) -> str:
    """A path in which what need not be encoded is not, and all else is in one way."""
    ascii_only = quote(path, safe="".join(chr(code) for code in range(33, 127)))

    def code(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in _UNRESERVED else found.group().upper()

    return _CODE.sub(code, ascii_only)
