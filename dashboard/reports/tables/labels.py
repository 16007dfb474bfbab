"""VIINA's labels: which of a report's events are strikes, kept as one small number for each event."""

from __future__ import annotations

import tomllib
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np

from dashboard.codes import Weapon
from dashboard.errors import SourceError
from dashboard.records import Note
from dashboard.reports.tables import files, words
from dashboard.reports.tables.contract import Layout, Table, Told, Values
from dashboard.reports.tables.values import known

_MOST_DIGITS: Final = 18
_TRUE: Final = frozenset(("1", "1.0", "True", "TRUE", "true"))


@cache
def mappings() -> Mapping[str, Any]:
    """What VIINA's labels and codes mean."""
    return tomllib.loads(resources.files("dashboard.reports.tables").joinpath("viina.toml").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The labels that are read."""
    read = mappings()
    gate = read["intercepted"]
    return tuple(dict.fromkeys((*read["strikes"], gate["by"], *gate["unless"], *read["actors"])))


def bits(row: Mapping[str, str]) -> int:
    """The labels of a row that are 1, as bits in the order of `names`; and a last one where any says what happened, be it 1 or 0."""
    told = any(known(row, name) for name in mappings()["strikes"])
    return sum(1 << place for place, name in enumerate(names()) if known(row, name) in _TRUE) | told << len(names())


def is_told(number: int | None) -> bool:
    """Whether the labels say of an event what happened."""
    return number is not None and bool(number >> len(names()) & 1)


def labelled(number: int) -> frozenset[str]:
    """The labels that bits stand for."""
    return frozenset(name for place, name in enumerate(names()) if number >> place & 1)


def strikes(true: frozenset[str]) -> tuple[str, ...]:
    """The labels among these that make a strike; none for what was only shot down."""
    read = mappings()
    found = tuple(name for name in read["strikes"] if name in true)
    gate = read["intercepted"]
    if gate["by"] in true and set(found) <= set(gate["labels"]) and not true & set(gate["unless"]):
        return ()
    return found


def weapons(strike_labels: tuple[str, ...], text: str) -> tuple[Weapon, ...]:
    """What struck: what the text names of that which the labels allow, else what the labels stand for."""
    read = mappings()["strikes"]
    told = {weapon.value for weapon, _ in words.weapons(text)}
    found: list[str] = []
    for label in strike_labels:
        found += [weapon for weapon in read[label]["told"] if weapon in told] or [read[label]["else"]]
    return tuple(weapon for weapon in Weapon if weapon.value in found)


def actor(true: frozenset[str]) -> str | None:
    """Who began it, where the labels say that of one side only."""
    found = [side for label, side in mappings()["actors"].items() if label in true]
    return found[0] if len(found) == 1 else None


def _alone(_rows: Iterable[Values], table: Table) -> Iterator[Told]:
    """Labels say nothing without the events that they are of."""
    info = files.siblings(table.path, "event_labels", "event_info")
    if info:
        yield Note(text=f"{table.name}: VIINA's labels, read with {info[0].name}")
    else:
        yield SourceError(f"{table.name}: is VIINA's event_labels without its events; put event_info of the same year beside it.")


class Labels:
    """The labels of events by their ids: ten bytes for each, however many there are."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._bits = array("H")
        self._sorted: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None = None

    def add(self, event_id: str, number: int) -> None:
        """Keep an event's labels."""
        self._ids.append(_number(event_id))
        self._bits.append(number)
        self._sorted = None

    def __len__(self) -> int:
        """How many events have labels."""
        return len(self._ids)

    def find(self, event_id: str) -> int | None:
        """The labels of an event; None where it has none."""
        if self._sorted is None:
            ids, found = np.array(self._ids, "i8"), np.array(self._bits, "u2")
            order = np.argsort(ids, kind="stable")
            self._sorted = ids[order], found[order]
        ids, found = self._sorted
        wanted = _number(event_id)
        at = int(np.searchsorted(ids, wanted))
        return int(found[at]) if at < len(ids) and ids[at] == wanted else None


def _number(event_id: str) -> int:
    """An id as a number; of one that is no number, one below 0 that is made of its letters."""
    if event_id.isascii() and event_id.isdecimal() and len(event_id) <= _MOST_DIGITS:
        return int(event_id)
    return -1 - zlib.crc32(event_id.encode("utf-8", "replace"))


LAYOUT: Final = Layout(
    name="VIINA's event_labels",
    own=frozenset("event_id event_id_1pd viina_version t_mil t_airstrike t_uav t_artillery t_airstrike_b t_uav_b t_artillery_b".split()),
    least=5,
    needed=("viina_version", "event_id", *names()),
    not_with=frozenset(("n_reports", "event_ids")),
    reader=_alone,
)


def beside(table: Table) -> Labels | None:
    """The labels of the events of an `event_info`: of the file of its own name, else of all in its folder; None where there is none.

    Raises:
        SourceError: they cannot be read.
    """
    found = Labels()
    for path in files.siblings(table.path, "event_info", "event_labels"):
        with path.open("rb") as file, files.unpacked(file, path.name) as content:
            opened = files.Opened(content, path.name, (LAYOUT,))
            if opened.layout is not None:
                for values in opened.values(told=lambda _: None):
                    found.add(known(values.row, "event_id").removesuffix(".0"), bits(values.row))
    return found if len(found) else None
