"""The style and the data of the ground, from the real outlines."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

import pytest

from dashboard.drawing import basemap
from dashboard.drawing.basemap import GroundName

THEMES = get_args(GroundName)


@pytest.fixture(scope="module")
def data() -> Mapping[str, bytes]:
    """The layers, as they are served."""
    return basemap.layers()


def strings(value: object) -> Iterator[str]:
    """Every string in a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(key)
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def positions(coordinates: list[Any]) -> Iterator[list[float]]:
    """Every position of a GeoJSON geometry."""
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from positions(part)
    else:
        yield coordinates


@pytest.mark.parametrize("theme", THEMES)
def test_style_asks_nothing_of_anyone_else(theme: GroundName) -> None:
    """The style names no address but the given one, no fonts and no sprites."""
    style = basemap.style(theme, "/basemap")
    assert {source["data"].rpartition("/")[0] for source in style["sources"].values()} == {"/basemap"}
    assert not [text for text in strings(style) if re.search(r"://|^//|www\.", text)]
    assert not {"glyphs", "sprite", "imports"} & style.keys()
    assert all(source["type"] == "geojson" for source in style["sources"].values())


@pytest.mark.parametrize("theme", THEMES)
def test_style_draws_sea_first_and_borders_last(theme: GroundName) -> None:
    """The sea is the background, the land covers the coast's glow, and borders lie on top of rivers and divisions."""
    names = [layer["id"] for layer in basemap.style(theme, "/b")["layers"]]
    assert names[0] == "sea"
    assert names.index("shallows") < names.index("land") < names.index("rivers") < names.index("divisions") < names.index("borders")
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("theme", THEMES)
def test_every_layer_has_its_source_and_every_source_its_data(theme: GroundName, data: Mapping[str, bytes]) -> None:
    """No layer names a source that is not there, no source data that is not served, and every source says whom to thank."""
    style = basemap.style(theme, "/b")
    assert {layer["source"] for layer in style["layers"] if "source" in layer} == style["sources"].keys() == data.keys()
    assert all(source["attribution"] for source in style["sources"].values())


def test_themes_differ_in_colour_only() -> None:
    """Light, dark and print draw the same things in the same widths."""

    def colourless(theme: GroundName) -> str:
        return re.sub(r"#[0-9A-F]{6}", "#", json.dumps(basemap.style(theme, "/b")["layers"]))

    assert len({colourless(theme) for theme in THEMES}) == 1
    assert len({json.dumps(basemap.style(theme, "/b")["layers"]) for theme in THEMES}) == len(THEMES)


def test_lines_grow_with_the_zoom() -> None:
    """No line is wider from afar than close up."""
    for layer in basemap.style("light", "/b")["layers"]:
        if layer["type"] == "line":
            widths = layer["paint"]["line-width"][4::2]
            assert widths == sorted(widths), layer["id"]


def test_division_lines_are_quieter_than_borders() -> None:
    """First-order lines are approximate: dashed, and thinner than borders."""
    layers = {layer["id"]: layer for layer in basemap.style("light", "/b")["layers"]}
    assert layers["divisions"]["paint"]["line-dasharray"]
    assert "line-dasharray" not in layers["borders"]["paint"]
    assert layers["divisions"]["paint"]["line-width"][-1] < layers["borders"]["paint"]["line-width"][-1]


def test_data_is_geojson_on_the_globe(data: Mapping[str, bytes]) -> None:
    """Every layer is a feature collection whose positions lie within longitude and latitude and say from which zoom they show."""
    for name, content in data.items():
        collection = json.loads(content)
        assert collection["type"] == "FeatureCollection", name
        assert collection["features"], name
        for feature in collection["features"]:
            assert 0 <= feature["properties"]["z"] <= 9
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in positions(feature["geometry"]["coordinates"]))


def test_data_is_light(data: Mapping[str, bytes]) -> None:
    """A page loads all of it at once: 3 MB at most, 1 MB compressed."""
    assert sum(map(len, data.values())) < 3_000_000
    assert sum(len(gzip.compress(content)) for content in data.values()) < 1_000_000
