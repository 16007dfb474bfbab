"""What columns a table needs."""

from __future__ import annotations

import pytest

from dashboard.records import Coded
from dashboard.reports.tables.contract import recognised
from dashboard.reports.tables.reading import LAYOUTS
from tests.dashboard.reports.tables.invented import (
    ACLED,
    ACLED_OLD,
    ACLED_PRESENT,
    GED,
    GED_OLD,
    GED_PRESENT,
    NONE,
    VIINA,
    VIINA_1PD,
    VIINA_INFO,
    VIINA_LABELS,
    read,
    sheet,
    told,
)

FORMS = [
    (ACLED_PRESENT, "ACLED's present layout"),
    (ACLED_OLD, "ACLED's layout of before 2023"),
    (GED_PRESENT, "UCDP GED's present layout"),
    (GED_OLD, "UCDP GED's layout of before version 20"),
    (VIINA_INFO, "VIINA's event_info"),
    (VIINA_LABELS, "VIINA's event_labels"),
    (VIINA_1PD, "VIINA's event_1pd"),
]


@pytest.mark.parametrize(("names", "called"), FORMS)
def test_a_table_is_told_by_its_names(names: list[str], called: str) -> None:
    """Neither their order, nor their case, nor their number matters."""
    for header in (names, [*reversed(names)], [*names, "more"], [name.upper() for name in names]):
        layout = recognised(header, LAYOUTS)
        assert layout is not None
        assert layout.name == called


@pytest.mark.parametrize(("names", "called"), FORMS)
def test_each_column_that_is_needed_is_missed(names: list[str], called: str) -> None:
    """By its name, with the layout's; nothing of the file goes in."""
    layout = recognised(names, LAYOUTS)
    assert layout is not None
    for column in layout.needed:
        kept = [name for name in names if name.lower() != column]
        (error,) = told(read(sheet(kept, ACLED | GED | VIINA | NONE)))
        assert f'{called} but has no column "{column}"' in error
        assert "Nothing of it was read" in error


def test_a_column_that_was_renamed_is_shown() -> None:
    """The name that is most like it."""
    header = sheet(ACLED_PRESENT, ACLED).replace("fatalities", "fatality", 1)
    assert read(header)[1:] == []
    (error,) = told(read(header))
    assert error.startswith('x.csv: is ACLED\'s present layout but has no column "fatalities" (there is "fatality"); name it as')
    assert error.endswith("Nothing of it was read.")


def test_a_column_that_stands_there_twice_is_told() -> None:
    """Nobody can say which one counts; of a column that is not read nobody has to."""
    assert 'the column "notes" twice' in told(read(sheet([*ACLED_PRESENT, "notes"], ACLED)))[0]
    assert isinstance(read(sheet([*ACLED_PRESENT, "tags"], ACLED))[0], Coded)


@pytest.mark.parametrize("missing", [["actor1", "inter1", "actor2", "inter2"], ["timestamp", "admin1", "source"], ["tags", "region"]])
def test_a_column_that_is_not_needed_may_be_missing(missing: list[str]) -> None:
    """What it would have told is unknown then."""
    assert isinstance(read(sheet([name for name in ACLED_PRESENT if name not in missing], ACLED))[0], Coded)
