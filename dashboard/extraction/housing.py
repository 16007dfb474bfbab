"""Find a home for a mention that names no place: the rules, each with its name, in the order in which they are asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.codes import Target
from dashboard.extraction.around import Role
from dashboard.extraction.barring import count_of, is_barred
from dashboard.extraction.clusters import DEFINITE, Cluster, compatible, same_place, told_about
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention, within
from gazetteer import GeoPrecision


@dataclass(frozen=True, slots=True)
class Stray:
    """A mention without a place among the strikes that have one."""

    document: Document
    mention: Mention
    clusters: list[Cluster]
    """All strikes of the report so far."""
    known: Sequence[Cluster]
    """Those told near by."""
    open: Sequence[Cluster]
    """Of these, the ones that nothing in weapons or time speaks against."""
    places: Mapping[int, Sequence[PlaceMention]]

    def count(self, fate: Fate) -> int:
        """The mention's largest count for a fate; 0 where it gives none."""
        return count_of(self.mention, fate)

    @property
    def equal(self) -> list[Cluster]:
        """The strikes of which the same number is told; one alone proves nothing."""
        told = [(f, n) for f in (Fate.KILLED, Fate.INJURED) if (n := self.count(f)) > 1]
        return [c for c in self.open if any(c.count(f) == n for f, n in told)]

    def away(self, c: Cluster) -> tuple[int, int]:
        """Paragraphs and sentences between the mention and the nearest one of a strike."""
        return c.apart(self.mention.sentence)

    def nearest(self, among: Sequence[Cluster]) -> Cluster | None:
        """The strike told nearest by, or None among none."""
        return min(among, key=lambda c: (*self.away(c), self._follows(c))) if among else None

    def _follows(self, c: Cluster) -> bool:
        """Whether the strike's nearest words stand after the mention: of two as near, the one told before is meant."""
        before = c.last_before(self.mention.sentence)
        return before is None or self.mention.sentence.index - before > self.away(c)[1]

    def found(self, place: PlaceMention) -> Cluster:
        """A strike of its own at a place."""
        home = Cluster(place=place)
        self.clusters.append(home)
        return home


def house(document: Document, mention: Mention, clusters: list[Cluster], placed: int, places: Mapping[int, Sequence[PlaceMention]]) -> bool:
    """Add a mention to the strike that it goes on about, or to one of its own; False where no rule knows.

    The first `placed` strikes are in the order of the text.
    """
    known = told_about(clusters, placed, mention.sentence)
    open_ = [c for c in known if compatible(c, mention) and not is_barred(c, mention, document.report.published)]
    stray = Stray(document, mention, clusters, known, open_, places)
    if _is_country_total(stray):
        if mention.founding and mention.office is not None:
            stray.found(mention.office).add(mention)
        return True
    home = next((home for rule in _RULES if (home := rule(stray)) is not None), None)
    if home is not None:
        home.add(mention)
    return home is not None


def rejoin(
    document: Document, mention: Mention, clusters: list[Cluster], placed: int, places: Mapping[int, Sequence[PlaceMention]]
) -> None:
    """Add a mention that found no home to the strike of which its very figures have been told meanwhile."""
    known = told_about(clusters, placed, mention.sentence)
    home = _same_figures(Stray(document, mention, clusters, known, [c for c in known if compatible(c, mention)], places))
    if home is not None:
        home.add(mention)


_PERIOD = re.compile(
    r"\b(?:over|in|during|within|for) the (?:past|last|previous) (?:24 hours|day|twenty-four hours)|\bsince (?:yesterday|\w+day)\b",
    re.IGNORECASE,
)


def _is_country_total(stray: Stray) -> bool:
    """As in "Lebanon's health ministry said 46 people had been killed in the last 24 hours": a sum over the country, no toll of a town."""
    mention = stray.mention
    over = bool(mention.casualties) and _PERIOD.search(mention.sentence.text) is not None and mention.anaphor is None
    nation = mention.office is None or mention.office.is_country
    return over and nation and not stray.equal


def _same_paragraph(stray: Stray) -> Cluster | None:
    """The strike of the same paragraph; where others have the same figures, only if it has them too."""
    beside = [c for c in stray.open if stray.away(c)[0] == 0]
    equal = stray.equal
    return stray.nearest([c for c in equal if c in beside] or ([] if equal and not stray.mention.founding else beside))


def _same_figures(stray: Stray) -> Cluster | None:
    return stray.nearest(stray.equal)


_SEPARATE = re.compile(r"\b(?:separate|another|second|elsewhere|also)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:said|says|saying|told|reported|reports|wrote|added|confirmed|announced|stated|posted|according to|noted|informed)\b",
    re.IGNORECASE,
)
"""Words with which an official speaks; "the daughter of the mayor" says nothing."""


_LOCALS = re.compile(
    r"\W*(?:the )?(?:local|regional|city|town|district|provincial) (?:officials?|authorities|administration)\b", re.IGNORECASE
)


def _speaker_before(stray: Stray) -> PlaceMention | None:
    """As in "Authorities in the Khmelnytskyi region reported explosions. Local officials said two had been killed": still theirs."""
    s = stray.mention.sentence
    before = stray.document.sentences[s.index - 1] if s.index else None
    if before is None or before.paragraph != s.paragraph or _LOCALS.match(s.text) is None:
        return None
    spoke = [p for p in stray.places.get(before.index, ()) if p.role is Role.SPEAKER and not p.is_country]
    return spoke[-1] if len(spoke) == 1 else None


def _of_the_office(stray: Stray) -> Cluster | None:
    """The strike in the area of the official who speaks."""
    office = stray.mention.office or _speaker_before(stray)
    if office is None:
        return None
    held = [
        c for c in stray.open if c.founded and c.place is not None and (same_place(c.place, office) or within(c.place.match, office.match))
    ]
    s = stray.mention.sentence
    if stray.mention.founding:
        # "A drone hit a depot in the region. ... After a separate attack a fire raged in Proletarsk": told before that one.
        held = [c for c in held if c.last_before(s) is not None or not _SEPARATE.search(c.mentions[0].sentence.text)]
    exact = [c for c in held if same_place(c.place, office)]
    return exact[0] if exact else held[-1] if len(held) == 1 else None


def _of_the_section(stray: Stray) -> Cluster | None:
    """The country that the section says was struck, for what has people hurt or a site."""
    mention = stray.mention
    if not (mention.founding or mention.statement) or not (stray.count(Fate.KILLED) or stray.count(Fate.INJURED) or mention.target):
        return None
    section = _section_country(stray)
    if section is None:
        return None
    home = next((c for c in stray.open if same_place(c.place, section)), None)
    return home or (stray.found(section) if mention.founding else None)


def _at_the_office(stray: Stray) -> Cluster | None:
    """A strike of its own in the area of the official who speaks."""
    mention = stray.mention
    if (
        mention.office is None
        or mention.office.is_country
        or _TELLS.search(mention.sentence.text) is None
        or not (mention.casualties or (mention.weapons and mention.target is not None and mention.target[0] is not Target.MEDICAL))
        or not (mention.founding or any(c.founded for c in stray.known))
    ):
        return None
    return stray.found(mention.office)


def _waiting(stray: Stray) -> Cluster | None:
    """The strike told last before, while its toll is still to come: reporters tell the attack, then the toll."""
    s = stray.mention.sentence
    before = [(told, c) for c in stray.open if (told := c.last_before(s)) is not None]
    if not before or not stray.mention.casualties:
        return None
    last = max(before, key=lambda b: b[0])[1]
    fates = [f for f in (Fate.KILLED, Fate.INJURED) if stray.count(f)]
    wanting = bool(fates) and all(last.count(f) is None for f in fates)
    near = last.told_beside(s) or (s.section in last.sections and stray.away(last)[0] <= BACK and last.count(Fate.MISSING) is None)
    return last if wanting and near else None


BACK = 2
"""Paragraphs: the one before, or one beyond a quote."""


def _goes_on(stray: Stray) -> Cluster | None:
    """The strike of the section that "the attack" leans on, or the report's only one."""
    mention, s, open_ = stray.mention, stray.mention.sentence, stray.open
    before = [c for c in open_ if c.last_before(s) is not None and stray.away(c)[0] <= BACK]
    sections = [c for c in before if s.section in c.sections]
    leans = DEFINITE.search(s.text) is not None
    alone = len(stray.clusters) == 1 and (bool(mention.casualties) or mention.armed or leans)
    return stray.nearest(sections or open_) if (sections and leans) or alone else None


_TURNS = re.compile(
    r"\W*(?:separately|elsewhere|meanwhile|in (?:a )?(?:separate|another|other)|another|also|in [A-Z]|near [A-Z]|at [A-Z]|on the same|"
    r"on \w+day"
    r"|earlier|later|the previous|previously|overall|in total)\b"
)


_IN_ALL = re.compile(r"\b(?:in all|in total|altogether|overall|combined)\b", re.IGNORECASE)
"""A sum over more than the strike told last."""


def _follows(stray: Stray) -> Cluster | None:
    """The only strike of the sentence just before: "... killed 38. Fourteen raids hit the quays late on Thursday"."""
    mention, s = stray.mention, stray.mention.sentence
    if not mention.armed and not mention.casualties and mention.date is None:
        return None
    if _TURNS.match(s.text[:1].lower() + s.text[1:]) or _IN_ALL.search(s.text) or mention.anaphor is not None or mention.office is not None:
        return None
    before = [c for c in stray.known if c.last_before(s) == s.index - 1 and s.section in c.sections]
    near = before[0] if len(before) == 1 and stray.away(before[0])[0] <= 1 else None
    return near if near is not None and near in stray.open else None


def _of_the_town(stray: Stray) -> Cluster | None:
    """The strike on the very town whose official speaks, wherever it was told."""
    office = stray.mention.office
    if office is None or office.precision > GeoPrecision.NEAR:
        return None
    return stray.nearest([c for c in stray.open if c.founded and same_place(c.place, office)])


_RULES: tuple[Callable[[Stray], Cluster | None], ...] = (
    _of_the_town, _same_paragraph, _same_figures, _of_the_office, _at_the_office, _of_the_section, _waiting, _goes_on, _follows,
)  # fmt: skip


def _section_country(stray: Stray) -> PlaceMention | None:
    """The country that the mention's section says was struck ("strikes into Russia"), where the sentence names no place."""
    document, places, s = stray.document, stray.places, stray.mention.sentence
    near = [t for t in document.sentences if t.section == s.section and abs(t.index - s.index) <= 4]  # noqa: PLR2004 - the section's beginning
    for other in sorted(near, key=lambda t: abs(t.index - s.index)):
        for place in places.get(other.index, ()):
            lead = other.text[max(0, place.start - other.start - 60) : place.start - other.start]
            if (
                place.precision is GeoPrecision.COUNTRY
                and place.role is Role.EVENT
                and re.search(
                    r"\b(?:strikes?|attacks?|struck|hit|raids?|shelling|drones?|missiles?|bomb\w*)\b[^.;]{0,40}$", lead, re.IGNORECASE
                )
            ):
                return place
    return None
