"""Bring the mentions of one report together: one place, one day, one attack is one cluster, however often it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.extraction.anaphora import antecedent
from dashboard.extraction.clusters import REMEMBERED, Cluster, apart, compatible, same_place, same_time, told_about
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Fate
from dashboard.extraction.focus import place_in_view, sharper_place
from dashboard.extraction.housing import house, rejoin
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention
from gazetteer import GeoPrecision


def cluster(document: Document, mentions: list[Mention], places: dict[int, list[PlaceMention]]) -> list[Cluster]:
    """Group mentions to strikes.

    What has no place joins a neighbour that it leans on, or stands at the country its section names, or falls away.
    """
    clusters: list[Cluster] = []
    pending: list[Mention] = []
    every = [p for i in sorted(places) for p in places[i]]
    for mention in mentions:
        place = _place_of(document, mention, places, every)
        if place is None:
            pending.append(mention)
        else:
            _gather(mention, place, clusters)
    placed = len(clusters)
    homeless: list[Mention] = []
    for mention in pending:
        known = told_about(clusters, placed, mention.sentence)
        view = _in_view(document, mention, known, places)
        home = next((c for c in known if view is not None and same_place(c.place, view) and compatible(c, mention)), None)
        if home is not None:
            home.add(mention)
        elif view is not None:
            clusters.append(Cluster(place=view))
            clusters[-1].add(mention)
        elif not house(document, mention, clusters, placed, places):
            homeless.append(mention)
    for mention in homeless:
        # "Three people were killed in the south" finds the strike whose toll another sentence has told meanwhile.
        rejoin(document, mention, clusters, placed, places)
    for c in clusters:
        c.mentions.sort(key=lambda m: m.sentence.index)
    return clusters


def _place_of(
    document: Document, mention: Mention, places: dict[int, list[PlaceMention]], every: list[PlaceMention]
) -> PlaceMention | None:
    """Where a mention says that it was: by name, by "the city", or by the town that the next sentence gives for its site."""
    place = mention.place
    office = mention.office
    if mention.anaphor is not None and mention.anaphor.sort == "region" and office is not None and not office.is_country:
        return place  # "Odesa governor ... said missiles were used in the attack on the region": the speaker's own
    if (place is None or place.is_country) and mention.anaphor is not None and mention.anaphor.sort != "country":
        place = antecedent(document, mention.anaphor, every) or place
    if place is None and mention.founding and _ALL_OVER.search(mention.sentence.text):
        place = _country_struck(mention, every)
    if place is not None and place.precision >= GeoPrecision.DISTRICT:
        return sharper_place(document, mention, places) or place
    return place


_ALL_OVER = re.compile(r"\b(?:across|throughout|around|all over) the (?:whole |entire )?(?:country|nation)\b|\bnationwide\b", re.IGNORECASE)


def _country_struck(mention: Mention, every: Sequence[PlaceMention]) -> PlaceMention | None:
    """As in "its war with Ukraine, striking areas across the country": the one country of the sentence that did not strike."""
    s = mention.sentence
    here = [p for p in every if p.precision is GeoPrecision.COUNTRY and s.start <= p.start < s.end]
    struck = [p for p in here if mention.actor is None or p.match.place.country != mention.actor.name]
    return struck[-1] if len({p.match.place.country_code for p in struck}) == 1 else None


def _gather(mention: Mention, place: PlaceMention, clusters: list[Cluster]) -> None:
    known = clusters[-REMEMBERED:]
    home = None if mention.founding else _just_told(mention, place, known)
    if home is not None:
        home.add(mention)
        return
    home = next((c for c in known if same_place(c.place, place) and same_time(c, mention)), None) or _told_again(mention, place, known)
    home = home or _led_near(mention, place, known)
    if home is None:
        home = Cluster(place=place)
        clusters.append(home)
    home.add(mention)
    if home.place is not None and _sharper(place, home.place):
        home.place = place


def _told_again(mention: Mention, place: PlaceMention, known: Sequence[Cluster]) -> Cluster | None:
    """The strike on the same place with the very same dead, told with another day: one of the days is a slip or a day of speech."""
    for c in known:
        if not same_place(c.place, place) or c.when is None or mention.date is None or mention.date.when.best is None:
            continue
        counts = {f: max((x.estimate.best or 0 for x in mention.casualties if x.fate is f), default=0) for f in (Fate.KILLED, Fate.INJURED)}
        pairs = [(n, c.count(f)) for f, n in counts.items() if n and c.count(f) is not None]
        alike = counts[Fate.KILLED] > 1 and pairs and all(n == told for n, told in pairs) and c.count(Fate.KILLED) == counts[Fate.KILLED]
        if alike and abs((c.when[0] - mention.date.when.best).days) <= SLIP_DAYS:
            return c
    return None


SLIP_DAYS = 2
"""Days by which one report may differ from itself on a strike."""
_THE_STRIKE = re.compile(
    r"\W*the (?:[\w-]+ ){0,3}(?:air ?strikes?|strikes?|attacks?|shelling|raids?|bombings?|missiles?|drones?|rockets?|bombs?|blasts?)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\b(?:near|outside|close to|not far from)\b[^.;]{0,60}$", re.IGNORECASE)
NEAR_LEAD_KM = 80.0
"""Kilometres between a town and what is told to be near it."""


def _led_near(mention: Mention, place: PlaceMention, known: Sequence[Cluster]) -> Cluster | None:
    """As in "a strike near the port of Hodeidah. The strike, which hit a market in Bayt al-Faqih": the lead named the next city."""
    s = mention.sentence
    if place.precision > GeoPrecision.NEAR or mention.split or _THE_STRIKE.match(s.text) is None:
        return None
    for c in known:
        lead = c.mentions[0].sentence
        if c.place is None or not 0 < s.index - lead.index <= NEAR_SENTENCES or not c.founded or not same_time(c, mention):
            continue
        named = lead.text[: c.place.start - lead.start] + ("near " if c.place.relative else "")
        away = apart(c.place.match, place.match)
        if _NEAR.search(named) and away is not None and away <= NEAR_LEAD_KM:
            c.place = place
            return c
    return None


NEAR_SENTENCES = 3
"""Sentences after which "the strike" no longer says where the lead's was."""
QUARTER_KM = 30.0
"""A district told without an attack of its own right after its town lies no farther from it."""


def _just_told(mention: Mention, place: PlaceMention, known: Sequence[Cluster]) -> Cluster | None:
    """As in "two raids on Sanaa. One person was killed in the Bani al-Harith district": the strike on the town told just before."""
    if place.precision is not GeoPrecision.DISTRICT:
        return None
    s = mention.sentence
    for c in known:
        straight = c.last_before(s) == s.index - 1 and c.apart(s)[0] <= 1
        if c.founded and straight and c.place is not None and c.place.precision is GeoPrecision.EXACT:
            away = apart(c.place.match, place.match)
            if away is not None and away <= QUARTER_KM:
                return c
    return None


def _in_view(document: Document, mention: Mention, known: Sequence[Cluster], places: dict[int, list[PlaceMention]]) -> PlaceMention | None:
    """The place of the sentence before, unless a strike that has its place is told there."""
    s = mention.sentence
    if not (mention.founding or mention.casualties):
        return None
    told = [m for c in known if c.last_before(s) == s.index - 1 for m in c.mentions if m.sentence.index == s.index - 1]
    if any(m.founding and not m.statement for m in told):
        return None
    return place_in_view(document, mention, places, lambda place: any(same_place(c.place, place) for c in known))


def _sharper(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether `a` names the place better.

    A report that says both "the Zmiiv district" and "Zmiiv" leaves it at the district: doubt is kept.
    """
    coarse = {GeoPrecision.NEAR, GeoPrecision.DISTRICT}
    if b.precision in coarse and a.precision is GeoPrecision.EXACT:
        return False
    if b.relative and not a.relative and a.precision == b.precision:
        return True
    return (a.precision < b.precision and not a.relative) or (a.precision in coarse and b.precision is GeoPrecision.EXACT)
