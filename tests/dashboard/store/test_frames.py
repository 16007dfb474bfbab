"""Rows, columns and the folding of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.codes import Weapon
from dashboard.records import UNKNOWN, When
from dashboard.store.frames import EVENT_COLUMNS, PACKAGE_COLUMNS, WEAPON_GROUPS, event_row, fold, frame, package_row, weapon_group

Make = Callable[..., Any]

FOLDED = [
    ("Khárkiv’s  NORTH", "kharkiv's north"),
    ("“Київ”", '"киів"'),
    ("30‑km", "30-km"),
    ("ﬁre", "fire"),
    ("STRASSE", "strasse"),
    ("Straße", "strasse"),
    ("a\u00a0b\n c", "a b c"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_text_is_folded_for_searching(text: str, folded: str) -> None:
    """Case, diacritics, typography and white space make no difference to a search."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folding, so that a query and a text meet."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("weapons", "group"),
    [((), "unknown"), ((Weapon.DRONE,), "drone"), ((Weapon.DRONE, Weapon.DRONE), "drone"), ((Weapon.DRONE, Weapon.MISSILE), "mixed")],
)
def test_an_event_is_in_one_group(weapons: tuple[Weapon, ...], group: str) -> None:
    """One weapon is its own group, several are mixed, none is unknown."""
    assert weapon_group(weapons) == group
    assert group in WEAPON_GROUPS


def test_unknown_is_missing_and_zero_is_zero(merge: Make, tell: Make) -> None:
    """In a frame an unknown count is <NA> and not 0, an unknown day NaT, an unknown name NaN."""
    (event,) = merge([tell()]).events
    unknown = replace(event, killed=UNKNOWN, when=When(), actor=None)
    found = frame([event_row(event), event_row(unknown)], EVENT_COLUMNS)
    assert found["killed"].to_list()[0] == 3
    assert found[["killed", "date_start", "date_end", "event_date", "actor"]].isna().to_numpy().tolist() == [[False] * 5, [True] * 5]


def test_frames_without_rows_have_their_types() -> None:
    """An empty frame has every column with the type that a full one has."""
    for columns in (EVENT_COLUMNS, PACKAGE_COLUMNS):
        empty = frame([], columns)
        assert {name: str(kind) for name, kind in empty.dtypes.items()} == dict(columns)


def test_a_single_known_day_is_the_whole_interval(merge: Make, tell: Make) -> None:
    """A package with only its best day is found by a window that holds that day."""
    (package,) = merge([tell()]).packages
    row = package_row(package)
    assert (row["date"], row["date_start"], row["date_end"]) == (date(2024, 4, 3),) * 3


def test_a_separator_in_a_name_does_not_part_it(merge: Make, tell: Make) -> None:
    """A source with the separator in its name stays one source."""
    (event,) = merge([tell()]).events
    assert event_row(replace(event, sources=("A | B", "C")))["sources"] == "A / B|C"
