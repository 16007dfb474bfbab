"""Where and when to look for claims of one event: the words in which merging and the store speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Where and when a claim lies, coarsely: only claims of blocks that reach each other can tell one event."""

    area: str
    """Its own area: a cell of the map, a region, a country, or the parties of a piece of aid."""
    region: str = ""
    """The region around its area, where regions are compared with what lies in them; empty otherwise."""
    first: date
    last: date
    """The days that it covers, both included; at most `BLOCK_DAYS` of them."""


BLOCK_DAYS = 40
"""A claim that covers more days is looked for only in its first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The blocks whose claims one claim has to be compared with."""

    areas: tuple[str, ...]
    region: str = ""
    """Also everything that lies in this region; empty for nothing."""
    first: date
    last: date
