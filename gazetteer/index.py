"""The compiled index, opened: exact and fuzzy lookup of keys, and the places they lead to. Read-only, so safe in every thread."""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from rapidfuzz import fuzz, process

from gazetteer.build import KINDS, NOWHERE, fingerprints, key_hash
from gazetteer.errors import IndexCorruptError, IndexMissingError
from gazetteer.misspellings import fuzzy_letters, letter_bags, shortened
from gazetteer.names import has_cyrillic
from gazetteer.place import Place, PlaceKind
from gazetteer.tables import Grade

_Kind = Literal["B", "I", "Q", "q", "f", "d"]
Link = tuple[int, Grade]
"""A place, by its row number, and how the name belongs to it."""
_GRADES = tuple(Grade)
_BAG_LIMIT = 6
_FUZZY_MANY = 20_000


class Index:
    """An index folder, mapped into memory. Raises `IndexMissingError` or `IndexCorruptError` when it cannot be."""

    def __init__(self, folder: Path, identity: dict[str, object]) -> None:
        try:
            meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise IndexMissingError(f"there is no gazetteer index in {folder}; run: gazetteer build") from error
        except (OSError, ValueError, RecursionError) as error:
            raise IndexCorruptError(f"the gazetteer index in {folder} cannot be read; run: gazetteer build --force") from error
        if not isinstance(meta, dict) or {name: meta.get(name) for name in identity} != identity:
            raise IndexCorruptError(f"the gazetteer index in {folder} is of another version; run: gazetteer build --force")
        try:
            whole = meta.get("files") == fingerprints(folder)
        except OSError:  # it was replaced under our hands
            whole = False
        if not whole:
            raise IndexCorruptError(f"the gazetteer index in {folder} is damaged; run: gazetteer build --force")
        self.folder = folder
        self.meta = meta
        try:
            self._open(folder, int(meta["places"]), int(meta["keys"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
            raise IndexCorruptError(f"the gazetteer index in {folder} is damaged ({error}); run: gazetteer build --force") from error

    def _open(self, folder: Path, places: int, keys: int) -> None:
        def column(name: str, kind: _Kind, count: int | None = None) -> memoryview[Any]:
            path = folder / f"{name}.bin"
            with path.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
                view: memoryview[Any] = memoryview(data).cast("B").cast(kind)
            if count is not None and len(view) != count:
                raise ValueError(f"{name}.bin has {len(view)} entries, not {count}")
            return view

        self.kind = column("place_kind", "B", places)
        self.latitude = column("place_latitude", "d", places)
        self.longitude = column("place_longitude", "d", places)
        self.radius = column("place_radius", "f", places)
        self.country = column("place_country", "I", places)
        self.division = column("place_division", "I", places)
        self.district = column("place_district", "I", places)
        self.geonameid = column("place_geonameid", "I", places)
        self.population = column("place_population", "q", places)
        self.capital = column("place_capital", "B", places)
        self._name_start = column("name_start", "I", places + 1)
        self._name_text = column("name_text", "B", self._name_start[places])
        self._code_start = column("code_start", "I", places + 1)
        self._code_text = column("code_text", "B", self._code_start[places])
        self._hash = column("hash", "Q", keys)
        self._hash_key = column("hash_key", "I", keys)
        self._links = column("key_links", "I", keys + 1)
        self._link_place = column("link_place", "I", self._links[keys])
        self._link_grade = column("link_grade", "B", self._links[keys])
        self._key_start = column("key_start", "I", keys + 1)
        self._key_text = column("key_text", "B", self._key_start[keys])
        self._first = column("first", "Q")
        self._first_words = column("first_words", "B", len(self._first))
        self._runs = np.frombuffer(column("run_start", "I"), "u4")
        self._delete_hash = np.frombuffer(column("delete_hash", "I"), "u4")
        self._delete_run = np.frombuffer(column("delete_run", "I", len(self._delete_hash)), "u4")
        self._bag = np.frombuffer(column("key_bag", "Q", keys), "u8")
        self._length = np.frombuffer(column("key_length", "B", keys), "u1")
        self.links = lru_cache(maxsize=200_000)(self._find_links)
        self.longest = lru_cache(maxsize=100_000)(self._find_longest)
        self.place = lru_cache(maxsize=50_000)(self._make_place)

    def __len__(self) -> int:
        """The number of places."""
        return len(self.kind)

    def _find_links(self, key: str) -> tuple[Link, ...]:
        """The places that bear a folded name, closest grade first; empty where there is none."""
        number = key_hash(key)
        at = bisect_left(self._hash, number)
        if at == len(self._hash) or self._hash[at] != number:
            return ()
        return self._links_of(self._hash_key[at])

    def _links_of(self, key: int) -> tuple[Link, ...]:
        start, end = self._links[key], self._links[key + 1]
        return tuple((self._link_place[at], _GRADES[self._link_grade[at]]) for at in range(start, end))

    def _find_longest(self, word: str) -> int:
        """How many words the longest name has that begins with this word; 1 if none has more."""
        number = key_hash(word)
        at = bisect_left(self._first, number)
        return self._first_words[at] if at < len(self._first) and self._first[at] == number else 1

    def key(self, number: int) -> str:
        """A key by its number."""
        return bytes(self._key_text[self._key_start[number] : self._key_start[number + 1]]).decode()

    def starting(self, prefix: str, limit: int) -> Iterator[str]:
        """The keys that begin with a prefix, in alphabetical order, `limit` at most."""
        low, high = 0, len(self._hash)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.key(middle) < prefix else (low, middle)
        for number in range(low, min(low + limit, len(self._hash))):
            key = self.key(number)
            if not key.startswith(prefix):
                return
            yield key

    def demonyms(self) -> Iterator[str]:
        """The Cyrillic keys that stand for a people or for what is a country's."""
        wanted = np.flatnonzero(np.frombuffer(self._link_grade, "u1") == Grade.DEMONYM)
        owners = np.unique(np.searchsorted(np.frombuffer(self._links, "u4"), wanted, "right") - 1)
        yield from (key for key in map(self.key, owners.tolist()) if has_cyrillic(key))

    def fuzzy(self, key: str, limit: int = 5) -> tuple[tuple[str, float], ...]:
        """The keys most alike, with their likeness 0-1 (`rapidfuzz.fuzz.ratio` / 100), best first.

        Keys count whose first letters are at most two edits apart, which leaves a short list for the comparison.
        """
        if not fuzzy_letters(key) or not len(self._delete_hash):
            return ()
        hashes = shortened(key)
        low = np.searchsorted(self._delete_hash, hashes, "left")
        high = np.searchsorted(self._delete_hash, hashes, "right")
        spans = [self._delete_run[start:end] for start, end in zip(low.tolist(), high.tolist(), strict=True) if end > start]
        if not spans:
            return ()
        runs = np.unique(np.concatenate(spans))
        starts, counts = self._runs[runs].astype("i8"), (self._runs[runs + 1] - self._runs[runs]).astype("i8")
        ends = np.cumsum(counts)
        numbers = np.repeat(starts - (ends - counts), counts) + np.arange(ends[-1])
        slack = max(2, len(key) // 4)
        near = numbers[np.abs(self._length[numbers].astype("i4") - len(key)) <= slack]
        differ = np.bitwise_count(self._bag[near] ^ letter_bags([key])[0])
        near = near[differ <= max(_BAG_LIMIT, slack * 2)]
        if not len(near):
            return ()
        candidates = [self.key(number) for number in near[:_FUZZY_MANY].tolist()]
        found = process.extract(key, candidates, scorer=fuzz.ratio, limit=limit)
        return tuple((name, score / 100) for name, score, _ in found)

    def name(self, place: int) -> str:
        """The usual English name of a place."""
        return bytes(self._name_text[self._name_start[place] : self._name_start[place + 1]]).decode()

    def codes(self, place: int) -> tuple[str, str, str]:
        """Country code, admin-1 code and P-code of a place; empty where it has none."""
        country, division, pcode = bytes(self._code_text[self._code_start[place] : self._code_start[place + 1]]).decode().split("\t")
        return country, division, pcode

    def kind_of(self, place: int) -> PlaceKind:
        """What sort of thing a place is."""
        kind: PlaceKind = KINDS[self.kind[place]]
        return kind

    def _make_place(self, number: int) -> Place:
        country, division, pcode = self.codes(number)
        above, district, land = self.division[number], self.district[number], self.country[number]
        if above != NOWHERE and not pcode:
            pcode = self.codes(above)[2]
        return Place(
            name=self.name(number),
            kind=self.kind_of(number),
            latitude=self.latitude[number],
            longitude=self.longitude[number],
            radius_km=round(self.radius[number], 1),
            country_code=country or None,
            country=self.name(land) if land != NOWHERE else None,
            admin1=self.name(above) if above != NOWHERE else None,
            admin1_code=division or None,
            admin2=self.name(district) if district != NOWHERE else None,
            pcode=pcode or None,
            geonameid=self.geonameid[number] or None,
            population=self.population[number],
        )

    @cached_property
    def countries(self) -> dict[str, int]:
        """Row numbers of the countries by code; they stand first in the index."""
        found: dict[str, int] = {}
        for number in range(len(self.kind)):
            if self.kind_of(number) is not PlaceKind.COUNTRY:
                break
            found[self.codes(number)[0]] = number
        return found
