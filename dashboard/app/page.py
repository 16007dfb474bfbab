"""The page: header, filters, map, timeline, evidence, put together."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.app import clock_part, evidence, figures, filters, map_part, markup, opened, state, table
from dashboard.app.themes import current_theme, variables
from dashboard.drawing import wording
from dashboard.errors import StrikemapError
from dashboard.store import Selected, Selection, Snapshot

_STYLE: Final = Path(__file__).with_name("assets") / "page.css"


def render() -> None:
    """Draw the page for the state of this session."""
    st.set_page_config(page_title="Strikemap", layout="wide", initial_sidebar_state="auto")
    theme = current_theme()
    st.html(f"<style>{variables(theme)}{_STYLE.read_text(encoding='utf-8')}</style>")
    now = state.begin(as_of=opened.served_as_of())
    try:
        shot = opened.snapshot(now.selection.as_of)
    except StrikemapError as error:
        _header(None)
        st.html(markup.tag("div", markup.tag("h1", "The store cannot be shown"), markup.tag("p", str(error)), class_="sm-empty"))
        return
    selected = now.selection.apply(shot)
    _header(shot)
    with st.sidebar:
        filters.draw(shot, now)
    with st.container(key="page"):
        with st.container(key="finding"):
            _sentence(now.selection, selected)
        with st.container(key="ground"):
            if now.show is state.Show.TABLE:
                table.draw(selected, now)
            else:
                map_part.draw(shot, selected, now, theme)
        if now.show is state.Show.MAP:
            with st.container(key="legend"):
                map_part.draw_legend(selected, shot, now, theme)
        with st.container(key="evidence"):
            if now.event or now.package or now.tray:
                evidence.draw(shot, selected, now)
            else:
                figures.draw(selected)
        with st.container(key="clock"):
            clock_part.draw(shot, now, theme)
    state.publish()


def _header(shot: Snapshot | None) -> None:
    example = shot is not None and shot.example
    with st.container(key="head"):
        badge = (
            markup.tag("span", "EXAMPLE DATA", class_="sm-badge", title="Reports written for this example; not news.") if example else ""
        )
        st.html(markup.tag("div", markup.tag("span", "Strikemap", class_="sm-wordmark"), badge, class_="sm-brand"))
        if shot is not None:
            filters.search_box()
            st.html(_facts(shot))


def _facts(shot: Snapshot) -> markup.Markup:
    """How much there is, and from when."""
    clock = opened.clock_of(shot)
    reports = wording.counted(opened.open_store().counts().reports, "report", "reports")
    parts = [reports, wording.period(clock.first, clock.end)] if clock else [reports]
    return markup.tag("div", " · ".join(parts), class_="sm-facts-line")


def _sentence(selection: Selection, selected: Selected) -> None:
    strikes = f"{wording.count(len(selected.events))} of {wording.counted(selected.events_total, 'strike', 'strikes')}"
    packages = f"{wording.count(len(selected.packages))} of {wording.counted(selected.packages_total, 'aid package', 'aid packages')}"
    undated = []
    if selected.events_undated:
        undated.append(f"{wording.counted(selected.events_undated, 'undated strike', 'undated strikes')} not shown")
    if selected.packages_undated:
        undated.append(f"{wording.counted(selected.packages_undated, 'undated package', 'undated packages')} not shown")
    parts = [
        markup.tag("h1", selection.sentence(), class_="sm-sentence"),
        markup.tag("p", " · ".join([strikes, packages, *undated]), class_="sm-counts"),
    ]
    parts += [markup.tag("p", line, class_="sm-problem") for line in state.problems()]
    with st.container(key="finding_words"):
        st.html(markup.tag("div", *parts))
    state.bind("show", state.current().show)
    st.segmented_control(
        "Show as",
        list(state.Show),
        format_func=lambda show: show.value.capitalize(),
        key="show",
        on_change=_shown,
        label_visibility="collapsed",
    )


def _shown() -> None:
    state.change(turn=False, show=st.session_state["show"] or state.Show.MAP)
