"""What a report is speaking of: the place that the sentence before put in view, and the town that the next one gives for a region."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from dashboard.extraction.around import Role
from dashboard.extraction.attacks import signals
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.mentions import Mention
from dashboard.extraction.placed import PlaceMention, within
from gazetteer import UNLISTED, GeoPrecision

Places = Mapping[int, Sequence[PlaceMention]]
"""The places of each sentence, by the sentence's index."""
LABEL_WORDS = 6
"""A line of at most this many words that names one place and ends is a label: "Nikopol. The enemy hit with a drone."."""
NEAREST = GeoPrecision.DISTRICT
"""Coarser places put nothing in view."""


def place_in_view(document: Document, mention: Mention, places: Places, known: Callable[[PlaceMention], bool]) -> PlaceMention | None:
    """The one place that the sentence before names as struck, or that a label before names; None where it names none or several.

    `known` says whether a strike is told at a place; elsewhere the sentence must tell an attack itself.
    """
    before = document.sentences[mention.sentence.index - 1] if mention.sentence.index else None
    if before is None or mention.sentence.paragraph - before.paragraph > 1:
        return None
    named = [p for p in places.get(before.index, ()) if p.precision <= NEAREST or p.match.method == UNLISTED]
    if before.paragraph == mention.sentence.paragraph and _is_label(before) and len(named) == 1:
        return named[0]
    struck = [p for p in named if p.role is Role.EVENT]
    distinct = {(p.match.place.name, p.match.place.country_code) for p in struck}
    if before.is_heading or not distinct:
        return None
    last = struck[-1]
    if not known(last) and not signals(before.text, hurt=False).attack_words:
        return None
    return last if len(distinct) == 1 or _turns_to(before, last) else None


def _is_label(sentence: Sentence) -> bool:
    return len(sentence.text.split()) <= LABEL_WORDS and not re.search(r"\b(?:said|was|were|is|are|has|have)\b", sentence.text)


def _turns_to(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether the last place of several is what the sentence turns to: "in May in Kharkiv, while ... in Zaporizhzhia"."""
    lead = sentence.text[: place.start - sentence.start]
    return bool(re.search(r"\b(?:while|but|whereas|and then|before moving)\b[^;]*$", lead))


_THE = r"\bthe (?:\w+ )?{noun}s? (?:in|of|at|near) (?:the (?:town|city|village|settlement) of )?$"
"""A site told before, now with its town: "shelled a cultural centre in the Donetsk region. ... the centre in Chasiv Yar"."""


def sharper_place(document: Document, mention: Mention, places: Places) -> PlaceMention | None:
    """The town that the next two sentences give for the site of a strike placed only in a region; None where they give none."""
    site, outer = mention.target, mention.place
    if site is None or outer is None:
        return None
    noun = mention.sentence.text[site[1].start : site[1].end].split()[-1].removesuffix("s")
    for sentence in document.sentences[mention.sentence.index + 1 : mention.sentence.index + 3]:
        if sentence.is_heading or sentence.paragraph - mention.sentence.paragraph > 1:
            break
        for p in places.get(sentence.index, ()):
            lead = sentence.text[: p.start - sentence.start]
            inside = p.precision <= GeoPrecision.NEAR and within(p.match, outer.match)
            if inside and re.search(_THE.format(noun=re.escape(noun)), lead, re.IGNORECASE):
                return p
    return None
