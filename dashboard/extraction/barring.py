"""Strikes that a mention without a place cannot belong to, whatever else speaks for them: the rules, each with its name."""

from __future__ import annotations

import re
from datetime import date

from dashboard.extraction.clusters import DEFINITE, Cluster
from dashboard.extraction.fates import Fate
from dashboard.extraction.lexicon import conflicts
from dashboard.extraction.mentions import Mention

OLD_DAYS = 2
"""Days before publication from which a day is not that of undated news."""
_THAT = re.compile(r"\bthat (?:\w+ ){0,2}?(?:attack|strike|raid|shelling|bombing|blast|explosion|barrage)\b", re.IGNORECASE)


def is_barred(c: Cluster, mention: Mention, published: date | None) -> bool:
    """Whether a rule speaks against the mention being of this strike."""
    return _of_another_day(c, mention, published) or _at_home(c, mention) or _of_another(c, mention) or _by_who_struck(c, mention)


def count_of(mention: Mention, fate: Fate) -> int:
    """The mention's largest count for a fate; 0 where it gives none."""
    return max((c.estimate.best or 0 for c in mention.casualties if c.fate is fate), default=0)


def _of_another_day(c: Cluster, mention: Mention, published: date | None) -> bool:
    """Whether it gives a day well before publication: undated strikes are told of about that day, and of no other."""
    told, hurt = mention.date, count_of(mention, Fate.KILLED) or count_of(mention, Fate.INJURED)
    if c.when is not None or told is None or told.when.best is None or not hurt or published is None:
        return False
    return DEFINITE.search(mention.sentence.text) is None and (published - told.when.best).days >= OLD_DAYS


def _at_home(c: Cluster, mention: Mention) -> bool:
    """Whether the mention tells what a state did, and the strike was on that state: "Israel said it had killed four" is none in Haifa."""
    actor = mention.actor
    return (
        actor is not None
        and actor.name in conflicts("foes")
        and mention.founding
        and c.place is not None
        and c.place.match.place.country == actor.name
        and not any(m.actor is not None and m.actor.name == actor.name for m in c.mentions)
    )


def _of_another(c: Cluster, mention: Mention) -> bool:
    """Whether "the death toll from that strike" points back at words just before, and this strike is not told there."""
    if not mention.casualties or _THAT.search(mention.sentence.text) is None:
        return False
    return c.last_before(mention.sentence) is None or c.apart(mention.sentence)[0] > 1


def _by_who_struck(c: Cluster, mention: Mention) -> bool:
    """Whether an office of the very state that struck gives the toll: "Russia's ministry said 21 were killed" is none in Kyiv."""
    office = mention.office
    if not mention.casualties or office is None or not office.is_country or c.place is None:
        return False
    speaker = office.match.place.country
    return speaker != c.place.match.place.country and any(m.actor is not None and m.actor.name == speaker for m in c.mentions)
