import math
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.codes import AidStatus
from dashboard.drawing import aid
from dashboard.drawing.palette import LIGHT, rgba

Make = Callable[..., Any]


def point_of(_name: str | None, code: str | None) -> aid.Point | None:
    """Two countries."""
    return {"FI": (26.0, 64.0), "UA": (31.0, 49.0)}.get(code or "")


def rows_of(frame: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- a frame of the fixtures
    """The arcs of a frame."""
    return aid.aid_rows(frame, theme=LIGHT, point_of=point_of, selected=None)


def test_running_totals_and_parts_are_no_arcs(package: Make, packages: Make) -> None:
    """A total stated by a source and a part of another package are listed, not drawn."""
    frame = packages(package("a"), package("b", status=AidStatus.CUMULATIVE_TOTAL), package("c", part_of="a"))
    assert list(aid.drawable(frame)["package_id"]) == ["a"]
    assert [row["id"] for row in rows_of(frame)] == ["a"]


def test_both_ends_are_needed(package: Make, packages: Make) -> None:
    """A donor that is on no map has no arc, and nothing goes from a place to itself."""
    assert rows_of(packages(package("a", donor="A friend", code=None), package("b", donor="Ukraine", code="UA"))) == []


@pytest.mark.parametrize(
    ("status", "colour", "firm"),
    [(AidStatus.DELIVERED, "#0072B2", True), (AidStatus.ANNOUNCED, "#56B4E9", True), (AidStatus.PLEDGED, "#A6CEE3", False)],
)
def test_the_stage_is_the_colour(package: Make, packages: Make, status: AidStatus, colour: str, *, firm: bool) -> None:
    """Each stage has its colour; what is only promised is fainter."""
    (row,) = rows_of(packages(package(status=status)))
    assert row["ct"][:3] == rgba(colour)[:3]
    assert row["firm"] is firm
    assert (row["ct"][3] >= 200) is firm


@pytest.mark.parametrize(
    ("amount", "currency", "usd", "expected"),
    [
        (188.0, "EUR", 204.0, 204.0),
        (188.0, "EUR", None, 188.0),
        (188.0, "EUR", math.nan, 188.0),
        (12e9, "JPY", None, None),
        (12e9, "JPY", 80e6, 80e6),
        (None, None, None, None),
        (math.nan, "USD", None, None),
    ],
)
def test_widths_compare_only_what_compares(amount: float | None, currency: str | None, usd: float | None, expected: float | None) -> None:
    """The text's dollars first, then amounts in money near a dollar; anything else has no comparable amount."""
    assert aid.comparable(amount, currency, usd) == expected


def test_wide_arcs_lie_below(package: Make, packages: Make) -> None:
    """Of two arcs between the same ends the narrower is drawn later, on top."""
    assert [row["id"] for row in rows_of(packages(package("small", amount=2_000_000), package("large", amount=2_000_000_000)))] == [
        "large",
        "small",
    ]


def test_the_tip_keeps_what_was_said(package: Make, packages: Make) -> None:
    """Beside the pointer stand donor, recipient, the amount as stated with the text's dollars, stage and day."""
    (row,) = rows_of(packages(package(usd=204_000_000)))
    assert row["tip"] == "Finland to Ukraine\nEUR 188\u202fm (USD 204\u202fm in the text)\nAnnounced · 3 Apr 2024"
