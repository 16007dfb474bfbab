"""One IATI activity as a report: what it is, and in a paragraph of its own each transaction, with the claims of those that give aid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from dashboard.codes import AidCategory, AidStatus, ClaimKind, TimePrecision
from dashboard.records import AidClaim, Coded, Report, When
from dashboard.reports.coded import LONGEST_ID, CodedText, claim_id, evidence, report_of, support
from dashboard.reports.iati_parties import party, recipient, shares
from dashboard.reports.iati_words import Node, narrative, words_of_iati
from dashboard.reports.table_amounts import currency_of, number_of

RULE: Final = "table:iati"
_NO: Final = Node(tag="", attributes={}, text="")
_ABOUT: Final = (
    "title",
    "reporting organisation",
    "participating organisations",
    "recipients",
    "description",
    "start",
    "end",
    "humanitarian",
    "sectors",
    "aid type",
    "finance type",
    "default currency",
    "part of",
)
_TOLD: Final = ("type", "date", "value", "currency", "value date", "provider", "receiver", "recipients", "sectors", "description", "note")
_PLANNED_START, _START, _PLANNED_END, _END = "1", "2", "3", "4"
"""Codes of `activity-date`."""
_PARENT: Final = "1"
"""RelatedActivityType."""
_DAC: Final = ("", "1", "2")
"""Vocabularies of sectors that are the DAC's; the first where none is named."""


@dataclass(frozen=True, slots=True)
class _Transaction:
    """A transaction with what is taken from it."""

    node: Node
    status: AidStatus
    amount: Decimal
    when: When


def activity(node: Node, *, doc_id: str, retrieved_at: datetime) -> Coded | str:
    """The report that an activity is, with its claims; what is wrong with it where it cannot be known again."""
    identifier = narrative(node.first("iati-identifier"))
    if not 0 < len(identifier) <= LONGEST_ID:
        return f"has no iati-identifier, or one of more than {LONGEST_ID} characters"
    usual = node.attributes.get("lang", "")
    reporter = node.first("reporting-org") or _NO
    source = narrative(reporter, usual)[:LONGEST_ID] or reporter.attributes.get("ref", "")[:LONGEST_ID] or "IATI"
    today = retrieved_at.date()
    built = CodedText()
    built.line(f"IATI activity {identifier}")
    built.values(_about(node, usual), _ABOUT)
    counted: list[tuple[int, _Transaction]] = []
    for number, transaction in enumerate(node.all("transaction"), start=1):
        taken = _taken(transaction, today)
        built.line(f"\nTransaction {number}")
        row = _row(transaction, node, usual)
        note = taken if isinstance(taken, str) else taken.when.note or ""
        built.values(row | {"note": note}, _TOLD, prefix=f"{number}.")
        if isinstance(taken, _Transaction):
            counted.append((number, taken))
    updated = _day(node.attributes.get("last-updated-datetime", ""))
    report = report_of(
        built,
        source=source,
        doc_id=f"{doc_id}/{identifier}",
        retrieved_at=retrieved_at,
        url=f"iati:{identifier}",
        title=narrative(node.first("title"), usual)[:1000] or None,
        published=updated if updated and updated <= today else None,
        licence=node.attributes.get("license") or node.attributes.get("licence") or None,
    )
    return Coded(report=report, claims=tuple(_claim(number, taken, node, report, built) for number, taken in counted))


def _about(node: Node, usual: str) -> dict[str, str]:
    roles = words_of_iati()["roles"]
    taking_part = [
        f"{narrative(each, usual) or each.attributes.get('ref', '')} ({roles.get(each.attributes.get('role', ''), 'role unknown')})"
        for each in node.all("participating-org")
    ]
    reporter = node.first("reporting-org")
    ref = "" if reporter is None else reporter.attributes.get("ref", "")
    days = {each.attributes.get("type", ""): each.attributes.get("iso-date", "") for each in node.all("activity-date")}
    return {
        "title": narrative(node.first("title"), usual),
        "reporting organisation": f"{narrative(reporter, usual)} ({ref})" if ref else narrative(reporter, usual),
        "participating organisations": "; ".join(dict.fromkeys(taking_part)),
        "recipients": shares(node, usual),
        "description": narrative(node.first("description"), usual),
        "start": days.get(_START) or days.get(_PLANNED_START, ""),
        "end": days.get(_END) or days.get(_PLANNED_END, ""),
        "humanitarian": "yes" if _is_humanitarian(node) else "",
        "sectors": _sectors_told(node),
        "aid type": node.code("default-aid-type"),
        "finance type": node.code("default-finance-type"),
        "default currency": node.attributes.get("default-currency", ""),
        "part of": "; ".join(
            each.attributes.get("ref", "") for each in node.all("related-activity") if each.attributes.get("type") == _PARENT
        ),
    }


def _row(transaction: Node, node: Node, usual: str) -> dict[str, str]:
    kind, value = transaction.code("transaction-type"), transaction.first("value") or _NO
    return {
        "type": " ".join(part for part in (kind, words_of_iati()["types"].get(kind, "")) if part),
        "date": transaction.day("transaction-date"),
        "value": value.text,
        "currency": value.attributes.get("currency") or node.attributes.get("default-currency", ""),
        "value date": value.attributes.get("value-date", ""),
        "provider": narrative(transaction.first("provider-org"), usual),
        "receiver": narrative(transaction.first("receiver-org"), usual),
        "recipients": shares(transaction, usual),
        "sectors": _sectors_told(transaction),
        "description": narrative(transaction.first("description"), usual),
    }


def _taken(transaction: Node, today: date) -> _Transaction | str:
    """What is taken from a transaction; why nothing is where that is so."""
    kind = transaction.code("transaction-type")
    status = words_of_iati()["given"].get(kind)
    if status is None:
        return "not counted: it is not aid given by this organisation" if kind else "not counted: it says no type"
    amount = number_of((transaction.first("value") or _NO).text)
    if amount is None:
        return "not counted: it has no value"
    if amount <= 0:
        return "not counted: its value is nought" if not amount else "not counted: it takes back what was given before"
    return _Transaction(transaction, AidStatus(status), amount, _when(transaction, today))


def _when(transaction: Node, today: date) -> When:
    written = transaction.day("transaction-date")
    own, valued = _day(written), _day((transaction.first("value") or _NO).attributes.get("value-date", ""))
    found = own or valued
    if found is None:
        return When(note="the transaction gives no date")
    if found > today:
        return When(note=f"the transaction gives {found}, which was yet to come")
    note = None if own else "the day of its value; the transaction gives no date"
    return When(start=found, end=found, best=found, precision=TimePrecision.DAY, note=note)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _claim(number: int, taken: _Transaction, node: Node, report: Report, built: CodedText) -> AidClaim:
    transaction, usual = taken.node, node.attributes.get("lang", "")
    provider = transaction.first("provider-org")
    donor, code = (None, None) if provider is None else party(provider, usual)
    own = donor is not None
    if not own:
        donor, code = party(node.first("reporting-org") or _NO, usual)
    to = recipient(transaction, node)
    value = transaction.first("value") or _NO
    prefix = f"{number}."
    told = [span for column in _TOLD if (span := built.span(prefix + column)) is not None]
    span = (told[0][0], told[-1][1])
    there = bool(transaction.first("recipient-country"))
    columns = {
        "donor": f"{prefix}provider" if own else "reporting organisation",
        "recipient": f"{prefix}recipients" if there else "recipients",
        "date": f"{prefix}date",
        "amount": f"{prefix}value",
        "currency": f"{prefix}currency",
        "status": f"{prefix}type",
    }
    if to is None:
        del columns["recipient"]
    return AidClaim(
        claim_id=claim_id(report, ClaimKind.AID, span, str(number)),
        report_id=report.report_id,
        evidence=evidence(report, span, RULE),
        support=support(report, built, RULE, columns),
        donor=donor,
        donor_code=code,
        recipient=to.name if to else None,
        recipient_code=to.code if to else None,
        when=taken.when,
        amount=taken.amount,
        currency=currency_of(value.attributes.get("currency") or node.attributes.get("default-currency", "")),
        status=taken.status,
        category=_category(transaction, node),
    )


def _category(transaction: Node, node: Node) -> AidCategory:
    """What kind of aid: humanitarian where it says so, money for a budget or lent, else by its sectors where they are of one kind."""
    kinds, financial = words_of_iati()["sectors"], words_of_iati()["financial"]
    codes = _dac_sectors(transaction) or _dac_sectors(node)
    found = {next((kind for begins, kind in kinds.items() if code.startswith(begins)), None) for code in codes}
    of_sectors = found.pop() if len(found) == 1 else None
    if _is_humanitarian(transaction) or _is_humanitarian(node) or of_sectors == AidCategory.HUMANITARIAN:
        return AidCategory.HUMANITARIAN
    aid_type = transaction.code("aid-type") or node.code("default-aid-type")
    finance_type = transaction.code("finance-type") or node.code("default-finance-type")
    if aid_type in financial["aid_types"] or finance_type.startswith(tuple(financial["finance_types"])):
        return AidCategory.FINANCIAL
    return AidCategory.MIXED if of_sectors is None else AidCategory(of_sectors)


def _is_humanitarian(node: Node) -> bool:
    return node.attributes.get("humanitarian", "").lower() in {"1", "true"}


def _dac_sectors(node: Node) -> list[str]:
    return [each.attributes.get("code", "") for each in node.all("sector") if each.attributes.get("vocabulary", "") in _DAC]


def _sectors_told(node: Node) -> str:
    """The sectors of the DAC with their percentages."""
    told = [(each.attributes.get("code", ""), each.attributes.get("percentage", "")) for each in node.all("sector")]
    known = set(_dac_sectors(node))
    return "; ".join(f"{code} {share}%" if share else code for code, share in told if code and code in known)
