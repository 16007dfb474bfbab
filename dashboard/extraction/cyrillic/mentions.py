"""Strike mentions of Cyrillic sentences: what each says of one strike, with the place that it is told of or leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from dashboard.codes import Target
from dashboard.extraction.around import Role
from dashboard.extraction.attacks import Actor
from dashboard.extraction.cyrillic.among import parted
from dashboard.extraction.cyrillic.attacks import actors_of, attacks_counted, names_enemy, signals, target_of
from dashboard.extraction.cyrillic.carrying import Told, armed, dated, told_days
from dashboard.extraction.cyrillic.casualties import casualties, leaning
from dashboard.extraction.cyrillic.dates import dates
from dashboard.extraction.cyrillic.leaning import settled
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line, lines
from dashboard.extraction.cyrillic.places import places as place_mentions
from dashboard.extraction.cyrillic.reading import Reading, goes_on, rejection
from dashboard.extraction.cyrillic.shares import shares
from dashboard.extraction.cyrillic.sums import summed
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Casualties
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention
from dashboard.extraction.reading import Rejected
from dashboard.extraction.script import is_cyrillic
from gazetteer import RelativePlace, Toponym

FEW = 3
"""Places that one sentence may list as struck and each be a strike; of a longer list only those with counts of their own are."""
BACK = 3
"""Sentences back to what a sentence without a word of fate may lean on."""
TURNED_DOWN = ("history:", "hypothetical:", "other_harm:", "summary:")
"""Rules whose sentences lend their places to no other."""
_LISTS = re.compile(r"\s*(?:,|/|;|та|і|й|и|а також|а также|,\s*(?:та|і|й|и))\s*(?:\S{1,20}\s){0,3}")


def strike_mentions(
    document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]
) -> tuple[list[Mention], list[Rejected]]:
    """Read every Cyrillic sentence for strikes, headings too: posts tell in their first line what the others lean on."""
    told = lines(tuple(s for s in document.sentences if is_cyrillic(s.text)))
    where = place_mentions(told, toponyms, relatives)
    published = document.report.published
    anchor: date | None = None
    stood: list[Reading] = []
    rejected: list[Rejected] = []
    days: list[Told] = []
    turned_down: set[int] = set()
    last: tuple[int, str | None] = (-1, None)
    for at, line in enumerate(told):
        found = dates(line, published, anchor)
        fixed = [d.when.best for d in found if d.absolute and not d.of_speech and d.when.best and not is_history(d.when, published)]
        read = Reading(
            line, signals(line), _fates(told, at), tuple(where.get(line.sentence.index, ())), tuple(found), actors_of(line),
            names_enemy(line),
        )  # fmt: skip
        rule = rejection(read, published)
        if rule is not None and not rule and stood and (parts := _parts_of(line, stood[-1])) is not None:
            stood[-1] = parts
        if rule is None and last[0] == line.sentence.paragraph and goes_on(read, last[1]):
            rule = last[1]
        last = (line.sentence.paragraph, rule)
        if rule is None:
            stood.append(read)
        elif rule:
            turned_down |= {line.sentence.index} if rule.startswith(TURNED_DOWN) else set()
            rejected.append(Rejected(line.sentence.start, line.sentence.end, rule))
        anchor = fixed[-1] if fixed else anchor
        if not rule or rule.startswith("interception"):
            days += told_days(
                line, found, published, told[at - 1] if at else None, struck=bool(rule) or (rule is None and (read.attacked or read.hurt))
            )
    attacked = any(r.attacked for r in stood)
    mentions = [m for read in stood for m in _split(read, attacked=attacked)]
    held = any(hits(line, "strikes", "held") for line in told)
    days.sort(key=lambda d: d.at)
    return dated(armed(summed(settled(mentions, told, where, turned_down)), held=held), days), rejected


def _fates(told: Sequence[Line], at: int) -> tuple[Casualties, ...]:
    """Whose fate a line tells; one that tells none by itself may lean on the line before, in the same paragraph."""
    found = casualties(told[at])
    for before in reversed(told[max(0, at - BACK) : at]):
        if found or before.sentence.paragraph != told[at].sentence.paragraph:
            break
        found = leaning(told[at], before)
    return tuple(found)


def _parts_of(line: Line, before: Reading) -> Reading | None:
    """The reading before with those whom "Серед них двоє дітей" tells of; None where the line is no such sentence."""
    near = before.line.sentence.paragraph == line.sentence.paragraph and before.line.sentence.index >= line.sentence.index - BACK
    found = parted(line, before.casualties) if near else None
    return None if found is None else replace(before, casualties=found)


def _split(read: Reading, *, attacked: bool) -> list[Mention]:
    """One mention, or one for each place that the sentence tells something of."""
    events = _distinct([p for p in read.places if p.role is Role.EVENT and (read.hurt or not read.foreseen(read.line.find(p.start)))])
    if len(events) <= 1:
        return [_mention(read, events[0] if events else None, read.casualties, (0, len(read.line.text)), attacked=attacked)]
    owned = _owned(read, events)
    out = []
    for i, place in enumerate(events):
        mine = tuple(owned[i])
        left, right = _stretch(read.line, events, i)
        if not mine and (len(events) > FEW or (any(owned.values()) and _listed(read.line, events, i)) or place.is_country):
            continue
        m = _mention(read, place, mine, (left, right), attacked=attacked)
        out.append(replace(m, split=True))
    return out or [_mention(read, None, read.casualties, (0, len(read.line.text)), attacked=attacked)]


def _distinct(events: Sequence[PlaceMention]) -> list[PlaceMention]:
    out: list[PlaceMention] = []
    for p in events:
        if not any(o.match.place == p.match.place for o in out):
            out.append(p)
    return out


def _owned(read: Reading, events: Sequence[PlaceMention]) -> dict[int, list[Casualties]]:
    """Whose place a count is: where the sentence names a place first, the last one before it; else the next one after."""
    at = [read.line.find(p.start) for p in events]
    counts = [c for c in read.casualties if c.estimate.best is not None]
    first = bool(counts) and counts[0].start < at[0]
    out: dict[int, list[Casualties]] = {i: [] for i in range(len(events))}
    for c in read.casualties:
        before = [i for i, a in enumerate(at) if a < c.end]
        after = [i for i, a in enumerate(at) if a >= c.end]
        between = read.line.text[c.end : at[after[0]]] if after else ""
        owns_next = bool(after) and (not before or (first and not re.search(r"[;,]", between)))
        out[after[0] if owns_next else before[-1]].append(c)
    for share, i in shares(read.line, read.casualties, events):
        out[i].append(share)
    return out


def _listed(line: Line, events: Sequence[PlaceMention], i: int) -> bool:
    """Whether a place only continues a list whose neighbour took the counts."""
    for j in (i - 1, i + 1):
        if 0 <= j < len(events):
            a, b = sorted((events[i], events[j]), key=lambda p: p.start)
            if _LISTS.fullmatch(line.text[line.find(a.end) : line.find(b.start)]):
                return True
    return False


def _stretch(line: Line, events: Sequence[PlaceMention], i: int) -> tuple[int, int]:
    """The part of a line that tells of its i-th place: between its neighbours."""
    left = line.find(events[i - 1].end) if i else 0
    right = line.find(events[i + 1].start) if i + 1 < len(events) else len(line.text)
    return left, right


def _mention(read: Reading, place: PlaceMention | None, mine: Sequence[Casualties], stretch: tuple[int, int], *, attacked: bool) -> Mention:
    line, s = read.line, read.signals
    left, right = stretch
    hurt = any((c.estimate.best or 0) > 0 for c in mine)
    targets = tuple(h for h in s.targets if left <= h.start < right) or (s.targets if place is None else ())
    target = target_of(line, targets)
    usable = not read.talked_of or hurt
    attacks = attacks_counted(line)
    offices = [p for p in read.places if p.role is Role.SPEAKER]
    before = [a for a in read.actors if place is not None and a.start < line.find(place.start)]
    actor = before[-1] if before else read.actor
    return Mention(
        sentence=line.sentence,
        place=place,
        office=min(offices, key=lambda p: p.precision) if offices and place is None else None,
        date=_date_of(line, read.dates, left, right),
        casualties=tuple(_placed(line, c) for c in mine),
        attacks=None if attacks is None else (attacks[0], _placed(line, attacks[1])),
        weapons=tuple(_placed(line, h) for h in s.weapons if left <= h.start < right or (h.start < left and place is not None))
        or tuple(_placed(line, h) for h in s.weapons),
        target=None if target is None else (target[0], _placed(line, target[1])),
        actor=None if actor is None else _placed(line, actor),
        enemy=read.enemy,
        founding=usable and (read.attacked or (hurt and bool(s.weapons)) or (attacked and _follows(read, target, place, hurt=hurt))),
        armed=usable and (read.attacked or bool(s.weapons)),
    )


def _follows(read: Reading, target: tuple[Target, Hit] | None, place: PlaceMention | None, *, hurt: bool) -> bool:
    """In a report of attacks: people hurt, or a site damaged at a place, with no other cause told."""
    damaged = target is not None and place is not None and bool(read.signals.weak)
    if (place is not None and place.is_country) or read.signals.against("other_harm") is not None:
        return False
    return damaged or (hurt and not read.signals.rejected_by("interception:words"))


def _date_of(line: Line, found: Sequence[DateMention], left: int, right: int) -> DateMention | None:
    """The time told beside a place, else before it; a day narrows "at night" told in the same sentence."""
    usable = [d for d in found if not d.of_speech and d.when.start is not None]
    mine = [d for d in usable if left <= d.start < right] or [d for d in usable if d.start < right] or usable
    if not mine:
        return None
    chosen = min(
        mine, key=lambda d: (d.rule in {"date:today", "date:clock", "date:overnight", "date:this-week"}, d.when.precision or 9, d.start)
    )
    return _placed(line, chosen)


_Spanned = TypeVar("_Spanned", Casualties, Actor, DateMention, Hit)


def _placed(line: Line, found: _Spanned) -> _Spanned:
    """A find in the plain text with its span as it stands in the sentence."""
    start, end = line.span(found.start, found.end)
    return replace(found, start=start, end=end)
