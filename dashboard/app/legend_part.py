"""The legend as HTML, from the model that the marks share."""

from __future__ import annotations

from typing import Final

from dashboard.app.markup import Markup, join, tag
from dashboard.drawing import wording
from dashboard.drawing.legend import Entry, Legend

_RINGS: Final = "rings: lowest and highest figure"
_WIDTHS: Final = "wider: larger amount as stated, not converted"


def _swatch(entry: Entry) -> Markup:
    if entry.swatch == "line":
        style = f"width:22px;height:{entry.size:.1f}px;background:{entry.colour}"
    elif entry.swatch in {"ring", "halo", "diamond"}:
        style = f"width:{entry.size:.1f}px;height:{entry.size:.1f}px;border-color:{entry.colour}"
    else:
        style = f"width:{entry.size:.1f}px;height:{entry.size:.1f}px;background:{entry.colour}"
    return tag("i", class_=f"sm-swatch sm-{entry.swatch}", style=style)


def _entry(entry: Entry) -> Markup:
    number = tag("b", wording.count(entry.count)) if entry.count is not None else ""
    return tag("span", _swatch(entry), tag("span", entry.label), number, class_="sm-entry sm-none" if entry.count == 0 else "sm-entry")


def _group(title: str, entries: tuple[Entry, ...], note: str = "") -> Markup:
    if not entries:
        return Markup()
    words = tag("span", note, class_="sm-legend-title") if note else ""
    return tag("div", tag("span", title, class_="sm-legend-title"), join(*map(_entry, entries)), words, class_="sm-legend-group")


def legend_markup(legend: Legend) -> Markup:
    """The legend; a group with nothing on the map is left out."""
    return tag(
        "div",
        _group("Weapon", legend.weapons),
        _group(wording.sentence_case(legend.measure.label), (*legend.sizes, *legend.doubts), _RINGS),
        _group("Aid", legend.aid, _WIDTHS),
        class_="sm-legend",
    )
