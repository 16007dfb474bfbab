"""Hold what was found in an invented text against its gold; the rules of reading stand in tests/cases/README.md."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dashboard.extraction import find
from dashboard.locating import locate
from dashboard.records import AidClaim, Claim, Estimate, Report, StrikeClaim
from dashboard.reports import plain_text
from gazetteer import Gazetteer
from gazetteer.geometry import distance_km

CASES = Path(__file__).resolve().parents[2] / "cases"
ROOT = CASES.parents[1]
# Ordinary people are civilians to one reader and simply people to another; only who is named by kind is compared.
_TOLD_APART = frozenset(("military", "children", "rescuers"))
_NOISE = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "near",
        "about",
        "around",
        "village",
        "villages",
        "town",
        "city",
        "region",
        "oblast",
        "province",
        "district",
        "governorate",
        "state",
        "area",
        "community",
        "settlement",
        "raion",
        "outskirts",
    ]
)


@dataclass(frozen=True, slots=True)
class Case:
    """One invented text with what a careful reader finds in it."""

    name: str
    text: str
    published: date | None
    gold: Mapping[str, Any]


@dataclass(slots=True)
class Grade:
    """How well the claims of one case fit its gold."""

    hits: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    """How many values of each name the gold of the records that were found gives."""

    @property
    def right(self) -> bool:
        """Whether everything was found, nothing added, and every checked value is right."""
        return not (self.missing or self.extra or self.wrong)

    def __str__(self) -> str:
        return "; ".join(
            [*(f"missing {m}" for m in self.missing), *(f"extra {e}" for e in self.extra), *(f"wrong {w}" for w in self.wrong)]
        )


def report_cases() -> Iterator[Case]:
    """The invented reports, one a file."""
    for path in sorted((CASES / "reports").glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        yield Case(path.stem, data["text"], None, data)


def sentence_cases() -> Iterator[Case]:
    """The invented sentences, named by phenomenon and number."""
    for path in sorted((CASES / "sentences").glob("*.toml")):
        for number, data in enumerate(tomllib.loads(path.read_text("utf-8"))["case"], start=1):
            yield Case(f"{path.stem}-{number}", data["text"], data.get("published"), data)


def read(case: Case, gazetteer: Gazetteer) -> tuple[Report, tuple[Claim, ...]]:
    """Run the case's text through extraction and locating, as a report of its own."""
    header = f"date {case.published.isoformat()}\n\n" if case.published else ""
    report = plain_text.report(header + case.text, name=case.name, doc_id=case.name, retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))
    toponyms = gazetteer.geoparse(report.text)
    relatives = gazetteer.relatives(report.text, toponyms)
    return report, locate(find(report, toponyms, relatives), toponyms, relatives)


def grade(case: Case, claims: Sequence[Claim], gazetteer: Gazetteer) -> Grade:
    """Match claims to gold records one to one, core records first, and check the values of each pair."""
    out = Grade()
    _grade(
        out,
        [c for c in claims if isinstance(c, StrikeClaim)],
        case.gold.get("strikes", []),
        lambda c, g: _same_strike(c, g, gazetteer),
        _strike_faults,
        "strike",
    )
    _grade(out, [c for c in claims if isinstance(c, AidClaim)], case.gold.get("aid", []), _same_aid, _aid_faults, "aid")
    return out


def _grade(out: Grade, claims: list[Any], gold: Sequence[Mapping[str, Any]], same: Any, faults: Any, kind: str) -> None:  # noqa: ANN401 - one frame for both kinds
    left = list(claims)
    ranked = sorted(gold, key=lambda g: bool(g.get("background") or g.get("optional")))
    for record in ranked:
        fitting = [c for c in left if same(c, record) is not None]
        core = not (record.get("background") or record.get("optional"))
        if core:
            fitting = [c for c in fitting if not c.background]
        if not fitting:
            if core:
                out.missing.append(f"{kind} {record.get('place') or record.get('donor')} {record.get('date', '')}")
            continue
        best = min(fitting, key=lambda c: (same(c, record), len(faults(c, record))))
        left.remove(best)
        if core:
            out.hits += 1
            out.compared.update(_compared(record, kind))
            out.wrong += [f"{kind} {record.get('place') or record.get('donor')}: {f}" for f in faults(best, record)]
    for claim in left:
        if not claim.background:
            what = claim.place_text if isinstance(claim, StrikeClaim) else f"{claim.donor} {claim.amount} {claim.currency} {claim.status}"
            out.extra.append(f"{kind} {what} {claim.when.best or ''}")


def _compared(record: Mapping[str, Any], kind: str) -> list[str]:
    """The values of a record that its faults are looked for in; a toll that the gold leaves out is compared as well."""
    if kind == "aid":
        return [name for name in ("status", "ordinal", "category", "recipient", "usd", "date") if name in record]
    named = [name for name in ("attacks", "actor", "target", "weapon", "geo_precision", "killed_by", "injured_by") if name in record]
    named += [name for name, word in (("weapon", "any_weapon"), ("actor", "no_actor"), ("date", "no_date")) if record.get(word)]
    return ["killed", "injured", *named]


def _words(name: str | None) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return frozenset(re.findall(r"[a-z0-9]+", plain)) - _NOISE


def _day_fits(claim: Any, record: Mapping[str, Any]) -> bool:  # noqa: ANN401 - either kind of claim
    if "date" not in record:
        return True
    wanted = [record["date"], *record.get("date_also_ok", [])]
    tolerance = record.get("date_tolerance_days", 0)
    if claim.when.best is None:
        return bool(record.get("date_optional"))
    return any(abs((claim.when.best - day).days) <= tolerance for day in wanted)


def _same_strike(claim: StrikeClaim, record: Mapping[str, Any], gazetteer: Gazetteer) -> float | None:
    """The distance in km between claim and record where they may be one strike; None where not."""
    if claim.location is None or not _day_fits(claim, record):
        return None
    where = claim.location
    named = any(bool(_words(n) & _words(record["place"])) for n in (where.name, claim.place_text) if n)
    if "latitude" in record:
        if where.latitude is None or where.longitude is None:
            return 999.0 if record.get("point_optional") else None
        apart = distance_km(where.latitude, where.longitude, record["latitude"], record["longitude"])
        return apart if apart <= record.get("radius_km", 25) else None
    if named:
        return 0.0
    if where.latitude is None or where.longitude is None:
        return 0.0 if where.country and _words(where.country) & _words(record.get("country", record["place"])) else None
    found = gazetteer.search(record["place"], country=where.country_code, limit=1)
    if found and found[0].latitude is not None and found[0].longitude is not None:
        apart = distance_km(where.latitude, where.longitude, found[0].latitude, found[0].longitude)
        return apart if apart <= 30 else None
    return None


def _same_aid(claim: AidClaim, record: Mapping[str, Any]) -> float | None:
    if "amount" in record:
        wanted = [record["amount"], *record.get("amount_also_ok", [])]
        if claim.amount is None or not any(abs(float(claim.amount) - w) <= 0.01 * w for w in wanted):
            return None
        if claim.currency != record.get("currency", claim.currency):
            return None
    elif claim.amount is not None:
        return None
    donors = [record.get("donor"), *record.get("donor_also_ok", [])]
    return 0.0 if not any(donors) or any(_words(d) & _words(claim.donor) for d in donors if d) else None


def _count_fault(name: str, estimate: Estimate, record: Mapping[str, Any]) -> str | None:
    gold, low, high = record.get(name), record.get(f"{name}_min"), record.get(f"{name}_max")
    best = estimate.best or 0
    if best == (gold or 0) or (low is not None and high is not None and low <= best <= high) or best in record.get(f"{name}_also_ok", []):
        return None
    return None if gold is not None and estimate.best is None and record.get(f"{name}_optional") else f"{name} {estimate.best}, not {gold}"


def _value_fault(name: str, value: Any, record: Mapping[str, Any]) -> str | None:  # noqa: ANN401 - any field
    if name not in record:
        return None
    accepted = [record[name], *record.get(f"{name}_also_ok", [])]
    if value in accepted or (value is None and record.get(f"{name}_optional")):
        return None
    return f"{name} {value}, not {record[name]}"


def _strike_faults(claim: StrikeClaim, record: Mapping[str, Any]) -> list[str]:
    found = [_count_fault(n, getattr(claim, n), record) for n in ("killed", "injured")]
    found += [
        _value_fault("attacks", claim.attacks, record),
        _value_fault("actor", claim.actor, record),
        _value_fault("target", claim.target, record),
    ]
    if "weapon" in record:
        weapons = {w.value for w in claim.weapons}
        accepted = [set(record["weapon"]), *({w} if isinstance(w, str) else set(w) for w in record.get("weapon_also_ok", []))]
        if weapons not in accepted and not (not weapons and record.get("weapon_optional")):
            found.append(f"weapon {sorted(weapons)}, not {record['weapon']}")
    if "any_weapon" in record and not {w.value for w in claim.weapons} & set(record["any_weapon"]):
        found.append(f"weapon {[w.value for w in claim.weapons]}, not {record['any_weapon']}")
    if "geo_precision" in record and claim.location is not None and claim.location.geo_precision not in record["geo_precision"]:
        found.append(f"geo_precision {claim.location.geo_precision.value}, not {record['geo_precision']}")
    if record.get("no_actor") and claim.actor is not None:
        found.append(f"actor {claim.actor}, not named")
    if record.get("no_date") and claim.when.best is not None:
        found.append(f"date {claim.when.best}, not told")
    for name, mine_by in (("killed_by", claim.killed_by), ("injured_by", claim.injured_by)):
        wanted = {k: n for k, n in record.get(name, {}).items() if k in _TOLD_APART}
        mine = {v.value: n for v, n in mine_by if v.value in _TOLD_APART}
        if wanted and not record.get(f"{name}_optional") and mine != wanted:
            found.append(f"{name} {mine}, not {wanted}")
    return [f for f in found if f]


def _aid_faults(claim: AidClaim, record: Mapping[str, Any]) -> list[str]:
    found = [
        _value_fault("status", claim.status.value, record),
        _value_fault("ordinal", claim.ordinal, record),
        _value_fault("category", claim.category.value, record),
    ]
    if "recipient" in record and not any(
        _words(r) & _words(claim.recipient) for r in [record["recipient"], *record.get("recipient_also_ok", [])]
    ):
        found.append(f"recipient {claim.recipient}, not {record['recipient']}")
    if (
        "usd" in record
        and (claim.usd_stated is None or abs(float(claim.usd_stated) - record["usd"]) > 0.01 * record["usd"])
        and claim.currency != "USD"
    ):
        found.append(f"usd {claim.usd_stated}, not {record['usd']}")
    if "date" in record and not _day_fits(claim, record):
        found.append(f"date {claim.when.best}, not {record['date']}")
    return [f for f in found if f]


def example_cases() -> Iterator[Case]:
    """The example reports in `seeds/` with what a careful reader finds in them."""
    for line in (ROOT / "tests" / "seeds" / "expected.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text = (ROOT / "seeds" / row["file"]).read_bytes().decode("utf-8")
        yield Case(Path(row["file"]).stem, text, None, {kind: [_record(r) for r in row[kind]] for kind in ("strikes", "aid")})


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the examples' gold in the words of the cases: null is left out, "any of these weapons" becomes alternatives."""
    record = {key: value for key, value in row.items() if value is not None}
    if "tolerance_km" in record:
        record["radius_km"] = record.pop("tolerance_km")
    if "date" in record:
        record["date"] = date.fromisoformat(record["date"])
    if weapons := record.pop("weapon", None):
        record["any_weapon"] = weapons
    if 7 in record.get("geo_precision", []):
        record["point_optional"] = True
    return record
