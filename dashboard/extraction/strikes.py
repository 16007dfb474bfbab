"""From clusters of mentions to strike claims: the figures chosen, each with the words it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.codes import ClaimKind
from dashboard.extraction import cyrillic
from dashboard.extraction.attacks import enemy_of, weapons_of
from dashboard.extraction.casualties import Fate
from dashboard.extraction.clusters import Cluster, cluster
from dashboard.extraction.document import Document
from dashboard.extraction.figures import BACKGROUND_DAYS, actor_of, figure_of, lead_of, when_of
from dashboard.extraction.mentions import Mention, strike_mentions
from dashboard.extraction.nesting import nest
from dashboard.extraction.places import place_mentions
from dashboard.extraction.reading import Rejected
from dashboard.records import Evidence, StrikeClaim, claim_key
from gazetteer import RelativePlace, Toponym

"""A strike told this long before publication is context, not this report's news."""


"""First-order divisions (GeoNames codes) held by the other side: who struck there is taken only from the text's own words."""


MAX_PASSAGE = 700
"""Code points of evidence at most, where it spans several sentences."""


def strike_claims(
    document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]
) -> tuple[list[StrikeClaim], list[Rejected]]:
    """Every strike that a report tells, in order of its evidence, and the sentences that were turned down with the rule that did it."""
    places = place_mentions(document, toponyms, relatives)
    mentions, rejected = strike_mentions(document, places, toponyms)
    told, turned_down = cyrillic.strike_mentions(document, toponyms, relatives)
    mentions, rejected = [*mentions, *told], [*rejected, *turned_down]
    clusters = nest(cluster(document, mentions, places))
    usual = _usual_actor(clusters)
    named = {t.match.place.country for t in toponyms if t.match is not None}
    if any(m.enemy for c in clusters for m in c.mentions):
        named |= {enemy_of(c.place.match.place.country_code) for c in clusters if c.place is not None}
    taken: set[tuple[int, int]] = set()
    claims = {id(c): _claim(document, c, usual, named, taken) for c in clusters}
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
    return [replace(c, background=age > (2 if fresh else BACKGROUND_DAYS)) for c, age in zip(claims, ages, strict=True)]


def _usual_actor(clusters: list[Cluster]) -> dict[str | None, str]:
    """Who, in this report, strikes in a country: named once, it holds for the strikes beside it and for "the enemy"."""
    seen: dict[str | None, Counter[str]] = {}
    for c in clusters:
        country = c.place.match.place.country_code if c.place else None
        for m in c.mentions:
            if m.actor is not None and m.founding and m.actor.name != (c.place.match.place.country if c.place else None):
                seen.setdefault(country, Counter())[m.actor.name] += 1
    return {country: counts.most_common(1)[0][0] for country, counts in seen.items()}


def _claim(
    document: Document, c: Cluster, usual: dict[str | None, str], named: set[str | None], taken: set[tuple[int, int]]
) -> StrikeClaim:
    report = document.report
    lead = lead_of(c)
    told = _Support(report.report_id)
    place = c.place
    if place is not None:
        told.add(place.start, place.end, f"place:{'relative' if place.relative else place.role.value}", "place")
    figures = {fate: figure_of(c, fate) for fate in Fate}
    for fate, figure in figures.items():
        if figure.source is not None:
            told.of(figure.source[0], figure.source[1].start, figure.source[1].end, figure.source[1].rule, fate.value)
    for m in c.mentions:
        for h in m.weapons:
            told.of(m, h.start, h.end, "weapon:lexicon", "weapon")
    attacks = next(((m, *m.attacks) for m in c.mentions if m.attacks is not None), None)
    if attacks is not None:
        told.of(attacks[0], attacks[2].start, attacks[2].end, "attacks:counted", "attacks")
    target = next(((m, *m.target) for m in [*(m for m in c.mentions if m.weapons), lead, *c.mentions] if m.target is not None), None)
    if target is not None:
        told.of(target[0], target[2].start, target[2].end, "target:lexicon", "target")
    actor, actor_in = actor_of(c, usual, named)
    if actor_in is not None and actor_in.actor is not None:
        told.of(actor_in, actor_in.actor.start, actor_in.actor.end, actor_in.actor.rule, "actor")
    when, dated_in = when_of(document, c)
    if dated_in is not None and dated_in.date is not None:
        told.of(dated_in, dated_in.date.start, dated_in.date.end, dated_in.date.rule, "date")
    start, end = _passage(c, lead)
    # Two strikes of one passage are told apart by where their places stand.
    discriminator = str(place.start) if place is not None and (start, end) in taken else ""
    taken.add((start, end))
    return StrikeClaim(
        claim_id=claim_key(report.report_id, ClaimKind.STRIKE, start, end, discriminator),
        report_id=report.report_id,
        evidence=Evidence(report_id=report.report_id, start=start, end=end, rule="strike:" + ("toll" if lead.casualties else "attack")),
        support=tuple(told.found),
        place_text=report.text[slice(*place.name_span)] if place else None,
        place_span=place.name_span if place else None,
        place_is_relative=place.relative if place else False,
        when=when,
        attacks=attacks[1] if attacks is not None else None,
        killed=figures[Fate.KILLED].estimate,
        injured=figures[Fate.INJURED].estimate,
        missing=figures[Fate.MISSING].estimate,
        killed_by=figures[Fate.KILLED].parts,
        injured_by=figures[Fate.INJURED].parts,
        weapons=weapons_of([h for m in c.mentions for h in m.weapons]),
        target=target[1] if target is not None else None,
        actor=actor,
    )


class _Support:
    """The words that values were read from, gathered while a claim is put together."""

    def __init__(self, report_id: str) -> None:
        self._report_id = report_id
        self.found: list[Evidence] = []

    def add(self, start: int, end: int, rule: str, value: str) -> None:
        """Words by their place in the report."""
        self.found.append(Evidence(report_id=self._report_id, start=start, end=end, rule=rule, value=value))

    def of(self, mention: Mention, start: int, end: int, rule: str, value: str) -> None:
        """Words by their place in a mention's sentence."""
        self.add(mention.sentence.start + start, mention.sentence.start + end, rule, value)


def _passage(c: Cluster, lead: Mention) -> tuple[int, int]:
    """The sentences of one paragraph that go on telling the strike around its lead: the attack and its toll belong together."""
    told = {m.sentence.index: m.sentence for m in c.mentions if m.sentence.paragraph == lead.sentence.paragraph and not m.split}
    first = last = lead.sentence
    while not lead.split and (before := told.get(first.index - 1)) is not None and last.end - before.start <= MAX_PASSAGE:
        first = before
    while not lead.split and (after := told.get(last.index + 1)) is not None and after.end - first.start <= MAX_PASSAGE:
        last = after
    return first.start, last.end
