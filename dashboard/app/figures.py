"""What the evidence panel shows before anything is chosen: the key figures with their ranges, and the five gravest strikes."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.app import markup, state
from dashboard.drawing import wording
from dashboard.drawing.marks import Measure, counts
from dashboard.drawing.palette import AID_FAMILIES
from dashboard.store import Selected, addable

_GRAVEST: Final = 5


def draw(selected: Selected) -> None:
    """The figures of the selection."""
    events = addable(selected.events)
    parts = [markup.tag("h2", "Key figures"), _figure("killed", events, Measure.KILLED), _figure("injured", events, Measure.INJURED)]
    packages = addable(selected.packages)
    if len(packages):
        stages = [
            wording.counted(number, "", "").strip() + f" {family.label.lower()}"
            for family in AID_FAMILIES
            if (number := int(packages["status"].isin([str(stage) for stage in family.stages]).sum()))
        ]
        parts.append(
            _block(
                wording.count(len(packages)),
                wording.counted(len(packages), "aid package", "aid packages").split(" ", 1)[-1],
                "; ".join(stages),
            )
        )
    st.html(markup.tag("div", *parts, class_="sm-figures"))
    gravest = gravest_of(selected.events)
    if gravest.empty:
        if not len(selected.events):
            words = "No strike matches these filters. Widen the period, or clear a filter at the left."
            st.html(markup.tag("p", words, class_="sm-quiet"))
        return
    st.html(markup.tag("h2", "Gravest strikes"))
    with st.container(key="gravest", gap=None):
        for event in gravest.to_dict("records"):
            event_button(event, key=f"gravest-{event['event_id']}")
    st.html(markup.tag("p", "Choose one, or a mark on the map, to read the sentences behind it.", class_="sm-quiet"))


def gravest_of(events: pd.DataFrame) -> pd.DataFrame:
    """The strikes with most killed, then most injured; only those with a count above zero."""
    rows = addable(events)
    killed, injured = (counts(rows, measure).best for measure in (Measure.KILLED, Measure.INJURED))
    order = np.lexsort((rows["event_id"].to_numpy(), -np.nan_to_num(injured), -np.nan_to_num(killed)))
    some = (np.nan_to_num(killed) + np.nan_to_num(injured))[order] > 0
    return rows.iloc[order[some][:_GRAVEST]]


def event_button(event: dict[object, object], *, key: str, by_weapon: bool = False) -> None:
    """A line that opens a strike: where (or, where all are at one place, with what), when, how many."""
    weapons = (_text(event["weapons"]) or "weapon not named").replace("|", ", ")
    title = wording.sentence_case(weapons) if by_weapon else wording.where(_text(event["place"]), None, None)
    date = event["event_date"]
    when = wording.day(date.date()) if isinstance(date, pd.Timestamp) and not pd.isna(date) else "date unknown"
    tolls = ", ".join(toll_of(event, name) for name in ("killed", "injured"))
    st.button(
        f"**{markup.literal(title)}**  \n{markup.literal(f'{when} · {tolls}')}",
        key=key,
        type="tertiary",
        width="stretch",
        on_click=lambda: state.change(turn=False, event=str(event["event_id"]), package=None),
    )


def toll_of(event: dict[object, object], name: str) -> str:
    """A count of a row with its range and its word."""
    low, best, high = (whole(event[f"{name}{end}"]) for end in ("_low", "", "_high"))
    return wording.toll(low, best, high, name)


def whole(value: object) -> int | None:
    """A nullable count as a number or None."""
    return None if value is None or value is pd.NA or pd.isna(value) else int(value)  # type: ignore[call-overload] # a cell of an Int64 column


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _figure(word: str, events: pd.DataFrame, measure: Measure) -> markup.Markup:
    found = counts(events, measure)
    known = np.isfinite(found.best)
    low, best, high = (int(np.nansum(column)) for column in (found.low, found.best, found.high))
    unknown = int((~known).sum())
    notes = []
    if known.any() and (low, high) != (best, best):
        notes.append(f"{wording.count(low)}{wording.DASH}{wording.count(high)} across the sources")
    notes.append(f"in {wording.counted(int(known.sum()), 'strike', 'strikes')}; unknown in {wording.count(unknown)}")
    return _block(wording.count(best) if known.any() else "unknown", word, " · ".join(notes) if known.any() else "")


def _block(number: str, word: str, note: str) -> markup.Markup:
    return markup.tag(
        "div",
        markup.tag("span", number, class_="sm-number"),
        markup.tag("span", word, class_="sm-word"),
        markup.tag("span", note, class_="sm-note"),
        class_="sm-figure",
    )
