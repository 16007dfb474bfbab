"""Rules of merging for tests that say themselves what claims come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import merging
from dashboard.neighbourhoods import Block, Reach
from dashboard.records import Claim, Event, Package
from dashboard.reviews import Verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """All claims come to exactly these events and packages; to be used with `Batch.rebuild`."""

    events: tuple[Event, ...] = ()
    packages: tuple[Package, ...] = ()

    def block(self, claim: Claim, report: object) -> Block | None:  # noqa: ARG002 - as the real rules have it
        """Nowhere: nothing is looked for."""
        return None

    def reach(self, of: Block) -> Reach:
        """Never asked, since nothing has a block."""
        return merging.reach(of)

    def judged(self, claim: Claim, verdicts: Verdicts) -> Claim:  # noqa: ARG002 - as the real rules have it
        """As it was told."""
        return claim

    def is_likely_one(self, a: Claim, b: Claim, reports: Mapping[str, object]) -> bool:  # noqa: ARG002 - as the real rules have it
        """Never by itself."""
        return False

    def merge(self, claims: Iterable[Claim], reports: Mapping[str, object], verdicts: Verdicts) -> Scripted:  # noqa: ARG002 - see above
        """What the test says."""
        return self

    def first_parent(self, own: str, totals: Sequence[str | None], owner: Mapping[str, str]) -> str | None:
        """As the real rules have it."""
        return merging.first_parent(own, totals, owner)
