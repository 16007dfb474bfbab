"""Invented strikes that the real rules of merging can join or not, for tests of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.codes import ClaimKind, GeoPrecision, TimePrecision, Weapon
from dashboard.records import UNKNOWN, Claim, Estimate, Evidence, Location, Report, StrikeClaim, When, claim_key, digest

FIRST = date(2024, 4, 1)
TOWNS = {
    "Kharkiv": (49.98, 36.25, "07"),
    "Zmiiv": (49.69, 36.36, "07"),
    "Odesa": (46.48, 30.73, "17"),
    "Dnipro": (48.45, 34.98, "04"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report with its claims."""

    report: Report
    claims: tuple[Claim, ...]

    @property
    def claim(self) -> StrikeClaim:
        """Its first claim."""
        (first, *_) = self.claims
        assert isinstance(first, StrikeClaim)
        return first


def place(name: str, precision: GeoPrecision = GeoPrecision.EXACT) -> Location:
    """A town, its region, or the country."""
    latitude, longitude, code = TOWNS[name]
    pointed = precision.has_point
    return Location(
        name={GeoPrecision.REGION: f"region {code}", GeoPrecision.COUNTRY: "Ukraine"}.get(precision, name),
        geo_precision=precision,
        latitude=latitude if pointed else None,
        longitude=longitude if pointed else None,
        radius_km=5.0 if pointed else None,
        country="Ukraine",
        country_code="UA",
        admin1=f"region {code}",
        admin1_code=code,
        geonameid=int(latitude * 100),
        method="exact",
        score=0.9,
    )


def told(
    source: str,
    *strikes: tuple[str, int, int | None],
    published: int = 1,
    precision: GeoPrecision = GeoPrecision.EXACT,
    url: str | None = None,
    extra: str = "",
    part_of_first: bool = False,
) -> Told:
    """A report of a source that tells strikes: town, days after the first of April, killed."""
    sentences = [f"{killed} people were killed in {town} on day {day}." for town, day, killed in strikes]
    text = f"{source}: {' '.join(sentences)}{extra}"
    report = Report(
        report_id=digest(source, text),
        source=source,
        text=text,
        published=FIRST + timedelta(days=published),
        url=url,
        title=f"Headline of {source}",
        doc_id=source.lower(),
        licence="CC BY",
    )
    claims: list[Claim] = []
    for (town, day, killed), sentence in zip(strikes, sentences, strict=True):
        start, when = text.index(sentence), FIRST + timedelta(days=day)
        claims.append(
            StrikeClaim(
                claim_id=claim_key(report.report_id, ClaimKind.STRIKE, start, start + len(sentence)),
                report_id=report.report_id,
                evidence=Evidence(report_id=report.report_id, start=start, end=start + len(sentence), rule="strike"),
                location=place(town, precision),
                when=When(start=when, end=when, best=when, precision=TimePrecision.DAY),
                killed=UNKNOWN if killed is None else Estimate(low=killed, best=killed, high=killed),
                weapons=(Weapon.MISSILE,),
                part_of=claims[0].claim_id if part_of_first and claims else None,
            )
        )
    return Told(report=report, claims=tuple(claims))
