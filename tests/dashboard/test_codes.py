"""What a licence allows."""

from __future__ import annotations

import pytest

from dashboard.codes import ACLED_TERMS, ODBL_VIINA, UCDP_CC_BY, Licence, licence_of


@pytest.mark.parametrize("licence", [ACLED_TERMS, UCDP_CC_BY, ODBL_VIINA])
def test_a_report_s_licence_leads_to_what_it_allows(licence: Licence) -> None:
    """The name that a report carries is the key."""
    assert licence_of(licence.name) is licence


def test_acled_rows_never_leave() -> None:
    """Neither the row nor its text."""
    assert not ACLED_TERMS.may_export_rows
    assert not ACLED_TERMS.may_export_text


@pytest.mark.parametrize("name", [None, "", "somebody's own"])
def test_of_an_unknown_licence_only_quotes_leave(name: str | None) -> None:
    """What is not known is not allowed."""
    assert licence_of(name).may_export_rows
    assert not licence_of(name).may_export_text
