"""The figures of one strike, chosen among its mentions: the count, the day, who did it, each with the words it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.codes import TimePrecision, Victims
from dashboard.extraction.attacks import enemy_of, names_enemy
from dashboard.extraction.clusters import Cluster
from dashboard.extraction.cyrillic.attacks import enemy_in
from dashboard.extraction.date_roles import told_dates
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.script import is_cyrillic
from dashboard.records import UNKNOWN, Estimate, When

BACKGROUND_DAYS = 7


_OTHER_SIDE = re.compile(
    r"\b(?:monitor(?:ing group)?|observatory|opposition(?!-)|rebels?(?!-)|activists?|unconfirmed|unverified|"
    r"(?<!his )(?<!her )(?<!its )(?<!their )(?<!own )(?<!official )telegram channels?|"
    r"claim(?:s|ed|ing)?\b(?! (?:the |\w+ )?(?:lives?|responsibility))|without (?:providing |giving |offering )?(?:any )?evidence)\b",
    re.IGNORECASE,
)


_SUPERSEDED = re.compile(
    r"\b(?:initial(?:ly)?|previous(?:ly)?|at first|first (?:reported|spoke|said|put)|(?:had|have) (?:earlier |first |initially )?"
    r"(?:stood|been put|put|reported|counted|given|spoken)|earlier (?:reports?|figures?|count|toll|reported|said|put))\b"
    r"|\bhad (?:earlier|first|initially)\s+$",
    re.IGNORECASE,
)
"""A count that the report itself calls older: the newer one stands, also where it is lower."""


def _superseded(text: str, count: int) -> bool:
    """Whether words such as "earlier" or "had first put" lead to a count, with no turn between."""
    lead = text[max(0, count - 60) : count]
    found = list(_SUPERSEDED.finditer(lead))
    return bool(found) and not re.search(r"[;:]|\bbut\b|\bnow\b|\bby \w+day\b", lead[found[-1].end() :])


_HELD = re.compile(
    (
        r"\b(?:occupied|russian-installed|russian-held|russian-controlled|russian-appointed|separatist|annexed|self-proclaimed|"
        r"kremlin-installed|окупован\w*|анексован\w*|оккупирован\w*|аннексирован\w*)\b"
    ),
    re.IGNORECASE,
)


_OCCUPIED = {"UA": ("11", "20")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report that a value was read from: `text[start:end]`, with the name of the rule."""

    start: int
    end: int
    rule: str


def words_in(mention: Mention, start: int, end: int, rule: str) -> Words:
    """Words by their place in a mention's sentence."""
    return Words(mention.sentence.start + start, mention.sentence.start + end, rule)


def lead_of(c: Cluster) -> Mention:
    """The mention that speaks for the strike: the one with the most deaths told, then injured, then the first that tells an attack."""

    def weight(m: Mention) -> tuple[int, int, bool, bool, int]:
        best = {f: max((x.estimate.best or 0 for x in m.casualties if x.fate is f), default=-1) for f in Fate}
        return (best[Fate.KILLED], best[Fate.INJURED], not m.split, m.founding, -m.sentence.index)

    return max(c.mentions, key=weight)


@dataclass(frozen=True, slots=True)
class Figure:
    """The count chosen for one fate, its parts, and where it was read."""

    estimate: Estimate
    parts: tuple[tuple[Victims, int], ...]
    source: tuple[Mention, Casualties] | None
    parts_in: tuple[tuple[Mention, Casualties], ...] = ()
    """The counts that told the parts."""


_ONE_MORE = re.compile(r"(?:an?|another|one) ", re.IGNORECASE)


def _together(told: list[Casualties], text: str) -> list[Casualties]:
    """As in "A woman was injured and an 86-year-old man was wounded": persons told one by one in a sentence are counted together."""
    ones = [x for x in told if x.singular and x.estimate.best == 1 and _ONE_MORE.match(text, x.start)]
    if len(ones) < 2 or len(ones) < len(told):  # noqa: PLR2004 - one person is no sum
        return told
    n = len(ones)
    parts: dict[Victims, int] = {}
    for victims, count in (part for x in ones for part in x.parts):
        parts[victims] = parts.get(victims, 0) + count
    return [replace(ones[0], end=ones[-1].end, estimate=Estimate(low=n, best=n, high=n), parts=tuple(parts.items()), singular=False)]


def figure_of(c: Cluster, fate: Fate) -> Figure:
    """The fullest count that the report gives: the highest figure told, persons told one by one added up where no total stands."""
    told = [(m, x) for m in c.mentions for x in _together([x for x in m.casualties if x.fate is fate], m.sentence.text)]
    known = [(m, x) for m, x in told if x.estimate.best is not None]
    if not known:
        return Figure(UNKNOWN, (), told[0] if told else None)
    known = [k for k in known if not _superseded(k[0].sentence.text, k[1].start)] or known
    official = [k for k in known if not _OTHER_SIDE.search(k[0].sentence.text)] or known
    mention, chosen = max(official, key=lambda k: k[1].estimate.best or 0)
    others = [x.estimate.best for _, x in known if x.estimate.best is not None and x.estimate.best > (chosen.estimate.best or 0)]
    estimate = chosen.estimate
    if others and estimate.high is not None:
        estimate = Estimate(low=estimate.low, best=estimate.best, high=max(others))
    parts: dict[Victims, int] = {}
    for _, x in known:
        for victims, n in x.parts:
            if n <= (estimate.best or 0):
                parts[victims] = max(parts.get(victims, 0), n)
    split = tuple((m, x) for m, x in known if any(parts.get(victims) == n for victims, n in x.parts))
    return Figure(estimate, tuple(parts.items()), (mention, chosen), split)


def actor_of(c: Cluster, usual: dict[str | None, tuple[str, Words]], nations: dict[str | None, Words]) -> tuple[str | None, Words | None]:
    """Who struck, and the words that name them, which may stand elsewhere in the report."""
    struck = c.place.match.place.country if c.place else None
    foreign = [m for m in c.mentions if m.actor is not None and m.actor.name != struck]
    named = foreign or [m for m in c.mentions if m.actor is not None and m.founding]
    if named and (actor := named[0].actor) is not None:
        return actor.name, words_in(named[0], actor.start, actor.end, actor.rule)
    country = c.place.match.place.country_code if c.place else None
    held = any(_HELD.search(m.sentence.text) for m in c.mentions)
    held = held or (c.place is not None and c.place.match.place.admin1_code in _OCCUPIED.get(country or "", ()))
    if usual.get(country) and not held:
        name, words = usual[country]
        return name, Words(words.start, words.end, "actor:usual")
    enemy = enemy_of(country)
    if hostile := [m for m in c.mentions if m.enemy]:
        return enemy, next((w for m in hostile if (w := enemy_words(m)) is not None), nations.get(enemy))
    # The report names the other side of this war, and nothing says that the place is in its hands.
    return (None, None) if enemy not in nations or held else (enemy, nations[enemy])


def enemy_words(mention: Mention) -> Words | None:
    """Where a mention says "the enemy"."""
    text = mention.sentence.text
    hit = enemy_in(mention.sentence) if is_cyrillic(text) else names_enemy(text)
    return None if hit is None else words_in(mention, hit.start, hit.end, "actor:enemy")


def when_of(document: Document, c: Cluster) -> tuple[When, Words | None]:
    """When it struck, with the words that say so: its own, those that date what was said of it, or the report's date line.

    The narrowest time told; else no later than somebody spoke of it; else about the day of publication.
    """
    published = document.report.published
    dated = [
        (d.when.end - d.when.start, m.sentence.index, m) for m in c.mentions if (d := m.date) is not None and d.when.start and d.when.end
    ]
    if dated:
        mention = min(dated, key=lambda x: x[:2])[2]
        if (day := mention.date) is not None:
            return day.when, words_in(mention, day.start, day.end, day.rule)
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown"), None
    told = [(d.when.best, m, d) for m in c.mentions if (d := m.spoken) is not None and d.when.best is not None]
    earliest = min(told, key=lambda x: x[0]) if told else None
    if earliest is not None and (published - earliest[0]).days <= BACKGROUND_DAYS:
        spoken_on, mention, said = earliest
        return _until(spoken_on, "the text dates only what was said of it; the earliest is taken"), words_in(
            mention, said.start, said.end, "date:spoken"
        )
    carried = _carried(document, c, published)
    if carried is not None:
        return replace(carried[0], note="the text dates the sentence before; its day is taken"), carried[1]
    if all(m.statement for m in c.mentions) and (spoken := _spoken(document, c, published)) is not None:
        return _until(spoken[0], "the text dates only statements about it; the earliest is taken"), spoken[1]
    eve = published - timedelta(1)
    if c.mentions and all(m.told == eve for m in c.mentions):
        # The report has been telling of the day before; what it tells on is of that day, or of the next.
        return When(start=eve, end=published, best=eve, precision=TimePrecision.DAYS, note="the report was telling of this day"), None
    line = document.date_line
    return _until(published, "the text gives no date; taken from the day of publication"), (
        None if line is None else Words(*line, "date:publication")
    )


def _carried(document: Document, c: Cluster, published: date) -> tuple[When, Words] | None:
    """The day of the sentence just before in the paragraph: "On November 17 Russia fired missiles. Two people died in Odesa"."""
    first = min((m.sentence for m in c.mentions), key=lambda s: s.index)
    for s in reversed(document.sentences[max(0, first.index - 2) : first.index]):
        if s.paragraph != first.paragraph or s.is_heading:
            break
        days = [d for d in told_dates(s.text, published) if not d.of_speech and d.when.precision is TimePrecision.DAY]
        if days:
            last = days[-1]
            return last.when, Words(s.start + last.start, s.start + last.end, last.rule)
    return None


def _until(day: date, note: str) -> When:
    """A day or the night before it."""
    return When(start=day - timedelta(1), end=day, best=day, precision=TimePrecision.DAYS, note=note)


def _spoken(document: Document, c: Cluster, published: date) -> tuple[date, Words] | None:
    """The earliest day on which, by the sentences around, somebody spoke of the strike, with the words that say so."""
    first = c.mentions[0].sentence
    anchor: date | None = None
    days: list[tuple[date, Words]] = []
    for s in document.sentences[first.index : first.index + 6]:  # the same passage
        if s.section != first.section:
            continue
        for d in told_dates(s.text, published, anchor):
            if d.when.best is None or d.when.precision is not TimePrecision.DAY or (published - d.when.best).days > BACKGROUND_DAYS:
                continue
            days.append((d.when.best, Words(s.start + d.start, s.start + d.end, "date:spoken")))
            anchor = d.when.best if d.absolute else anchor
    return min(days, key=lambda x: x[0]) if days else None
