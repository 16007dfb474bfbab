"""Aid claims: amounts with a donor, a stage and a recipient; prices, budgets, damage and frozen assets are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dashboard.codes import AidStatus, ClaimKind, TimePrecision
from dashboard.extraction.date_roles import told_dates
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.donors import Party, donor_of, home_of, leaders_of, parties, receives, usual_recipient
from dashboard.extraction.lexicon import word_list
from dashboard.extraction.money import amounts, at_home, of_donor
from dashboard.extraction.reading import Rejected
from dashboard.extraction.script import is_cyrillic
from dashboard.extraction.segments import Segment, category_of, context_of, follows, no_aid, ordinal_of, segments, status_of
from dashboard.records import AidClaim, Evidence, When, claim_key
from gazetteer import Toponym

BACKGROUND_DAYS = 14
"""A package told this long after is context."""
"""Smaller sums are prices and fares."""


def aid_claims(document: Document, toponyms: Sequence[Toponym]) -> tuple[list[AidClaim], list[Rejected]]:
    """Every piece of aid that a report tells, in order of its evidence; a repeated amount of one donor stands once."""
    report = document.report
    leaders = leaders_of(document, toponyms)
    usual = usual_recipient(report.text, toponyms)
    claims: list[AidClaim] = []
    rejected: list[Rejected] = []
    anchor: date | None = None
    last: tuple[Sentence, Party] | None = None
    told_in = -1
    for sentence in document.sentences:
        if is_cyrillic(sentence.text):
            continue
        found_dates = told_dates(sentence.text, report.published, anchor)
        if not sentence.is_heading:
            people = parties(sentence, toponyms, leaders)
            for segment in segments(sentence.text, amounts(sentence.text, report.url)):
                rule = no_aid(
                    context_of(document, sentence), sentence.text, segment, people, told=bool(claims) and told_in == sentence.paragraph
                )
                if rule is not None:
                    rejected.append(Rejected(sentence.start + segment.money.start, sentence.start + segment.money.end, rule))
                    continue
                donor = donor_of(people, sentence.text, segment.money.start, segment.money.end, segment.start)
                if donor is None and last is not None and sentence.paragraph - last[0].paragraph <= 1:
                    donor = replace(last[1], start=0, end=0)
                donor = donor or _only(people, sentence.text, usual)
                if donor is None:
                    rejected.append(Rejected(sentence.start + segment.money.start, sentence.start + segment.money.end, "aid:no-donor"))
                    continue
                if donor.end:
                    last = (sentence, donor)
                told_in = sentence.paragraph
                recipient = _recipient(people, sentence.text, donor, segment, usual)
                claims.append(_claim(document, sentence, segment, donor, recipient, found_dates, home_of(toponyms, donor.code)))
            if (
                not amounts(sentence.text, report.url)
                and claims
                and (late := ordinal_of(sentence.text)) is not None
                and follows(document, claims[-1], sentence)
            ):
                claims[-1] = replace(claims[-1], ordinal=claims[-1].ordinal or late[0])
        fixed = [d.when.best for d in found_dates if d.absolute and d.when.best is not None]
        anchor = fixed[-1] if fixed else anchor
    return _once(_parts(document, claims)), rejected


def _only(people: Sequence[Party], text: str, usual: tuple[str, str | None] | None) -> Party | None:
    """The one party of a sentence that does not receive, where no words tie a giver to the amount."""
    others = [p for p in people if not receives(p, text) and (usual is None or p.name != usual[0])]
    return others[0] if len({p.name for p in others}) == 1 else None


def _recipient(
    people: Sequence[Party], text: str, donor: Party, segment: Segment, usual: tuple[str, str | None] | None
) -> tuple[str | None, str | None]:
    after = [p for p in people if p.start >= segment.money.end and p.name != donor.name and receives(p, text)]
    before = [p for p in people if p.end <= segment.money.start and p.name != donor.name and receives(p, text)]
    chosen = next(iter(after), None) or (before[-1] if before else None)
    if chosen is None:
        others = [p for p in people if p.name != donor.name and p.rule in {"party:country", "party:demonym", "party:capital"}]
        chosen = others[-1] if others and not (usual and any(p.name == usual[0] for p in others)) and usual is None else None
    if chosen is not None:
        return chosen.name, chosen.code
    if usual is not None and usual[0] != donor.name:
        return usual
    return None, None


def _when(segment: Segment, found: Sequence[DateMention], published: date | None, status: AidStatus) -> tuple[When, DateMention | None]:
    if status in {AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED}:
        return When(note="a running total" if status is AidStatus.CUMULATIVE_TOTAL else "not decided yet"), None
    limit = segment.money.end + len(segment.after)
    mine = [d for d in found if segment.start <= d.start <= limit] or [d for d in found if d.start < segment.money.start]
    usable = [d for d in mine if d.when.best is not None or d.when.start is not None]
    if usable:
        chosen = min(usable, key=lambda d: (d.when.precision or 9, abs(d.start - segment.money.start)))
        return chosen.when, chosen
    if published is None:
        return When(note="the text gives no date, and its day of publication is unknown"), None
    return When(
        start=published,
        end=published,
        best=published,
        precision=TimePrecision.DAYS,
        note="the text gives no date; taken from the day of publication",
    ), None


def _claim(
    document: Document,
    sentence: Sentence,
    segment: Segment,
    donor: Party,
    recipient: tuple[str | None, str | None],
    found_dates: Sequence[DateMention],
    home: str | None,
) -> AidClaim:
    report, money = document.report, segment.money
    status, rule = status_of(segment)
    when, dated = _when(segment, found_dates, report.published, status)
    own = segment.before + sentence.text[money.start : money.end] + segment.rest
    ordinal = ordinal_of(own)
    items = tuple(dict.fromkeys(sentence.text[h.start : h.end].lower() for h in word_list("aid", "items").find(sentence.text)))

    def evidence(start: int, end: int, rule: str, field: str) -> Evidence:
        return Evidence(report_id=report.report_id, start=sentence.start + start, end=sentence.start + end, rule=rule, value=field)

    support = [evidence(money.start, money.end, "amount:money", "amount")]
    if donor.end:
        support.append(evidence(donor.start, donor.end, donor.rule, "donor"))
    if dated is not None:
        support.append(evidence(dated.start, dated.end, dated.rule, "date"))
    if ordinal is not None:
        support.append(evidence(segment.start + ordinal[1].start, segment.start + ordinal[1].end, "ordinal", "ordinal"))
    background = (
        status not in {AidStatus.CUMULATIVE_TOTAL, AidStatus.PROPOSED}
        and report.published is not None
        and when.best is not None
        and (report.published - when.best).days > BACKGROUND_DAYS
    ) or is_history(when, report.published)
    return AidClaim(
        claim_id=claim_key(report.report_id, ClaimKind.AID, sentence.start, sentence.end, str(money.start)),
        report_id=report.report_id,
        evidence=Evidence(report_id=report.report_id, start=sentence.start, end=sentence.end, rule=rule),
        support=tuple(support),
        donor=donor.name,
        donor_code=donor.code,
        recipient=recipient[0],
        recipient_code=recipient[1],
        when=when,
        amount=money.amount,
        currency=of_donor(at_home(money, home), donor.code),
        usd_stated=money.usd_stated,
        status=status,
        category=category_of(document, sentence, segment, donor),
        items=items,
        ordinal=ordinal[0] if ordinal is not None and status is not AidStatus.CUMULATIVE_TOTAL else None,
        background=background,
    )


_INCLUDES = re.compile(
    (
        r"\b(?:includ(?:e|es|ed|ing)|of which|of (?:this|that|it)\b|compris(?:e|es|ed|ing)|made up of|consist(?:s|ing) of|"
        r"portion|among them|the rest|remainder|(?:a|an) (?:further|additional)|part of (?:the|this|that)|divided|split)\b"
    ),
    re.IGNORECASE,
)


PASSAGE = 700
"""Code points in which a package and its parts are told."""


def _may_hold(whole: AidClaim, part: AidClaim) -> bool:
    """Whether a package told before could hold an amount: same donor and currency, larger, in the same passage, no part or sum itself."""
    if whole.donor != part.donor or whole.currency != part.currency or whole.part_of is not None or not whole.amount or not part.amount:
        return False
    return (
        whole.status is not AidStatus.CUMULATIVE_TOTAL
        and whole.amount > part.amount
        and 0 <= part.evidence.start - whole.evidence.start < PASSAGE
    )


def _parts(document: Document, claims: list[AidClaim]) -> list[AidClaim]:
    """Hang a named part on the package told just before it."""
    out: list[AidClaim] = []
    for claim in claims:
        parent = next((p for p in reversed(out) if _may_hold(p, claim)), None)
        amount = next((e for e in claim.support if e.value == "amount"), claim.evidence)
        lead = document.report.text[max(claim.evidence.start, amount.start - 120) : amount.start]
        if parent is not None and claim.status is not AidStatus.CUMULATIVE_TOTAL and _INCLUDES.search(lead):
            claim = replace(claim, part_of=parent.claim_id, status=parent.status)  # noqa: PLW2901 - the same claim, hung on its parent
        out.append(claim)
    return out


def _once(claims: list[AidClaim]) -> list[AidClaim]:
    """One claim for an amount that a report repeats; the first firm telling stands."""
    out: list[AidClaim] = []
    for claim in claims:
        twin = next(
            (i for i, o in enumerate(out) if o.donor == claim.donor and o.amount == claim.amount and o.currency == claim.currency), None
        )
        if twin is None:
            out.append(claim)
        elif out[twin].background and not claim.background:
            out[twin] = claim
    ids = {c.claim_id for c in out}
    return [replace(c, part_of=None) if c.part_of is not None and c.part_of not in ids else c for c in out]
