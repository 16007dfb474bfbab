"""What all viewers of a process share: the store, its snapshot, the outlines; opened once, kept in memory."""

from __future__ import annotations

import csv
import math
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import resources
from threading import Event
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard.app.serving import AS_OF_VARIABLE, STORE_VARIABLE
from dashboard.drawing.aid import SEATS, Point
from dashboard.drawing.labels import Label, label_layer, place_labels
from dashboard.drawing.legend import Kinds, kinds
from dashboard.drawing.marks import Measure, counts
from dashboard.drawing.names import Name, NameKind, thinned
from dashboard.drawing.palette import LIGHT
from dashboard.drawing.scales import AreaScale
from dashboard.drawing.strikes import strike_rows
from dashboard.drawing.timeline import Clock
from dashboard.drawing.view import first_view
from dashboard.settings import read_settings
from dashboard.store import Snapshot, Store, load
from gazetteer import Gazetteer, Place
from gazetteer.errors import GazetteerError
from gazetteer.outlines import Outlines

_LIGHT_ENOUGH: Final = 0.02
"""Degrees; a region's outline on the map needs no more detail than this."""
DESK: Final = (820, 520)
PHONE: Final = (390, 480)
"""Usual sizes of the map, px, to fit the first view to; the server never learns the real one."""
_MOST_TOWNS: Final = 30
_SAME_DEG: Final = 0.12
_SMALL_COUNTRY_KM: Final = 60.0
_PATIENCE_SECONDS: Final = 3.0
_SCATTERED: Final = frozenset(
    {"SJ", "PM", "KI", "FM", "TF", "GS", "UM", "BV", "HM", "IO", "PN", "TK", "NU", "WF", "MP", "PF", "MH", "TV", "BQ", "SH"}
)
"""Islands over a wide sea, which would get large names for little land."""


def open_store() -> Store:
    """The store that is served; read only, since the page changes nothing. One that took its place is opened in its turn.

    Raises:
        StoreError: it cannot be read, or is there no more; the message says what to do.
    """
    store = _opened()
    if not store.is_replaced:
        return store
    _opened.clear()
    return _opened()


@st.cache_resource(show_spinner=False)
def _opened() -> Store:
    return Store.open(os.environ.get(STORE_VARIABLE) or read_settings().store, read_only=True)


def snapshot(as_of: datetime | None = None) -> Snapshot:
    """What the store holds now, or what was known at a moment; never later than what the server was told to show."""
    limit = served_as_of()
    moments = [moment for moment in (as_of, limit) if moment is not None]
    return load(open_store(), min(moments) if moments else None)


def served_as_of() -> datetime | None:
    """The moment whose knowledge the server shows; None for the present."""
    told = os.environ.get(AS_OF_VARIABLE)
    return datetime.fromisoformat(told) if told else None


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
    """A country as a name on the map and as an end of an arc."""

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


class _Names:
    """The names on the ground of the map; the towns are looked up while the server starts, and nothing waits long for them."""

    def __init__(self) -> None:
        self._towns: tuple[Name, ...] = ()
        self._ready = Event()
        self._begun: float | None = None

    def look_up(self, shot: Snapshot) -> None:
        """Look up the largest towns of the countries with strikes, the other capitals, and the struck places."""
        self._begun = time.monotonic()
        self._towns = tuple(_towns(shot))
        self._ready.set()

    def wait(self) -> None:
        """Wait for the towns, if they were begun to be looked up only moments ago."""
        if self._begun is not None:
            self._ready.wait(max(0.0, self._begun + _PATIENCE_SECONDS - time.monotonic()))

    def at(self, zoom: int) -> tuple[Name, ...]:
        """The names for the tiles of a zoom."""
        self.wait()
        return _thinned((*_country_names(), *self._towns), zoom)


NAMES: Final = _Names()
_thinned = lru_cache(maxsize=24)(thinned)


@lru_cache(maxsize=1)
def _country_names() -> tuple[Name, ...]:
    return tuple(
        Name(text=country.name, latitude=country.latitude, longitude=country.longitude, kind=NameKind.COUNTRY, rank=country.radius_km)
        for country in countries().values()
        if country.code not in _SCATTERED
    )


def _named_beside_marks(shot: Snapshot, struck: Sequence[Label]) -> frozenset[str]:
    """The struck places whose names stand beside their marks when everything is shown; the others are named on the ground, further in."""
    measure = Measure.CASUALTIES
    rows = strike_rows(shot.events, measure=measure, scale=AreaScale.of(counts(shot.events, measure).best), theme=LIGHT, selected=None)
    view = first_view(shot.events, width=DESK[0], height=DESK[1])
    return frozenset(text["t"] for text in label_layer(struck, rows, theme=LIGHT, zoom=view.zoom)["data"])


def _towns(shot: Snapshot) -> Iterator[Name]:
    struck = place_labels(shot.events)
    beside_marks = _named_beside_marks(shot, struck)
    for label in struck:
        if label.text in beside_marks:
            continue
        yield Name(text=label.text, latitude=label.latitude, longitude=label.longitude, kind=NameKind.TOWN, rank=label.strikes)
    gazetteer = _gazetteer()
    if gazetteer is None:
        return
    codes = frozenset(code for code in shot.events["country_code"].dropna().unique() if code)
    found: list[Place] = []
    for country in countries().values():
        if country.code in codes:
            found += gazetteer.largest_cities(country.code, _MOST_TOWNS)
        elif country.radius_km > _SMALL_COUNTRY_KM and (capital := gazetteer.capital(country.code)):
            found.append(capital)
    for place in found:
        if not any(abs(place.latitude - s.latitude) < _SAME_DEG and abs(place.longitude - s.longitude) < _SAME_DEG for s in struck):
            rank = math.log10(max(1, place.population))
            yield Name(text=place.name, latitude=place.latitude, longitude=place.longitude, kind=NameKind.TOWN, rank=rank)


def _gazetteer() -> Gazetteer | None:
    """The gazetteer, if its index is there; the page does without one rather than compile it while a viewer waits."""
    folder = read_settings().cache / "gazetteer"
    if not folder.is_dir():
        return None
    try:
        return Gazetteer.open(folder)
    except (GazetteerError, OSError):
        return None
