"""When a piece of aid was given, and whether it is this report's news or told as context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dashboard.codes import AidStatus, TimePrecision
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.segments import Segment
from dashboard.records import When

BACKGROUND_DAYS = 14
"""A package told this long after is context."""
PLAN_DAYS = 60
"""A plan dated farther back is dated by its report."""


def when_of(
    at: int, start: int, limit: int, lead: int, found: Sequence[DateMention], published: date | None, status: AidStatus
) -> tuple[When, DateMention | None]:
    """The day of what stands at `at`: the most precise date from `start` to `limit`, else from before `lead`, else publication."""
    if status is AidStatus.CUMULATIVE_TOTAL:
        return When(note="a running total"), None
    mine = [d for d in found if start <= d.start <= limit] or [d for d in found if d.start < min(at, lead)]
    # "The 31st drawdown since August 2021" dates the first of them.
    mine = [d for d in mine if not (d.of_speech and d.when.precision is not None and d.when.precision > TimePrecision.DAYS)]
    usable = [d for d in mine if d.when.best is not None or d.when.start is not None]
    if status is AidStatus.PROPOSED and published is not None:
        # "will meet on 1 February": a plan's own day may lie ahead, and is no day of last year.
        usable = [d for d in usable if d.when.best is not None and 0 <= (published - d.when.best).days <= PLAN_DAYS]
    if usable:
        chosen = min(usable, key=lambda d: (d.when.precision or 9, abs(d.start - at)))
        return chosen.when, chosen
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown"), None
    if status is AidStatus.PROPOSED:
        return When(note="proposed; the text gives no day for it"), None
    note = "the text gives no date; taken from the day of publication"
    return When(start=published, end=published, best=published, precision=TimePrecision.DAYS, note=note), None


def is_background(when: When, status: AidStatus, published: date | None) -> bool:
    """Whether a package is context: told long after it was given."""
    if is_history(when, published):
        return True
    if status in {AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED} or published is None or when.best is None:
        return False
    return (published - when.best).days > BACKGROUND_DAYS


_GIVEN = r"(?:announced|pledged|promised|approved|allocated|given|sent|provided|delivered|donated|committed)"
_EARLIER = re.compile(
    rf"\b(?:previously {_GIVEN}|previous (?:package|tranche|aid|pledge)|had (?:already|earlier|previously) {_GIVEN}|"
    r"earlier (?:package|pledge|tranche|announcement|commitment)s?|last (?:month|year|spring|summer|autumn|fall|winter))\b",
    re.IGNORECASE,
)
"""What was given before, told beside what is given now."""


_YEARLY = re.compile(r"\s+(?:a year|per year|each year|every year|annually|yearly)\b", re.IGNORECASE)
_HAD = re.compile(rf"\bhad (?:also )?{_GIVEN}\b", re.IGNORECASE)
_REPORTED = re.compile(r"\b(?:said|says|announced|confirmed|told|reported|added|that)\b[^.;]{0,60}$", re.IGNORECASE)
_PART_OF = re.compile(r"\bpart of (?:the|its|an?) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_UNDER = re.compile(r"\bunder (?:the|its|their|an?) (?:[\w’'-]+ ){0,3}$", re.IGNORECASE)


_BESIDES = re.compile(
    r"\b(?:on top of|in addition to|besides|beyond) (?:the |its |an? |about |some |earlier |previous ){0,2}$", re.IGNORECASE
)
_GIVEN_BEFORE = re.compile(
    r"[^.;,]{0,50}\b(?:released|given|announced|pledged|approved|committed|provided|sent|allocated) (?:earlier|previously|before|"
    r"last (?:month|year)|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def is_earlier(segment: Segment, status: AidStatus, rule: str, dated: DateMention | None) -> bool:
    """Whether an amount was given before or flows every year: "had already sent", "under its 50 billion programme", "3 billion a year"."""
    if status is not AidStatus.CUMULATIVE_TOTAL and (_BESIDES.search(segment.before) or _GIVEN_BEFORE.match(segment.rest)):
        return True
    if _UNDER.search(segment.before) or (rule == "status:default" and _YEARLY.match(segment.after)):
        return True
    if segment.start and _PART_OF.search(segment.before):
        # "15 billion, part of a global 115 billion package": the wider sum is told elsewhere.
        return True
    had = _HAD.search(segment.before)
    # "Biden had announced" looks back; "the minister said that Italy had allocated" is the news.
    told_before = had is not None and _REPORTED.search(segment.before[: had.start()]) is None
    return dated is None and (told_before or _EARLIER.search(segment.before) is not None)
