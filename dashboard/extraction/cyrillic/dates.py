"""When: day expressions in Ukrainian and Russian text, read against the day of publication; both ends of an interval included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dashboard.codes import TimePrecision
from dashboard.extraction.cyrillic.lexicon import alternation, expanded, hits
from dashboard.extraction.cyrillic.line import Language, Line
from dashboard.extraction.cyrillic.numbers import value
from dashboard.extraction.dates import DateMention, interval
from dashboard.extraction.day_words import MAX_YEAR, MIN_YEAR
from dashboard.extraction.lexicon import table
from dashboard.records import When

_GRACE = timedelta(7)
"""A date without a year may lie this far ahead; further, it is last year's."""
_SLACK = {"day": (1, 0), "week": (7, 3), "month": (30, 15), "year": (365, 180)}
_SAID = re.compile(
    r"(?: [^ ,.;:!?]{1,30}){0,4}? (?:заяв|повідом|сообщ|розпов|расска|уточн|писал|говор|казал|назива|"
    r"назыв|поховал|похорон|попрощал|простил|"
    r"опізнал|опознал|оголос|объяв)\w{0,9}(?!\w)"
)
"""After a day: somebody spoke, or the dead were buried, on it."""
_SURE = frozenset(("date", "iso-date", "numeric-date", "weekday"))
_ANCHORS = frozenset(("yesterday", "yesterday_evening", "before_yesterday", "day_before"))
"""Words whose day later clock times lean on."""


@cache
def _months(languages: tuple[Language, ...]) -> tuple[str, list[tuple[re.Pattern[str], int]]]:
    named = [(expanded(p), int(key)) for la in languages for key, patterns in table("dates", "months", la).items() for p in patterns]
    return "|".join(p for p, _ in named), [(re.compile(p), n) for p, n in named]


@cache
def _patterns(languages: tuple[Language, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    month, _ = _months(languages)
    weekday = "|".join(expanded(p) for la in languages for patterns in table("dates", "weekdays", la).values() for p in patterns)
    night = f"(?P<night>(?:{alternation('dates', 'night', 'words', languages)}) )?"
    year = r"(?:,? (?P<year>\d{4})(?! ?(?:людей|осіб|человек)))?"
    days = r"(?P<day>\d{1,2})(?:-?(?:го|е))?(?: ?(?:-|—|та|і|й|и|на) ?(?P<day2>\d{1,2})(?:-?го)?)?"
    of_year = r"(?:рок\w{1,2}(?!\w)|рік|год\w{0,2}(?!\w)|р\.|г\.)"
    ago = "|".join(f"(?P<{unit}>{alternation('dates', 'ago', unit, languages)})" for unit in _SLACK)
    return (
        ("iso-date", re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<mon>\d{2})-(?P<day>\d{2})(?!\d)")),
        ("numeric-date", re.compile(rf"(?<![\d.,:]){night}(?P<day>\d{{1,2}})\.(?P<mon>\d{{2}})(?:\.(?P<year>\d{{4}}|\d{{2}}))(?![\d.]\d)")),
        ("date", re.compile(rf"(?<![\w.,:-]){night}{days} (?P<month>{month})(?!\w){year}")),
        ("weekday", re.compile(rf"(?<![\w-]){night}(?:(?:у|в|во|на|минул\w{{2,3}}|прошл\w{{2,3}}) ){{0,2}}(?P<weekday>{weekday})(?!\w)")),
        ("ago", re.compile(rf"(?<![\w-])(?:(?P<count>[\w'-]{{1,20}}) )?(?:{ago})(?!\w)")),
        ("year", re.compile(rf"(?<![\w.,-])(?:[увзс] |із )?(?P<year>(?:19|20)\d\d)(?:-?(?:му|го|м))? {of_year}(?! ?[нр]\.| народж| рожд)")),
    )  # fmt: skip


def dates(line: Line, published: date | None, anchor: date | None) -> list[DateMention]:
    """Time expressions of a line, in order; spans count in its plain text.

    `anchor` is the last fixed day told before: "того ж дня" leans on it. Without a day of publication relative words mean nothing.
    """
    found: list[DateMention] = []
    for name, m in _matches(line):
        if any(f.start < m.end() and m.start() < f.end for f in found):
            continue
        when = _meaning(name, m, line.languages, published)
        if when is not None:
            found.append(DateMention(m.start(), m.end(), when, f"date:{name}", name in _SURE))
    for h in hits(line, "dates", "relative"):
        if published is None or any(f.start < h.end and h.start < f.end for f in found):
            continue
        start, end, best = _relative(h.key, published, anchor or published)
        found.append(DateMention(h.start, h.end, interval(start, end, best=best), f"date:{h.key.replace('_', '-')}", h.key in _ANCHORS))
    spoken = re.compile(rf"(?<!\w)(?:{alternation('dates', 'spoken', 'before', line.languages)})\s*$")
    return sorted((_with_part(line, d, spoken) for d in found), key=lambda d: d.start)


def _matches(line: Line) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in _patterns(line.languages):
        for m in pattern.finditer(line.text):
            yield name, m


def _with_part(line: Line, d: DateMention, spoken: re.Pattern[str]) -> DateMention:
    said = bool(spoken.search(line.text[max(0, d.start - 40) : d.start]) or _SAID.match(line.text, d.end))
    return DateMention(d.start, d.end, d.when, d.rule, d.absolute, of_speech=said)


def _relative(key: str, published: date, lean: date) -> tuple[date, date, date]:
    day = timedelta(1)
    monday = published - timedelta(published.weekday())
    return {
        "overnight": (published - day, published, published),
        "last_day": (published - day, published, published - day),
        "yesterday_evening": (published - day, published - day, published - day),
        "yesterday": (published - day, published - day, published - day),
        "before_yesterday": (published - 2 * day, published - 2 * day, published - 2 * day),
        "today": (published, published, published),
        "that_day": (lean, lean, lean),
        "clock": (lean, lean, lean),
        "day_before": (lean - day, lean - day, lean - day),
        "next_day": (min(lean + day, published), min(lean + day, published), min(lean + day, published)),
        "this_week": (min(monday, published), published, published),
        "last_week": (monday - 7 * day, monday - day, monday - day),
    }[key]


def _meaning(name: str, m: re.Match[str], languages: tuple[Language, ...], published: date | None) -> When | None:
    groups = m.groupdict()
    if name in {"date", "numeric-date", "iso-date"}:
        return _fixed(groups, languages, published)
    if name == "year":
        year = int(groups["year"] or 0)
        note = "the text gives only the year"
        return When(start=date(year, 1, 1), end=date(year, 12, 31), precision=TimePrecision.YEAR, note=note)
    if published is None:
        return None
    if name == "weekday":
        number = next(
            int(key)
            for la in languages
            for key, patterns in table("dates", "weekdays", la).items()
            if any(re.fullmatch(expanded(p), groups["weekday"] or "") for p in patterns)
        )
        end = published - timedelta((published.weekday() - number) % 7)
        return interval(end - timedelta(1), end, best=end) if groups["night"] else interval(end, end, best=end)
    unit = next(u for u in _SLACK if groups[u])
    days, slack = _SLACK[unit]
    count = value(groups["count"], languages) if groups["count"] else 1
    middle = published - timedelta(min((count or 3) * days, 36500))
    return interval(middle - timedelta(slack), min(published, middle + timedelta(slack)), best=middle)


def _fixed(groups: dict[str, str | None], languages: tuple[Language, ...], published: date | None) -> When | None:
    if groups.get("mon"):
        month = int(groups["mon"] or 0)
    else:
        month = next(n for pattern, n in _months(languages)[1] if pattern.fullmatch(groups["month"] or ""))
    first, last = int(groups["day"] or 0), int(groups.get("day2") or groups["day"] or 0)
    year = _year(groups.get("year"), month, first, published)
    if year is None or not MIN_YEAR <= year <= MAX_YEAR:
        return None
    start, end = _make(year, month, first), _make(year, month, last)
    if start is None:
        return None
    end = end if end is not None and end >= start else start
    if groups.get("night") and start == end:
        start = end - timedelta(1)
    return interval(start, end, best=end)


def _year(given: str | None, month: int, day: int, published: date | None) -> int | None:
    if given:
        return int(given) if len(given) == 4 else 2000 + int(given)  # noqa: PLR2004 - a full year
    if published is None:
        return None
    candidate = _make(published.year, month, day)
    return published.year - 1 if candidate is None or candidate - published > _GRACE else published.year


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
