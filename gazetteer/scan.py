"""Find what may be a place name in running English text.

Names are looked up longest first among runs of capitalised words; `evidence` then weighs each by the words around it, and what has
more against it than for it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gazetteer import cues
from gazetteer.build import NOWHERE
from gazetteer.cues import word_set
from gazetteer.evidence import OFFICE_KINDS, Weigher
from gazetteer.fame import Fame
from gazetteer.index import Index, Link
from gazetteer.names import fold
from gazetteer.place import PlaceKind, ToponymKind
from gazetteer.tables import Grade, common_words, given_names, longest_no_place, no_places
from gazetteer.tokens import Mention, Passage, Token

_JOINT = re.compile(r"[ \t\u00a0\u202f]{1,3}|[ \t]*\r?\n[ \t]*|[-‐‑–]|\. |['’]")
_POSSESSIVE = re.compile(r"['’ʼ][sS]$")
_DATELINE = re.compile(r",? ?[(—–-]|, [A-Z]")
_AFTER_COMMA = re.compile(r"[^\W\d_], {1,2}$")
_FOLLOWING_WORD = re.compile(r" ([A-Za-z]+)")
_MOST_WORDS = 7
_LONGEST_ABBREVIATION = 4
_PLAIN_ABBREVIATIONS = frozenset({"US", "UK", "EU", "NZ", "DC"})
_SURE = 3.0
_SUPPORTING = 2.0
_DOUBTFUL = -2.5
_HELP = 1.5
_AGED = re.compile(r", \d{1,3}(?:,| who\b| of\b)")
"""  "Jones, 23, of": what precedes is a person."""
_KIND_WORDS = cues.ORGANISATION_WORDS | cues.DISTRICT_WORDS | cues.REGION_WORDS | cues.SETTLEMENT_WORDS | cues.ROAD_WORDS | cues.WATER_WORDS
"""Words that no one is called."""
_SHORT_FORMS = {"saint": "st", "mount": "mt", "fort": "ft"}
"""Words of a name as `fold` writes them within one."""
_LOWER_STARTS = frozenset({"al", "el", "southern", "northern", "occupied", "central"})
_LOWER_TAILS = word_set("""
    peninsula region river desert territories governorate states reservoir valley countryside israel lebanon palestinian
    nuclear power plant station bridge dam crossing border camp corridor air base mountains hydroelectric
""")


class Scanner:
    """Finds mentions in English text with the names of an index."""

    def __init__(self, index: Index, fame: Fame) -> None:
        self._index = index
        self._weigher = Weigher(index, fame, self._longest)
        self._is_prominent = lru_cache(maxsize=50_000)(self._find_prominent)

    def scan(self, text: str, words: Sequence[Token]) -> list[Mention]:
        """The mentions among the words of a text that more speaks for than against, in order, none overlapping."""
        passage = Passage(text=text, words=words, people=self._surnames(words, text))
        mentions: list[Mention] = []
        last = -1
        for at in [number for number, token in enumerate(words) if token.capital or token.key in _LOWER_STARTS]:
            mention = self._longest(passage, at) if at > last else None
            if mention is None:
                continue
            if mention.links:
                self._weigher.weigh(mention, passage)
                mentions.append(mention)
            last = mention.last_token
        self._help_small_places(mentions)
        sure = {mention.key for mention in mentions if mention.evidence >= _SUPPORTING and "person" not in mention.rules}
        for mention in mentions:
            if mention.key in sure and "person" not in mention.rules:
                mention.evidence += _HELP
        return [mention for mention in mentions if mention.evidence >= 0]

    def given(self, text: str, start: int, end: int) -> Mention:
        """The mention at a span that is known to name a place; its kind is left to the place, its links may be empty."""
        written = text[start:end].strip()
        key = fold(_POSSESSIVE.sub("", written))
        links = self._index.links(key)
        abbreviation = tuple(link for link in links if link[1] is Grade.ABBREVIATION)
        if abbreviation and ("." in written or text[end : end + 1] == "." or written.isupper()):
            links = abbreviation
        following = _FOLLOWING_WORD.match(text, end)
        word = following[1].lower() if following else ""
        wanted = PlaceKind.REGION if word in cues.REGION_WORDS - {"state"} else PlaceKind.DISTRICT if word in cues.DISTRICT_WORDS else None
        mention = Mention(start=start, end=end, text=text[start:end], key=key, links=links, wanted=wanted)
        if links and all(grade is Grade.DEMONYM for _, grade in links):
            mention.kind = ToponymKind.DEMONYM
        return mention

    def _help_small_places(self, mentions: Sequence[Mention]) -> None:
        """A small place that is doubtful alone counts where its country is spoken of anyway.

        Not in English-speaking countries, whose villages bear the names of persons and things.
        """
        spoken = {
            self._index.country[place]
            for mention in mentions
            if mention.evidence >= _SURE
            for place, grade in mention.links[:2]
            if grade is not Grade.WEAK
        } - {NOWHERE}
        for mention in mentions:
            if not _DOUBTFUL <= mention.evidence < 0 or mention.rules or mention.key in common_words():
                continue
            homes = {self._index.country[place] for place, grade in mention.links if grade <= Grade.FORMER} & spoken
            if any(self._index.codes(home)[0] not in cues.ENGLISH for home in homes):
                mention.evidence += _HELP

    def _longest(self, passage: Passage, at: int) -> Mention | None:
        """The longest name that begins with a word, as far as its capitals allow; without links if it is known to be no place."""
        words, text, token = passage.words, passage.text, passage.words[at]
        keys = self._run(passage, at)
        for count in range(len(keys), 0, -1):
            last = words[at + count - 1]
            if not (last.capital or last.text in _LOWER_TAILS):
                continue
            if not token.capital and not any(word.capital for word in words[at : at + count]):
                # "the southern region of Kherson": no name, though a division of another country is called so.
                continue
            if count > 1 and last.key in OFFICE_KINDS and self._is_of_an_office(passage, at, count):
                continue
            key = " ".join(keys[:count]) if count > 1 else token.key
            links: tuple[Link, ...] = ()
            end = last.end
            if key not in no_places():
                if not (links := self._index.links(key)):
                    continue
                links, end = self._as_written(links, passage, at, count)
                if not links:
                    continue
            return Mention(
                start=token.start, end=end, text=text[token.start : end], key=key, links=links, first_token=at, last_token=at + count - 1
            )
        return None

    def _is_of_an_office(self, passage: Passage, at: int, count: int) -> bool:
        """Whether the last word of a name belongs to what follows: "Dublin" in "Dublin City Council", "U.S." in "U.S. District Court"."""
        behind = at + count
        if behind >= len(passage.words):
            return False
        after = passage.words[behind]
        joined = passage.text[passage.words[behind - 1].end : after.start] in {" ", "\u00a0"}
        office = after.key in cues.ORGANISATION_WORDS or after.key in cues.TITLES
        return joined and after.capital and not after.first and office

    def _run(self, passage: Passage, at: int) -> list[str]:
        """The keys of a word and of those after it that may belong to the same name."""
        words, text = passage.words, passage.text
        first = _SHORT_FORMS.get(words[at].key, words[at].key)
        longest = max(self._index.longest(first), longest_no_place().get(first, 1))
        keys = [first]
        if longest == 1:
            return keys
        most = min(longest, _MOST_WORDS, len(words) - at)
        for number in range(at + 1, at + most):
            before, word = words[number - 1], words[number]
            joined = not before.possessive and _JOINT.fullmatch(text[before.end : word.start])
            if not joined or not (word.capital or word.text in cues.JOINING or word.text in _LOWER_TAILS):
                break
            keys.append(_SHORT_FORMS.get(word.key, word.key))
        return keys

    def _as_written(self, links: tuple[Link, ...], passage: Passage, at: int, count: int) -> tuple[tuple[Link, ...], int]:
        """The links that the capitals and points allow, and the end with its point: "US" but not "Us", "Ky." but not "Ky"."""
        text, token, end = passage.text, passage.words[at], passage.words[at + count - 1].end
        written = text[token.start : end]
        letters = written.replace(".", "").replace(" ", "")
        if len(letters) > _LONGEST_ABBREVIATION:
            return links, end
        pointed = count == 1 and text[end : end + 1] == "."
        short = tuple(link for link in links if link[1] is Grade.ABBREVIATION)
        if short and ("." in written or (letters.isupper() and (len(letters) > 2 or letters in _PLAIN_ABBREVIATIONS))):  # noqa: PLR2004
            return short, end
        if short and (letters.isupper() or pointed) and _AFTER_COMMA.search(text[max(0, token.start - 4) : token.start]):
            return short, end + (pointed and not letters.isupper())
        if letters.isupper() and not (len(letters) == _LONGEST_ABBREVIATION and (_DATELINE.match(text, end) or _among_loud(passage, at))):
            return (), end  # "IDF", "TVP" are no places; "KYIV (Reuters)" and "BOMBS HIT KYIV" name one
        return tuple(link for link in links if link[1] is not Grade.ABBREVIATION), end

    def _surnames(self, words: Sequence[Token], text: str) -> frozenset[str]:
        """Keys that the text uses as a person's family name somewhere: after a given name or a title."""
        given = given_names()
        found: set[str] = set()
        capitals = [token.capital for token in words]
        for number in range(1, len(words)):
            if not (capitals[number] and capitals[number - 1]):
                continue
            token, before = words[number], words[number - 1]
            if before.possessive:
                continue
            gap = text[before.end : token.start]
            name = token.key
            aged = gap == " " and _AGED.match(text, token.end)
            titled = before.key in cues.TITLES and gap in {" ", ". "}
            if before.key in given and gap == " " and len(token.text) == 1 and number + 1 < len(words) and words[number + 1].capital:
                name = words[number + 1].key
            elif name in _KIND_WORDS or not (aged or titled or (before.key in given and gap == " " and len(before.key) > 1)):
                continue
            if not self._is_prominent(name):
                found.add(name)
        return frozenset(found)

    def _find_prominent(self, key: str) -> bool:
        """Whether a name is so much a country's that a person of that name is unlikely."""
        lands = {PlaceKind.COUNTRY, PlaceKind.CONTINENT}
        return any(grade <= Grade.STRONG and self._index.kind_of(place) in lands for place, grade in self._index.links(key))


def _among_loud(passage: Passage, at: int) -> bool:
    """Whether a whole line is in capitals, as far as the two words on either side tell."""
    around = [number for number in range(max(0, at - 2), min(len(passage.words), at + 3)) if number != at]
    return bool(around) and all(passage.loud(number) for number in around)
