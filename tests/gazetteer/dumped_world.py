"""An invented country as GeoNames would export it, and a small embedded package beside it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from gazetteer.sources import Embedded

Line = list[str]


def line(
    geonameid: int, name: str, others: str = "", *, at: tuple[float, float] = (49.5, 36.5), feature: str = "P.PPL",
    division: str = "07", district: str = "", people: int = 0, country: str = "UA", changed: str = "2026-05-04",
) -> Line:  # fmt: skip
    """One row of a dump, its 19 columns."""
    kind, code = feature.split(".")
    return [
        str(geonameid), name, name, others, str(at[0]), str(at[1]), kind, code, country, "", division, district, "", "", str(people), "",
        "100", "Europe/Kyiv", changed,
    ]  # fmt: skip


def text(lines: Iterable[Line]) -> bytes:
    """The table as bytes."""
    return "".join("\t".join(cells) + "\n" for cells in lines).encode()


def packed(path: Path, content: bytes, member: str = "UA.txt") -> Path:
    """A zip archive with a readme and the table, as GeoNames packs it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "Readme for an invented export")
        archive.writestr(member, content)
    return path


def ukraine() -> list[Line]:
    """A town that the embedded package has, villages that it lacks, and what has to be left out."""
    return [
        line(9000001, "Velykoselo", 'Velikoselo,Великосело́,Велике Село,"Selo"', at=(49.71, 36.41), district="6312", people=5200),
        line(9000002, "Tykhe", "Tikhoe,Tychoje,Тихе,Тихое", at=(49.6, 36.6), district="6312"),
        line(9000003, "Zakhidne", "Західне,Караджи́", at=(49.2, 37.2), district="9999", changed="2026-07-08"),
        line(9000004, "Kolyshnie", "Колишнє", feature="P.PPLH"),
        line(9000005, "Tykhyi Raion", "Тихий район", feature="A.ADM2", district="7777"),
        line(9000006, "Tykha Stantsiia", feature="S.RSTN"),
        line(9000007, "Bezmezhne", "Безмежне", division="00", district="00"),
        *(
            line(9000100 + number, "Odnakove", "Однакове", at=(45 + number / 20, 30), division=f"{number % 25 + 1:02}")
            for number in range(100)
        ),
    ]  # fmt: skip


def ruritania() -> list[Line]:
    """A country of which our tables have no districts."""
    return [
        line(9100001, "Zenda", "Sendau", at=(1.4, 2.4), division="01", district="Z1", country="RR"),
        line(9100002, "Hentzau", at=(1.6, 2.4), division="01", district="Z1", country="RR"),
        line(9100003, "Zenda County", "Okres Zenda", at=(1.5, 2.4), feature="A.ADM2", division="01", district="Z1", country="RR"),
        line(9100004, "Old County", feature="A.ADM2H", at=(1.5, 2.4), division="01", district="Z9", country="RR"),
    ]  # fmt: skip


def names(*rows: tuple[int, str, str, str], columns: int = 10) -> bytes:
    """A table of alternate names: id, language, name, and "historic", "colloquial" or nothing."""
    flags = {"colloquial": ("1", ""), "historic": ("", "1")}
    cells = [
        [str(7000 + number), str(geonameid), language, name, "", "", *flags.get(flag, ("", ""))]
        for number, (geonameid, language, name, flag) in enumerate(rows)
    ]
    return text([row + [""] * (columns - 8) for row in cells])


def embedded() -> Embedded:
    """A package with one town of the dump, under the name and with the facts of its own."""
    town = {
        "geonameid": "9000001", "name": "Velykeselo", "latitude": 49.7, "longitude": 36.4, "countrycode": "UA", "population": 5000,
        "timezone": "Europe/Kyiv", "admin1code": "07", "alternatenames": ["Велике Село", "Grossdorf"],
    }  # fmt: skip
    countries = {
        "UA": {"geonameid": 690791, "population": 40_000_000, "capital": "Velykeselo", "languages": "uk,ru-UA,crh"},
        "RR": {"geonameid": 1, "population": 9, "capital": "Strelsau", "languages": "rr"},
    }
    return Embedded({"9000001": town}, countries, {})
