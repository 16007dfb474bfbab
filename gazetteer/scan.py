"""Find what may be a place name in running English text, with a measure of how much the words around it say so.

Names are looked up longest first among runs of capitalised words. Each rule adds to or takes from a mention's `evidence`, in rough
log-odds; what ends below zero is not a toponym. Rules know neighbours and the whole text, never the place that will be chosen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from gazetteer import cues, sources
from gazetteer.build import NOWHERE
from gazetteer.index import Index, Link
from gazetteer.names import fold
from gazetteer.place import PlaceKind, ToponymKind
from gazetteer.sources import Grade

_WORD = re.compile(r"(?:[A-Z][A-Za-z]{0,2}\.){2,}|[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*")
_JOINT = re.compile(r"[ \t\u00a0\u202f]{1,3}|[ \t]*\r?\n[ \t]*|[-‐‑–]|\. |['’]")
_SENTENCE_END = re.compile(r"[.!?:;•|\n]|[\"“”]\s*$")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
_MAX_WORDS = 7
_BIG = 100_000


class Token(NamedTuple):
    """A word of the text; `end` leaves out a possessive 's, `stop` does not."""

    start: int
    end: int
    stop: int
    text: str
    key: str
    capital: bool
    first: bool
    """Whether a sentence, a line or a quotation begins with it."""

    @property
    def possessive(self) -> bool:
        """Whether it carries 's."""
        return self.stop > self.end


@dataclass(slots=True, kw_only=True)
class Mention:
    """A stretch of text that may name a place."""

    start: int
    end: int
    text: str
    key: str
    links: tuple[Link, ...]
    kind: ToponymKind | None = None
    """Set where the words around it settle the kind."""
    evidence: float = 0.0
    wanted: PlaceKind | None = None
    """The kind of place that the text names: "Kharkiv region", "Zmiiv district"."""
    first_token: int = 0
    last_token: int = 0
    rules: list[str] = field(default_factory=list)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return sources.words("common_words")


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(name.replace("_", " ") for name in sources.words("not_places"))


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return sources.words("first_names")


def tokens(text: str) -> list[Token]:
    """The words of a text with their offsets."""
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(text):
        start, stop = match.span()
        word = match[0]
        capital = word[0].isupper()
        end = stop
        if len(word) > 2 and word[-2] in "'’ʼ" and word[-1] in "sS" and _POSSESSIVE.search(word):  # noqa: PLR2004 - 's
            end -= 2
            word = word[:-2]
        between = text[last:start]
        first = not found or (len(between) > 1 and _SENTENCE_END.search(between) is not None)
        if first and between.startswith(".") and found and _abbreviates(found[-1].text, between):
            first = False
        found.append(Token(start, end, stop, word, fold(word) if capital else word, capital, first))
        last = stop
    return found


def _abbreviates(word: str, between: str) -> bool:
    """Whether the point after a word is that of an abbreviation ("St. Louis", "Gen. Austin"), not of a sentence."""
    return between == ". " and (word.lower() in {"st", "ste", "mt", "ft"} or word.lower() in cues.TITLES or len(word) == 1)


class Scanner:
    """Finds mentions in English text with the names of an index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def scan(self, text: str) -> list[Mention]:
        """All mentions of a text that more speaks for than against, in order, none overlapping."""
        words = tokens(text)
        lower = {token.key for token in words if not token.capital}
        shouting = [text[token.start : token.stop].isupper() and len(token.text) > 1 for token in words]
        people = self._surnames(words, text)
        mentions: list[Mention] = []
        at = 0
        while at < len(words):
            token = words[at]
            if not (token.capital or token.key in {"al", "el", "southern", "northern", "occupied", "central"}):
                at += 1
                continue
            mention = self._longest(text, words, at)
            if mention is None:
                at += 1
                continue
            if mention.links:
                self._weigh(mention, text, words, lower, shouting, people)
                mentions.append(mention)
            at = mention.last_token + 1
        self._weigh_countries(mentions)
        support = {mention.key for mention in mentions if mention.evidence >= 2 and "person" not in mention.rules}  # noqa: PLR2004
        for mention in mentions:
            if mention.key in support and "person" not in mention.rules:
                mention.evidence += 1.5
        return [mention for mention in mentions if mention.evidence >= 0]

    def given(self, text: str, start: int, end: int) -> Mention:
        """The mention at a span that is known to name a place; its kind is left to the place, its links may be empty."""
        written = text[start:end].strip()
        key = fold(re.sub(r"['’ʼ][sS]$", "", written))
        links = self._index.links(key)
        wanted: PlaceKind | None = None
        short = len(key.replace(" ", "")) <= 4  # noqa: PLR2004 - no abbreviation of a table is longer
        abbreviation = tuple(link for link in links if link[1] is Grade.ABBREVIATION)
        if short and abbreviation and ("." in written or text[end : end + 1] == "." or written.isupper()):
            links = abbreviation
        following = re.match(r" ([A-Za-z]+)", text[end : end + 16])
        if following and following[1].lower() in cues.REGION_WORDS and following[1] != "state":
            wanted = PlaceKind.REGION
        elif following and following[1].lower() in cues.DISTRICT_WORDS:
            wanted = PlaceKind.DISTRICT
        mention = Mention(start=start, end=end, text=text[start:end], key=key, links=links, wanted=wanted)
        if links and all(grade is Grade.DEMONYM for _, grade in links):
            mention.kind = ToponymKind.DEMONYM
        return mention

    def _weigh_countries(self, mentions: Sequence[Mention]) -> None:
        """A small place that is doubtful alone counts where its country is spoken of anyway; least in English-speaking ones,
        whose villages bear the names of persons and things."""
        spoken = {
            self._index.country[place]
            for mention in mentions if mention.evidence >= 3  # noqa: PLR2004 - sure
            for place, grade in mention.links[:2]
            if grade is not Grade.WEAK
        }  # fmt: skip
        for mention in mentions:
            if not -2.5 <= mention.evidence < 0 or mention.rules or mention.key in _common():  # noqa: PLR2004 - doubtful
                continue
            homes = [self._index.country[place] for place, grade in mention.links if grade <= Grade.FORMER]
            if any(home in spoken and self._index.codes(home)[0] not in _ENGLISH for home in homes if home != NOWHERE):
                mention.evidence += 1.5

    def _longest(self, text: str, words: Sequence[Token], at: int) -> Mention | None:
        token = words[at]
        longest = min(max(self._index.longest(_word_key(token.key)), 2), _MAX_WORDS, len(words) - at)
        keys = [_word_key(token.key)]
        for number in range(at + 1, at + longest):
            if not _JOINT.fullmatch(text[words[number - 1].end : words[number].start]):
                break
            if words[number - 1].possessive:
                break
            if not words[number].capital and words[number].text not in cues.JOINING and words[number].text not in _LOWER_TAILS:
                break
            keys.append(_word_key(words[number].key))
        if len(keys) == 1:
            keys[0] = token.key
        for count in range(len(keys), 0, -1):
            last = words[at + count - 1]
            if not (last.capital or last.text in _LOWER_TAILS) or (count == 1 and not token.capital):
                continue
            key = " ".join(keys[:count]) if count > 1 else token.key
            end = last.end
            links = self._index.links(key)
            if key in _never():
                return Mention(start=token.start, end=end, text=text[token.start:end], key=key, links=(), evidence=-9.0,
                               first_token=at, last_token=at + count - 1)  # fmt: skip
            if not links:
                continue
            kept, end = self._as_written(links, text, token, end, count)
            if kept:
                return Mention(start=token.start, end=end, text=text[token.start:end], key=key, links=kept,
                               first_token=at, last_token=at + count - 1)  # fmt: skip
        return None

    def _as_written(self, links: tuple[Link, ...], text: str, token: Token, end: int, count: int) -> tuple[tuple[Link, ...], int]:
        """The links that the capitals and points allow: "US" but not "Us", "Ky." but not "Ky"."""
        written = text[token.start:end]
        pointed = "." in written or (count == 1 and text[end : end + 1] == ".")
        letters = written.replace(".", "").replace(" ", "")
        short = len(letters) <= 4  # noqa: PLR2004 - no abbreviation of a table is longer
        if not short:
            return links, end
        abbreviation = tuple(link for link in links if link[1] is Grade.ABBREVIATION)
        if abbreviation and (letters.isupper() or pointed):
            many = "." in written
            if many or len(letters) > 2 and letters.isupper() or letters in {"US", "UK", "EU", "NZ", "DC"}:  # noqa: PLR2004
                return abbreviation, end
            comma = re.search(r"[^\W\d_],?\s{1,2}$", text[max(0, token.start - 4) : token.start])
            listed = comma is not None and "," in comma[0]
            if listed:
                return abbreviation, end + (1 if text[end : end + 1] == "." and not letters.isupper() else 0)
            if letters.isupper() and len(letters) <= 2:  # noqa: PLR2004
                return (), end
        rest = tuple(link for link in links if link[1] is not Grade.ABBREVIATION)
        dateline = len(letters) == 4 and re.match(r",? ?[(—–-]|, [A-Z]", text[end : end + 3])  # noqa: PLR2004 - "KYIV (Reuters)"
        if letters.isupper() and not dateline:  # "IDF", "NATO", "TVP" are no places
            rest = ()
        return rest, end

    def _surnames(self, words: Sequence[Token], text: str) -> frozenset[str]:
        """Keys that the text uses as a person's family name somewhere: after a given name or a title."""
        given = _given_names()
        found: set[str] = set()
        for number in range(1, len(words)):
            token, before = words[number], words[number - 1]
            if not (token.capital and before.capital) or before.possessive:
                continue
            gap = text[before.end : token.start]
            if before.key in given and gap == " " and len(before.key) > 1 and token.key not in cues.ORGANISATION_WORDS:
                name = token
                if number + 1 < len(words) and len(token.text) == 1 and words[number + 1].capital:
                    name = words[number + 1]
                if not self._is_prominent(name.key):
                    found.add(name.key)
            elif before.key in cues.TITLES and gap in {" ", ". "} and not self._is_prominent(token.key):
                found.add(token.key)
        return frozenset(found)

    def _is_prominent(self, key: str) -> bool:
        """Whether a name is so much a country's or a region's that a person of that name is unlikely."""
        return any(grade <= Grade.STRONG and self._index.kind_of(place) in {PlaceKind.COUNTRY, PlaceKind.CONTINENT}
                   for place, grade in self._index.links(key))  # fmt: skip

    def _weigh(self, mention: Mention, text: str, words: Sequence[Token], lower: set[str], shouting: Sequence[bool],
               people: frozenset[str]) -> None:  # fmt: skip
        first, last = words[mention.first_token], words[mention.last_token]
        before = words[mention.first_token - 1] if mention.first_token else None
        after = words[mention.last_token + 1] if mention.last_token + 1 < len(words) else None
        gap_before = text[before.stop : first.start] if before else "\n"
        gap_after = text[mention.end : after.start] if after else "\n"
        single = mention.first_token == mention.last_token
        loud = all(shouting[mention.first_token : mention.last_token + 1])
        before_key = before.key.lower() if before and gap_before.strip(" \u00a0\n\r\t'’\"“") in {"", ".", "-"} else ""
        after_key = after.key.lower() if after and gap_after in {" ", "\u00a0", "-", "\n", "’s ", "'s "} else ""
        best = self._prior(mention.links)
        rule = mention.rules.append
        evidence = best + (1.5 if not single else 0.0)
        demonyms = tuple(link for link in mention.links if link[1] is Grade.DEMONYM)
        if demonyms and all(grade in {Grade.DEMONYM, Grade.WEAK} or self._index.population[place] < _BIG for place, grade in mention.links):
            mention.links = demonyms
            mention.kind = ToponymKind.DEMONYM
            mention.evidence = 4.0 if mention.key not in _common() else 1.0
            if before and before.key in _given_names() and before.capital and gap_before == " " and mention.key in people:
                mention.evidence = -3.0
            return
        metonyms = tuple(link for link in mention.links if link[1] is Grade.METONYM)
        if metonyms:
            mention.links = metonyms
            mention.kind, mention.evidence = ToponymKind.METONYM, 4.0
            return
        if before_key in cues.PLACE_BEFORE:
            evidence += 2.0
            rule("locative")
        elif before_key in cues.WEAK_PLACE_BEFORE:
            evidence += 0.6
        if before_key == "of" and mention.first_token >= 2:  # noqa: PLR2004 - a word before the "of"
            evidence += self._after_of(words[mention.first_token - 2].key.lower(), mention)
        evidence += self._by_kind_word(mention, words, after, after_key, gap_after, before_key)
        evidence += self._in_list(mention, text, words)
        if _EXPLAINED.match(text, mention.end):
            evidence += 2.5
            rule("explained")
        if single and mention.key in _common():
            evidence -= 3.0 + (2.0 if first.first else 0.0) + (2.0 if mention.key in lower else 0.0)
        elif single and not loud and mention.key in lower:
            evidence -= 2.0
        elif single and first.first and best < 2:  # noqa: PLR2004 - a small place, and the capital says nothing
            evidence -= 1.0
        evidence += self._as_person(mention, text, words, people, before, after, gap_before, gap_after)
        evidence += self._in_name(mention, words, shouting, before, after, gap_before, gap_after)
        mention.evidence = evidence

    def _prior(self, links: tuple[Link, ...]) -> float:
        """How well known the best-known bearer of the name is."""
        best = -3.0
        for place, grade in links[:40]:
            kind = self._index.kind_of(place)
            if kind in {PlaceKind.COUNTRY, PlaceKind.CONTINENT}:
                value = 5.0
            elif kind is PlaceKind.REGION:
                value = 3.5 if self._index.codes(place)[0] in _NOTED else 1.5
            elif kind in {PlaceKind.AREA, PlaceKind.WATER}:
                value = 3.5
            elif kind is PlaceKind.DISTRICT:
                value = 0.5
            else:
                value = 1.25 * (math.log10(self._index.population[place] + 10) - 3.7)
                value += 1.5 if self._index.capital[place] else 0.0
            value -= {Grade.NAME: 0.0, Grade.STRONG: 0.4, Grade.FORMER: 0.4, Grade.WEAK: 2.5}.get(grade, 0.0)
            best = max(best, value)
        return min(best, 5.0)

    def _after_of(self, word: str, mention: Mention) -> float:
        if word in cues.SETTLEMENT_WORDS:
            mention.rules.append("settlement")
            mention.wanted = PlaceKind.POPULATED
            return 4.0
        if word in cues.REGION_WORDS:
            self._want(mention, PlaceKind.REGION)
            return 3.0
        if word in cues.DISTRICT_WORDS:
            self._want(mention, PlaceKind.DISTRICT)
            return 3.0
        if word in cues.ORGANISATION_BEFORE:
            mention.kind = ToponymKind.OTHER
            mention.rules.append("organisation")
            return 1.0
        return 0.5 if word in {"north", "south", "east", "west", "outskirts", "outside", "part", "parts", "km", "miles", "kilometers"} else 0.0

    def _want(self, mention: Mention, kind: PlaceKind) -> None:
        """The text says what kind of place is meant; kept only if the name can be one."""
        mention.wanted = kind
        mention.rules.append(str(kind))

    def _by_kind_word(self, mention: Mention, words: Sequence[Token], after: Token | None, after_key: str, gap: str, before_key: str) -> float:
        if before_key in cues.SETTLEMENT_WORDS and not mention.wanted:
            mention.rules.append("settlement")
            return 2.5
        if after is None or not after_key:
            return 0.0
        capital = after.capital and not after.first
        if after_key in cues.REGION_WORDS:
            following = words[mention.last_token + 2].key.lower() if mention.last_token + 2 < len(words) else ""
            if after_key == "state" and (following in cues.ORGANISATION_WORDS or capital):
                return 0.5
            self._want(mention, PlaceKind.REGION)
            if capital and gap in {" ", "\u00a0"}:
                self._stretch(mention, after)
            return 3.0
        if after_key in cues.DISTRICT_WORDS:
            self._want(mention, PlaceKind.DISTRICT)
            if capital and gap in {" ", "\u00a0"}:
                self._stretch(mention, after)
            return 2.5
        if after_key in cues.SETTLEMENT_WORDS and not capital:
            mention.rules.append("settlement")
            return 1.5
        if after_key in cues.WATER_WORDS and (capital or after_key == "river"):
            mention.kind = ToponymKind.OTHER
            mention.rules.append("water")
            return -1.0
        return 1.0 if after_key in {"residents", "resident", "area", "outskirts", "suburb", "suburbs", "native", "border", "metropolitan"} else 0.0

    def _stretch(self, mention: Mention, after: Token) -> None:
        """Take a capitalised kind word into the mention: "Kharkiv Oblast"."""
        mention.text = mention.text + " " + after.text
        mention.end = after.end
        mention.last_token += 1

    def _in_list(self, mention: Mention, text: str, words: Sequence[Token]) -> float:
        """Beside a comma or in brackets, a name that holds the other: "Zmiiv, Kharkiv region"."""
        value = 0.0
        for step in (1, -1):
            number = mention.last_token + 1 if step == 1 else mention.first_token - 1
            if not 0 <= number < len(words) or not words[number].capital:
                continue
            other = words[number]
            gap = text[mention.end : other.start] if step == 1 else text[other.stop : mention.start]
            if gap not in {", ", " (", ",\n", ",  "}:
                continue
            links = self._links_from(words, number, text) if step == 1 else self._index.links(other.key)
            kinds = {self._index.kind_of(place) for place, grade in links if grade in {Grade.NAME, Grade.STRONG, Grade.ABBREVIATION}}
            if kinds & {PlaceKind.COUNTRY, PlaceKind.REGION}:
                value = max(value, 3.5 if step == 1 else 1.0)
            elif kinds:
                value = max(value, 0.7)
        if value >= 3:  # noqa: PLR2004 - contained
            mention.rules.append("contained")
        return value

    def _links_from(self, words: Sequence[Token], number: int, text: str) -> tuple[Link, ...]:
        found = self._longest(text, words, number)
        return found.links if found else ()

    def _as_person(self, mention: Mention, text: str, words: Sequence[Token], people: frozenset[str], before: Token | None,
                   after: Token | None, gap_before: str, gap_after: str) -> float:  # fmt: skip
        given = _given_names()
        value = 0.0
        last = words[mention.last_token]
        if before and before.capital and not before.possessive and gap_before in {" ", ". "} and mention.wanted is None:
            if before.key in cues.TITLES or (before.key in given and gap_before == " "):
                value -= 6.0
            elif len(before.text) == 1 and before.text not in "AI":
                value -= 4.0
        if mention.key in given and after and after.capital and gap_after == " " and not after.first and mention.wanted is None:
            if not self._index.links(after.key) or after.key in people:
                value -= 5.0
            elif after.key not in cues.ORGANISATION_WORDS:
                value -= 2.0
        elif mention.key in given:
            value -= 1.0
        if value > -4 and (mention.key in people or last.key in people):  # noqa: PLR2004 - not yet thought a person
            value -= 5.0 if "contained" not in mention.rules else 1.0
        if value <= -4:  # noqa: PLR2004
            mention.rules.append("person")
            return value
        if after and not after.capital and gap_after == " " and after.key in cues.SAYING and self._prior(mention.links) < 3.5:  # noqa: PLR2004
            value -= 2.0
        if re.match(r", \d{2},", text[mention.end : mention.end + 5]):
            value -= 4.0
        return value

    def _in_name(self, mention: Mention, words: Sequence[Token], shouting: Sequence[bool], before: Token | None, after: Token | None,
                 gap_before: str, gap_after: str) -> float:  # fmt: skip
        """Part of a longer name: an organisation's, a road's, a paper's, or one that is not known."""
        value = 0.0
        noted = self._prior(mention.links) >= 3  # noqa: PLR2004
        if before and gap_before == "-" and not noted:
            value -= 3.0
        if after and after.capital and gap_after == " " and not after.first:
            tail = [words[number].key for number in range(mention.last_token + 1, min(mention.last_token + 5, len(words)))
                    if words[number].capital or words[number].key in {"of", "and", "for"}]  # fmt: skip
            if after.key in cues.PRESS_WORDS:
                mention.kind = ToponymKind.OTHER
                return -6.0
            if after.key in cues.ROAD_WORDS:
                mention.kind = ToponymKind.OTHER
                return -5.0
            if any(key in cues.ORGANISATION_WORDS for key in tail[:4]):
                mention.kind = ToponymKind.OTHER
                mention.rules.append("organisation")
                return 0.5 if noted else -0.5
            known = (self._prior(self._index.links(after.key)) >= 2 or after.key in cues.TITLES or after.key in _common()  # noqa: PLR2004
                     or after.key in _given_names())  # fmt: skip
            loud = shouting[mention.last_token] and shouting[mention.last_token + 1]
            if not known and not loud:
                value -= 1.0 if noted else 2.5
        if before and before.capital and gap_before == " " and not before.possessive and before.key not in cues.COMPASS:
            starts = before.first and (before.key in cues.SENTENCE_STARTERS or before.key in _common())
            known = (starts or before.key in cues.SENTENCE_STARTERS or before.key in _MONTHS
                     or self._prior(self._index.links(before.key)) >= 2)  # noqa: PLR2004 # fmt: skip
            if not known:
                value -= 1.0 if noted else 2.5
        return value


_LOWER_TAILS = frozenset({"peninsula", "region", "river", "desert", "territories", "governorate", "states", "reservoir", "valley", "countryside",
                          "israel", "lebanon", "palestinian"})  # fmt: skip
_MONTHS = frozenset("january february march april may june july august september october november december monday tuesday wednesday thursday friday "
                    "saturday sunday".split())  # noqa: SIM905
_ENGLISH = frozenset({"US", "GB", "AU", "CA", "NZ", "IE", "ZA", "PH", "JM"})
_EXPLAINED = re.compile(r",? (?:an?|the) (?:[\w-]+ ){0,3}(?:village|town|city|settlement|suburb|community|port)\b|, (?:about|some|around|roughly|just|nearly)? ?\d+ ?(?:km|kilomet|mile)")
_NOTED = frozenset({"US", "CA", "AU", "GB", "UA", "RU", "DE", "IN", "CN", "PK", "SD", "MM", "SY", "YE", "IQ", "IL", "PS", "BY", "FR", "ES", "IT", "NG"})
"""Countries whose divisions English news names without explanation."""


def _word_key(key: str) -> str:
    return {"saint": "st", "mount": "mt", "fort": "ft"}.get(key, key)
