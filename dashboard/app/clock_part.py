"""The timeline under the map; its brush is the window of the selection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.app import markup, opened, state
from dashboard.drawing.palette import Theme
from dashboard.drawing.timeline import BRUSH, Clock, Step, Window, bars, coins, timeline, window_of
from dashboard.records import digest
from dashboard.store import Snapshot

_HEIGHT: Final = 132
_DRAWN: Final = "strikemap_timeline"


def draw(shot: Snapshot, now: state.State, theme: Theme) -> None:
    """The timeline of everything but the window, which the brush shows."""
    clock = opened.clock_of(shot)
    if clock is None:
        st.html(markup.tag("p", "Nothing here has a date yet.", class_="sm-quiet"))
        return
    all_days = replace(now.selection, start=None, end=None).apply(shot)
    bar_rows, coin_rows = bars(all_days.events, clock), coins(all_days.packages)
    signature = digest(repr((bar_rows, coin_rows, clock, theme.name, state.epoch())))[:12]
    # The brush moves in the browser; a chart with another window in it would be built anew at each release, and flicker.
    drawn, window = st.session_state.get(_DRAWN, ("", (None, None)))
    if drawn != signature:
        window = (now.selection.start, now.selection.end)
        st.session_state[_DRAWN] = (signature, window)
    st.html(_title(clock, now))
    chart = timeline(bar_rows, coin_rows, clock=clock, theme=theme, window=window, height=_HEIGHT)
    key = f"timeline-{signature}"
    st.altair_chart(
        chart, theme=None, width="stretch", height=_HEIGHT, key=key, on_select=lambda: _brushed(key, clock), selection_mode=[BRUSH]
    )


def _title(clock: Clock, now: state.State) -> markup.Markup:
    unit = {Step.DAY: "day", Step.WEEK: "week", Step.MONTH: "month"}[clock.step]
    hint = "Click beside the brush to see all days." if now.selection.start or now.selection.end else "Drag to choose days."
    return markup.tag(
        "p",
        markup.tag("strong", f"Strikes per {unit}"),
        " by weapon; discs below: aid, on the same clock. ",
        markup.tag("span", hint, class_="sm-hint"),
        class_="sm-quiet",
    )


def _brushed(key: str, clock: Clock) -> None:
    """Make the brush the window; an empty brush is no window."""
    brush: dict[str, Any] = dict(st.session_state[key].selection.get(BRUSH) or {})
    extents = [value for value in brush.values() if isinstance(value, list | tuple) and len(value) == 2]  # noqa: PLR2004 -- both ends
    window: Window = window_of(extents[0], clock) if extents else (None, None)
    state.narrow(turn=False, start=window[0], end=window[1])
