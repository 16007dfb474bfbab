"""The day that a time stamp names, in the forms and tongues in which feeds write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboard.reports import feed_days

STAMPS = [
    ("Fri, 05 Apr 2024 00:30:00 +0300", date(2024, 4, 5)),
    ("5 April 2024", date(2024, 4, 5)),
    ("April 5, 2024 10:00 am", date(2024, 4, 5)),
    ("Fri Apr 05 10:00:00 UTC 2024", date(2024, 4, 5)),
    ("Fri Apr 5 10:00:00 2024", date(2024, 4, 5)),
    ("2024-04-05T23:59:59-11:00", date(2024, 4, 5)),
    ("2024-4-5 10:00", date(2024, 4, 5)),
    ("20240405T1000", date(2024, 4, 5)),
    ("05 Apr 24 1000 GMT", date(2024, 4, 5)),
    ("05 Apr 99", date(1999, 4, 5)),
    ("Sex, 05 Abr 2024 10:00:00 -0300", date(2024, 4, 5)),
    ("5 de abril de 2024", date(2024, 4, 5)),
    ("Пт, 05 апр 2024 10:00:00 +0300", date(2024, 4, 5)),
    ("5 квітня 2024", date(2024, 4, 5)),
    ("5 травня 2024", date(2024, 5, 5)),
    ("5 mai 2024", date(2024, 5, 5)),
    ("5. März 2024", date(2024, 3, 5)),
    ("7 juillet 2024", date(2024, 7, 7)),
    ("31 Feb 2024", None),
    ("2024-13-01", None),
    ("05 Foo 2024", None),
    ("05/04/2024", None),
    ("0000-00-00T00:00:00", None),
    ("1712275200", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("stamp", "day"), STAMPS)
def test_a_stamp_names_a_day(stamp: str | None, day: date | None) -> None:
    """As it is written, whatever its zone; what could be two days, or none, is none."""
    assert feed_days.day(stamp, read_at=datetime(2026, 1, 1, tzinfo=UTC)) == day


def test_a_day_that_has_begun_nowhere_is_none() -> None:
    """At noon in Greenwich it is tomorrow on the first islands, and the day after tomorrow nowhere."""
    noon = datetime(2024, 4, 5, 12, tzinfo=UTC)
    assert feed_days.day("2024-04-06T02:00:00+14:00", read_at=noon) == date(2024, 4, 6)
    assert feed_days.day("2024-04-07T00:00:00Z", read_at=noon) is None
    assert feed_days.day("2024-04-06T00:30:00Z", read_at=noon.replace(hour=9)) is None
