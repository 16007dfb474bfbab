"""What a viewer is looking at: one frozen state, kept in the URL, so that a link shows the same to somebody else.

Widgets change the state through callbacks; before a widget is drawn it is given its value from the state. So there is one truth,
whoever moved last: a widget, the brush, a click, the browser's back button or a pasted link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from dashboard.drawing.marks import Measure
from dashboard.errors import SelectionError
from dashboard.store.selection import Selection

_STATE: Final = "strikemap_state"
_QUERY: Final = "strikemap_query"
_EPOCH: Final = "strikemap_epoch"
_PROBLEMS: Final = "strikemap_problems"
_LONGEST: Final = 200

Query = dict[str, list[str]]


class Show(StrEnum):
    """What fills the middle of the page."""

    MAP = "map"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The filters and everything else that a link carries."""

    selection: Selection = field(default_factory=Selection)
    event: str | None = None
    """The strike whose evidence is shown."""
    package: str | None = None
    """The aid package whose evidence is shown."""
    tray: str | None = None
    """The tray entry whose strikes are listed, by its label."""
    measure: Measure = Measure.CASUALTIES
    show: Show = Show.MAP

    def to_query(self) -> Query:
        """The URL query; empty for the page as it first opens."""
        query = self.selection.to_query() if self.selection != Selection() else {}
        for key in ("event", "package", "tray"):
            value = getattr(self, key)
            if value:
                query[key] = [value]
        if self.measure is not Measure.CASUALTIES:
            query["measure"] = [self.measure.value]
        if self.show is not Show.MAP:
            query["show"] = [self.show.value]
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> tuple[State, tuple[str, ...]]:
        """The state of a URL query, with a line for each thing in it that was ignored."""
        own = ("event", "package", "tray", "measure", "show")
        selection, problems = Selection.from_query(query, known=own)
        state, ignored = cls(selection=selection), list(problems)
        for key in own:
            values = query.get(key, ())
            if not values:
                continue
            try:
                state = replace(state, **_read(key, values[-1]))
            except ValueError:
                ignored.append(f"{key}: {values[-1][:_LONGEST]!r} cannot be shown; it was ignored.")
        return state, tuple(ignored)


def _read(key: str, value: str) -> dict[str, Any]:
    """A field of the state from its value in the URL."""
    if key in {"measure", "show"}:
        return {key: Measure(value) if key == "measure" else Show(value)}
    if not value or len(value) > _LONGEST or not value.isprintable():
        raise ValueError(value)
    return {key: value}


def address() -> Query:
    """The query of the browser's address bar."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def begin(*, as_of: datetime | None = None) -> State:
    """The state of this run: the session's own, or the address bar's where that was changed from outside.

    `as_of` is the moment that a link which names none, or a later one, shows; None for the present.
    """
    query = address()
    if _STATE not in st.session_state or query != st.session_state[_QUERY]:
        state, problems = State.from_query(query)
        if as_of is not None and (state.selection.as_of is None or state.selection.as_of > as_of):
            state = replace(state, selection=replace(state.selection, as_of=as_of))
        st.session_state[_STATE], st.session_state[_QUERY] = state, query
        st.session_state[_PROBLEMS] = problems
        _turn()
    state = st.session_state[_STATE]
    return state if isinstance(state, State) else State()


def problems() -> tuple[str, ...]:
    """What was ignored of the last link, and of the last change."""
    found: tuple[str, ...] = st.session_state.get(_PROBLEMS, ())
    return found


def current() -> State:
    """The session's state, for callbacks."""
    state = st.session_state.get(_STATE)
    return state if isinstance(state, State) else State()


def change(*, turn: bool = True, **values: Any) -> None:  # noqa: ANN401 -- the fields of State
    """Change fields of the state. `turn` says that the brush has to be drawn anew, since it was not the brush that moved."""
    st.session_state[_STATE] = replace(current(), **values)
    st.session_state[_PROBLEMS] = ()
    if turn:
        _turn()


def narrow(*, turn: bool = True, **values: Any) -> None:  # noqa: ANN401 -- the fields of Selection
    """Change fields of the selection; a value that it refuses leaves it as it is and is named on the page."""
    try:
        change(turn=turn, selection=replace(current().selection, **values))
    except SelectionError as error:
        st.session_state[_PROBLEMS] = (str(error),)


def epoch() -> int:
    """Grows whenever something other than the brush moved the window."""
    number: int = st.session_state.get(_EPOCH, 0)
    return number


def _turn() -> None:
    st.session_state[_EPOCH] = epoch() + 1


def publish() -> None:
    """Write the state into the address bar, if it is not there yet."""
    query = current().to_query()
    if query != address():
        st.query_params.from_dict(query)
    st.session_state[_QUERY] = query


def bind(key: str, value: object) -> None:
    """Give a widget its value before it is drawn."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
