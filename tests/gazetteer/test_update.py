"""`gazetteer update`: dumps from folders and servers into the index, whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from gazetteer import Gazetteer, IndexCorruptError, PlaceKind, build, shelf
from gazetteer.cities import homes
from gazetteer.dumps import DumpPlace, read_dump
from gazetteer.errors import DumpDamagedError, DumpFormatError, DumpMissingError, KeptDumpError
from gazetteer.index import Index
from gazetteer.sources import read_embedded
from gazetteer.tables import Grade
from gazetteer.update import remove, update
from tests.gazetteer.dumped_world import embedded, line, names, packed, ruritania, text, ukraine


def everything(folder: Path) -> dict[str, bytes]:
    """All files under a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(name="source")
def folder_of_dumps(tmp_path: Path) -> Path:
    """A folder with the invented Ukraine, packed."""
    packed(tmp_path / "dumps" / "UA.zip", text(ukraine()))
    return tmp_path / "dumps"


@pytest.fixture(name="before", scope="module")
def index_without_dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A compiled index of the small embedded package alone; tests copy it."""
    folder = tmp_path_factory.mktemp("before") / "index"
    build.build(folder, embedded=embedded())
    return folder


@pytest.fixture(name="index")
def own_index(before: Path, tmp_path: Path) -> Path:
    """A copy of that index."""
    target = tmp_path / "cache" / "index"
    target.mkdir(parents=True)
    for path in before.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


@pytest.fixture(name="taken")
def index_with_dumps(index: Path, source: Path) -> Path:
    """The index after the invented Ukraine was taken."""
    update(index, str(source), embedded=embedded())
    return index


def links(index: Path, key: str) -> dict[int, Grade]:
    """The places that bear a name, by GeoNames id."""
    opened = Index(index, build.identity(index))
    return {opened.geonameid[place]: grade for place, grade in opened.links(key)}


def test_villages_are_found_and_the_summary_counts_them(index: Path, source: Path) -> None:
    """What the package lacks is there with region, raion and usual name; historical places are not; the facts are told."""
    (fact,) = update(index, str(source), embedded=embedded())
    assert str(fact) == "UA: 104 places, 103 of them new; newest change 2026-07-08, no tagged names"
    opened = Gazetteer(Index(index, build.identity(index)))
    assert opened.dumps == (fact,)
    place = opened.search("Тихе", country="UA")[0].place
    assert (place.name, place.geonameid, place.kind, place.radius_km) == ("Tykhe", 9000002, PlaceKind.POPULATED, 1.0)
    assert (place.admin1, place.admin2, place.pcode) == ("Kharkiv Oblast", "Kharkiv Raion", "UA63")
    (west,) = [match.place for match in opened.search("Zakhidne", country="UA") if match.place.geonameid == 9000003]
    assert west.admin2 is None
    assert 9000004 not in links(index, "kolyshnie")
    assert links(index, "караджи") == {9000003: Grade.WEAK}  # it does not sound like the village


def test_a_place_of_both_is_one(taken: Path) -> None:
    """It keeps the embedded names and capital flag, and gets the dump's point, people, raion and further names."""
    opened = Index(taken, build.identity(taken))
    ((number, grade),) = [link for link in opened.links("velyke selo") if opened.country[link[0]] == opened.countries["UA"]]
    place = opened.place(number)
    assert (place.name, grade, place.latitude, place.population) == ("Velyke Selo", Grade.NAME, 49.71, 5200)
    assert (place.admin2, opened.capital[number]) == ("Kharkiv Raion", 1)
    assert [opened.geonameid[other] for other in range(len(opened))].count(9000001) == 1
    for key in ("grossdorf", "velykeselo", "velykoselo", "великосело"):
        assert opened.links(key)[0][0] == number


@pytest.mark.parametrize("file", ["alternatenames/UA.zip", "alternateNamesV2.zip", "alternateNamesV2.txt", "alternateNames.txt"])
def test_tagged_names(index: Path, source: Path, file: str) -> None:
    """Names of the country's languages count fully, historic ones as former, colloquial ones little, codes not at all."""
    table = names(
        (9000002, "uk", "Затишне", ""), (9000002, "crh", "Sessiz", ""), (9000002, "ru", "Тихоград", "historic"),
        (9000002, "uk", "Тишка", "colloquial"), (9000002, "de", "Stilldorf", ""), (9000002, "link", "Vikipediia", ""),
        (123, "uk", "Чуже", ""), columns=8 if file == "alternateNames.txt" else 10,
    )  # fmt: skip
    if file.endswith(".zip"):
        packed(source / file, table, "UA.txt" if file.startswith("alternatenames/") else "alternateNamesV2.txt")
    else:
        (source / file).write_bytes(table)
    (fact,) = update(index, str(source), embedded=embedded())
    assert fact.tagged
    expected = {
        "затишне": Grade.STRONG, "sessiz": Grade.STRONG, "тихоград": Grade.FORMER, "tikhograd": Grade.FORMER, "тишка": Grade.WEAK,
        "stilldorf": Grade.WEAK,
    }  # fmt: skip
    assert {key: links(index, key).get(9000002) for key in expected} == expected
    assert links(index, "vikipediia") == {}
    with zipfile.ZipFile(index / "geonames" / "alternatenames" / "UA.zip") as kept:
        assert ("Чуже" in kept.read("UA.txt").decode()) == file.startswith("alternatenames/")


def test_districts_come_from_the_dump_where_the_tables_have_none(index: Path, source: Path) -> None:
    """A country without districts of ours gets the dump's; Ukraine keeps its own; a historical one stays out."""
    (source / "RR.txt").write_bytes(text(ruritania()))
    (source / "admin2Codes.txt").write_text("RR.01.Z1\tOther County\tOther County\t5\n", encoding="utf-8")
    facts = update(index, str(source), embedded=embedded())
    assert [(fact.country, fact.places, fact.new) for fact in facts] == [("RR", 2, 2), ("UA", 104, 103)]
    opened = Index(index, build.identity(index))
    (county,) = [place for place, _ in opened.links("zenda county")]
    (town,) = [place for place, _ in opened.links("hentzau")]
    assert opened.kind_of(county) is PlaceKind.DISTRICT
    assert opened.district[town] == county
    assert 10 < opened.radius[county] < 20
    assert opened.links("old county") == ()
    assert opened.links("other county") == ()
    assert opened.links("tykhyi raion") == ()


def test_only_the_named_countries_are_taken_and_the_others_kept(taken: Path, source: Path) -> None:
    """A second update adds to the first; what was taken stays."""
    (source / "RR.txt").write_bytes(text(ruritania()))
    (source / "UA.zip").unlink()
    assert [fact.country for fact in update(taken, str(source), ["RR"], embedded=embedded())] == ["RR"]
    assert shelf.countries(taken) == ["RR", "UA"]
    assert links(taken, "tykhe")


def test_the_same_files_again_change_nothing(taken: Path, source: Path) -> None:
    """An index that has these dumps already is not compiled again; newer ones replace the old."""
    before = (taken / "meta.json").stat().st_mtime_ns
    update(taken, str(source), embedded=embedded())
    assert (taken / "meta.json").stat().st_mtime_ns == before
    packed(source / "UA.zip", text([line(9000050, "Novisinke", changed="2026-09-09")]))
    (fact,) = update(taken, str(source), embedded=embedded())
    assert (fact.places, fact.newest) == (1, "2026-09-09")
    assert 9000002 not in links(taken, "tykhe")


@pytest.mark.parametrize("fault", ["cut", "row", "second country"])
def test_a_refused_dump_leaves_the_index_byte_for_byte(taken: Path, source: Path, fault: str) -> None:
    """Whatever is wrong, and even if other countries' files are sound, nothing of the old index changes and nothing is left beside it."""
    before = everything(taken.parent)
    packed(source / "UA.zip", text([line(9000050, "Novisinke")]))
    if fault == "cut":
        (source / "UA.zip").write_bytes((source / "UA.zip").read_bytes()[:-40])
    elif fault == "row":
        packed(source / "UA.zip", text([line(9000050, "Novisinke")[:5]]))
    else:
        (source / "ZZ.txt").write_bytes(text([line(1, "Zenda", country="RR")]))
    with pytest.raises((DumpDamagedError, DumpFormatError), match="old index stays in use"):
        update(taken, str(source), embedded=embedded())
    assert everything(taken.parent) == before


def test_what_is_not_there_is_said(taken: Path, source: Path, tmp_path: Path) -> None:
    """No folder, no file of the country, no dump at all: each is named."""
    for folder, countries, said in [(tmp_path / "no", [], "no such folder"), (source, ["PL"], "neither PL.zip nor PL.txt")]:
        with pytest.raises(DumpMissingError, match=said):
            update(taken, str(folder), countries, embedded=embedded())
    (tmp_path / "empty").mkdir()
    with pytest.raises(DumpMissingError, match=r"no file such as UA\.zip"):
        update(taken, str(tmp_path / "empty"), embedded=embedded())
    with pytest.raises(DumpMissingError, match="no dump of PL; it has UA"):
        remove(taken, ["PL"], embedded=embedded())


def test_removal_goes_back_to_the_embedded_places(taken: Path, before: Path) -> None:
    """After removal the index is what it was before any dump."""
    assert remove(taken, embedded=embedded()) == ("UA",)
    assert everything(taken) == everything(before)
    assert remove(taken, embedded=embedded()) == ()


def test_one_country_can_be_removed(taken: Path, source: Path) -> None:
    """The others stay."""
    (source / "RR.txt").write_bytes(text(ruritania()))
    update(taken, str(source), embedded=embedded())
    assert remove(taken, ["UA"], embedded=embedded()) == ("UA",)
    assert [fact.country for fact in shelf.facts(taken)] == ["RR"]


@pytest.mark.parametrize("reason", ["old format", "cut", "no manifest", "forced"])
def test_a_rebuild_keeps_the_dumps(taken: Path, reason: str) -> None:
    """An index of an old format or a damaged one is compiled anew with the dumps that it held."""
    kept = (taken / "geonames" / "UA.zip").read_bytes()
    if reason == "old format":
        (taken / "meta.json").write_text('{"format": 3, "files": {}}', encoding="utf-8")
    elif reason == "cut":
        (taken / "hash.bin").write_bytes(b"")
    elif reason == "no manifest":
        (taken / "geonames" / "manifest.json").unlink()
    assert build.fits(taken) == (reason == "forced")
    build.build(taken, embedded=embedded(), force=reason == "forced")
    assert build.fits(taken)
    assert links(taken, "tykhe")
    assert (taken / "geonames" / "UA.zip").read_bytes() == kept


@pytest.mark.parametrize("damage", ["cut", "gone", "changed"])
def test_a_kept_dump_that_is_damaged_is_told_with_its_remedies(taken: Path, source: Path, damage: str) -> None:
    """Such an index does not fit; compiling names both ways out, and both work."""
    path = taken / "geonames" / "UA.zip"
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-3])
    elif damage == "gone":
        path.unlink()
    else:
        packed(path, text([line(9000050, "Novisinke")]))
    assert not build.fits(taken)
    with pytest.raises(IndexCorruptError, match="build --force"):
        Index(taken, build.identity(taken))
    with pytest.raises(KeptDumpError, match=r"gazetteer update --country UA; .*--remove --country UA"):
        build.build(taken, embedded=embedded())
    if damage == "gone":
        assert remove(taken, ["UA"], embedded=embedded()) == ("UA",)
    else:
        update(taken, str(source), embedded=embedded())
    assert build.fits(taken)


def test_an_open_index_goes_on_answering(index: Path, source: Path) -> None:
    """A process that has the old index open answers as before after the swap; who opens anew has the villages."""
    old = Gazetteer(Index(index, build.identity(index)))
    update(index, str(source), embedded=embedded())
    assert [match.place.name for match in old.search("Velykeselo", limit=1)] == ["Velyke Selo"]
    assert not any(match.place.geonameid == 9000002 for match in old.search("Tykhe"))
    assert links(index, "tykhe")


def test_progress_never_runs_backward(index: Path, source: Path) -> None:
    """Stages are told with a share that grows from 0 to 1."""
    told: list[tuple[str, float]] = []
    update(index, str(source), embedded=embedded(), progress=lambda stage, share: told.append((stage, share)))
    assert told[0][0] == "checking the dump of UA"
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("done", 1.0)


_SLOW = """
import os, sys, time
from pathlib import Path
from gazetteer.update import update
from tests.gazetteer.dumped_world import embedded
moment, index, source = sys.argv[1:]
if moment == "between the renames":
    rename = Path.rename
    def stop(self, target):
        if self.name.endswith(".new"):
            os._exit(9)
        return rename(self, target)
    Path.rename = stop
def tell(stage, share):
    if stage.startswith(moment):
        print(stage, flush=True)
        time.sleep(60)
update(Path(index), source, embedded=embedded(), progress=tell)
"""


def kill_at(moment: str, index: Path, source: Path) -> None:
    """Start an update in a process of its own and kill it at a moment."""
    with subprocess.Popen([sys.executable, "-c", _SLOW, moment, str(index), str(source)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if process.stdout.readline():
            os.kill(process.pid, signal.SIGKILL)
        process.wait(60)


@pytest.mark.parametrize("moment", ["checking the dump", "sorting the names", "between the renames"])
def test_a_process_killed_in_the_middle(index: Path, source: Path, moment: str) -> None:
    """The old index stays as it was, what is left over goes with the next run, and the update can be done again."""
    before = everything(index)
    kill_at(moment, index, source)
    left = {path.name for path in index.parent.iterdir()} - {"index", "index.lock", "update.lock"}
    assert left
    if moment == "between the renames":
        assert not index.exists()
        build.build(index, embedded=embedded())
        assert links(index, "tykhe")
    else:
        assert everything(index) == before
    update(index, str(source), embedded=embedded())
    assert links(index, "tykhe")
    assert {path.name for path in index.parent.iterdir()} == {"index", "index.lock", "update.lock"}


def test_district_codes_of_another_date_are_not_joined(index: Path, source: Path) -> None:
    """Where places that our tables know bear other codes, the dump's codes do not lead to our raions."""
    known = [number for number, home in homes().items() if home == ("07", "6304")][:3]
    packed(source / "UA.zip", text([line(number, f"Selo {number}", district="6312") for number in [*known, 9000002]]))
    update(index, str(source), embedded=embedded())
    opened = Gazetteer(Index(index, build.identity(index)))
    assert opened.search("Selo 9000002")[0].place.admin2 is None
    assert opened.search(f"Selo {known[0]}")[0].place.admin2 == "Izium Raion"


def test_a_village_does_not_take_the_place_of_a_town(index: Path, source: Path) -> None:
    """A village that shares a large town's name is meant where the text puts it into another region, not for being near; nor by a list."""
    lines = [
        line(9000001, "Velykeselo", people=100_000), line(9000060, "Velykeselo", "Велике Село", at=(48.5, 35), division="04", people=90),
        line(9000061, "Dnipro", "Дніпро", at=(48.46, 35.04), division="04", people=960_000),
        line(9000062, "Blyzke", at=(48.5, 35.1), division="04"), line(9000063, "Susidnie", at=(48.4, 35.1), division="04"),
    ]  # fmt: skip
    packed(source / "UA.zip", text(lines))
    update(index, str(source), embedded=embedded())
    opened = Gazetteer(Index(index, build.identity(index)))

    def meant(report: str) -> int | None:
        (match,) = [found.match for found in opened.geoparse(report) if found.text == "Velykeselo"]
        return match.place.geonameid if match else None

    assert (
        meant("Shells hit the villages of Blyzke and Susidnie in Dnipropetrovsk Oblast. Dnipro was hit. A drone fell near Velykeselo.")
        == 9000001
    )
    assert meant("Rockets fell on Velykeselo, Dnipro, Blyzke.") == 9000001
    assert meant("A drone fell on the village of Velykeselo in Dnipropetrovsk Oblast.") == 9000060


def test_homonyms_are_found_in_the_region_that_a_text_states(taken: Path) -> None:
    """Of a hundred villages of one name the four in the stated region are heard, though no more than thirty readings are weighed."""
    opened = Gazetteer(Index(taken, build.identity(taken)))
    for region, code in [("Kharkiv region", "07"), ("Poltava Oblast", "18"), ("Volyn region", "24")]:
        village = opened.geoparse(f"A shell hit the village of Odnakove in {region}.")[0].match
        assert village is not None
        assert village.place.admin1_code == code
        assert (village.method, village.place.kind) == ("shared", PlaceKind.REGION)
    unknown = opened.geoparse("A shell hit the village of Odnakove.")[0].match
    assert unknown is not None
    assert unknown.place.name == "Ukraine"


@pytest.fixture(name="real", scope="module")
def real_dump(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gazetteer, list[DumpPlace]]:
    """The whole package with GeoNames' own dump of Ukraine, and the villages of it that the package lacks."""
    corpus = os.environ.get("STRIKEMAP_CORPUS")
    if not corpus or not (Path(corpus) / "samples" / "geonames" / "UA.zip").exists():
        pytest.skip("STRIKEMAP_CORPUS names no folder with samples/geonames/UA.zip")
    folder = Path(corpus) / "samples" / "geonames"
    cache = tmp_path_factory.mktemp("real")
    update(cache / "index", str(folder), ["UA"])
    package = read_embedded().cities
    return Gazetteer.open(cache), [place for place in read_dump(folder / "UA.zip", "UA").places if str(place.geonameid) not in package]


def test_villages_of_the_real_dump(real: tuple[Gazetteer, list[DumpPlace]]) -> None:
    """Of the villages that only the dump has, those with a name of their own are found under it at their point."""
    opened, villages = real
    assert len(villages) > 20_000
    alone = Counter(village.name for village in villages)
    tried = [village for village in villages if alone[village.name] == 1][::500]
    for village in tried:
        found = [match.place for match in opened.search(village.name, country="UA", near=(village.latitude, village.longitude))]
        assert village.geonameid in [place.geonameid for place in found]
    known = [village for village in tried if village.district]
    places = [match.place for village in known for match in opened.search(village.name, near=(village.latitude, village.longitude))]
    assert {place.geonameid for place in places if place.admin2} >= {village.geonameid for village in known if village.division == "07"}


@pytest.mark.parametrize("name", ["Ivanivka", "Oleksandrivka", "Mykolaivka"])
@pytest.mark.parametrize("region", ["Kharkiv", "Donetsk", "Sumy", "Odesa"])
def test_real_homonyms_land_in_the_stated_region(real: tuple[Gazetteer, list[DumpPlace]], name: str, region: str) -> None:
    """A village with a hundred namesakes is put into the region that the sentence names."""
    match = real[0].geoparse(f"A shell hit {name} in {region} region.")[0].match
    assert match is not None
    assert match.place.admin1 == f"{region} Oblast"
