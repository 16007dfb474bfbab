"""Which claims only repeat the words of another outlet's: a wire copy is no source of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from dashboard.merging.headings import Heading
from dashboard.records import AidClaim, StrikeClaim

C = TypeVar("C", StrikeClaim, AidClaim)

_ONE_TEXT: Final = 0.6
"""Share of runs of words in common from which a passage is a copy: one that was cut, or in which a name or a number was changed."""


def copies(claims: Sequence[C], reports: Mapping[str, Heading]) -> dict[str, str]:
    """For each claim that repeats an earlier one of another outlet, that claim, by their ids.

    Args:
        claims: The claims of one event, in the order of publication.
        reports: Their reports.
    """
    found: dict[str, str] = {}
    originals: list[C] = []
    for claim in claims:
        if not claim.sketch:
            continue
        outlet = reports[claim.report_id].source
        first = next((other for other in originals if resemblance(other.sketch, claim.sketch) >= _ONE_TEXT), None)
        if first is None:
            originals.append(claim)
        elif reports[first.report_id].source != outlet:
            found[claim.claim_id] = first.claim_id
    return found


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of runs of words that two passages have in common, 0-1, judged from their sketches.

    Source: A. Broder, "On the resemblance and containment of documents", 1997.
    """
    if one == other:
        return 1.0
    both, size = set(one) & set(other), max(len(one), len(other))
    smallest = sorted(set(one) | set(other))[:size]
    return sum(each in both for each in smallest) / size


def only_copied(claims: Sequence[C], repeated: Mapping[str, str], reports: Mapping[str, Heading]) -> tuple[str, ...]:
    """The outlets none of whose claims is in its own words."""
    own = {reports[claim.report_id].source for claim in claims if claim.claim_id not in repeated}
    return tuple(dict.fromkeys(source for claim in claims if (source := reports[claim.report_id].source) not in own))
