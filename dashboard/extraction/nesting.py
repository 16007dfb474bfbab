"""Regions and countries told beside the towns in them: summaries, totals with their parts, or strikes of their own."""

from __future__ import annotations

from datetime import timedelta

from dashboard.extraction.casualties import Fate
from dashboard.extraction.clusters import Cluster
from dashboard.extraction.places import within
from gazetteer import GeoPrecision


def nest(clusters: list[Cluster]) -> list[Cluster]:
    """A region or country told beside its towns is a summary: dropped without counts, one with its only town, or the total of its parts."""
    out = list(clusters)
    for outer in sorted(clusters, key=lambda c: c.place.precision if c.place else 0):
        if outer.place is None or outer.place.precision < GeoPrecision.DISTRICT or outer not in out:
            continue
        inner = [
            c for c in out if c is not outer and c.place is not None and within(c.place.match, outer.place.match) and _overlap(c, outer)
        ]
        if not inner:
            if outer.place.is_country and not _worth_a_country(outer):
                out.remove(outer)
            continue
        killed, injured = outer.count(Fate.KILLED), outer.count(Fate.INJURED)
        if not killed and not injured:
            if len(inner) == 1:
                inner[0].mentions += outer.mentions
            out.remove(outer)
            continue
        told = [c for c in inner if c.count(Fate.KILLED) is not None or c.count(Fate.INJURED) is not None]
        if len(inner) == 1 and all(_fits(inner[0].count(f), outer.count(f)) for f in (Fate.KILLED, Fate.INJURED)):
            inner[0].mentions += outer.mentions
            out.remove(outer)
        elif (
            killed is not None
            and told
            and sum(c.count(Fate.KILLED) or 0 for c in told) <= killed
            and (injured is None or sum(c.count(Fate.INJURED) or 0 for c in told) <= injured * 1.5)
        ):
            for c in told:
                c.parts_of = c.parts_of or outer
        elif outer.place.is_country:
            out.remove(outer)
    for c in out:
        if c.parts_of is not None and c.parts_of not in out:
            c.parts_of = None
        c.mentions.sort(key=lambda m: (m.sentence.index, m.place.start if m.place else 0))
    return out


def _overlap(a: Cluster, b: Cluster) -> bool:
    if a.when is None or b.when is None:
        return True
    slack = timedelta(1)
    return a.when[0] - slack <= b.when[1] and b.when[0] - slack <= a.when[1]


def _fits(part: int | None, whole: int | None) -> bool:
    """Whether the only town's figure is the region's own, or unknown."""
    return part is None or whole is None or part == whole


def _worth_a_country(c: Cluster) -> bool:
    """A strike placed only in a country is kept where its site or its toll is told: "an oil refinery deep inside Russia"."""
    hurt = bool(c.count(Fate.KILLED) or c.count(Fate.INJURED))
    site = any(m.target is not None and m.founding for m in c.mentions)
    return hurt or site
