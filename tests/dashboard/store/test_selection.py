"""One selection, three renderings: what it keeps of frames, what its SQL keeps of the tables, and its English."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.codes import AidCategory, AidStatus, GeoPrecision, Target, Weapon
from dashboard.errors import SelectionError
from dashboard.records import AidClaim, Claim, Estimate, Event, Evidence, Join, Location, Package, Report, StrikeClaim, When, digest
from dashboard.store import Selection, Snapshot, Store, addable, load
from dashboard.store.values import MAX_COUNT, STATUSES, TARGETS, WEAPONS
from tests.scripted import Scripted

DAY = date(2024, 4, 4)

EVENTS: Mapping[str, Mapping[str, Any]] = {
    "kharkiv": {
        "place": "Kharkiv",
        "at": (49.98, 36.25),
        "admin1": "Kharkiv Oblast",
        "country": "Ukraine",
        "days": (DAY, DAY),
        "killed": 3,
        "injured": 0,
        "weapons": (Weapon.MISSILE, Weapon.DRONE),
        "target": Target.RESIDENTIAL,
        "actor": "Russia",
        "sources": ("Outlet A", "Outlet B"),
        "quote": "Three rescuers were killed in Khárkiv’s north",
    },
    "week": {
        "place": "Odesa",
        "at": (46.48, 30.73),
        "admin1": "Odesa Oblast",
        "country": "Ukraine",
        "days": (date(2024, 4, 1), date(2024, 4, 7)),
        "injured": 5,
        "weapons": (Weapon.AIR_STRIKE,),
        "target": Target.PORT,
        "sources": ("unknown",),
        "precision": GeoPrecision.REGION,
        "quote": "100% of the_port 'burned'",
    },
    "russia": {
        "place": "Russia",
        "country": "Russia",
        "days": (date(2024, 4, 2), date(2024, 4, 3)),
        "injured": 13,
        "precision": GeoPrecision.COUNTRY,
    },
    "undated": {
        "place": "Dnipro",
        "at": (48.45, 34.98),
        "admin1": "Dnipropetrovsk Oblast",
        "country": "Ukraine",
        "killed": 0,
        "injured": 0,
    },
    "fiji": {
        "place": "Suva",
        "at": (-18.14, 178.44),
        "country": "Fiji",
        "days": (date(2023, 1, 1), date(2023, 12, 31)),
        "actor": "Nobody|Else",
    },
    "context": {"place": "Kyiv", "at": (50.45, 30.52), "country": "Ukraine", "days": (DAY, DAY), "killed": 30, "background": True},
    "part": {"place": "Izium", "at": (49.21, 37.25), "country": "Ukraine", "days": (DAY, DAY), "killed": 1, "part_of": "kharkiv"},
}
PACKAGES: Mapping[str, Mapping[str, Any]] = {
    "finland": {"donor": "Finland", "recipient": "Ukraine", "days": (date(2024, 4, 3), date(2024, 4, 3)), "status": AidStatus.ANNOUNCED},
    "total": {"donor": "Finland", "recipient": "Ukraine", "status": AidStatus.CUMULATIVE_TOTAL},
    "nato": {"donor": "NATO", "recipient": "Ukraine", "status": AidStatus.PROPOSED, "quote": "a fund of €100bn"},
    "jordan": {"donor": "Jordan", "recipient": None, "days": (DAY, DAY), "status": AidStatus.DELIVERED},
}
NEWS = {"kharkiv", "week", "russia", "undated", "fiji", "part"}
AID = set(PACKAGES)

# selection, events that it keeps, packages that it keeps, sentence
TABLE: list[tuple[dict[str, Any], set[str], set[str], str]] = [
    ({}, NEWS, AID, "All strikes"),
    ({"background": True}, NEWS | {"context"}, AID, "All strikes, background included"),
    ({"start": DAY}, {"kharkiv", "week", "part"}, {"jordan"}, "Strikes, since 4 Apr 2024"),
    ({"end": date(2024, 4, 2)}, {"week", "russia", "fiji"}, set(), "Strikes, until 2 Apr 2024"),
    ({"start": date(2024, 4, 3), "end": date(2024, 4, 3)}, {"week", "russia"}, {"finland"}, "Strikes, 3 Apr 2024"),
    (
        {"start": date(2024, 4, 1), "end": date(2024, 4, 7)},
        {"kharkiv", "week", "russia", "part"},
        {"finland", "jordan"},
        "Strikes, 1–7 Apr 2024",
    ),
    ({"start": date(2024, 4, 8), "end": date(2024, 5, 1)}, set(), set(), "Strikes, 8 Apr – 1 May 2024"),
    ({"start": date(2023, 12, 31), "end": date(2024, 4, 1)}, {"week", "fiji"}, set(), "Strikes, 31 Dec 2023 – 1 Apr 2024"),
    ({"admin1": ["Kharkiv Oblast"]}, {"kharkiv"}, AID, "Strikes in Kharkiv Oblast"),
    (
        {"admin1": ["Odesa Oblast", "Kharkiv Oblast"], "country": ["Ukraine"]},
        {"kharkiv", "week"},
        {"finland", "total", "nato"},
        "Strikes in Kharkiv Oblast or Odesa Oblast, Ukraine",
    ),
    ({"country": ["Russia"]}, {"russia"}, set(), "Strikes in Russia"),
    ({"country": ["Finland"]}, set(), {"finland", "total"}, "Strikes in Finland"),
    ({"bbox": (30, 46, 37, 50)}, {"kharkiv", "week", "undated"}, AID, "Strikes between 46.0° N and 50.0° N, 30.0° E and 37.0° E"),
    ({"bbox": (170, -40, -170, 0)}, {"fiji"}, AID, "Strikes between 40.0° S and 0.0° N, 170.0° E and 170.0° W"),
    ({"weapon": ["drone"]}, {"kharkiv"}, AID, "Drone strikes"),
    ({"weapon": ["air strike", "missile"]}, {"kharkiv", "week"}, AID, "Missile or air strikes"),
    ({"weapon": ["unknown"]}, {"russia", "undated", "fiji", "part"}, AID, "Unknown-weapon strikes"),
    ({"target": ["port", "residential"]}, {"kharkiv", "week"}, AID, "Strikes on homes or ports"),
    ({"target": ["unknown"]}, NEWS - {"kharkiv", "week"}, AID, "Strikes on unnamed targets"),
    ({"actor": ["Russia"]}, {"kharkiv"}, AID, "Strikes by Russia"),
    ({"actor": ["unknown", "Nobody|Else"]}, NEWS - {"kharkiv"}, AID, "Strikes by Nobody|Else or an unnamed party"),
    ({"source": ["Outlet B"]}, {"kharkiv"}, set(), "Strikes, reported by Outlet B"),
    ({"source": ["outlet b"]}, set(), set(), "Strikes, reported by outlet b"),
    ({"source": ["Outlet"]}, set(), set(), "Strikes, reported by Outlet"),
    ({"source": ["unknown"]}, {"week"}, set(), "Strikes, reported by an unnamed source"),
    ({"killed": 1}, {"kharkiv", "part"}, AID, "Strikes, at least one killed"),
    ({"killed": 0}, NEWS, AID, "All strikes"),
    ({"casualties": 5}, {"week", "russia"}, AID, "Strikes, at least five killed or injured"),
    ({"casualties": 12345}, set(), AID, "Strikes, at least 12\u2009345 killed or injured"),
    ({"precision": 1}, {"kharkiv", "undated", "fiji", "part"}, AID, "Strikes, at an exact place"),
    ({"precision": 4}, NEWS - {"russia"}, AID, "Strikes, placed at least by region"),
    ({"status": ["announced", "cumulative_total"]}, NEWS, {"finland", "total"}, "Strikes, aid announced or stated as a running total"),
    ({"text": "KHARKIV's  nórth"}, {"kharkiv"}, set(), "Strikes, mentioning “KHARKIV's nórth”"),
    ({"text": "100% the_port 'b"}, {"week"}, set(), "Strikes, mentioning “100% the_port 'b”"),
    ({"text": "1%0"}, set(), set(), "Strikes, mentioning “1%0”"),
    ({"text": "fund"}, set(), {"nato"}, "Strikes, mentioning “fund”"),
    ({"as_of": datetime(2024, 1, 1, 12, 30, tzinfo=UTC)}, set(), set(), "Strikes, as known on 1 Jan 2024, 12:30 UTC"),
    ({"as_of": datetime(9000, 1, 1, tzinfo=UTC)}, NEWS, AID, "Strikes, as known on 1 Jan 9000, 00:00 UTC"),
    (
        {"admin1": ["Kharkiv Oblast"], "start": date(2024, 4, 1), "end": date(2024, 4, 7), "killed": 1},
        {"kharkiv"},
        {"finland", "jordan"},
        "Strikes in Kharkiv Oblast, 1–7 Apr 2024, at least one killed",
    ),
    (
        {"weapon": ["missile"], "target": ["energy"], "country": ["Ukraine"], "actor": ["Russia"], "background": True},
        set(),
        {"finland", "total", "nato"},
        "Missile strikes on energy sites in Ukraine by Russia, background included",
    ),
]


def _when(days: tuple[date, date] | None) -> When:
    return When() if days is None else When(start=days[0], end=days[1], best=days[0])


def _count(count: int | None) -> Estimate:
    return Estimate(low=count, best=count, high=count)


def _event(event_id: str, fields: Mapping[str, Any]) -> Event:
    latitude, longitude = fields.get("at", (None, None))
    return Event(
        event_id=event_id,
        joins=(Join(claim_id=event_id, score=1.0, reason="anchor"),),
        reports=1,
        sources=fields.get("sources", ()),
        location=Location(
            name=fields["place"],
            geo_precision=fields.get("precision", GeoPrecision.EXACT),
            latitude=latitude,
            longitude=longitude,
            admin1=fields.get("admin1"),
            country=fields["country"],
        ),
        when=_when(fields.get("days")),
        killed=_count(fields.get("killed")),
        injured=_count(fields.get("injured")),
        weapons=fields.get("weapons", ()),
        target=fields.get("target"),
        actor=fields.get("actor"),
        background=fields.get("background", False),
        part_of=fields.get("part_of"),
    )


def _package(package_id: str, fields: Mapping[str, Any]) -> Package:
    return Package(
        package_id=package_id,
        joins=(Join(claim_id=package_id, score=1.0, reason="anchor"),),
        reports=1,
        sources=(),
        donor=fields["donor"],
        donor_code=None,
        recipient=fields["recipient"],
        recipient_code=None,
        when=_when(fields.get("days")),
        amount=None,
        currency=None,
        usd_stated=None,
        status=fields["status"],
        category=AidCategory.MILITARY,
    )


def _told(kind: Callable[..., Claim], name: str, quote: str) -> tuple[Report, Claim]:
    """A report that is nothing but a quote, and the claim that rests on it."""
    report = Report(report_id=name, source="unknown", text=quote)
    total = {**EVENTS, **PACKAGES}[name].get("part_of")
    evidence = Evidence(report_id=name, start=0, end=len(quote), rule="r")
    return report, kind(claim_id=name, report_id=name, evidence=evidence, part_of=total)


NAMES = {digest("event", name): name for name in EVENTS} | {digest("package", name): name for name in PACKAGES}
"""What the tests call an event or a package, by the id that the store gives it."""


def _names(ids: Iterable[str]) -> set[str]:
    return {NAMES[own] for own in ids}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Snapshot]]:
    """A store with every event and package of the tables above, and its snapshot."""
    rules = Scripted(
        events=tuple(_event(name, fields) for name, fields in EVENTS.items()),
        packages=tuple(_package(name, fields) for name, fields in PACKAGES.items()),
    )
    path = tmp_path_factory.mktemp("selection") / "store.sqlite"
    with Store.open(path, create=True) as store:
        with store.batch() as batch:
            for kind, table in ((StrikeClaim, EVENTS), (AidClaim, PACKAGES)):
                for name, fields in table.items():
                    report, claim = _told(kind, name, fields.get("quote", "…"))
                    batch.add(report, [claim])
            batch.rebuild(rules)
        yield path, load(store)


@pytest.mark.parametrize(("fields", "events", "packages", "sentence"), TABLE)
def test_frames_sql_and_english_agree(
    world: tuple[Path, Snapshot], fields: dict[str, Any], events: set[str], packages: set[str], sentence: str
) -> None:
    """Each selection keeps the same rows of the frames and of the tables, and says in English what it keeps."""
    path, snapshot = world
    selection = Selection(**fields)
    selected = selection.apply(snapshot)
    assert _names(selected.events["event_id"]) == events
    assert _names(selected.packages["package_id"]) == packages
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA case_sensitive_like = ON")
        for table, kind, expected in (("event", "events", events), ("package", "packages", packages)):
            where, params = selection.sql(kind)  # type: ignore[arg-type]
            assert _names(own for (own,) in connection.execute(f"SELECT {table}_id FROM {table} WHERE {where}", params)) == expected
    assert selection.sentence() == sentence


@pytest.mark.parametrize("fields", [fields for fields, *_ in TABLE])
def test_a_selection_comes_back_from_its_url(fields: dict[str, Any]) -> None:
    """Every selection of the table survives the way through a query."""
    selection = Selection(**fields)
    assert Selection.from_query(selection.to_query()) == (selection, ())


def test_undated_rows_are_counted_where_a_window_hides_them(world: tuple[Path, Snapshot]) -> None:
    """A window cannot show what has no date, and says how many of those it would have shown."""
    _, snapshot = world
    found = Selection(start=DAY).apply(snapshot)
    assert (found.events_undated, found.packages_undated) == (1, 2)
    found = Selection(start=DAY, killed=1).apply(snapshot)
    assert found.events_undated == 0
    found = Selection().apply(snapshot)
    assert (found.events_undated, found.packages_undated) == (0, 0)


def test_totals_leave_out_background_unless_asked_for(world: tuple[Path, Snapshot]) -> None:
    """N of "n of N" is the same for every selection, and one more with the background event."""
    _, snapshot = world
    assert Selection(killed=1).apply(snapshot).events_total == len(NEWS)
    assert Selection(killed=1, background=True).apply(snapshot).events_total == len(NEWS) + 1
    assert Selection().apply(snapshot).packages_total == len(AID)


def test_sums_leave_out_parts_background_and_running_totals(world: tuple[Path, Snapshot]) -> None:
    """What another row's total holds, what is context and what is a running total is never added."""
    _, snapshot = world
    assert _names(addable(snapshot.events)["event_id"]) == NEWS - {"part"}
    assert _names(addable(snapshot.packages)["package_id"]) == AID - {"total"}


def test_an_empty_snapshot_can_be_selected_from() -> None:
    """Every filter works on frames without rows."""
    for fields, *_ in TABLE:
        selected = Selection(**fields).apply(Snapshot.of())
        assert (len(selected.events), len(selected.packages), selected.events_total) == (0, 0, 0)


BAD: list[tuple[dict[str, Any], Selection, tuple[str, ...]]] = [
    ({}, Selection(), ()),
    ({"v": "1", "killed": "2"}, Selection(killed=2), ()),
    ({"v": ["2"], "killed": ["2"]}, Selection(killed=2), ("This link is of version '2'; read as version 1.",)),
    ({"colour": "red"}, Selection(), ("There is no filter 'colour'; it was ignored.",)),
    ({"start": "2024-04-04"}, Selection(), ("There is no filter 'start'; it was ignored.",)),
    ({"from": "2024-13-45"}, Selection(), ("from: '2024-13-45' cannot be read; it was ignored.",)),
    ({"from": ["2024-04-04", "2024-04-05"]}, Selection(), ("from: takes one value, not 2; it was ignored.",)),
    ({"killed": "-1"}, Selection(), (f"killed: -1 is no count from 0 to {MAX_COUNT}; it was ignored.",)),
    ({"killed": "many"}, Selection(), ("killed: 'many' cannot be read; it was ignored.",)),
    ({"precision": "9"}, Selection(), ("precision: 9 is no precision from 1 (exact) to 7 (unknown); it was ignored.",)),
    ({"background": "yes"}, Selection(), ("background: 'yes' is neither 0 nor 1; it was ignored.",)),
    ({"background": "0"}, Selection(), ()),
    ({"text": "  "}, Selection(), ()),
    ({"bbox": "1,2,3"}, Selection(), ("bbox: '1,2,3' cannot be read; it was ignored.",)),
    (
        {"bbox": "nan,0,1,1"},
        Selection(),
        ("bbox: a map area is west,south,east,north in degrees, with south below north; it was ignored.",),
    ),
    (
        {"status": ["announced", "gone"]},
        Selection(status=("announced",)),
        (f"status: 'gone' is none of {', '.join(STATUSES)}; it was ignored.",),
    ),
    (
        {"admin1": ["", "Sumy Oblast"]},
        Selection(admin1=("Sumy Oblast",)),
        ("admin1: a name has 1 to 200 printable characters; it was ignored.",),
    ),
    (
        {"from": "2024-04-04", "to": "2024-04-01"},
        Selection(start=DAY),
        ("to: the window ends (2024-04-01) before it starts (2024-04-04); swap its ends; it was ignored.",),
    ),
]


@pytest.mark.parametrize(("query", "selection", "problems"), BAD)
def test_what_is_bad_in_a_url_is_ignored_and_named(query: dict[str, Any], selection: Selection, problems: tuple[str, ...]) -> None:
    """The good part of a query is kept, and each bad part is told in words."""
    assert Selection.from_query(query) == (selection, problems)


def test_keys_of_others_are_passed_over() -> None:
    """A page may keep keys of its own in the same query."""
    assert Selection.from_query({"event": "abc", "killed": "1"}, known=["event"]) == (Selection(killed=1), ())


def test_a_day_as_moment_counts_until_its_end() -> None:
    """`as_of=2024-04-04` keeps all of that day; a moment is read in its zone."""
    selection, _ = Selection.from_query({"as_of": "2024-04-04"})
    assert selection.as_of == datetime(2024, 4, 5, tzinfo=UTC) - timedelta(microseconds=1)
    selection, _ = Selection.from_query({"as_of": "2024-04-04T12:00:00+03:00"})
    assert selection.as_of == datetime(2024, 4, 4, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"weapon": ("laser",)},
        {"target": ("laser",)},
        {"killed": -1},
        {"precision": 0},
        {"bbox": (0, 1, 0, -1)},
        {"bbox": (0, 0, 181, 1)},
        {"actor": ("a\x1b",)},
        {"text": "x" * 201},
        {"start": DAY, "end": date(2024, 4, 3)},
    ],
)
def test_a_wrong_value_is_an_error_in_code(fields: dict[str, Any]) -> None:
    """What a URL may say in vain, a caller may not."""
    with pytest.raises(SelectionError):
        Selection(**fields)


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=50)
BOXES = st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90)).filter(lambda box: box[1] <= box[3])
WINDOWS = st.tuples(st.none() | st.dates(), st.none() | st.dates()).map(
    lambda days: sorted(filter(None, days)) if None not in days else list(days)
)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any selection."""
    start, end = draw(WINDOWS)
    return Selection(
        start=start,
        end=end,
        as_of=draw(st.none() | st.datetimes(timezones=st.just(UTC))),
        bbox=draw(st.none() | BOXES),
        admin1=tuple(draw(st.lists(PRINTABLE, max_size=3))),
        country=tuple(draw(st.lists(PRINTABLE, max_size=3))),
        weapon=tuple(draw(st.lists(st.sampled_from(WEAPONS), max_size=3))),
        target=tuple(draw(st.lists(st.sampled_from(TARGETS), max_size=3))),
        actor=tuple(draw(st.lists(PRINTABLE, max_size=3))),
        source=tuple(draw(st.lists(PRINTABLE, max_size=3))),
        killed=draw(st.none() | st.integers(0, MAX_COUNT)),
        casualties=draw(st.none() | st.integers(0, MAX_COUNT)),
        precision=draw(st.none() | st.sampled_from(list(GeoPrecision))),
        status=tuple(draw(st.lists(st.sampled_from(STATUSES), max_size=3))),
        text=draw(st.none() | st.lists(PRINTABLE, max_size=3).map(" ".join)),
        background=draw(st.booleans()),
    )


@given(selections())
def test_any_selection_comes_back_from_its_url(selection: Selection) -> None:
    """from_query(to_query(s)) == s, with nothing to complain of, and the sentence is one printable line."""
    assert Selection.from_query(selection.to_query()) == (selection, ())
    assert selection.sentence()[0].isupper()
    assert "\n" not in selection.sentence()


@given(
    st.dictionaries(
        st.sampled_from(["v", "from", "to", "as_of", "bbox", "killed", "weapon", "text", "precision", "x"]), st.lists(st.text(), max_size=3)
    )
)
def test_no_url_is_an_error(query: dict[str, list[str]]) -> None:
    """Whatever somebody types into the address line, a selection and words come out of it."""
    selection, problems = Selection.from_query(query)
    assert Selection.from_query(selection.to_query()) == (selection, ())
    assert all(problem.endswith(".") for problem in problems)


@given(selections())
def test_any_selection_is_sql_that_runs(world: tuple[Path, Snapshot], selection: Selection) -> None:
    """The SQL of any selection keeps the same number of rows as its frames."""
    path, snapshot = world
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA case_sensitive_like = ON")
        where, params = selection.sql()
        (count,) = connection.execute(f"SELECT count(*) FROM event WHERE {where}", params).fetchone()
    assert count == len(selection.apply(snapshot).events)
