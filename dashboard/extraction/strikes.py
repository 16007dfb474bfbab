"""From clusters of mentions to strike claims: the figures chosen, each with the words it was read from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashboard.codes import ClaimKind, TimePrecision, Victims
from dashboard.extraction.attacks import enemy_of, weapons_of
from dashboard.extraction.casualties import Casualties, Fate
from dashboard.extraction.clusters import Cluster, cluster
from dashboard.extraction.dates import dates
from dashboard.extraction.document import Document
from dashboard.extraction.mentions import Mention, Rejected, strike_mentions
from dashboard.extraction.places import place_mentions
from dashboard.records import UNKNOWN, Estimate, Evidence, StrikeClaim, When, claim_key
from gazetteer import RelativePlace, Toponym

BACKGROUND_DAYS = 7
"""A strike told this long before publication is context, not this report's news."""
_OTHER_SIDE = re.compile(r"\b(?:monitor(?:ing group)?|observatory|opposition|rebels?|activists?|unconfirmed|unverified|telegram channels?)\b", re.IGNORECASE)


def strike_claims(document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> tuple[list[StrikeClaim], list[Rejected]]:
    """Every strike that a report tells, in order of its evidence, and the sentences that were turned down with the rule that did it."""
    places = place_mentions(document, toponyms, relatives)
    mentions, rejected = strike_mentions(document, places, toponyms)
    clusters = cluster(document, mentions, places)
    usual = _usual_actor(clusters)
    claims: dict[int, StrikeClaim] = {}
    for c in clusters:
        claims[id(c)] = _claim(document, c, usual)
    linked = [replace(claims[id(c)], part_of=claims[id(c.parts_of)].claim_id) if c.parts_of is not None else claims[id(c)] for c in clusters]
    linked = _with_background(linked, document.report.published)
    return sorted(linked, key=lambda s: (s.evidence.start, s.place_span or (0, 0))), rejected


def _with_background(claims: list[StrikeClaim], published: date | None) -> list[StrikeClaim]:
    """Mark what is context: told as days old while fresher strikes are the news."""
    if published is None:
        return claims
    ages = [(published - c.when.best).days if c.when.best else 0 for c in claims]
    fresh = any(age <= 2 for age in ages)  # noqa: PLR2004 - the annotation rule: news is at most two days old
    return [replace(c, background=age > (2 if fresh else BACKGROUND_DAYS)) for c, age in zip(claims, ages, strict=True)]  # noqa: PLR2004


def _usual_actor(clusters: list[Cluster]) -> dict[str | None, str]:
    """Who, in this report, strikes in a country: named once, it holds for the strikes beside it and for "the enemy"."""
    seen: dict[str | None, Counter[str]] = {}
    for c in clusters:
        country = c.place.match.place.country_code if c.place else None
        for m in c.mentions:
            if m.actor is not None and m.founding and m.actor.name != (c.place.match.place.country if c.place else None):
                seen.setdefault(country, Counter())[m.actor.name] += 1
    return {country: counts.most_common(1)[0][0] for country, counts in seen.items()}


def _claim(document: Document, c: Cluster, usual: dict[str | None, str]) -> StrikeClaim:
    report = document.report
    lead = _lead(c)
    s = lead.sentence
    support: list[Evidence] = []

    def support_of(m: Mention, start: int, end: int, rule: str, value: str) -> None:
        support.append(Evidence(report_id=report.report_id, start=m.sentence.start + start, end=m.sentence.start + end, rule=rule, value=value))

    place = c.place
    if place is not None:
        support.append(Evidence(report_id=report.report_id, start=place.start, end=place.end, rule=f"place:{'relative' if place.relative else place.role.value}", value="place"))
    figures: dict[Fate, tuple[Estimate, tuple[tuple[Victims, int], ...]]] = {}
    for fate in Fate:
        estimate, parts, source = _figure(c, fate)
        figures[fate] = (estimate, parts)
        if source is not None:
            support_of(source[0], source[1].start, source[1].end, source[1].rule, fate.value)
    for m in c.mentions:
        for h in m.weapons:
            support_of(m, h.start, h.end, "weapon:lexicon", "weapon")
    attacks = next((m for m in c.mentions if m.attacks is not None), None)
    if attacks is not None and attacks.attacks is not None:
        support_of(attacks, attacks.attacks[1].start, attacks.attacks[1].end, "attacks:counted", "attacks")
    target = next((m for m in [lead, *c.mentions] if m.target is not None), None)
    if target is not None and target.target is not None:
        support_of(target, target.target[1].start, target.target[1].end, "target:lexicon", "target")
    actor = _actor(c, usual, support_of)
    when = _when(document, c, support_of)
    discriminator = str(place.start) if lead.split and place is not None else ""
    return StrikeClaim(
        claim_id=claim_key(report.report_id, ClaimKind.STRIKE, s.start, s.end, discriminator),
        report_id=report.report_id,
        evidence=Evidence(report_id=report.report_id, start=s.start, end=s.end, rule="strike:" + ("toll" if lead.casualties else "attack")),
        support=tuple(support),
        place_text=report.text[place.start : place.end] if place else None,
        place_span=(place.start, place.end) if place else None,
        place_is_relative=place.relative if place else False,
        when=when,
        attacks=attacks.attacks[0] if attacks is not None and attacks.attacks is not None else None,
        killed=figures[Fate.KILLED][0],
        injured=figures[Fate.INJURED][0],
        missing=figures[Fate.MISSING][0],
        killed_by=figures[Fate.KILLED][1],
        injured_by=figures[Fate.INJURED][1],
        weapons=weapons_of([h for m in c.mentions for h in m.weapons]),
        target=target.target[0] if target is not None and target.target is not None else None,
        actor=actor,
    )


def _lead(c: Cluster) -> Mention:
    """The mention that speaks for the strike: the one with the most deaths told, then injured, then the first that tells an attack."""

    def weight(m: Mention) -> tuple[int, int, bool, bool, int]:
        best = {f: max((x.estimate.best or 0 for x in m.casualties if x.fate is f), default=-1) for f in Fate}
        return (best[Fate.KILLED], best[Fate.INJURED], m.founding, m.place is not None, -m.sentence.index)

    return max(c.mentions, key=weight)


def _figure(c: Cluster, fate: Fate) -> tuple[Estimate, tuple[tuple[Victims, int], ...], tuple[Mention, Casualties] | None]:
    """The fullest count that the report gives: the highest figure told, persons told one by one added up where no total stands."""
    told = [(m, x) for m in c.mentions for x in m.casualties if x.fate is fate]
    known = [(m, x) for m, x in told if x.estimate.best is not None]
    if not known:
        return UNKNOWN, (), told[0] if told else None
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
    return estimate, tuple(parts.items()), (mention, chosen)


def _actor(c: Cluster, usual: dict[str | None, str], support_of: object) -> str | None:
    struck = c.place.match.place.country if c.place else None
    named = [m for m in c.mentions if m.actor is not None and m.actor.name != struck] or [m for m in c.mentions if m.actor is not None and m.founding]
    if named and named[0].actor is not None and callable(support_of):
        a = named[0].actor
        support_of(named[0], a.start, a.end, a.rule, "actor")
        return a.name
    country = c.place.match.place.country_code if c.place else None
    if country in usual:
        return usual[country]
    return enemy_of(country) if any(m.enemy for m in c.mentions) else None


def _when(document: Document, c: Cluster, support_of: object) -> When:
    published = document.report.published
    dated = [m for m in c.mentions if m.date is not None and not m.statement and m.date.when.start is not None]
    if dated:
        m = min(dated, key=lambda m: ((m.date.when.end - m.date.when.start).days, m.sentence.index) if m.date and m.date.when.end and m.date.when.start else (0, 0))
        if m.date is not None and callable(support_of):
            support_of(m, m.date.start, m.date.end, m.date.rule, "date")
            return m.date.when
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown")
    if all(m.statement for m in c.mentions):
        spoken = _spoken(document, c, published)
        if spoken is not None:
            return When(start=spoken - timedelta(1), end=spoken, best=spoken, precision=TimePrecision.DAYS, note="the text dates only statements about it; the earliest is taken")
    return When(start=published - timedelta(1), end=published, best=published, precision=TimePrecision.DAYS, note="the text gives no date; taken from the day of publication")


def _spoken(document: Document, c: Cluster, published: date) -> date | None:
    """The earliest day on which, by the sentences around, somebody spoke of the strike."""
    first = c.mentions[0].sentence
    anchor: date | None = None
    days = []
    for s in document.sentences:
        if s.section != first.section or not 0 <= s.index - first.index <= 5:  # noqa: PLR2004 - the same passage
            continue
        for d in dates(s.text, published, anchor):
            if d.when.best is None or d.when.precision is not TimePrecision.DAY or (published - d.when.best).days > BACKGROUND_DAYS:
                continue
            days.append(d.when.best)
            anchor = d.when.best if d.absolute else anchor
    return min(days) if days else None
