"""States by their names and codes."""

from __future__ import annotations

import pytest

from dashboard.reports.states import state_coded, state_named


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("Czech Republic", "Czechia", "CZ"),
        ("  united   STATES ", "United States", "US"),
        ("Türkiye", "Turkey", "TR"),
        ("South Korea", "South Korea", "KR"),
        ("Taiwan", "Taiwan", "TW"),
    ],
)
def test_a_state_has_one_name(written: str, name: str, code: str) -> None:
    """Every name leads to the one that the gazetteer uses."""
    found = state_named(written)
    assert found is not None
    assert (found.name, found.code) == (name, code)
    assert state_coded(code.lower()) == found


@pytest.mark.parametrize("written", ["European Peace Facility", "", ".", "XK9"])
def test_what_is_no_state_has_none(written: str) -> None:
    """Organisations are none."""
    assert state_named(written) is None
    assert state_coded("XM") is None
