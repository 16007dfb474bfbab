"""Read GeoNames' own export files, and refuse every one that is not whole and sound.

The files are tab-separated without quoting and without a header, packed as zip or plain. Layout:
https://download.geonames.org/export/dump/readme.txt
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from gazetteer.errors import DumpDamagedError, DumpFormatError, DumpMissingError, DumpTooLargeError
from gazetteer.names import has_cyrillic

MOST_PACKED = 500 * 1024 * 1024
"""Largest file that is read or downloaded, bytes."""
MOST_UNPACKED = 2 * 1024 * 1024 * 1024
"""Largest table that is read, bytes unpacked."""
NO_NAMES = frozenset({"post", "link", "iata", "icao", "faac", "wkdt", "unlc", "abbr"})
"""What GeoNames keeps in the column of languages that is no language."""
_COLUMNS = 19
_ALTERNATE_COLUMNS = (8, 10)
_LONGEST_LINE = 1024 * 1024
_BIGGEST_ID = 2**32 - 2
_STRESS = "\u0301"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_DIGITS = 18
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpPlace:
    """A populated place or a second-order division of a dump."""

    geonameid: int
    name: str
    names: tuple[str, ...]
    latitude: float
    """Decimal degrees, WGS84."""
    longitude: float
    """Decimal degrees, WGS84."""
    populated: bool
    division: str
    """Admin-1 code; empty where there is none."""
    district: str
    """Admin-2 code; empty where there is none."""
    population: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedName:
    """A name of which alternateNames tells the language and whether it is of today."""

    name: str
    language: str
    historic: bool = False
    colloquial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """What is used of one country's files."""

    country: str
    rows: int
    """Rows of the whole file, rivers and railway stations too."""
    newest: str
    """Date of the newest change in it, ISO."""
    places: tuple[DumpPlace, ...]
    districts: tuple[DumpPlace, ...]
    tagged: dict[int, list[TaggedName]] = field(default_factory=dict)


def read_dump(path: Path, country: str, alternates: Path | None = None) -> Dump:
    """Read and check `UA.zip` or `UA.txt`, with its table of alternate names where there is one.

    Raises `DumpMissingError`, `DumpDamagedError`, `DumpFormatError` or `DumpTooLargeError`.
    """
    places: list[DumpPlace] = []
    districts: list[DumpPlace] = []
    rows, newest = 0, ""
    for line, cells in _table(path, f"{country}.txt"):
        rows = line
        where = f"{_called(path)}, line {line}"
        if len(cells) != _COLUMNS:
            raise DumpFormatError(f"{where}: {len(cells)} columns, not {_COLUMNS}")
        place = _place(cells, country, where)
        newest = max(newest, cells[18])
        kind, feature = cells[6], cells[7]
        if kind == "P" and feature != "PPLH":
            places.append(place)
        elif kind == "A" and feature == "ADM2":
            districts.append(place)
    if not places:
        raise DumpFormatError(f"{_called(path)}, line {rows}: the file ends without a single populated place")
    tagged: dict[int, list[TaggedName]] = {}
    if alternates is not None:
        wanted = {place.geonameid for place in (*places, *districts)}
        tagged = read_alternates(alternates, country, wanted)
    return Dump(country=country, rows=rows, newest=newest, places=tuple(places), districts=tuple(districts), tagged=tagged)


def _place(cells: list[str], country: str, where: str) -> DumpPlace:
    """A row as a place, every value of it checked."""
    if cells[8] != country:
        raise DumpFormatError(f"{where}: country code {cells[8]!r} in a file of {country}")
    if not _DATE.fullmatch(cells[18]):
        raise DumpFormatError(f"{where}: {cells[18]!r} is not a date")
    name = cleaned(cells[1])
    if not name:
        raise DumpFormatError(f"{where}: a place without a name")
    return DumpPlace(
        geonameid=_whole(cells[0], where, "GeoNames id", 1, _BIGGEST_ID),
        name=name,
        names=tuple(dict.fromkeys(filter(None, map(cleaned, cells[3].split(","))))),
        latitude=_degrees(cells[4], where, "latitude", 90),
        longitude=_degrees(cells[5], where, "longitude", 180),
        populated=cells[6] == "P",
        division="" if cells[10] == "00" else cells[10],
        district="" if cells[11] == "00" else cells[11],
        population=_whole(cells[14] or "0", where, "population", 0, 10**10),
    )


def _whole(text: str, where: str, what: str, least: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else -1
    if not least <= number <= most:
        raise DumpFormatError(f"{where}: {text[:40]!r} is no {what}")
    return number


def _degrees(text: str, where: str, what: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = most + 1
    if not -most <= value <= most:
        raise DumpFormatError(f"{where}: {text[:40]!r} is no {what} (degrees, -{most:g} to {most:g})")
    return value


def cleaned(name: str) -> str:
    """A name in NFC, without the stress marks that some Cyrillic names carry ("Караджи́")."""
    if name.isascii():
        return name.strip()
    return unicodedata.normalize("NFC", name.replace(_STRESS, "") if has_cyrillic(name) else name).strip()


def read_alternates(path: Path, country: str, wanted: Collection[int]) -> dict[int, list[TaggedName]]:
    """The names of the wanted places by GeoNames id, links and codes left out; raises as `read_dump` does."""
    found: dict[int, list[TaggedName]] = {}
    for where, cells in alternate_rows(path, country):
        number = _whole(cells[1], where, "GeoNames id", 1, _BIGGEST_ID)
        if number not in wanted or cells[2] in NO_NAMES or not (name := cleaned(cells[3])):
            continue
        found.setdefault(number, []).append(
            TaggedName(name=name, language=cells[2], colloquial=cells[6] == "1", historic=cells[7] == "1"),
        )
    return found


def alternate_rows(path: Path, country: str) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table of alternate names, checked, each with the file and line to name in an error."""
    members = (f"{country}.txt", "alternateNamesV2.txt", "alternateNames.txt")
    expected = 0
    for line, cells in _table(path, *members):
        where = f"{_called(path)}, line {line}"
        expected = expected or (len(cells) if len(cells) in _ALTERNATE_COLUMNS else max(_ALTERNATE_COLUMNS))
        if len(cells) != expected:
            raise DumpFormatError(f"{where}: {len(cells)} columns, not {expected}")
        if not all(flag in {"", "0", "1"} for flag in cells[4:8]):
            raise DumpFormatError(f"{where}: the flags {cells[4:8]} are not 1 or empty")
        yield where, cells


def is_country(code: str) -> bool:
    """Whether a text looks like an ISO 3166-1 alpha-2 code in capitals."""
    return _COUNTRY.fullmatch(code) is not None


def _table(path: Path, *members: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a plain or packed table from 1, cut at their tabs."""
    for number, raw in enumerate(raw_lines(path, *members), 1):
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DumpDamagedError(f"{_called(path)}, line {number}: not UTF-8 ({error.reason} at byte {error.start})") from error
        yield number, text.rstrip("\r\n").split("\t")


def raw_lines(path: Path, *members: str) -> Iterator[bytes]:
    """The lines of a plain file, or of the first of these members that an archive has, with their ends; raises as `read_dump` does."""
    number, total = 0, 0
    with _opened(path, members) as file:
        while True:
            try:
                raw = file.readline(_LONGEST_LINE)
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
                raise DumpDamagedError(f"{_called(path)}, after line {number}: the archive is damaged ({error})") from error
            if not raw:
                return
            number, total = number + 1, total + len(raw)
            if total > MOST_UNPACKED:
                raise DumpTooLargeError(f"{_called(path)}, line {number}: more than {_size(MOST_UNPACKED)} unpacked")
            if len(raw) == _LONGEST_LINE:
                raise DumpFormatError(f"{_called(path)}, line {number}: longer than {_size(_LONGEST_LINE)}")
            yield raw


@contextmanager
def _opened(path: Path, members: tuple[str, ...]) -> Iterator[IO[bytes]]:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DumpMissingError(f"{path}: {error.strerror or error}") from error
    if path.suffix != ".zip":
        if size > MOST_UNPACKED:
            raise DumpTooLargeError(f"{_called(path)}: {_size(size)}, more than {_size(MOST_UNPACKED)}")
        with path.open("rb") as plain:
            yield plain
        return
    if size > MOST_PACKED:
        raise DumpTooLargeError(f"{_called(path)}: {_size(size)}, more than {_size(MOST_PACKED)}")
    with _archive(path) as archive:
        inside = next((name for name in members if name in archive.namelist()), None)
        if inside is None:
            raise DumpDamagedError(f"{_called(path)}: the archive holds no {members[0]}")
        if archive.getinfo(inside).file_size > MOST_UNPACKED:
            raise DumpTooLargeError(f"{_called(path)}: {inside} is more than {_size(MOST_UNPACKED)} unpacked")
        try:
            file = archive.open(inside)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise DumpDamagedError(f"{_called(path)}: {inside} cannot be unpacked ({error})") from error
        with io.BufferedReader(file) as lines:  # type: ignore[type-var, unused-ignore] # reads ahead; line by line costs twice as much
            yield lines


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DumpDamagedError(f"{_called(path)}: no whole zip archive ({error})") from error


def _called(path: Path) -> str:
    """A file as messages call it; the table of names in `alternatenames/` is called as that of the places."""
    return f"{path.parent.name}/{path.name}" if path.parent.name == "alternatenames" else path.name


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:,.0f} MB" if count >= 1024 * 1024 else f"{count:,} bytes"
