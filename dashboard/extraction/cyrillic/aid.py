"""Aid told in Ukrainian and Russian: an amount, or named items, with who gives; prices, budgets, damage and trade are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.codes import AidCategory, AidStatus, ClaimKind, TimePrecision
from dashboard.extraction.cyrillic.dates import dates
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line, lines
from dashboard.extraction.cyrillic.money import Money, amounts
from dashboard.extraction.cyrillic.ordinals import ordinal_of
from dashboard.extraction.cyrillic.parties import Party, giver, parties, receiver
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.document import Document
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.money import of_donor
from dashboard.extraction.reading import Rejected
from dashboard.extraction.script import is_cyrillic
from dashboard.records import AidClaim, Evidence, When, claim_key
from gazetteer import Toponym

BACKGROUND_DAYS = 14
"""A package told this long after is context."""
CONTEXT = 2
"""Sentences around an amount in which a word of aid may stand."""
"""What the text says was given."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One amount, or a sentence's items, told as aid."""

    line: Line
    money: Money | None
    donor: Party
    recipient: Party | None
    dates: tuple[DateMention, ...]
    around: tuple[Line, ...]


def aid_claims(document: Document, toponyms: Sequence[Toponym]) -> tuple[list[AidClaim], list[Rejected]]:
    """Every piece of aid that the Cyrillic sentences tell, in order; an amount of one donor that is repeated stands once."""
    told = lines(tuple(s for s in document.sentences if is_cyrillic(s.text)))
    people = {line.sentence.index: parties(line, toponyms) for line in told}
    published = document.report.published
    named = [p for o in told for p in people[o.sentence.index]]
    claims: list[AidClaim] = []
    rejected: list[Rejected] = []
    anchor: date | None = None
    for at, line in enumerate(told):
        found = tuple(dates(line, published, anchor))
        around = tuple(told[max(0, at - CONTEXT) : at + 1])
        for money in _amounts_or_items(line):
            rule = _no_aid(around, line, money, people[line.sentence.index])
            near = around[::-1] if money is not None else around[-1:]
            donor = None if rule else giver([people[o.sentence.index] for o in near], money)
            if rule or donor is None:
                start = line.sentence.start
                if money is not None:
                    rejected.append(Rejected(start, line.sentence.end, rule or "aid:no-donor"))
                continue
            every = [*people[line.sentence.index], *(p for o in around[::-1] for p in people[o.sentence.index]), *named]
            claims.append(_claim(document, _Piece(line, money, donor, receiver(every, donor), found, around)))
        fixed = [d.when.best for d in found if d.absolute and d.when.best is not None]
        anchor = fixed[-1] if fixed else anchor
    return _once(claims), rejected


def _amounts_or_items(line: Line) -> list[Money | None]:
    found: list[Money | None] = list(amounts(line))
    if found:
        return found
    return [None] if hits(line, "aid", "items") and _gives(line) else []


def _gives(line: Line) -> bool:
    """Whether a sentence without an amount tells a gift: a stage of giving, and a word of aid."""
    return bool(hits(line, "aid", "gift")) and any(h.key != "proposed" for h in hits(line, "aid", "stages"))


_FOR = re.compile(r"(?<!\w)(?:на|для) (?:\S{1,20} )?$")
"""Before a word of trade: what the aid is to pay for."""
_ARRIVED = re.compile(r"(?:надійш|отрима|зарахова|поступил|получил)\w{0,4} (?:\S{1,20} ){0,3}?(?:транш|грант|допомог|кредит|позик|помощ)")
"""Aid that a budget takes in."""
_GIVEN = frozenset(("delivered", "allocated", "approved", "announced", "pledged"))


def _speaks_against(line: Line, hit: Hit) -> bool:
    if hit.key == "trade":
        return _FOR.search(line.text[max(0, hit.start - 30) : hit.start]) is None
    return hit.key != "budget" or _ARRIVED.search(line.text) is None


def _handed_over(line: Line, people: Sequence[Party]) -> bool:
    """Whether a state or a body gives an amount to another, though no noun of aid is told: "Світовий банк перерахував Україні"."""
    given = any(h.key in _GIVEN for h in hits(line, "aid", "stages"))
    return (
        given and any(p.receives and p.code != "RU" for p in people) and any(not p.receives and p.code not in {"UA", "RU"} for p in people)
    )


def _no_aid(around: Sequence[Line], line: Line, money: Money | None, people: Sequence[Party]) -> str | None:
    """The rule by which an amount is no aid; None where it is."""
    no = next((h for h in hits(line, "aid", "not_aid") if _speaks_against(line, h)), None)
    if no is not None:
        return f"not-aid:{no.key}"
    if not any(hits(o, "aid", "context") for o in around) and not _handed_over(line, people):
        return "aid:no-word"
    stages = hits(line, "aid", "stages")
    if not stages and not hits(line, "aid", "context"):
        return "aid:no-stage"
    if money is None and hits(line, "strikes", "attack") and any(h.key == "strong" for h in hits(line, "strikes", "attack")):
        return "not-aid:strike"
    return None


_ORDER = (
    AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED, AidStatus.APPROVED, AidStatus.ALLOCATED, AidStatus.DELIVERED, AidStatus.PLEDGED,
    AidStatus.ANNOUNCED,
)  # fmt: skip


def _status(line: Line) -> tuple[AidStatus, str]:
    found = {AidStatus(h.key) for h in hits(line, "aid", "stages")}
    chosen = next((s for s in _ORDER if s in found), None)
    return (chosen, f"stage:{chosen.value}") if chosen is not None else (AidStatus.ANNOUNCED, "stage:none")


def _category(piece: _Piece) -> AidCategory:
    for lines_ in ((piece.line,), piece.around):
        found = {h.key for o in lines_ for h in hits(o, "aid", "categories")}
        specific = found - {"financial"} if len(found) > 1 else found
        if len(specific) == 1:
            return AidCategory(specific.pop())
        if specific:
            return AidCategory.MIXED if specific != {"military", "energy"} else AidCategory.MILITARY
    return AidCategory.FINANCIAL if piece.donor.name in {"IMF", "World Bank", "EBRD", "EIB"} else AidCategory.MIXED


def _when(piece: _Piece, status: AidStatus, published: date | None) -> tuple[When, DateMention | None]:
    if status in {AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED}:
        return When(note="a running total" if status is AidStatus.CUMULATIVE_TOTAL else "not decided yet"), None
    usable = [d for d in piece.dates if d.when.best is not None and not (d.when.start and published and d.when.start > published)]
    if usable:
        chosen = min(usable, key=lambda d: (d.when.precision or 9, d.start))
        return chosen.when, chosen
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown"), None
    note = "the text gives no date; taken from the day of publication"
    return When(start=published, end=published, best=published, precision=TimePrecision.DAYS, note=note), None


def _claim(document: Document, piece: _Piece) -> AidClaim:
    report, line, money = document.report, piece.line, piece.money
    status, rule = _status(line)
    when, dated = _when(piece, status, report.published)
    sentence = line.sentence

    def evidence(at: Line, start: int, end: int, rule: str, field: str) -> Evidence:
        begin, stop = at.span(start, end)
        return Evidence(report_id=report.report_id, start=at.sentence.start + begin, end=at.sentence.start + stop, rule=rule, value=field)

    support = []
    if money is not None:
        support.append(evidence(line, money.start, money.end, "amount:money", "amount"))
    home = next((o for o in piece.around if o.sentence.index == piece.donor.sentence), None)
    if home is not None:
        support.append(evidence(home, piece.donor.start, piece.donor.end, piece.donor.rule, "donor"))
    if dated is not None:
        support.append(evidence(line, dated.start, dated.end, dated.rule, "date"))
    ordinal = ordinal_of(line.text)
    items = tuple(dict.fromkeys(_as_written(line, h) for o in piece.around for h in hits(o, "aid", "items") if o is line))
    old = report.published is not None and when.best is not None and (report.published - when.best).days > BACKGROUND_DAYS
    return AidClaim(
        claim_id=claim_key(report.report_id, ClaimKind.AID, sentence.start, sentence.end, str(money.start if money else -1)),
        report_id=report.report_id,
        evidence=Evidence(report_id=report.report_id, start=sentence.start, end=sentence.end, rule=rule),
        support=tuple(support),
        donor=piece.donor.name,
        donor_code=piece.donor.code,
        recipient=piece.recipient.name if piece.recipient else None,
        recipient_code=piece.recipient.code if piece.recipient else None,
        when=when,
        amount=money.amount if money else None,
        currency=of_donor(money.currency, piece.donor.code) if money else None,
        usd_stated=money.usd_stated if money else None,
        status=status,
        category=_category(piece),
        items=items,
        ordinal=ordinal if status is not AidStatus.CUMULATIVE_TOTAL else None,
        background=old or is_history(when, report.published) or bool(hits(line, "context", "history")),
    )


def _as_written(line: Line, hit: Hit) -> str:
    begin, stop = line.span(hit.start, hit.end)
    return line.sentence.text[begin:stop]


def _once(claims: list[AidClaim]) -> list[AidClaim]:
    """One claim for an amount that a report repeats; items alone add nothing beside an amount of the same donor."""
    out: list[AidClaim] = []
    for claim in claims:
        if claim.amount is None:
            continue
        twin = next((o for o in out if (o.donor, o.amount, o.currency) == (claim.donor, claim.amount, claim.currency)), None)
        if twin is None:
            out.append(claim)
    for claim in claims:
        if claim.amount is not None:
            continue
        beside = next((i for i, o in enumerate(out) if o.donor == claim.donor), None)
        if beside is None:
            out.append(claim)
        else:
            out[beside] = replace(out[beside], items=tuple(dict.fromkeys((*out[beside].items, *claim.items))))
    return sorted(out, key=lambda c: c.evidence.start)
