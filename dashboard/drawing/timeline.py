"""Strikes and aid on one clock: bars stacked by weapon, a lane of aid under them, and a brush that is the window."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, cast

import altair as alt
import pandas as pd

from dashboard.drawing import wording
from dashboard.drawing.aid import comparable, drawable, package_tip
from dashboard.drawing.palette import AID_FAMILIES, WEAPON_FAMILIES, Theme, aid_family, weapon_family
from dashboard.drawing.scales import WidthScale

BRUSH: Final = "brush"
"""The name of the selection parameter."""
_FIELD: Final = "t"
_LANE_PX: Final = 22
_MOST_BARS: Final = 240
_DAYS_OF_WEEK: Final = 7
_DAYS_OF_MONTH: Final = 31
_OUTSIDE: Final = 0.3

Window = tuple[date | None, date | None]


class Step(StrEnum):
    """How long one bar is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The span of the time axis and its step; from the whole store, so that filters never move it."""

    first: date
    """The first day on which anything happened."""
    start: date
    """The first day of the first bar."""
    end: date
    """The last day on which anything happened."""
    step: Step

    @classmethod
    def of(cls, events: pd.DataFrame, packages: pd.DataFrame) -> Clock | None:
        """The clock that holds every dated strike and package; None where nothing is dated."""
        days = pd.concat([events["event_date"], packages["date"]]).dropna()
        if days.empty:
            return None
        first, last = days.min().date(), days.max().date()
        span = (last - first).days + 1
        step = Step.DAY if span <= _MOST_BARS else Step.WEEK if span <= _MOST_BARS * _DAYS_OF_WEEK else Step.MONTH
        return cls(first=first, start=floor(first, step), end=last, step=step)

    @property
    def stop(self) -> date:
        """The day after the last bar."""
        return after(floor(self.end, self.step), self.step)


def floor(when: date, step: Step) -> date:
    """The first day of the bar that holds a day; weeks begin on Monday."""
    if step is Step.WEEK:
        return when - timedelta(days=when.weekday())
    return when.replace(day=1) if step is Step.MONTH else when


def after(start: date, step: Step) -> date:
    """The first day of the next bar."""
    if step is Step.MONTH:
        return (start + timedelta(days=_DAYS_OF_MONTH)).replace(day=1)
    return start + timedelta(days=_DAYS_OF_WEEK if step is Step.WEEK else 1)


def _ms(when: date) -> int:
    return int(datetime(when.year, when.month, when.day, tzinfo=UTC).timestamp() * 1000)


def bars(events: pd.DataFrame, clock: Clock) -> list[dict[str, Any]]:
    """One record per bar and weapon family: from `t` to `t2` (ms since 1970, UTC), from `y` to `y2` strikes. Undated rows are left out."""
    dated = events.loc[events["event_date"].notna().to_numpy(dtype=bool)]
    held: dict[tuple[date, str], int] = {}
    for when, group in zip(dated["event_date"].dt.date, dated["weapon_group"], strict=True):
        key = (floor(when, clock.step), weapon_family(str(group)).key)
        held[key] = held.get(key, 0) + 1
    rows: list[dict[str, Any]] = []
    for start in sorted({when for when, _ in held}):
        base = 0
        total = sum(number for (when, _), number in held.items() if when == start)
        stop = after(start, clock.step)
        words = wording.period(start, stop - timedelta(days=1))
        for family in WEAPON_FAMILIES:
            number = held.get((start, family.key), 0)
            if number:
                tip = f"{family.label}: {number} of {total}"
                rows.append(
                    {_FIELD: _ms(start), "t2": _ms(stop), "y": base, "y2": base + number, "f": family.key, "when": words, "tip": tip}
                )
                base += number
    return rows


def coins(packages: pd.DataFrame) -> list[dict[str, Any]]:
    """One record per dated package: its day, its stage family and a size by the logarithm of its amount."""
    width = WidthScale()
    rows = []
    for package in drawable(packages.loc[packages["date"].notna().to_numpy(dtype=bool)]).to_dict("records"):
        family = aid_family(str(package["status"]))
        if family is None:
            continue
        amount, usd = (float(package[name]) for name in ("amount", "usd_stated"))
        currency = package["currency"] if isinstance(package["currency"], str) else None
        size = width.width(comparable(amount, currency, None if math.isnan(usd) else usd))
        who, how_much, stage = package_tip(package).split("\n")
        rows.append(
            {
                _FIELD: _ms(package["date"].date()),
                "s": round((size * 2.1) ** 2, 1),
                "f": family.key,
                "when": stage,
                "tip": f"{who}: {how_much}",
            }
        )
    return rows


def _extent(window: Window, clock: Clock) -> dict[Any, Any] | None:
    """Where the brush of a window begins and ends, ms; None for no window, and for one beside the clock."""
    start, end = window
    if start is None and end is None:
        return None
    low = max(start or clock.start, clock.start)
    high = min((end or clock.end) + timedelta(days=1), clock.stop)
    return {"x": (_ms(low), _ms(high))} if low < high else None


def timeline(
    bar_rows: list[dict[str, Any]], coin_rows: list[dict[str, Any]], *, clock: Clock, theme: Theme, window: Window, height: int
) -> alt.LayerChart:
    """The chart. `window` is where the brush begins; both ends of it are days included, None is open."""
    brush = alt.selection_interval(
        name=BRUSH,
        encodings=["x"],
        mark=alt.BrushConfig(fill=theme.accent, fillOpacity=0.10, stroke=theme.accent, strokeOpacity=0.9, strokeWidth=1.2, cursor="grab"),
        value=_extent(window, clock) or alt.Undefined,
    )
    top = max((row["y2"] for row in bar_rows), default=1)
    x_scale = alt.Scale(type="utc", nice=False)
    # Two bars without height hold the axis open to both ends of the clock; layers dispute a domain that is set on both.
    ends = [{_FIELD: _ms(when), "t2": _ms(when), "y": 0, "y2": 0, "f": WEAPON_FAMILIES[-1].key} for when in (clock.start, clock.stop)]
    x_axis = alt.Axis(
        title=None,
        grid=False,
        labelOverlap="parity",
        tickSize=4,
        labelPadding=3,
        tickCount=10,
        labelExpr=f"utcFormat(datum.value, '{'%-d %b %Y' if clock.step is not Step.MONTH else '%b %Y'}')",
        labelFlush=True,
    )
    x = alt.X(f"{_FIELD}:T", scale=x_scale, axis=x_axis)
    y_axis = alt.Axis(title=None, values=sorted({max(1, top // 2), top}), format="d", grid=True, ticks=False, domain=False, labelPadding=6)
    plot = height - 26
    drawn = (
        alt.Chart(alt.InlineData(values=[*bar_rows, *ends]))
        .mark_bar(binSpacing=1, minBandSize=2)
        .encode(
            x=x,
            x2="t2",
            y=alt.Y("y:Q", scale=alt.Scale(domain=[0, top], range=[alt.expr(f"height - {_LANE_PX}"), 6], nice=False), axis=y_axis),
            y2="y2",
            color=_colours("f", [(family.key, family.on(theme)) for family in WEAPON_FAMILIES]),
            opacity=alt.when(brush).then(alt.value(1.0)).otherwise(alt.value(_OUTSIDE)),
            tooltip=[alt.Tooltip("when:N", title=" "), alt.Tooltip("tip:N", title="  ")],
        )
        .add_params(brush)
    )
    lane = (
        alt.Chart(alt.InlineData(values=coin_rows))
        .mark_circle(stroke=theme.edge, strokeWidth=0.7, opacity=1)
        .encode(
            x=x,
            y=alt.value(alt.expr(f"height - {_LANE_PX / 2}")),
            size=alt.Size("s:Q", scale=None),
            color=_colours("f", [(family.key, family.colour) for family in AID_FAMILIES]),
            opacity=alt.when(brush).then(alt.value(0.95)).otherwise(alt.value(_OUTSIDE)),
            tooltip=[alt.Tooltip("tip:N", title=" "), alt.Tooltip("when:N", title="  ")],
        )
    )
    chart = (
        alt.layer(drawn, *([lane] if coin_rows else []))
        .resolve_scale(color="independent")
        .properties(height=plot, background="transparent")
    )
    return cast("alt.LayerChart", chart.configure(**_config(theme)))


def _colours(field: str, pairs: list[tuple[str, str]]) -> alt.Color:
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=[key for key, _ in pairs], range=[colour for _, colour in pairs]), legend=None)


def _config(theme: Theme) -> dict[str, Any]:
    font = "'Source Sans', 'Source Sans 3', sans-serif"
    return {
        "font": font,
        "view": {"stroke": None},
        "padding": {"left": 2, "right": 8, "top": 2, "bottom": 0},
        "axis": {
            "labelColor": theme.quiet,
            "labelFontSize": 12,
            "labelFont": font,
            "domainColor": theme.border,
            "tickColor": theme.border,
            "gridColor": theme.rule,
            "gridWidth": 1,
        },
    }


def window_of(brushed: list[float] | tuple[float, float], clock: Clock) -> Window:
    """The days, both included, under a brush that ends at these moments (ms since 1970, UTC); (None, None) for the whole clock."""
    low, high = sorted(datetime.fromtimestamp(moment / 1000, tz=UTC) for moment in brushed)
    start, last = max(low.date(), clock.start), min((high - timedelta(milliseconds=1)).date(), clock.stop - timedelta(days=1))
    if start <= clock.start and last >= clock.stop - timedelta(days=1):
        return (None, None)
    return (start, max(start, last))
