"""Regions and countries told beside the towns in them: summaries, totals with their parts, or strikes of their own."""

from __future__ import annotations

import re
from datetime import timedelta

from dashboard.codes import TimePrecision
from dashboard.extraction.clusters import DEFINITE, REMEMBERED, Cluster
from dashboard.extraction.fates import Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import within
from gazetteer import GeoPrecision


def nest(clusters: list[Cluster]) -> list[Cluster]:
    """A region or country told beside its towns is a summary: given to the town that it leads to, or the total of its parts, or dropped."""
    position = {id(c): i for i, c in enumerate(clusters)}
    dropped: set[int] = set()
    for outer in sorted(clusters, key=lambda c: c.place.precision if c.place else 0):
        if outer.place is None or outer.place.precision < GeoPrecision.DISTRICT:
            continue
        here = position[id(outer)]
        inner = [
            c
            for c in clusters[max(0, here - REMEMBERED) : here + REMEMBERED]
            if c is not outer
            and id(c) not in dropped
            and c.place is not None
            and within(c.place.match, outer.place.match)
            and _overlap(c, outer)
        ]
        if not inner:
            if outer.place.is_country and not _worth_a_country(outer):
                dropped.add(id(outer))
        elif not _settled(outer, inner):
            dropped.add(id(outer))
    wholes = {id(c.parts_of) for c in clusters if c.parts_of is not None and id(c) not in dropped}
    dropped |= {id(c) for c in clusters if c.place is not None and c.place.is_country and id(c) not in wholes and not _has_day(c)}
    out = [c for c in clusters if id(c) not in dropped and c.founded]
    left = {id(c) for c in out}
    for c in out:
        if c.parts_of is not None and id(c.parts_of) not in left:
            c.parts_of = None
        c.mentions.sort(key=lambda m: (m.sentence.index, m.place.start if m.place else 0))
    return out


def _settled(outer: Cluster, inner: list[Cluster]) -> bool:
    """Whether a summary stays beside its towns; its mentions go to the one town that they speak of, where there is one."""
    killed, injured = outer.count(Fate.KILLED), outer.count(Fate.INJURED)
    founded = [c for c in inner if c.founded or (outer.founded and _parted(c, outer))]
    if not killed and not injured:
        home = _led_to(outer, inner) or (founded[0] if len(founded) == 1 else None)
        if home is not None:
            home.add(*outer.mentions)
        return False
    told = [c for c in founded if c.count(Fate.KILLED) is not None or c.count(Fate.INJURED) is not None]
    told = [c for c in told if c.parts_of is None or c.parts_of not in told]
    if len(founded) == 1 and _same_figures(founded[0], outer):
        founded[0].add(*outer.mentions)
        return False
    if len(founded) == 1 and not _differ(founded[0], outer) and _is_one_village(outer):
        founded[0].add(*outer.mentions)
        return False
    named = [c for c in founded if not _differ(c, outer) and _goes_on(c, outer)]
    others = [c for c in told if c not in named]
    parts = bool(others) and _sums_to(others, killed or 0, injured)
    if len(named) == 1 and not parts and not any(_equals(c, outer) for c in founded):
        named[0].add(*outer.mentions)
        return False
    if (killed is not None or injured) and founded and _sums_to(told, killed or 0, injured):
        for c in founded:
            if not _is_later_sum(outer, c):
                c.parts_of = c.parts_of or outer
        return True
    return not (founded and outer.place is not None and outer.place.is_country)


_SUM = re.compile(r"\b(?:in|over|during|within) the (?:last|past|previous) (?:24 hours|day|twenty-four hours)\b", re.IGNORECASE)


def _is_later_sum(whole: Cluster, town: Cluster) -> bool:
    """As in "nine were killed in Beirut. ... The ministry said 46 had been killed in the last 24 hours": a day's sum told after the news.

    It may cover another day; only a sum that leads to its towns is their whole.
    """
    if whole.place is None or not whole.place.is_country or not all(_SUM.search(m.sentence.text) for m in whole.mentions if m.casualties):
        return False
    return min(m.sentence.index for m in town.mentions) < min(m.sentence.index for m in whole.mentions)


_PARTED = re.compile(r"\bof (?:them|whom|the (?:dead|injured|wounded|victims|killed))\b", re.IGNORECASE)


def _parted(town: Cluster, region: Cluster) -> bool:
    """As in "killed five in the region. Three of them died in Toretsk, one in Siversk": the region's strike is the towns' own."""
    counted = town.count(Fate.KILLED) is not None or town.count(Fate.INJURED) is not None
    return counted and any(
        0 <= t.sentence.index - r.sentence.index <= 1 and _PARTED.search(t.sentence.text) for t in town.mentions for r in region.mentions
    )


def _led_to(outer: Cluster, inner: list[Cluster]) -> Cluster | None:
    """The town of the very next sentence: "Drones struck a Russian refinery. A fire broke out at the works in Ryazan"."""
    after = _straight_after(outer)
    return next((c for c in inner if any((m.sentence.index, m.sentence.paragraph) in after for m in c.mentions)), None)


def _straight_after(c: Cluster) -> set[tuple[int, int]]:
    """The sentences that follow a strike's own in their paragraphs, by index and paragraph."""
    return {(m.sentence.index + 1, m.sentence.paragraph) for m in c.mentions}


def _sums_to(told: list[Cluster], killed: int, injured: int | None) -> bool:
    """Whether the towns' figures fit into the region's; injuries are counted loosely and may run over by half."""
    dead, hurt = (sum(c.count(f) or 0 for c in told) for f in (Fate.KILLED, Fate.INJURED))
    return dead <= killed and (injured is None or hurt <= injured * 1.5)


def _overlap(a: Cluster, b: Cluster) -> bool:
    if a.when is None or b.when is None:
        return True
    slack = timedelta(1)
    return a.when[0] - slack <= b.when[1] and b.when[0] - slack <= a.when[1]


def _same_figures(town: Cluster, region: Cluster) -> bool:
    """Whether the only town's figures are the region's own, told twice.

    A town without figures is not given the region's: it may be one of many that they were counted over. Only where the sentence
    straight after the region's goes on about "the missile" or "the strike" is the town what the region's words were about.
    """
    return not _differ(town, region) and (_equals(town, region) or _goes_on(town, region))


def _counts(town: Cluster, region: Cluster) -> list[tuple[int | None, int | None]]:
    return [(_whole_count(town, f), region.count(f)) for f in (Fate.KILLED, Fate.INJURED)]


_SOME_OF = re.compile(
    r"\b(?:dead|victims|killed|wounded|injured|casualties)\b (?:included?|include)\b|\bamong (?:the|those|them)\b", re.IGNORECASE
)
"""Counts told in such a sentence are of some of the victims."""


def _whole_count(c: Cluster, fate: Fate) -> int | None:
    told = [x.estimate.best for m in c.mentions if not _SOME_OF.search(m.sentence.text) for x in m.casualties if x.fate is fate]
    return max((n for n in told if n is not None), default=None)


def _differ(town: Cluster, region: Cluster) -> bool:
    return any(a is not None and b is not None and a != b for a, b in _counts(town, region))


def _equals(town: Cluster, region: Cluster) -> bool:
    return any(a is not None and a == b for a, b in _counts(town, region))


FAR = 6
"""Sentences after which "the attack occurred in the town" no longer says where the region's was."""
_OCCURRED = re.compile(
    r"\bthe (?:[\w-]+ ){0,3}(?:attack|strike|shelling|bombing|raid|blast|explosion|missile|drone|rocket|incident|bombardment)s?"
    r"(?:,[^,]{0,60},)? (?:also )?(?:occurred|took place|happened|hit|struck|landed|fell|targeted|came down|destroyed|was|were)\b",
    re.IGNORECASE,
)


_PART = re.compile(r"\b(?:among|of) (?:them|those|whom|the (?:dead|victims|killed))\b", re.IGNORECASE)
"""As in "Among them were 11 people who died in Jabalia": a part of the region's, not all of it."""


def _goes_on(town: Cluster, region: Cluster) -> bool:
    """Whether the town is told as the place of the region's strike: "the attack", "the hospital", right after or "took place in"."""
    for t in town.mentions:
        if _PART.search(t.sentence.text):
            continue
        for r in region.mentions:
            gap = t.sentence.index - r.sentence.index
            straight = gap == 1 and t.sentence.paragraph - r.sentence.paragraph <= 1 and DEFINITE.search(t.sentence.text)
            told = 0 < gap <= FAR and (_OCCURRED.search(t.sentence.text) or _is_its_site(t, r))
            told = told or (gap > 0 and _is_named_site(t, r))
            if straight or told:
                return True
    return False


_ONE_VILLAGE = re.compile(
    r"\b(?:an?|one) (?:[\w-]+ ){0,2}(?:village|town|settlement|camp|city|township|hamlet|area)\b[^.;]{0,40}?\b(?:in|of)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def _is_one_village(region: Cluster) -> bool:
    """As in "air strikes on a village in the Sagaing region": the one town that the report names there is the village."""
    return any(m.place is not None and _ONE_VILLAGE.search(m.sentence.text[: m.place.start - m.sentence.start]) for m in region.mentions)


_THE_STRIKE_IN = re.compile(
    r"\bthe (?:[\w-]+ ){0,4}(?:strike|attack|shelling|bombing|raid|blast) (?:in|on|at|near) (?:the )?(?:(?:town|city|village) of )?$",
    re.IGNORECASE,
)


def _is_named_site(t: Mention, r: Mention) -> bool:
    """As in "an attack on a train station killed 25. ... The station strike in Chaplyne": one target, and the town at last."""
    if t.place is None or t.target is None or r.target is None or t.target[0] is not r.target[0]:
        return False
    return _THE_STRIKE_IN.search(t.sentence.text[: t.place.start - t.sentence.start]) is not None


def _is_its_site(t: Mention, r: Mention) -> bool:
    """As in "an air strike on a hospital in Syria. ... The hospital near Idlib was struck"."""
    if r.target is None or t.target is None or r.target[0] is not t.target[0]:
        return False
    noun = r.sentence.text[r.target[1].start : r.target[1].end].split()[-1]
    return re.search(rf"(?:^|\W)[Tt]he {re.escape(noun)}\b", t.sentence.text) is not None


LEAD = 3
"""Sentences at the head of a report that tell its news."""


def _has_day(c: Cluster) -> bool:
    """Whether the report says on which day it was; a strike somewhere in a country on no day is talk, unless it is the report's lead."""
    lead = [m for m in c.mentions if m.sentence.index < LEAD and m.founding and m.weapons and m.casualties]
    if lead and bool(c.count(Fate.KILLED)):
        return True
    if any(m.statement or m.spoken is not None for m in c.mentions):
        return True  # its day is read from when somebody spoke of it
    days = [m.date.when.precision for m in c.mentions if m.date is not None]
    return any(p is not None and p <= TimePrecision.DAYS for p in days)


def _worth_a_country(c: Cluster) -> bool:
    """A strike placed only in a country is kept where its site or its toll is told: "an oil refinery deep inside Russia"."""
    hurt = bool(c.count(Fate.KILLED) or c.count(Fate.INJURED))
    site = any(m.target is not None and m.founding and (m.actor is not None or m.enemy) for m in c.mentions)
    return hurt or site
