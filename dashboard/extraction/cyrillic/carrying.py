"""Days that hold on: a post tells the day, or "за добу", once in its lead; strikes told after it without a day of their own are of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.codes import TimePrecision
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.mentions import Mention

_HOLDS = frozenset(("date:last-day", "date:overnight", "date:yesterday", "date:yesterday-evening"))
_NIGHT = ("ніч", "ноч")


@dataclass(frozen=True, slots=True)
class Told:
    """A day told in the report: where, and its mention with the span counted from the report's beginning."""

    at: int
    date: DateMention


def told_days(line: Line, found: Sequence[DateMention], published: date | None, *, struck: bool) -> list[Told]:
    """The day of a line that later ones may lean on, as a list of none or one; `struck`: whether the line tells a strike."""
    usable = [
        d
        for d in found
        if not d.of_speech
        and d.when.best is not None
        and (d.when.precision or TimePrecision.YEAR) <= TimePrecision.DAYS
        and (d.absolute or d.rule in _HOLDS)
        and not is_history(d.when, published)
        and (struck or any(word in line.text[d.start : d.end] for word in _NIGHT))
    ]
    if not usable:
        return []
    chosen = min(usable, key=lambda d: ((d.when.precision or TimePrecision.YEAR), d.start))
    begin, stop = line.span(chosen.start, chosen.end)
    return [Told(line.sentence.start, replace(chosen, start=line.sentence.start + begin, end=line.sentence.start + stop))]


def dated(mentions: Sequence[Mention], days: Sequence[Told]) -> list[Mention]:
    """The same mentions; the first of a place that none gives a day gets the one told last before it."""
    keys = [None if m.place is None else (m.place.match.place.name, m.place.match.place.admin1_code) for m in mentions]
    done = {key for key, m in zip(keys, mentions, strict=True) if m.date is not None}
    out = []
    for key, m in zip(keys, mentions, strict=True):
        at = bisect_left(days, m.sentence.start, key=lambda t: t.at)
        if key is None or key in done or not at:
            out.append(m)
            continue
        done.add(key)
        day = days[at - 1].date
        start, end = day.start - m.sentence.start, day.end - m.sentence.start
        out.append(replace(m, date=replace(day, start=start, end=end, rule="date:carried")))
    return out
