"""Records as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.records import AidClaim, Estimate, Event, Evidence, Package, Report, StrikeClaim, When
from dashboard.store.payload import dump, load, load_claim

Make = Callable[..., Any]
_EVIDENCE = Evidence(report_id="r", start=0, end=1, rule="r")


@pytest.mark.parametrize("kind", [StrikeClaim, AidClaim, Event, Package, Report])
def test_a_record_comes_back_equal(kind: type[Any], tell: Make, merge: Make) -> None:
    """Of every kind of record, each field keeps its value and its type."""
    one = tell()
    records = {type(each): each for each in (one.strike, one.aid, one.report, *merge([one]).events, *merge([one]).packages)}
    again = load(kind, dump(records[kind]))
    assert again == records[kind]
    assert repr(again) == repr(records[kind])


def test_a_claim_is_read_by_its_kind(tell: Make) -> None:
    """The kind that stands beside the line decides which claim it is."""
    one = tell()
    assert load_claim("strike", dump(one.strike)) == one.strike
    assert load_claim("aid", dump(one.aid)) == one.aid


def test_defaults_are_left_out(tell: Make) -> None:
    """What a claim does not say takes no room, and a field that is gone from the record is passed over."""
    line = dump(When(best=date(2024, 4, 4)))
    assert json.loads(line) == {"best": "2024-04-04"}
    assert load(When, '{"best":"2024-04-04","gone":1}') == When(best=date(2024, 4, 4))
    assert "background" not in json.loads(dump(tell().strike))


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_money_stays_exact(amount: Decimal) -> None:
    """No amount is rounded on the way."""
    claim = AidClaim(claim_id="a", report_id="r", evidence=_EVIDENCE, amount=amount)
    assert str(load(AidClaim, dump(claim)).amount) == str(amount)


@given(st.lists(st.none() | st.integers(0, 10**9), min_size=3, max_size=3), st.text(), st.datetimes())
def test_unknown_is_not_zero(counts: list[int | None], text: str, moment: datetime) -> None:
    """None stays None and 0 stays 0; any text and any moment come back."""
    known = iter(sorted(count for count in counts if count is not None))
    low, best, high = (None if count is None else next(known) for count in counts)
    claim = StrikeClaim(
        claim_id="a", report_id="r", evidence=replace(_EVIDENCE, value=text), killed=Estimate(low=low, best=best, high=high)
    )
    assert load(StrikeClaim, dump(claim)) == claim
    report = Report(report_id="r", source=text, text=text, retrieved_at=moment)
    assert load(Report, dump(report)) == report
