"""Country outlines from coast and border lines: gaps closed, faces formed, each face given to the country of its places.

The lines bear no names and often end short of each other, so that Belarus would run into Ukraine. Every loose end is first led
to the nearest line; what the lines then enclose is a face; a face belongs to the country that has most populated places in it.
Where two countries have their home in one face (no line was drawn between Serbia and Kosovo), the face is divided by the nearest
place, and that part of the border is returned apart, because it is approximate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from gazetteer.outlines.places import Places
from gazetteer.outlines.voronoi import dissolved_cells

REACH_DEGREES = 0.45
"""How far a loose end is led to the next line."""
OVERSHOOT_DEGREES = 1e-4
"""How far a bridge runs on past the line it is led to, so that rounding cannot leave a gap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """Every country's ground and the borders between them, on land."""

    outlines: dict[str, shapely.Geometry]
    """Polygon or MultiPolygon by ISO 3166-1 alpha-2 code, as GeoNames uses it (XK for Kosovo)."""
    borders: list[shapely.Geometry]
    """Border lines of the source, gaps closed, clipped to land."""
    approximate: list[shapely.Geometry]
    """Borders that no line of the source shows, laid half-way between the places of either side."""


def build_countries(land: NDArray[np.object_], border_points: Sequence[NDArray[np.float64]], places: Places) -> Countries:
    """Form the countries.

    Args:
        land: polygons, with the great lakes as holes.
        border_points: chains of the border layer, each of shape (n, 2).
        places: populated places with their country codes.
    """
    lines = shapely.normalize(np.array([shapely.LineString(points) for points in border_points], dtype=object))
    # some pieces stand twice in the source: a loose end would find its own double and stay loose
    lines = np.array(list({line.wkb: line for line in lines}.values()), dtype=object)
    rings = shapely.get_rings(land)
    lines = np.concatenate([lines, _bridges(lines, rings)])
    faces, borders = _faces(land, lines)
    owners, homes = _owners(faces, places)
    whole: dict[str, list[shapely.Geometry]] = {}
    divided: dict[str, list[shapely.Geometry]] = {}
    approximate: list[shapely.Geometry] = []
    for number, (face, owner) in enumerate(zip(faces, owners, strict=True)):
        home = homes.get(number, set()) | {str(owner)}
        if len(home) == 1:
            whole.setdefault(str(owner), []).append(face)
            continue
        inside = np.isin(places.country, list(home))
        inside[inside] = shapely.contains_xy(face, *places.points[inside].T)
        cells = dissolved_cells(places.points[inside], places.country[inside], face.bounds)
        for code, cell in cells.items():
            divided.setdefault(code, []).append(shapely.intersection(cell, face))
        edges = shapely.union_all([shapely.boundary(cell) for cell in cells.values()])
        approximate.append(shapely.intersection(edges, face))
    outlines = {code: shapely.coverage_union_all(parts) for code, parts in whole.items()}
    for code, parts in divided.items():
        outlines[code] = shapely.union_all([*parts, outlines[code]] if code in outlines else parts)
    return Countries(outlines=outlines, borders=borders, approximate=approximate)


def _bridges(lines: NDArray[np.object_], rings: NDArray[np.object_]) -> NDArray[np.object_]:
    """Short straight lines from every loose end to the nearest other line or coast within reach."""
    targets = np.concatenate([lines, rings])
    tree = shapely.STRtree(targets)
    first, last = shapely.get_point(lines, 0), shapely.get_point(lines, -1)
    open_lines = np.flatnonzero(~shapely.equals(first, last))
    ends = np.concatenate([first[open_lines], last[open_lines]])
    own = np.concatenate([open_lines, open_lines])
    which, target = tree.query(ends, predicate="dwithin", distance=REACH_DEGREES)
    other = target != own[which]
    which, target = which[other], target[other]
    distance = shapely.distance(ends[which], targets[target])
    bridges = []
    for end in np.unique(which):
        near = np.flatnonzero(which == end)
        best = near[np.argmin(distance[near])]
        if distance[best] > 0:
            start, stop = shapely.get_coordinates(shapely.shortest_line(ends[end], targets[target[best]]))
            bridges.append(shapely.LineString([start, stop + (stop - start) * (OVERSHOOT_DEGREES / distance[best])]))
    return np.array(bridges, dtype=object)


def _faces(land: NDArray[np.object_], lines: NDArray[np.object_]) -> tuple[NDArray[np.object_], list[shapely.Geometry]]:
    """Land cut along the lines, and the lines clipped to land."""
    line, ground = shapely.STRtree(land).query(lines, predicate="intersects")
    whole = np.ones(len(land), dtype=bool)
    faces: list[NDArray[np.object_]] = []
    borders: list[shapely.Geometry] = []
    for number in np.unique(ground):
        polygon = land[number]
        crossing = lines[line[ground == number]]
        noded = shapely.union_all(np.append(crossing, shapely.boundary(polygon)))
        cut = shapely.get_parts(shapely.polygonize([noded]))
        shapely.prepare(polygon)
        faces.append(cut[shapely.contains(polygon, shapely.point_on_surface(cut))])
        borders.append(shapely.intersection(shapely.union_all(crossing), polygon))
        whole[number] = False
    return np.concatenate([land[whole], *faces]), borders


def _owners(faces: NDArray[np.object_], places: Places) -> tuple[NDArray[np.str_], dict[int, set[str]]]:
    """For every face the country it belongs to, and the countries that are at home in it (most of their places lie there)."""
    face, place = shapely.STRtree(shapely.points(places.points)).query(faces, predicate="contains")
    codes, code = np.unique(places.country, return_inverse=True)
    counts = np.zeros((len(faces), len(codes)), dtype=np.int32)
    np.add.at(counts, (face, code[place]), 1)
    owners = codes[counts.argmax(axis=1)]
    empty = np.flatnonzero(counts.sum(axis=1) == 0)
    _, nearest = cKDTree(_on_sphere(places.points)).query(_on_sphere(shapely.get_coordinates(shapely.point_on_surface(faces[empty]))))
    owners[empty] = places.country[nearest]
    homes: dict[int, set[str]] = {}
    for column, home in enumerate(counts.argmax(axis=0)):
        if counts[home, column]:
            homes.setdefault(int(home), set()).add(str(codes[column]))
    return owners, homes


def _on_sphere(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of the unit sphere, shape (n, 3), for distances that do not shrink with latitude."""
    longitude, latitude = np.radians(points).T
    return np.column_stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
