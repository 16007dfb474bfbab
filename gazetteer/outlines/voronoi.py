"""Areas of nearest place: Voronoi cells of points, joined by label."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

MARGIN_DEGREES = 1.0


def dissolved_cells(
    points: NDArray[np.float64], labels: NDArray[np.str_], bounds: tuple[float, float, float, float], *, strays: int = 0
) -> dict[str, shapely.Geometry]:
    """For every label, the ground that is nearer to one of its points than to any other's.

    Args:
        points: shape (n, 2), longitude and latitude in decimal degrees, no point twice.
        labels: shape (n,).
        bounds: west, south, east, north that the areas must cover.
        strays: a patch of at most so many points, cut off from the largest patch of its label, goes to the label around it.

    Nearness is measured with longitudes shrunk by the cosine of the middle latitude.
    """
    west, south, east, north = bounds
    west, east = min(west, points[:, 0].min()) - MARGIN_DEGREES, max(east, points[:, 0].max()) + MARGIN_DEGREES
    south, north = min(south, points[:, 1].min()) - MARGIN_DEGREES, max(north, points[:, 1].max()) + MARGIN_DEGREES
    if np.unique(labels).size == 1:
        return {str(labels[0]): shapely.box(west, south, east, north)}
    shrink = np.array([np.cos(np.radians((south + north) / 2)), 1.0])
    frame = shapely.box(west * shrink[0], south, east * shrink[0], north)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points * shrink), extend_to=frame, ordered=True))
    joined = _joined(cells, labels)
    if strays:
        joined = _joined(cells, _without_strays(points * shrink, labels, joined, strays))
    return {name: shapely.transform(area, lambda xy: xy / shrink) for name, area in joined.items()}


def _joined(cells: NDArray[np.object_], labels: NDArray[np.str_]) -> dict[str, shapely.Geometry]:
    """The cells of every label as one geometry."""
    return {str(name): shapely.coverage_union_all(cells[labels == name]) for name in np.unique(labels)}


def _without_strays(
    points: NDArray[np.float64], labels: NDArray[np.str_], joined: dict[str, shapely.Geometry], strays: int
) -> NDArray[np.str_]:
    """The labels, where points of small cut-off patches take the label of the nearest point that is not in such a patch."""
    patches, owner = shapely.get_parts(np.array(list(joined.values()), dtype=object), return_index=True)
    area = shapely.area(patches)
    largest = np.zeros(len(joined))
    np.maximum.at(largest, owner, area)
    patch, point = shapely.STRtree(shapely.points(points)).query(patches, predicate="contains")
    small = (np.bincount(patch, minlength=len(patches)) <= strays) & (area < largest[owner])
    astray = np.zeros(len(points), dtype=bool)
    astray[point[small[patch]]] = True
    if not astray.any():
        return labels
    mended = labels.copy()
    _, nearest = cKDTree(points[~astray]).query(points[astray])
    mended[astray] = labels[~astray][nearest]
    return mended
