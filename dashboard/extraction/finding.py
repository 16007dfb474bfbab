"""The one verb of extraction."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.extraction import cyrillic
from dashboard.extraction.aid import aid_claims
from dashboard.extraction.document import cut
from dashboard.extraction.strikes import strike_claims
from dashboard.records import Claim, Report
from gazetteer import RelativePlace, Toponym


def find(report: Report, toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> tuple[Claim, ...]:
    """All claims of a report, in order of their evidence. Pure: the same report and toponyms give the same claims."""
    document = cut(report)
    strikes, _ = strike_claims(document, toponyms, relatives)
    aid, _ = aid_claims(document, toponyms)
    told, _ = cyrillic.aid_claims(document, toponyms)
    return tuple(sorted((*strikes, *aid, *told), key=lambda c: c.evidence.start))
