"""Words of notes and headlines: what struck, whether nobody was killed, whose forces an actor's name means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from dashboard.codes import Weapon
from dashboard.reports.tables import places
from gazetteer.names import fold

_YEARS: Final = re.compile(r"\s*\(\d{4}-\d{0,4}\).*|\s*\[.*")
_VAGUE_TOLLS: Final = {3: r"(?<!\d)3(?!\d)|\bthree\b", 10: r"(?<!\d)10(?!\d)|\bten\b"}
"""ACLED's figures for an unknown number of dead, outside of wars and in them (its FAQ on fatalities), and how notes count as many."""


def weapons(text: str) -> tuple[tuple[Weapon, tuple[int, int]], ...]:
    """What a text says struck, each with where it first says so; bombs only where it names nothing closer."""
    found: dict[Weapon, tuple[int, int]] = {}
    lowered = _lowered(text)
    for weapon, pattern in _patterns("weapons").items():
        if m := pattern.search(lowered):
            found[Weapon(weapon)] = m.span()
    if len(found) > 1:
        found.pop(Weapon.BOMB, None)
    return tuple(found.items())


def nobody(text: str) -> tuple[bool, bool]:
    """Whether a text says that nobody was killed, and that nobody was injured."""
    patterns, lowered = _patterns("nobody"), _lowered(text)
    if patterns["unknown"].search(lowered):
        return False, False
    hurt = patterns["hurt"].search(lowered) is not None
    return hurt or patterns["killed"].search(lowered) is not None, hurt


def is_default_toll(figure: int, text: str) -> bool:
    """Whether a figure is ACLED's stand-in for an unknown number: 3 or 10, of which the notes speak only in vague words."""
    counted = _VAGUE_TOLLS.get(figure)
    lowered = _lowered(text)
    if counted is None or _patterns("nobody")["vague"].search(lowered) is None:
        return False
    return re.search(counted, re.sub(r"coded as (?:3|10)", "", lowered)) is None


@cache
def actor(name: str) -> str | None:
    """A state or an armed group by its usual English name; None where the name is neither's.

    "Military Forces of Russia (2000-)" is Russia, "Government of Myanmar (Burma)" Myanmar, "IS" the Islamic State.
    """
    bare = _YEARS.sub("", name)
    keys = (fold(bare), fold(bare.partition(":")[0]))  # "RSF: Rapid Support Forces"
    for usual, pattern in _patterns("actors").items():
        if any(pattern.fullmatch(key) for key in keys):
            return usual
    state = _patterns("state")["forces"].match(bare.lower())
    found = places.country(bare[state.end() :]) if state else None
    return found.name if found else None


def _lowered(text: str) -> str:
    """A text in small letters, each where it stood."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(sign.lower()[:1] for sign in text)


@cache
def _patterns(section: str) -> Mapping[str, re.Pattern[str]]:
    return {key: re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?!\w)") for key, patterns in _words()[section].items()}


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("dashboard.reports.tables").joinpath("words.toml").read_text("utf-8"))
