"""Invented records to put into stores, and a store to put them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.codes import AidCategory, AidStatus, ClaimKind, GeoPrecision, Target, TimePrecision, Victims, Weapon
from dashboard.records import (
    AidClaim,
    Claim,
    Estimate,
    Event,
    Evidence,
    Join,
    Location,
    Package,
    Report,
    StrikeClaim,
    When,
    claim_key,
    digest,
)
from dashboard.store import Store
from tests.scripted import Scripted

TEXT = "date 2024-04-04\nThree rescuers were killed in Khárkiv’s north.\nFinland will send €188m of <b>shells</b>."
KHARKIV = Location(
    name="Kharkiv",
    geo_precision=GeoPrecision.EXACT,
    latitude=49.98081,
    longitude=36.25272,
    radius_km=12.5,
    country="Ukraine",
    country_code="UA",
    admin1="Kharkiv Oblast",
    admin1_code="07",
    runners_up=("Kharkov, Russia",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A report with a strike and a piece of aid in it."""

    report: Report
    strike: StrikeClaim
    aid: AidClaim

    @property
    def claims(self) -> tuple[Claim, Claim]:
        """Both claims."""
        return self.strike, self.aid

    @property
    def event_id(self) -> str:
        """The id of the strike of which this was the first report."""
        return digest("event", self.strike.claim_id)

    @property
    def package_id(self) -> str:
        """The id of the aid of which this was the first report."""
        return digest("package", self.aid.claim_id)


def telling(source: str = "Example", text: str = TEXT) -> Telling:
    """A report of a source; every source tells the same."""
    report_id = digest(source, text)
    report = Report(
        report_id=report_id,
        source=source,
        text=text,
        body_start=16,
        published=date(2024, 4, 4),
        url="https://example.org/a",
        title="A title",
        language="en",
        licence="CC BY",
        retrieved_at=datetime(2024, 4, 5, 6, 7, 8, 9, tzinfo=UTC),
        doc_id="a",
    )
    start, end = text.index("Three"), text.index("\nFinland")
    strike = StrikeClaim(
        claim_id=claim_key(report_id, ClaimKind.STRIKE, start, end),
        report_id=report_id,
        evidence=Evidence(report_id=report_id, start=start, end=end, rule="killed-in"),
        support=(Evidence(report_id=report_id, start=start, end=start + 5, rule="number", value="killed"),),
        place_text="Khárkiv",
        place_span=(46, 53),
        location=KHARKIV,
        when=When(start=date(2024, 4, 4), end=date(2024, 4, 4), best=date(2024, 4, 4), precision=TimePrecision.DAY),
        attacks=4,
        killed=Estimate(low=3, best=3, high=3),
        killed_by=((Victims.RESCUERS, 3),),
        weapons=(Weapon.MISSILE, Weapon.DRONE),
        target=Target.RESIDENTIAL,
        actor="Russia",
    )
    start = text.index("Finland")
    aid = AidClaim(
        claim_id=claim_key(report_id, ClaimKind.AID, start, len(text)),
        report_id=report_id,
        evidence=Evidence(report_id=report_id, start=start, end=len(text), rule="will-send"),
        donor="Finland",
        donor_code="FI",
        recipient="Ukraine",
        recipient_code="UA",
        amount=Decimal("188000000.10"),
        currency="EUR",
        status=AidStatus.ANNOUNCED,
        category=AidCategory.MILITARY,
        items=("shells",),
        ordinal=23,
    )
    return Telling(report=report, strike=strike, aid=aid)


def joins(claims: Sequence[Claim]) -> tuple[Join, ...]:
    """The claims as members, the first as the anchor."""
    return tuple(Join(claim_id=claim.claim_id, score=1 / (1 + n), reason=f"reason {n}") for n, claim in enumerate(claims))


def merged(*groups: Sequence[Telling]) -> Scripted:
    """The events and packages of these groups, one of each."""
    events = [
        Event(
            event_id=digest("event", group[0].strike.claim_id),
            joins=joins([each.strike for each in group]),
            reports=len(group),
            sources=tuple(each.report.source for each in group),
            location=KHARKIV,
            when=group[0].strike.when,
            killed=group[0].strike.killed,
            killed_by=group[0].strike.killed_by,
            attacks=4,
            weapons=group[0].strike.weapons,
            target=Target.RESIDENTIAL,
            actor="Russia",
            figures_note="as all tell it",
        )
        for group in groups
    ]
    packages = [
        Package(
            package_id=digest("package", group[0].aid.claim_id),
            joins=joins([each.aid for each in group]),
            reports=len(group),
            sources=tuple(each.report.source for each in group),
            donor="Finland",
            donor_code="FI",
            recipient="Ukraine",
            recipient_code="UA",
            when=When(best=date(2024, 4, 3)),
            amount=Decimal("188000000.10"),
            currency="EUR",
            usd_stated=Decimal(204_000_000),
            status=AidStatus.ANNOUNCED,
            category=AidCategory.MILITARY,
            items=("shells", "tubes"),
            ordinal=23,
        )
        for group in groups
    ]
    return Scripted(events=tuple(events), packages=tuple(packages))


@pytest.fixture
def tell() -> Callable[..., Telling]:
    """Makes a report of a source."""
    return telling


@pytest.fixture
def merge() -> Callable[..., Scripted]:
    """Makes the events and packages of some reports."""
    return merged


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of a test lies."""
    return tmp_path / "folder" / "store.sqlite"


@pytest.fixture
def outside(address: str) -> Iterator[sa.Engine]:
    """The same database as another program would open it, which knows nothing of ours."""
    url = sa.make_url(address).set(drivername="postgresql+psycopg") if "://" in address else sa.URL.create("sqlite", database=address)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """An empty store."""
    with Store.open(address, create=True) as opened:
        yield opened


@pytest.fixture
def add(store: Store) -> Callable[..., None]:
    """Puts groups of reports into the store, each merged into one event and one package, and nothing else."""

    def put(*groups: Sequence[Telling]) -> None:
        with store.batch() as batch:
            for each in (each for group in groups for each in group):
                batch.add(each.report, each.claims)
            batch.rebuild(merged(*groups))

    return put
