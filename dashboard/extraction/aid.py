"""Aid claims: amounts or goods with a donor, a stage and a recipient; prices, budgets, damage and frozen assets are none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.codes import AidCategory, AidStatus, ClaimKind
from dashboard.extraction.date_roles import told_dates
from dashboard.extraction.dates import may_fix_day
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.donors import Party, home_of, leaders_of, parties
from dashboard.extraction.givers import Giver, Speakers, speaks_for_itself
from dashboard.extraction.goods import Gift, NoGift, are_foes, gift_in, givers_of, may_tell_gift, named_goods, phrase
from dashboard.extraction.lexicon import table
from dashboard.extraction.money import Money, amounts, at_home, of_donor
from dashboard.extraction.packages import continues, ordered
from dashboard.extraction.reading import Rejected
from dashboard.extraction.recipients import recipient_of, usual_recipient
from dashboard.extraction.script import is_cyrillic
from dashboard.extraction.segments import Segment, Told, context_of, describes, leans, named_aid, no_aid, segments
from dashboard.extraction.stages import has_stage, kind_near, kind_within, ordinal_of, status_of
from dashboard.extraction.timing import is_background, is_earlier, when_of
from dashboard.records import AidClaim, Evidence, claim_key
from gazetteer import Toponym

NEWS_DAYS = 7
"""Goods handed over within these days are news."""
NEAR_SENTENCES = 2
"""Sentences within which goods are for the recipient named before them."""
AROUND = 10
"""Sentences of a paragraph on either side in which the kind of aid is looked for."""
LEAD_SENTENCES = 3
"""Sentences in which a report tells what it is about."""


def aid_claims(document: Document, toponyms: Sequence[Toponym]) -> tuple[list[AidClaim], list[Rejected]]:
    """Every piece of aid that a report tells, in order of its evidence; a repeated amount of one donor stands once."""
    sentences = [s for s in document.sentences if not is_cyrillic(s.text)]
    money = {s.index: tuple(amounts(s.text, document.report.url)) for s in sentences if not s.is_heading}
    telling = {s.index for s in sentences if money.get(s.index) or (not s.is_heading and may_tell_gift(s.text))}
    if not telling:
        return [], []
    reader = _Reader(document, toponyms)
    anchor: date | None = None
    starts = [t.start for t in toponyms]
    for sentence in sentences:
        goes_on = reader.told_at == sentence.index - 1
        if sentence.index > max(telling) and not goes_on and not reader.unowned:
            break  # what follows neither tells of aid nor goes on about it
        telling_here = sentence.index in telling or (goes_on and not sentence.is_heading)
        read = telling_here or may_fix_day(sentence.text)
        dates = tuple(told_dates(sentence.text, document.report.published, anchor)) if read else ()
        here = toponyms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        people = tuple(parties(sentence, here, reader.leaders))
        if telling_here:
            reader.read(Told(sentence, people, dates, context_of(document, sentence), money[sentence.index]))
        reader.speakers.hear(sentence, people)
        fixed = [d.when.best for d in dates if d.absolute and d.when.best is not None]
        anchor = fixed[-1] if fixed else anchor
    reader.settle()
    return ordered(document, reader.claims), reader.rejected


class _Reader:
    """Goes through a report once and keeps what it found, and what it turned down."""

    def __init__(self, document: Document, toponyms: Sequence[Toponym]) -> None:
        self.document = document
        self.toponyms = toponyms
        self.leaders = leaders_of(document, toponyms)
        self.usual = usual_recipient(document.report.text, toponyms)
        self.speakers = Speakers(document, self.usual)
        self.claims: list[AidClaim] = []
        self.rejected: list[Rejected] = []
        self.unowned: list[tuple[Told, Segment]] = []
        """Amounts whose giver the report had not named when it told them."""
        self.told_at = -1
        """Index of the last sentence that told of the last claim."""
        self._homes: dict[str | None, str | None] = {}
        self.led = False
        """Whether the report has told of what donors without a name gave: those that follow give to the same end."""

    def read(self, told: Told) -> None:
        """Read one sentence: its amounts, or else its goods, or what it adds to the claim before it."""
        found = segments(told.sentence.text, told.money)
        before = len(self.claims)
        for number, segment in enumerate(found):
            self._amount(told, segment, self.claims[-1] if number and len(self.claims) > before else None)
        if len(self.claims) > before:
            self.told_at = told.sentence.index
        if len(self.claims) > before or not self._goes_on(told):
            self._goods(told, {c.donor for c in self.claims[before:]})

    def _reject(self, sentence: Sentence, start: int, end: int, rule: str) -> None:
        self.rejected.append(Rejected(sentence.start + start, sentence.start + end, rule))

    def settle(self) -> None:
        """What the report's own "I announce" gave before it named itself: the party that it names by far the most is the donor."""
        for told, segment in self.unowned:
            giver = self.speakers.of_report(told.sentence)
            if giver is None:
                self._reject(told.sentence, segment.money.start, segment.money.end, "aid:no-donor")
            else:
                self._amount(told, segment, None, owner=giver)

    def _amount(self, told: Told, segment: Segment, beside: AidClaim | None, owner: Giver | None = None) -> None:
        """One amount; `beside` is the claim just before it in the same sentence, `owner` who gives where that is known already."""
        sentence, money = told.sentence, segment.money
        rule = no_aid(told.context, sentence.text, segment, told.people, told=bool(self.claims) or self.led)
        if rule is not None:
            self._reject(sentence, money.start, money.end, rule)
            return
        giver = owner or self.speakers.giver_of(sentence, told.people, segment)
        if giver == "aid:no-donor" and speaks_for_itself(sentence):
            self.unowned.append((told, segment))
            return
        if isinstance(giver, str):
            self.led = self.led or giver == "aid:unnamed-donor"
            self._reject(sentence, money.start, money.end, giver)
            return
        usual = self.usual
        if self.claims and self.claims[-1].recipient and (usual is None or usual[0] == giver.party.name):
            usual = self.claims[-1].recipient, self.claims[-1].recipient_code
        recipient = recipient_of(told.people, sentence.text, giver.party, money.start, money.end, money.end + len(segment.rest), usual)
        own = recipient[0] == giver.party.name or (recipient[1] is not None and recipient[1] == giver.party.code)
        own = own or (recipient[0] is None and _ITS_OWN.search(segment.rest) is not None)
        if own or (recipient[0] is None and not named_aid(segment)):
            self._reject(sentence, money.start, money.end, "aid:own-money" if own else "aid:no-recipient")
            return
        if (
            recipient[0]
            and are_foes(giver.party.name, recipient[0])
            and kind_near(segment.before[-80:] + segment.after[:80], 80) is AidCategory.MILITARY
        ):
            self._reject(sentence, money.start, money.end, "aid:foes")
            return
        self.speakers.gave(giver, sentence)
        self.claims.append(self._claim(told, segment, giver, recipient, beside))

    def _claim(
        self, told: Told, segment: Segment, giver: Giver, recipient: tuple[str | None, str | None], beside: AidClaim | None
    ) -> AidClaim:
        sentence, money = told.sentence, segment.money
        text = sentence.text
        lead = segment.before if has_stage(segment.before) or not told.context else f"{told.context} {segment.before}"
        if told.context and describes(sentence, segment) and has_stage(told.context):
            lead = told.context if status_of(told.context, "")[0] is not AidStatus.CUMULATIVE_TOTAL else segment.before
        status, rule = status_of(lead, segment.after, segment.rest)
        if beside is not None and beside.status is AidStatus.APPROVED and rule == "status:proposed" and _BILL.search(segment.before):
            status, rule = beside.status, "status:as-before"
        if beside is not None and rule in {"status:default", "status:announced"} and continues(beside, segment):
            status, rule = beside.status, "status:as-before"
        when, dated = when_of(
            money.start, segment.clause, money.end + len(segment.after), segment.start or money.start, told.dates, self._published, status
        )
        own = segment.before + text[money.start : money.end] + segment.rest
        ordinal = ordinal_of(own)
        support = [self._evidence(sentence, money.start, money.end, "amount:money", "amount"), giver.evidence(self._report_id)]
        if ordinal is not None:
            start = segment.start + ordinal[1].start
            support.append(self._evidence(sentence, start, segment.start + ordinal[1].end, "ordinal", "ordinal"))
        elif told.context and (late := ordinal_of(told.context)) is not None:
            ordinal = late
            before = self.document.sentences[sentence.index - 1]
            support.append(self._evidence(before, late[1].start, late[1].end, "ordinal", "ordinal"))
        if dated is not None:
            support.append(self._evidence(sentence, dated.start, dated.end, dated.rule, "date"))
        support += self._named(sentence, told.people, recipient[0])
        return AidClaim(
            claim_id=claim_key(self._report_id, ClaimKind.AID, sentence.start, sentence.end, str(money.start)),
            report_id=self._report_id,
            evidence=self._evidence(sentence, 0, len(text), rule, ""),
            support=tuple(support),
            donor=giver.party.name,
            donor_code=giver.party.code,
            recipient=recipient[0],
            recipient_code=recipient[1],
            when=when,
            amount=money.amount,
            currency=of_donor(at_home(money, self._home(money, giver.party.code)), giver.party.code),
            usd_stated=money.usd_stated,
            status=status,
            category=self._category(told, segment, giver.party, recipient[0], beside),
            items=tuple(dict.fromkeys(phrase(text, h) for h in named_goods(text))),
            ordinal=ordinal[0] if ordinal is not None and status is not AidStatus.CUMULATIVE_TOTAL else None,
            background=is_background(when, status, self._published) or is_earlier(segment, status, rule, dated),
        )

    def _goods(self, told: Told, donors: set[str | None]) -> None:
        """Aid told by goods alone; `donors` gave amounts in the same sentence, of which their goods are the content."""
        sentence = told.sentence
        led = bool(self.claims) or sentence.index - self.speakers.helped <= NEAR_SENTENCES
        gift = gift_in(sentence.text, told.people, self.usual, led=led)
        if isinstance(gift, Gift) and gift.donor.name in donors:
            return
        if isinstance(gift, NoGift):
            self._reject(sentence, gift.start, gift.end, gift.rule)
        if not isinstance(gift, Gift):
            return
        for giver in givers_of(gift, sentence.text, told.people):
            self._gift(told, gift, giver)

    def _gift(self, told: Told, gift: Gift, party: Party) -> None:
        """Goods that one giver hands over."""
        sentence = told.sentence
        when, dated = when_of(gift.start, 0, len(sentence.text), gift.start, told.dates, self._published, gift.status)
        news = gift.status is not AidStatus.DELIVERED or self._is_news(told, implied=gift.recipient.rule == "party:usual")
        giver = Giver.here(party, sentence)
        support = [self._evidence(sentence, gift.start, gift.end, "items:goods", "items"), giver.evidence(self._report_id)]
        if dated is not None:
            support.append(self._evidence(sentence, dated.start, dated.end, dated.rule, "date"))
        support += self._named(sentence, told.people, gift.recipient.name)
        if not news:
            support.append(self._evidence(sentence, gift.start, gift.end, "background:no-news", "background"))
        ordinal = ordinal_of(sentence.text)
        self.claims.append(
            AidClaim(
                claim_id=claim_key(
                    self._report_id,
                    ClaimKind.AID,
                    sentence.start,
                    sentence.end,
                    f"goods{gift.start}" if party is gift.donor else f"goods{gift.start}:{party.start}",
                ),
                report_id=self._report_id,
                evidence=self._evidence(sentence, 0, len(sentence.text), gift.rule, ""),
                support=tuple(support),
                donor=party.name,
                donor_code=party.code,
                recipient=gift.recipient.name,
                recipient_code=gift.recipient.code,
                when=when,
                status=gift.status,
                category=gift.category,
                items=gift.items,
                ordinal=ordinal[0] if ordinal is not None else None,
                background=not news or is_background(when, gift.status, self._published),
            )
        )

    def _is_news(self, told: Told, *, implied: bool) -> bool:
        """Whether goods already handed over are this report's news: told in its lead, beside other aid, or with a day of these days.

        Where the recipient is only `implied` by the report, a day is asked for.
        """
        lead = [s for s in self.document.sentences if not s.is_heading][:LEAD_SENTENCES]
        if _RECALLED.search(told.sentence.text):
            return False
        if not implied and (told.sentence in lead or any(not c.background for c in self.claims)):
            return True
        published = self._published
        days = [d.when.best for d in told.dates if d.when.best is not None]
        return any(published is None or 0 <= (published - day).days <= NEWS_DAYS for day in days)

    def _goes_on(self, told: Told) -> bool:
        """Whether a sentence without an amount goes straight on about the claim before it; its goods and ordinal are then that claim's."""
        sentence = told.sentence
        packages = [i for i, c in enumerate(self.claims) if c.status is not AidStatus.CUMULATIVE_TOTAL]
        at = packages[-1] if packages else -1
        last = self.claims[at] if self.claims else None
        if last is None or sentence.index == 0:
            return False
        before = self.document.sentences[sentence.index - 1]
        if self.told_at != before.index:
            return False
        late = ordinal_of(sentence.text)
        counts = late is not None and sentence.paragraph == before.paragraph
        if not (leans(sentence) or counts or _LISTS.search(sentence.text)):
            return False
        items = tuple(dict.fromkeys((*last.items, *(phrase(sentence.text, h) for h in named_goods(sentence.text)))))
        self.told_at = sentence.index
        self.claims[at] = replace(last, ordinal=last.ordinal or (late[0] if late else None), items=items)
        return True

    def _named(self, sentence: Sentence, people: Sequence[Party], recipient: str | None) -> list[Evidence]:
        """The words that name the recipient in a sentence; none where the report as a whole tells it."""
        found = next((p for p in people if p.name == recipient), None)
        return [self._evidence(sentence, found.start, found.end, found.rule, "recipient")] if found is not None else []

    def _home(self, money: Money, donor_code: str | None) -> str | None:
        """Where a bare "$" is at home: with the donor, where the text gives its worth in US dollars or lies in the donor's country."""
        if money.bare_dollar and money.usd_stated is not None:
            return donor_code
        if donor_code not in self._homes:
            self._homes[donor_code] = home_of(self.toponyms, donor_code, self.document.report.text)
        return self._homes[donor_code]

    @property
    def _report_id(self) -> str:
        return self.document.report.report_id

    @property
    def _published(self) -> date | None:
        return self.document.report.published

    def _evidence(self, sentence: Sentence, start: int, end: int, rule: str, field: str) -> Evidence:
        return Evidence(report_id=self._report_id, start=sentence.start + start, end=sentence.start + end, rule=rule, value=field)

    def _category(self, told: Told, segment: Segment, donor: Party, recipient: str | None, beside: AidClaim | None) -> AidCategory:
        before = segment.before[-80:]
        near = kind_near(f"{before} {segment.after[:90]}", len(before))
        if near is not None:
            return near
        if beside is not None and beside.donor == donor.name:
            return beside.category
        around = self.document.sentences[max(0, told.sentence.index - AROUND) : told.sentence.index + AROUND + 1]
        paragraph = " ".join(s.text for s in around if s.paragraph == told.sentence.paragraph)
        wider = kind_within([told.sentence.text, f"{told.context} {paragraph}", donor.name])
        if wider is not None:
            return wider
        if donor.name == "NATO":
            return AidCategory.MILITARY
        return AidCategory.HUMANITARIAN if recipient in table("aid", "relief")["words"] else AidCategory.MIXED


_RECALLED = re.compile(
    r"\b(?:as (?:was |we |previously )?(?:reported|announced|written|noted)|earlier,|recall(?:ed)?\b|previously)", re.IGNORECASE
)
_ITS_OWN = re.compile(r"\b(?:for|to|in|on) (?:its|their) own\b", re.IGNORECASE)
_BILL = re.compile(r"\b(?:bill|law|package|legislation) (?:that|which|with)\b", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:includes?|included|consists? of|contains?|comprises?|the list|the shipment|the package)\b", re.IGNORECASE)
