"""What a reviewer has to know of an event inside the transaction that writes the review."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from dashboard.records import Claim
from dashboard.reviews import Passage, Review, ReviewAction
from dashboard.store import judging, past, queries, schema
from dashboard.store.past import Change


class Asking:
    """Questions about events and packages as they are in this transaction."""

    _connection: sa.Connection

    def claims_of(self, own: str) -> list[Claim]:
        """The claims of an event or package, in the order of its members; empty where there is none under just this id."""
        joins = [join.claim_id for join in queries.joins_of(self._connection, own)]
        found = {claim.claim_id: claim for claim in queries.current_claims(self._connection, joins)}
        return [found[each] for each in joins if each in found]

    def present_id(self, own: str) -> str:
        """Where an id leads now; itself where no join retired it."""
        return queries.present_id(self._connection, own)

    def was_there(self, own: str) -> bool:
        """Whether there ever was an event or package of this id."""
        return past.kind_of(self._connection, own) is not None

    def owners(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """The events and packages that these passages belong to now."""
        listed = list(passages)
        claims = judging.Targets(self._connection, listed).all_of(listed)
        c = schema.membership.c
        found: dict[str, None] = {}
        for claim in claims:
            found |= dict.fromkeys(self._connection.scalars(sa.select(c.member_of).where(c.claim_id == claim)))
        return tuple(found)

    def sequence(self) -> int:
        """The number of the last commit before this one."""
        return queries.sequence(self._connection)

    def is_alive(self, own: str) -> bool:
        """Whether there is an event or package of just this id now."""
        return queries.is_alive(self._connection, own)

    def change_since(self, own: str, seen: int) -> Change | None:
        """What became of an event since a sequence number; None where nothing did."""
        versions = past.versions(self._connection, own)
        now = versions[-1].values
        if now["changed_at_sequence"] <= seen:
            return None
        before = [each.values for each in versions if each.values["changed_at_sequence"] <= seen]
        return Change(kind="events", fate="changed", own=own, other=None, before=before[-1] if before else None, after=now)

    def reviews_since(self, own: str, seen: int) -> list[Review]:
        """The reviews about an event that were made after a sequence number."""
        claims = [join.claim_id for join in queries.joins_of(self._connection, own)]
        return [each for each in judging.reviews_about(self._connection, claims) if each.sequence > seen]

    def standing_reviews(self, claim_ids: Iterable[str]) -> list[Review]:
        """The reviews about these claims that nobody took back, in their order; of those taken back, the undo, so that it can be undone."""
        every = judging.reviews(self._connection)
        standing = {review.number for review in judging.standing(every)}
        undone = {review.undoes for review in every if review.action is ReviewAction.UNDO}
        return [
            review
            for review in judging.reviews_about(self._connection, claim_ids)
            if review.number in standing or (review.action is ReviewAction.UNDO and review.number not in undone)
        ]
