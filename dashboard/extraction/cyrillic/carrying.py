"""What holds on through a post: the day, or "за добу", that its lead tells; the one party that it names as striking; the weapon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.codes import TimePrecision
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.mentions import Mention

_HOLDS = frozenset(("date:last-day", "date:overnight", "date:yesterday", "date:yesterday-evening"))
_NIGHT = ("ніч", "ноч")


_HAPPENED = re.compile(
    r"\W{0,3}(?:це|усе|все|трагедія|это|все это) (?:сталося|сталось|трапилося|відбулося|произошло|случилось)(?!\w)|"
    r"\W{0,3}(?:сталося|произошло) (?:це|это) "
)
"""A sentence that only dates the strike of the one before it."""
_SHELL = re.compile(r"снаряд")
_DEBRIS = re.compile(r"уламк|обломк|аппарат|апарат")


@dataclass(frozen=True, slots=True)
class Told:
    """A day told in the report: where, and its mention with the span counted from the report's beginning."""

    at: int
    date: DateMention


def told_days(line: Line, found: Sequence[DateMention], published: date | None, before: Line | None, *, struck: bool) -> list[Told]:
    """The day of a line that later ones may lean on, as a list of none or one; `struck`: whether the line tells a strike.

    "Це сталося в середу" dates what the line `before` tells.
    """
    usable = [
        d
        for d in found
        if not d.of_speech
        and d.when.best is not None
        and (d.when.precision or TimePrecision.YEAR) <= TimePrecision.DAYS
        and (d.absolute or d.rule in _HOLDS)
        and not is_history(d.when, published)
        and (struck or _HAPPENED.match(line.text) or any(word in line.text[d.start : d.end] for word in _NIGHT))
    ]
    if not usable:
        return []
    chosen = min(usable, key=lambda d: ((d.when.precision or TimePrecision.YEAR), d.start))
    begin, stop = line.span(chosen.start, chosen.end)
    at = line.sentence.start
    if before is not None and _HAPPENED.match(line.text):
        at = before.sentence.start - 1
    return [Told(at, replace(chosen, start=line.sentence.start + begin, end=line.sentence.start + stop))]


def armed(mentions: Sequence[Mention], *, held: bool) -> list[Mention]:
    """The same mentions; those without a party get the only one named, debris and shells the weapon told before in the paragraph.

    A party is not given to strikes in its own country, save where the report is of its other side (`held`).
    """
    named = {m.actor.name: m for m in reversed(mentions) if m.actor is not None}
    hostile = {_country(m) for m in mentions if m.enemy}
    where = {_country(m) for m in mentions if m.actor is not None}
    out: list[Mention] = []
    for m in mentions:
        last = out[-1] if out and out[-1].sentence.paragraph == m.sentence.paragraph else None
        mine = _with_weapon(m, last)
        if m.actor is None and not m.enemy and not held and not named and _country(m) in hostile:
            mine = replace(mine, enemy=True)
        out.append(_with_party(mine, named, held=held) if where & {None, _country(m)} else mine)
    return out


def _country(m: Mention) -> str | None:
    return None if m.place is None else m.place.match.place.country_code


def _with_party(m: Mention, named: Mapping[str, Mention], *, held: bool) -> Mention:
    if len(named) != 1 or m.actor is not None or m.enemy or m.place is None:
        return m
    (name, source), *_ = named.items()
    if source.actor is None or (name == m.place.match.place.country and not held):
        return m
    away = source.sentence.start - m.sentence.start
    return replace(m, actor=replace(source.actor, start=source.actor.start + away, end=source.actor.end + away, rule="actor:carried"))


def _with_weapon(m: Mention, last: Mention | None) -> Mention:
    text = m.sentence.text.lower()
    shells = [h for h in m.weapons if _SHELL.match(text, h.start)]
    others = [h for h in m.weapons if h not in shells]
    if shells and (others or (last is not None and last.weapons)):
        m = replace(m, weapons=tuple(others))
    if m.weapons or last is None or not last.weapons or not (shells or _DEBRIS.search(text)):
        return m
    away = last.sentence.start - m.sentence.start
    return replace(m, weapons=tuple(replace(h, start=h.start + away, end=h.end + away) for h in last.weapons))


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
