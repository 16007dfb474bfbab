"""Aid told by goods alone: a donor, named goods, a verb of handing over and a state that gets them; no amount of money."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.codes import AidCategory, AidStatus
from dashboard.extraction.aid_words import aid_words, any_of
from dashboard.extraction.donors import Party
from dashboard.extraction.giving import jointly, may_give, receives
from dashboard.extraction.lexicon import Hit, WordList, WordPattern, conflicts, table
from dashboard.extraction.recipients import is_stray
from dashboard.extraction.stages import status_of

REACH = 150
"""Characters between a verb of handing over and the first goods, and between goods and their source."""
LEAD = 70
"""Characters before a giver in which "asked" or "refused" still speaks of the gift."""


@dataclass(frozen=True, slots=True)
class Gift:
    """Goods that a sentence hands over: `text[start:end]` runs from the first goods to the last."""

    donor: Party
    recipient: Party
    start: int
    end: int
    items: tuple[str, ...]
    category: AidCategory
    status: AidStatus
    rule: str


@dataclass(frozen=True, slots=True)
class NoGift:
    """Goods in a sentence that are no aid of this report, with the rule that said so."""

    start: int
    end: int
    rule: str


def goods_in(text: str) -> list[Hit]:
    """Every sort of goods that a text names, with the category as key."""
    return aid_words("items").find(text)


_COUNTED = re.compile(
    r"(?:(?<![$€£\d.,])\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"hundred|thousand|million|"
    r"dozens? of|hundreds of|thousands of|another|tonnes of|tons of|half a million)\s+)(?:[\w’'./-]+\s+){0,4}$",
    re.IGNORECASE,
)


_NO_COUNT = re.compile(r"\b(?:and|or|with|for|in|by|from|to|worth|billion|that|the)\s", re.IGNORECASE)


_MODEL = re.compile(r"(?<!\bUS )(?<!\bUK )(?<!\bEU )\b[A-Z]{2,5}[ -]$|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? $")
"""Before a number that counts nothing: a model, "RBS 70 missiles", or a day, "on Dec. 15 new missiles"."""


def phrase(text: str, hit: Hit) -> str:
    """The goods with their count, in lower case: "12 ambulances"."""
    m = _COUNTED.search(text[max(0, hit.start - 60) : hit.start])
    model = m is not None and _MODEL.search(text[: hit.start - len(m.group())])
    start = hit.start - len(m.group()) if m and not model and not _NO_COUNT.search(m.group()) else hit.start
    return " ".join(text[start : hit.end].lower().split())


def named_goods(text: str) -> list[Hit]:
    """The goods that are named or counted: "Patriot missiles", "400 rockets", not "weapons"."""
    return [h for h in goods_in(text) if not _general().fullmatch(text[h.start : h.end]) or phrase(text, h)[0].isdigit()]


def may_tell_gift(text: str) -> bool:
    """Whether a text names goods and has a verb by which they may be handed over; only such a one tells a gift."""
    return _verbs().search(text) is not None and bool(named_goods(text))


def gift_in(text: str, people: Sequence[Party], usual: tuple[str, str | None] | None = None, *, led: bool = False) -> Gift | NoGift | None:
    """The gift that a sentence tells, or the rule against it; None where it names no goods handed over.

    `usual` is the report's usual recipient: it receives what "the region" got, and all goods once the report has told of aid (`led`).
    """
    concrete = named_goods(text)
    able = [p for p in people if p.rule != "party:unnamed"]
    if not concrete or not able:
        return None
    for form in (_handed, _got, _came):
        found = form(text, able, concrete)
        if found is not None:
            donor, verb_start, hit = found
            rule = "party:own-region" if form is _got else "party:usual"
            implied = Party(*usual, 0, 0, rule) if usual is not None and (led or form is _got) else None
            return _judge(text, able, donor, min(verb_start, hit.start), hit, usual, implied)
    return None


def _judge(
    text: str,
    people: Sequence[Party],
    donor: Party,
    verb_start: int,
    first: Hit,
    usual: tuple[str, str | None] | None,
    implied: Party | None,
) -> Gift | NoGift | None:
    goods = goods_in(text)
    mine = [h for h in goods if h.start >= first.start and not re.search(r"[;.]\s", text[first.end : h.start])]
    end = mine[-1].end
    recipient = next(
        (p for p in people if p.is_state and p.name != donor.name and receives(p, text) and not is_stray(p, donor, usual)), implied
    )
    # What is said of the gift stands from a little before the giver to the goods: "Kyiv asked Berlin to send tanks".
    begin = min(donor.start, verb_start, first.start)
    said = text[max(0, begin - LEAD) : first.start]
    clause = re.split(r"[;:]\s|,\s(?:but|while|and)\s", said)[-1]
    against = _no_gift().first(clause) or _no_gift().first(text[first.end : first.end + 40].split(",", maxsplit=1)[0])
    if against is not None:
        return NoGift(first.start, end, f"no_gift:{against.key}")
    if recipient is None or (recipient.code == donor.code and donor.code is not None) or recipient.name == donor.name:
        return NoGift(first.start, end, "no_gift:no-recipient")
    category = AidCategory(first.key)
    if category is AidCategory.MILITARY and are_foes(donor.name, recipient.name):
        return NoGift(first.start, end, "no_gift:foes")
    status, rule = status_of(text[: first.start], text[end:])
    if status in {AidStatus.PROPOSED, AidStatus.CUMULATIVE_TOTAL}:
        return NoGift(first.start, end, f"no_gift:{status.value}")
    items = tuple(dict.fromkeys(phrase(text, h) for h in mine))
    return Gift(donor, recipient, first.start, end, items, category, status, rule)


def _handed(text: str, people: Sequence[Party], goods: list[Hit]) -> tuple[Party, int, Hit] | None:
    """Giver, verb, goods: "Croatia will donate 30 tanks"."""
    able = [p for p in people if may_give(p, text)]
    for party in reversed(able):
        verb = _handing().match(text, party.end)
        if verb is None:
            continue
        first = next((h for h in goods if verb.end() <= h.start <= verb.end() + REACH), None)
        if first is not None and not _ELSEWHERE.search(_announced_that(text[verb.start("verb") : first.start])):
            return jointly(party, able, text), verb.start("verb"), first
    return None


_ELSEWHERE = re.compile(r"(?:;|(?<!\b[A-Z][a-z]{2})(?<!Sept)\.)\s|\b(?:after|because|when|which|that|who)\b")


def _announced_that(text: str) -> str:
    """The words from a verb to the goods; "announced that" leads to what is given, other words "that" lead away from it."""
    return re.sub(r"^(?:announc|pledg|promis)\w+ that\b", "", text)


def _got(text: str, people: Sequence[Party], goods: list[Hit]) -> tuple[Party, int, Hit] | None:
    """Receiver, verb, goods, source: "Hospitals got eight generators from the Danish government"."""
    for verb in _received().finditer(text):
        first = next((h for h in goods if verb.end() <= h.start <= verb.end() + REACH), None)
        if first is not None:
            source = _source(text, people, first.end)
            if source is not None:
                return source, verb.start(), first
    return None


def _came(text: str, people: Sequence[Party], goods: list[Hit]) -> tuple[Party, int, Hit] | None:
    """Goods, verb, with their giver before or behind: "Latvia's fifth batch of carriers has arrived", "tents from Iran were flown in"."""
    for first in goods:
        verb = _arrived().search(text, first.end, first.end + REACH)
        if verb is None or re.search(r"[;.]\s", text[first.end : verb.start()]):
            continue
        owner = next(
            (
                p
                for p in people
                if not p.is_place and p.end <= first.start and _OWNER.fullmatch(text[p.end : first.start]) and not receives(p, text)
            ),
            None,
        )
        source = owner or _source(text, people, first.end)
        if source is not None:
            return source, verb.start(), first
    return None


_OWNER = re.compile(r"(?:[’']s|-donated|-supplied)?\s+(?:[\w-]+\s+){0,5}?", re.IGNORECASE)


def _source(text: str, people: Sequence[Party], after: int) -> Party | None:
    """The party after "from" or "by", behind the goods."""
    return next(
        (
            p
            for p in people
            if not p.is_place
            and after <= p.start <= after + REACH
            and re.search(r"\b(?:from|by)\s+(?:the\s+|its\s+)?(?:[\w-]+\s+){0,2}$", text[after : p.start], re.IGNORECASE)
            and not re.search(r"[;.]\s", text[after : p.start])
        ),
        None,
    )


def are_foes(donor: str, recipient: str) -> bool:
    """Whether goods of war from one to the other are no gift: they strike, or arm an attacker."""
    foes = conflicts("foes")
    return "*" in foes.get(donor, ()) or recipient in foes.get(donor, ()) or "*" in foes.get(recipient, ())


@cache
def _general() -> re.Pattern[str]:
    return re.compile("|".join(table("aid", "general")["words"]), re.IGNORECASE)


@cache
def _no_gift() -> WordList:
    return aid_words("no_gift")


@cache
def _verbs() -> WordPattern:
    return WordPattern(rf"\b(?:{'|'.join(any_of('handing', key) for key in ('verbs', 'received', 'arrived'))})\b", re.IGNORECASE)


@cache
def _handing() -> re.Pattern[str]:
    return re.compile(rf"(?:[’']s|-led)?[\s,]+(?:[\w’'-]+,?\s+){{0,7}}?(?P<verb>{any_of('handing', 'verbs')})\b", re.IGNORECASE)


@cache
def _received() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('handing', 'received')})\b", re.IGNORECASE)


@cache
def _arrived() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of('handing', 'arrived')})\b", re.IGNORECASE)


_EACH = re.compile(r"\beach\b")


def givers_of(gift: Gift, text: str, people: Sequence[Party]) -> list[Party]:
    """Who gives: several parties together one gift, or, as in "Germany and Romania will each provide a battery", one each."""
    if gift.donor.rule != "party:joint" or not _EACH.search(text[gift.donor.end : gift.start]):
        return [gift.donor]
    return [p for p in people if gift.donor.start <= p.start and p.end <= gift.donor.end]
