"""When: day expressions in English text, read against the day of publication; days local to the event, both ends included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dashboard.codes import TimePrecision
from dashboard.extraction.day_words import EVERY_WORD, HOLIDAYS, MAX_YEAR, MIN_YEAR, MONTHS, NUMBER_WORDS, PATTERNS, WEEKDAYS, WORDS
from dashboard.extraction.lexicon import AnyOf, WordPattern, lowered
from dashboard.records import When

_HISTORY_DAYS = 45
_LIMITS = ((1, TimePrecision.DAY), (6, TimePrecision.DAYS), (10, TimePrecision.WEEK), (31, TimePrecision.MONTH))
"""Days at most for each precision, by the codebook; a week is allowed some slack."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression in a text: `text[start:end]`, with what it means."""

    start: int
    end: int
    when: When
    rule: str
    absolute: bool
    """Whether it fixes a day that later expressions ("that day") lean on."""
    of_attack: bool = False
    """Whether it belongs to the attack by its words: "Friday's strike", "struck on Friday"."""
    of_speech: bool = False
    """Whether it says when somebody spoke ("police said on Monday"), not when something happened."""


_NUMERIC = re.compile(r"\d[./]\d")
_ABSOLUTE = frozenset({"date", "iso-date", "numeric-date", "weekday", "holiday"})
"""Rules that fix a day on which later expressions lean."""
_FIXING = AnyOf(pattern for name, pattern in PATTERNS if name in _ABSOLUTE - {"numeric-date"})


def may_fix_day(text: str) -> bool:
    """False only where no expression of a text is `absolute`."""
    return _FIXING.may_be_in(lowered(text)) or _NUMERIC.search(text) is not None


def dates(text: str, published: date | None, anchor: date | None = None) -> list[DateMention]:
    """Time expressions of a sentence, in order; the more specific rule wins where two overlap.

    `anchor` is the last fixed day told before this sentence: "that day" and "the previous day" lean on it.
    Without a publication date, relative expressions mean nothing and are left out.
    """
    return list(_dates(text, published, anchor))


@lru_cache(maxsize=1024)  # strikes and aid read the same sentences
def _dates(text: str, published: date | None, anchor: date | None) -> tuple[DateMention, ...]:
    found: list[DateMention] = []
    small = lowered(text)
    there = {word for word in EVERY_WORD if word in small}
    for name, pattern in _of_words(frozenset(there)):
        if name == "numeric-date" and _NUMERIC.search(small) is None:
            continue
        for m in pattern.finditer(small):
            if any(f.start < m.end() and m.start() < f.end for f in found):
                continue
            when = _meaning(name, m, published, anchor)
            if when is not None:
                found.append(DateMention(m.start(), m.end(), when, f"date:{name}", name in _ABSOLUTE))
    return tuple(sorted(found, key=lambda d: d.start))


@lru_cache(maxsize=1024)
def _of_words(there: frozenset[str]) -> tuple[tuple[str, WordPattern], ...]:
    """The rules that need one of these words."""
    return tuple((name, pattern) for name, pattern in PATTERNS if not there.isdisjoint(WORDS[name]))


def _meaning(name: str, m: re.Match[str], published: date | None, anchor: date | None) -> When | None:
    if (
        name == "month"
        and m["month"].lower() in {"may", "mar", "sun", "march"}
        and not re.match(r"\s*(?:in|since|during|from|of|until|by|last|early|mid|late)\b|.*\d{4}", m[0], re.IGNORECASE)
    ):
        return None
    if name in {"date", "iso-date"}:
        return _fixed(m, published)
    if name == "holiday":
        month, day = HOLIDAYS[re.sub(r"[’']", "", m["holiday"].lower())]
        year = _year(m["year"], month, day, published)
        fixed = _make(year, month, day) if year is not None and MIN_YEAR <= year <= MAX_YEAR else None
        if fixed is None:
            return None
        # What falls on an eve falls as often after midnight.
        last = fixed + timedelta(1) if m["holiday"].lower().endswith("eve") and (published is None or fixed < published) else fixed
        return interval(fixed, last, best=fixed)
    if name == "numeric-date":
        return _numeric(m, published)
    if name in {"month", "year"}:
        return _long(name, m, published)
    if published is None:
        return None
    lean = anchor or published
    simple = {
        "that-day": (lean, lean),
        "previous-day": (lean - timedelta(1), lean - timedelta(1)),
        "next-day": (lean + timedelta(1), lean + timedelta(1)),
        "yesterday": (published - timedelta(1), published - timedelta(1)),
        "today": (published, published),
        "overnight": (published - timedelta(1), published),
        "last-24-hours": (published - timedelta(1), published),
        "earlier-this-week": (published - timedelta(max(1, published.weekday() or 6)), published - timedelta(1)),
        "this-week": (published - timedelta(min(6, published.weekday() or 6)), published),
        "last-week": (published - timedelta(published.weekday() + 7), published - timedelta(published.weekday() + 1)),
    }.get(name)
    if simple is not None:
        start, end = min(simple), min(max(simple), published)
        return interval(min(start, end), end, best=end)
    if name.startswith("weekday"):
        return _weekday(m, published)
    return _vague(name, m, published, lean)


def _weekday(m: re.Match[str], published: date) -> When:
    end = _last(published, m["weekday"])
    groups = m.groupdict()
    if groups.get("from"):
        start = _last(end, groups["from"])
        return interval(start, end, best=end)
    if groups.get("last") and (published - end).days == 0:
        end -= timedelta(7)
    return interval(end, end, best=end)


def _last(day: date, name: str) -> date:
    """The last such weekday up to and including a day."""
    return day - timedelta((day.weekday() - WEEKDAYS[name.lower()]) % 7)


def _vague(name: str, m: re.Match[str], published: date, lean: date) -> When | None:
    if name == "days-ago":
        words = m["count"].lower()
        count = int(words) if words.isdigit() else NUMBER_WORDS.get(words, 3)
        days = count * {"day": 1, "week": 7, "month": 30, "year": 365}[m["unit"].lower()]
        slack = {"day": 0, "week": 3, "month": 15, "year": 180}[m["unit"].lower()]
        if days > 36500:  # noqa: PLR2004 - beyond any news
            return None
        middle = published - timedelta(days)
        return interval(middle - timedelta(slack), min(published, middle + timedelta(slack)), best=middle)
    if name == "days-before":
        near, far = {"days": (2, 13), "weeks": (7, 60), "months": (30, 365)}[m["unit"].lower()]
        return interval(lean - timedelta(far), lean - timedelta(near), best=None)
    if name == "weekend":
        sunday = _last(published, "sunday")
        return interval(sunday - timedelta(1), sunday, best=sunday)
    if name == "this-month":
        return interval(published.replace(day=1), published, best=None)
    if name == "last-month":
        end = published.replace(day=1) - timedelta(1)
        return interval(end.replace(day=1), end, best=None)
    if name == "last-year":
        return interval(date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), best=None)
    return None


def _year(given: str | None, month: int, day: int, published: date | None) -> int | None:
    if given:
        return int(given)
    if published is None:
        return None
    # Without a year the date is the last such day, a week's grace for dates just ahead.
    candidate = _make(published.year, month, day)
    if candidate is None or candidate - published > timedelta(7):
        return published.year - 1
    return published.year


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fixed(m: re.Match[str], published: date | None) -> When | None:
    groups = m.groupdict()
    month = int(groups["mon"]) if groups.get("mon") else MONTHS[m["month"].lower()]
    first = int(m["day"])
    year = _year(groups.get("year"), month, first, published)
    if year is None or not MIN_YEAR <= year <= MAX_YEAR:
        return None
    start = _make(year, month, first)
    if start is None:
        return None
    last = _make(year, month, int(groups["day2"])) if groups.get("day2") else start
    if last is None or last < start:
        last = start
    return interval(start, last, best=last)


def _numeric(m: re.Match[str], published: date | None) -> When | None:
    """02.04.2024 is day before month; 04/02/2024 is the reading nearer to publication, day before month where both are as near."""
    year = int(m["year"]) if len(m["year"]) == 4 else 2000 + int(m["year"])  # noqa: PLR2004 - a full year
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    first, second = int(m["day"]), int(m["mon"])
    readings = [d for d in (_make(year, second, first), _make(year, first, second) if m["sep"] == "/" else None) if d is not None]
    if published is not None:
        readings = [d for d in readings if d <= published] or readings
        readings.sort(key=lambda d: abs((published - d).days))
    return interval(readings[0], readings[0], best=readings[0]) if readings else None


def _long(name: str, m: re.Match[str], published: date | None) -> When | None:
    if name == "year":
        first = int(m["year"] or m["year1"])
        last = int(m["year2"]) if m["year2"] else first
        return When(
            start=date(first, 1, 1), end=date(max(first, last), 12, 31), precision=TimePrecision.YEAR, note="the text gives only the year"
        )
    month = MONTHS[m["month"].lower()]
    year = _year(m["year"], month, 1, published)
    if year is None or not MIN_YEAR <= year <= MAX_YEAR:
        return None
    start, stop = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}.get((m["mid"] or "").lower(), (1, 31))
    end = (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day
    begin, finish = date(year, month, start), date(year, month, min(stop, end))
    if published is not None and begin <= published < finish:
        finish = published
    return interval(begin, finish, best=None)


def interval(start: date, end: date, *, best: date | None) -> When:
    """An interval of days with its precision (the codebook's limits) and the note that goes with a vague one."""
    days = (end - start).days + 1
    precision = next((p for limit, p in _LIMITS if days <= limit), TimePrecision.YEAR)
    note = None if days == 1 else f"the text places it within {days} days"
    return When(start=start, end=end, best=best or start + timedelta(days // 2), precision=precision, note=note)


def is_history(when: When, published: date | None) -> bool:
    """Whether a time lies so far before publication that it is context, not this report's news."""
    return published is not None and when.end is not None and (published - when.end).days > _HISTORY_DAYS
