"""Compile the outlines of the world from the installed packages, once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely

from gazetteer.outlines import screen
from gazetteer.outlines.cache import write_groups
from gazetteer.outlines.countries import build_countries
from gazetteer.outlines.divisions import Divisions, build_divisions
from gazetteer.outlines.gshhg import Layer, land_polygons, read_chains
from gazetteer.outlines.places import read_places
from gazetteer.outlines.screen import ScreenLayer, Shape

GREAT_LAKE_KM2 = 2000.0
"""Lakes from this size on belong to no country; borders end at their shores."""
KM2_PER_SQUARE_DEGREE = 12364.0
"""On the equator."""

Progress = Callable[[str, float], None]
"""Told what is being done, and the share that is done (0-1)."""
Regions = dict[tuple[str, str], shapely.Geometry]
"""Outlines by country code and admin-1 code; the latter is empty for the country itself."""


def compile_outlines(folder: Path, stamp: str, progress: Progress | None = None) -> None:
    """Compile the outlines into a folder: row group 0 holds what is drawn, row group 1 the outlines of countries and divisions.

    Args:
        folder: where to write.
        stamp: what the file is to say it was made from.
        progress: told about the work.

    Raises:
        SourceDataError: what they are compiled from is missing or damaged.
        OSError: the folder cannot be written.
    """
    tell = progress or (lambda _what, _share: None)
    tell("outlines: reading coast and places", 0.0)
    coast, borders, rivers = (read_chains(layer) for layer in (Layer.COAST, Layer.BORDERS, Layer.RIVERS))
    places = read_places()
    tell("outlines: forming countries", 0.2)
    regions: Regions = {}
    with ThreadPoolExecutor() as pool:  # the geometry library works outside the interpreter's lock
        land = pool.submit(screen.screen_land, coast)
        lakes = pool.submit(screen.screen_lakes, coast)
        streams = pool.submit(screen.screen_rivers, rivers, coast)
        countries = build_countries(land_polygons(coast, lakes_over_km2=GREAT_LAKE_KM2), [chain.points for chain in borders], places)
        named = sorted(countries.outlines.items())
        formed = pool.map(lambda item: build_divisions(item[1], item[0], places), named)
        lines: list[Shape] = []
        for done, ((code, outline), divisions) in enumerate(zip(named, formed, strict=True)):
            tell("outlines: forming regions", 0.6 + 0.35 * done / len(named))
            regions[code, ""] = outline
            if divisions is not None:
                regions.update({(code, division): area for division, area in divisions.outlines.items()})
                lines += _division_lines(code, divisions)
    tell("outlines: writing", 0.95)
    layers = {
        ScreenLayer.LAND: land.result(),
        ScreenLayer.LAKES: lakes.result(),
        ScreenLayer.RIVERS: streams.result(),
        ScreenLayer.DIVISIONS: lines,
        ScreenLayer.BORDERS: screen.screen_lines(countries.borders) + screen.screen_lines(countries.approximate, approximate=True),
    }
    write_groups(folder, stamp, (_shape_columns(layers), _region_columns(regions)))
    tell("outlines: done", 1.0)


def _division_lines(code: str, divisions: Divisions) -> list[Shape]:
    areas = np.array([_area_km2(area) for area in divisions.outlines.values()])
    return screen.screen_divisions(divisions.lines, areas, code)


def _area_km2(area: shapely.Geometry) -> float:
    """Roughly: square degrees at the middle latitude."""
    _, south, _, north = area.bounds
    return float(area.area * KM2_PER_SQUARE_DEGREE * np.cos(np.radians((south + north) / 2)))


def _shape_columns(layers: dict[ScreenLayer, list[Shape]]) -> dict[str, pa.Array]:
    shapes = [(layer, shape) for layer, found in layers.items() for shape in found]
    return {
        "layer": pa.array([str(layer) for layer, _ in shapes]),
        "min_zoom": pa.array([shape.min_zoom for _, shape in shapes], pa.int8()),
        "approximate": pa.array([shape.approximate for _, shape in shapes]),
        "country": pa.array([shape.country or "" for _, shape in shapes]),
        "division": pa.array([""] * len(shapes)),
        "geometry": pa.array(shapely.to_wkb(np.array([shape.geometry for _, shape in shapes], dtype=object)), pa.binary()),
    }


def _region_columns(regions: Regions) -> dict[str, pa.Array]:
    return {
        "layer": pa.array(["region"] * len(regions)),
        "min_zoom": pa.array([0] * len(regions), pa.int8()),
        "approximate": pa.array([bool(division) for _, division in regions]),
        "country": pa.array([country for country, _ in regions]),
        "division": pa.array([division for _, division in regions]),
        "geometry": pa.array(shapely.to_wkb(np.array(list(regions.values()), dtype=object)), pa.binary()),
    }
