"""What the verbs understand: names, days, ids, reports."""

from __future__ import annotations

import argparse
import getpass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from dashboard.errors import EventUnknownError, ReportUnknownError
from dashboard.reviews import MAX_NAME, MAX_NOTE

if TYPE_CHECKING:
    from dashboard.records import Report
    from dashboard.store import Store

_DAY_SIGNS = 10


def default_name() -> str:
    """The user's name, as the machine knows it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def moment(text: str) -> datetime:
    """A day, which counts until its end, or a moment; UTC.

    Raises:
        ArgumentTypeError: it is neither, or lies in the future.
    """
    try:
        if len(text) == _DAY_SIGNS:
            found = datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
            ahead = found.date() > datetime.now(UTC).date()
        else:
            found = datetime.fromisoformat(text)
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
            ahead = found > datetime.now(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day (2024-04-01) and no moment (2024-04-01T12:00Z)") from error
    if ahead:
        raise argparse.ArgumentTypeError(f"{text} lies in the future; nobody knows yet what will be known then")
    return found


def full_id(store: Store, given: str) -> str:
    """The id of an event or package from its beginning.

    Raises:
        EventUnknownError: none begins so, or several do.
    """
    found = store.ids_like(given.strip().lower())
    if len(found) == 1:
        return found[0]
    if not found:
        raise EventUnknownError(f"There is no event or package {given}; ids have 64 digits, of which at least eight are needed.")
    raise EventUnknownError(f"{given} is the beginning of several ids: {', '.join(own[:16] for own in found)}; give more digits.")


def spoken(text: str) -> str:
    """A name or a reason as the user gave it.

    Raises:
        ArgumentTypeError: it is empty, too long, or no text.
    """
    line = " ".join(text.split())
    if len(line) > MAX_NOTE or not line.isprintable():
        raise argparse.ArgumentTypeError(f"this is no text of at most {MAX_NOTE} printable characters")
    return line


def name(text: str) -> str:
    """The name of a person.

    Raises:
        ArgumentTypeError: it is empty, too long, or no text.
    """
    line = spoken(text)
    if not 0 < len(line) <= MAX_NAME:
        raise argparse.ArgumentTypeError(f"a name has 1 to {MAX_NAME} characters")
    return line


def one_report(store: Store, given: str) -> Report:
    """The report that a person means.

    Raises:
        ReportUnknownError: there is none, or there are several.
    """
    found = store.reports_named(given)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ReportUnknownError(f"There is no report {given}; give its id (eight digits or more), its address, or its file's stem.")
    names = ", ".join(f"{report.report_id[:12]} ({report.source})" for report in found)
    raise ReportUnknownError(f"{given} can be any of: {names}; give the id of one.")
