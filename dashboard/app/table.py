"""The table: a twin of the map, row for mark; a chosen row opens its evidence."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from dashboard.app import state
from dashboard.drawing import wording
from dashboard.drawing.aid import stage_word
from dashboard.store import Selected

_EVENTS: Final = "table_events"
_PACKAGES: Final = "table_packages"
_ROW_PX: Final = 31
_NUMBER_PX: Final = 78
_MOST_ROWS: Final = 6


def _ranges(rows: pd.DataFrame, name: str) -> list[str]:
    """The counts with their doubt, empty where the one figure says all."""
    said = []
    for cells in zip(rows[f"{name}_low"], rows[name], rows[f"{name}_high"], strict=True):
        low, best, high = (None if pd.isna(cell) else int(cell) for cell in cells)
        said.append("" if low == best == high else wording.figure(low, best, high))
    return said


def strike_table(events: pd.DataFrame) -> pd.DataFrame:
    """The strikes as a table to read, newest first; the index is the event_id. Counts stay numbers, so that they sort."""
    rows = events.sort_values(["event_date", "event_id"], ascending=[False, True], na_position="last", kind="stable")
    return pd.DataFrame(
        {
            "Date": rows["event_date"].to_numpy(),
            "Place": rows["place"].fillna("unknown").to_numpy(),
            "Region": rows["admin1"].fillna("").to_numpy(),
            "Country": rows["country"].fillna("").to_numpy(),
            "Weapon": rows["weapons"].fillna("").str.replace("|", ", ", regex=False).replace("", "not named").to_numpy(),
            "Killed": rows["killed"].to_numpy(),
            "Killed, range": _ranges(rows, "killed"),
            "Injured": rows["injured"].to_numpy(),
            "Injured, range": _ranges(rows, "injured"),
            "Place known": [wording.PRECISION[int(value)] for value in rows["geo_precision"]],
            "Reports": rows["reports"].to_numpy(),
        },
        index=pd.Index(rows["event_id"], name="event_id"),
    )


def package_table(packages: pd.DataFrame) -> pd.DataFrame:
    """The aid as a table to read, newest first; the index is the package_id."""
    rows = packages.sort_values(["date", "package_id"], ascending=[False, True], na_position="last", kind="stable")
    return pd.DataFrame(
        {
            "Date": rows["date"].to_numpy(),
            "Donor": rows["donor"].fillna("not named").to_numpy(),
            "Recipient": rows["recipient"].fillna("not named").to_numpy(),
            "Amount": rows["amount"].to_numpy(),
            "Currency": rows["currency"].fillna("").to_numpy(),
            "USD in the text": rows["usd_stated"].to_numpy(),
            "Stage": [stage_word(str(value)) for value in rows["status"]],
            "Category": rows["category"].fillna("").to_numpy(),
            "Reports": rows["reports"].to_numpy(),
        },
        index=pd.Index(rows["package_id"], name="package_id"),
    )


def draw(selected: Selected, now: state.State) -> None:
    """Both tables."""
    day, number = st.column_config.DateColumn(format="D MMM YYYY"), st.column_config.NumberColumn(width=_NUMBER_PX)
    with st.container(key="tables", height="stretch"):
        strikes = strike_table(selected.events)
        packages = package_table(selected.packages)
        st.dataframe(
            strikes,
            hide_index=True,
            height="stretch",
            column_config={"Date": day, "Killed": number, "Injured": number},
            placeholder="unknown",
            key=f"{_EVENTS}-{now.event}",
            on_select=lambda: _chosen(f"{_EVENTS}-{now.event}", "event", list(strikes.index)),
            selection_mode="single-row",
        )
        if not packages.empty:
            money = st.column_config.NumberColumn(format="localized")
            st.dataframe(
                packages,
                hide_index=True,
                height=_ROW_PX * (min(len(packages), _MOST_ROWS) + 1) + 3,
                column_config={"Date": day, "Amount": money, "USD in the text": money},
                placeholder="–",
                key=f"{_PACKAGES}-{now.package}",
                on_select=lambda: _chosen(f"{_PACKAGES}-{now.package}", "package", list(packages.index)),
                selection_mode="single-row",
            )


def _chosen(key: str, field: str, ids: list[str]) -> None:
    rows = st.session_state[key].selection.rows
    if rows and rows[0] < len(ids):
        empty = {"event": None, "package": None, "tray": None}
        state.change(turn=False, **{**empty, field: str(ids[rows[0]])})
