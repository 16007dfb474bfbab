"""A large invented store: strikes over 24 months at 20,000 real places, told by one to five sources, put down as the store itself would.

python tests/benchmarks/million.py FILE [EVENTS]      makes the store FILE with about so many events (default: a million)

The claims are merged by the real rules, country by country, and the rows written in bulk, since nobody wants to wait for a million reports
to be read. Places by Zipf's law, at most one strike a place and day; days in bursts; a tenth placed or dated vaguely, a twentieth placed by
country only; quotes of 120 to 300 characters, each unlike the others.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy as sa

from dashboard import merging
from dashboard.codes import ClaimKind, GeoPrecision, Target, TimePrecision, Weapon
from dashboard.records import EXTRACTOR_VERSION, UNKNOWN, Estimate, Event, Evidence, Location, Report, StrikeClaim, When, claim_key, digest
from dashboard.reviews import NO_VERDICTS
from dashboard.store import Store, payload, queries, schema
from dashboard.store.frames import event_row
from dashboard.store.gathering import member_row
from dashboard.store.identity import named
from gazetteer import Gazetteer, Place

COUNTRIES = "UA RU PS IL LB SY IQ IR YE SD SS ET MM CD SO ML NG AF PK CO MX IN BR".split()
PLACES, DAYS, FIRST_DAY, SEED = 20_000, 730, date(2022, 2, 24), 20220224
_SOURCES = [f"Outlet {number}" for number in range(1, 61)]
_TELLERS = (1,) * 80 + (2,) * 12 + (3,) * 5 + (4,) * 2 + (5,)
_WORDS = """houses shops school roof windows fire rescuers night morning residents street district river bridge power line water pump market
cars hospital yard crater fragments siren shelter drivers workers cellar families doctors crews smoke floor walls station depot warehouse
farm field road junction centre suburb village council governor spokesman officials service teams search rubble hours""".split()
_ACTORS = ("Russia", "Ukraine", "Israel", "Hezbollah", "RSF", None)
_Row = dict[str, Any]


def places(gazetteer: Gazetteer, wanted: int = PLACES) -> list[Place]:
    """The places of strikes, those that are hit most first: large cities of countries at war, then smaller ones."""
    found: dict[int, Place] = {}
    for code in COUNTRIES:
        for place in gazetteer.largest_cities(code, 1 + 2 * wanted // len(COUNTRIES)):
            found[place.geonameid or 0] = place
    ordered = sorted(found.values(), key=lambda place: (-place.population, place.geonameid))
    return ordered[:wanted]


def strikes_of(rank: int, place: Place, scale: float, seed: int) -> Iterator[tuple[Report, StrikeClaim]]:
    """All tellings of the strikes at a place."""
    draw = random.Random(f"{seed} {place.geonameid}")  # noqa: S311 - the same each time, no secret
    share = min(DAYS * 0.98, scale / rank)
    count = int(share) + (draw.random() < share % 1)
    centres = [draw.randrange(DAYS) for _ in range(6)]
    days: set[int] = set()
    while len(days) < count:
        crowded = len(days) > DAYS // 3 or draw.random() < 0.3
        day = draw.randrange(DAYS) if crowded else int(draw.gauss(draw.choice(centres), 12))
        if 0 <= day < DAYS:
            days.add(day)
    for day in sorted(days):
        when, killed = FIRST_DAY + timedelta(days=day), _toll(draw, 0.35)
        weapons = tuple(draw.sample(list(Weapon), 1 + (draw.random() < 0.1)))
        at = _location(place, draw.random())
        vague = draw.random() < 0.05
        for source in draw.sample(_SOURCES, draw.choice(_TELLERS)):
            yield _told(draw, source, when, at, killed, weapons, vague=vague)


def _toll(draw: random.Random, share: float) -> Estimate:
    if draw.random() > share:
        return UNKNOWN
    best = int(draw.paretovariate(1.3)) - (draw.random() < 0.2)
    return Estimate(low=best, best=best, high=best if draw.random() < 0.8 else best + draw.randrange(1, 4))


def _location(place: Place, chance: float) -> Location:
    precision = GeoPrecision.COUNTRY if chance < 0.05 else GeoPrecision.NEAR if chance < 0.12 else GeoPrecision.EXACT
    pointed = precision.has_point
    return Location(
        name=place.name if pointed else place.country or "unknown",
        geo_precision=precision,
        latitude=place.latitude if pointed else None,
        longitude=place.longitude if pointed else None,
        radius_km={GeoPrecision.EXACT: 5.0, GeoPrecision.NEAR: 25.0}.get(precision),
        country=place.country,
        country_code=place.country_code,
        admin1=place.admin1,
        admin1_code=place.admin1_code,
        admin2=place.admin2,
        geonameid=place.geonameid,
        method="exact",
        score=0.9,
    )


def _told(
    draw: random.Random, source: str, day: date, at: Location, killed: Estimate, weapons: tuple[Weapon, ...], *, vague: bool
) -> tuple[Report, StrikeClaim]:
    words = [f"A {weapons[0].value} strike hit {at.name} on {day.isoformat()},", "killing" if killed.best else "damaging"]
    size, wanted = 60, draw.randrange(120, 300)
    while size < wanted:
        words.append(draw.choice(_WORDS))
        size += len(words[-1]) + 1
    quote = f"{' '.join(words)} {draw.randrange(10**6):06d}."
    text = f"date {day.isoformat()}\n\n{quote}"
    report_id, start = digest(source, text), text.index(quote)
    last = day + timedelta(days=1) if vague else day
    report = Report(
        report_id=report_id,
        source=source,
        text=text,
        body_start=start,
        published=day + timedelta(days=1),
        doc_id=report_id[:12],
        licence="CC BY",
    )
    claim = StrikeClaim(
        claim_id=claim_key(report_id, ClaimKind.STRIKE, start, len(text)),
        report_id=report_id,
        evidence=Evidence(report_id=report_id, start=start, end=len(text), rule="strike"),
        place_text=at.name,
        place_span=(start + 10, start + 10 + len(at.name)),
        location=at,
        when=When(start=day, end=last, best=day, precision=TimePrecision.DAYS if vague else TimePrecision.DAY),
        killed=killed,
        injured=_toll(draw, 0.4),
        weapons=weapons,
        target=draw.choice([*Target, None, None]),
        actor=draw.choice(_ACTORS),
    )
    return report, claim


def scale_for(events: int, ranks: int, vanish: float = 0.16) -> float:
    """How many strikes the first place has, that all together come to so many; some vanish where they merge."""
    low, high = 0.0, 10.0 * events
    for _ in range(60):
        middle = (low + high) / 2
        total = sum(min(DAYS * 0.98, middle / rank) for rank in range(1, ranks + 1)) * (1 - vanish)
        low, high = (middle, high) if total < events else (low, middle)
    return high


def _rows(of: Sequence[tuple[int, Place]], scale: float, seed: int, now: datetime) -> dict[str, list[_Row]]:
    """All rows of some places that touch no others."""
    told = [each for rank, place in of for each in strikes_of(rank, place, scale, seed)]
    told.sort(key=lambda each: (each[0].published, each[0].report_id))
    unique = {report.report_id: (report, claim) for report, claim in told}
    reports = {own: queries.Heading(report_id=own, source=report.source, title=None, published=report.published, number=n)
               for n, (own, (report, _)) in enumerate(unique.items())}  # fmt: skip
    claims = {claim.claim_id: claim for _, claim in unique.values()}
    quotes = {claim.claim_id: report.text[claim.evidence.start :] for report, claim in unique.values()}
    found = named(merging.merge(claims.values(), reports, NO_VERDICTS), dict(claims), {own: h.number for own, h in reports.items()})
    stamp = {"recorded_at": now, "changed_at": now, "changed_at_sequence": 1}
    out: dict[str, list[_Row]] = {"report": [], "reading": [], "claim": [], "event": [], "membership": []}
    for report, claim in unique.values():
        out["report"].append(
            queries.report_row(report) | {"recorded_at": now, "number": reports[report.report_id].number, "standing": "current"}
        )
        out["reading"].append({"report_id": report.report_id, "extractor_version": EXTRACTOR_VERSION, "recorded_at": now})
        out["claim"].append(_claim_row(claim, now))
    for event in found.events:
        out["event"].append(event_row(event, [quotes[join.claim_id] for join in event.joins]) | stamp | {"detail": payload.dump(event)})
        out["membership"] += _member_rows(event, claims, reports)
    return out


def _claim_row(claim: StrikeClaim, now: datetime) -> _Row:
    return {
        "claim_id": claim.claim_id,
        "extractor_version": EXTRACTOR_VERSION,
        "report_id": claim.report_id,
        "kind": claim.kind.value,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "background": False,
        "detail": payload.dump(claim),
        "recorded_at": now,
    }


def _member_rows(event: Event, claims: dict[str, StrikeClaim], reports: dict[str, queries.Heading]) -> Iterator[_Row]:
    for position, join in enumerate(event.joins):
        claim = claims[join.claim_id]
        yield member_row(claim, merging.block(claim, reports[claim.report_id]), join, member_of=event.event_id, position=position)


def build(address: str, events: int, *, processes: int = 2, progress: Callable[[str], None] = print) -> int:
    """Make a store with about so many events; returns how many there are."""
    ranked = list(enumerate(places(Gazetteer.open()), start=1))
    scale = scale_for(events, len(ranked))
    parts = [[(rank, place) for rank, place in ranked if place.country_code == code] for code in COUNTRIES]
    parts.sort(key=lambda part: -sum(min(DAYS, scale / rank) for rank, _ in part))
    now, done, number, started = datetime.now(UTC), 0, 0, time.perf_counter()
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    with Store.open(address, create=True) as store, pool, store.rewriting() as connection:
        for rows in pool.map(partial(_rows, scale=scale, seed=SEED, now=now), [part for part in parts if part]):
            for row in rows["report"]:
                row["number"] += number + 1
            number += len(rows["report"])
            for name, listed in rows.items():
                for start in range(0, len(listed), 5000):
                    connection.execute(sa.insert(schema.metadata.tables[name]), listed[start : start + 5000])
            done += len(rows["event"])
            progress(f"{done:,} events of {number:,} reports, {time.perf_counter() - started:.0f} s")
        queries.set_meta(connection, "sequence", "1")
        queries.set_meta(connection, "recorded_at", now.isoformat())
    return done


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
