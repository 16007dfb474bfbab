"""Bring the mentions of one report together: one place, one day, one attack is one cluster, however often it is told."""

from __future__ import annotations

from dashboard.extraction.anaphora import antecedent
from dashboard.extraction.clusters import Cluster, apart, compatible, same_place, same_time
from dashboard.extraction.document import Document
from dashboard.extraction.focus import place_in_view, sharper_place
from dashboard.extraction.housing import house
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention
from gazetteer import GeoPrecision


def cluster(document: Document, mentions: list[Mention], places: dict[int, list[PlaceMention]]) -> list[Cluster]:
    """Group mentions to strikes.

    What has no place joins a neighbour that it leans on, or stands at the country its section names, or falls away.
    """
    clusters: list[Cluster] = []
    pending: list[Mention] = []
    for mention in mentions:
        place = (
            mention.place
            if mention.place is not None and not mention.place.is_country
            else _by_anaphor(document, mention, places) or mention.place
        )
        if place is not None and place.precision >= GeoPrecision.DISTRICT:
            place = sharper_place(document, mention, places) or place
        if place is None:
            pending.append(mention)
            continue
        if not mention.founding and (town := _just_told(mention, place, clusters)) is not None:
            town.mentions.append(mention)
            continue
        home = next((c for c in clusters if same_place(c.place, place) and same_time(c, mention)), None)
        if home is None:
            home = Cluster(place=place)
            clusters.append(home)
        home.mentions.append(mention)
        if home.place is not None and _sharper(place, home.place):
            home.place = place
    for mention in pending:
        if (mention.founding or mention.casualties) and not _told_beside(mention, clusters):
            view = place_in_view(document, mention, places, lambda place: any(same_place(c.place, place) for c in clusters))
            home = next((c for c in clusters if view is not None and same_place(c.place, view) and compatible(c, mention)), None)
            if home is not None:
                home.mentions.append(mention)
                continue
            if view is not None:
                clusters.append(Cluster([mention], view))
                continue
        house(document, mention, clusters, places)
    for c in clusters:
        c.mentions.sort(key=lambda m: m.sentence.index)
    return clusters


QUARTER_KM = 30.0
"""A district told without an attack of its own right after its town lies no farther from it."""


def _just_told(mention: Mention, place: PlaceMention, clusters: list[Cluster]) -> Cluster | None:
    """As in "two raids on Sanaa. One person was killed in the Bani al-Harith district": the strike on the town told just before."""
    if place.precision is not GeoPrecision.DISTRICT:
        return None
    for c in clusters:
        told = any(
            m.sentence.index == mention.sentence.index - 1 and m.sentence.paragraph == mention.sentence.paragraph for m in c.mentions
        )
        last = any(
            m.sentence.index == mention.sentence.index - 1 and mention.sentence.paragraph - m.sentence.paragraph <= 1 for m in c.mentions
        )
        if c.founded and (told or last) and c.place is not None and c.place.precision is GeoPrecision.EXACT:
            away = apart(c.place.match, place.match)
            if away is not None and away <= QUARTER_KM:
                return c
    return None


def _told_beside(mention: Mention, clusters: list[Cluster]) -> bool:
    """Whether a strike that has its place is told in the very sentence before, as one strike or several."""
    return any(m.sentence.index == mention.sentence.index - 1 and not m.statement for c in clusters for m in c.mentions if m.founding)


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


def _by_anaphor(document: Document, mention: Mention, places: dict[int, list[PlaceMention]]) -> PlaceMention | None:
    if mention.anaphor is None or mention.anaphor.sort == "country":
        return None
    return antecedent(document, mention.anaphor, [p for i in sorted(places) for p in places[i]])
