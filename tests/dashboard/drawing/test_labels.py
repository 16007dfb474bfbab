from collections.abc import Callable
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing.labels import Label, label_layer, place_labels
from dashboard.drawing.names import LAST_ZOOM, Name, NameKind, _box, meet, names_layer, thinned, tile
from dashboard.drawing.palette import DARK, LIGHT

Make = Callable[..., Any]
NAMES = st.lists(
    st.builds(
        Name,
        text=st.text("abcdefgh", min_size=1, max_size=14),
        latitude=st.floats(30, 60),
        longitude=st.floats(0, 60),
        kind=st.sampled_from(NameKind),
        rank=st.floats(0, 10),
    ),
    max_size=40,
)


def test_only_exact_places_are_named_once(strike: Make, events: Make) -> None:
    """A place with two strikes has one name; the centroid of a region has none."""
    frame = events(strike("a", place="Kharkiv"), strike("b", place="Kharkiv"), strike("c", place="An oblast", precision=4))
    assert [(label.text, label.strikes) for label in place_labels(frame)] == [("Kharkiv", 2)]
    assert place_labels(frame.iloc[0:0]) == []


def test_a_name_stands_beside_its_marks() -> None:
    """A name is shifted off its own mark, to the left where another mark is at the right, and left out where there is no room."""
    label = Label(text="Kharkiv", latitude=50.0, longitude=36.0, strikes=1)
    own = {"p": [36.0, 50.0], "o": [0.0, 0.0], "r": 20.0}
    right = {"p": [36.001, 50.0], "o": [65.0, 0.0], "r": 30.0}
    (alone,) = label_layer([label], [own], theme=LIGHT, zoom=5)["data"]
    assert (alone["a"], alone["o"]) == ("start", [24.0, 0.0])
    (beside,) = label_layer([label], [own, right], theme=LIGHT, zoom=5)["data"]
    assert beside["a"] == "end"
    around = [{"p": [36.001, 50.0], "o": [x, y], "r": 55.0} for x in (-70.0, 0.0, 70.0) for y in (-62.0, 0.0, 62.0) if x or y]
    assert label_layer([label], [own, *around], theme=LIGHT, zoom=5)["data"] == []


def test_names_of_two_places_do_not_meet() -> None:
    """Of two places at nearly one point, the one with more strikes keeps its side."""
    labels = [
        Label(text="A town", latitude=50.0, longitude=36.0, strikes=2),
        Label(text="B town", latitude=50.001, longitude=36.001, strikes=1),
    ]
    made = label_layer(labels, [], theme=LIGHT, zoom=5)["data"]
    assert made[0]["a"] == "start"
    assert len({(name["a"], *name["o"]) for name in made}) == len(made)


@given(NAMES, st.integers(0, LAST_ZOOM))
def test_names_on_the_ground_stand_free(names: list[Name], zoom: int) -> None:
    """At every zoom no two names meet, none is invented, and the first by importance is there."""
    kept = thinned(names, zoom)
    assert set(kept) <= set(names)
    assert not any(meet(_box(one, zoom - 0.5), _box(other, zoom - 0.5)) for one, other in combinations(kept, 2))
    if names:
        assert min(names, key=lambda name: (name.kind is not NameKind.COUNTRY, -name.rank, name.text)) in kept


@given(NAMES, st.integers(0, 4))
def test_every_name_is_in_exactly_one_tile(names: list[Name], zoom: int) -> None:
    """The tiles of a zoom hold each name once."""
    found = [
        feature["properties"]["n"].lower()
        for column in range(2**zoom)
        for row in range(2**zoom)
        for feature in tile(names, zoom, column, row)["features"]
    ]
    assert sorted(found) == sorted(name.text.lower() for name in names)


def test_the_layer_of_names_changes_with_the_theme() -> None:
    """Light and dark are two layers, so that one never keeps the other's tiles."""
    light, dark = (names_layer(theme, "/n/{z}/{x}/{y}.json") for theme in (LIGHT, DARK))
    assert light["id"] != dark["id"]
    assert light["getTextColor"] != dark["getTextColor"]
