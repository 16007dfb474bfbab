"""What people say of what the machine found.

A review points to passages of reports, never to an event: events are made anew, texts stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from dashboard.codes import AidStatus, ClaimKind, ReviewState, Target, Weapon
from dashboard.records import Estimate, Location, When

MAX_NOTE = 2000
"""Characters of a note."""
MAX_NAME = 80
"""Characters of a reviewer's name."""
MAX_COUNT = 10_000_000
"""No count of people is higher."""
MAX_AMOUNT = 10**15
"""No amount of money is higher."""
VALUES_OF = {
    ClaimKind.STRIKE: ("location", "when", "killed", "injured", "missing", "weapons", "target", "actor"),
    ClaimKind.AID: ("when", "amount", "currency", "status"),
}
"""What can be corrected of a strike, and of a piece of aid."""


class ReviewAction(StrEnum):
    """What a reviewer did."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    REJECT = "reject"
    JOIN = "join"
    SPLIT = "split"
    NOTE = "note"
    UNDO = "undo"


STATE_OF = {
    ReviewAction.CONFIRM: ReviewState.CONFIRMED,
    ReviewAction.CORRECT: ReviewState.CORRECTED,
    ReviewAction.REJECT: ReviewState.REJECTED,
}
"""The state that an event has after an action; the others leave it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words that a claim rests on: `Report.text[start:end]`, code points."""

    report_id: str
    kind: ClaimKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a reviewer puts in the place of what was found; None leaves a value as it is."""

    location: Location | None = None
    when: When | None = None
    killed: Estimate | None = None
    injured: Estimate | None = None
    missing: Estimate | None = None
    weapons: tuple[Weapon, ...] | None = None
    target: Target | None = None
    actor: str | None = None
    amount: Decimal | None = None
    """Of a piece of aid, in `currency`."""
    currency: str | None = None
    """ISO 4217."""
    status: AidStatus | None = None

    def values(self) -> dict[str, object]:
        """The values that it sets, by field."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One thing that a reviewer did."""

    action: ReviewAction
    who: str
    passages: tuple[Passage, ...]
    """What it is about: the claims of an event at that time; of a split those that go apart."""
    others: tuple[Passage, ...] = ()
    """Of a join the claims of the other event; of a split those that stay."""
    correction: Correction | None = None
    note: str = ""
    undoes: int | None = None
    """The number of the review that this one takes back."""
    number: int = 0
    """Counts a store's reviews from 1; 0 before it is recorded."""
    recorded_at: datetime | None = None
    """UTC."""
    sequence: int = 0
    """The commit that it is part of; 0 before it is recorded."""


KEPT = "kept together"
"""How the reason begins of claims that a split leaves on one side."""


def is_text(text: str) -> bool:
    """Whether every store can keep it: no NUL, and nothing that is not Unicode."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


Pair = tuple[str, str]
"""Two claim ids, the smaller first."""


def pair(one: str, other: str) -> Pair:
    """Two claim ids in their one order."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """What all reviews together say of the claims as they are now."""

    together: Mapping[Pair, str] = field(default_factory=dict)
    """Claims that a person joined, with the reason in words."""
    apart: frozenset[Pair] = frozenset()
    """Claims that a person took apart."""
    states: Mapping[str, tuple[int, ReviewState]] = field(default_factory=dict)
    """By claim id: the number of the last review that sets a state, and the state."""
    corrections: Mapping[str, tuple[tuple[int, str, Correction], ...]] = field(default_factory=dict)
    """By claim id: number, reviewer and correction, in their order."""


NO_VERDICTS = Verdicts()
