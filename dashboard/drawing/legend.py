"""The legend as data: what is drawn now, with its count, sized and coloured by the same scales as the marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kinds of marks a store has at all; the legend keeps a line for each, so that no filter moves the map under the pointer."""

    weapons: frozenset[str]
    """Keys of weapon families."""
    aid: frozenset[str]
    """Keys of aid families."""


def kinds(events: pd.DataFrame, packages: pd.DataFrame) -> Kinds:
    """The kinds of a whole store."""
    return Kinds(weapons=frozenset(_weapon_keys(events)), aid=frozenset(_aid_keys(packages)))


def _weapon_keys(events: pd.DataFrame) -> list[str]:
    return [weapon_family(str(group)).key for group in events.loc[has_point(events), "weapon_group"]]


def _aid_keys(packages: pd.DataFrame) -> list[str]:
    families = (aid_family(str(status)) for status in drawable(packages)["status"])
    return [family.key for family in families if family is not None]


def legend(events: pd.DataFrame, packages: pd.DataFrame, *, of: Kinds, measure: Measure, scale: AreaScale, theme: Theme) -> Legend:
    """The legend of a selection, with the counts of what is on the map."""
    placed = events.loc[has_point(events)]
    shape = shapes(counts(placed, measure).best)
    weapon_keys, aid_keys = _weapon_keys(events), _aid_keys(packages)
    weapons = tuple(
        Entry(swatch="disc", label=family.label, colour=family.on(theme), size=12, count=weapon_keys.count(family.key))
        for family in WEAPON_FAMILIES
        if family.key in of.weapons
    )
    sizes = tuple(Entry(swatch="ring", label=wording.count(stop), colour=theme.quiet, size=2 * scale.one(stop)) for stop in scale.stops())
    doubts = (
        Entry(swatch="dot", label="none", colour=theme.quiet, size=2 * SMALL_PX, count=int((shape == Shape.DOT.value).sum())),
        Entry(swatch="diamond", label="number unknown", colour=theme.quiet, size=9, count=int((shape == Shape.DIAMOND.value).sum())),
        Entry(swatch="halo", label="place not exact", colour=theme.quiet, size=12, count=int(is_hollow(placed).sum())),
    )
    aid = tuple(
        Entry(swatch="line", label=family.label, colour=family.colour, size=WidthScale().width(1e9), count=aid_keys.count(family.key))
        for family in AID_FAMILIES
        if family.key in of.aid
    )
    return Legend(weapons=weapons, sizes=sizes if weapons else (), doubts=doubts if weapons else (), aid=aid, measure=measure)
