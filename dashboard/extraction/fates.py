"""What became of people: killed, injured, missing; the records that the rules of casualties fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.codes import Victims
from dashboard.records import Estimate


class Fate(StrEnum):
    """What became of people."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Casualties:
    """So many people met one fate: `text[start:end]` spans the count and the word of fate."""

    start: int
    end: int
    fate: Fate
    estimate: Estimate
    rule: str
    parts: tuple[tuple[Victims, int], ...] = ()
    additional: bool = False
    singular: bool = False
