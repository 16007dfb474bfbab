"""What a report is about as a whole: where its harm is sport's or nature's, or where it names no arms, weak words are no strikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard.extraction.clusters import Cluster
from dashboard.extraction.document import Document
from dashboard.extraction.fates import Fate
from dashboard.extraction.lexicon import conflicts
from dashboard.extraction.mentions import Mention
from dashboard.extraction.reading import Rejected
from dashboard.extraction.script import is_cyrillic
from gazetteer import Toponym, ToponymKind

_ANOTHER = frozenset(f"other_harm:{key}" for key in ("sport", "labour", "nature", "accident", "culture", "figurative"))
"""Rules that, where they fire in more sentences than tell an attack with arms, say what the report is about."""
ENOUGH = 2
"""Sentences that make a subject; one is an aside."""


LINES = 4
"""Sentences; a shorter text has no room to name its arms."""


LONG = 8
"""Sentences; a report of so many has named the country that it is about."""
SMALL = 500_000
"""Inhabitants; only a larger town is known without its country."""


def kept(
    document: Document,
    clusters: Sequence[Cluster],
    mentions: Sequence[Mention],
    rejected: Sequence[Rejected],
    toponyms: Sequence[Toponym],
) -> tuple[list[Cluster], list[Rejected]]:
    """The strikes that the report as a whole bears out, and the others with the rule that turned them down."""
    short = len(document.sentences) < LINES
    armed = sum(m.founding and bool(m.weapons or m.strong or m.actor is not None) for m in mentions)
    other = Counter(r.rule for r in rejected if r.rule in _ANOTHER)
    subject = other.most_common(1)[0][0] if other else ""
    about_other = other.total() >= ENOUGH and other.total() > armed
    nations = _nations(toponyms)
    out: list[Cluster] = []
    dropped: list[Rejected] = []
    planted = sum(r.rule in {"other_harm:planted", "other_harm:crime"} for r in rejected)
    states = sum(m.founding and (_is_state(m) or m.strong) for m in mentions)
    aside = planted >= ENOUGH and planted > states and not any(m.founding and _flies(m) for m in mentions)
    for c in clusters:
        rule = (
            "other_harm:planted"
            if aside and not _has_cyrillic(c)
            else subject
            if about_other and not _is_war(c)
            else "strike:no-arms-in-report"
            if not (short or armed or _has_arms(c))
            else ""
        )
        if not rule and len(document.sentences) >= LONG and not _has_cyrillic(c) and _is_stranger(c, nations):
            rule = "strike:country-not-named"
        if rule:
            dropped += [Rejected(m.sentence.start, m.sentence.end, rule) for m in c.mentions if m.founding]
        else:
            out.append(c)
    return out, dropped


def _is_state(m: Mention) -> bool:
    """Whether a state or its forces are told to have struck; armed groups also plant and shoot."""
    return m.actor is not None and m.actor.rule != "actor:group"


def _flies(m: Mention) -> bool:
    """Whether it names a weapon that comes from afar; a "bomb" may have been carried in."""
    return any(h.key not in {"bomb", "explosive device"} for h in m.weapons)


def _has_cyrillic(c: Cluster) -> bool:
    return any(is_cyrillic(m.sentence.text) for m in c.mentions)


def _nations(toponyms: Sequence[Toponym]) -> Counter[str]:
    """How often the report names each country or a place in it; countries and peoples count as named."""
    named: Counter[str] = Counter()
    for t in toponyms:
        if t.match is not None and t.match.place.country_code is not None:
            plain = t.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM, ToponymKind.METONYM}
            named[t.match.place.country_code] += NAMED if plain else 1
    return named


NAMED = 3
"""Places of a country that count as much as its name."""


def _is_stranger(c: Cluster, nations: Counter[str]) -> bool:
    """Whether a small place lies in a country that the report never speaks of while it names others: a namesake was meant."""
    if c.place is None or c.place.match.place.country_code is None or c.place.match.place.population >= SMALL:
        return False
    return nations[c.place.match.place.country_code] < NAMED <= max(nations.values(), default=0)


def _has_arms(c: Cluster) -> bool:
    """Whether a mention names a weapon, a strong word of attack, or who struck; Ukrainian and Russian mentions always tell an attack."""
    if _has_cyrillic(c) or _at_war(c):
        return True
    return any(m.weapons or m.strong or m.actor is not None or m.enemy for m in c.mentions)


def _at_war(c: Cluster) -> bool:
    """Whether an attack in a country at war destroyed or hurt: there, reports need not say that it was one of arms."""
    if c.place is None or c.place.match.place.country_code not in conflicts("war")["countries"]:
        return False
    return any(m.founding and (m.target is not None or m.casualties) for m in c.mentions)


def _is_war(c: Cluster) -> bool:
    """Whether arms and what they did or whose they were are told together: a striker's "missile" has neither."""
    hurt = (c.count(Fate.KILLED) or 0) + (c.count(Fate.INJURED) or 0) > 0
    return any(m.weapons for m in c.mentions) and (hurt or any(m.actor is not None or m.enemy for m in c.mentions))
