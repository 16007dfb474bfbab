"""Our own tables and word lists in `data/`, and the row that every source of places is read into."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from importlib import resources

from gazetteer.errors import SourceDataError
from gazetteer.place import PlaceKind


class Grade(IntEnum):
    """How a name belongs to a place; the lower, the closer."""

    NAME = 0
    STRONG = 1
    FORMER = 2
    WEAK = 3
    ABBREVIATION = 4
    """Counts only as written with capitals: "US", "La.", "ME"."""
    DEMONYM = 5
    METONYM = 6


@dataclass(slots=True, kw_only=True)
class Row:
    """One place on its way into the index."""

    name: str
    kind: PlaceKind
    latitude: float
    longitude: float
    radius_km: float
    country: str = ""
    division: str = ""
    district: str = ""
    pcode: str = ""
    geonameid: int = 0
    population: int = 0
    capital: bool = False
    also: list[tuple[str, Grade]] = field(default_factory=list)


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of one of our tables in `data/`; `SourceDataError` if it is missing or cannot be read."""
    lines = (line for line in written(f"{name}.csv").splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines)


def written(file: str) -> str:
    """The text of a file in `data/`; `SourceDataError` if it is missing or is not UTF-8."""
    try:
        return resources.files("gazetteer").joinpath("data", file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceDataError(f"{file} of the gazetteer cannot be read ({error}); reinstall strikemap") from error


def words(name: str) -> frozenset[str]:
    """A list of words in `data/`, one a line, `#` starting a comment."""
    return frozenset(word for line in written(f"{name}.txt").splitlines() for word in line.partition("#")[0].split())


def listed(text: str) -> list[str]:
    """The names of a table's field, which semicolons part."""
    return [name.strip() for name in text.split(";") if name.strip()]


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """English words that are places' names as well."""
    return words("common_words")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names of persons."""
    return words("first_names")


@lru_cache(maxsize=1)
def no_places() -> frozenset[str]:
    """Keys that in news are never a place."""
    return frozenset(name.replace("_", " ") for name in words("not_places"))


@lru_cache(maxsize=1)
def longest_no_place() -> dict[str, int]:
    """How many words the longest of `no_places` has that begins with a word."""
    longest: dict[str, int] = {}
    for key in no_places():
        first, count = key.partition(" ")[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 1), count)
    return longest
