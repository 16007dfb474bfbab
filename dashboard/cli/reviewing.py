"""The verb `review`: confirm, correct, reject, join, split, note, undo."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from dashboard.cli.status import DONE, AddVerb
from dashboard.cli.values import default_name, full_id, name
from dashboard.codes import AidStatus, GeoPrecision, Target, TimePrecision, Weapon
from dashboard.errors import ReviewError
from dashboard.records import Estimate, Location, When
from dashboard.reviews import Correction, ReviewAction
from dashboard.settings import Settings
from dashboard.terminal import screen, shown

if TYPE_CHECKING:
    from gazetteer import Gazetteer

_REVIEW: Final = """\
Say what you think of an event or a package. Nothing is lost: each review is kept with your name and the time, it outlives newer
rules of reading and merging, and `undo` takes it back.

  confirm ID            it is as it is shown
  correct ID VALUES     put a place, a day or figures in
  reject ID             it is no such event; it leaves all sums
  join ID OTHER         both are one event
  split ID CLAIM...     these claims are another event (`strikemap history` lists claims)
  note ID --note TEXT   a remark
  undo ID               take the last review of it back (--number for another)

With --seen N, from `strikemap history`, nothing is recorded where somebody changed the event since you looked; you are told what."""
_MOST = 3
"""Figures of an estimate: low, best, high."""
_TOWN_KM: Final = 5.0


def add_verbs(verb: AddVerb) -> None:
    """Add this verb to the command line."""
    review = verb("review", run_review, "confirm, correct, join, split, reject, note, undo", _REVIEW)
    review.add_argument("action", choices=[action.value for action in ReviewAction], metavar="ACTION")
    review.add_argument("id", metavar="ID")
    review.add_argument("more", nargs="*", metavar="OTHER", help="of a join the other id, of a split the claims that go apart")
    review.add_argument("--as", dest="who", type=name, default=default_name(), metavar="NAME", help="your name (default: the user's name)")
    review.add_argument("--note", default="", metavar="TEXT")
    review.add_argument("--seen", type=int, metavar="N", help="the store's number when you looked")
    review.add_argument("--number", type=int, metavar="N", help="of an undo: the review to take back")
    values = review.add_argument_group("values of a correction")
    values.add_argument("--place", metavar="NAME", help="a place of the gazetteer, with --country where several have the name")
    values.add_argument("--country", type=_country, metavar="CC", help="its country, two letters")
    values.add_argument("--at", type=_point, metavar="LAT,LON", help="or a point, degrees; --place names it then")
    for count in ("killed", "injured", "missing"):
        values.add_argument(f"--{count}", type=_estimate, metavar="N|LOW-HIGH|LOW-BEST-HIGH")
    values.add_argument("--date", type=date.fromisoformat, metavar="DAY")
    values.add_argument("--weapon", action="append", choices=[each.value for each in Weapon], metavar="WEAPON", help="may be repeated")
    values.add_argument("--target", choices=[each.value for each in Target], metavar="TARGET")
    values.add_argument("--actor", metavar="NAME")
    values.add_argument("--amount", type=_amount, metavar="N", help="of a piece of aid, in whole units")
    values.add_argument("--currency", metavar="ISO")
    values.add_argument("--status", choices=[each.value for each in AidStatus], metavar="STAGE")


def run_review(options: argparse.Namespace, settings: Settings) -> int:
    """Record a review, and say what came of it."""
    from dashboard.reviewing import review  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store import Store  # noqa: PLC0415
    from dashboard.store.telling import review_words  # noqa: PLC0415

    action = ReviewAction(options.action)
    with Store.open(settings.store, wait_seconds=settings.wait_seconds) as store:
        own = full_id(store, options.id)
        join, split = action is ReviewAction.JOIN, action is ReviewAction.SPLIT
        _check_arguments(options, action)
        correction = None
        if action is ReviewAction.CORRECT:
            with screen(quiet=options.quiet) as view:
                correction = _correction(options, view.open_gazetteer() if options.place and options.at is None else None)
        claims = [claim.claim_id for claim in store.claims_of(own)] if split else []
        outcome = review(
            store,
            action,
            own,
            who=options.who,
            other=full_id(store, options.more[0]) if join and options.more else None,
            claims=[_full_claim(each, claims) for each in options.more] if split else (),
            correction=correction,
            note=options.note,
            undoes=options.number,
            seen=options.seen,
        )
    sys.stdout.write(shown(review_words(outcome.review)) + "\n")
    sys.stdout.write("Now: " + ", ".join(each[:12] for each in outcome.now) + "\n")
    return DONE


_VALUES = ("place", "country", "at", "killed", "injured", "missing", "date", "weapon", "target", "actor", "amount", "currency", "status")


def _check_arguments(options: argparse.Namespace, action: ReviewAction) -> None:
    """Refuse what an action would pass over in silence."""
    wanted = {ReviewAction.JOIN: 1, ReviewAction.SPLIT: len(options.more)}.get(action, 0)
    if len(options.more) > wanted:
        raise ReviewError(f"{action.value} does not take {' '.join(options.more[wanted:])}; see `strikemap review --help`.")
    given = [f"--{value}" for value in _VALUES if getattr(options, value) is not None]
    if given and action is not ReviewAction.CORRECT:
        raise ReviewError(f"{action.value} takes no {', '.join(given)}; values belong to `strikemap review correct`.")


def _full_claim(given: str, claims: list[str]) -> str:
    found = [each for each in claims if each.startswith(given.strip().lower())]
    return found[0] if len(found) == 1 else given


def _correction(options: argparse.Namespace, gazetteer: Gazetteer | None) -> Correction:
    day: date | None = options.date
    return Correction(
        location=_location(options, gazetteer),
        when=None if day is None else When(start=day, end=day, best=day, precision=TimePrecision.DAY),
        killed=options.killed,
        injured=options.injured,
        missing=options.missing,
        weapons=None if options.weapon is None else tuple(Weapon(each) for each in options.weapon),
        target=None if options.target is None else Target(options.target),
        actor=options.actor,
        amount=options.amount,
        currency=options.currency,
        status=None if options.status is None else AidStatus(options.status),
    )


def _location(options: argparse.Namespace, gazetteer: Gazetteer | None) -> Location | None:
    """The place that a correction names: a point, or what the gazetteer knows under the name.

    Raises:
        ReviewError: the gazetteer does not know it.
    """
    if options.at is not None:
        latitude, longitude = options.at
        name = options.place or f"{latitude:.4f}, {longitude:.4f}"
        return Location(
            name=name,
            geo_precision=GeoPrecision.EXACT,
            latitude=latitude,
            longitude=longitude,
            radius_km=_TOWN_KM,
            country_code=options.country,
            method="review",
            score=1.0,
        )
    if gazetteer is None:
        return None
    from dashboard.locating import location  # noqa: PLC0415

    found = gazetteer.search(options.place, country=options.country, limit=1)
    if not found:
        raise ReviewError(f"The gazetteer knows no place {options.place!r}; see `gazetteer search`, or give a point with --at LAT,LON.")
    return replace(location(found[0]), method="review", score=1.0)


def _country(text: str) -> str:
    if len(text) != len("UA") or not (text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text!r} is no country code; write two letters, e.g. UA")
    return text.upper()


def _point(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no point; write LAT,LON in degrees, e.g. 49.98,36.25") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        raise argparse.ArgumentTypeError(f"{text!r} lies nowhere on the globe")
    return latitude, longitude


def _estimate(text: str) -> Estimate:
    found = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?(?:-(\d{1,9}))?", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no figure; write N, LOW-HIGH or LOW-BEST-HIGH")
    parts = [int(part) for part in found.groups() if part is not None]
    low, high = parts[0], parts[-1]
    try:
        return Estimate(low=low, best=parts[1] if len(parts) == _MOST else (low + high) // 2, high=high)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from error


def _amount(text: str) -> Decimal:
    try:
        found = Decimal(text.replace("_", ""))
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount") from error
    if not found.is_finite() or found < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount")
    return found
