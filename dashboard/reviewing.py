"""What a reviewer does to an event or a package: checked against what is there now, recorded, and merged anew, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard import merging
from dashboard.codes import ClaimKind
from dashboard.errors import EventUnknownError, ReviewConflictError, ReviewError
from dashboard.records import UNKNOWN, Claim, Estimate
from dashboard.reviews import MAX_AMOUNT, MAX_COUNT, MAX_NAME, MAX_NOTE, VALUES_OF, Correction, Passage, Review, ReviewAction, is_text
from dashboard.store import Batch, Changes, Store
from dashboard.store.telling import difference_words, review_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a review."""

    review: Review
    changes: Changes
    now: tuple[str, ...]
    """The events or packages that its passages belong to now."""


def review(
    store: Store,
    action: ReviewAction,
    own: str,
    *,
    who: str,
    other: str | None = None,
    claims: Sequence[str] = (),
    correction: Correction | None = None,
    note: str = "",
    undoes: int | None = None,
    seen: int | None = None,
) -> Outcome:
    """Record what a person says of an event or a package, and what follows from it.

    Args:
        store: Where to.
        action: What is done.
        own: The id of the event or package.
        who: The reviewer's name.
        other: For a join, the id of what it is one with.
        claims: For a split, the ids of the claims that go apart.
        correction: For a correction, the values to put in.
        note: Free text.
        undoes: For an undo, the number of the review to take back; else the last about this event.
        seen: The store's sequence number when the reviewer looked; if the event changed since, nothing is recorded.

    Raises:
        EventUnknownError: there is none of this id, or it went into another, which the message names.
        ReviewConflictError: it changed since `seen`; the message says how.
        ReviewError: the review lacks something, or asks for what cannot be.
        StoreError: the store cannot be written to.
    """
    _check(action, who=who, note=note, correction=correction)
    with store.batch() as batch:
        members = _present(batch, own)
        if correction is not None:
            _check_values(correction, members[0].kind)
        for each in (own, other):
            if each is not None:
                _check_unchanged(batch, each, seen)
        made = Review(action=action, who=_line(who), passages=_passages(members), correction=correction, note=note.strip())
        if action is ReviewAction.JOIN:
            made = _join(batch, made, own, other)
        elif action is ReviewAction.SPLIT:
            made = _split(made, members, claims)
        elif action is ReviewAction.UNDO:
            made = _undo(batch, made, members, undoes)
        recorded = batch.review(made)
        changes = batch.derive(merging)
        now = batch.owners([*recorded.passages, *recorded.others])
    return Outcome(review=recorded, changes=changes, now=now)


def _check(action: ReviewAction, *, who: str, note: str, correction: Correction | None) -> None:
    name = _line(who)
    if not name or len(name) > MAX_NAME or not name.isprintable():
        raise ReviewError(f"A reviewer has a name of 1 to {MAX_NAME} printable characters; give it with --as.")
    if len(note) > MAX_NOTE or not is_text(note):
        raise ReviewError(f"A note is text of at most {MAX_NOTE} characters; this one has {len(note)}, or holds what is no text.")
    if action is ReviewAction.NOTE and not note.strip():
        raise ReviewError("A note has some words; give them with --note.")
    if action is ReviewAction.CORRECT and (correction is None or not correction.values()):
        raise ReviewError("A correction puts at least one value in; name a place, a figure, a day or another value.")


def _check_values(correction: Correction, kind: ClaimKind) -> None:
    """Refuse what cannot be, and what the event has not."""
    values = correction.values()
    strange = [name for name in values if name not in VALUES_OF[kind]]
    if strange:
        what = "A strike" if kind is ClaimKind.STRIKE else "A piece of aid"
        raise ReviewError(f"{what} has no {' and no '.join(strange)}; correct {', '.join(VALUES_OF[kind])}.")
    for name in ("killed", "injured", "missing"):
        if (getattr(correction, name) or UNKNOWN).known and max(filter(None, (0, *_counts(correction, name)))) > MAX_COUNT:
            raise ReviewError(f"A count of {name} is at most {MAX_COUNT}.")
    if correction.amount is not None and not 0 <= correction.amount <= MAX_AMOUNT:
        raise ReviewError(f"An amount lies between 0 and {MAX_AMOUNT:,}.")
    if correction.currency is not None and re.fullmatch("[A-Z]{3}", correction.currency) is None:
        raise ReviewError(f"{correction.currency!r} is no currency; write its three letters, e.g. EUR.")
    if correction.actor is not None and (not 0 < len(correction.actor.strip()) <= MAX_NAME or not correction.actor.isprintable()):
        raise ReviewError(f"An actor has a name of 1 to {MAX_NAME} printable characters.")


def _counts(correction: Correction, name: str) -> tuple[int | None, ...]:
    found: Estimate = getattr(correction, name)
    return found.low, found.best, found.high


def _line(text: str) -> str:
    return " ".join(text.split())


def _present(batch: Batch, own: str) -> list[Claim]:
    """The claims of an event that is there under just this id."""
    claims = batch.claims_of(own)
    if claims:
        return claims
    leads = batch.present_id(own)
    if leads != own and batch.is_alive(leads):
        raise EventUnknownError(f"{own} was joined into {leads} since; review that one, or split it.")
    if batch.was_there(own):
        raise EventUnknownError(f"{own} is no more: no report tells it now; see `strikemap history {own}`.")
    raise EventUnknownError(f"There is no event or package {own}; `strikemap diff` and the dashboard show the ids.")


def _check_unchanged(batch: Batch, own: str, seen: int | None) -> None:
    if seen is None or not batch.is_alive(own):
        return
    if not 0 <= seen <= batch.sequence():
        raise ReviewError(f"{seen} is no number of this store, which is at {batch.sequence()}; `strikemap history` tells it.")
    change, reviews = batch.change_since(own, seen), batch.reviews_since(own, seen)
    if change is None and not reviews:
        return
    told = [difference_words(change.differences())] if change is not None and change.differences() else []
    told += [review_words(each) for each in reviews]
    raise ReviewConflictError(
        f"{own} was changed since you looked: {'; '.join(told) or 'by other reports'}. Look at it again, then repeat."
    )


def _passages(claims: Iterable[Claim]) -> tuple[Passage, ...]:
    return tuple(
        Passage(report_id=claim.report_id, kind=claim.kind, start=claim.evidence.start, end=claim.evidence.end) for claim in claims
    )


def _join(batch: Batch, made: Review, own: str, other: str | None) -> Review:
    if other is None:
        raise ReviewError("A join takes two ids: what is one, and with what.")
    if other == own:
        raise ReviewError("An event cannot be joined with itself; name another one.")
    others = _passages(_present(batch, other))
    if {spot.kind for spot in others} != {spot.kind for spot in made.passages}:
        raise ReviewError("A strike and a piece of aid cannot be one; join two of a kind.")
    return Review(action=made.action, who=made.who, passages=made.passages, others=others, note=made.note)


def _split(made: Review, members: Sequence[Claim], claims: Sequence[str]) -> Review:
    wanted = set(claims)
    unknown = wanted - {claim.claim_id for claim in members}
    if unknown:
        raise ReviewError(f"{', '.join(sorted(unknown))}: no claim of this event; `strikemap history` lists its claims.")
    if not wanted or len(wanted) == len(members):
        raise ReviewError("A split names some claims of the event that go apart, not none and not all of them.")
    ones = [claim for claim in members if claim.claim_id in wanted]
    others = [claim for claim in members if claim.claim_id not in wanted]
    return Review(action=made.action, who=made.who, passages=_passages(ones), others=_passages(others), note=made.note)


def _undo(batch: Batch, made: Review, members: Sequence[Claim], undoes: int | None) -> Review:
    standing = batch.standing_reviews([claim.claim_id for claim in members])
    # By itself an undo goes one step further back each time; a number can also name an undo, which brings its review back.
    chosen = [each for each in standing if each.number == undoes or (undoes is None and each.action is not ReviewAction.UNDO)]
    if not chosen:
        about = (
            "No review of this event can be taken back" if undoes is None else f"Review {undoes} is none of this event, or was taken back"
        )
        raise ReviewError(f"{about}; `strikemap history` lists the reviews.")
    last = chosen[-1]
    return Review(action=made.action, who=made.who, passages=last.passages, others=last.others, note=made.note, undoes=last.number)
