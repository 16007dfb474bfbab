"""An invented small world to look at: reports, claims and what they come to, put into a store through its own interface."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from dashboard.codes import AidCategory, AidStatus, ClaimKind, GeoPrecision, Target, TimePrecision, Weapon
from dashboard.records import (
    UNKNOWN,
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

PLACES: dict[str, tuple[float, float, str, str, str, str]] = {
    "Kharkiv": (49.98, 36.25, "Kharkiv Oblast", "07", "Ukraine", "UA"),
    "Odesa": (46.48, 30.73, "Odesa Oblast", "17", "Ukraine", "UA"),
    "Zaporizhzhia": (47.85, 35.12, "Zaporizhzhia Oblast", "26", "Ukraine", "UA"),
    "Dnipro": (48.45, 34.98, "Dnipropetrovsk Oblast", "04", "Ukraine", "UA"),
    "Kherson": (46.66, 32.62, "Kherson Oblast", "08", "Ukraine", "UA"),
    "Chernihiv": (51.51, 31.28, "Chernihiv Oblast", "02", "Ukraine", "UA"),
    "Sumy": (50.92, 34.80, "Sumy Oblast", "21", "Ukraine", "UA"),
    "Lviv": (49.84, 24.02, "Lviv Oblast", "15", "Ukraine", "UA"),
    "Mykolaiv": (46.97, 31.99, "Mykolaiv Oblast", "16", "Ukraine", "UA"),
    "Belgorod": (50.60, 36.60, "Belgorod Oblast", "09", "Russia", "RU"),
    "Rafah": (31.29, 34.25, "Gaza Strip", "GZ", "Palestine", "PS"),
    "Khan Yunis": (31.34, 34.31, "Gaza Strip", "GZ", "Palestine", "PS"),
    "El Obeid": (13.18, 30.22, "North Kordofan", "56", "Sudan", "SD"),
    "Omdurman": (15.64, 32.48, "Khartoum", "29", "Sudan", "SD"),
}
DAY_ONE = date(2024, 3, 20)


@dataclass(kw_only=True)
class World:
    """What goes into a store."""

    reports: list[Report] = field(default_factory=list)
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    packages: tuple[Package, ...] = ()

    def report(self, text: str, *, source: str = "Strikemap example", url: str | None = None, published: date | None = None) -> Report:
        """A report of its own."""
        made = Report(report_id=digest(source, text), source=source, text=text, url=url, published=published, title=None, doc_id="demo")
        self.reports.append(made)
        return made

    def strike(
        self,
        place: str,
        offset: int,
        *,
        killed: Estimate = UNKNOWN,
        injured: Estimate = UNKNOWN,
        weapons: tuple[Weapon, ...] = (),
        precision: GeoPrecision = GeoPrecision.EXACT,
        sentence: str | None = None,
        source: str = "Strikemap example",
        target: Target | None = Target.RESIDENTIAL,
        actor: str | None = "Russia",
    ) -> Event:
        """A strike told by one report."""
        latitude, longitude, admin1, code, country, country_code = PLACES[place]
        day = DAY_ONE + timedelta(days=offset)
        words = sentence or _sentence(place, killed, injured, weapons)
        text = f"date {day.isoformat()}\n\nThe night before had been quiet. {words} Repair crews worked through the morning."
        report = self.report(text, source=source, url=f"https://news.example/strike-{len(self.reports)}", published=day)
        start = text.index(words)
        evidence = Evidence(report_id=report.report_id, start=start, end=start + len(words), rule="strike-verb")
        support = tuple(
            Evidence(report_id=report.report_id, start=at, end=at + len(word), rule="demo", value=value)
            for word, value in ((place, "place"), ("killed", "killed"), ("injured", "injured"))
            if (at := text.find(word, start)) >= 0
        )
        has_point = precision.has_point
        location = Location(
            name={GeoPrecision.COUNTRY: country, GeoPrecision.REGION: admin1}.get(precision, place),
            geo_precision=precision,
            latitude=latitude if has_point else None,
            longitude=longitude if has_point else None,
            radius_km={GeoPrecision.EXACT: 8.0, GeoPrecision.NEAR: 25.0, GeoPrecision.REGION: 120.0}.get(precision) if has_point else None,
            country=country,
            country_code=country_code,
            admin1=admin1 if precision < GeoPrecision.COUNTRY else None,
            admin1_code=code,
            method="exact",
            score=0.97,
            runners_up=(f"{place}, another country",),
        )
        when = When(start=day, end=day, best=day, precision=TimePrecision.DAY)
        claim = StrikeClaim(
            claim_id=claim_key(report.report_id, ClaimKind.STRIKE, evidence.start, evidence.end),
            report_id=report.report_id,
            evidence=evidence,
            support=support,
            place_text=place,
            location=location,
            when=when,
            killed=killed,
            injured=injured,
            weapons=weapons,
            target=target,
            actor=actor,
        )
        self.claims.setdefault(report.report_id, []).append(claim)
        event = Event(
            event_id=digest("event", claim.claim_id),
            joins=(Join(claim_id=claim.claim_id, score=1.0, reason="the first report of it"),),
            reports=1,
            sources=(source,),
            location=location,
            when=when,
            killed=killed,
            injured=injured,
            weapons=weapons,
            target=target,
            actor=actor,
        )
        self.events = (*self.events, event)
        return event

    def join(self, event: Event, sentence: str, *, source: str, killed: Estimate) -> Event:
        """One more report of a strike that is there."""
        day = event.when.best or DAY_ONE
        text = f"date {day.isoformat()}\n\n{sentence}"
        report = self.report(text, source=source, url=f"https://second.example/later-{len(self.reports)}", published=day)
        evidence = Evidence(report_id=report.report_id, start=text.index(sentence), end=len(text), rule="strike-verb")
        claim = StrikeClaim(
            claim_id=claim_key(report.report_id, ClaimKind.STRIKE, evidence.start, evidence.end),
            report_id=report.report_id,
            evidence=evidence,
            location=event.location,
            when=event.when,
            killed=killed,
            weapons=event.weapons,
        )
        self.claims.setdefault(report.report_id, []).append(claim)
        joined = replace(
            event,
            joins=(*event.joins, Join(claim_id=claim.claim_id, score=0.91, reason="same place and day, tolls that can follow each other")),
            reports=event.reports + 1,
            sources=(*event.sources, source),
            figures_note=f"The latest official figure, from {source}.",
        )
        self.events = tuple(joined if other.event_id == event.event_id else other for other in self.events)
        return joined

    def aid(
        self,
        donor: str,
        code: str | None,
        offset: int,
        *,
        amount: int | None,
        currency: str | None,
        status: AidStatus,
        category: AidCategory = AidCategory.MILITARY,
        usd: int | None = None,
    ) -> Package:
        """A piece of aid told by one report."""
        day = DAY_ONE + timedelta(days=offset)
        words = f"{donor} {status.value} aid of {currency} {amount:,} to Ukraine." if amount else f"{donor} sent aid to Ukraine."
        text = f"date {day.isoformat()}\n\n{words} No further details were given."
        report = self.report(text, source="Strikemap example", url=f"https://news.example/aid-{len(self.reports)}", published=day)
        start = text.index(words)
        evidence = Evidence(report_id=report.report_id, start=start, end=start + len(words), rule="aid-verb")
        claim = AidClaim(
            claim_id=claim_key(report.report_id, ClaimKind.AID, evidence.start, evidence.end),
            report_id=report.report_id,
            evidence=evidence,
            donor=donor,
            donor_code=code,
            recipient="Ukraine",
            recipient_code="UA",
            when=When(start=day, end=day, best=day, precision=TimePrecision.DAY),
            amount=None if amount is None else Decimal(amount),
            currency=currency,
            usd_stated=None if usd is None else Decimal(usd),
            status=status,
            category=category,
        )
        self.claims.setdefault(report.report_id, []).append(claim)
        package = Package(
            package_id=digest("package", claim.claim_id),
            joins=(Join(claim_id=claim.claim_id, score=1.0, reason="the first report of it"),),
            reports=1,
            sources=("Strikemap example",),
            donor=donor,
            donor_code=code,
            recipient="Ukraine",
            recipient_code="UA",
            when=claim.when,
            amount=claim.amount,
            currency=currency,
            usd_stated=claim.usd_stated,
            status=status,
            category=category,
        )
        self.packages = (*self.packages, package)
        return package

    def write(self, path: Path, *, example: bool = True) -> Path:
        """Put all of it into a new store."""
        with Store.open(path, create=True, example=example) as store, store.batch() as batch:
            for report in self.reports:
                batch.add(replace(report, retrieved_at=datetime(2024, 5, 1, tzinfo=UTC)), self.claims.get(report.report_id, []))
            batch.rebuild(Scripted(events=self.events, packages=self.packages))
        return path


def _sentence(place: str, killed: Estimate, injured: Estimate, weapons: tuple[Weapon, ...]) -> str:
    weapon = weapons[0].value if weapons else "strike"
    told = [f"{found.best} people were {word}" for found, word in ((killed, "killed"), (injured, "injured")) if found.best]
    return f"A {weapon} hit a house in {place}{', and ' if told else ''}{' and '.join(told)}."


def exactly(number: int) -> Estimate:
    """A count without doubt."""
    return Estimate(low=number, best=number, high=number)


def world() -> World:
    """Some fifty strikes in three conflicts and a dozen pieces of aid over ten weeks."""
    made = World()
    cities = list(PLACES)
    weapons = [Weapon.MISSILE, Weapon.DRONE, Weapon.GLIDE_BOMB, Weapon.ARTILLERY, Weapon.AIR_STRIKE, Weapon.DRONE, Weapon.ROCKET]
    for i in range(44):
        place = cities[(i * 5) % len(cities)] if i % 3 else cities[i % 9]
        weapon = weapons[(i * 3) % len(weapons)]
        toll = (i * 7) % 23
        made.strike(
            place,
            (i * 13) % 68,
            killed=exactly(toll // 3) if i % 4 else UNKNOWN,
            injured=exactly(toll) if i % 6 else UNKNOWN,
            weapons=(weapon, Weapon.DRONE) if i % 11 == 0 else (weapon,) if i % 9 else (),
        )
    gravest = made.strike("Rafah", 30, killed=Estimate(low=35, best=45, high=50), injured=Estimate(low=60, best=60), weapons=(Weapon.AIR_STRIKE,), actor="Israel")  # fmt: skip  # noqa: E501
    made.join(gravest, "Medics in Rafah now count 45 dead after the air strike on the camp.", source="Second Example", killed=exactly(45))
    made.strike("Zaporizhzhia", 12, injured=exactly(6), weapons=(Weapon.GLIDE_BOMB,), precision=GeoPrecision.NEAR)
    made.strike("Kharkiv", 15, killed=exactly(2), weapons=(Weapon.ARTILLERY,), precision=GeoPrecision.REGION)
    made.strike("Odesa", 22, injured=exactly(0), killed=exactly(0), weapons=(Weapon.DRONE,))
    for offset in (13, 40):
        made.strike("Belgorod", offset, injured=exactly(13), weapons=(Weapon.DRONE,), precision=GeoPrecision.COUNTRY, actor="Ukraine")
    for donor, code, offset, amount, currency, status, usd in (
        ("Finland", "FI", 14, 188_000_000, "EUR", AidStatus.ANNOUNCED, 204_000_000),
        ("Germany", "DE", 20, 1_000_000_000, "EUR", AidStatus.ALLOCATED, None),
        ("United States", "US", 35, 61_000_000_000, "USD", AidStatus.APPROVED, None),
        ("Japan", "JP", 5, 12_000_000_000, "JPY", AidStatus.PLEDGED, None),
        ("United Kingdom", "GB", 33, 500_000_000, "GBP", AidStatus.ANNOUNCED, None),
        ("NATO", None, 15, 100_000_000_000, "EUR", AidStatus.PROPOSED, None),
        ("Norway", "NO", 25, 350_000_000, "NOK", AidStatus.DELIVERED, None),
        ("European Union", None, 41, 1_500_000_000, "EUR", AidStatus.DELIVERED, None),
        ("Finland", "FI", 14, 2_000_000_000, "EUR", AidStatus.CUMULATIVE_TOTAL, None),
        ("Canada", "CA", 50, 76_000_000, "CAD", AidStatus.ANNOUNCED, None),
    ):
        made.aid(donor, code, offset, amount=amount, currency=currency, status=status, usd=usd)
    return made
