"""Compile the rows of `sources` into one index: flat arrays that are mapped into memory, never parsed.

An index is a folder. It is written beside its place and renamed into it, so that a reader finds a whole one or none; a lock file
lets one process build while others wait for it.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import numpy as np

from gazetteer import shelf, sources
from gazetteer.errors import IndexBusyError, IndexFolderError
from gazetteer.misspellings import PREFIX, delete_hashes, fuzzy_letters, letter_bags, prefix_letters
from gazetteer.names import fold
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade, Row, written

FORMAT = 27
"""Grows whenever the layout of an index, or what goes into one, changes."""
NOWHERE = 2**32 - 1
"""The row number that stands for "none"."""
KINDS = tuple(PlaceKind)
_LONGEST_WAIT_S = 600
_PAUSE_S = 0.1
_SEAT_PEOPLE = 10_000
_SAMPLE = 4_096
Progress = Callable[[str, float], None]


def key_hash(key: str) -> int:
    """The 64-bit number that a key is found by."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def identity(folder: Path | None = None) -> dict[str, object]:
    """What an index must say of itself to be used: layout, sources, and the dumps that lie in its folder (none without one)."""
    tables = blake2b(digest_size=8)
    for name in sources.TABLES:
        tables.update(written(f"{name}.csv").encode())
    dumps = shelf.identity(folder) if folder else {}
    return {"format": FORMAT, "source": sources.version(), "tables": tables.hexdigest(), "dumps": dumps}


def build(
    folder: Path,
    progress: Progress | None = None,
    rows: Iterable[Row] | None = None,
    *,
    force: bool = False,
    embedded: sources.Embedded | None = None,
    change: shelf.Change | None = None,
) -> None:
    """Compile an index into `folder`, unless one that fits is there: of `rows`, or else of all that `sources` gives.

    That is the embedded package (or `embedded` in its place) and the GeoNames dumps that the folder keeps, after `change`, if
    given, was made to them. If another process is at it already, wait for that one and take its index. `force` or a change
    compiles in any case. Raises `KeptDumpError` where a kept dump is damaged; whatever is raised, the old index stays.
    """
    tell = progress or (lambda _stage, _share: None)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder.with_suffix(".lock"), tell):
        _clear(folder)
        if force or change or not fits(folder):
            _replace(folder, lambda fresh: _rows(folder, fresh, embedded, change) if rows is None else rows, tell)


def _rows(folder: Path, fresh: Path, embedded: sources.Embedded | None, change: shelf.Change | None) -> Iterable[Row]:
    """The rows of the package and of the dumps, which are put into the fresh index on the way."""
    world = embedded or sources.read_embedded()
    dumps = shelf.fill(folder, fresh, change)
    shelf.write_manifest(fresh, dumps, world.cities.keys())
    return sources.rows(world, dumps)


def fits(folder: Path) -> bool:
    """Whether an index is there, whole, and of today's layout and sources."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        wanted = identity(folder)
        return {name: meta[name] for name in wanted} == wanted and meta["files"] == fingerprints(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


@contextmanager
def alone(lock: Path, tell: Progress) -> Iterator[None]:
    """Hold a lock that the system frees if this process dies: an exclusive transaction on an empty SQLite file."""
    with closing(_open_lock(lock)) as holder:
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise IndexFolderError(f"{lock}: {error}; make the folder writable, or name another by STRIKEMAP_CACHE") from error
            tell("waiting for another process that compiles the gazetteer", 0.0)
            _wait(holder, lock)
        yield


def _open_lock(lock: Path) -> sqlite3.Connection:
    try:
        holder = sqlite3.connect(lock, timeout=0, isolation_level=None)
        holder.execute("PRAGMA schema_version")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            return holder
        raise IndexFolderError(f"{lock}: {error}; make the folder writable, or name another by STRIKEMAP_CACHE") from error
    except sqlite3.DatabaseError as error:
        raise IndexFolderError(f"{lock}: {error}; delete this file, it holds nothing") from error
    return holder


def _wait(holder: sqlite3.Connection, lock: Path) -> None:
    """Try again and again, so that whoever waits can still be interrupted."""
    until = time.monotonic() + _LONGEST_WAIT_S
    while True:
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if time.monotonic() > until:
                waited = _LONGEST_WAIT_S // 60
                raise IndexBusyError(f"another process has held {lock} for {waited} minutes; end it and try again") from error
            time.sleep(_PAUSE_S)
        else:
            return


def _clear(folder: Path) -> None:
    """Put away what a process that was killed left beside the index; only under the lock. One killed between two renames is helped."""
    left = {word: sorted(folder.parent.glob(f"{folder.name}.*.{word}")) for word in ("new", "old")}
    if not folder.exists():
        for path in [path for path in left["new"] if fits(path)] + left["old"]:
            path.rename(folder)
            break
    for path in (*left["new"], *left["old"]):
        shutil.rmtree(path, ignore_errors=True)


def _replace(folder: Path, rows: Callable[[Path], Iterable[Row]], tell: Progress) -> None:
    fresh, old = (folder.with_name(f"{folder.name}.{os.getpid()}.{word}") for word in ("new", "old"))
    collecting = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and looking through two million strings takes a third of the time
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        tell("reading the names of all places", 0.0)
        _compile(fresh, rows(fresh), tell)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:
        if collecting:
            gc.enable()
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def fingerprints(folder: Path) -> dict[str, str]:
    """For each file of an index its size and a digest of its start, middle and end: what a cut or emptied file does not have.

    Reading all of every file would take as long as all else that opening does.
    """
    found = {}
    for path in sorted(folder.glob("*.bin")):
        size, digest = path.stat().st_size, blake2b(digest_size=8)
        with path.open("rb") as file:
            for start in sorted({0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)}):
                file.seek(start)
                digest.update(file.read(_SAMPLE))
        found[path.name] = f"{size} {digest.hexdigest()}"
    return found


def _compile(folder: Path, rows: Iterable[Row], progress: Progress) -> None:
    places: list[Row] = []
    keys: dict[str, int] = {}
    links: list[tuple[int, int, int]] = []
    for number, row in enumerate(rows):
        places.append(row)
        best: dict[int, int] = {}
        for name, grade in ((row.name, Grade.NAME), *row.also):
            key = fold(name)
            if key:
                at = keys.setdefault(key, len(keys))
                best[at] = min(best.get(at, 99), grade)
        links.extend((at, number, grade) for at, grade in best.items())
        if number % 10_000 == 0:
            progress("folding the names of all places", 0.1 + 0.5 * min(1.0, number / 250_000))
    links = _seats_first(places, links)
    _write_places(folder, places)
    progress("sorting the names", 0.62)
    ordered = _write_keys(folder, keys, links)
    progress("indexing misspellings", 0.7)
    _write_deletes(folder, ordered)
    meta = {**identity(folder), "places": len(places), "keys": len(keys), "files": fingerprints(folder)}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    progress("done", 1.0)


def _seats_first(places: list[Row], links: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Links of which a division's alias that is also the name of a town in its country ("Kherson") is weak: alone it means the town."""
    towns = {
        (key, places[number].country)
        for key, number, grade in links
        if grade <= Grade.STRONG and places[number].kind is PlaceKind.POPULATED and places[number].population > _SEAT_PEOPLE
    }
    return [
        (key, number, int(Grade.WEAK))
        if grade == Grade.STRONG and places[number].kind is PlaceKind.REGION and (key, places[number].country) in towns
        else (key, number, grade)
        for key, number, grade in links
    ]


def _write_places(folder: Path, places: list[Row]) -> None:
    countries = {row.country: number for number, row in enumerate(places) if row.kind is PlaceKind.COUNTRY}
    divisions = {(row.country, row.division): number for number, row in enumerate(places) if row.kind is PlaceKind.REGION}
    districts = {(r.country, r.division, r.district): number for number, r in enumerate(places) if r.kind is PlaceKind.DISTRICT}
    columns = {
        "kind": np.array([KINDS.index(row.kind) for row in places], "u1"),
        "latitude": np.array([row.latitude for row in places], "f8"),
        "longitude": np.array([row.longitude for row in places], "f8"),
        "radius": np.array([row.radius_km for row in places], "f4"),
        "country": np.array([countries.get(row.country, NOWHERE) for row in places], "u4"),
        "division": np.array([divisions.get((row.country, row.division), NOWHERE) for row in places], "u4"),
        "district": np.array([districts.get((row.country, row.division, row.district), NOWHERE) for row in places], "u4"),
        "geonameid": np.array([row.geonameid for row in places], "u4"),
        "population": np.array([row.population for row in places], "i8"),
        "capital": np.array([row.capital for row in places], "u1"),
    }
    for name, column in columns.items():
        column.tofile(folder / f"place_{name}.bin")
    _write_texts(folder, "name", [row.name for row in places])
    _write_texts(folder, "code", [f"{row.country}\t{row.division}\t{row.pcode}" for row in places])


def _write_texts(folder: Path, name: str, texts: list[str]) -> None:
    encoded = [text.encode() for text in texts]
    np.cumsum([0, *map(len, encoded)], dtype="u4").tofile(folder / f"{name}_start.bin")
    (folder / f"{name}_text.bin").write_bytes(b"".join(encoded))


def _write_keys(folder: Path, keys: dict[str, int], links: list[tuple[int, int, int]]) -> list[str]:
    """Keys in alphabetical order, the table of their hashes, and for each the places that bear it, closest grade first."""
    ordered = sorted(keys)
    rank = np.empty(len(keys), "u4")
    rank[np.fromiter((keys[key] for key in ordered), "i8", len(keys))] = np.arange(len(keys), dtype="u4")
    link = np.array(links, "i8")
    link[:, 0] = rank[link[:, 0]]
    link = link[np.lexsort((link[:, 1], link[:, 2], link[:, 0]))]
    np.searchsorted(link[:, 0], np.arange(len(keys) + 1)).astype("u4").tofile(folder / "key_links.bin")
    link[:, 1].astype("u4").tofile(folder / "link_place.bin")
    link[:, 2].astype("u1").tofile(folder / "link_grade.bin")
    hashes = np.fromiter(map(key_hash, ordered), "u8", len(ordered))
    order = np.argsort(hashes, kind="stable")
    hashes[order].tofile(folder / "hash.bin")
    order.astype("u4").tofile(folder / "hash_key.bin")
    _write_texts(folder, "key", ordered)
    longest: dict[str, int] = {}
    for key in ordered:
        count = key.count(" ") + 1
        if count > 1:
            first = key.partition(" ")[0]
            longest[first] = max(longest.get(first, 1), min(count, 255))
    firsts = sorted((key_hash(first), count) for first, count in longest.items())
    np.array([number for number, _ in firsts], "u8").tofile(folder / "first.bin")
    np.array([count for _, count in firsts], "u1").tofile(folder / "first_words.bin")
    return ordered


def _write_deletes(folder: Path, ordered: list[str]) -> None:
    """Symmetric deletes over the first letters: hash of a shortened prefix to the run of keys that begin with the prefix."""
    runs: list[tuple[str, int]] = []
    last = None
    for number, key in enumerate(ordered):
        prefix = key[:PREFIX]
        if prefix != last:
            runs.append((prefix, number))
            last = prefix
    starts = np.array([number for _, number in runs] + [len(ordered)], "u4")
    wanted = np.array([fuzzy_letters(prefix) for prefix, _ in runs])
    numbers = np.flatnonzero(wanted).astype("u4")
    letters = prefix_letters([runs[number][0] for number in numbers])
    merged = np.concatenate([(hashes.astype("u8") << np.uint64(32)) | numbers for hashes in delete_hashes(letters)])
    merged.sort()
    merged = merged[np.flatnonzero(np.diff(merged, prepend=np.uint64(0)))]
    (merged >> np.uint64(32)).astype("u4").tofile(folder / "delete_hash.bin")
    merged.astype("u4").tofile(folder / "delete_run.bin")
    starts.tofile(folder / "run_start.bin")
    letter_bags(ordered).tofile(folder / "key_bag.bin")
    np.fromiter((min(len(key), 255) for key in ordered), "u1", len(ordered)).tofile(folder / "key_length.bin")
