"""How near the approximate outlines of Ukraine's oblasts come to surveyed ones: `python tests/benchmarks/outlines.py`.

The surveyed outlines are read from the corpora (STRIKEMAP_CORPUS), never shipped. Compared is the land that both know: the surveyed
units reach out into the sea. Wanted: a median intersection over union of .90, and .80 for each but Kyiv City and Sevastopol.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from pathlib import Path

import shapely

from gazetteer.outlines import Outlines
from gazetteer.outlines.gshhg import Layer, land_polygons, read_chains

SURVEYED = "samples/boundaries/geoBoundaries_UKR_ADM1.geojson"
ISO_OF_GEONAMES = dict(enumerate("71 74 77 12 14 26 63 65 68 35 43 30 32 09 46 48 51 53 56 40 59 61 05 07 21 23 18".split(), start=1))
"""GeoNames admin-1 codes to the digits of ISO 3166-2:UA."""
EXEMPT = {"12", "20"}
MEDIAN, EACH = 0.90, 0.80


def main() -> int:
    """Print the table; the status is 1 where an aim is missed."""
    corpus = os.environ.get("STRIKEMAP_CORPUS")
    if not corpus or not (Path(corpus) / SURVEYED).is_file():
        print(f"skipped: STRIKEMAP_CORPUS names no folder that holds {SURVEYED}")
        return 0
    started = time.perf_counter()
    outlines = Outlines.open()
    opened = time.perf_counter() - started
    features = json.loads((Path(corpus) / SURVEYED).read_text(encoding="utf-8"))["features"]
    surveyed = {row["properties"]["shapeISO"]: shapely.make_valid(shapely.from_geojson(json.dumps(row["geometry"]))) for row in features}
    names = {row["properties"]["shapeISO"]: row["properties"]["shapeName"] for row in features}
    ukraine = shapely.box(*shapely.total_bounds(list(surveyed.values())))
    coast = land_polygons(read_chains(Layer.COAST), lakes_over_km2=2000)
    land = shapely.intersection(shapely.union_all(coast[shapely.intersects(coast, ukraine)]), ukraine)
    rows = []
    for number, digits in ISO_OF_GEONAMES.items():
        code, iso = f"{number:02}", f"UA-{digits}"
        ours, theirs = outlines.division("UA", code), shapely.intersection(surveyed[iso], land)
        share = 0.0 if ours is None else shapely.intersection(ours, theirs).area / shapely.union(ours, theirs).area
        rows.append((share, code, iso, names[iso]))
    for share, code, iso, name in sorted(rows):
        print(f"{share:.3f}  {code}  {iso}  {name}{'  (exempt)' if code in EXEMPT else ''}")
    median = statistics.median(share for share, *_ in rows)
    worst = min(share for share, code, *_ in rows if code not in EXEMPT)
    print(f"median {median:.3f} (wanted {MEDIAN:.2f}), worst {worst:.3f} (wanted {EACH:.2f}); opened in {opened:.2f} s")
    return 0 if median >= MEDIAN and worst >= EACH else 1


if __name__ == "__main__":
    sys.exit(main())
