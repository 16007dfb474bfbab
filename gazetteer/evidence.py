"""What speaks for and against a mention being a place name, in rough log-odds.

Each rule looks at the words around a mention or at the whole text, never at the place that will be chosen. Above zero, a mention is a
toponym. The weights were set by hand and checked on annotated news.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gazetteer import cues
from gazetteer.fame import Fame
from gazetteer.index import Index, Link
from gazetteer.names import fold
from gazetteer.place import PlaceKind, ToponymKind
from gazetteer.tables import Grade, common_words, given_names
from gazetteer.tokens import Mention, Passage, Token

_BLANKS = frozenset({" ", "\u00a0"})
_LIST_GAPS = frozenset({", ", " (", ",\n", ",  "})
_QUOTES = " \u00a0\n\r\t'’\"“"
_AGE = re.compile(r", \d{2},")
_EXPLAINED = re.compile(
    r",? (?:an?|the) (?:[\w-]+ ){0,3}(?:village|town|city|settlement|suburb|community|port)\b"
    r"|, (?:about|some|around|roughly|just|nearly)? ?\d+ ?(?:km|kilomet|mile)"
)
_OUTLET = re.compile(r" (?:(?:state|official|semi-official|private) )?(?:news agency|newswire|newspaper|daily|television|TV|radio)\b")
"""  "Saba news agency": named after a place at most.  """
_COMPOUND = re.compile(r"[-‐‑](?:on|na|upon|under|am|an|sur)[-‐‑]\w")
"""  "Slavyansk-on-Kuban" is not Slavyansk.  """
_HALF = re.compile(r"[-‐‑]([A-Z][a-z]\w+)")
_REPUBLIC = re.compile(r" People['’]s Republic\b")
_NAMED_AFTER = re.compile(
    r" (?:front|axis|direction|salient|cruiser|frigate|corvette|destroyer|submarine|warship|ship|tanker|grouping)s?\b"
)
"""  "the Kupiansk front", "the Moskva cruiser": not in the town.  """
OFFICE_KINDS = frozenset({"city", "district"})
"""Words that after a place name belong to an office as often as to the name: "Dublin City Council", "U.S. District Court"."""
_PARTIES = frozenset({"D", "R", "I", "DFL"})
"""American parties before a politician's home: "D-Hardy"."""
_DIVIDED = re.compile(r"\s(?:regions?|oblasts?|provinces?|districts?)\b", re.IGNORECASE)
_CALLED = re.compile(r"\b(?:village|town|settlement|hamlet|locality|township)s? of $")
_ARTICLE_AFTER = re.compile(r" (?:Al|El|As|Ash|An|Ar|Ad|At|Az)-[A-Z]")
_DIVISIONS = frozenset({PlaceKind.REGION, PlaceKind.DISTRICT})
_BIG = 100_000
_WELL_KNOWN = 3.0
_KNOWN = 2.0
_RULED_OUT = -20.0
_PERSON = -4.0
_CONTAINED = 3.0


_JOINT_KIND = re.compile(
    r"(?:, [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?){0,20},? and [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
    r" (regions|oblasts|provinces|governorates|districts|raions|counties)\b"
)
"""  "Odesa and Mykolaiv regions": the kind word is that of all names before it."""
_KIND_WORDS = (
    (PlaceKind.POPULATED, cues.SETTLEMENT_WORDS, 4.0),
    (PlaceKind.REGION, cues.REGION_WORDS, 3.0),
    (PlaceKind.DISTRICT, cues.DISTRICT_WORDS, 3.0),
)


class Weigher:
    """Weighs mentions; `longest` finds the name that begins at a word of a passage."""

    def __init__(self, index: Index, fame: Fame, longest: Callable[[Passage, int], Mention | None]) -> None:
        self._index = index
        self._longest = longest
        self.prior = fame.of

    def weigh(self, mention: Mention, passage: Passage) -> None:
        """Set a mention's evidence, and its kind and the kind of place it wants where the words around it tell."""
        if self._is_word_for_people(mention, passage) or self._is_seat_of_power(mention):
            return
        before, gap = passage.before(mention)
        word = before.key.lower() if before and gap.strip(_QUOTES) in {"", ".", "-"} else ""
        divided = _DIVIDED.match(passage.text, mention.end) is not None  # "the Dnipro region" is the town's
        if word == "the" and not divided and (water := self._index.links("the " + mention.key)):
            mention.links = water
        value = self.prior(mention.links) + (0.0 if mention.single else 1.5)
        value += self._by_preposition(mention, passage, word)
        value += self._by_kind_word(mention, passage, word)
        value += self._by_list(mention, passage)
        if _COMPOUND.match(passage.text, mention.end) or self._is_half(mention, passage):
            value += _RULED_OUT
        if _OUTLET.match(passage.text, mention.end):
            value -= 3.0
            mention.kind = ToponymKind.OTHER
            mention.rules.append("organisation")
        if _REPUBLIC.match(passage.text, mention.end):
            value += self._want(mention, PlaceKind.REGION, 3.0)
        if _NAMED_AFTER.match(passage.text, mention.end):
            mention.kind = ToponymKind.OTHER
            mention.rules.append("named after")
        if _EXPLAINED.match(passage.text, mention.end):
            value += 2.5
            mention.rules.append("explained")
        value += self._as_common_word(mention, passage)
        value += self._as_person(mention, passage)
        value += self._within_name(mention, passage)
        value += self._after_name(mention, passage)
        mention.evidence = value

    def _is_word_for_people(self, mention: Mention, passage: Passage) -> bool:
        """A demonym, unless the name is a known town's as well."""
        links = tuple([link for link in mention.links if link[1] is Grade.DEMONYM])
        if not links:
            return False
        if not all(grade in {Grade.DEMONYM, Grade.WEAK} or self._index.population[place] < _BIG for place, grade in mention.links):
            return False
        before, gap = passage.before(mention)
        mention.links, mention.kind = links, ToponymKind.DEMONYM
        mention.evidence = 1.0 if mention.key in common_words() else 4.0
        if mention.key in passage.people and before and before.capital and gap == " " and before.key in given_names():
            mention.evidence = _PERSON
        return True

    def _is_seat_of_power(self, mention: Mention) -> bool:
        """The Kremlin, the White House: a metonym wherever it stands."""
        links = tuple([link for link in mention.links if link[1] is Grade.METONYM])
        if links:
            mention.links, mention.kind, mention.evidence = links, ToponymKind.METONYM, 4.0
        return bool(links)

    def _by_preposition(self, mention: Mention, passage: Passage, word: str) -> float:
        if word in cues.PLACE_BEFORE:
            mention.rules.append("locative")
            return 2.0
        value = 0.6 if word in cues.WEAK_PLACE_BEFORE else 0.0
        if word != "of" or mention.first_token < 2:  # noqa: PLR2004 - a word before the "of"
            return value
        owner = passage.words[mention.first_token - 2].key.lower()
        named = mention.first_token > 2 and self._is_name(passage.words[mention.first_token - 3])  # noqa: PLR2004 - "X district of Kharkiv"
        for kind, kind_words, worth in _KIND_WORDS:
            # "Korabelnyi district of Kherson" is no district called Kherson; "the Black Sea port of Tuapse" is the port.
            if owner in kind_words and not (named and kind is not PlaceKind.POPULATED):
                return value + self._want(mention, kind, worth)
        if owner in cues.ORGANISATION_BEFORE:
            mention.kind = ToponymKind.OTHER
            mention.rules.append("organisation")
            return value + 1.0
        return value + (0.5 if owner in cues.COMPASS or owner in cues.MEASURES else 0.0)

    def _is_name(self, word: Token) -> bool:
        """Whether a word before "district of" names the district: capitalised, and no people ("the Syrian province of Idlib")."""
        return word.capital and not any(grade is Grade.DEMONYM for _, grade in self._index.links(word.key))

    def _want(self, mention: Mention, kind: PlaceKind, value: float) -> float:
        """The text says what kind of place is meant."""
        mention.wanted = kind
        mention.rules.append(str(kind))
        return value

    def _by_kind_word(self, mention: Mention, passage: Passage, word: str) -> float:
        if word in cues.SETTLEMENT_WORDS and not mention.wanted:
            mention.rules.append("settlement")
            return 2.5
        if joint := _JOINT_KIND.match(passage.text, mention.end):
            mention.links = self._index.links(f"{mention.key} {cues.SINGULAR.get(joint[1], joint[1])}") or mention.links
            return self._want(mention, PlaceKind.REGION if joint[1] in cues.REGION_WORDS else PlaceKind.DISTRICT, 2.5)
        after, gap = passage.after(mention)
        if after is None or gap not in {" ", "\u00a0", "-", "\n"}:
            return 0.0
        capital = after.capital and not after.first and gap in _BLANKS
        return self._by_word_after(mention, passage, after, capital=capital, blank=gap in _BLANKS)

    def _by_word_after(self, mention: Mention, passage: Passage, after: Token, *, capital: bool, blank: bool) -> float:
        key = after.key.lower()
        if key in cues.DISTRICT_WORDS or key in cues.REGION_WORDS:
            kind = cues.SINGULAR.get(key, key)
            official = tuple(link for link in self._index.links(f"{mention.key} {kind}") if self._index.kind_of(link[0]) in _DIVISIONS)
            mention.links = official or mention.links
        if key in cues.REGION_WORDS or (key == "regional" and blank):
            return self._as_region(mention, passage, after, capital=capital)
        following = passage.words[mention.last_token + 2] if mention.last_token + 2 < len(passage.words) else None
        if key in OFFICE_KINDS and capital and following and following.capital and following.key in cues.ORGANISATION_WORDS:
            return 0.0  # "U.S. District Court"
        if key in cues.DISTRICT_WORDS:
            if capital:
                _stretch(mention, after)
            region = all(self._index.kind_of(place) is PlaceKind.REGION for place, _ in mention.links)
            return self._want(mention, PlaceKind.REGION if region else PlaceKind.DISTRICT, 2.5)
        if key in cues.WATER_WORDS and (capital or key == "river"):
            mention.kind = ToponymKind.OTHER
            mention.rules.append("water")
            return -1.0
        if key in cues.SETTLEMENT_WORDS and not capital:
            mention.rules.append("settlement")
            return 1.5
        return 1.0 if key in cues.PLACE_AFTER else 0.0

    def _as_region(self, mention: Mention, passage: Passage, after: Token, *, capital: bool) -> float:
        """Before "region", "Oblast", "regional"; an American "X State" is more often a university."""
        key = after.key.lower()
        following = passage.words[mention.last_token + 2].key.lower() if mention.last_token + 2 < len(passage.words) else ""
        if key == "state" and (following in cues.ORGANISATION_WORDS or capital):
            return 0.5
        if capital:
            _stretch(mention, after)
        return self._want(mention, PlaceKind.REGION, 2.0 if key == "regional" else 3.0)

    def _by_list(self, mention: Mention, passage: Passage) -> float:
        """Beside a comma or in brackets, a name that may hold this one: "Zmiiv, Kharkiv region"."""
        value = 0.0
        after, gap = passage.after(mention)
        if after and after.capital and gap in _LIST_GAPS:
            found = self._longest(passage, mention.last_token + 1)
            value = self._holding(found.links if found else (), 3.5)
        before, gap = passage.before(mention)
        if before and before.capital and gap in _LIST_GAPS:
            value = max(value, self._holding(self._index.links(before.key), 1.0))
        if value >= _CONTAINED:
            mention.rules.append("contained")
        return value

    def _holding(self, links: tuple[Link, ...], worth: float) -> float:
        kinds = {self._index.kind_of(place) for place, grade in links if grade in {Grade.NAME, Grade.STRONG, Grade.ABBREVIATION}}
        if kinds & {PlaceKind.COUNTRY, PlaceKind.REGION}:
            return worth
        return 0.7 if kinds else 0.0

    def _as_common_word(self, mention: Mention, passage: Passage) -> float:
        if not mention.single:
            return 0.0
        first = passage.words[mention.first_token].first
        if mention.key in common_words():
            return -3.0 - (2.0 if first else 0.0) - (2.0 if mention.key in passage.lower else 0.0)
        if mention.key in passage.lower and not passage.loud(mention.first_token):
            return -2.0
        return -1.0 if first and self.prior(mention.links) < _KNOWN else 0.0

    def _as_person(self, mention: Mention, passage: Passage) -> float:
        before, gap_before = passage.before(mention)
        after, gap_after = passage.after(mention)
        value = 0.0
        if before and before.capital and not before.possessive and gap_before in {" ", ". "} and mention.wanted is None:
            if before.key in cues.TITLES or (before.key in given_names() and gap_before == " "):
                value -= 6.0
            elif len(before.text) == 1 and before.text not in {"A", "I"}:
                value -= 4.0
        if mention.key in given_names():
            value -= self._before_surname(mention, passage)
        last = passage.words[mention.last_token].key
        if value > _PERSON and (mention.key in passage.people or last in passage.people):
            value -= 1.0 if "contained" in mention.rules else 5.0
        if value <= _PERSON:
            mention.rules.append("person")
            return value
        small = self.prior(mention.links) < 3.5  # noqa: PLR2004 - below a city of three million
        if small and after and not after.capital and gap_after == " " and after.key in cues.SAYING:
            value -= 2.0
        if _AGE.match(passage.text, mention.end):
            value -= 4.0
        return value

    def _before_surname(self, mention: Mention, passage: Passage) -> float:
        """What a given name loses by the capitalised word after it."""
        after, gap = passage.after(mention)
        if after and gap == " " and after.text in cues.NAME_PARTICLES:
            return 5.0
        if mention.wanted is not None or not after or not after.capital or after.first or gap != " ":
            return 1.0
        if not self._index.links(after.key) or after.key in passage.people:
            return 5.0
        return 0.0 if after.key in cues.ORGANISATION_WORDS else 2.0

    def _within_name(self, mention: Mention, passage: Passage) -> float:
        """Followed by a capitalised word: part of an organisation's name, a road's, a paper's, or of one that is not known."""
        after, gap = passage.after(mention)
        if not after or not after.capital or gap != " " or after.first:
            return 0.0
        noted = self.prior(mention.links) >= _WELL_KNOWN
        tail = [token for token in passage.words[mention.last_token + 1 : mention.last_token + 5] if token.capital]
        office = after.key in OFFICE_KINDS and any(token.key in cues.ORGANISATION_WORDS or token.key in cues.TITLES for token in tail[1:2])
        if after.key == "city" and self._is_abroad(mention):
            _stretch(mention, after)  # "Kharkiv City"; "Leicester City" is a club
            mention.rules.append("settlement")
            return 1.5
        if not office and (after.key in cues.PRESS_WORDS or after.key in cues.ROAD_WORDS):
            mention.kind = ToponymKind.OTHER
            mention.rules.append("person")
            return _RULED_OUT if after.key in cues.PRESS_WORDS else -5.0
        if any(token.key in cues.ORGANISATION_WORDS for token in tail):
            mention.kind = ToponymKind.OTHER
            mention.rules.append("organisation")
            return 0.5 if noted else -0.5
        loud = passage.loud(mention.last_token) and passage.loud(mention.last_token + 1)
        if loud or after.key in cues.TITLES or after.key in common_words() or after.key in given_names():
            return 0.0
        goes_on = _ARTICLE_AFTER.match(passage.text, mention.end) is not None  # "Wadi Al-Hout"
        if not goes_on and self.prior(self._index.links(after.key)) >= _KNOWN:
            return 0.0
        called = _CALLED.search(passage.text[max(0, mention.start - 16) : mention.start])  # "the town of Mai Tsebri" is no Mai
        return (-1.0 if noted else -3.5) - (4.0 if called else 0.0)

    def _is_half(self, mention: Mention, passage: Passage) -> bool:
        """Whether a name is the first half of one that no table has: "Rai-Oleksandrivka"; "Kharkiv-Kupiansk" are two."""
        m = _HALF.match(passage.text, mention.end)
        return m is not None and self.prior(self._index.links(fold(m[1]))) < _KNOWN

    def _is_abroad(self, mention: Mention) -> bool:
        """Whether the name is a town's outside the English-speaking countries."""
        homes = {self._index.codes(place)[0] for place, grade in mention.links if grade is Grade.NAME}
        return bool(homes) and not homes & cues.ENGLISH

    def _after_name(self, mention: Mention, passage: Passage) -> float:
        """Preceded by a capitalised word that is no known part of it, or joined to one by a hyphen."""
        before, gap = passage.before(mention)
        noted = self.prior(mention.links) >= _WELL_KNOWN
        if before and gap == "-" and before.text in _PARTIES:
            return 3.0
        if before and gap == "-" and not noted:
            return -3.0
        if not before or not before.capital or gap != " " or before.possessive or before.key in cues.COMPASS:
            return 0.0
        key = before.key
        opens = key in cues.SENTENCE_STARTERS or (before.first and key in common_words()) or key in cues.MONTHS_AND_DAYS
        if opens or self.prior(self._index.links(key)) >= _KNOWN:
            return 0.0
        return -1.0 if noted else -2.5


def _stretch(mention: Mention, after: Token) -> None:
    """Take a capitalised kind word into the mention: "Kharkiv Oblast"."""
    mention.text = f"{mention.text} {after.text}"
    mention.end = after.end
    mention.last_token += 1
