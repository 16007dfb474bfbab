"""The records that travel between rooms. All frozen; days are plain dates, degrees WGS84, distances km, money Decimal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from dashboard.codes import AidCategory, AidStatus, ClaimKind, GeoPrecision, ReviewState, Target, TimePrecision, Victims, Weapon

EXTRACTOR_VERSION = 3
"""Raised whenever the rules of extraction change what they find; the newest version that read a report speaks for it."""
MERGING_VERSION = 2
"""Raised whenever the rules of merging change what the same claims come to; what an older one derived is derived anew first."""


def digest(*parts: str) -> str:
    """The key of a content: sha256 over the parts, each ended by a NUL, as 64 hex digits."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part.encode("utf-8", "surrogatepass"))
        sha.update(b"\0")
    return sha.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document of one source."""

    report_id: str
    """`digest(source, text)`."""
    source: str
    """The outlet, from the header; "unknown" otherwise, never a path."""
    text: str
    """The whole decoded file, header included; every offset counts its code points."""
    body_start: int = 0
    """Where the header ends and the report itself begins, code points."""
    published: date | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    """ISO 639-1, as the header says."""
    licence: str | None = None
    retrieved_at: datetime | None = None
    """When it was read, UTC."""
    doc_id: str = ""
    """The file's stem, for output rows; no part of the report's identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where in a report a value stands: `Report.text[start:end]`, half-open, in code points."""

    report_id: str
    start: int
    end: int
    rule: str
    """The name of the rule that fired."""
    value: str = ""
    """The field that it supports ("killed", "place", "amount" ...); empty for the claim as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A count with its doubt: `0 <= low <= best <= high` as far as they are known; unknown is None, never 0."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        known = [v for v in (self.low, self.best, self.high) if v is not None]
        if known != sorted(known) or any(v < 0 for v in known):
            raise ValueError(f"an estimate needs 0 <= low <= best <= high, not {self.low}, {self.best}, {self.high}")

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return not (self.low is None and self.best is None and self.high is None)


UNKNOWN = Estimate()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The time of an event, as an interval of days local to it, both ends included; all None where the text gives none."""

    start: date | None = None
    end: date | None = None
    best: date | None = None
    """The best single day (`event_date`)."""
    precision: TimePrecision | None = None
    note: str | None = None
    """Why a date is missing or vague, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where something happened. Precision 6 and 7 carry no point: a country is never drawn as if it were a town."""

    name: str
    """In English."""
    geo_precision: GeoPrecision
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    """Radius around the point that holds the true place, km."""
    country: str | None = None
    """The country's usual English name."""
    country_code: str | None = None
    """ISO 3166-1 alpha-2."""
    admin1: str | None = None
    admin1_code: str | None = None
    """GeoNames admin-1 code within the country."""
    admin2: str | None = None
    pcode: str | None = None
    """OCHA P-code of the first-order division (Ukraine)."""
    geonameid: int | None = None
    method: str = ""
    """The rule of the gazetteer that chose the place."""
    score: float = 0.0
    """Confidence of the choice, 0-1."""
    runners_up: tuple[str, ...] = ()
    """Other readings of the name, best first, in words."""


UNPLACED = Location(name="unknown", geo_precision=GeoPrecision.UNKNOWN, method="none")
"""The location of what no name of the text places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeClaim:
    """What one report says of one strike: one place, one day, one attack."""

    claim_id: str
    report_id: str
    evidence: Evidence
    """The passage that tells the strike."""
    support: tuple[Evidence, ...] = ()
    """For each value, the words that it was read from."""
    place_text: str | None = None
    """As written."""
    place_span: tuple[int, int] | None = None
    """Where the place is named, code points of the report's text."""
    place_is_relative: bool = False
    """Whether the span is an expression ("30 km south of X") rather than a name."""
    location: Location | None = None
    """Filled by `dashboard.locating`."""
    when: When = field(default_factory=When)
    attacks: int | None = None
    """The number of attacks that the text counts ("four strikes")."""
    killed: Estimate = UNKNOWN
    injured: Estimate = UNKNOWN
    missing: Estimate = UNKNOWN
    killed_by: tuple[tuple[Victims, int], ...] = ()
    injured_by: tuple[tuple[Victims, int], ...] = ()
    weapons: tuple[Weapon, ...] = ()
    target: Target | None = None
    site: str | None = None
    """What the struck site is called, in small letters: "lastivka"."""
    actor: str | None = None
    """The state or armed group that the text says did it."""
    speaker: str | None = None
    """The state whose officials give the toll, where the sentence names them by it."""
    sketch: tuple[int, ...] = ()
    """Of the words of the passage, by which copies are told (`dashboard.extraction.sketch`)."""
    background: bool = False
    """Context, not this report's news."""
    part_of: str | None = None
    """The claim_id of the claim whose total contains this one."""
    kind: ClaimKind = ClaimKind.STRIKE


@dataclass(frozen=True, slots=True, kw_only=True)
class AidClaim:
    """What one report says of one piece of aid."""

    claim_id: str
    report_id: str
    evidence: Evidence
    support: tuple[Evidence, ...] = ()
    donor: str | None = None
    """A state's usual English name, or the organisation's."""
    donor_code: str | None = None
    """ISO 3166-1 alpha-2 where the donor is a state."""
    recipient: str | None = None
    recipient_code: str | None = None
    when: When = field(default_factory=When)
    amount: Decimal | None = None
    """In `currency`, whole units; None where only items are named."""
    currency: str | None = None
    """ISO 4217."""
    usd_stated: Decimal | None = None
    """The equivalent in US dollars that the text itself gives; never a conversion of ours."""
    status: AidStatus = AidStatus.ANNOUNCED
    category: AidCategory = AidCategory.MIXED
    items: tuple[str, ...] = ()
    ordinal: int | None = None
    """23 for "a 23rd package"."""
    sketch: tuple[int, ...] = ()
    """As of a strike."""
    background: bool = False
    part_of: str | None = None
    kind: ClaimKind = ClaimKind.AID


Claim = StrikeClaim | AidClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A row of a table that people made out of reports: what it says needs no reading, and its places are those that it gives."""

    report: Report
    """The row as a text, its values as they stand there, so that every figure leads to its words."""
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to tell of a source that is no error: what of it was passed over, and why."""

    text: str
    """One line, the source's name first."""


ONE_EVENT_A_ROW = frozenset(("table:acled", "table:ucdp", "table:viina-1pd"))
"""Rules of the tables whose rows are events and not tellings of them: two rows of one such table are two events."""


def claim_key(report_id: str, kind: ClaimKind, start: int, end: int, discriminator: str = "") -> str:
    """The id of a claim: the digest of report, kind and evidence span; `discriminator` parts two claims of one sentence."""
    return digest(report_id, kind.value, str(start), str(end), discriminator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Why a claim was joined to an event or package."""

    claim_id: str
    score: float
    """0-1; the anchor's own is 1."""
    reason: str
    """In plain words, for the evidence panel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What one report counts, with its day: one entry of an event's series."""

    claim_id: str
    day: date | None
    """The day of the report."""
    source: str
    speaker: str | None
    """The state whose officials give it."""
    killed: Estimate = UNKNOWN
    injured: Estimate = UNKNOWN
    missing: Estimate = UNKNOWN
    copies: str | None = None
    """The claim whose words it repeats: it adds no source, and its day is not that of its figures."""
    background: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One strike, as all its claims together tell it."""

    event_id: str
    """Derived from the anchor claim; kept while members join."""
    joins: tuple[Join, ...]
    """The claims, anchor first."""
    reports: int
    """Number of reports that tell it."""
    sources: tuple[str, ...]
    """The outlets, the first that told it first."""
    location: Location
    when: When
    copied: tuple[str, ...] = ()
    """Those of the outlets that only repeat another's words, as of a wire: they make no source of their own."""
    killed: Estimate = UNKNOWN
    injured: Estimate = UNKNOWN
    missing: Estimate = UNKNOWN
    killed_by: tuple[tuple[Victims, int], ...] = ()
    injured_by: tuple[tuple[Victims, int], ...] = ()
    attacks: int | None = None
    weapons: tuple[Weapon, ...] = ()
    target: Target | None = None
    actor: str | None = None
    background: bool = False
    part_of: str | None = None
    """The event_id of the event whose total contains this one; left out of sums."""
    figures_note: str = ""
    """Which claim the figures were taken from, and why."""
    review: ReviewState = ReviewState.UNREVIEWED
    """What a person has said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One piece of aid, as all its claims together tell it."""

    package_id: str
    joins: tuple[Join, ...]
    reports: int
    sources: tuple[str, ...]
    copied: tuple[str, ...] = ()
    """As of an event."""
    donor: str | None
    donor_code: str | None
    recipient: str | None
    recipient_code: str | None
    when: When
    amount: Decimal | None
    currency: str | None
    usd_stated: Decimal | None
    status: AidStatus
    category: AidCategory
    items: tuple[str, ...] = ()
    ordinal: int | None = None
    background: bool = False
    part_of: str | None = None
    review: ReviewState = ReviewState.UNREVIEWED
