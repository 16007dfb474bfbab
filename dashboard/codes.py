"""Closed vocabularies: the values that are stored, filtered, coloured and exported. Lexicons map words to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from gazetteer import GeoPrecision

__all__ = [
    "ACLED_TERMS",
    "ODBL_VIINA",
    "UCDP_CC_BY",
    "AidCategory",
    "AidStatus",
    "ClaimKind",
    "GeoPrecision",
    "Licence",
    "ReviewState",
    "Target",
    "TimePrecision",
    "Victims",
    "Weapon",
    "licence_of",
]


class ClaimKind(StrEnum):
    """What a claim speaks of."""

    STRIKE = "strike"
    AID = "aid"


class TimePrecision(IntEnum):
    """How exactly a date is known: the codes of `date_prec` in the UCDP GED codebook."""

    DAY = 1
    DAYS = 2
    WEEK = 3
    MONTH = 4
    YEAR = 5


class Weapon(StrEnum):
    """What struck."""

    MISSILE = "missile"
    DRONE = "drone"
    AIR_STRIKE = "air strike"
    GLIDE_BOMB = "glide bomb"
    BOMB = "bomb"
    ARTILLERY = "artillery"
    ROCKET = "rocket"
    EXPLOSIVE_DEVICE = "explosive device"
    OTHER = "other"


class Target(StrEnum):
    """What was struck."""

    RESIDENTIAL = "residential"
    ENERGY = "energy"
    INDUSTRIAL = "industrial"
    MILITARY = "military"
    TRANSPORT = "transport"
    MEDICAL = "medical"
    EDUCATION = "education"
    COMMERCIAL = "commercial"
    GOVERNMENT = "government"
    RELIGIOUS = "religious"
    CULTURAL = "cultural"
    HUMANITARIAN = "humanitarian"
    FOOD = "food"
    PORT = "port"
    RESCUERS = "rescuers"
    JOURNALISTS = "journalists"
    CIVILIAN_GATHERING = "civilian gathering"
    OTHER = "other"


class Victims(StrEnum):
    """Who the killed or injured were, where the text splits them."""

    CIVILIANS = "civilians"
    MILITARY = "military"
    CHILDREN = "children"
    RESCUERS = "rescuers"
    UNKNOWN = "unknown"


class AidStatus(StrEnum):
    """How far a piece of aid has come (the Kiel rules); stages are never added together."""

    PROPOSED = "proposed"
    PLEDGED = "pledged"
    APPROVED = "approved"
    ANNOUNCED = "announced"
    ALLOCATED = "allocated"
    DELIVERED = "delivered"
    CUMULATIVE_TOTAL = "cumulative_total"

    @property
    def is_package(self) -> bool:
        """Whether an amount of this stage is a package of its own; a running total stated by a source is shown, never added."""
        return self is not AidStatus.CUMULATIVE_TOTAL


class AidCategory(StrEnum):
    """What kind of aid."""

    MILITARY = "military"
    HUMANITARIAN = "humanitarian"
    FINANCIAL = "financial"
    ENERGY = "energy"
    MIXED = "mixed"


class ReviewState(StrEnum):
    """What a person has said of what the machine found."""

    UNREVIEWED = "unreviewed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What an export may carry of a source."""

    name: str
    """As it stands in `Report.licence`."""
    may_export_rows: bool
    """Whether what the source says (place, day, toll, with short quotes) may leave in a file."""
    may_export_text: bool
    """Whether its whole text may."""


ACLED_TERMS: Final = Licence(name="ACLED terms of use: no redistribution", may_export_rows=False, may_export_text=False)
"""acleddata.com, terms and conditions: data may be used by who obtained them, and not be passed on."""
UCDP_CC_BY: Final = Licence(name="CC BY 4.0 (UCDP)", may_export_rows=True, may_export_text=True)
ODBL_VIINA: Final = Licence(name="ODbL 1.0 (VIINA)", may_export_rows=True, may_export_text=False)
"""The database may be passed on under the same licence; the words are the outlets' own."""

_LICENCES: Final = {licence.name: licence for licence in (ACLED_TERMS, UCDP_CC_BY, ODBL_VIINA)}


def licence_of(name: str | None) -> Licence:
    """What a report's licence allows; of one that is not in the table quotes may leave, and never the whole text."""
    return _LICENCES.get(name or "") or Licence(name=name or "unknown", may_export_rows=True, may_export_text=False)
