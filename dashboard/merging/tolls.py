"""The figures of one event as a dated series, and which of them is shown as best, by which rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.merging.copies import copies
from dashboard.merging.headings import Heading
from dashboard.records import UNKNOWN, Estimate, StrikeClaim, Toll

Of = Callable[[Toll], Estimate]
_ALONE: Final = ""
"""The rule where there is nothing to choose: all say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The figure that is shown, and why."""

    estimate: Estimate
    """The best one, with the lowest and the highest that any report gives."""
    toll: Toll | None
    """Where it was taken from; None where no report counts."""
    rule: str
    """The rule that chose, in plain words; empty where all reports say the same."""


def series(claims: Sequence[StrikeClaim], reports: Mapping[str, Heading]) -> tuple[Toll, ...]:
    """What each claim counts, by the day of its report; those that count nothing are left out, undated reports come first.

    Args:
        claims: The claims of one event, in the order of publication.
        reports: Their reports.
    """
    repeated = copies(claims, reports)
    tolls = [
        Toll(
            claim_id=claim.claim_id,
            day=reports[claim.report_id].published,
            source=reports[claim.report_id].source,
            speaker=claim.speaker,
            killed=claim.killed,
            injured=claim.injured,
            missing=claim.missing,
            copies=repeated.get(claim.claim_id),
            background=claim.background,
        )
        for claim in claims
        if claim.killed.known or claim.injured.known or claim.missing.known
    ]
    return tuple(sorted(tolls, key=lambda toll: (toll.day or date.min, toll.claim_id)))


def chosen(tolls: Sequence[Toll], of: Of, country: str | None, actor: str | None = None) -> Choice:
    """The best figure of a series, by the first of these rules that has something to say.

    1. A copy counts no more than what it repeats.
    2. Where officials of two states count differently, those of who struck are not followed; where nobody says who struck, those of
       the country where it happened are.
    3. A report that tells of nobody does not undo one that counts, and "at least" undoes no higher figure.
    4. The latest report is followed: tolls rise while rescuers work.

    Args:
        tolls: The series, earliest first.
        of: The figure in question.
        country: The country where it happened.
        actor: Who struck, as reported.

    Returns:
        The estimate spans whatever any report gives, also what the rules passed over.
    """
    every = [toll for toll in tolls if of(toll).best is not None]
    counted = [toll for toll in every if toll.copies is None] or every
    if not counted:
        return Choice(estimate=UNKNOWN, toll=None, rule=_ALONE)
    ruled, why = _of_side(counted, of, country, actor)
    latest = ruled[-1]
    standing = [toll for toll in ruled if _stands(of(toll), of(latest))]
    best = standing[-1] if standing else latest
    if len({of(toll).best for toll in every}) == 1:
        return Choice(estimate=_span(of(best), [of(toll) for toll in every]), toll=best, rule=_ALONE)
    if not why:
        why = "the latest report" if best is latest else "a later report does not undo it"
    return Choice(estimate=_span(of(best), [of(toll) for toll in every]), toll=best, rule=why)


def _of_side(counted: Sequence[Toll], of: Of, country: str | None, actor: str | None) -> tuple[Sequence[Toll], str]:
    """Those of the side that is followed, where the sides differ; and the rule, where it chose."""
    spoken = [toll for toll in counted if toll.speaker is not None]
    followed = [toll for toll in spoken if (toll.speaker != actor if actor is not None else toll.speaker == country)]
    others = [toll for toll in spoken if toll not in followed]
    if not followed or not others or {of(toll).best for toll in followed} == {of(toll).best for toll in others}:
        return counted, ""
    return followed, f"the officials of {followed[-1].speaker}"


def _stands(earlier: Estimate, latest: Estimate) -> bool:
    """Whether a figure stands against the latest one: higher, and that one tells of nobody or only a least number."""
    if earlier.best is None or latest.best is None or earlier.best <= latest.best:
        return False
    return latest.best == 0 or latest.high is None


def _span(best: Estimate, every: Sequence[Estimate]) -> Estimate:
    """A figure with the lowest and highest that any report gives; no upper bound where the highest is a least number."""
    top = best.best or 0
    lows = [each.low for each in every if each.low is not None]
    figures = [each.best for each in every if each.best is not None]
    highs = [*figures, *(each.high for each in every if each.high is not None)]
    low = min([*lows, *figures, top]) if lows else None
    return Estimate(low=low, best=top, high=None if best.high is None and max(highs) == top else max([*highs, top]))


def note(choice: Choice, names: Mapping[str, str]) -> str:
    """Which report the best figure follows and by which rule, in words; empty where all say the same.

    Args:
        choice: What was chosen.
        names: How each claim's report is called.
    """
    if not choice.rule or choice.toll is None:
        return ""
    day = "" if choice.toll.day is None else f" of {choice.toll.day:%-d %b %Y}"
    return f"best figure: {choice.rule}, {names[choice.toll.claim_id]}{day}"
