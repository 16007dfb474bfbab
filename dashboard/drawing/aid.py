"""Aid as great-circle arcs from donor to recipient: colour by stage, width by amount."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from dashboard.drawing import wording
from dashboard.drawing.deck import Layer
from dashboard.drawing.palette import Theme, aid_family, rgba
from dashboard.drawing.scales import WidthScale
from dashboard.records import digest

Point = tuple[float, float]
"""Longitude, latitude."""
PointOf = Callable[[str | None, str | None], Point | None]
"""The point to draw a donor or recipient at, by name and country code; None where there is none."""

HIT_LAYER: Final = "aid"
"""The id of the layer that answers the pointer begins with this."""

SEATS: Final[dict[str, Point]] = {
    "european union": (4.38, 50.84),
    "eu": (4.38, 50.84),
    "european commission": (4.38, 50.84),
    "nato": (4.43, 50.88),
    "united nations": (-73.97, 40.75),
    "un": (-73.97, 40.75),
    "world bank": (-77.04, 38.90),
    "international monetary fund": (-77.04, 38.90),
    "imf": (-77.04, 38.90),
    "red cross": (6.13, 46.23),
    "icrc": (6.13, 46.23),
    "unicef": (-73.97, 40.75),
    "world food programme": (12.46, 41.83),
    "european investment bank": (6.16, 49.63),
    "european bank for reconstruction and development": (-0.02, 51.50),
}
"""Where organisations that are no state have their seat (town of the headquarters), longitude and latitude."""

_NEAR_DOLLAR: Final = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})
"""Within about a factor of two of a US dollar: on a logarithmic width that is less than a pixel."""
_DIMMED: Final = 0.35
_FIRM: Final = 0.8
_OPEN: Final = 0.6


def comparable(amount: float | None, currency: str | None, usd: float | None) -> float | None:
    """An amount to draw a width by: the dollars that the text gives, else the amount where its unit is near a dollar; else None."""
    if usd is not None and math.isfinite(usd):
        return usd
    if amount is not None and math.isfinite(amount) and currency in _NEAR_DOLLAR:
        return amount
    return None


def drawable(packages: pd.DataFrame) -> pd.DataFrame:
    """The packages that get an arc: a stage of their own (no running total), not part of another."""
    has_stage = np.array([aid_family(str(stage)) is not None for stage in packages["status"]], dtype=np.bool_)
    return packages.loc[has_stage & packages["part_of"].isna().to_numpy()]


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def package_tip(package: Mapping[Any, Any]) -> str:
    """The words beside the pointer: who to whom, how much, which stage, when."""
    when = None if pd.isna(package["date"]) else package["date"].date()
    lines = [
        f"{_text(package['donor']) or 'Donor not named'} to {_text(package['recipient']) or 'a recipient not named'}",
        wording.money(_float(package["amount"]), _text(package["currency"]), _float(package["usd_stated"])),
        f"{stage_word(str(package['status']))}{f' · {wording.day(when)}' if when else ''}",
    ]
    return "\n".join(lines)


def stage_word(status: str) -> str:
    """A stage in plain words."""
    return "Running total stated by a source" if status == "cumulative_total" else wording.sentence_case(status)


def aid_rows(
    packages: pd.DataFrame, *, theme: Theme, point_of: PointOf, selected: str | None, dimmed: bool = False
) -> list[dict[str, Any]]:
    """One record per package with both ends known, widest first so that narrower arcs between the same ends stay visible.

    `dimmed` says that a strike is selected, so that every arc steps back.
    """
    width = WidthScale()
    rows: list[dict[str, Any]] = []
    for package in drawable(packages).to_dict("records"):
        family = aid_family(str(package["status"]))
        donor = point_of(_text(package["donor"]), _text(package["donor_code"]))
        recipient = point_of(_text(package["recipient"]), _text(package["recipient_code"]))
        if family is None or donor is None or recipient is None or donor == recipient:
            continue
        opacity = (_FIRM if family.firm else _OPEN) * (_DIMMED if dimmed or selected not in {None, package["package_id"]} else 1.0)
        thick = width.width(comparable(_float(package["amount"]), _text(package["currency"]), _float(package["usd_stated"])))
        rows.append(
            {
                "id": str(package["package_id"]),
                "s": list(donor),
                "t": list(recipient),
                "w": round(thick, 2),
                "cs": rgba(family.colour, opacity * 0.7),
                "ct": rgba(family.colour, opacity),
                "u": rgba(theme.edge, opacity * (0.4 if family.firm else 0.2)),
                "firm": family.firm,
                "tip": package_tip(package),
            }
        )
    rows.sort(key=lambda row: (row["id"] == selected, -row["w"], row["id"]))
    return rows


def _arcs(identifier: str, rows: list[dict[str, Any]], **properties: object) -> Layer:
    return {
        "@@type": "ArcLayer",
        "id": identifier,
        "data": rows,
        "greatCircle": True,
        "getHeight": 0,
        "numSegments": 64,
        "getSourcePosition": "@@=s",
        "getTargetPosition": "@@=t",
        "widthUnits": "pixels",
        "pickable": False,
        **properties,
    }


def aid_layers(rows: list[dict[str, Any]], *, theme: Theme, selected: str | None) -> list[Layer]:
    """The arcs and a small dot at each donor, without the layer that answers the pointer."""
    edge = [{"s": row["s"], "t": row["t"], "w": row["w"] + 1.0, "u": row["u"]} for row in rows]
    chosen = [{"s": row["s"], "t": row["t"], "w": row["w"] + 4} for row in rows if row["id"] == selected]
    donors = {tuple(row["s"]): row for row in rows}
    return [
        _arcs("aid-selected", chosen, getWidth="@@=w", getSourceColor=rgba(theme.ink), getTargetColor=rgba(theme.ink)),
        _arcs("aid-edge", edge, getWidth="@@=w", getSourceColor="@@=u", getTargetColor="@@=u"),
        _arcs(
            "aid-arcs",
            [{key: row[key] for key in ("s", "t", "w", "cs", "ct")} for row in rows],
            getWidth="@@=w",
            getSourceColor="@@=cs",
            getTargetColor="@@=ct",
        ),
        {
            "@@type": "ScatterplotLayer",
            "id": "aid-donors",
            "data": [{"p": list(point), "c": row["ct"]} for point, row in donors.items()],
            "getPosition": "@@=p",
            "getRadius": 3,
            "radiusUnits": "pixels",
            "getFillColor": "@@=c",
            "getLineColor": rgba(theme.edge),
            "getLineWidth": 1,
            "lineWidthUnits": "pixels",
            "stroked": True,
            "pickable": False,
        },
    ]


def hit_layer(rows: list[dict[str, Any]], *, version: str) -> Layer:
    """The layer that answers the pointer: unseen arcs, wide enough to hit."""
    data = [{"s": row["s"], "t": row["t"], "w": row["w"] + 8, "id": row["id"], "tip": row["tip"]} for row in rows]
    return _arcs(f"{HIT_LAYER}:{version}", data, getWidth="@@=w", getSourceColor=(0, 0, 0, 1), getTargetColor=(0, 0, 0, 1), pickable=True)


def version_of(rows: list[dict[str, Any]], selected: str | None) -> str:
    """A short name for what is drawn."""
    return digest(*(row["id"] for row in rows), selected or "")[:12]
