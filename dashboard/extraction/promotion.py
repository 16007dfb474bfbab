"""Strikes told without a word of attack: a toll or a site beside strikes that are told in full belongs to the same news."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.extraction.clusters import REMEMBERED, Cluster
from dashboard.extraction.fates import Fate
from dashboard.extraction.mentions import Mention
from dashboard.extraction.script import is_cyrillic
from gazetteer import GeoPrecision

LEAD = 3
"""Sentences at the head of a report that tell its news."""
APART = 3
"""Paragraphs between a toll and the nearest strike told in full."""
_STRUCK = re.compile(
    r"attack|struck|strik|hit|shell|bomb|target|raid|fire[ds]?\b|fell|exploded|explosion|blast|debris|wreckage|fragments?|destroyed|"
    r"wrecked|gutted|flattened|demolished",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:in hospitals?|of (?:his|her|their) (?:wounds|injuries)|funerals?|buried|"
    r"in combat|fighting|on the front|captured?|arrest\w*|court|accident)"
    r"\b",
    re.IGNORECASE,
)
"""Deaths told in these words are of another time, or of another kind."""


def back(clusters: Sequence[Cluster]) -> None:
    """Mark the strikes that others bear out: same country, no further than `APART` paragraphs, the days touching.

    As in "Missiles struck Ukrainian cities. ... One man died in the city of Dnipro and 12 people were injured",
    "The airport of Ivano-Frankivsk was also attacked on Sunday".
    """
    told = [c for c in clusters if c.founded and any(m.founding and (m.weapons or m.actor is not None) for m in c.mentions)]
    position = {id(c): i for i, c in enumerate(clusters)}
    for i, c in enumerate(clusters):
        if c.founded or c.place is None or c.place.precision > GeoPrecision.REGION:
            continue
        near = [other for other in told if abs(position[id(other)] - i) <= REMEMBERED]
        c.backed = any(_beside(m, c, other) for m in c.mentions if _tells(c, m) for other in near)


def _tells(c: Cluster, m: Mention) -> bool:
    """Whether a mention gives people hurt, or a site with a word of attack, at its own place."""
    if is_cyrillic(m.sentence.text):
        return False  # those rules found what lies beside a strike themselves
    if (m.place is None and (m.anaphor is None or m.anaphor.sort != "city")) or m.statement or _ELSE.search(m.sentence.text):
        return False
    hurt = any(x.fate is not Fate.MISSING and (x.estimate.best or 0) > 0 for x in m.casualties)
    site = m.target is not None and bool(_STRUCK.search(m.sentence.text))
    return hurt or (site and c.place is not None and c.place.precision <= GeoPrecision.NEAR)


def _beside(m: Mention, c: Cluster, other: Cluster) -> bool:
    if c.place is None or other.place is None or c.place.match.place.country_code != other.place.match.place.country_code:
        return False
    # A report's lead that tells a strike on the country bears out all its towns.
    lead = other.place.is_country and min(x.sentence.index for x in other.mentions) < LEAD
    near = lead or (m.sentence.section in other.sections and other.apart(m.sentence)[0] <= APART)
    return near and (c.when is None or other.when is None or abs((c.when[1] - other.when[1]).days) <= 1)
