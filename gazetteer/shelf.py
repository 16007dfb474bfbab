"""The dumps that an index keeps with it, so that one rename swaps both and a later rebuild has them at hand.

`geonames/` inside the index folder holds `UA.zip`, where there is one `alternatenames/UA.zip`, and `manifest.json`.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from gazetteer.dumps import Dump, is_country, read_dump
from gazetteer.errors import DumpError, KeptDumpError

FOLDER = "geonames"
_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an update does to the kept dumps: countries are dropped, then those of a staging folder are put in."""

    staged: Path | None = None
    """A folder laid out as the shelf is."""
    dropped: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpFacts:
    """What the manifest says of one country's dump."""

    country: str
    rows: int
    """Rows of the file, rivers and railway stations too."""
    places: int
    """Populated places."""
    new: int
    """Populated places that the embedded package lacks."""
    newest: str
    """Date of the newest change in the dump, ISO."""
    tagged: bool
    """Whether alternate names with languages are there."""

    def __str__(self) -> str:
        names = "" if self.tagged else ", no tagged names"
        return f"{self.country}: {self.places:,} places, {self.new:,} of them new; newest change {self.newest}{names}"


def dump_path(folder: Path, country: str) -> Path:
    """Where a shelf or staging folder holds a country's places."""
    return folder / f"{country}.zip"


def alternates_path(folder: Path, country: str) -> Path:
    """Where a shelf or staging folder holds a country's alternate names."""
    return folder / "alternatenames" / f"{country}.zip"


def pack(target: Path, member: str, lines: Iterator[bytes]) -> None:
    """Write lines into a zip archive of one member; the same lines give the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    info = zipfile.ZipInfo(member, date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w") as archive, archive.open(info, "w", force_zip64=True) as file:
        for line in lines:
            file.write(line)


def countries(index: Path) -> list[str]:
    """The countries whose dumps lie in an index folder, by what is there or should be."""
    found = {path.stem for path in (index / FOLDER).glob("*.zip") if is_country(path.stem)}
    return sorted(found | set(_manifest(index)))


def identity(index: Path) -> dict[str, object]:
    """For each kept dump the digests of its files, "damaged" where these are not as long as the manifest says."""
    found: dict[str, object] = {}
    manifest = _manifest(index)
    for country in countries(index):
        files: dict[str, dict[str, Any]] = manifest.get(country, {}).get("files") or {}
        whole = files and all(_size(index / FOLDER / name) == fact["size"] for name, fact in files.items())
        found[country] = {name: fact["sha256"] for name, fact in files.items()} if whole else "damaged"
    return found


def facts(index: Path) -> tuple[DumpFacts, ...]:
    """What the manifest of an index says of its dumps."""
    return tuple(
        DumpFacts(country=country, **{name: entry[name] for name in ("rows", "places", "new", "newest", "tagged")})
        for country, entry in sorted(_manifest(index).items())
    )


def digests(folder: Path, country: str) -> dict[str, str]:
    """The sha256 of a country's files in a shelf or staging folder, by their names there."""
    return {name: entry["sha256"] for name, entry in _files(folder, country).items()}


def fill(old: Path, fresh: Path, change: Change | None = None) -> list[Dump]:
    """Copy the dumps of an old index and of a change into a fresh one, and read them there.

    Raises `KeptDumpError` where a dump of the old index is not what was accepted once.
    """
    change = change or Change()
    staged = {path.stem: path.parent for path in change.staged.glob("*.zip")} if change.staged else {}
    kept = [country for country in countries(old) if country not in change.dropped and country not in staged]
    dumps = [_kept(old, fresh, country) for country in kept]
    for country, folder in staged.items():
        _copy(folder, fresh / FOLDER, country)
        dumps.append(_read(fresh / FOLDER, country))
    return sorted(dumps, key=lambda dump: dump.country)


def write_manifest(index: Path, dumps: Sequence[Dump], embedded: Collection[str]) -> None:
    """Say in the fresh index what its dumps are; `embedded` are the GeoNames ids that the package has. Nothing without dumps."""
    if not dumps:
        return
    entries = {
        dump.country: {
            "files": _files(index / FOLDER, dump.country),
            "rows": dump.rows,
            "places": len(dump.places),
            "new": sum(str(place.geonameid) not in embedded for place in dump.places),
            "newest": dump.newest,
            "tagged": bool(dump.tagged),
        }
        for dump in dumps
    }
    (index / FOLDER / _MANIFEST).write_text(json.dumps(entries, indent=1), encoding="utf-8")


def _kept(old: Path, fresh: Path, country: str) -> Dump:
    expected = _manifest(old).get(country, {}).get("files")
    remedy = f"get it anew: gazetteer update --country {country}; or go without it: gazetteer update --remove --country {country}"
    try:
        _copy(old / FOLDER, fresh / FOLDER, country)
        if expected is not None and expected != _files(fresh / FOLDER, country):
            raise KeptDumpError(f"the GeoNames dump of {country} kept in {old / FOLDER} was changed or cut; {remedy}")
        return _read(fresh / FOLDER, country)
    except (DumpError, OSError) as error:
        raise KeptDumpError(f"the GeoNames dump of {country} kept in {old / FOLDER} cannot be read; {remedy}") from error


def _read(folder: Path, country: str) -> Dump:
    alternates = alternates_path(folder, country)
    return read_dump(dump_path(folder, country), country, alternates if alternates.exists() else None)


def _copy(source: Path, target: Path, country: str) -> None:
    for place in (dump_path, alternates_path):
        if place is dump_path or place(source, country).exists():
            place(target, country).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place(source, country), place(target, country))


def _files(folder: Path, country: str) -> dict[str, dict[str, Any]]:
    found = {}
    for path in (dump_path(folder, country), alternates_path(folder, country)):
        if path.exists():
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            found[path.relative_to(folder).as_posix()] = {"size": path.stat().st_size, "sha256": digest}
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _manifest(index: Path) -> dict[str, dict[str, Any]]:
    """The manifest by country; empty where there is none that can be read."""
    try:
        entries = json.loads((index / FOLDER / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(entries, dict):
        return {}
    return {country: entry for country, entry in entries.items() if is_country(country) and _is_entry(entry)}


def _is_entry(entry: object) -> bool:
    files = entry.get("files") if isinstance(entry, dict) else None
    return isinstance(files, dict) and all(isinstance(fact, dict) and {"size", "sha256"} <= fact.keys() for fact in files.values())
