"""The evidence behind a mark: its figures, each report's sentence in its context, why these are one, why this place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard.app import markup, opened, quotes, state
from dashboard.app.figures import event_button
from dashboard.app.review_part import made_until, review_markup
from dashboard.app.tolls_part import tolls_markup
from dashboard.drawing import wording
from dashboard.drawing.aid import stage_word
from dashboard.drawing.marks import tray
from dashboard.records import AidClaim, Estimate, Event, Location, Package, StrikeClaim, When
from dashboard.store import Selected, Snapshot, Telling

_SURE: Final = 0.995
_VICTIMS: Final = {
    "civilians": ("civilian", "civilians"),
    "military": ("soldier", "soldiers"),
    "children": ("child", "children"),
    "rescuers": ("rescuer", "rescuers"),
    "unknown": ("person of whom no more is said", "people of whom no more is said"),
}
_METHODS: Final = {
    "table:acled": "The point that ACLED gives",
    "table:ucdp": "The point that UCDP gives",
    "table:viina": "The point that VIINA gives",
    "exact": "The name as it is written in the gazetteer",
    "alias": "Another name of the place",
    "former name": "A former name of the place",
    "fuzzy": "A name spelled nearly like this",
    "transliteration": "The name in another script",
    "containment": "Chosen because the report names what it lies in",
    "apposition": "Chosen because the report says what it lies in",
    "bearing": "Reckoned from the distance and the direction that the report gives",
    "between": "Reckoned as the middle of two places",
    "near": "Somewhere near the place that is named",
    "inside": "Somewhere inside the place that is named",
    "description": "Described in the report, not named",
    "district of town": "A district of the town that is named",
    "region of town": "The region of the town that is named",
    "shared": "Several places have this name; they lie in this region",
    "container": "The place that the report says holds it",
    "border": "Along the border that the report names",
    "unlisted": "Not in the gazetteer; the report puts it somewhere in this area",
}
"""How the gazetteer chose, in plain words."""
_HERE_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure or a fact, with the reports that it was read from."""

    word: str
    value: str
    refs: tuple[int, ...] = ()
    """Numbers of the quotes below, from 1."""


def draw(shot: Snapshot, selected: Selected, now: state.State) -> None:
    """The panel of what is chosen, with a way back."""
    with st.container(key="evidence_chosen"):
        st.button("Close", key="close", icon=":material/close:", type="tertiary", on_click=_close)
        if now.event:
            _event(shot, now.event)
        elif now.package:
            _package(shot, now.package)
        elif now.tray:
            _tray(selected, now.tray)


def _close() -> None:
    state.change(turn=False, event=None, package=None, tray=None)


def _event(shot: Snapshot, event_id: str) -> None:
    store, as_of = opened.open_store(), shot.as_of
    event, tellings = store.event(event_id, as_of), store.tellings(event_id, as_of)
    if event is None:
        _gone("strike")
        return
    st.html(event_markup(event, tellings))
    st.html(review_markup(event.review, made_until(store.reviews_of(event_id), as_of)))
    _neighbours(shot, event)


def _package(shot: Snapshot, package_id: str) -> None:
    store, as_of = opened.open_store(), shot.as_of
    package, tellings = store.package(package_id, as_of), store.tellings(package_id, as_of)
    if package is None:
        _gone("package")
        return
    st.html(package_markup(package, tellings))
    st.html(review_markup(package.review, made_until(store.reviews_of(package_id), as_of)))


def _gone(what: str) -> None:
    words = f"There is no such {what} in this store; the link may come from another store, or its reports were read anew."
    st.html(markup.tag("p", words, class_="sm-quiet"))


def _tray(selected: Selected, label: str) -> None:
    ids = next((entry.event_ids for entry in tray(selected.events) if entry.label == label), ())
    st.html(
        markup.tag(
            "div",
            markup.tag("h2", f"Placed only in {label}"),
            markup.tag("p", "The reports name no place that could be put on the map.", class_="sm-quiet"),
        )
    )
    rows = selected.events.set_index("event_id", drop=False).loc[list(ids)]
    with st.container(key="tray_list", gap=None):
        for event in rows.to_dict("records"):
            event_button(event, key=f"in-tray-{event['event_id']}", by_weapon=True)


def _neighbours(shot: Snapshot, event: Event) -> None:
    """Other strikes at exactly this point, which lie under the same mark."""
    at = event.location
    if at.latitude is None:
        return
    frame = shot.events
    here = frame.loc[(frame["latitude"] == at.latitude) & (frame["longitude"] == at.longitude) & (frame["event_id"] != event.event_id)]
    here = here.loc[~here["background"].to_numpy(dtype=bool)].sort_values("event_date", ascending=False, kind="stable")
    if here.empty:
        return
    title = f"{wording.counted(len(here), 'more strike', 'more strikes')} at this point"
    with st.expander(title, key="neighbours"), st.container(key="neighbours_list", gap=None):
        for row in here.head(_HERE_MOST).to_dict("records"):
            event_button(row, key=f"here-{row['event_id']}", by_weapon=True)


def event_markup(event: Event, tellings: Sequence[Telling]) -> markup.Markup:
    """Everything about one strike."""
    at = event.location
    subtitle = wording.where(None, at.admin1 if at.admin1 != at.name else None, at.country if at.country != at.name else None)
    lines = [
        Line(word="killed", value=_estimate(event.killed), refs=_refs(tellings, "killed")),
        Line(word="injured", value=_estimate(event.injured), refs=_refs(tellings, "injured")),
    ]
    if event.missing.known:
        lines.append(Line(word="missing", value=_estimate(event.missing), refs=_refs(tellings, "missing")))
    facts = [
        ("When", _when(event.when)),
        ("Weapon", ", ".join(weapon.value for weapon in event.weapons) or "not named"),
        ("Target", event.target.value if event.target else "not named"),
        ("By", f"{event.actor}, as reported" if event.actor else "not named"),
        ("Attacks counted", str(event.attacks) if event.attacks else ""),
        ("Of the killed", _split(event.killed_by)),
        ("Of the injured", _split(event.injured_by)),
    ]
    return markup.tag(
        "div",
        markup.tag("h2", at.name, class_="sm-title"),
        markup.tag("p", subtitle, class_="sm-subtitle") if subtitle != "place unknown" else "",
        _numbers(lines),
        _facts(facts),
        markup.tag("p", wording.sentence_case(event.figures_note), class_="sm-quiet sm-figures-note") if event.figures_note else "",
        tolls_markup(tellings),
        _sources(tellings, copied=len(event.copied)),
        _why_joined(tellings),
        _why_here(at, tellings),
        class_="sm-evidence",
    )


def package_markup(package: Package, tellings: Sequence[Telling]) -> markup.Markup:
    """Everything about one piece of aid."""
    amount = None if package.amount is None else float(package.amount)
    usd = None if package.usd_stated is None else float(package.usd_stated)
    ordinal = f"number {package.ordinal} of this donor" if package.ordinal else ""
    facts = [
        ("Stage", stage_word(package.status.value)),
        ("When", _when(package.when)),
        ("Category", package.category.value),
        ("Package", ordinal),
        ("Items", ", ".join(package.items)),
    ]
    return markup.tag(
        "div",
        markup.tag("h2", f"{package.donor or 'Donor not named'} to {package.recipient or 'a recipient not named'}", class_="sm-title"),
        _numbers([Line(word="as stated", value=wording.money(amount, package.currency), refs=_refs(tellings, "amount"))]),
        markup.tag("p", f"USD {wording.amount(usd)} in the text", class_="sm-quiet")
        if usd is not None and package.currency != "USD"
        else "",
        _facts(facts),
        _sources(tellings),
        _why_joined(tellings),
        class_="sm-evidence",
    )


def _estimate(found: Estimate) -> str:
    return wording.figure(found.low, found.best, found.high)


def _split(parts: Sequence[tuple[object, int]]) -> str:
    return ", ".join(wording.counted(number, *_VICTIMS.get(str(who), (str(who), str(who)))) for who, number in parts)


def _when(when: When) -> str:
    words = wording.period(when.start or when.best, when.end or when.best) or "unknown"
    return f"{words} ({when.note})" if when.note else words


def _refs(tellings: Sequence[Telling], value: str) -> tuple[int, ...]:
    """The quotes in which words for this value were found, or whose claim carries it."""
    found = []
    for number, telling in enumerate(tellings, start=1):
        claim = telling.claim
        carried = getattr(claim, value, None)
        has = carried.known if isinstance(carried, Estimate) else carried is not None
        if has or any(support.value == value for support in claim.support):
            found.append(number)
    return tuple(found)


def _numbers(lines: Sequence[Line]) -> markup.Markup:
    blocks = []
    for line in lines:
        refs = [markup.tag("span", str(number), class_="sm-ref", title=f"Passage {number} below") for number in line.refs]
        small = "sm-number sm-unknown" if line.value in {"unknown", "none"} else "sm-number"
        blocks.append(
            markup.tag(
                "div",
                markup.tag("span", line.value, class_=small),
                markup.tag("span", line.word, " ", *refs, class_="sm-word"),
                class_="sm-figure",
            )
        )
    return markup.tag("div", *blocks, class_="sm-numbers")


def _facts(facts: Sequence[tuple[str, str]]) -> markup.Markup:
    return markup.tag(
        "dl", *(part for word, value in facts if value for part in (markup.tag("dt", word), markup.tag("dd", value))), class_="sm-facts"
    )


def _sources(tellings: Sequence[Telling], *, copied: int = 0) -> markup.Markup:
    title = "In the report" if len(tellings) == 1 else f"In {wording.counted(len(tellings), 'passage', 'passages')}"
    if copied:
        outlets = len({telling.report.source for telling in tellings})
        title += f", of {wording.counted(outlets, 'outlet', 'outlets')}, {wording.count(outlets - copied)} in their own words"
    return markup.tag("section", markup.tag("h3", title), *(_source(number, telling) for number, telling in enumerate(tellings, start=1)))


def _source(number: int, telling: Telling) -> markup.Markup:
    report, claim = telling.report, telling.claim
    said = []
    if isinstance(claim, StrikeClaim):
        said = [wording.toll(e.low, e.best, e.high, word) for e, word in ((claim.killed, "killed"), (claim.injured, "injured")) if e.known]
    elif isinstance(claim, AidClaim) and claim.amount is not None:
        said = [wording.money(float(claim.amount), claim.currency, None if claim.usd_stated is None else float(claim.usd_stated))]
    head = " · ".join(part for part in (report.source, wording.day(report.published) if report.published else "date unknown") if part)
    outlet = markup.safe_url(report.url)
    return markup.tag(
        "article",
        markup.tag(
            "p",
            markup.tag("span", str(number), class_="sm-ref"),
            markup.tag("span", head, class_="sm-source"),
            markup.tag("span", ", ".join(said), class_="sm-said"),
            class_="sm-source-line",
        ),
        markup.tag("p", report.title, class_="sm-report-title") if report.title else "",
        quotes.passage(report, claim),
        markup.tag("p", markup.link(f"Read at {_host(outlet)}", outlet), class_="sm-link") if outlet else "",
        class_="sm-telling",
    )


def _host(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


def _why_joined(tellings: Sequence[Telling]) -> markup.Markup:
    if len(tellings) < 2:  # noqa: PLR2004 -- one passage is joined to nothing
        return markup.Markup()
    lines = [
        markup.tag("li", markup.tag("span", str(number), class_="sm-ref"), f"{telling.join.reason} ({telling.join.score:.0%} sure)")
        for number, telling in enumerate(tellings, start=1)
        if number > 1
    ]
    return markup.tag("section", markup.tag("h3", "Why these are one"), markup.tag("ul", *lines))


def _why_here(at: Location, tellings: Sequence[Telling]) -> markup.Markup:
    written = next((t.claim.place_text for t in tellings if isinstance(t.claim, StrikeClaim) and t.claim.place_text), None)
    lines = [
        wording.sentence_case(wording.PRECISION[int(at.geo_precision)])
        + (f", within about {wording.count(at.radius_km)} km" if at.radius_km else "")
    ]
    if written and written != at.name:
        lines.append(f"Written as “{written}”")
    if at.method:
        how = _METHODS.get(at.method, f"Found by {at.method}")
        lines.append(how + (f", {at.score:.0%} sure" if 0 < at.score < _SURE else ""))
    if at.runners_up:
        lines.append(f"Could also be: {'; '.join(at.runners_up)}")
    return markup.tag("section", markup.tag("h3", "Why this place"), markup.tag("ul", *(markup.tag("li", line) for line in lines)))
