"""What goes wrong between us and a PostgreSQL server is one clear line, and nothing half done."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.errors import StoreDamagedError, StoreError, StoreLockedError, StoreLostError
from dashboard.store import Store
from tests.postgresql import Cluster

Make = Callable[..., Any]


@pytest.fixture
def url(postgresql: Cluster) -> str:
    """A new, empty database."""
    return postgresql.database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store on the server."""
    with Store.open(url, create=True) as opened:
        yield opened


def told(error: pytest.ExceptionInfo[StoreError]) -> str:
    """The message, which is one line without a password."""
    text = str(error.value)
    assert "\n" not in text
    assert Cluster.PASSWORD not in text
    assert "wrong%20word" not in text
    return text


def test_a_wrong_password_is_told(postgresql: Cluster) -> None:
    """With what to do, and without showing it."""
    with pytest.raises(StoreError) as error:
        Store.open(postgresql.address("postgres", password="wrong word"), create=True)  # noqa: S106 - wrong on purpose
    assert "the password or the user's name is wrong" in told(error)


def test_a_missing_database_is_told(postgresql: Cluster) -> None:
    """The message says how to make it."""
    with pytest.raises(StoreError) as error:
        Store.open(postgresql.address("nowhere"), create=True)
    assert "createdb" in told(error)


def test_a_server_that_is_not_there_is_told(postgresql: Cluster) -> None:
    """Host and port are what to check."""
    with pytest.raises(StoreError) as error:
        Store.open(postgresql.address("postgres", port=1), create=True)
    assert "check host, port" in told(error)


@pytest.mark.parametrize("address", ["postgresql://host:port/x", "postgres://host:1:2/x"])
def test_an_address_that_cannot_be_read_is_told(address: str) -> None:
    """The message shows how one is written."""
    with pytest.raises(StoreError, match="postgresql://user:password@host"):
        Store.open(address, create=True)


def test_a_user_without_rights_is_told(postgresql: Cluster) -> None:
    """Tables cannot be made where the user may not."""
    with pytest.raises(StoreError) as error:
        Store.open(postgresql.address("postgres"), create=True)
    assert "may not do this" in told(error)


def test_another_database_is_no_store(postgresql: Cluster, url: str) -> None:
    """Tables of somebody else are left alone."""
    postgresql.execute("CREATE TABLE theirs (name text)", url.rsplit("/", 1)[1])
    with pytest.raises(StoreDamagedError, match="no Strikemap store"):
        Store.open(url, create=True)


def test_a_database_that_may_only_be_read_is_told(postgresql: Cluster, store: Store, url: str, tell: Make) -> None:
    """Reading goes on, writing says why it cannot."""
    name = url.rsplit("/", 1)[1]
    store.close()
    postgresql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with Store.open(url) as opened:
        assert opened.counts().reports == 0

        def write() -> None:
            with opened.batch() as batch:
                batch.add(tell().report, [])

        with pytest.raises(StoreError) as error:
            write()
    assert "may only be read" in told(error)


def test_a_connection_that_is_lost_in_a_batch_leaves_nothing(postgresql: Cluster, store: Store, tell: Make) -> None:
    """The batch is not there, the message says that repeating is safe, and the store works on."""
    one = tell()

    def write() -> None:
        with store.batch() as batch:
            batch.add(one.report, one.claims)
            postgresql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'strikemap'")

    with pytest.raises(StoreLostError) as error:
        write()
    assert "nothing is taken in twice" in told(error)
    assert store.counts().reports == 0
    with store.batch() as batch:
        assert batch.add(one.report, one.claims)
    assert store.counts().reports == 1


def test_a_writer_waits_for_another_and_says_so(store: Store, url: str, caplog: pytest.LogCaptureFixture) -> None:
    """It waits as long as it was told to, then gives up in words; readers go on."""
    with store.batch(), Store.open(url, wait_seconds=1.5) as other:
        begun = time.monotonic()
        with pytest.raises(StoreLockedError, match="another process is writing"), other.batch():
            pass
        assert other.counts().reports == 0
    assert 1.4 < time.monotonic() - begun < 10
    assert "waiting for another process" in caplog.text


def test_a_writer_goes_on_when_the_other_ends(store: Store, url: str, tell: Make) -> None:
    """What the other committed is seen, and nothing is taken in twice."""
    one, done = tell(), []

    def write() -> None:
        with Store.open(url, wait_seconds=30) as other, other.batch() as batch:
            done.append(batch.add(one.report, one.claims))

    with store.batch() as batch:
        batch.add(one.report, one.claims)
        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(0.3)
    writer.join(30)
    assert done == [False]
    assert store.sequence == 1


def test_two_processes_that_make_one_store_at_once_agree(url: str) -> None:
    """Both find a whole store."""
    script = "import sys; from dashboard.store import Store; Store.open(sys.argv[1], create=True).close()"
    running = [subprocess.Popen([sys.executable, "-c", script, url]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]


def test_the_tables_explain_themselves(postgresql: Cluster, store: Store, url: str) -> None:
    """Tables and columns carry their comments, for whoever opens the database."""
    assert store.counts().reports == 0
    name = url.rsplit("/", 1)[1]
    rows = postgresql.execute("SELECT relname, obj_description(oid, 'pg_class') FROM pg_class WHERE relkind = 'r'", name)
    found = {str(table): words for table, words in rows}
    for table in ("meta", "report", "reading", "claim", "event", "membership", "review", "event_history"):
        assert found[table], table
    columns = (
        "SELECT col_description('event'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'event'::regclass AND attname = 'killed'"
    )
    assert postgresql.execute(columns, name)[0][0]
    columns = columns.replace("killed", "review")
    assert postgresql.execute(columns, name)[0][0]
