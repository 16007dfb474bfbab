"""Find what may be a place name in running Ukrainian and Russian text.

A name is looked up longest first under every nominative that its words may be forms of; `evidence` weighs it by the words around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from gazetteer.cyrillic import cues
from gazetteer.cyrillic.derived import respelt, stems
from gazetteer.cyrillic.evidence import Finding, weigh
from gazetteer.cyrillic.morphology import RUSSIAN, UKRAINIAN, Form, languages
from gazetteer.cyrillic.units import Unit, units
from gazetteer.fame import Fame
from gazetteer.index import Index, Link
from gazetteer.names import looks_ukrainian, spellings
from gazetteer.place import PlaceKind, ToponymKind
from gazetteer.tables import Grade, no_places
from gazetteer.tokens import Mention, Token

_MOST_WORDS = 4
_MOST_KEYS = 10
_LONGEST_ABBREVIATION = 4
_STEM = 4
_FEWEST_PEOPLE = 1000
_LETTERS_ADDED = 4
_FAMOUS = 1.5
_AS_WRITTEN = 1.5
"""What a name gains that stands in the text as it is, not as a form of another."""
_NEIGHBOURS = frozenset({"UA", "RU", "BY", "MD", "KZ", "PL", "GE"})
"""Countries whose names are looked up in Latin letters too, where the index has no Cyrillic name for a place."""
_UKRAINE = frozenset({"UA"})
_LANDS = {(UKRAINIAN,): frozenset({"UA"}), (RUSSIAN,): frozenset({"UA", "RU"}), (UKRAINIAN, RUSSIAN): frozenset({"UA", "RU"})}
_AND = frozenset({"та", "і", "й", "и", "або", "или", "а також", "да"})
_LITTLE_WORDS = _AND | cues.INTO | cues.BESIDE


class CyrillicScanner:
    """Finds mentions in Ukrainian and Russian text with the names of an index."""

    def __init__(self, index: Index, fame: Fame) -> None:
        self._index = index
        self._fame = fame
        self._people: frozenset[str] | None = None

    def scan(self, text: str, words: Sequence[Token]) -> list[Mention]:
        """The mentions among the Cyrillic words of a text that more speaks for than against, in order, none overlapping."""
        among = languages(text)
        found: list[Mention] = []
        row = units(text, words, among)
        at, done = 0, -1
        while at < len(row):
            finding = self._find(row, at)
            if finding is None:
                at += 1
                continue
            listed = _is_listed(row, at, done)
            if finding.links and (evidence := weigh(finding, row, self._fame, text, listed=listed)) >= 0:
                found.append(self._mention(finding, row, text, evidence, _LANDS[among]))
                done = at + finding.count
            at += finding.count
        return found

    def given(self, text: str, words: Sequence[Token], start: int, end: int) -> Mention:
        """The mention at a span that is known to name a place; its links may be empty."""
        among = languages(text)
        row = [unit for unit in units(text, words, among) if unit.end > start and unit.start < end]
        finding = None
        if row:
            row[0].capital = True
            finding = next((f for f in (self._division(row, 0), self._several(row, 0), self._single(row, 0)) if f and f.links), None)
        links = finding.links if finding else ()
        mention = Mention(start=start, end=end, text=text[start:end], key=finding.key if finding else "", links=links)
        mention.wanted = finding.wanted if finding else None
        mention.lands = _LANDS[among]
        if links and all(grade is Grade.DEMONYM for _, grade in links):
            mention.kind = ToponymKind.DEMONYM
        return mention

    def _mention(self, finding: Finding, row: Sequence[Unit], text: str, evidence: float, lands: frozenset[str]) -> Mention:
        start, end = row[finding.at].start, row[finding.at + finding.spanned - 1].end
        return Mention(
            start=start, end=end, text=text[start:end], key=finding.key, links=finding.links, kind=finding.kind, evidence=evidence,
            wanted=finding.wanted, rules=finding.rules, lands=lands,
        )  # fmt: skip

    def _find(self, row: Sequence[Unit], at: int) -> Finding | None:
        if not row[at].capital:
            opens = at + 1 < len(row) and row[at + 1].capital and row[at].is_one_of(cues.OPENING)
            return (self._several(row, at) if opens else None) or self._word_for_people(row, at)
        found = self._division(row, at) or self._several(row, at)
        if found is None and row[at].first:
            found = self._word_for_people(row, at)
        return found or self._river(row, at) or self._single(row, at)

    def _word_for_people(self, row: Sequence[Unit], at: int) -> Finding | None:
        """A word for what is a country's: "російські", written without a capital."""
        unit = row[at]
        if self._people is None:
            self._people = frozenset(key[:_STEM] for key in self._index.demonyms())
        if unit.key[:_STEM] not in self._people:
            return None
        for key in unit.keys:
            links = tuple(link for link in self._index.links(key) if link[1] is Grade.DEMONYM)
            if links:
                return Finding(at=at, key=key, links=links, kind=ToponymKind.DEMONYM)
        return None

    def _division(self, row: Sequence[Unit], at: int) -> Finding | None:
        """An adjective with the word for what it is an adjective of: "Харківської області", "Сумській та Харківській областях"."""
        unit = row[at]
        adjectives = [form.key for form in unit.forms if form.adjective]
        if not adjectives:
            return None
        where = _kind_word(row, at)
        if where is None:
            return None
        word = next(key for key in row[where].keys if key in cues.KINDS)
        municipal = where > at + 1 and row[where - 1].is_one_of(cues.MUNICIPAL)
        alone = where == at + (2 if municipal else 1)
        count = spanned = where - at + 1 if alone else 1
        kind = PlaceKind.DISTRICT if municipal else cues.KINDS[word]
        for adjective in dict.fromkeys(adjectives):
            key = f"{adjective} {cues.SHORT_KINDS.get(word, word)}"
            if links := self._index.links(key):
                return Finding(at=at, count=count, spanned=spanned, key=key, links=links, wanted=kind, rules=["division"])
        if kind is PlaceKind.DISTRICT or word == "округ":
            community = word in cues.COMMUNITIES
            key, links = self._town_of(adjectives, _UKRAINE if community else _NEIGHBOURS)
            wanted = PlaceKind.POPULATED if community else PlaceKind.DISTRICT
            return Finding(at=at, count=count, spanned=spanned, key=key, links=links, wanted=wanted, rules=["district of town"])
        return Finding(at=at, count=count, spanned=spanned)

    def _several(self, row: Sequence[Unit], at: int) -> Finding | None:
        """A name of two to four words: "Кривому Розі", "Чорним морем"."""
        longest = max((self._index.longest(key.partition(" ")[0]) for key in row[at].keys), default=1)
        most = 1
        while at + most < len(row) and most < min(_MOST_WORDS, longest):
            follower = row[at + most]
            if not follower.blank_before or not (follower.capital or follower.is_one_of(cues.PLACE_NOUNS) or follower.key in cues.KINDS):
                break
            most += 1
        for count in range(most, 1, -1):
            parts = [unit.keys[:_MOST_KEYS] for unit in row[at : at + count]]
            best: tuple[float, str, tuple[Link, ...]] | None = None
            for names in product(*parts):
                key = " ".join(names)
                links = _written_out(self._index.links(key))
                if links and key not in no_places() and (best is None or self._fame.of(links) > best[0]):
                    best = self._fame.of(links), key, links
            if best:
                return Finding(at=at, count=count, spanned=count, key=best[1], links=best[2], rules=["several words"])
        return None

    def _river(self, row: Sequence[Unit], at: int) -> Finding | None:
        """A river that bears a town's name, told by its banks: "на правому березі Дніпра"."""
        if not at or not row[at].blank_before or not row[at - 1].is_one_of(cues.BANKS):
            return None
        for key in row[at].keys:
            for word in cues.RIVERS:
                if links := self._index.links(f"{word} {key}"):
                    return Finding(at=at, key=f"{word} {key}", links=links, rules=["several words"])
        return None

    def _single(self, row: Sequence[Unit], at: int) -> Finding | None:
        unit = row[at]
        if unit.loud and len(unit.text) <= _LONGEST_ABBREVIATION:
            links = tuple(link for link in self._index.links(unit.key) if link[1] is Grade.ABBREVIATION)
            return Finding(at=at, key=unit.key, links=links, rules=["abbreviation"])
        if facility := self._facility(row, at):
            return facility
        found = {key: links for key in unit.keys if key not in no_places() and (links := _written_out(self._index.links(key)))}
        if not found and looks_ukrainian(unit.text):
            found = {key: links for key in respelt(unit.keys) if (links := _written_out(self._index.links(key)))}
        if not found:
            found = dict(self._romanised(unit))
        if not found:
            return None
        best = max(found, key=lambda key: self._fame.of(found[key]) + (_AS_WRITTEN if key == unit.key else 0.0))
        links = found.pop(best)
        known = {place for place, _ in links}
        links += tuple(link for other in found.values() for link in other if link[0] not in known)
        forms = tuple(form for form in unit.forms if form.key == best)
        return Finding(at=at, key=best, links=links, forms=forms)

    def _romanised(self, unit: Unit) -> Iterator[tuple[str, tuple[Link, ...]]]:
        """Names that the index has in Latin letters only, in the countries where Cyrillic names are written so."""
        for key in unit.keys:
            for spelling in spellings(key)[1:]:
                links = self._index.links(spelling)
                near = tuple(link for link in links if link[1] <= Grade.FORMER and self._index.codes(link[0])[0] in _NEIGHBOURS)
                if near:
                    yield key, near

    def _facility(self, row: Sequence[Unit], at: int) -> Finding | None:
        """An adjective of a town before what stands there: "Волгоградський нафтопереробний завод". None if it is none."""
        unit = row[at]
        adjectives = [form for form in unit.forms if form.adjective]
        noun = _noun_after(row, at)
        if at + 1 < len(row) and row[at + 1].blank_before and row[at + 1].is_one_of(cues.FRONTS):
            return Finding(at=at)
        if adjectives and at + 1 < len(row) and row[at + 1].capital and row[at + 1].blank_before and _agree(adjectives, row[at + 1].forms):
            only = all(form.adjective or not self._index.links(form.key) for form in unit.forms)
            return Finding(at=at) if only and _kind_word(row, at + 1) is None else None
        if adjectives and at + 1 < len(row) and row[at + 1].key in cues.ADMINISTRATIONS:
            key = next((f"{form.key} область" for form in adjectives if self._index.links(f"{form.key} область")), "")
            return Finding(at=at, key=key, links=self._index.links(key), kind=ToponymKind.OTHER, rules=["facility"])
        if not adjectives or noun is None or not _agree(adjectives, row[noun].forms):
            return None
        if not row[noun].is_one_of(cues.FACILITIES):
            nouns = [form.key for form in unit.forms if not form.adjective]
            famous = max((self._fame.of(_written_out(self._index.links(key))) for key in nouns), default=0.0)
            if famous > _FAMOUS and not row[noun].is_one_of(cues.FRONTS):
                return None
            named = at > 0 and row[at - 1].is_one_of(cues.SETTLEMENTS)
            return None if named else Finding(at=at)
        key, links = self._town_of([form.key for form in adjectives])
        return Finding(at=at, key=key, links=links, kind=ToponymKind.OTHER, rules=["facility"])

    def _town_of(self, adjectives: Sequence[str], among: frozenset[str] = _NEIGHBOURS) -> tuple[str, tuple[Link, ...]]:
        """The best-known town that an adjective may be made of: "волгоградський" leads to "волгоград"."""
        best: tuple[float, str, tuple[Link, ...]] = (0.0, "", ())
        for stem in dict.fromkeys(stem for adjective in adjectives for stem in stems(adjective)):
            if len(stem) < _STEM - 1:
                continue
            for key in self._index.starting(stem, 60):
                if len(key) > len(stem) + _LETTERS_ADDED:
                    continue
                links = tuple(
                    link
                    for link in self._index.links(key)
                    if link[1] <= Grade.FORMER
                    and self._index.kind_of(link[0]) is PlaceKind.POPULATED
                    and self._index.population[link[0]] >= _FEWEST_PEOPLE
                    and self._index.codes(link[0])[0] in among
                )
                if links and self._fame.of(links) + 5.0 > best[0]:
                    best = self._fame.of(links) + 5.0, key, links
        return best[1], best[2]


def _is_listed(row: Sequence[Unit], at: int, done: int) -> bool:
    """Whether a comma or an "and" joins a word to a place that ended at `done`."""
    if at == done:
        return row[at].gap.strip(" \u00a0") == ","
    return at == done + 1 and row[done].key in _AND and row[done].blank_before and row[at].blank_before


def _written_out(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links without those that count only as an abbreviation or as a word for people."""
    return tuple(link for link in links if link[1] not in {Grade.ABBREVIATION, Grade.DEMONYM})


def _kind_word(row: Sequence[Unit], at: int) -> int | None:
    """Where the word stands that says what an adjective is the name of, past other adjectives that share it; None if there is none."""
    place = at + 1
    while place < len(row) and place <= at + 8:
        unit = row[place]
        if unit.blank_before and not unit.capital and any(key in cues.KINDS for key in unit.keys):
            return place
        if unit.blank_before and not unit.capital and unit.is_one_of(cues.MUNICIPAL):
            place += 1
            continue
        joins = unit.key in _AND and unit.blank_before
        adjective = unit.capital and unit.gap.strip(" \u00a0") in {"", ","} and any(form.adjective for form in unit.forms)
        if not joins and not (adjective and (row[place - 1].key in _AND or unit.gap.startswith(","))):
            return None
        place += 1
    return None


def _noun_after(row: Sequence[Unit], at: int) -> int | None:
    """The noun that follows an adjective, past one more adjective at most."""
    for place in range(at + 1, min(at + 3, len(row))):
        unit = row[place]
        if not unit.blank_before or (unit.capital and not unit.loud) or unit.key in _LITTLE_WORDS:
            return None
        if any(not form.adjective and form.case for form in unit.forms):
            return place
        if not any(form.adjective for form in unit.forms):
            return None
    return None


def _agree(adjectives: Sequence[Form], others: Sequence[Form]) -> bool:
    """Whether an adjective and a noun may stand in the same case, number and gender."""
    cases = {(form.case, form.plural or form.gender) for form in others if not form.adjective and form.case}
    return any((form.case, form.plural or form.gender) in cases for form in adjectives)
