"""A place named in a sentence, with the part that it plays there."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.extraction.around import Role
from gazetteer import UNLISTED, GeoPrecision, Match, PlaceKind


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a sentence; offsets count from the report's beginning."""

    start: int
    end: int
    match: Match
    role: Role
    relative: bool
    named: tuple[int, int] | None = None
    """Where the place is named, if this is only "the city"."""

    @property
    def name_span(self) -> tuple[int, int]:
        """Where the report names the place."""
        return self.named or (self.start, self.end)

    @property
    def precision(self) -> GeoPrecision:
        """How exactly the name places something."""
        return self.match.geo_precision

    @property
    def is_country(self) -> bool:
        """Whether it names a whole country or more."""
        return self.match.geo_precision >= GeoPrecision.PART_OF_COUNTRY


def within(inner: Match, outer: Match) -> bool:
    """Whether a place lies in a larger one, by the gazetteer's codes."""
    a, b = inner.place, outer.place
    held = inner.method == UNLISTED and inner.geo_precision == outer.geo_precision and outer.method != UNLISTED
    if (inner.geo_precision >= outer.geo_precision and not held) or a.country_code != b.country_code or a.country_code is None:
        return False
    if b.kind is PlaceKind.COUNTRY:
        return True
    if b.kind is PlaceKind.REGION:
        return a.admin1_code is not None and a.admin1_code == b.admin1_code
    return b.kind is PlaceKind.DISTRICT and a.admin2 is not None and a.admin2 == b.admin2 and a.admin1_code == b.admin1_code
