"""The words of the project keep their promises."""

from __future__ import annotations

import dataclasses
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import records
from dashboard.codes import ClaimKind
from dashboard.records import Estimate, claim_key, digest

RECORDS = [kind for _, kind in inspect.getmembers(records, dataclasses.is_dataclass) if kind.__module__ == records.__name__]


@pytest.mark.parametrize("kind", RECORDS)
def test_records_are_frozen_slotted_and_named(kind: type) -> None:
    """No record can be changed, and none is made from bare positions."""
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert hasattr(kind, "__slots__")
    assert all(field.kw_only for field in dataclasses.fields(kind))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_contents_have_different_keys(one: list[str], two: list[str]) -> None:
    """Parts cannot run into each other, unless they hold the character that ends them."""
    if not any("\0" in part for part in one + two):
        assert (digest(*one) == digest(*two)) == (one == two)


def test_keys_stay_the_same_for_good() -> None:
    """Ids are kept in stores and links: these must not differ in any later version."""
    assert digest("a", "b") == "8fb20ef63ced4145fc2e983ffe597d1dcff39154c3bf21f0fa9dde6a0c50fdc9"
    assert claim_key("r", ClaimKind.STRIKE, 1, 2) == digest("r", "strike", "1", "2", "")


@pytest.mark.parametrize("counts", [(-1, None, None), (None, 3, 2), (4, 3, None), (4, None, 3)])
def test_an_estimate_in_disorder_is_refused(counts: tuple[int | None, int | None, int | None]) -> None:
    """Low, best and high come in this order, and none is below zero."""
    low, best, high = counts
    with pytest.raises(ValueError, match="0 <= low <= best <= high"):
        Estimate(low=low, best=best, high=high)


def test_zero_is_known_and_none_is_not() -> None:
    """A stated zero is a figure; nothing stated is none."""
    assert Estimate(low=0, best=0, high=0).known
    assert not Estimate().known
