"""What both kinds of database hold to: versions, turns of writers, and what is refused in words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from threading import Event as Signal
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard import merging, pipeline
from dashboard.errors import StoreDamagedError, StoreError, StoreLockedError, StoreVersionError
from dashboard.records import digest
from dashboard.store import Store, load, migrations, payload, queries, schema
from dashboard.store.engine import open_database
from dashboard.store.frames import event_row
from dashboard.store.running import run
from gazetteer import Gazetteer
from tests.dashboard.store.strikes import told

Make = Callable[..., Any]
NEWEST = len(migrations.MIGRATIONS)
WAITING = "waiting for another process that writes to"


@pytest.mark.parametrize("address", ["mysql://user:secret@host/x", ""])
def test_an_address_of_another_kind_is_told(address: str) -> None:
    """No traceback of a driver, and no password in the message."""
    with pytest.raises(StoreError, match="name a file with --store") as caught:
        Store.open(address, create=True)
    assert "secret" not in str(caught.value)


def test_a_locked_store_is_told_after_a_short_wait(store: Store, address: str, tell: Make) -> None:
    """While another one writes, readers read, and a writer gives up with a clear word; then it goes on, and nothing is lost."""
    one, two, three = tell("One"), tell("Two"), tell("Three")
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    with Store.open(address, wait_seconds=0.05) as second:
        with store.batch() as other:
            other.add(three.report, three.claims)
            assert second.claims() == one.claims
            with pytest.raises(StoreLockedError, match="another process is writing to it; wait"), second.batch() as batch:
                batch.add(two.report, two.claims)
        with second.batch() as batch:
            batch.add(two.report, two.claims)
        assert second.counts().reports == 3


def test_a_writer_that_waits_says_so_once_and_sees_what_the_other_did(
    store: Store, address: str, tell: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """After a second one line names the store; then the turn comes, and what was committed meanwhile is known, not written twice."""
    one = tell()
    held, free = Signal(), Signal()

    def write_slowly() -> None:
        with store.batch() as batch:
            held.set()
            assert free.wait(60)
            assert batch.add(one.report, one.claims)

    def write_next() -> bool:
        with Store.open(address) as second, second.batch() as batch:
            return batch.add(one.report, one.claims)

    with ThreadPoolExecutor() as pool:
        first = pool.submit(write_slowly)
        assert held.wait(60)
        second = pool.submit(write_next)
        while WAITING not in caplog.text and not second.done():
            held.wait(0.01)
        free.set()
        first.result(60)
        assert second.result(60) is False
    assert [record.getMessage() for record in caplog.records] == [f"{WAITING} {store.name} ..."]
    assert store.sequence == 1


def test_a_writer_that_waits_for_long_gives_up(store: Store, address: str, caplog: pytest.LogCaptureFixture) -> None:
    """It says that it waits, and later that it waited in vain."""
    with Store.open(address, wait_seconds=1.2) as second, store.batch(), pytest.raises(StoreLockedError), second.batch():
        pass
    assert caplog.text.count(WAITING) == 1


def test_two_writers_wait_for_each_other(store: Store, address: str) -> None:
    """Processes that write at once take turns: every commit of both is there."""
    store.close()
    script = (
        "import sys\nfrom dashboard.store import Store\nfrom dashboard.records import Report\n"
        "with Store.open(sys.argv[1]) as store:\n"
        "    for n in range(25):\n"
        "        with store.batch() as batch:\n"
        "            batch.add(Report(report_id=f'{sys.argv[2]} {n}', source='s', text='t'), [])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, address, str(number)]) for number in range(2)]
    assert [process.wait(120) for process in running] == [0, 0]
    with Store.open(address) as again:
        assert again.counts().reports == 50
        assert again.sequence == 50


def test_a_store_that_two_make_at_once_is_made_once(address: str) -> None:
    """Both openings that find nothing end with the same store."""

    def make(_number: int) -> int:
        with Store.open(address, create=True) as store:
            return store.sequence

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(make, range(4))) == [0] * 4


def test_a_read_transaction_sees_one_commit(store: Store, address: str, tell: Make) -> None:
    """Whatever is committed while it runs, it goes on seeing what was there at its first statement."""
    one = tell()
    with Store.open(address, read_only=True) as reader, reader._database.reading() as connection:
        count = sa.select(sa.func.count()).select_from(schema.report)
        assert connection.scalar(count) == 0
        with store.batch() as batch:
            batch.add(one.report, one.claims)
        assert connection.scalar(count) == 0
    assert store.counts().reports == 1


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE invoice (id INTEGER)", "CREATE TABLE meta (name TEXT)", "CREATE TABLE meta (key TEXT, value TEXT)"]
)
def test_a_database_of_another_program_is_no_store(address: str, statement: str, request: pytest.FixtureRequest) -> None:
    """Nobody's tables are mixed with ours, not even where one has the name of ours."""
    if "://" not in address:
        request.getfixturevalue("path").parent.mkdir()
    outside: sa.Engine = request.getfixturevalue("outside")
    with outside.begin() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(StoreDamagedError, match=r"no Strikemap store; name another (?:file|database).* with --store"):
        Store.open(address, create=True)
    with outside.connect() as connection:
        assert len(sa.inspect(connection).get_table_names()) == 1


def test_a_store_of_a_newer_version_is_told(store: Store, address: str, outside: sa.Engine) -> None:
    """It is not touched, and the message names both versions."""
    store.close()
    with outside.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '77' WHERE key = 'schema_version'")
    with pytest.raises(StoreVersionError, match=rf"store version 77, this one knows {NEWEST}.*update Strikemap"):
        Store.open(address, create=True)


def test_an_older_store_is_brought_up_to_date_in_steps(
    address: str, outside: sa.Engine, monkeypatch: pytest.MonkeyPatch, tell: Make
) -> None:
    """Each step that the store lacks is run once; what was recorded stays; a store that may not be written to is told."""
    one = tell()
    with Store.open(address, create=True) as store, store.batch() as batch:
        batch.add(one.report, one.claims)

    def another(connection: sa.Connection) -> None:
        run(connection, ["CREATE TABLE extra ( -- 100% of 'it'\n    name TEXT -- as given\n)"])

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, another))
    with pytest.raises(StoreVersionError, match="older Strikemap"):
        Store.open(address, read_only=True)
    for _ in range(2):
        with Store.open(address) as store:
            assert store.claims() == one.claims
    with outside.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM meta WHERE key = 'schema_version'").scalar() == str(NEWEST + 1)


def test_a_step_that_fails_leaves_the_older_store(address: str, outside: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration is none."""
    Store.open(address, create=True).close()

    def broken(connection: sa.Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE extra (name TEXT)")
        connection.exec_driver_sql("CREATE nonsense")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(StoreError):
            Store.open(address)
    Store.open(address).close()
    with outside.connect() as connection:
        assert not sa.inspect(connection).has_table("extra")


def test_migrations_make_the_tables_that_queries_expect(store: Store, outside: sa.Engine) -> None:
    """Tables, columns and keys of the newest version are those of the schema."""
    store.close()
    found = sa.inspect(outside)
    assert set(found.get_table_names()) == set(schema.metadata.tables)
    for name, table in schema.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == {column.name for column in table.columns}
        assert set(found.get_pk_constraint(name)["constrained_columns"]) == {column.name for column in table.primary_key}


def test_a_read_only_store_is_not_written_to(store: Store, address: str, tell: Make) -> None:
    """A batch on it is refused in words."""
    store.close()
    with Store.open(address, read_only=True) as frozen, pytest.raises(StoreError), frozen.batch() as batch:
        batch.add(tell().report, [])


def test_a_store_of_the_first_version_keeps_all_that_it_knows(address: str, outside: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reports and claims stay, it can be served at once, and the next ingest derives its events anew; old ids lead to them."""
    one = told("One", ("Kharkiv", 0, 3))
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        database = open_database(address, create=True, read_only=False)
        with closing(database), database.writing() as connection:
            migrations.migrate(connection, address)
            queries.set_meta(connection, "sequence", "1")
    now = datetime(2024, 5, 1, tzinfo=UTC).replace(tzinfo=None)
    old = {name: sa.Table(name, sa.MetaData(), autoload_with=outside) for name in ("report", "reading", "claim", "event", "membership")}
    claim, report = one.claim, one.report
    facts = {"recorded_at": now}
    row = event_row(merging.merge([claim], {report.report_id: report}).events[0])
    with outside.begin() as connection:
        connection.execute(old["report"].insert(), [queries.report_row(report) | facts])
        connection.execute(old["reading"].insert(), [{"report_id": report.report_id, "extractor_version": 1} | facts])
        evidence = {"evidence_start": claim.evidence.start, "evidence_end": claim.evidence.end, "background": False}
        keys = {"claim_id": claim.claim_id, "extractor_version": 1, "report_id": report.report_id, "kind": "strike"}
        connection.execute(old["claim"].insert(), [keys | evidence | {"detail": payload.dump(claim)} | facts])
        kept = {name: value for name, value in row.items() if name != "review"} | {"event_id": "an older id"}
        connection.execute(old["event"].insert(), [kept | facts | {"detail": "{}", "changed_at_sequence": 1}])
        member = {"claim_id": claim.claim_id, "kind": "strike", "member_of": "an older id", "position": 0, "score": 1.0, "reason": "first"}
        connection.execute(old["membership"].insert(), [member])
    with Store.open(address) as store:
        assert store.is_stale
        assert store.claims() == one.claims
        assert list(load(store).events["event_id"]) == ["an older id"]
        pipeline.ingest([], store, Gazetteer.open)
        assert not store.is_stale
        event = store.event("an older id")
        assert event is not None
        assert event.event_id == digest("event", claim.claim_id)
        assert [version.fate for version in store.versions("an older id")] == ["joined"]
