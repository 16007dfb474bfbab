import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.codes import Weapon
from dashboard.drawing import strikes
from dashboard.drawing.deck import CompactDeck, View, tooltip
from dashboard.drawing.fan import MOST, fan
from dashboard.drawing.icons import MAPPING, PNG, ring_icon
from dashboard.drawing.marks import Measure
from dashboard.drawing.palette import LIGHT, rgba
from dashboard.drawing.scales import AreaScale
from dashboard.records import UNKNOWN, Estimate

Make = Callable[..., Any]
SCALE = AreaScale(largest=100)


def rows_of(frame: Any, selected: str | None = None) -> list[dict[str, Any]]:  # noqa: ANN401 -- a frame of the fixtures
    """The rows of a frame on the light ground."""
    return strikes.strike_rows(frame, measure=Measure.CASUALTIES, scale=SCALE, theme=LIGHT, selected=selected)


def marks_of(rows: list[dict[str, Any]], selected: str | None = None) -> list[dict[str, Any]]:
    """The pictures that the marks are made of."""
    layers = strikes.strike_layers(rows, theme=LIGHT, selected=selected, outline_of=lambda _country, _region: None)
    return next(list(layer["data"]) for layer in layers if layer["id"] == "strike-marks")


@pytest.mark.parametrize(
    ("precision", "killed", "icons"),
    [
        (1, Estimate(low=50, best=50, high=50), ["disc", "ring"]),
        (1, UNKNOWN, ["diamond-solid", "diamond-solid", "diamond"]),
        (1, Estimate(low=0, best=0, high=0), ["disc", "ring"]),
        (2, Estimate(low=50, best=50, high=50), ["disc", "ring", "ring"]),
        (1, Estimate(low=20, best=50, high=80), ["ring", "disc", "ring", "ring"]),
    ],
)
def test_the_grammar_of_marks(strike: Make, events: Make, precision: int, killed: Estimate, icons: list[str]) -> None:
    """Exact: a disc with its edge; not exact: a faint disc with its ring; unknown: a diamond; doubt: a ring inside and outside."""
    made = marks_of(rows_of(events(strike(precision=precision, killed=killed))))
    assert [piece["i"].rstrip("0123456789") for piece in made] == icons
    assert all(piece["i"] in MAPPING for piece in made)


def test_the_selected_mark_is_ringed_and_the_rest_steps_back(strike: Make, events: Make) -> None:
    """The selected mark keeps its colour, gains a dark ring and lies on top; the others drop to 35 %."""
    frame = events(strike("a"), strike("b", at=(48.0, 30.0)))
    rows = rows_of(frame, "a")
    assert [row["id"] for row in rows] == ["b", "a"]
    assert rows[1]["full"][3] == 255
    assert rows[0]["full"][3] == round(255 * 0.35)
    assert [*rgba(LIGHT.ink)] in [list(piece["c"]) for piece in marks_of(rows, "a")]


def test_colour_follows_the_weapon(strike: Make, events: Make) -> None:
    """A missile is drawn in its colour, several weapons in that of several."""
    one, several = rows_of(events(strike("a"), strike("b", at=(48.0, 30.0), weapons=(Weapon.MISSILE, Weapon.DRONE))))
    assert one["full"] == rgba("#D55E00")
    assert several["full"] == rgba("#3D4F5C")


def test_region_and_near_are_drawn_as_wide_as_they_are(strike: Make, events: Make) -> None:
    """A region gets its outline, a near place a disc of its radius in metres; an exact place gets neither."""
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    frame = events(strike("a", precision=4), strike("b", precision=2), strike("c"))
    asked: list[tuple[str, str]] = []

    def outline_of(country: str, region: str) -> dict[str, Any]:
        asked.append((country, region))
        return square

    layers = {layer["id"]: layer for layer in strikes.strike_layers(rows_of(frame), theme=LIGHT, selected=None, outline_of=outline_of)}
    assert asked == [("UA", "07")]
    assert [feature["geometry"] for feature in layers["strike-regions"]["data"]["features"]] == [square]
    assert [disc["r"] for disc in layers["strike-radius"]["data"]] == [20_000]


def test_the_layer_that_answers_changes_its_name_with_its_rows(strike: Make, events: Make) -> None:
    """Other rows or another selection give another id, so that the browser forgets its selection; the same rows the same."""
    both, one = rows_of(events(strike("a"), strike("b"))), rows_of(events(strike("a")))
    names = {strikes.version_of(both, None), strikes.version_of(one, None), strikes.version_of(both, "a")}
    assert len(names) == 3
    assert strikes.version_of(both, None) == strikes.version_of(rows_of(events(strike("a"), strike("b"))), None)
    assert strikes.hit_layer(one, version="v")["id"] == "strikes:v"


def test_words_beside_the_pointer(strike: Make, events: Make) -> None:
    """The tip says where, when, with what, how many and how sure; unknown is unknown."""
    (row,) = rows_of(events(strike(precision=2, killed=Estimate(low=5, best=6, high=7), weapons=())))
    assert row["tip"] == "Somewhere, Kharkiv Oblast\n4 Apr 2024 · weapon not named\n5–7 killed, injured unknown\nNear a named place"


def test_the_deck_is_compact_json(strike: Make, events: Make) -> None:
    """The deck is JSON without air, its marks nested so that Streamlit leaves their colours alone, and its ground is ours."""
    rows = rows_of(events(strike()))
    layers = strikes.strike_layers(rows, theme=LIGHT, selected=None, outline_of=lambda _c, _r: None)
    deck = CompactDeck(
        drawn=layers,
        pickable=[strikes.hit_layer(rows, version="v")],
        view=View(latitude=50, longitude=36, zoom=5),
        style_url="/basemap/style-light.json",
        tooltip=tooltip(LIGHT),
    )
    text = deck.to_json()
    spec = json.loads(text)
    assert '": ' not in text
    assert isinstance(spec["layers"][0], list)
    assert spec["layers"][1]["pickable"]
    assert spec["mapStyle"] == "/basemap/style-light.json"
    assert set(tooltip(LIGHT)) == {"text", "style"}


@given(st.lists(st.floats(3, 30), max_size=40).map(lambda radii: sorted(radii, reverse=True)))
def test_a_fan_lays_no_mark_over_another(radii: list[float]) -> None:
    """Up to its limit, no two marks at a point overlap; the first stays at the point, and so do those beyond the limit."""
    offsets = fan(radii)
    assert len(offsets) == len(radii)
    placed = list(zip(offsets, radii, strict=True))
    for ((x1, y1), r1), ((x2, y2), r2) in combinations(placed[:MOST], 2):
        assert (x1 - x2) ** 2 + (y1 - y2) ** 2 >= (r1 + r2) ** 2
    assert all(offset == (0.0, 0.0) for offset in [*offsets[:1], *offsets[MOST:]])


def test_the_picture_of_the_marks() -> None:
    """The atlas is a PNG, and a ring's line is about as wide as asked."""
    assert PNG.startswith(b"\x89PNG")
    assert ring_icon(25, 1) == "ring0"
    assert ring_icon(3, 2) == "ring11"
