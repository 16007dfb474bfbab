"""What in a store deserves a look: each line names what it is about, the doubtful first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from dashboard.codes import GeoPrecision, ReviewState
from dashboard.reviews import ReviewAction
from dashboard.store import judging, schema
from dashboard.store.queries import CURRENT, FORGOTTEN, SUPERSEDED, WITHDRAWN

CERTAIN: Final = 0.8
"""Joins below this score are worth a look."""
JUMP: Final = 3
"""A toll that has grown to so many times what it was has jumped, where it has grown by `JUMP_LEAST` at least."""
JUMP_LEAST: Final = 10
FUZZY: Final = "fuzzy"
"""The gazetteer's method of a place that was found by the likeness of its name only."""
MOST: Final = 100
"""Lines of one kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at."""

    kind: str
    """Which question it answers; see `KINDS`."""
    about: str
    """Id of the report, claim, event or package, or the name of a source."""
    words: str
    """What there is to see, for a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpan:
    """How far a source reaches."""

    source: str
    reports: int
    oldest: date | None
    newest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of a store."""

    totals: dict[str, int]
    """For each kind of finding, how many there are; also of those beyond the `MOST` that are listed."""
    findings: tuple[Finding, ...]
    sources: tuple[SourceSpan, ...]
    standings: dict[str, int]
    """Reports by how they stand: current, superseded, withdrawn, forgotten."""


KINDS: Final = {
    "doubtful join": "Joins worth a look, the most doubtful first",
    "figure jumped": "Figures that jumped",
    "fuzzy place": "Places found by the likeness of their names only",
    "no place": "Claims with no place",
    "no claim": "Reports with no claim",
    "no licence": "Reports whose licence is unknown: quoted, never given away whole",
    "lost review": "Reviews whose passage no claim tells any more",
    "new since review": "Rejected events that later reports tell again",
}
"""The kinds of findings, with the heading of each."""


def health(connection: sa.Connection) -> Health:
    """Look through a store; every question is answered by the database, none reads all texts."""
    totals: dict[str, int] = {}
    findings: list[Finding] = []
    for kind, question in (
        ("doubtful join", _doubtful()),
        ("figure jumped", _jumped()),
        ("fuzzy place", _fuzzy()),
        ("no place", _unplaced()),
        ("no claim", _silent()),
        ("no licence", _unlicensed()),
    ):
        rows = question.subquery()
        totals[kind] = connection.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
        findings += [Finding(kind=kind, about=row.about, words=row.words) for row in connection.execute(question.limit(MOST))]
    for kind, found in (("lost review", list(_lost(connection))), ("new since review", list(_told_again(connection)))):
        totals[kind] = len(found)
        findings += found[:MOST]
    return Health(totals=totals, findings=tuple(findings), sources=tuple(_spans(connection)), standings=_standings(connection))


def _words(*parts: sa.ColumnElement[str] | str) -> sa.Label[str]:
    """Parts of a line put together by the database."""
    whole: sa.ColumnElement[str] = sa.literal("")
    for part in parts:
        whole = whole.concat(part if isinstance(part, str) else sa.func.coalesce(sa.cast(part, sa.Text), "unknown"))
    return whole.label("words")


def _doubtful() -> sa.Select[tuple[str, str]]:
    m = schema.membership.c
    score = sa.cast(sa.cast(m.score * 100, sa.Integer), sa.Text)
    return (
        sa.select(m.member_of.label("about"), _words("joined at ", score, " %: ", m.reason))
        .where(m.position > 0, m.score < CERTAIN)
        .order_by(m.score, m.member_of, m.position)
    )


def _jumped() -> sa.Select[tuple[str, str]]:
    now, before = schema.event, schema.event_history
    grown = sa.and_(now.c.killed >= JUMP * before.c.killed, now.c.killed >= before.c.killed + JUMP_LEAST)
    lowest = sa.func.min(before.c.killed)
    return (
        sa.select(now.c.event_id.label("about"), _words(now.c.place, ": killed went from ", lowest, " to ", now.c.killed))
        .join(before, before.c.event_id == now.c.event_id)
        .where(grown)
        .group_by(now.c.event_id, now.c.place, now.c.killed)
        .order_by(now.c.killed.desc(), now.c.event_id)
    )


def _fuzzy() -> sa.Select[tuple[str, str]]:
    e = schema.event.c
    by_likeness = e.detail.contains(f'"method":"{FUZZY}"', autoescape=True)
    return sa.select(e.event_id.label("about"), _words(e.place, ", ", e.country)).where(by_likeness).order_by(e.event_id)


def _unplaced() -> sa.Select[tuple[str, str]]:
    e = schema.event.c
    return (
        sa.select(e.event_id.label("about"), _words("told by ", e.sources))
        .where(e.geo_precision == int(GeoPrecision.UNKNOWN), e.background.is_(sa.false()))
        .order_by(e.event_id)
    )


def _silent() -> sa.Select[tuple[str, str]]:
    r, m = schema.report.c, schema.membership
    told = sa.select(sa.literal(1)).where(m.c.report_id == r.report_id).exists()
    return sa.select(r.report_id.label("about"), _words(r.source, ", ", r.doc_id)).where(~told, r.standing == CURRENT).order_by(r.number)


def _unlicensed() -> sa.Select[tuple[str, str]]:
    r = schema.report.c
    return (
        sa.select(r.report_id.label("about"), _words(r.source, ", ", r.doc_id))
        .where(sa.or_(r.licence.is_(None), sa.func.lower(r.licence) == "unknown"), r.standing == CURRENT)
        .order_by(r.number)
    )


def _lost(connection: sa.Connection) -> Iterator[Finding]:
    """Reviews of which a passage leads nowhere: newer rules find no claim there, or the report is gone."""
    made = judging.standing(judging.reviews(connection))
    targets = judging.Targets(connection, [spot for review in made for spot in (*review.passages, *review.others)])
    for review in made:
        lost = [spot for spot in (*review.passages, *review.others) if targets.of(spot) is None]
        if lost:
            words = f"review {review.number}, {review.action.value} by {review.who}: {len(lost)} of its passages told by no claim now"
            yield Finding(kind="lost review", about=lost[0].report_id, words=words)


def _told_again(connection: sa.Connection) -> Iterator[Finding]:
    """Rejected events with claims that the reviewer did not see."""
    made = [review for review in judging.standing(judging.reviews(connection)) if review.action is ReviewAction.REJECT]
    if not made:
        return
    seen = judging.Targets(connection, [spot for review in made for spot in review.passages])
    known = {claim for review in made for claim in seen.all_of(review.passages)}
    e, m = schema.event.c, schema.membership.c
    rejected = sa.select(e.event_id, m.claim_id).join(schema.membership, m.member_of == e.event_id).where(e.review == ReviewState.REJECTED)
    told: dict[str, int] = {}
    for own, claim in connection.execute(rejected.order_by(e.event_id, m.position)):
        told[own] = told.get(own, 0) + (claim not in known)
    for own, more in told.items():
        if more:
            yield Finding(kind="new since review", about=own, words=f"{more} more claim{'s' * (more != 1)} since it was rejected")


def _spans(connection: sa.Connection) -> Iterator[SourceSpan]:
    r = schema.report.c
    days = (sa.func.min(r.published), sa.func.max(r.published))
    rows = sa.select(r.source, sa.func.count(), *days).where(r.standing != FORGOTTEN).group_by(r.source).order_by(r.source)
    for source, reports, oldest, newest in connection.execute(rows):
        yield SourceSpan(source=source, reports=reports, oldest=oldest, newest=newest)


def _standings(connection: sa.Connection) -> dict[str, int]:
    r = schema.report.c
    found = {standing: count for standing, count in connection.execute(sa.select(r.standing, sa.func.count()).group_by(r.standing))}  # noqa: C416 - rows are tuples, their type does not say so
    return {standing: found.get(standing, 0) for standing in (CURRENT, SUPERSEDED, WITHDRAWN, FORGOTTEN)}
