"""The figures of one strike, chosen among its mentions: the count, the day, who did it, each with the words it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard.codes import TimePrecision, Victims
from dashboard.extraction.attacks import enemy_of
from dashboard.extraction.casualties import Casualties, Fate
from dashboard.extraction.clusters import Cluster
from dashboard.extraction.date_roles import told_dates
from dashboard.extraction.document import Document
from dashboard.extraction.mentions import Mention
from dashboard.records import UNKNOWN, Estimate, When

BACKGROUND_DAYS = 7


_OTHER_SIDE = re.compile(
    r"\b(?:monitor(?:ing group)?|observatory|opposition|rebels?|activists?|unconfirmed|unverified|telegram channels?)\b", re.IGNORECASE
)


_HELD = re.compile(
    (
        r"\b(?:occupied|russian-installed|russian-held|russian-controlled|russian-appointed|separatist|annexed|self-proclaimed|"
        r"kremlin-installed|окупован\w*|анексован\w*|оккупирован\w*|аннексирован\w*)\b"
    ),
    re.IGNORECASE,
)


_OCCUPIED = {"UA": ("11", "20")}


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


def figure_of(c: Cluster, fate: Fate) -> Figure:
    """The fullest count that the report gives: the highest figure told, persons told one by one added up where no total stands."""
    told = [(m, x) for m in c.mentions for x in m.casualties if x.fate is fate]
    known = [(m, x) for m, x in told if x.estimate.best is not None]
    if not known:
        return Figure(UNKNOWN, (), told[0] if told else None)
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
    return Figure(estimate, tuple(parts.items()), (mention, chosen))


def actor_of(c: Cluster, usual: dict[str | None, str], nations: set[str | None]) -> tuple[str | None, Mention | None]:
    """Who struck, and the mention that names them; no mention where the rest of the report says it."""
    struck = c.place.match.place.country if c.place else None
    foreign = [m for m in c.mentions if m.actor is not None and m.actor.name != struck]
    named = foreign or [m for m in c.mentions if m.actor is not None and m.founding]
    if named and named[0].actor is not None:
        return named[0].actor.name, named[0]
    country = c.place.match.place.country_code if c.place else None
    if usual.get(country):
        return usual[country], None
    enemy = enemy_of(country)
    if any(m.enemy for m in c.mentions):
        return enemy, None
    # The report names the other side of this war, and nothing says that the place is in its hands.
    held = any(_HELD.search(m.sentence.text) for m in c.mentions)
    held = held or (c.place is not None and c.place.match.place.admin1_code in _OCCUPIED.get(country or "", ()))
    return (enemy if enemy in nations and not held else None), None


def when_of(document: Document, c: Cluster) -> tuple[When, Mention | None]:
    """When it struck, with the mention that says so.

    The narrowest time told; else no later than somebody spoke of it; else about the day of publication.
    """
    published = document.report.published
    dated = [
        (d.when.end - d.when.start, m.sentence.index, m) for m in c.mentions if (d := m.date) is not None and d.when.start and d.when.end
    ]
    if dated:
        mention = min(dated, key=lambda x: x[:2])[2]
        if mention.date is not None:
            return mention.date.when, mention
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown"), None
    told = [m.spoken.when.best for m in c.mentions if m.spoken is not None and m.spoken.when.best is not None]
    if told and (published - min(told)).days <= BACKGROUND_DAYS:
        return _until(min(told), "the text dates only what was said of it; the earliest is taken"), None
    if all(m.statement for m in c.mentions) and (spoken := _spoken(document, c, published)) is not None:
        return _until(spoken, "the text dates only statements about it; the earliest is taken"), None
    return _until(published, "the text gives no date; taken from the day of publication"), None


def _until(day: date, note: str) -> When:
    """A day or the night before it."""
    return When(start=day - timedelta(1), end=day, best=day, precision=TimePrecision.DAYS, note=note)


def _spoken(document: Document, c: Cluster, published: date) -> date | None:
    """The earliest day on which, by the sentences around, somebody spoke of the strike."""
    first = c.mentions[0].sentence
    anchor: date | None = None
    days = []
    for s in document.sentences:
        if s.section != first.section or not 0 <= s.index - first.index <= 5:  # noqa: PLR2004 - the same passage
            continue
        for d in told_dates(s.text, published, anchor):
            if d.when.best is None or d.when.precision is not TimePrecision.DAY or (published - d.when.best).days > BACKGROUND_DAYS:
                continue
            days.append(d.when.best)
            anchor = d.when.best if d.absolute else anchor
    return min(days) if days else None
