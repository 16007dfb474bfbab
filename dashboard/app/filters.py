"""The filters at the left and the search box above; beside each choice stands how many strikes it would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard.app import markup, opened, state
from dashboard.codes import AidStatus, Weapon
from dashboard.drawing import wording
from dashboard.drawing.aid import stage_word
from dashboard.drawing.marks import Measure
from dashboard.store import UNKNOWN_VALUE, Selection, Snapshot

_SEPARATOR: Final = "|"
_FIELDS: Final = ("weapon", "country", "admin1", "source", "status")
_WEAPON_WORDS: Final = {UNKNOWN_VALUE: "not named", "explosive device": "mine, explosive"}
_MOST: Final = 100_000


def search_box() -> None:
    """The one search box, over places, names, quotes and sources."""
    state.bind("text", state.current().selection.text or "")
    st.text_input(
        "Search",
        key="text",
        placeholder="Search places, quotes, sources",
        label_visibility="collapsed",
        icon=":material/search:",
        max_chars=200,
        on_change=lambda: state.narrow(text=st.session_state["text"] or None),
    )


def draw(shot: Snapshot, now: state.State) -> None:
    """All filters, each with its live counts."""
    st.html(markup.tag("h2", "Filters"))
    _period(shot, now.selection)
    _pills("weapon", "Weapon", shot, now.selection, kind="events", words=lambda value: _WEAPON_WORDS.get(value, value).capitalize())
    _several("country", "Country", shot, now.selection, "Any country")
    _several("admin1", "Region", shot, now.selection, "Any region")
    state.bind("casualties", now.selection.casualties or 0)
    st.number_input(
        "At least so many killed or injured",
        min_value=0,
        max_value=_MOST,
        step=1,
        key="casualties",
        on_change=lambda: state.narrow(casualties=st.session_state["casualties"] or None),
    )
    _several("source", "Source", shot, now.selection, "Any source")
    _pills("status", "Stage of aid", shot, now.selection, kind="packages", words=_short_stage)
    state.bind("measure", now.measure)
    st.segmented_control(
        "Circles count",
        list(Measure),
        format_func=lambda measure: {"casualties": "Both", "killed": "Killed", "injured": "Injured"}[measure.value],
        key="measure",
        on_change=lambda: state.change(turn=False, measure=st.session_state["measure"] or Measure.CASUALTIES),
    )
    state.bind("background", now.selection.background)
    st.checkbox(
        "Show what reports mention as background",
        key="background",
        on_change=lambda: state.narrow(background=st.session_state["background"]),
    )
    if now.selection != Selection():
        st.button("Clear all filters", key="clear", on_click=lambda: state.change(selection=Selection()), width="stretch")


def _short_stage(value: str) -> str:
    return stage_word(value).replace(" stated by a source", "")


def _period(shot: Snapshot, selection: Selection) -> None:
    clock = opened.clock_of(shot)
    first, last = (clock.start, clock.end) if clock else (date(1991, 1, 1), date(2100, 1, 1))
    low, high = min(first, selection.start or first), max(last, selection.end or last)
    with st.container(key="period", horizontal=True, gap="small"):
        for key, label, field in (("from", "From", "start"), ("to", "To", "end")):
            value: date | None = getattr(selection, field)
            state.bind(key, None if value is None else min(max(value, low), high))
            st.date_input(label, min_value=low, max_value=high, key=key, format="YYYY-MM-DD", on_change=_typed, args=(key, field))


def _typed(key: str, field: str) -> None:
    value: date | None = st.session_state[key]
    selection = state.current().selection
    other = "end" if field == "start" else "start"
    edge = getattr(selection, other)
    crossed = value is not None and edge is not None and ((value > edge) if field == "start" else (value < edge))
    changed: dict[str, Any] = {field: value, other: value} if crossed else {field: value}
    state.narrow(**changed)


def counts_of(shot: Snapshot, selection: Selection, field: str, kind: str) -> Counter[str]:
    """How many strikes (or packages) each value of a field would show, all other filters kept."""
    lifted: dict[str, Any] = {field: ()}
    free = replace(selection, **lifted).apply(shot)
    frame: pd.DataFrame = free.events if kind == "events" else free.packages
    column = {"weapon": "weapons", "source": "sources"}.get(field, field)
    return Counter(value for held in frame[column] for value in _values(held, field))


def _values(held: object, field: str) -> Iterable[str]:
    if not isinstance(held, str) or not held:
        return (UNKNOWN_VALUE,) if field in {"weapon", "source"} else ()
    return sorted(set(held.split(_SEPARATOR))) if field in {"weapon", "source"} else (held,)


def _pills(field: str, label: str, shot: Snapshot, selection: Selection, *, kind: str, words: Callable[[str], str]) -> None:
    chosen: tuple[str, ...] = getattr(selection, field)
    found = counts_of(shot, selection, field, kind)
    order = [value for value in _order(field) if found[value] or value in chosen]
    if not order:
        return
    state.bind(field, list(chosen))
    st.pills(
        label,
        order,
        selection_mode="multi",
        format_func=lambda value: f"{words(value)} {wording.count(found[value])}",
        key=field,
        on_change=_picked,
        args=(field,),
    )


def _order(field: str) -> tuple[str, ...]:
    if field == "weapon":
        return (*(weapon.value for weapon in Weapon), UNKNOWN_VALUE)
    return tuple(status.value for status in AidStatus)


def _several(field: str, label: str, shot: Snapshot, selection: Selection, anything: str) -> None:
    chosen: tuple[str, ...] = getattr(selection, field)
    found = counts_of(shot, selection, field, "events")
    options = sorted({*found, *chosen}, key=lambda value: (-found[value], value))
    if not options:
        return
    state.bind(field, list(chosen))
    st.multiselect(
        label,
        options,
        format_func=lambda value: f"{'not named' if value == UNKNOWN_VALUE else value} ({wording.count(found[value])})",
        key=field,
        placeholder=anything,
        on_change=_picked,
        args=(field,),
    )


def _picked(field: str) -> None:
    values: list[Any] = st.session_state[field] or []
    picked: dict[str, Any] = {field: tuple(str(value) for value in values)}
    state.narrow(**picked)
