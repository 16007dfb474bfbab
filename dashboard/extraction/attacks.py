"""Whether a sentence tells of an attack that took place; with what, on what, by whom, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.codes import Target, Weapon
from dashboard.extraction.document import Sentence
from dashboard.extraction.lexicon import Hit, WordPattern, alternatives, conflicts, table, word_list
from dashboard.extraction.numbers import value
from gazetteer import Toponym, ToponymKind


@dataclass(frozen=True, slots=True)
class Signals:
    """What the lexicons found in one sentence; spans count from the sentence's beginning."""

    weapons: tuple[Hit, ...]
    strong: tuple[Hit, ...]
    weak: tuple[Hit, ...]
    targets: tuple[Hit, ...]
    rejections: tuple[Hit, ...]
    """Rules that speak against an event, `key` as "table:rule"."""

    def against(self, *tables: str) -> Hit | None:
        """The first rejection by one of these tables."""
        return next((h for h in self.rejections if h.key.partition(":")[0] in tables), None)

    def rejected_by(self, *rules: str) -> bool:
        """Whether one of these rules ("table:rule") fired."""
        return any(h.key in rules for h in self.rejections)

    @property
    def attack_words(self) -> tuple[Hit, ...]:
        """All words of attack, in order."""
        return tuple(sorted((*self.strong, *self.weak), key=lambda h: h.start))


_NO_WEAPON = re.compile(
    r"\s+(?:footage|views?|factor(?:y|ies)|assembly|workshops?|videos?|images?|pictures?|photos?|cameras?|shots|operators?|pilots?|"
    r"makers?|manufactur\w+|industry|program(?:me)?s?"
    r"|production|producers?|technology|exports?|sales|deal|shield|defen[cs]es?|launch(?:es)? (?:pad|site)s?|alerts?)\b",
    re.IGNORECASE,
)
"""After "drone" or "missile": what is no weapon in use."""
_REJECTING = ("hypothetical", "allusion", "summary", "history", "interception", "other_harm")


NO_SIGNALS = Signals((), (), (), (), ())


def signals(text: str, *, hurt: bool) -> Signals:
    """Read one sentence against the lexicons; one that tells of nobody hurt (`hurt`), no attack and no weapon is read no further."""
    weapons = [h for h in word_list("strikes", "weapons").find(text) if not _NO_WEAPON.match(text, h.end)]
    attack = word_list("strikes", "attack").find(text)
    if not (hurt or attack or weapons):
        return NO_SIGNALS
    rejections = [Hit(h.start, h.end, f"{name}:{h.key}") for name in _REJECTING for h in word_list("context", name).find(text)]
    return Signals(
        tuple(weapons),
        tuple(h for h in attack if h.key == "strong"),
        tuple(h for h in attack if h.key == "weak"),
        tuple(word_list("strikes", "targets").find(text)),
        tuple(rejections),
    )


def weapons_of(hits: Sequence[Hit]) -> tuple[Weapon, ...]:
    """The weapons named, each once, in the vocabulary's order; a general word adds nothing beside a specific one."""
    named = {Weapon(h.key) for h in hits}
    if named & {
        Weapon.MISSILE,
        Weapon.DRONE,
        Weapon.GLIDE_BOMB,
        Weapon.AIR_STRIKE,
        Weapon.ARTILLERY,
        Weapon.ROCKET,
        Weapon.EXPLOSIVE_DEVICE,
    }:
        named.discard(Weapon.BOMB)
    if named & {Weapon.MISSILE, Weapon.DRONE, Weapon.GLIDE_BOMB, Weapon.ROCKET}:
        named.discard(Weapon.AIR_STRIKE)
    return tuple(w for w in Weapon if w in named)


LOOK_BACK = 90
"""Characters before a word that rules look at which end there."""


def _before(end: int) -> tuple[int, int]:
    """The stretch before a place in a text, as bounds for a pattern's search."""
    return max(0, end - LOOK_BACK), end


_STANDS_NEAR = re.compile(
    r"\b(?:near|nearby|next to|close to|beside|taken to|treated (?:in|at)|rushed to|in) (?:a |an |the |his |her |their |local |nearby )*$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:in|at) (?:a |an |the )?$", re.IGNORECASE)


def target_of(hits: Sequence[Hit], text: str) -> tuple[Target, Hit] | None:
    """The target that is named first as the object of an attack; sites that merely stand near are passed over."""
    usable = [h for h in hits if not _STANDS_NEAR.search(text, *_before(h.start)) or _INSIDE.search(text, *_before(h.start))]
    return (Target(usable[0].key), usable[0]) if usable else None


# ------------------------------------------------------------------ how many attacks


_NO_DAY = "".join(
    f"(?<!{month} )" for month in "January February March April May June July August September October November December".split()
)


@cache
def _counted_attacks() -> WordPattern:
    number = r"(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|\d{1,3}|a dozen)"
    return WordPattern(
        (
            rf"(?<![\w-]){_NO_DAY}(?:at least |"
            rf"about |some |more than )?{number} (?:[\w-]+ ){{0,3}}?(?:{'|'.join(table('strikes', 'attack')['attacks_nouns'])})\b"
        ),
        re.IGNORECASE,
    )


_TIMES = WordPattern(
    (
        r"\b(?:struck|hit|attacked|shelled|bombed|targeted|fired (?:on|at)|bombarded)\b[^.;]{0,40}?\b(?P<n>twice|(?:two|three|"
        r"four|five|six|seven|eight|nine|ten|\d{1,3}) times)\b"
    ),
    re.IGNORECASE,
)
_DOUBLE = WordPattern(r"\bdouble (?:strikes?|attacks?)\b|\bdouble[- ]tap\b", re.IGNORECASE)


def attacks_counted(text: str) -> tuple[int, Hit] | None:
    """The number of attacks that a sentence counts ("four strikes were recorded", "shelled 14 times"), with its words."""
    times = _TIMES.search(text)
    if times is not None:
        count = 2 if times["n"].lower() == "twice" else value(times["n"].split()[0])
        return (count, Hit(times.start(), times.end(), "attacks")) if count else None
    double = _DOUBLE.search(text)
    if double is not None:
        return 2, Hit(double.start(), double.end(), "attacks")
    m = _counted_attacks().search(text)
    if m is None:
        return None
    count = value(m["n"])
    return (count, Hit(m.start(), m.end(), "attacks")) if count and count > 1 else None


# ------------------------------------------------------------------ who did it


@dataclass(frozen=True, slots=True)
class Actor:
    """The party that a sentence says did it; span from the sentence's beginning."""

    name: str
    start: int
    end: int
    rule: str


@cache
def _attacker_after() -> re.Pattern[str]:
    weapons = "|".join(p for patterns in table("strikes", "weapons").values() for p in patterns)
    words = "|".join(
        [
            alternatives("strikes", "forces", "words"),
            weapons,
            alternatives("strikes", "attack", "strong"),
            "strikes?",
            "attacks?",
            "shellings?",
            "assaults?",
            "raids?",
            "onslaught",
            "offensive",
            "fire",
            "shells?",
            "hits?",
            "bombardments?",
        ]
    )
    return re.compile(
        (
            rf"(?:[’']s)?(?:[\s-]+(?:and|air|aerial|ground|long-range|overnight|massive|deadly|combined|military|cruise|ballistic|"
            rf"guided|kamikaze|attack|strike|suspected|new|fresh|latest|recent|mass|large-scale|double-tap|cross-border|heavy|"
            rf"separate|apparent|alleged|tactical|strategic|naval|army|invading|occupation|occupying|government|regime|armed|security|"
            rf"defen[cs]e|reconnaissance|explosive|precision|retaliatory|deep|artillery|two|three|several|multiple|dozens of|further|"
            rf"another|other)){{0,4}}[\s-]+(?:{words})\b"
        ),
        re.IGNORECASE,
    )


_SUBJECT = re.compile(
    (
        r"(?:\s+(?:said|says|claimed|announced)(?:\s+on\s+\w+)?(?:\s+that)?\s+(?:it|they|its\s+\w+)\s+(?:had|has|have))?(?:\s+(?:has|"
        r"have|had|"
        r"also|again|then|later|reportedly|has also|forces|troops|on \w+|overnight|once again|earlier|yesterday|"
        r"today)){0,4}\s+(?:struck|hit|attacked|shelled|bombed|bombarded|pounded|targeted|launched|fired|dropped|carried out|"
        r"unleashed|used|sent|rained|strikes|hits|attacks|launches|fires|conducted|pummell?ed|raided|killed|blitzed|bombards|"
        r"shells)\b"
    ),
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|from|blamed on|blaming|attributed to|accused|blamed)\s+(?:the\s+)?$", re.IGNORECASE)
_OFFICIAL = re.compile(
    (
        r"(?:[’']s)?\s+(?:\w+ )?(?:officials?|president|minister|ministry|foreign|defen[cs]e ministry|prime|government|"
        r"authorities|media|police|governor|chancellor|parliament|state news|people|citizens?|city|town|region|village|capital|"
        r"territory|border|leader)\b"
    ),
    re.IGNORECASE,
)


def actors_of(sentence: Sentence, toponyms: Sequence[Toponym]) -> list[Actor]:
    """Every party that the sentence names as the attacker, in order: armed groups by name, states by adjective, possessive or subject."""
    text = sentence.text
    found = [
        Actor(hit.key, hit.start, hit.end, "actor:group")
        for hit in word_list("strikes", "actors").find(text)
        if _attacker_after().match(text, hit.end) or _SUBJECT.match(text, hit.end) or _BY.search(text, *_before(hit.start))
    ]
    for t in toponyms:
        if not sentence.start <= t.start < sentence.end or t.match is None or t.kind is ToponymKind.OTHER:
            continue
        start, end = t.start - sentence.start, t.end - sentence.start
        if any(a.start <= start < a.end for a in found):
            continue
        rule = _state_rule(text, start, end, t)
        if rule is not None and t.match.place.country is not None:
            found.append(Actor(t.match.place.country, start, end, rule))
    return sorted(found, key=lambda a: a.start)


_FORCES_OF = re.compile(r"\b(?:forces|army|military|troops|air force|navy) of (?:the )?$", re.IGNORECASE)


_FOR = re.compile(r"\b(?:for|supplying|equipping|supplies) (?:the )?$", re.IGNORECASE)
"""Before a state's forces: "equipment for the Russian military" is no attack of theirs."""


def _state_rule(text: str, start: int, end: int, toponym: Toponym) -> str | None:
    if _FOR.search(text[max(0, start - LOOK_BACK) : start]):
        return None
    if _attacker_after().match(text, end):
        possessive = text[end : end + 2] in {"'s", "’s"}
        if toponym.kind is ToponymKind.DEMONYM:
            return "actor:adjective"
        if toponym.kind is ToponymKind.METONYM or possessive:
            return "actor:possessive"
        # "US air strikes": an abbreviation of a state stands as its adjective.
        if toponym.kind is ToponymKind.COUNTRY and text[start:end].replace(".", "").isupper():
            return "actor:adjective"
        # "Russia shelled Nikopol": the same word may be a weapon's and a verb.
        if toponym.kind is not ToponymKind.COUNTRY or not _SUBJECT.match(text, end):
            return None
    if _FORCES_OF.search(text[max(0, start - LOOK_BACK) : start]):
        return "actor:forces-of"
    if _OFFICIAL.match(text, end):
        return None
    if toponym.kind in {ToponymKind.COUNTRY, ToponymKind.METONYM, ToponymKind.DEMONYM} and _SUBJECT.match(text, end):
        return "actor:subject"
    if (
        toponym.kind in {ToponymKind.COUNTRY, ToponymKind.METONYM}
        and _BY.search(text, *_before(start))
        and re.search(
            r"\b(?:launched|fired|carried out|attack|strike|struck|hit|shelling|shelled|drones?|missiles?)\b[^,;]*$",
            text[max(0, start - 60) : start],
            re.IGNORECASE,
        )
    ):
        return "actor:agent"
    return None


def enemy_of(country_code: str | None) -> str | None:
    """Whom a country's authorities mean by "the enemy"; None where no list says so."""
    return conflicts("enemy").get(country_code or "")


def names_enemy(text: str) -> Hit | None:
    """Where the sentence says "the enemy"."""
    return word_list("strikes", "enemy").first(text)
