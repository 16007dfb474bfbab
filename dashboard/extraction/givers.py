"""Who gives an amount whose own sentence may not say so: the giver is carried on from the sentences before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.donors import Party
from dashboard.extraction.giving import donor_of, gets, gives, may_give, receives
from dashboard.extraction.goods import are_foes
from dashboard.extraction.segments import Segment, leans, named_aid
from dashboard.records import Evidence


@dataclass(frozen=True, slots=True)
class Giver:
    """A donor with where the report names it, code points of the report's text."""

    party: Party
    start: int
    end: int
    rule: str
    paragraph: int

    @classmethod
    def here(cls, party: Party, sentence: Sentence) -> Giver:
        """A giver named in the sentence itself."""
        return cls(party, sentence.start + party.start, sentence.start + party.end, party.rule, sentence.paragraph)

    def evidence(self, report_id: str) -> Evidence:
        """The words that name the donor."""
        return Evidence(report_id=report_id, start=self.start, end=self.end, rule=self.rule, value="donor")


_SAYS_HE = re.compile(
    r"\b(?:he|she|they|we|our|I|the (?:prime |foreign |defen[cs]e |finance |development )?(?:minister|president|chancellor|"
    r"government|ministry|"
    r"cabinet|premier|secretary|secretary of state|ministers|parliament|lawmakers|bank|alliance|agency|bloc|"
    r"commission|board|leader|kingdom|emirate|administration))\b(?! of\b)",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|our|I am|today|(?:is|was|has been|being) (?:announced|announcing)|(?:vice )?president (?:is|has))\b", re.IGNORECASE
)


def speaks_for_itself(sentence: Sentence) -> bool:
    """Whether a sentence speaks as the giver: "we", "I am", "today"."""
    return _OURS.search(sentence.text[:200]) is not None


_RAISED = re.compile(r"\b(?:raised|collected|gathered|mobili[sz]ed)\b", re.IGNORECASE)
"""What many gave together has no donor by name."""
_AUTHORITY = re.compile(r"\b(?:government|cabinet|ministry|parliament|council of ministers)\b", re.IGNORECASE)
NEXT, NEARBY = 1, 2
"""Paragraphs that a donor is carried, and that "he" or "the ministry" may reach back."""


class Speakers:
    """Remembers who gave and who acted, sentence by sentence."""

    def __init__(self, document: Document, usual: tuple[str, str | None] | None) -> None:
        self.document = document
        self.usual = usual
        self.last: Giver | None = None
        """The donor of the last claim."""
        self.actor: Giver | None = None
        """The last party that could give."""
        self.helped = -9
        """Index of the last sentence that names the usual recipient as one who receives."""
        self.named: dict[str, list[Giver]] = {}
        """Every party that could give, by name."""

    def hear(self, sentence: Sentence, people: Sequence[Party]) -> None:
        """Remember who acts in a sentence."""
        if any(self._is_usual(p) and receives(p, sentence.text) for p in people):
            self.helped = sentence.index
        able = [p for p in people if may_give(p, sentence.text) and not self._is_usual(p) and p.rule != "party:unnamed"]
        for party in able:
            self.named.setdefault(party.name, []).append(Giver.here(party, sentence))
        acting = [p for p in able if gives(p, sentence.text)] or able
        if acting:
            self.actor = Giver.here(acting[0], sentence)

    def gave(self, giver: Giver, sentence: Sentence) -> None:
        """Remember who gave."""
        self.last = Giver(giver.party, giver.start, giver.end, giver.rule, sentence.paragraph)

    def giver_of(self, sentence: Sentence, people: Sequence[Party], segment: Segment) -> Giver | str:
        """The giver of an amount, or the rule by which it has none."""
        text, money = sentence.text, segment.money
        party = donor_of(people, text, money.start, money.end, segment.start)
        if (party is not None and party.rule == "party:unnamed") or _RAISED.search(text[max(0, money.start - 40) : money.end + 24]):
            return "aid:unnamed-donor"
        if party is not None and not self._is_usual(party):
            return Giver.here(party, sentence)
        others = [p for p in people if not self._is_usual(p)]
        own = donor_of(others, text, money.start, money.end, segment.start) if party is not None else None
        if own is not None:
            return Giver.here(own, sentence)
        if party is not None and (gives(party, text) or any(p.is_state and p.name != party.name for p in others)):
            return Giver.here(party, sentence)
        carried = self._spoken_of(sentence) or self._before(others, sentence, segment) or self._last(sentence)
        if carried is None and not any(p.end <= money.start and gets(p, text) for p in people):
            carried = self._only(others, sentence) or self.of_report(sentence)
        carried = carried or self._by_currency(segment)
        if carried is not None:
            return carried
        return "aid:no-donor" if party is None else "aid:own-money"

    def _is_usual(self, party: Party) -> bool:
        return self.usual is not None and party.name == self.usual[0]

    def _spoken_of(self, sentence: Sentence) -> Giver | None:
        """Who acted before, where the sentence goes on about "he", "the ministry" or "the package"."""
        last, actor = self.last, self.actor
        if actor is not None and (last is None or actor.start > last.end) and self._speaks_of(actor, sentence):
            return Giver(actor.party, actor.start, actor.end, "donor:carried", actor.paragraph)
        return None

    def _before(self, others: Sequence[Party], sentence: Sentence, segment: Segment) -> Giver | None:
        """The one party named between the amount before and a sum of aid: "EU leaders will meet to try again to agree €50bn in aid"."""
        able = [
            p for p in others if segment.start <= p.start < segment.money.start and may_give(p, sentence.text) and p.rule != "party:unnamed"
        ]
        return Giver.here(able[0], sentence) if len({p.name for p in able}) == 1 and named_aid(segment) else None

    def _last(self, sentence: Sentence) -> Giver | None:
        """The donor of the claim before, in the same or the last paragraph."""
        last = self.last
        if last is not None and sentence.paragraph - last.paragraph <= NEXT:
            return Giver(last.party, last.start, last.end, "donor:carried", last.paragraph)
        return None

    def _speaks_of(self, actor: Giver, sentence: Sentence) -> bool:
        """Whether "he", "the ministry" or a definite package lets a sentence lean on who acted before it."""
        return sentence.paragraph - actor.paragraph <= NEARBY and (leans(sentence) or _SAYS_HE.search(sentence.text[:160]) is not None)

    def _only(self, others: Sequence[Party], sentence: Sentence) -> Giver | None:
        """The one party of a sentence that does not receive, where no words tie a giver to the amount."""
        able = [p for p in others if may_give(p, sentence.text) and p.rule != "party:unnamed"]
        return Giver.here(able[0], sentence) if len({p.name for p in able}) == 1 else None

    def _by_currency(self, segment: Segment) -> Giver | None:
        """A government that gives its own coin: "the government allocated three million Jordanian dinars"."""
        if not _AUTHORITY.search(segment.before[-120:]):
            return None
        code = segment.money.currency[:2]
        own = [g for found in self.named.values() for g in found if g.party.code == code]
        return (
            Giver(own[0].party, own[0].start, own[0].end, "donor:currency", own[0].paragraph) if own and code not in {"EU", "US"} else None
        )

    def of_report(self, sentence: Sentence) -> Giver | None:
        """A ministry's own report says "we" or "today": the donor is the party that the report names by far the most."""
        helped = self.usual[0] if self.usual is not None else ""
        able = [found for name, found in self.named.items() if not are_foes(name, helped)]
        if not speaks_for_itself(sentence) or not able:
            return None
        ranked = sorted(able, key=len, reverse=True)
        if len(ranked) > 1 and len(ranked[1]) * 2 > len(ranked[0]):
            return None
        first = ranked[0][0]
        return Giver(first.party, first.start, first.end, "donor:report", first.paragraph)
