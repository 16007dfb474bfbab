"""The map with its legend and its tray; a click on a mark opens its evidence."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from dashboard.app import markup, opened, state
from dashboard.app.legend_part import legend_markup
from dashboard.app.routes import BASE
from dashboard.drawing import aid, labels, strikes, wording
from dashboard.drawing.deck import CompactDeck, View, tooltip
from dashboard.drawing.legend import legend
from dashboard.drawing.marks import TrayEntry, tray
from dashboard.drawing.names import names_layer
from dashboard.drawing.palette import Theme
from dashboard.drawing.view import first_view
from dashboard.store import Selected, Snapshot

_KEY: Final = "map"
_VIEW: Final = "strikemap_view"


def draw(shot: Snapshot, selected: Selected, now: state.State, theme: Theme) -> None:
    """The map of what is selected."""
    scale = opened.scale_of(shot, now.measure)
    strike_rows = strikes.strike_rows(
        selected.events, measure=now.measure, scale=scale, theme=theme, selected=now.event, dimmed=bool(now.package)
    )
    aid_rows = aid.aid_rows(selected.packages, theme=theme, point_of=opened.point_of, selected=now.package, dimmed=bool(now.event))
    view = _view(shot)
    deck = CompactDeck(
        drawn=[
            names_layer(theme, f"{BASE}/names/{{z}}/{{x}}/{{y}}.json"),
            *aid.aid_layers(aid_rows, theme=theme, selected=now.package),
            *strikes.strike_layers(strike_rows, theme=theme, selected=now.event, outline_of=opened.outline_of),
            labels.label_layer(labels.place_labels(selected.events), strike_rows, theme=theme, zoom=view.zoom),
        ],
        pickable=[
            aid.hit_layer(aid_rows, version=aid.version_of(aid_rows, now.package or now.event)),
            strikes.hit_layer(strike_rows, version=strikes.version_of(strike_rows, now.event or now.package)),
        ],
        view=view,
        style_url=f"{BASE}/style-{theme.name}.json",
        tooltip=tooltip(theme),
    )
    with st.container(key="map_frame", height="stretch"):
        st.pydeck_chart(
            deck,
            height="stretch",
            key=_KEY,
            on_select=_clicked,
            selection_mode="single-object",
            alt="Map of the strikes and of the aid; the table shows the same.",
        )
    _draw_tray(tray(selected.events), now)


def _draw_tray(entries: tuple[TrayEntry, ...], now: state.State) -> None:
    """What has no point, at the edge of the map."""
    if not entries:
        return
    with st.container(key="tray", horizontal=True, vertical_alignment="center"):
        total = wording.counted(sum(len(entry.event_ids) for entry in entries), "strike", "strikes")
        if len(entries) > 1:
            st.html(markup.tag("span", f"{total} placed only in", class_="sm-tray"), width="content")
        for entry in entries:
            number = wording.count(len(entry.event_ids))
            words = (
                f"{markup.literal(entry.label)} {number}" if len(entries) > 1 else f"{total} placed only in {markup.literal(entry.label)}"
            )
            st.button(
                words,
                key=f"tray-{entry.label}",
                type="primary" if now.tray == entry.label else "secondary",
                on_click=_open_tray,
                args=(entry,),
            )


def draw_legend(selected: Selected, shot: Snapshot, now: state.State, theme: Theme) -> None:
    """What the marks mean, from the scale that drew them."""
    scale = opened.scale_of(shot, now.measure)
    model = legend(selected.events, selected.packages, of=opened.kinds_of(shot), measure=now.measure, scale=scale, theme=theme)
    st.html(legend_markup(model))


def _view(shot: Snapshot) -> View:
    """The first view of this session; kept, since the map jumps where it changes."""
    if _VIEW not in st.session_state:
        width, height = opened.PHONE if "Mobi" in (st.context.headers.get("User-Agent") or "") else opened.DESK
        st.session_state[_VIEW] = first_view(shot.events, width=width, height=height)
    view: View = st.session_state[_VIEW]
    return view


def _clicked() -> None:
    """Open the evidence of the mark that was clicked.

    The browser also tells us when it drops a selection because the rows have changed; that is no click.
    """
    objects: dict[str, list[dict[str, Any]]] = st.session_state[_KEY].selection.objects
    for layer, found in objects.items():
        if found and "id" in found[0]:
            chosen = str(found[0]["id"])
            if layer.startswith(strikes.HIT_LAYER):
                state.change(turn=False, event=chosen, package=None, tray=None)
            else:
                state.change(turn=False, event=None, package=chosen, tray=None)


def _open_tray(entry: TrayEntry) -> None:
    if len(entry.event_ids) == 1:
        state.change(turn=False, event=entry.event_ids[0], package=None, tray=None)
    else:
        state.change(turn=False, event=None, package=None, tray=entry.label)
