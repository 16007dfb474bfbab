"""Clauses of a sentence: what one of them tells as history, as a sum or as a threat says nothing of the strike told in another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dashboard.codes import TimePrecision
from dashboard.extraction.around import Role
from dashboard.extraction.attacks import Signals
from dashboard.extraction.dates import is_history
from dashboard.extraction.fates import Casualties
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.people import groups
from dashboard.extraction.placed import within
from dashboard.extraction.reading import Reading

_BOUNDARY = re.compile(
    r";\s|\s[–—-]\s|,?\s(?:after|while|whereas|although|though|before|because|amid|following|during which)\s"
    r"|,?\s(?:in (?:a \w+ )?(?:response|answer|retaliation|revenge|reprisal)) (?:to|for)\s"
    r"|,\s(?=(?:an?|the)\s(?:[\w-]+\s){0,3}(?:city|town|village|region|area|district|port|settlement)\s"
    r"(?:that|which|frequently|repeatedly|often|regularly|routinely)\b)"
    r"|,\s(?:as|which|who|whose|where|when|but|and|with|in what|adding|since|bringing|the latest)\s",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",\s(?:which|who|whose|where)\s", re.IGNORECASE)
LEAD = 24
"""Characters before counted people in which ", and" still leads to them."""
_MORE = re.compile(r",\sand\s(?:a further |another )?$", re.IGNORECASE)
_WHERE = re.compile(r",\s(?:where|in which)\s", re.IGNORECASE)
_SUBORDINATE = re.compile(r",?\s(?:after|when|as|where|which|who|whose|because|with|following|before|amid|bringing)\s", re.IGNORECASE)
_ANSWERED = re.compile(r",?\s(?:in (?:a \w+ )?(?:response|answer|retaliation|revenge|reprisal)) (?:to|for)\s", re.IGNORECASE)
_TAINTS = ("summary", "history", "hypothetical", "allusion:purpose")


@lru_cache(maxsize=64)  # asked for twice while a sentence is read
def _clauses(text: str) -> tuple[tuple[int, int], ...]:
    marks = [0]
    for m in _BOUNDARY.finditer(text):
        marks.append(m.start())
        if _RELATIVE.match(m[0]):
            comma = text.find(", ", m.end())
            if comma >= 0:
                marks.append(comma)
    ordered = sorted({*marks, len(text)})
    return tuple((s, e) for s, e in itertools.pairwise(ordered) if s < e)


def clauses(text: str) -> list[tuple[int, int]]:
    """The clauses of a sentence as spans, in order; a relative clause between commas ends at its second comma."""
    return list(_clauses(text))


def news_of(read: Reading, published: date | None) -> Reading:
    """A sentence's reading without the clauses that tell of other times, of sums, of what may come or of what was shot down.

    The whole sentence is given back where no clause is left that tells a strike.
    """
    text = read.sentence.text
    spans = clauses(text)
    if len(spans) == 1:
        return read
    clean = []
    carried = False
    for span in spans:
        # "On May 31 ... were killed after a bomb ripped through Kabul": what leans on a clause of other times shares its time.
        leans = bool(_SUBORDINATE.match(text, span[0]))
        other_time, tainted = _tainted(read, span, published)
        if not tainted and not (carried and leans):
            clean.append(span)
        carried = (other_time and not _RELATIVE.match(text, span[0])) or (carried and leans)
    if len(clean) == len(spans):
        return read
    kept = _within(read, clean)
    return kept if _tells(kept) else read


def _tainted(read: Reading, span: tuple[int, int], published: date | None) -> tuple[bool, bool]:
    """Whether a clause tells of another time, and whether it tells no strike of this report for that or another reason."""
    cues = {h.key for h in read.signals.rejections if _in(h, span)}
    old = any(is_history(d.when, published) for d in read.dates if span[0] <= d.start < span[1])
    aside = _ANSWERED.match(read.sentence.text, span[0]) is not None and not _tells(_within(read, [span]))
    if aside:
        return False, True  # "fired rockets in response to the death of one of its men": nobody whom the rockets killed
    if not old and not any(k.startswith(_TAINTS) or k == "interception:words" for k in cues):
        return False, False
    mine = _within(read, [span])
    recent = any(
        not d.of_speech and d.when.precision is not None and d.when.precision <= TimePrecision.DAYS and not is_history(d.when, published)
        for d in mine.dates
    )
    if recent and mine.hurt:
        return False, False
    if recent and mine.places and mine.signals.weapons and cues <= {"allusion:purpose"}:
        return False, False
    other_time = old or any(k.startswith(("summary", "history")) for k in cues)
    shot_down = "interception:words" in cues and "interception:impact" not in cues and not mine.hurt
    return other_time, other_time or shot_down or any(k.startswith(("hypothetical", "allusion:purpose")) for k in cues)


def struck_places(read: Reading) -> Reading:
    """As in "won at Wimbledon after missiles hit cities across Ukraine": the clause that tells the strike says where it was.

    A place in a clause without any word of attack, weapon or victims is context, unless it lies in the struck place or around it.
    """
    spans = clauses(read.sentence.text)
    places = [p for p in read.places if p.role is Role.EVENT]
    if len(spans) == 1 or len(places) < 2:  # noqa: PLR2004 - nothing to choose between
        return read
    s, offset = read.signals, read.sentence.start
    starts = [h.start for h in (*s.attack_words, *s.weapons, *s.targets)] + [c.start for c in read.casualties]
    if read.casualties:
        # "killing a mother in Dnipro, and four people in Uman": the fate told before is theirs too.
        text = read.sentence.text
        starts += [g.start for g in groups(text) if not g.bare and _MORE.search(text[max(0, g.start - LEAD) : g.start])]
    telling = [span for span in spans if any(span[0] <= at < span[1] for at in starts)]
    aside = [span for span in spans if span not in telling and _RELATIVE.match(read.sentence.text, span[0])]
    inside = {p for p in places if any(span[0] <= p.start - offset < span[1] for span in aside)}
    if inside and len(inside) < len(places):
        # "In the Belgorod region, which borders on Ukraine, attacks killed two": the aside names no place of the strike.
        return replace(read, places=tuple(replace(p, role=Role.CONTEXT) if p in inside else p for p in read.places))
    # "..., and in Hodeidah, where two guards were killed": the place right before is the one that is told of.
    where = {span[0] for span in telling if _WHERE.match(read.sentence.text, span[0])}
    struck = [p for p in places if p.end - offset in where or any(span[0] <= p.start - offset < span[1] for span in telling)]
    idle = {p for p in places if p not in struck and not any(within(p.match, o.match) or within(o.match, p.match) for o in struck)}
    if not struck or not idle:
        return read
    return replace(read, places=tuple(replace(p, role=Role.CONTEXT) if p in idle else p for p in read.places))


def _tells(read: Reading) -> bool:
    """Whether what is left tells a strike: an attack word with a weapon, an attacker or people hurt, or a weapon and people hurt."""
    s = read.signals
    return bool(s.strong or (s.weapons and read.hurt)) or (bool(s.weak) and bool(s.weapons or read.actors or read.hurt))


def _in(hit: Hit | Casualties, span: tuple[int, int]) -> bool:
    return span[0] <= hit.start < span[1]


def _within(read: Reading, spans: Sequence[tuple[int, int]]) -> Reading:
    def keep(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        return tuple(h for h in hits if any(_in(h, span) for span in spans))

    offset, s = read.sentence.start, read.signals
    return replace(
        read,
        signals=Signals(keep(s.weapons), keep(s.strong), keep(s.weak), keep(s.targets), keep(s.rejections)),
        casualties=tuple(c for c in read.casualties if any(_in(c, span) for span in spans)),
        places=tuple(p for p in read.places if any(span[0] <= p.start - offset < span[1] for span in spans)),
        dates=tuple(d for d in read.dates if any(span[0] <= d.start < span[1] for span in spans)),
        actors=tuple(a for a in read.actors if any(span[0] <= a.start < span[1] for span in spans)),
    )
