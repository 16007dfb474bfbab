"""A place name with the words around it, and the parts that it may play in its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dashboard.extraction.lexicon import alternatives
from gazetteer import PlaceKind


class Role(StrEnum):
    """The part that a place plays in its sentence."""

    EVENT = "event"
    SPEAKER = "speaker"
    ORIGIN = "origin"
    CONTEXT = "context"


BEFORE, AFTER = 110, 90
"""Characters looked at on either side of a name."""


@dataclass(frozen=True, slots=True)
class Around:
    """A place name with the words around it."""

    sentence: str
    lead: str
    """All of the sentence before the name."""
    before: str
    after: str
    kind: PlaceKind
    name: str
    small_before: str
    """`before` in small letters."""
    small_after: str
    """`after` in small letters."""
    gap: str | None
    """The words since the place of an event named just before in this sentence; None where there is none."""


@cache
def words(key: str) -> str:
    """The words of one kind that tell a role, as one alternation."""
    return f"(?:{alternatives('places', 'roles', key)})"
