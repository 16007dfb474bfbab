"""The legend as data: what is drawn now, with its count, sized and coloured by the same scales as the marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from dashboard.drawing import wording
from dashboard.drawing.aid import drawable
from dashboard.drawing.marks import Measure, Shape, counts, has_point, is_hollow, shapes
from dashboard.drawing.palette import AID_FAMILIES, WEAPON_FAMILIES, Theme, aid_family, weapon_family
from dashboard.drawing.scales import SMALL_PX, AreaScale, WidthScale

Swatch = Literal["disc", "ring", "dot", "diamond", "line", "halo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the legend."""

    swatch: Swatch
    label: str
    colour: str
    size: float
    """Diameter of a disc, ring, dot or diamond, thickness of a line; px."""
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """What the map shows, in groups; an empty group is not shown."""

    weapons: tuple[Entry, ...]
    sizes: tuple[Entry, ...]
    doubts: tuple[Entry, ...]
    aid: tuple[Entry, ...]
    measure: Measure


def legend(events: pd.DataFrame, packages: pd.DataFrame, *, measure: Measure, scale: AreaScale, theme: Theme) -> Legend:
    """The legend of a selection."""
    placed = events.loc[has_point(events)]
    shape = shapes(counts(placed, measure).best)
    groups = [weapon_family(str(group)).key for group in placed["weapon_group"]]
    weapons = tuple(
        Entry(swatch="disc", label=family.label, colour=family.on(theme), size=12, count=groups.count(family.key))
        for family in WEAPON_FAMILIES
        if family.key in groups
    )
    sizes = tuple(Entry(swatch="ring", label=wording.count(stop), colour=theme.quiet, size=2 * scale.one(stop)) for stop in scale.stops())
    return Legend(weapons=weapons, sizes=sizes if groups else (), doubts=_doubts(placed, shape, theme), aid=_aid(packages), measure=measure)


def _doubts(placed: pd.DataFrame, shape: np.ndarray[tuple[int], np.dtype[np.str_]], theme: Theme) -> tuple[Entry, ...]:
    found = (
        Entry(swatch="dot", label="none", colour=theme.quiet, size=2 * SMALL_PX, count=int((shape == Shape.DOT.value).sum())),
        Entry(swatch="diamond", label="number unknown", colour=theme.quiet, size=9, count=int((shape == Shape.DIAMOND.value).sum())),
        Entry(swatch="halo", label="place not exact", colour=theme.quiet, size=12, count=int(is_hollow(placed).sum())),
    )
    return tuple(entry for entry in found if entry.count)


def _aid(packages: pd.DataFrame) -> tuple[Entry, ...]:
    families = [aid_family(str(status)) for status in drawable(packages)["status"]]
    thick = WidthScale().width(1e9)
    return tuple(
        Entry(swatch="line", label=family.label, colour=family.colour, size=thick, count=families.count(family))
        for family in AID_FAMILIES
        if family in families
    )
