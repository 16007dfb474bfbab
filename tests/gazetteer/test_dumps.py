"""Reading GeoNames files, and refusing what is not sound."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from gazetteer import dumps
from gazetteer.dumps import read_alternates, read_dump
from gazetteer.errors import DumpDamagedError, DumpFormatError, DumpMissingError, DumpTooLargeError, GazetteerError
from tests.gazetteer.dumped_world import Line, line, names, packed, text, ukraine


def test_a_dump_is_read_as_geonames_writes_it(tmp_path: Path) -> None:
    """Quotes are letters, "00" is no division, historical places and what is no place are left out, the newest change is told."""
    dump = read_dump(packed(tmp_path / "UA.zip", text(ukraine())), "UA")
    places = {place.geonameid: place for place in dump.places}
    assert (dump.country, dump.rows, dump.newest, len(dump.places)) == ("UA", 107, "2026-07-08", 104)
    assert places[9000001].names == ("Velikoselo", "Великосело", "Велике Село", '"Selo"')
    assert (places[9000001].latitude, places[9000001].longitude, places[9000001].population) == (49.71, 36.41, 5200)
    assert (places[9000007].division, places[9000007].district) == ("", "")
    assert 9000004 not in places
    assert [place.district for place in dump.districts] == ["7777"]


def test_names_are_composed_and_lose_stress_marks(tmp_path: Path) -> None:
    """A name that is not NFC becomes so; a stress mark in a Cyrillic name goes, an accent in a Latin one stays."""
    odd = line(1, "Izi\u0301um", "Караджи\u0301,Чугуі\u0308в")
    (place,) = read_dump(packed(tmp_path / "UA.zip", text([odd])), "UA").places
    assert (place.name, place.names) == ("Iz\u00edum", ("Караджи", "Чугуїв"))


def test_packed_and_plain_are_the_same(tmp_path: Path) -> None:
    """The same table gives the same dump either way, with line ends of either kind."""
    (tmp_path / "UA.txt").write_bytes(text(ukraine()).replace(b"\n", b"\r\n"))
    assert read_dump(tmp_path / "UA.txt", "UA") == read_dump(packed(tmp_path / "UA.zip", text(ukraine())), "UA")


def changed(column: int, value: str) -> Line:
    """A row with one wrong value."""
    cells = line(9000009, "Tykhe")
    cells[column] = value
    return cells


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line(1, "Tykhe")[:18], "18 columns, not 19"),
        ([*line(1, "Tykhe"), ""], "20 columns, not 19"),
        ([""], "1 columns, not 19"),
        (changed(0, "12a"), "'12a' is no GeoNames id"),
        (changed(0, "0"), "no GeoNames id"),
        (changed(0, "99999999999"), "no GeoNames id"),
        (changed(1, " "), "without a name"),
        (changed(4, "91"), "'91' is no latitude"),
        (changed(4, "nan"), "no latitude"),
        (changed(5, "-180.5"), "no longitude"),
        (changed(5, ""), "no longitude"),
        (changed(8, "PL"), "country code 'PL' in a file of UA"),
        (changed(14, "many"), "no population"),
        (changed(14, "9" * 5000), "no population"),
        (changed(18, "2026-07"), "'2026-07' is not a date"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: Line, said: str) -> None:
    """The error names file, line and fault, and that nothing was changed."""
    path = packed(tmp_path / "UA.zip", text([line(2, "Dobre"), row]))
    with pytest.raises(DumpFormatError, match=f"UA.zip, line 2: .*{said}.*old index stays in use") as raised:
        read_dump(path, "UA")
    assert isinstance(raised.value, GazetteerError)


def test_a_dump_without_a_place_is_refused(tmp_path: Path) -> None:
    """Rivers and historical villages alone are no dump of a country; neither is an empty file."""
    with pytest.raises(DumpFormatError, match=r"UA\.zip, line 2: .*without a single populated place"):
        read_dump(packed(tmp_path / "UA.zip", text([line(1, "Tykha", feature="H.STM"), line(2, "Kolyshnie", feature="P.PPLH")])), "UA")
    (tmp_path / "UA.txt").write_bytes(b"")
    with pytest.raises(DumpFormatError, match="without a single populated place"):
        read_dump(tmp_path / "UA.txt", "UA")


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    """A table in another encoding is refused with its line."""
    with pytest.raises(DumpDamagedError, match="line 2: not UTF-8"):
        read_dump(packed(tmp_path / "UA.zip", text([line(1, "Dobre")]) + "Тихе".encode("cp1251")), "UA")


@pytest.mark.parametrize("damage", ["cut", "flipped", "no zip", "empty", "other member", "encrypted", "unknown packing"])
def test_a_damaged_archive_is_refused(tmp_path: Path, damage: str) -> None:
    """Whatever is wrong with the archive, one error says so, never a traceback of the zip reader."""
    path = packed(tmp_path / "UA.zip", text(ukraine()), "PL.txt" if damage == "other member" else "UA.txt")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[1].header_offset
    if damage == "cut":
        del content[len(content) // 2 :]
    elif damage == "flipped":
        content[start + 600] ^= 0x55
    elif damage == "no zip":
        content = bytearray(b"<html>Service unavailable</html>")
    elif damage == "empty":
        content.clear()
    elif damage in {"encrypted", "unknown packing"}:
        entry = content.rindex(b"PK\x01\x02")
        struct.pack_into("<H", content, entry + (8 if damage == "encrypted" else 10), 1 if damage == "encrypted" else 77)
    path.write_bytes(content)
    with pytest.raises(DumpDamagedError, match=r"UA\.zip.*old index stays in use"):
        read_dump(path, "UA")


def test_limits_on_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large packed, too large unpacked, a line without end: refused before it fills the memory."""
    path = packed(tmp_path / "UA.zip", text(ukraine()))
    (tmp_path / "UA.txt").write_bytes(text(ukraine()))
    with monkeypatch.context() as limits:
        limits.setattr(dumps, "MOST_PACKED", 100)
        with pytest.raises(DumpTooLargeError, match="more than 100 bytes"):
            read_dump(path, "UA")
    with monkeypatch.context() as limits:
        limits.setattr(dumps, "MOST_UNPACKED", 1000)
        for file in (path, tmp_path / "UA.txt"):
            with pytest.raises(DumpTooLargeError, match="more than 1,000 bytes"):
                read_dump(file, "UA")
    with pytest.raises(DumpFormatError, match="line 1: longer than 1 MB"):
        read_dump(packed(path, b"x" * 3_000_000), "UA")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A path that leads nowhere is said."""
    with pytest.raises(DumpMissingError, match=r"XX\.zip"):
        read_dump(tmp_path / "XX.zip", "XX")


@pytest.mark.parametrize("columns", [10, 8])
def test_alternate_names_are_read_with_their_tags(tmp_path: Path, columns: int) -> None:
    """Language and age come with the name; links, codes and places that nobody asked for are left out."""
    table = names(
        (9000002, "uk", "Тихе\u0301", ""), (9000002, "", "Tyche", "historic"), (9000002, "ru", "Тишка", "colloquial"),
        (9000002, "link", "https://example.org/Tykhe", ""), (9000002, "iata", "TYK", ""), (9000002, "wkdt", "Q1", ""),
        (5, "uk", "Інше", ""), columns=columns,
    )  # fmt: skip
    found = read_alternates(packed(tmp_path / "alternatenames" / "UA.zip", table), "UA", {9000002})
    assert [(name.name, name.language, name.historic, name.colloquial) for name in found[9000002]] == [
        ("Тихе", "uk", False, False),
        ("Tyche", "", True, False),
        ("Тишка", "ru", False, True),
    ]
    assert list(found) == [9000002]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (text([["1", "2", "uk", "Тихе", "", "", "", "", ""]]), "line 1: 9 columns, not 10"),
        (names((2, "uk", "Тихе", "")) + names((2, "uk", "Тихе", ""), columns=8), "line 2: 8 columns, not 10"),
        (text([["1", "two", "uk", "Тихе", "", "", "", "", "", ""]]), "line 1: 'two' is no GeoNames id"),
        (text([["1", "2", "uk", "Тихе", "", "", "yes", "", "", ""]]), "line 1: the flags"),
    ],
)
def test_a_bad_row_of_names_is_named(tmp_path: Path, table: bytes, said: str) -> None:
    """The table of names is called by its folder too, since both files are called UA.zip."""
    with pytest.raises(DumpFormatError, match=f"alternatenames/UA.zip, {said}"):
        read_alternates(packed(tmp_path / "alternatenames" / "UA.zip", table), "UA", {2})
