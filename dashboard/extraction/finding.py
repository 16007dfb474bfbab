"""The one verb of extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.extraction import cyrillic
from dashboard.extraction.aid import aid_claims
from dashboard.extraction.document import Skipped, cut
from dashboard.extraction.reading import Rejected
from dashboard.extraction.sketch import sketch
from dashboard.extraction.strikes import strike_claims
from dashboard.records import Claim, Report
from gazetteer import RelativePlace, Toponym


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that the rules say of one report: what they found, and what they turned down, each in the order of the text."""

    claims: tuple[Claim, ...]
    sentences: tuple[Rejected, ...] = ()
    """Sentences that looked like a strike and are none."""
    amounts: tuple[Rejected, ...] = ()
    """Amounts of money that are no aid."""
    skipped: tuple[Skipped, ...] = ()
    """Paragraphs that are the page's and not the report's."""


def read(report: Report, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> Findings:
    """All claims of a report, and what was turned down with the rule that did it.

    Pure: the same report and toponyms give the same findings.
    """
    document = cut(report)
    strikes, sentences = strike_claims(document, toponyms, relatives)
    aid, amounts = aid_claims(document, toponyms)
    told, others = cyrillic.aid_claims(document, toponyms)
    found: list[Claim] = [*strikes, *aid, *told]
    return Findings(
        claims=tuple(_sketched(claim, report.text) for claim in sorted(found, key=lambda c: c.evidence.start)),
        sentences=tuple(sorted(sentences, key=lambda r: r.start)),
        amounts=tuple(sorted((*amounts, *others), key=lambda r: r.start)),
        skipped=document.skipped,
    )


def _sketched(claim: Claim, text: str) -> Claim:
    return replace(claim, sketch=sketch(text[claim.evidence.start : claim.evidence.end]))


def find(report: Report, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> tuple[Claim, ...]:
    """All claims of a report, in order of their evidence: those of `read`."""
    return read(report, toponyms, relatives).claims
