"""Tables that are known and cannot be read, each with what to do; and what to say of any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.reports.tables.contract import Layout, cut_down

KNOWN: Final = "ACLED exports, UCDP GED and VIINA 2.0 (event_info with event_labels, or event_1pd)"
_MADE: Final = "is made from VIINA, and is none of its own tables; get event_info and event_labels of VIINA 2.0 instead."
_MOST_MISSING: Final = 0.6
"""Share of the needed columns that a cut-down table may lack."""


def certain(header: Sequence[str]) -> str | None:
    """What is to be said of a table that is surely one that cannot be read; None for others."""
    names = {cell.strip().lower() for cell in header}
    if "country_id_cy" in names or sum(name.endswith("_cy") for name in names) > len(names) // 2 > 0:
        return "is a UCDP country-year table: totals of years, no events; download the Georeferenced Event Dataset (GED) instead."
    if any(name.startswith(("t_", "a_")) and name.endswith("_pred") for name in names):
        return "is VIINA 1.0, or made from it; get event_info and event_labels of VIINA 2.0 instead."
    if {"event_ids_matching", "raw_reports_matching"} & names:
        return _MADE
    if "vcontrol_version" in names or {"status_wiki", "status_isw"} <= names:
        return "is VIINA's table of who holds which place; it has no events. Leave it out."
    return None


def likely(header: Sequence[str], layouts: Sequence[Layout]) -> str:
    """What is to be said of a table of no known layout."""
    names = {cell.strip().lower() for cell in header}
    for called, signs in (
        ("ACLED's present layout", {"event_date", "event_type"}),
        ("UCDP GED's present layout", {"type_of_violence", "date_start"}),
    ):
        layout = next(each for each in layouts if each.name == called)
        missing = [column for column in layout.needed if column not in names]
        if signs <= names and len(missing) <= _MOST_MISSING * len(layout.needed):
            return cut_down(layout, missing)
    if names & {"event_id_1pd", "viina_version"}:
        return _MADE
    return f"is no table that is known here; {KNOWN} are read, told by their columns' names. Leave it out."
