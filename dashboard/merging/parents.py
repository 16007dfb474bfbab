"""Which event's total contains which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.records import Claim


def parents_of(groups: Mapping[str, Sequence[Claim]]) -> dict[str, str | None]:
    """For each event or package, by id, the one whose total contains it: the first that one of its claims names."""
    owner = {claim.claim_id: own for own, claims in groups.items() for claim in claims}
    return {own: first_parent(own, [claim.part_of for claim in claims], owner) for own, claims in groups.items()}


def first_parent(own: str, totals: Sequence[str | None], owner: Mapping[str, str]) -> str | None:
    """The first of these claims of totals that belongs to another event, as that event's id."""
    return next((owner[total] for total in totals if total is not None and owner.get(total, own) != own), None)
