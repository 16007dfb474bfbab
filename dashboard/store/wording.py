"""A selection in English: "Missile strikes in Kharkiv Oblast, 1–7 Apr 2024, at least one killed"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from dashboard.codes import AidStatus, GeoPrecision, Target, Weapon
from dashboard.store.frames import UNKNOWN_VALUE

if TYPE_CHECKING:
    from dashboard.store.selection import Selection

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_THIN_SPACE: Final = "\u2009"

_WEAPONS: Final[Mapping[str, str]] = {
    **{weapon.value: weapon.value for weapon in Weapon},
    Weapon.AIR_STRIKE.value: "air",
    Weapon.GLIDE_BOMB.value: "glide-bomb",
    Weapon.EXPLOSIVE_DEVICE.value: "explosive-device",
    Weapon.OTHER.value: "other-weapon",
    UNKNOWN_VALUE: "unknown-weapon",
}
_TARGETS: Final[Mapping[str, str]] = {
    **{target.value: f"{target.value} sites" for target in Target},
    Target.RESIDENTIAL.value: "homes",
    Target.TRANSPORT.value: "transport",
    Target.EDUCATION.value: "schools and universities",
    Target.FOOD.value: "food supplies",
    Target.PORT.value: "ports",
    Target.RESCUERS.value: "rescuers",
    Target.JOURNALISTS.value: "journalists",
    Target.CIVILIAN_GATHERING.value: "gatherings of civilians",
    Target.OTHER.value: "other targets",
    UNKNOWN_VALUE: "unnamed targets",
}
_PRECISIONS: Final[Mapping[int, str]] = {
    GeoPrecision.EXACT: "at an exact place",
    GeoPrecision.NEAR: "at or near a named place",
    GeoPrecision.DISTRICT: "placed at least by district",
    GeoPrecision.REGION: "placed at least by region",
    GeoPrecision.PART_OF_COUNTRY: "placed at least by part of a country",
    GeoPrecision.COUNTRY: "placed at least by country",
    GeoPrecision.UNKNOWN: "placed anywhere or nowhere",
}
_STATUSES: Final[Mapping[str, str]] = {
    **{status.value: status.value for status in AidStatus},
    AidStatus.CUMULATIVE_TOTAL.value: "stated as a running total",
}


def day_words(day: date) -> str:
    """A day as the screen writes it: "4 Apr 2024"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_words(start: date | None, end: date | None) -> str:
    """A window of days, both ends included: "1–7 Apr 2024", "28 Mar – 3 Apr 2024", "since 1 Apr 2024"; empty without a window."""
    if start is None:
        return "" if end is None else f"until {day_words(end)}"
    if end is None:
        return f"since {day_words(start)}"
    if start == end:
        return day_words(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day_words(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day_words(end)}"
    return f"{day_words(start)} – {day_words(end)}"


def moment_words(moment: datetime) -> str:
    """A moment to the minute: "5 Apr 2024, 12:00 UTC"."""
    utc = moment.astimezone(UTC)
    return f"{day_words(utc.date())}, {utc:%H:%M} UTC"


def count_words(count: int) -> str:
    """A count in running text: one to nine in words, above in figures with thin spaces from 10 000 on."""
    if count < len(_SMALL):
        return _SMALL[count]
    return f"{count:,}".replace(",", _THIN_SPACE) if count >= 10_000 else str(count)  # noqa: PLR2004 - four figures read well without


def either(words: Iterable[str]) -> str:
    """Alternatives: "a", "a or b", "a, b or c"."""
    listed = list(words)
    return " or ".join(filter(None, (", ".join(listed[:-1]), listed[-1]))) if listed else ""


def sentence(selection: Selection) -> str:
    """The selection as a heading, without a full stop."""
    head = " ".join(filter(None, (_subject(selection), *_adjuncts(selection))))
    parts = [head, days_words(selection.start, selection.end), *_conditions(selection)]
    return ", ".join(filter(None, parts))


def _subject(selection: Selection) -> str:
    if selection.weapon:
        return _capital(either(_WEAPONS[weapon] for weapon in selection.weapon) + " strikes")
    return "Strikes" if _narrows(selection) else "All strikes"


def _narrows(selection: Selection) -> bool:
    """Whether anything but background is asked for."""
    return any(value for name, value in selection.fields() if name != "background")


def _adjuncts(selection: Selection) -> Iterable[str]:
    if selection.target:
        yield "on " + either(_TARGETS[target] for target in selection.target)
    places = either(selection.admin1)
    countries = either(selection.country)
    if places or countries:
        yield "in " + ", ".join(filter(None, (places, countries)))
    if selection.bbox is not None:
        west, south, east, north = selection.bbox
        yield f"between {_degrees(south, 'NS')} and {_degrees(north, 'NS')}, {_degrees(west, 'EW')} and {_degrees(east, 'EW')}"
    if selection.actor:
        yield "by " + either("an unnamed party" if actor == UNKNOWN_VALUE else actor for actor in selection.actor)


def _conditions(selection: Selection) -> Iterable[str]:
    if selection.killed is not None:
        yield f"at least {count_words(selection.killed)} killed"
    if selection.casualties is not None:
        yield f"at least {count_words(selection.casualties)} killed or injured"
    if selection.precision is not None:
        yield _PRECISIONS[selection.precision]
    if selection.source:
        yield "reported by " + either("an unnamed source" if source == UNKNOWN_VALUE else source for source in selection.source)
    if selection.text is not None:
        yield f"mentioning “{selection.text}”"
    if selection.status:
        yield "aid " + either(_STATUSES[status] for status in selection.status)
    if selection.review:
        yield either(selection.review)
    if selection.background:
        yield "background included"
    if selection.as_of is not None:
        yield f"as known on {moment_words(selection.as_of)}"


def _degrees(value: float, sides: str) -> str:
    """A latitude ("NS") or longitude ("EW") to a tenth of a degree."""
    return f"{abs(value):.1f}° {sides[0] if value >= 0 else sides[1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
