"""The words and patterns by which English gives a day: months, weekdays, feasts, "the previous day", "two weeks ago"."""

from __future__ import annotations

from dashboard.extraction.lexicon import small_pattern
from gazetteer.word_patterns import WordPattern

MONTHS = {
    m: i for i, m in enumerate("january february march april may june july august september october november december".split(), start=1)
}
MONTHS |= {m[:3]: i for m, i in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
NUMBER_WORDS = {w: i for i, w in enumerate("one two three four five six seven eight nine ten".split(), start=1)} | {
    "a": 1,
    "several": 3,
    "a few": 3,
}
HOLIDAYS = {
    "new years eve": (12, 31),
    "new years day": (1, 1),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "valentines day": (2, 14),
    "halloween": (10, 31),
    "boxing day": (12, 26),
    "may day": (5, 1),
}
"""Month and day; feasts of one country, or that move, are left out."""
MIN_YEAR, MAX_YEAR = 1900, 2100

_M = "|".join(sorted(MONTHS, key=len, reverse=True))
_W = "|".join(WEEKDAYS)


_DAY_WORDS = ("day", "night", "morning", "afternoon", "evening")
_MONTH_WORDS = tuple(dict.fromkeys(m[:3] for m in MONTHS))
WORDS: dict[str, tuple[str, ...]] = {
    "date": _MONTH_WORDS,
    "iso-date": ("-",),
    "numeric-date": ("/", "."),
    "holiday": ("eve", "day", "halloween"),
    "weekdays": ("day",),
    "weekday": ("day",),
    "that-day": _DAY_WORDS,
    "previous-day": _DAY_WORDS,
    "next-day": _DAY_WORDS,
    "yesterday": ("yesterday", "night"),
    "today": ("today", "night", "this", "earlier"),
    "overnight": ("night",),
    "days-ago": ("ago", "earlier", "before"),
    "days-before": ("days", "weeks", "months"),
    "weekend": ("weekend",),
    "earlier-this-week": ("week",),
    "this-week": ("week", "recent"),
    "last-week": ("week",),
    "last-24-hours": ("hours", "day"),
    "this-month": ("month",),
    "last-month": ("month",),
    "last-year": ("year",),
    "month": _MONTH_WORDS,
    "year": ("1", "2"),
}
"""For each rule words of which a text must hold one, in small letters; most sentences are spared most patterns by it."""
EVERY_WORD = tuple(dict.fromkeys(word for words in WORDS.values() for word in words))
PATTERNS: tuple[tuple[str, WordPattern], ...] = tuple(
    (name, small_pattern(pattern))
    for name, pattern in (
        (
            "date",
            (
                rf"\b(?:(?P<mid>early|mid|late)[- ])?(?P<month>{_M})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|"
                rf"[,.]\d{{3}})(?:\s*(?:-|–|to|and)\s*(?P<day2>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>\d{{4}}))?\b"
            ),
        ),
        (
            "date",
            (
                rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|"
                rf"th)?)?(?:\s+of)?\s+(?P<month>{_M})\b\.?(?:,?\s+(?P<year>\d{{4}}))?\b"
            ),
        ),
        ("iso-date", r"\b(?P<year>\d{4})-(?P<mon>\d{2})-(?P<day>\d{2})\b"),
        ("numeric-date", r"(?<![\d.])(?P<day>\d{1,2})(?P<sep>[./])(?P<mon>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d.]\d)"),
        (
            "holiday",
            (
                r"\b(?P<holiday>new year[’']?s (?:eve|day)|christmas (?:eve|day)|valentine[’']?s day|halloween|boxing day|may day)"
                r"\b(?:,?\s+(?P<year>\d{4}))?"
            ),
        ),
        ("weekdays", rf"\b(?P<from>{_W})(?:\s+(?:night|evening|morning|afternoon))?\s+(?:and|to|into|-|through)\s+(?P<weekday>{_W})\b"),
        ("weekday", rf"\b(?P<last>last\s+)?(?P<weekday>{_W})(?:[’']s)?\b(?P<night>\s+(?:night|evening))?"),
        (
            "that-day",
            r"\b(?:(?:on )?(?:that|the same) (?:day|evening|night|morning|afternoon)|later (?:that|the same) (?:day|evening|night))\b",
        ),
        (
            "previous-day",
            (
                r"\b(?:the|a) (?:previous|preceding|prior) (?:day|evening|night)\b|\b(?:a|one|the) day (?:earlier|before)\b|"
                r"\bthe (?:day|night|evening) before\b"
            ),
        ),
        ("next-day", r"\b(?:the|a) (?:next|following) (?:day|morning|evening)\b|\ba day later\b"),
        ("yesterday", r"\b(?:yesterday|last night)\b"),
        ("today", r"\b(?:today|tonight|this (?:morning|afternoon|evening)|earlier in the day)\b"),
        ("overnight", r"\b(?:overnight|during the night|in the night|at night|late at night)\b"),
        (
            "days-ago",
            (
                r"\b(?P<count>a|two|three|four|five|six|seven|eight|nine|ten|several|a few|\d{1,2})\s+(?P<unit>day|week|month|"
                r"year)s?\s+(?:ago|earlier|before)\b"
            ),
        ),
        ("days-before", r"(?<![\w-] )(?:\ba few |\bseveral |\bjust |\bonly )?\b(?P<unit>days|weeks|months) (?:before|earlier|ago)\b"),
        ("weekend", r"\b(?:over|at|during|on) the weekend\b|\blast weekend\b|\bthis weekend\b"),
        ("earlier-this-week", r"\bearlier (?:this|in the) week\b"),
        ("this-week", r"\b(?:late |later )?this week\b|\bin recent days\b"),
        ("last-week", r"\b(?:late )?last week\b|\b(?:the )?(?:past|previous) week\b"),
        ("last-24-hours", r"\b(?:over|in|during|within|for) the (?:past|last|previous) (?:24 hours|twenty-four hours|day)\b"),
        ("this-month", r"\b(?:earlier )?this month\b"),
        ("last-month", r"\b(?:last month|the previous month)\b"),
        ("last-year", r"\b(?:last year|the previous year)\b"),
        (
            "month",
            rf"\b(?:in|since|during|from|of|until|by|last)?\s*(?:(?P<mid>early|mid|late)[- ])?(?P<month>{_M})(?:,?\s+(?P<year>\d{{4}}))?\b",
        ),
        (
            "year",
            (
                r"\b(?:in|since|of|during|from|the)\s+(?P<year>(?:1[5-9]|20|21)\d{2})\b|\b(?P<year1>(?:1[5-9]|"
                r"20)\d{2})\s*[-–]\s*(?P<year2>(?:1[5-9]|20)\d{2})\b"
            ),
        ),
    )
)
