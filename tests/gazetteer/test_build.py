"""Compiling an index, and opening what is missing, damaged or of another version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gazetteer import Gazetteer, IndexCorruptError, IndexFolderError, IndexMissingError, PlaceKind
from gazetteer.build import build, fits, identity
from gazetteer.index import Index
from gazetteer.tables import Grade, Row


def rows() -> list[Row]:
    """A small world: a country, its region, two towns."""
    return [
        Row(
            name="Ruritania", kind=PlaceKind.COUNTRY, latitude=1, longitude=2, radius_km=90, country="RR",
            also=[("Ruritanian", Grade.DEMONYM)],
        ),
        Row(
            name="Strelsau Region", kind=PlaceKind.REGION, latitude=1, longitude=2, radius_km=30, country="RR", division="01",
            pcode="RR01",
        ),
        Row(
            name="Strelsau", kind=PlaceKind.POPULATED, latitude=1.1, longitude=2.1, radius_km=5, country="RR", division="01", geonameid=7,
            population=90_000, capital=True, also=[("Штрельзау", Grade.STRONG), ("Streslau", Grade.WEAK)],
        ),
        Row(name="Zenda", kind=PlaceKind.POPULATED, latitude=1.4, longitude=2.4, radius_km=1, country="RR", division="01", population=900),
    ]  # fmt: skip


@pytest.fixture(name="folder")
def small_index(tmp_path: Path) -> Path:
    """A compiled index of the small world."""
    build(tmp_path / "index", rows=rows())
    return tmp_path / "index"


def test_places_come_back_as_they_went_in(folder: Path) -> None:
    """Every field of a row is found again in the place, with the names of what it lies in."""
    index = Index(folder, identity())
    (number, grade), *others = index.links("strelsau")
    place = index.place(number)
    assert (place.name, place.country, place.admin1, place.admin1_code, place.pcode) == (
        "Strelsau",
        "Ruritania",
        "Strelsau Region",
        "01",
        "RR01",
    )
    assert (place.latitude, place.longitude, place.radius_km, place.population, place.geonameid) == (1.1, 2.1, 5, 90_000, 7)
    assert grade is Grade.NAME
    assert others == []
    assert index.links("штрельзау") == ((number, Grade.STRONG),)
    assert index.links("nowhere") == ()
    assert len(index) == 4


def test_fuzzy_finds_the_key_with_an_edit(folder: Path) -> None:
    """A letter too many, too few or wrong still leads to the key; what is unlike leads nowhere."""
    index = Index(folder, identity())
    for wrong in ("strelsauu", "trelsau", "strelzau", "sterlsau"):
        assert index.fuzzy(wrong)[0][0] == "strelsau"
    assert index.fuzzy("qqqqqqqq") == ()
    assert index.fuzzy("zz") == ()


def test_no_index_is_said_with_its_remedy(tmp_path: Path) -> None:
    """A missing index names the command that makes one."""
    with pytest.raises(IndexMissingError, match="gazetteer build"):
        Index(tmp_path / "index", identity())


@pytest.mark.parametrize("damage", ["meta", "json", "nested", "cut", "gone", "zeroed", "version"])
def test_a_damaged_index_is_refused(folder: Path, damage: str) -> None:
    """Whatever is wrong with an index, it is said, and it does not count as one that fits."""
    meta = folder / "meta.json"
    if damage == "meta":
        meta.write_text("{", encoding="utf-8")
    elif damage == "json":
        meta.write_text("[]", encoding="utf-8")
    elif damage == "nested":
        meta.write_text("[" * 100_000, encoding="utf-8")
    elif damage == "cut":
        (folder / "hash.bin").write_bytes((folder / "hash.bin").read_bytes()[:-3])
    elif damage == "gone":
        (folder / "key_text.bin").unlink()
    elif damage == "zeroed":
        (folder / "link_place.bin").write_bytes(bytes((folder / "link_place.bin").stat().st_size))
    else:
        meta.write_text(json.dumps({**json.loads(meta.read_text("utf-8")), "format": 0}), encoding="utf-8")
    assert not fits(folder)
    with pytest.raises(IndexCorruptError, match="build --force"):
        Index(folder, identity())


def test_an_index_that_fits_is_left_alone(folder: Path) -> None:
    """Building again does nothing unless forced; nothing is left beside the index but its lock."""
    before = (folder / "meta.json").stat().st_mtime_ns
    build(folder, rows=rows())
    assert (folder / "meta.json").stat().st_mtime_ns == before
    build(folder, rows=rows()[:1], force=True)
    assert Index(folder, identity()).meta["places"] == 1
    assert sorted(path.name for path in folder.parent.iterdir()) == ["index", "index.lock"]


def test_a_build_that_breaks_leaves_the_old_index(folder: Path) -> None:
    """Rows that fail midway change nothing."""
    with pytest.raises(ZeroDivisionError):
        build(folder, rows=(row if row.name != "Zenda" else rows()[1 // 0] for row in rows()), force=True)
    assert fits(folder)
    assert Index(folder, identity()).meta["places"] == 4


def test_two_processes_build_one_index(tmp_path: Path) -> None:
    """Of two that build at once one compiles, the other waits and takes its index; both end well."""
    program = """
import sys, time
from pathlib import Path
from gazetteer.build import build
from gazetteer.place import PlaceKind
from gazetteer.tables import Row
def slow():
    print("compiling", flush=True)
    time.sleep(1.5)
    yield Row(name="Zenda", kind=PlaceKind.POPULATED, latitude=1, longitude=2, radius_km=1)
build(Path(sys.argv[1]), rows=slow())
"""
    both = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "index")], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(said) == ["", "compiling\n"]
    assert fits(tmp_path / "index")


def test_a_damaged_index_is_compiled_anew_and_said_once(tmp_path: Path) -> None:
    """Opening over a damaged index tells that it is compiled anew, once, and gives a gazetteer that works."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "meta.json").write_text("not JSON", encoding="utf-8")
    told: list[tuple[str, float]] = []
    opened = Gazetteer.open(tmp_path, progress=lambda stage, share: told.append((stage, share)))
    assert sum("damaged" in stage for stage, _ in told) == 1
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0
    assert opened.search("Zmiiv")[0].place.geonameid == 686928


def test_a_lock_that_is_none_is_said(tmp_path: Path) -> None:
    """A lock file with foreign content, or a folder in its place, names itself and the remedy."""
    (tmp_path / "index.lock").write_text("this is no database, whatever it is" * 100, encoding="utf-8")
    with pytest.raises(IndexFolderError, match="delete this file"):
        build(tmp_path / "index", rows=rows())
    (tmp_path / "index.lock").unlink()
    (tmp_path / "index.lock").mkdir()
    with pytest.raises(IndexFolderError, match="STRIKEMAP_CACHE"):
        build(tmp_path / "index", rows=rows())
