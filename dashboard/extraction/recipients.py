"""Which state receives: named after "to" and "for", by its verb, or the one that the report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dashboard.extraction.aid_words import aid_words
from dashboard.extraction.donors import Party, code_of, is_state_name, names_money, state_of
from dashboard.extraction.giving import AID_BY, LOOK_BACK, OWNS, receives, receives_by_word
from dashboard.extraction.lexicon import conflicts, table
from gazetteer import Toponym, ToponymKind

FOR = re.compile(
    r"\b(?:to|for|helps?|supports?|lend|lent|give|gave|send|sent|offer|grant|promised?|helping|supporting|arming)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_VISITS = re.compile(
    r"\b(?:trips?|visit\w*|travel\w*|flew|went|came|speaking|spoke|meeting|summit|conference|talks|gathering|forum|told \w+|"
    r"reception|ceremony|held|met|meet|stop|tour|here)\s+(?:\w+\s+){0,2}(?:to|in|at)\s+(?:the\s+)?(?:\w+,\s+)?$",
    re.IGNORECASE,
)


def visited(party: Party, text: str) -> bool:
    """Whether a party is only where somebody speaks: "during her trip to Warsaw"."""
    return bool(_VISITS.search(text[max(0, party.start - LOOK_BACK) : party.start]))


def is_stray(party: Party, donor: Party | None, usual: tuple[str, str | None] | None) -> bool:
    """Whether a name is only a town outside the state that the report speaks of as helped: a namesake, or where things pass through."""
    return party.rule == "party:place" and usual is not None and party.code != usual[1] and (donor is None or usual[0] != donor.name)


def recipient_of(
    people: Sequence[Party], text: str, donor: Party | None, start: int, end: int, limit: int, usual: tuple[str, str | None] | None
) -> tuple[str | None, str | None]:
    """The state that receives what stands at `text[start:end]`.

    First the one after "to" or "for" up to `limit`, where the next amount stands; then the report's usual one where it receives here;
    then the nearest after and before; then the usual one at all.
    """
    others = [p for p in people if p.is_state and (donor is None or p.name != donor.name) and not visited(p, text) and not attacks(p, text)]
    fit = [p for p in others if receives(p, text) and not is_stray(p, donor, usual)]
    own = next((p for p in fit if end <= p.start < limit and receives_by_word(p, text) and _is_named(p, text, usual)), None)
    if own is not None:
        return own.name, own.code
    channels = table("aid", "channels")
    channel = next((channels[p.name][0] for p in people if p.name in channels and receives(p, text)), None)
    if channel is not None:
        return channel, code_of(channel)
    near = [p for p in fit if p.start >= end] or [p for p in reversed(fit) if p.end <= start]
    named = next((p for p in fit if usual is not None and p.name == usual[0]), None) or next(
        (p for p in near if _is_named(p, text, usual)), None
    )
    if named is not None:
        return (named.name, named.code)
    if usual is not None and (donor is None or usual[0] != donor.name):
        return usual
    plain = [p for p in others if p.rule in {"party:country", "party:demonym", "party:capital", "party:territory"}]
    if plain:
        return plain[-1].name, plain[-1].code
    addressed = next(
        (p for p in people if p.rule == "party:leader" and p.code and receives(p, text) and (donor is None or p.name != donor.name)), None
    )
    if addressed is not None:
        return addressed.name, addressed.code
    invaded = next((conflicts("invaded")[p.name] for p in people if p.name in conflicts("invaded") and attacks(p, text)), None)
    return (invaded[0], code_of(invaded[0])) if invaded else (None, None)


_PEOPLE = re.compile(r"\s*(?:[.,;:)”\"]|$|(?:and|or|in|who|by|from|with|at|as|after|affected|displaced|living|hit|during|whose|to)\b)")


def _is_named(party: Party, text: str, usual: tuple[str, str | None] | None) -> bool:
    """Whether a party receives by its own name; an adjective does in "the Lebanese army", not in "the Danish model"."""
    if party.rule != "party:demonym" or usual is None or party.name == usual[0]:
        return True
    return OWNS.match(text, party.end) is not None or _PEOPLE.match(text, party.end) is not None


_SALE = re.compile(r"\b(?:sales?|sells?|sold|selling|exports?|exported)\b[^.;]{0,60}$", re.IGNORECASE)
_ATTACKS = re.compile(
    r"(?:[’']s?\s+(?:[\w-]+\s+){0,3}?(?:war|threats?)|(?:[’']s?)?\s+(?:[\w-]+\s+){0,3}?(?:invasion|invaded|aggression|attacks?|"
    r"strikes?|assault|"
    r"airstrikes?|bombardment|bombing|shelling|occupation|invaders?))\b",
    re.IGNORECASE,
)


def attacks(party: Party, text: str) -> bool:
    """Whether a party is named only as the one that attacks: "since Russia's invasion"."""
    return _ATTACKS.match(text, party.end) is not None and not FOR.search(text[max(0, party.start - 16) : party.start])


_FROM = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)


def usual_recipient(text: str, toponyms: Sequence[Toponym]) -> tuple[str, str | None] | None:
    """The state that the report speaks of as the one helped: where an amount names no recipient, the aid is for it."""
    seen: Counter[tuple[str, str | None]] = Counter()
    helped: set[tuple[str, str | None]] = set()
    for t in toponyms:
        state = state_of(t)
        if state is None or names_money(text[t.end : t.end + 24]):
            continue
        # "for Ukraine", "to Sudan" tell more than a bare name; a town tells least; who gives is not helped.
        if _FROM.search(text[max(0, t.start - 12) : t.start]) or (t.kind is ToponymKind.OTHER and not is_state_name(t)):
            continue
        given = FOR.search(text[max(0, t.start - 16) : t.start])
        if given and _SALE.search(text[max(0, t.start - 80) : t.start]):
            continue
        if given and (_ITS_AID.match(text, t.end) or _VISITS.search(text[max(0, t.start - LOOK_BACK) : t.start])):
            given = None
        if given:
            seen[state] += 8
            helped.add(state)
        elif _ATTACKS.match(text, t.end):
            seen[state] -= 4
        elif t.kind in {ToponymKind.COUNTRY, ToponymKind.DEMONYM, ToponymKind.OTHER} or state[0] == "Gaza":
            seen[state] += 2
            if (
                (t.kind is not ToponymKind.OTHER and _DONATES.match(text, t.end))
                or text[max(0, t.start - 7) : t.start].lower() == "donor: "
                or text.startswith(": ", t.end)
                or AID_BY.search(text[max(0, t.start - 30) : t.start])
            ):
                seen[state] -= 8
        else:
            seen[state] += 1
    invaders = conflicts("invaded")
    victims = {name for names in invaders.values() for name in names}
    for hit in aid_words("people").find(text):
        if hit.key in victims:
            seen[hit.key, code_of(hit.key)] += 1
    return next((s for s, n in seen.most_common() if s[0] not in invaders and (n > 0 or s in helped)), None)


_ITS_AID = re.compile(r"(?:[’']s)?\s+(?:[\w-]+\s+){0,2}?(?:aid|assistance|help|support|packages?|contributions?)\b", re.IGNORECASE)
_DONATES = re.compile(
    r"(?:[’']s)?\s+(?:[\w-]+\s+){0,3}?(?:announc\w+|pledg\w+|promis\w+|donat\w+|will (?:give|send|provide|lend|donate|"
    r"contribute)|unveil\w+|"
    r"(?:has|have) (?:already |also )?(?:provided|given|sent|contributed|allocated|committed|pledged)|gives|provides|responds|"
    r"offered|increases|"
    r"contributes|contribution|steps up|boosts|sends|"
    r"gave|handed over|approv\w+|allocat\w+)\b",
    re.IGNORECASE,
)
