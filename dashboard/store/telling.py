"""What changed, in words: for the command line, for reviewers who were overtaken, and for the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from dashboard.records import Estimate
from dashboard.reviews import Review, ReviewAction
from dashboard.store.past import Change, Version
from dashboard.store.wording import day_words, moment_words

_NAMES: Final = {
    "event_date": "date",
    "killed_low": "killed, low",
    "killed_high": "killed, high",
    "injured_low": "injured, low",
    "injured_high": "injured, high",
    "reports": "reports",
}
_ENDS: Final = {"changed": "changed", "joined": "joined into another", "withdrawn": "withdrawn", "present": "as it is now"}
_DID: Final = {
    ReviewAction.CONFIRM: "confirmed it",
    ReviewAction.CORRECT: "corrected it",
    ReviewAction.REJECT: "rejected it",
    ReviewAction.JOIN: "joined it with another",
    ReviewAction.SPLIT: "split it",
    ReviewAction.NOTE: "made a note",
    ReviewAction.UNDO: "took a review back",
}


def difference_words(differences: Mapping[str, tuple[Any, Any]]) -> str:
    """What differs: "killed 6 → 31, reports 1 → 3"."""
    return ", ".join(f"{_NAMES.get(name, name)} {_value(before)} → {_value(after)}" for name, (before, after) in differences.items())


def row_words(row: Mapping[str, Any]) -> str:
    """An event or a package in a few words: its place or donor, its day, its figures."""
    day = _value(row.get("event_date", row.get("date")))
    if "place" in row:
        counts = [f"{row[name]} {name}" for name in ("killed", "injured") if row.get(name) is not None]
        return ", ".join([str(row["place"] or "unknown place"), day, *counts])
    money = f"{row['amount']:,.0f} {row['currency']}" if row.get("amount") is not None else "no amount"
    return ", ".join([f"{row.get('donor') or 'unknown donor'} to {row.get('recipient') or 'unknown'}", day, money, str(row.get("status"))])


def change_words(change: Change) -> str:
    """One change as a line without its id."""
    row = change.after or change.before or {}
    told = row_words(row)
    if change.fate == "changed":
        return f"{told}: {difference_words(change.differences())}"
    return told


def version_words(version: Version, before: Version | None) -> str:
    """A version as a line: since when, what it says, and what was different before."""
    line = f"{moment_words(version.since)}  {row_words(version.values)}"
    if before is not None:
        change = Change(kind="events", fate="changed", own=version.own, other=None, before=before.values, after=version.values)
        line += f"  [{difference_words(change.differences()) or 'sources or wording'}]"
    return line if version.until is None or version.fate == "changed" else f"{line}  ({_ENDS[version.fate]}, {moment_words(version.until)})"


def review_words(review: Review) -> str:
    """A review as a line."""
    when = "" if review.recorded_at is None else f"{moment_words(review.recorded_at)}  "
    values = (
        ""
        if review.correction is None
        else ": " + ", ".join(f"{name} = {_value(value)}" for name, value in review.correction.values().items())
    )
    undone = "" if review.undoes is None else f" (review {review.undoes})"
    note = f" “{review.note}”" if review.note else ""
    return f"{when}review {review.number}: {review.who} {_DID[review.action]}{undone}{values}{note}"


def figure_words(count: Estimate) -> str:
    """A count with its doubt: "7", "6–8 (best 7)", "unknown"."""
    if count.best is None:
        return "unknown"
    if count.low == count.high == count.best:
        return str(count.best)
    return f"{'?' if count.low is None else count.low}–{'?' if count.high is None else count.high} (best {count.best})"


def _value(value: Any) -> str:  # noqa: ANN401 - any column
    if value is None:
        return "unknown"
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Estimate):
        return figure_words(value)
    best = getattr(value, "best", value)
    name = getattr(value, "name", None) if not isinstance(value, str) else None
    return str(name if name and hasattr(value, "geo_precision") else best if best is not None else "unknown")
