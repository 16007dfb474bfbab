"""The same world, light enough to send to a browser: fine where the project looks closely, coarser elsewhere.

Every shape says from which zoom on it is worth drawing, so that a continent is not a thicket of district lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from gazetteer.outlines.gshhg import Chain, Level, land_polygons


class ScreenLayer(StrEnum):
    """The layers of the basemap, lowest first."""

    LAND = "land"
    LAKES = "lakes"
    RIVERS = "rivers"
    DIVISIONS = "divisions"
    BORDERS = "borders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape of the basemap."""

    geometry: shapely.Geometry
    """Polygon or MultiLineString; decimal degrees, rounded for the screen."""
    min_zoom: int = 0
    """The zoom (of 512-pixel tiles) from which it is worth drawing."""
    country: str | None = None
    """ISO 3166-1 alpha-2, for division lines."""
    approximate: bool = False
    """True for lines that were derived from places and not surveyed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Zone:
    """Ground that is drawn with the same care."""

    area: shapely.Geometry
    tolerance: float
    """How far a line may stray from its source, degrees."""
    river_tolerance: float
    decimals: int
    """Of the coordinates."""
    island_km2: float
    """Smaller islands are left out."""
    lake_km2: float
    """Smaller lakes are left out."""
    river: float
    """Rivers that end loose and are shorter than so many degrees are left out."""


_CLOSE = shapely.union_all(
    [shapely.box(12, 22, 64, 57), shapely.box(20, 2, 56, 22), shapely.box(60, 23, 78, 40), shapely.box(92, 8, 108, 28)],
)
_ZONES = (
    # eastern Europe, the Middle East, Libya and Egypt, the Sudans and the Horn, Afghanistan and Pakistan, Myanmar to Cambodia
    _Zone(area=_CLOSE, tolerance=0.005, river_tolerance=0.02, decimals=3, island_km2=6, lake_km2=15, river=0.15),
    # western and northern Europe
    _Zone(area=shapely.box(-12, 34, 33, 62), tolerance=0.02, river_tolerance=0.03, decimals=2, island_km2=25, lake_km2=100, river=0.6),
    # where hardly anyone lives
    _Zone(
        area=shapely.union_all([shapely.box(-181, 66, 181, 91), shapely.box(-181, -91, 181, -42)]),
        tolerance=0.12,
        river_tolerance=0.2,
        decimals=2,
        island_km2=800,
        lake_km2=1500,
        river=5.0,
    ),
    _Zone(area=shapely.box(-181, -91, 181, 91), tolerance=0.06, river_tolerance=0.11, decimals=2, island_km2=150, lake_km2=400, river=4.0),
)
_RIVER_ZOOMS = ((3.0, 2), (1.5, 3), (0.6, 5), (0.0, 6))
"""A river that ends loose and has at least so many degrees is drawn from this zoom on."""
_NARROW = 0.12
"""A lake whose area is below this share of the circle with the same shore is a widened river; its banks are drawn as one."""
_JOINT_DEGREES = 0.03
"""Rivers that end so near to each other, or to a lake, flow on."""
_BLOCK_DEGREES, _BLOCK_OVERLAP_DEGREES = 15.0, 0.2
"""Land comes in blocks, since a map cannot draw a polygon of more than 65,535 points; they overlap, so that no seam shows."""
_LINE_BLOCK_DEGREES = 20.0
_DIVISION_PIXELS = 30.0
"""Division lines appear where a division of the usual size is about so many pixels wide."""
_PIXELS_PER_KM = 512 / 40075.0
"""On the equator at zoom 0."""
_CUT = 0.3
"""The share of a segment that a cut corner takes."""
_RING_POINTS = 4
"""The fewest points of a ring."""


def screen_land(coast: list[Chain]) -> list[Shape]:
    """Land without its lakes, and islands in lakes; what is large comes in pieces that overlap."""
    lighter = [Chain(level=chain.level, area_km2=chain.area_km2, points=_lighter(chain.points)) for chain in _large(coast)]
    polygons = land_polygons(lighter, levels=(Level.LAND, Level.ISLAND_IN_LAKE, Level.ANTARCTICA), lakes_over_km2=0)
    return [Shape(geometry=piece) for polygon in polygons for piece in _blocks(polygon)]


def screen_lakes(coast: list[Chain]) -> list[Shape]:
    """Lakes, for those who draw them apart."""
    lighter = [Chain(level=chain.level, area_km2=chain.area_km2, points=_lighter(chain.points)) for chain in _large(coast)]
    return [Shape(geometry=lake) for lake in land_polygons(lighter, levels=(Level.LAKE,), lakes_over_km2=math.inf)]


def screen_lines(lines: Iterable[shapely.Geometry], *, country: str | None = None, approximate: bool = False) -> list[Shape]:
    """Lines, joined where they meet and lightened; those of one block of 20 degrees (or of one country) as one shape."""
    parts = shapely.get_parts(shapely.get_parts(np.array(list(lines), dtype=object)))
    merged = shapely.line_merge(shapely.multilinestrings(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]))
    # division lines are rounded already
    return _bundles(shapely.get_parts(merged), country=country, approximate=approximate, cut=country is None)


def screen_divisions(lines: shapely.Geometry, areas_km2: NDArray[np.float64], country: str) -> list[Shape]:
    """A country's division lines, from the zoom on at which its divisions are wide enough to be told apart."""
    width = float(np.sqrt(np.median(areas_km2))) * _PIXELS_PER_KM
    zoom = int(np.clip(np.ceil(np.log2(_DIVISION_PIXELS / width)), 3, 8))
    return [
        Shape(geometry=shape.geometry, min_zoom=zoom, country=country, approximate=True)
        for shape in screen_lines([lines], country=country, approximate=True)
    ]


def screen_rivers(rivers: list[Chain], coast: list[Chain]) -> list[Shape]:
    """Rivers and the banks of widened rivers; great ones have a low `min_zoom`.

    The source ranks no river. So the network is cut back from its loose ends: what falls only to a long cut is a great river.
    """
    lines = np.array([shapely.LineString(chain.points) for chain in rivers], dtype=object)
    rest = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    cuts = sorted({zone.river for zone in _ZONES} | {cut for cut, _ in _RIVER_ZOOMS})
    lakes = [chain for chain in _large(coast) if chain.level == Level.LAKE]
    node, anchored = _nodes(rest, np.array([shapely.LineString(chain.points) for chain in lakes], dtype=object))
    rank = np.zeros(len(rest))
    for cut in cuts:
        rank[_trunk(rest, node, anchored, cut)] = cut
    kept = np.zeros(len(rest), dtype=bool)
    for zone in _ZONES:
        kept |= shapely.intersects(zone.area, rest) & (rank >= zone.river)
    banks = [shapely.LineString(chain.points) for chain in lakes if _is_narrow(chain)]
    shapes = _bundles(np.array(banks, dtype=object))
    above = np.inf
    for cut, zoom in _RIVER_ZOOMS:
        shapes += _bundles(rest[kept & (rank >= cut) & (rank < above)], min_zoom=zoom, rivers=True, cut=True)
        above = cut
    return shapes


def _trunk(lines: NDArray[np.object_], node: NDArray[np.intp], anchored: NDArray[np.bool_], shortest: float) -> NDArray[np.bool_]:
    """Which lines remain when loose ends shorter than so many degrees are cut off, again and again.

    Args:
        lines: the network, shape (n,).
        node: the nodes at which each line starts and stops, shape (n, 2).
        anchored: by node, whether a line that stops there alone is not loose.
        shortest: degrees.
    """
    long = shapely.length(lines) >= shortest
    kept = np.ones(len(lines), dtype=bool)
    while True:
        degree = np.bincount(node[kept].ravel(), minlength=len(anchored)) + anchored
        loose = kept & ~long & (degree[node] == 1).any(axis=1)
        if not loose.any():
            return kept
        kept &= ~loose


def _nodes(lines: NDArray[np.object_], lakes: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The nodes of a network, shape (n, 2), and which of them lie at a lake; ends nearer than `_JOINT_DEGREES` are one node."""
    ends = shapely.get_coordinates(np.stack([shapely.get_point(lines, 0), shapely.get_point(lines, -1)], axis=1).ravel())
    pairs = cKDTree(ends).query_pairs(_JOINT_DEGREES, output_type="ndarray")
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(ends), len(ends)))
    count, node = connected_components(graph, directed=False)
    anchored = np.zeros(count, dtype=bool)
    at_lake, _ = shapely.STRtree(lakes).query(shapely.points(ends), predicate="dwithin", distance=_JOINT_DEGREES)
    anchored[node[at_lake]] = True
    return node.reshape(-1, 2).astype(np.intp), anchored


def _bundles(
    lines: NDArray[np.object_],
    *,
    min_zoom: int = 0,
    country: str | None = None,
    approximate: bool = False,
    rivers: bool = False,
    cut: bool = False,
) -> list[Shape]:
    """Lightened lines, those of one block of the world (or of one country) as one shape."""
    blocks: dict[tuple[int, int], list[shapely.LineString]] = {}
    for line in lines:
        points = _lighter(shapely.get_coordinates(line), rivers=rivers)
        if cut:
            points = _without_corners(points)
        if len(points) > 1:
            west, south = (points[0] // _LINE_BLOCK_DEGREES).astype(int) if country is None else (0, 0)
            blocks.setdefault((int(west), int(south)), []).append(shapely.LineString(points))
    return [
        Shape(geometry=shapely.MultiLineString(block), min_zoom=min_zoom, country=country, approximate=approximate)
        for block in blocks.values()
    ]


def _without_corners(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A line whose corners are cut (Chaikin, 1974) where the zone is the finest, since its points lie far apart on a close view."""
    zone = _ZONES[0]
    inner = points[1:-1]
    if not len(inner):
        return points
    near = shapely.contains_xy(zone.area, inner)[:, None]
    before, after = (np.where(near, inner + (other - inner) * _CUT, inner).round(zone.decimals) for other in (points[:-2], points[2:]))
    cut = np.concatenate([points[:1], np.stack([before, after], axis=1).reshape(-1, 2), points[-1:]])
    return _without_repeats(cut)


def _blocks(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    """The polygon, or if it is large its overlapping pieces."""
    west, south, east, north = polygon.bounds
    if max(east - west, north - south) <= _BLOCK_DEGREES:
        return [polygon]
    corners = np.array([(x, y) for x in np.arange(west, east, _BLOCK_DEGREES) for y in np.arange(south, north, _BLOCK_DEGREES)])
    reach = _BLOCK_DEGREES + _BLOCK_OVERLAP_DEGREES
    blocks = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + reach, corners[:, 1] + reach)
    pieces = shapely.get_parts(shapely.intersection(polygon, blocks))
    return list(pieces[(shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(pieces)])


def _large(coast: list[Chain]) -> list[Chain]:
    """The rings that are large enough to be drawn where they lie; a lake must also be wider than its outline may stray."""
    starts = np.array([chain.points[0] for chain in coast])
    area = np.array([chain.area_km2 for chain in coast])
    lake = np.array([chain.level == Level.LAKE for chain in coast])
    least, width, free = np.zeros(len(coast)), np.zeros(len(coast)), np.ones(len(coast), dtype=bool)
    for zone in _ZONES:
        here = free & shapely.intersects_xy(zone.area, starts)
        free &= ~here
        least[here] = np.where(lake[here], zone.lake_km2, zone.island_km2)
        width[here] = np.where(lake[here], zone.tolerance, 0)
    found = [(coast[number], width[number]) for number in np.flatnonzero(area >= least)]
    return [chain for chain, width in found if not width or _width(chain) >= width]


def _width(chain: Chain) -> float:
    """The usual width of a long ring, degrees."""
    ring = shapely.Polygon(chain.points)
    return float(2 * ring.area / ring.length)


def _is_narrow(chain: Chain) -> bool:
    """Whether a lake is a widened river."""
    lake = shapely.Polygon(chain.points)
    return bool(4 * np.pi * lake.area < _NARROW * lake.length**2)


def _lighter(points: NDArray[np.float64], *, rivers: bool = False) -> NDArray[np.float64]:
    """Fewer and rounder points, as the zone of each allows; ends stay ends, and a ring keeps at least four points."""
    line, keys = shapely.LineString(points), _keys(points)
    kept = np.zeros(len(points), dtype=bool)
    rounder = points.copy()
    free = np.ones(len(points), dtype=bool)
    for zone in _ZONES:
        here = free & shapely.contains_xy(zone.area, points)
        free &= ~here
        if here.any():
            simple = shapely.simplify(line, zone.river_tolerance if rivers else zone.tolerance)
            kept |= here & np.isin(keys, _keys(shapely.get_coordinates(simple)))
            rounder[here] = points[here].round(zone.decimals)
    kept[[0, -1]] = True
    ring = bool((points[0] == points[-1]).all())
    if ring and kept.sum() < _RING_POINTS:
        kept[np.linspace(0, len(points) - 1, _RING_POINTS).astype(int)] = True
    lighter = _without_repeats(rounder[kept])
    return points if ring and len(lighter) < _RING_POINTS else lighter


def _without_repeats(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points, without those that equal the one before."""
    moved: NDArray[np.float64] = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
    return moved


def _keys(points: NDArray[np.float64]) -> NDArray[np.complex128]:
    """One number for each point, to look points up by."""
    keys: NDArray[np.complex128] = points[:, 0] + 1j * points[:, 1]
    return keys
