"""Frames of invented strikes and packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from dashboard.codes import AidCategory, AidStatus, GeoPrecision, Weapon
from dashboard.records import UNKNOWN, Estimate, Event, Join, Location, Package, When
from dashboard.store import Snapshot

Make = Callable[..., Any]


@pytest.fixture(scope="session")
def strike() -> Make:
    """Make one event."""

    def make(
        event_id: str = "e1",
        *,
        at: tuple[float, float] | None = (50.0, 36.0),
        precision: int = 1,
        killed: Estimate = UNKNOWN,
        injured: Estimate = UNKNOWN,
        weapons: tuple[Weapon, ...] = (Weapon.MISSILE,),
        day: date | None = date(2024, 4, 4),
        country: str | None = "Ukraine",
        place: str = "Somewhere",
    ) -> Event:
        return Event(
            event_id=event_id,
            joins=(Join(claim_id=f"c-{event_id}", score=1.0, reason="first"),),
            reports=1,
            sources=("A",),
            location=Location(
                name=place,
                geo_precision=GeoPrecision(precision),
                latitude=None if at is None else at[0],
                longitude=None if at is None else at[1],
                radius_km=None if at is None else 20.0,
                country=country,
                country_code="UA" if country else None,
                admin1="Kharkiv Oblast",
                admin1_code="07",
            ),
            when=When(start=day, end=day, best=day),
            killed=killed,
            injured=injured,
            weapons=weapons,
        )

    return make


@pytest.fixture(scope="session")
def package() -> Make:
    """Make one package."""

    def make(
        package_id: str = "p1",
        *,
        donor: str | None = "Finland",
        code: str | None = "FI",
        amount: int | None = 188_000_000,
        currency: str | None = "EUR",
        usd: int | None = None,
        status: AidStatus = AidStatus.ANNOUNCED,
        day: date | None = date(2024, 4, 3),
        part_of: str | None = None,
    ) -> Package:
        return Package(
            package_id=package_id,
            joins=(Join(claim_id=f"c-{package_id}", score=1.0, reason="first"),),
            reports=1,
            sources=("A",),
            donor=donor,
            donor_code=code,
            recipient="Ukraine",
            recipient_code="UA",
            when=When(start=day, end=day, best=day),
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            usd_stated=None if usd is None else Decimal(usd),
            status=status,
            category=AidCategory.MILITARY,
            part_of=part_of,
        )

    return make


@pytest.fixture(scope="session")
def events() -> Callable[..., pd.DataFrame]:
    """The frame of some events."""
    return lambda *made: Snapshot.of(made).events


@pytest.fixture(scope="session")
def packages() -> Callable[..., pd.DataFrame]:
    """The frame of some packages."""
    return lambda *made: Snapshot.of((), made).packages
