"""From clusters of mentions to strike claims: the figures chosen, each with the words it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.codes import ClaimKind, Victims
from dashboard.extraction.attacks import weapons_of
from dashboard.extraction.casualties import Fate
from dashboard.extraction.clusters import Cluster, cluster
from dashboard.extraction.document import Document
from dashboard.extraction.figures import BACKGROUND_DAYS, actor_of, figure_of, lead_of, when_of
from dashboard.extraction.mentions import Mention, Rejected, strike_mentions
from dashboard.extraction.nesting import nest
from dashboard.extraction.places import place_mentions
from dashboard.records import Estimate, Evidence, StrikeClaim, claim_key
from gazetteer import RelativePlace, Toponym

"""A strike told this long before publication is context, not this report's news."""


"""First-order divisions (GeoNames codes) held by the other side: who struck there is taken only from the text's own words."""


def strike_claims(
    document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]
) -> tuple[list[StrikeClaim], list[Rejected]]:
    """Every strike that a report tells, in order of its evidence, and the sentences that were turned down with the rule that did it."""
    places = place_mentions(document, toponyms, relatives)
    mentions, rejected = strike_mentions(document, places, toponyms)
    clusters = nest(cluster(document, mentions, places))
    usual = _usual_actor(clusters)
    named = {t.match.place.country for t in toponyms if t.match is not None}
    claims: dict[int, StrikeClaim] = {}
    for c in clusters:
        claims[id(c)] = _claim(document, c, usual, named)
    linked = [
        replace(claims[id(c)], part_of=claims[id(c.parts_of)].claim_id) if c.parts_of is not None else claims[id(c)] for c in clusters
    ]
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


def _claim(document: Document, c: Cluster, usual: dict[str | None, str], named: set[str | None]) -> StrikeClaim:
    report = document.report
    lead = lead_of(c)
    s = lead.sentence
    support: list[Evidence] = []

    def support_of(m: Mention, start: int, end: int, rule: str, value: str) -> None:
        support.append(
            Evidence(report_id=report.report_id, start=m.sentence.start + start, end=m.sentence.start + end, rule=rule, value=value)
        )

    place = c.place
    if place is not None:
        support.append(
            Evidence(
                report_id=report.report_id,
                start=place.start,
                end=place.end,
                rule=f"place:{'relative' if place.relative else place.role.value}",
                value="place",
            )
        )
    figures: dict[Fate, tuple[Estimate, tuple[tuple[Victims, int], ...]]] = {}
    for fate in Fate:
        estimate, parts, source = figure_of(c, fate)
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
    actor = actor_of(c, usual, named, support_of)
    when = when_of(document, c, support_of)
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
