"""From clusters of mentions to strike claims: the figures chosen, each with the words it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from dashboard.codes import ClaimKind
from dashboard.extraction import cyrillic
from dashboard.extraction.attacks import enemy_of, weapons_of
from dashboard.extraction.clusters import Cluster
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Fate
from dashboard.extraction.figures import BACKGROUND_DAYS, Figure, Words, actor_of, enemy_words, figure_of, lead_of, when_of, words_in
from dashboard.extraction.gathering import cluster
from dashboard.extraction.mentions import Mention, strike_mentions
from dashboard.extraction.nesting import nest
from dashboard.extraction.places import place_mentions
from dashboard.extraction.promotion import back
from dashboard.extraction.reading import Rejected
from dashboard.extraction.sites import site_name
from dashboard.extraction.subject import kept
from dashboard.records import Evidence, StrikeClaim, claim_key
from gazetteer import RelativePlace, Toponym

MAX_PASSAGE = 700
"""Code points of evidence at most, where it spans several sentences."""


def strike_claims(
    document: Document, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]
) -> tuple[list[StrikeClaim], list[Rejected]]:
    """Every strike that a report tells, in order of its evidence, and the sentences that were turned down with the rule that did it."""
    places = cache(lambda: place_mentions(document, toponyms, relatives))  # most reports tell no strike and need none
    mentions, rejected = strike_mentions(document, places, toponyms)
    told, turned_down = cyrillic.strike_mentions(document, toponyms, relatives)
    mentions = sorted([*mentions, *told], key=lambda m: m.sentence.index)
    rejected = [*rejected, *turned_down]
    if not mentions:
        return [], rejected
    gathered = cluster(document, mentions, places())
    back(gathered)
    clusters, others = kept(document, nest(gathered), mentions, rejected, toponyms)
    rejected += others
    usual = _usual_actor(clusters)
    named = _nations(clusters, toponyms)
    taken: set[tuple[int, int]] = set()
    names = {(t.start, t.end) for t in toponyms}
    claims = {id(c): _claim(document, c, usual, named, taken, names) for c in clusters}
    linked = [
        replace(claims[id(c)], part_of=claims[id(c.parts_of)].claim_id) if id(c.parts_of) in claims else claims[id(c)] for c in clusters
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


def _nations(clusters: list[Cluster], toponyms: Sequence[Toponym]) -> dict[str | None, Words]:
    """The countries that a report names, with their first words; "the enemy" names the other side of each war it tells of."""
    named: dict[str | None, Words] = {}
    for t in toponyms:
        if t.match is not None:
            named.setdefault(t.match.place.country, Words(t.start, t.end, "actor:other-side"))
    hostile = next((words for c in clusters for m in c.mentions if m.enemy and (words := enemy_words(m)) is not None), None)
    if hostile is not None:
        for country in {c.place.match.place.country_code for c in clusters if c.place is not None}:
            named.setdefault(enemy_of(country), hostile)
    return named


def _usual_actor(clusters: list[Cluster]) -> dict[str | None, tuple[str, Words]]:
    """Who, in this report, strikes in a country: named once, it holds for the strikes beside it and for "the enemy"."""
    seen: dict[str | None, Counter[str]] = {}
    words: dict[tuple[str | None, str], Words] = {}
    for c in clusters:
        country = c.place.match.place.country_code if c.place else None
        for m in c.mentions:
            if m.actor is not None and m.founding and m.actor.name != (c.place.match.place.country if c.place else None):
                seen.setdefault(country, Counter())[m.actor.name] += 1
                words.setdefault((country, m.actor.name), words_in(m, m.actor.start, m.actor.end, m.actor.rule))
    most = {country: counts.most_common(1)[0][0] for country, counts in seen.items()}
    return {country: (name, words[country, name]) for country, name in most.items()}


def _claim(
    document: Document,
    c: Cluster,
    usual: dict[str | None, tuple[str, Words]],
    named: dict[str | None, Words],
    taken: set[tuple[int, int]],
    names: Collection[tuple[int, int]],
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
        for m, x in figure.parts_in:
            told.of(m, x.start, x.end, x.rule, f"{fate.value}_by")
    for m in c.mentions:
        for h in m.weapons:
            told.of(m, h.start, h.end, "weapon:lexicon", "weapon")
    attacks = next(((m, *m.attacks) for m in c.mentions if m.attacks is not None), None)
    if attacks is not None:
        told.of(attacks[0], attacks[2].start, attacks[2].end, "attacks:counted", "attacks")
    target = next(((m, *m.target) for m in [*(m for m in c.mentions if m.weapons), lead, *c.mentions] if m.target is not None), None)
    if target is not None:
        told.of(target[0], target[2].start, target[2].end, "target:lexicon", "target")
    start, end = _passage(c, lead)
    actor, actor_words = actor_of(c, usual, named)
    if actor is not None and actor_words is not None:
        told.words(actor_words, "actor")
    voice = next((m.voice for m in _counting(figures, lead) if m.voice is not None), None)
    if voice is not None:
        told.add(voice.start, voice.end, "speaker:office", "speaker")
    when, date_words = when_of(document, c)
    if when.start is not None:
        told.words(date_words or Words(start, end, "date:publication"), "date")
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
        site=site_name(target[0].sentence, target[2], names) if target is not None else None,
        actor=actor,
        speaker=voice.match.place.country if voice is not None else None,
    )


def _counting(figures: Mapping[Fate, Figure], lead: Mention) -> Iterator[Mention]:
    """The mentions whose counts were taken, and the one that speaks for the strike."""
    yield from (figure.source[0] for figure in figures.values() if figure.source is not None)
    yield lead


class _Support:
    """The words that values were read from, gathered while a claim is put together."""

    def __init__(self, report_id: str) -> None:
        self._report_id = report_id
        self.found: list[Evidence] = []

    def add(self, start: int, end: int, rule: str, value: str) -> None:
        """Words by their place in the report."""
        self.found.append(Evidence(report_id=self._report_id, start=start, end=end, rule=rule, value=value))

    def words(self, words: Words, value: str) -> None:
        """Words with their rule."""
        self.add(words.start, words.end, words.rule, value)

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
