"""All reviews of a store, held against the claims as they are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from dashboard.codes import ClaimKind, ReviewState
from dashboard.reviews import KEPT, NO_VERDICTS, STATE_OF, Correction, Pair, Passage, Review, ReviewAction, Verdicts, pair
from dashboard.store import payload, queries, schema
from dashboard.store.queries import chunks

_ONE, _OTHER = "one", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a claim's evidence stands."""

    claim_id: str
    start: int
    end: int


def reviews(connection: sa.Connection, numbers: Iterable[int] | None = None) -> list[Review]:
    """Reviews in the order in which they were made: all of them, or those of these numbers."""
    review, passage = schema.review, schema.passage
    heads, parts = sa.select(review).order_by(review.c.number), sa.select(passage).order_by(passage.c.review, passage.c.position)
    if numbers is not None:
        listed = list(numbers)
        heads, parts = heads.where(review.c.number.in_(listed)), parts.where(passage.c.review.in_(listed))
    sides: defaultdict[tuple[int, str], list[Passage]] = defaultdict(list)
    for row in connection.execute(parts):
        spot = Passage(report_id=row.report_id, kind=ClaimKind(row.kind), start=row.evidence_start, end=row.evidence_end)
        sides[row.review, row.side].append(spot)
    return [
        Review(
            number=row.number,
            action=ReviewAction(row.action),
            who=row.who,
            passages=tuple(sides[row.number, _ONE]),
            others=tuple(sides[row.number, _OTHER]),
            correction=None if row.correction is None else payload.load(Correction, row.correction),
            note=row.note,
            undoes=row.undoes,
            recorded_at=row.recorded_at,
            sequence=row.sequence,
        )
        for row in connection.execute(heads)
    ]


def standing(made: Sequence[Review]) -> list[Review]:
    """The reviews that nobody took back; an undo that was taken back itself does not count."""
    undone: set[int] = set()
    for review in reversed(made):
        if review.undoes is not None and review.number not in undone:
            undone.add(review.undoes)
    return [review for review in made if review.number not in undone and review.action is not ReviewAction.UNDO]


def record(connection: sa.Connection, review: Review) -> None:
    """Add a review that has its number and its moment."""
    connection.execute(
        sa.insert(schema.review).values(
            number=review.number,
            action=review.action.value,
            who=review.who,
            note=review.note,
            correction=None if review.correction is None else payload.dump(review.correction),
            undoes=review.undoes,
            recorded_at=review.recorded_at,
            sequence=review.sequence,
        )
    )
    rows = [(_ONE, spot) for spot in review.passages] + [(_OTHER, spot) for spot in review.others]
    if rows:
        connection.execute(
            sa.insert(schema.passage),
            [
                {
                    "review": review.number,
                    "position": position,
                    "side": side,
                    "report_id": spot.report_id,
                    "kind": spot.kind.value,
                    "evidence_start": spot.start,
                    "evidence_end": spot.end,
                }
                for position, (side, spot) in enumerate(rows)
            ],
        )


class Targets:
    """Leads passages to the claims that stand there now."""

    def __init__(self, connection: sa.Connection, passages: Iterable[Passage]) -> None:
        self._spots: defaultdict[tuple[str, ClaimKind], list[Spot]] = defaultdict(list)
        for claim in queries.current_claims(connection, of_reports=sorted({spot.report_id for spot in passages})):
            spot = Spot(claim_id=claim.claim_id, start=claim.evidence.start, end=claim.evidence.end)
            self._spots[claim.report_id, claim.kind].append(spot)

    def of(self, passage: Passage) -> str | None:
        """The claim whose evidence shares the most with a passage; of equals the one that begins nearest; None where none touches it."""
        best = max(
            (
                (min(spot.end, passage.end) - max(spot.start, passage.start), -abs(spot.start - passage.start), spot.claim_id)
                for spot in self._spots.get((passage.report_id, passage.kind), ())
            ),
            default=(0, 0, ""),
        )
        return best[2] if best[0] > 0 else None

    def all_of(self, passages: Iterable[Passage]) -> list[str]:
        """The claims of several passages."""
        return list(dict.fromkeys(found for spot in passages if (found := self.of(spot)) is not None))


def verdicts(connection: sa.Connection) -> Verdicts:
    """What all standing reviews say of the current claims; the later word counts."""
    made = standing(reviews(connection))
    if not made:
        return NO_VERDICTS
    targets = Targets(connection, [spot for review in made for spot in (*review.passages, *review.others)])
    together: dict[Pair, str] = {}
    apart: set[Pair] = set()
    states: dict[str, tuple[int, ReviewState]] = {}
    corrections: defaultdict[str, list[tuple[int, str, Correction]]] = defaultdict(list)
    for review in made:
        ones = targets.all_of(review.passages)
        pairs = [pair(one, other) for one in ones for other in targets.all_of(review.others) if one != other]
        if review.action is ReviewAction.JOIN:
            apart.difference_update(pairs)
            together |= dict.fromkeys(pairs, f"joined by {review.who}")
        elif review.action is ReviewAction.SPLIT:
            for side in (ones, targets.all_of(review.others)):  # what is taken apart falls in two, not in more
                held = [pair(side[0], each) for each in side[1:]]
                apart.difference_update(held)
                together |= {each: together.get(each, f"{KEPT} by {review.who}") for each in held}
            apart.update(pairs)
            for each in pairs:
                together.pop(each, None)
        elif review.action in STATE_OF:
            states |= dict.fromkeys(ones, (review.number, STATE_OF[review.action]))
            if review.correction is not None:
                for one in ones:
                    corrections[one].append((review.number, review.who, review.correction))
    return Verdicts(
        together=together,
        apart=frozenset(apart),
        states=states,
        corrections={own: tuple(found) for own, found in corrections.items()},
    )


def reviews_about(connection: sa.Connection, claim_ids: Iterable[str]) -> list[Review]:
    """The reviews about any of these claims, undone ones and undos included, in their order."""
    passage = schema.passage
    claims = list(queries.current_claims(connection, claim_ids))
    wanted = {claim.claim_id for claim in claims}
    numbers: set[int] = set()
    for part in chunks(sorted({claim.report_id for claim in claims})):
        numbers |= set(connection.scalars(sa.select(passage.c.review).where(passage.c.report_id.in_(part))))
    found = reviews(connection, sorted(numbers)) if numbers else []
    targets = Targets(connection, [spot for review in found for spot in (*review.passages, *review.others)])
    return [review for review in found if wanted.intersection(targets.all_of((*review.passages, *review.others)))]
