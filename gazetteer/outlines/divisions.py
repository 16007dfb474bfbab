"""First-order divisions, approximately: the ground nearest to the populated places that GeoNames counts to each division.

No free outline of the world's divisions is small enough to carry, but 234,000 places know theirs. The Voronoi cells of a country's
places, joined by admin-1 code, smoothed and clipped to the country, come within a few kilometres of the true line where places are
dense, and stray where they are rare. So these lines are drawn only inside a country, are called approximate wherever they are
named, and never decide which region an event belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer.outlines.places import NO_DIVISION, Places
from gazetteer.outlines.voronoi import dissolved_cells

STRAYS = 2
"""A patch of at most this many places, cut off from the rest of its division, is taken for a wrong code or a tiny exclave."""
SMOOTHING = 0.45
"""Width of the smoothing (one standard deviation) as a share of the usual distance between two places of the country."""
SMOOTHING_LIMITS_DEGREES = (0.01, 0.2)
DETAIL = 0.05
"""What a rounded line may be simplified by, as a share of the width of the smoothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divisions:
    """The divisions of one country."""

    outlines: dict[str, shapely.Geometry]
    """Polygon or MultiPolygon by GeoNames admin-1 code."""
    lines: shapely.Geometry
    """The lines between them, without the country's own outline."""


def build_divisions(country: shapely.Geometry, code: str, places: Places) -> Divisions | None:
    """Form one country's divisions; None where fewer than two are known.

    Args:
        country: its outline.
        code: ISO 3166-1 alpha-2.
        places: populated places with their country and admin-1 codes.
    """
    own = (places.country == code) & ~np.isin(places.division, list(NO_DIVISION))
    points, labels = places.points[own], places.division[own]
    if np.unique(labels).size < 2:  # noqa: PLR2004
        return None
    cells = dissolved_cells(points, labels, country.bounds, strays=STRAYS)
    width = float(np.clip(SMOOTHING * np.sqrt(country.area / len(points)), *SMOOTHING_LIMITS_DEGREES))
    codes, areas, edges = _smoothed(cells, width)
    return Divisions(outlines=_clipped(codes, areas, country), lines=shapely.intersection(edges, country))


def _smoothed(cells: dict[str, shapely.Geometry], width: float) -> tuple[NDArray[np.str_], NDArray[np.object_], shapely.Geometry]:
    """The same areas with rounded common edges: codes, areas (one code may have several), and the edges between them."""
    codes, rough = np.array(list(cells)), np.array(list(cells.values()), dtype=object)
    frame = shapely.boundary(shapely.box(*shapely.total_bounds(rough)))
    edges = shapely.difference(shapely.union_all(shapely.boundary(rough)), frame)
    pieces = shapely.get_parts(shapely.line_merge(edges))
    rounded = shapely.union_all([_rounded(piece, width) for piece in pieces])
    areas = shapely.get_parts(shapely.polygonize([shapely.union_all([rounded, frame])]))
    inside, owner = shapely.STRtree(rough).query(shapely.point_on_surface(areas), predicate="intersects")
    owners = np.zeros(len(areas), dtype=np.intp)
    owners[inside] = owner
    return codes[owners], areas, rounded


def _rounded(line: shapely.LineString, width: float) -> shapely.LineString:
    """A line with its zigzag smoothed by a Gaussian of this width (degrees); the ends of an open line stay where they are."""
    corners = shapely.get_coordinates(line)
    along = np.append(0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T)))
    steps = max(4, int(np.ceil(along[-1] / (width / 2.5))))
    points = np.column_stack([np.interp(np.linspace(0, along[-1], steps + 1), along, corners[:, axis]) for axis in (0, 1)])
    sigma = width * steps / along[-1]
    reach = min(int(3 * sigma) + 1, steps - 1)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    if line.is_closed:
        around = np.concatenate([points[-reach - 1 : -1], points, points[1 : reach + 1]])
    else:  # mirrored through its ends
        around = np.concatenate([2 * points[0] - points[reach:0:-1], points, 2 * points[-1] - points[-2 : -reach - 2 : -1]])
    smooth = np.column_stack([np.convolve(around[:, axis], weights, "valid") for axis in (0, 1)])
    smooth[0], smooth[-1] = (smooth[0], smooth[0]) if line.is_closed else (points[0], points[-1])
    return shapely.simplify(shapely.LineString(smooth), width * DETAIL)


def _clipped(codes: NDArray[np.str_], areas: NDArray[np.object_], country: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """The areas' ground within the country, by code."""
    parts = shapely.get_parts(country)
    shapely.prepare(areas)
    area, part = shapely.STRtree(parts).query(areas, predicate="intersects")
    inside = shapely.contains(areas[area], parts[part])
    ground = parts[part].copy()
    ground[~inside] = shapely.intersection(areas[area[~inside]], parts[part[~inside]])
    return {str(code): shapely.coverage_union_all(ground[codes[area] == code]) for code in np.unique(codes[area])}
