"""What all viewers of a process share: the store, its snapshot, the outlines; opened once, kept in memory."""

from __future__ import annotations

import csv
import math
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from threading import Event
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard.app.serving import STORE_VARIABLE
from dashboard.drawing.aid import SEATS, Point
from dashboard.drawing.labels import Label, LabelKind
from dashboard.drawing.legend import Kinds, kinds
from dashboard.drawing.marks import Measure, counts
from dashboard.drawing.scales import AreaScale
from dashboard.drawing.timeline import Clock
from dashboard.settings import read_settings
from dashboard.store import Snapshot, Store, load
from gazetteer import Gazetteer, Place
from gazetteer.errors import GazetteerError
from gazetteer.outlines import Outlines

_LIGHT_ENOUGH: Final = 0.02
"""Degrees; a region's outline on the map needs no more detail than this."""
_MOST_TOWNS: Final = 14
_SMALL_COUNTRY_KM: Final = 60.0
_PATIENCE_SECONDS: Final = 3.0
_SCATTERED: Final = frozenset(
    {"SJ", "PM", "KI", "FM", "TF", "GS", "UM", "BV", "HM", "IO", "PN", "TK", "NU", "WF", "MP", "PF", "MH", "TV", "BQ", "SH"}
)
"""Islands over a wide sea, which would get large names for little land."""


@st.cache_resource(show_spinner=False)
def open_store() -> Store:
    """The store that is served; read only, since the page changes nothing.

    Raises:
        StoreError: it cannot be read; the message says what to do.
    """
    return Store.open(os.environ.get(STORE_VARIABLE) or read_settings().store, read_only=True)


def snapshot() -> Snapshot:
    """What the store holds now."""
    return load(open_store())


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={Snapshot: lambda shot: (id(shot), shot.sequence)})
def scale_of(shot: Snapshot, measure: Measure) -> AreaScale:
    """The scale of the circles, from all strikes of the store."""
    return AreaScale.of(counts(shot.events, measure).best)


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={Snapshot: lambda shot: (id(shot), shot.sequence)})
def clock_of(shot: Snapshot) -> Clock | None:
    """The span of the timeline, from everything in the store."""
    kept = shot.events.loc[~shot.events["background"].to_numpy(dtype=np.bool_)]
    aid = shot.packages.loc[~shot.packages["background"].to_numpy(dtype=np.bool_)]
    return Clock.of(kept, aid)


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={Snapshot: lambda shot: (id(shot), shot.sequence)})
def kinds_of(shot: Snapshot) -> Kinds:
    """The kinds of marks in the store."""
    return kinds(shot.events, shot.packages)


@lru_cache(maxsize=1)
def outlines() -> Outlines:
    """The outlines of the world."""
    return Outlines.open()


@lru_cache(maxsize=512)
def outline_of(country_code: str, admin1_code: str) -> dict[str, Any] | None:
    """The outline of a first-order division as a GeoJSON geometry; None if there is none."""
    found = outlines().division(country_code, admin1_code)
    return None if found is None else dict(found.simplify(_LIGHT_ENOUGH).__geo_interface__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country as a label and as an end of an arc."""

    code: str
    name: str
    latitude: float
    longitude: float
    radius_km: float


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """The countries of the gazetteer, by ISO 3166-1 alpha-2 code."""
    with resources.files("gazetteer").joinpath("data", "countries.csv").open(encoding="utf-8") as lines:
        return {
            row["code"]: Country(
                code=row["code"],
                name=row["name"],
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                radius_km=float(row["radius_km"]),
            )
            for row in csv.DictReader(lines)
        }


def point_of(name: str | None, code: str | None) -> Point | None:
    """Where a donor or recipient is drawn: an organisation at its seat, a country in its middle."""
    seat = SEATS.get((name or "").casefold())
    if seat is not None:
        return seat
    country = countries().get(code or "")
    return None if country is None else (country.longitude, country.latitude)


@lru_cache(maxsize=1)
def country_labels() -> tuple[Label, ...]:
    """The names of the countries, in their middles."""
    return tuple(
        Label(
            text=country.name,
            latitude=country.latitude,
            longitude=country.longitude,
            kind=LabelKind.COUNTRY,
            rank=round(country.radius_km / 10),
        )
        for country in countries().values()
        if country.code not in _SCATTERED
    )


class _Towns:
    """Towns to find one's way by: looked up once, while the server starts; the map never waits long for them."""

    def __init__(self) -> None:
        self._found: tuple[Label, ...] = ()
        self._ready = Event()
        self._begun: float | None = None

    def look_up(self, shot: Snapshot) -> None:
        """Look up the largest towns of the countries with strikes, and the other capitals."""
        self._begun = time.monotonic()
        struck = frozenset(code for code in shot.events["country_code"].dropna().unique() if code)
        self._found = _towns(struck)
        self._ready.set()

    def labels(self) -> tuple[Label, ...]:
        """What was found; nothing yet where that takes longer than the first moments."""
        if self._begun is not None:
            self._ready.wait(max(0.0, self._begun + _PATIENCE_SECONDS - time.monotonic()))
        return self._found


TOWNS: Final = _Towns()


def _towns(struck: frozenset[str]) -> tuple[Label, ...]:
    gazetteer = _gazetteer()
    if gazetteer is None:
        return ()
    found: list[Place] = []
    for country in countries().values():
        if country.code in struck:
            found += gazetteer.largest_cities(country.code, _MOST_TOWNS)
        elif country.radius_km > _SMALL_COUNTRY_KM and (capital := gazetteer.capital(country.code)):
            found.append(capital)
    return tuple(
        Label(
            text=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            kind=LabelKind.TOWN,
            rank=round(40 * math.log10(max(1, place.population))),
        )
        for place in found
    )


def _gazetteer() -> Gazetteer | None:
    """The gazetteer, if its index is there; the page does without one rather than compile it while a viewer waits."""
    folder = read_settings().cache / "gazetteer"
    if not folder.is_dir():
        return None
    try:
        return Gazetteer.open(folder)
    except (GazetteerError, OSError):
        return None
