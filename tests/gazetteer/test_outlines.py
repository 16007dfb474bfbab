"""The outlines, compiled from the real packages into the cache folder that a user would have."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely

from gazetteer.errors import IndexCorruptError, IndexMissingError, SourceDataError
from gazetteer.outlines import ATTRIBUTION, Outlines
from gazetteer.outlines.atlas import stamp
from gazetteer.outlines.cache import FILE_NAME, default_folder, read_groups
from gazetteer.outlines.divisions import build_divisions
from gazetteer.outlines.gshhg import Chain, Layer, Level, land_polygons, read_chains
from gazetteer.outlines.places import Places, read_places
from gazetteer.outlines.voronoi import dissolved_cells

LAYERS = ("land", "lakes", "rivers", "borders", "division_lines")
SQUARE = np.array([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)])


@pytest.fixture(scope="module")
def outlines() -> Outlines:
    """The outlines of the user's cache, compiled if they are not there."""
    return Outlines.open()


def point_in(geometry: shapely.Geometry | None, longitude: float, latitude: float) -> bool:
    """Whether a geometry holds a point."""
    return geometry is not None and bool(shapely.contains_xy(geometry, longitude, latitude))


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "country"),
    [
        ("Kharkiv", 36.23, 49.99, "UA"),
        ("Simferopol", 34.10, 44.95, "UA"),
        ("Sevastopol", 33.53, 44.60, "UA"),
        ("Donetsk", 37.80, 48.00, "UA"),
        ("Uzhhorod", 22.30, 48.62, "UA"),
        ("Belgorod", 36.58, 50.60, "RU"),
        ("Kaliningrad", 20.51, 54.71, "RU"),
        ("Minsk", 27.56, 53.90, "BY"),
        ("Homiel", 31.00, 52.44, "BY"),
        ("Tiraspol", 29.62, 46.84, "MD"),
        ("Gaza", 34.46, 31.50, "PS"),
        ("Ramallah", 35.20, 31.90, "PS"),
        ("Tel Aviv", 34.79, 32.08, "IL"),
        ("Quneitra", 35.82, 33.12, "SY"),
        ("Pristina", 21.16, 42.66, "XK"),
        ("Belgrade", 20.46, 44.80, "RS"),
        ("Tbilisi", 44.80, 41.70, "GE"),
        ("Khartoum", 32.53, 15.59, "SD"),
        ("Juba", 31.58, 4.85, "SS"),
        ("Mandalay", 96.08, 21.97, "MM"),
        ("Maliana", 125.22, -8.99, "TL"),
        ("Yerevan", 44.51, 40.18, "AM"),
    ],
)
def test_country_holds_its_towns_and_no_neighbour_does(
    outlines: Outlines, name: str, longitude: float, latitude: float, country: str
) -> None:
    """A town lies in its own country's outline and in no neighbour's, however full of gaps the source's borders are."""
    near = ("UA", "RU", "BY", "MD", "PS", "IL", "SY", "XK", "RS", "GE", "SD", "SS", "MM", "TL", "ID", "AM", "TH", "PL", "RO")
    assert [code for code in near if point_in(outlines.country(code), longitude, latitude)] == [country], name


@pytest.mark.parametrize(
    ("longitude", "latitude", "division"),
    [
        (36.23, 49.99, "07"),
        (30.52, 50.45, "12"),
        (30.98, 49.80, "13"),
        (34.10, 44.95, "11"),
        (33.53, 44.60, "20"),
        (30.72, 46.48, "17"),
        (24.03, 49.84, "15"),
    ],
)
def test_division_holds_its_capital(outlines: Outlines, longitude: float, latitude: float, division: str) -> None:
    """The main town of a Ukrainian division lies in its outline and in no other division's."""
    held = [code for code in outlines.division_codes("UA") if point_in(outlines.division("UA", code), longitude, latitude)]
    assert held == [division]


def test_belgorod_lies_outside_kharkiv_oblast(outlines: Outlines) -> None:
    """A town 40 km beyond the border is not in the oblast that it is nearest to."""
    assert not point_in(outlines.division("UA", "07"), 36.58, 50.60)


def test_divisions_fill_their_country_without_overlap(outlines: Outlines) -> None:
    """Ukraine's 27 divisions lie side by side and leave nothing of Ukraine over."""
    codes = outlines.division_codes("UA")
    areas = [outlines.division("UA", code) for code in codes]
    whole = outlines.country("UA")
    assert len(codes) == 27
    assert whole is not None
    assert sum(area.area for area in areas if area is not None) == pytest.approx(whole.area, rel=1e-6)
    assert shapely.union_all(areas).area == pytest.approx(whole.area, rel=1e-6)


def test_unknown_codes_have_no_outline(outlines: Outlines) -> None:
    """What is not known is None, never a guess."""
    assert outlines.country("ZZ") is None
    assert outlines.division("UA", "99") is None
    assert outlines.division("UA", "") is None
    assert outlines.division_codes("ZZ") == ()


@pytest.mark.parametrize("layer", LAYERS)
def test_layers_stay_on_the_globe_and_are_valid(outlines: Outlines, layer: str) -> None:
    """Every layer has shapes, all valid and none beyond the poles or the antimeridian."""
    shapes = getattr(outlines, layer)
    geometries = np.array([shape.geometry for shape in shapes], dtype=object)
    coordinates = shapely.get_coordinates(geometries)
    assert len(shapes) > 10
    assert shapely.is_valid(geometries).all()
    assert np.isfinite(coordinates).all()
    assert (np.abs(coordinates) <= (180, 90)).all()


@pytest.mark.parametrize(
    ("name", "longitude", "latitude", "dry"),
    [
        ("Kyiv", 30.52, 50.45, True),
        ("Nairobi", 36.82, -1.29, True),
        ("Naypyidaw", 96.13, 19.75, True),
        ("Brasilia", -47.9, -15.8, True),
        ("Black Sea", 34.0, 43.3, False),
        ("Caspian Sea", 51.0, 41.0, False),
        ("Lake Victoria", 33.0, -1.2, False),
        ("Pacific", -150.0, 0.0, False),
    ],
)
def test_land_is_dry_and_lakes_are_not_land(outlines: Outlines, name: str, longitude: float, latitude: float, *, dry: bool) -> None:
    """Towns lie on the land that is drawn; seas and great lakes do not."""
    assert any(point_in(shape.geometry, longitude, latitude) for shape in outlines.land) is dry, name


def test_no_polygon_is_too_large_for_a_map(outlines: Outlines) -> None:
    """A map library draws polygons of at most 65,535 points, with room left for those of the same tile."""
    assert max(shapely.get_num_coordinates([shape.geometry for shape in outlines.land])) < 20_000


def test_division_lines_are_approximate_and_named_by_country(outlines: Outlines) -> None:
    """Every division line says that it is approximate and whose it is, and Ukraine's show from a zoom that shows Ukraine whole."""
    lines = {shape.country: shape for shape in outlines.division_lines}
    assert all(shape.approximate for shape in outlines.division_lines)
    assert lines["UA"].min_zoom <= 4 < lines["SI"].min_zoom


def test_division_lines_stay_inside_the_country(outlines: Outlines) -> None:
    """Ukraine's division lines never leave Ukraine by more than the screen's rounding."""
    lines = next(shape.geometry for shape in outlines.division_lines if shape.country == "UA")
    country = outlines.country("UA")
    assert country is not None
    assert lines.difference(country.buffer(0.01)).is_empty


def test_only_derived_borders_are_approximate(outlines: Outlines) -> None:
    """The border between Serbia and Kosovo, which the source lacks, is marked; that between Poland and Ukraine is not."""
    kosovo, lviv = shapely.Point(21.0, 43.1).buffer(0.3), shapely.Point(23.7, 50.4).buffer(0.5)
    assert any(shape.geometry.intersects(kosovo) for shape in outlines.borders if shape.approximate)
    assert not any(shape.geometry.intersects(lviv) for shape in outlines.borders if shape.approximate)
    assert any(shape.geometry.intersects(lviv) for shape in outlines.borders if not shape.approximate)


def test_great_rivers_show_before_small_ones(outlines: Outlines) -> None:
    """The Dnipro is drawn on a view of the continent; some rivers only come close up."""
    dnipro = shapely.Point(30.6, 50.4).buffer(0.4)
    assert min(shape.min_zoom for shape in outlines.rivers if shape.geometry.intersects(dnipro)) <= 3
    assert max(shape.min_zoom for shape in outlines.rivers) >= 5


def test_attribution_names_sources_and_licences() -> None:
    """The attribution names what the outlines were made from, and says that the regions are approximate."""
    for words in ("GSHHG", "LGPL", "GeoNames", "CC BY 4.0", "approximate"):
        assert words in ATTRIBUTION


def test_cache_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STRIKEMAP_CACHE moves the cache."""
    monkeypatch.setenv("STRIKEMAP_CACHE", str(tmp_path))
    assert default_folder() == tmp_path / "outlines"


def test_second_opening_compiles_nothing(outlines: Outlines) -> None:
    """Outlines that were compiled once are only read."""
    told: list[str] = []
    again = Outlines.open(outlines.folder, progress=lambda what, _share: told.append(what))
    assert told == []
    assert again.country("UA") is not None


def test_damaged_file_is_compiled_anew_by_one_of_two_openers(tmp_path: Path) -> None:
    """Where the compiled file is cut short, two that open it at once find one new file, compiled by one of them."""
    (tmp_path / FILE_NAME).write_bytes(b"PAR1 cut short")
    told: list[str] = []

    def opened(_number: int) -> Outlines:
        return Outlines.open(tmp_path, progress=lambda what, _share: told.append(what))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(opened, range(2))
    assert told.count("outlines: done") == 1
    assert point_in(first.country("UA"), 36.23, 49.99)
    assert point_in(second.country("UA"), 36.23, 49.99)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", FILE_NAME]


def test_flipped_byte_is_noticed(outlines: Outlines, tmp_path: Path) -> None:
    """One changed byte in the middle of the compiled file is an error that names the folder, not a crooked border."""
    damaged = bytearray((outlines.folder / FILE_NAME).read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    (tmp_path / FILE_NAME).write_bytes(damaged)
    with pytest.raises(IndexCorruptError, match=str(tmp_path)):
        read_groups(tmp_path, stamp(), (0, 1))


def test_file_of_another_version_is_not_read(outlines: Outlines, tmp_path: Path) -> None:
    """A file with another stamp counts as damaged."""
    shutil.copy(outlines.folder / FILE_NAME, tmp_path)
    with pytest.raises(IndexCorruptError, match="another version"):
        read_groups(tmp_path, "made from something else", (0,))


def test_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    """Where a file stands in the folder's place, the error names it and the remedy."""
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(IndexMissingError, match="STRIKEMAP_CACHE"):
        Outlines.open(tmp_path / "cache" / "outlines")


@pytest.mark.parametrize("cut", ["gshhs_c.dat", "gshhsmeta_c.dat", None])
def test_damaged_coast_is_one_clear_error(tmp_path: Path, cut: str | None) -> None:
    """Coast data that is cut short, empty or missing is an error that says what to reinstall."""
    chain = np.array(SQUARE, dtype="<f4").tobytes()
    if cut is not None:
        (tmp_path / "gshhs_c.dat").write_bytes(chain[:-8] if cut == "gshhs_c.dat" else chain)
        (tmp_path / "gshhsmeta_c.dat").write_text("" if cut == "gshhsmeta_c.dat" else "1 49000 5 0 4 0 40 1\n")
    with pytest.raises(SourceDataError, match="reinstall"):
        read_chains(Layer.COAST, "c", tmp_path)


def test_chain_is_read_as_written(tmp_path: Path) -> None:
    """A chain comes back with its level, its area and its points in order."""
    (tmp_path / "gshhs_c.dat").write_bytes(np.array(SQUARE, dtype="<f4").tobytes())
    (tmp_path / "gshhsmeta_c.dat").write_text("1 49000.5 5 0 4 0 40 7\n")
    (chain,) = read_chains(Layer.COAST, "c", tmp_path)
    assert (chain.level, chain.area_km2, chain.points.tolist()) == (Level.LAND, 49000.5, SQUARE.tolist())


@pytest.mark.parametrize("text", ["", "[]", '{"1": {"name": "no point"}}'])
def test_damaged_places_are_one_clear_error(tmp_path: Path, text: str) -> None:
    """A file of places that is empty or of another form is an error that says what to reinstall."""
    path = tmp_path / "cities500.json"
    path.write_text(text)
    with pytest.raises(SourceDataError, match="reinstall"):
        read_places(path)


def test_places_at_one_point_count_once(tmp_path: Path) -> None:
    """Two places at the same point are one, the first."""
    row = {"longitude": 36.0, "latitude": 50.0, "countrycode": "UA", "admin1code": "07"}
    path = tmp_path / "cities500.json"
    path.write_text(json.dumps({"1": row, "2": {**row, "admin1code": "05"}}))
    places = read_places(path)
    assert (places.points.tolist(), places.division.tolist()) == ([[36.0, 50.0]], ["07"])


def test_lakes_are_holes_in_the_land() -> None:
    """A lake above the size is cut out of the land around it; a smaller one is not."""
    lake = 1 + SQUARE / 4
    chains = [Chain(level=1, area_km2=1000, points=SQUARE), Chain(level=2, area_km2=60, points=lake)]
    (with_lake,) = land_polygons(chains, lakes_over_km2=50)
    (without,) = land_polygons(chains, lakes_over_km2=100)
    assert (with_lake.area, without.area) == (15, 16)


def test_stray_place_goes_to_the_label_around_it() -> None:
    """A single place in the midst of another label's ground does not get an island of its own."""
    grid = np.array([(x, y) for x in range(9) for y in range(5)], dtype=float)
    labels = np.where(grid[:, 0] < 4, "west", "east")
    labels[(grid == (6, 2)).all(axis=1)] = "west"
    kept = dissolved_cells(grid, labels, (0, 0, 8, 4))
    mended = dissolved_cells(grid, labels, (0, 0, 8, 4), strays=1)
    assert point_in(kept["west"], 6, 2)
    assert point_in(mended["east"], 6, 2)
    assert mended["west"].geom_type == "Polygon"


def test_country_with_one_division_has_none() -> None:
    """Where all places have one code, or none, there is nothing to divide."""
    points = np.array([(1.0, 1.0), (2.0, 2.0), (3.0, 1.0)])
    places = Places(points=points, country=np.array(["AA"] * 3), division=np.array(["01", "01", "00"]))
    assert build_divisions(shapely.box(0, 0, 4, 4), "AA", places) is None
