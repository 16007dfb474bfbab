"""A real server that refuses, breaks off, is full, is read-only, or is used by people with few rights."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreAccessError, StoreDamagedError, StoreError, StoreLostError, StoreMissingError
from dashboard.store import Store, schema
from dashboard.store.engine import open_database
from tests import postgresql_server
from tests.postgresql_server import PASSWORD, Server

Make = Callable[..., Any]
DIE = "SELECT pg_terminate_backend(pg_backend_pid())"
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_numbers = count(1)


@pytest.fixture
def address(server: Server, database: str) -> str:
    """Servers only."""
    return server.address(database)


@contextmanager
def role(server: Server, database: str, options: str = "") -> Iterator[str]:
    """A user with few rights, by name; its password is everybody's."""
    name = f"guest_{next(_numbers)}"
    with server.admin(database) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}' {options}".encode())
    try:
        yield name
    finally:
        with server.admin(database) as admin:
            admin.execute(f"DROP OWNED BY {name}".encode())
            admin.execute(f"DROP ROLE {name}".encode())


@contextmanager
def refused(kind: type[StoreError], words: str) -> Iterator[None]:
    """An error of this family, in one line that has these words and no secret, nor a word of the drivers."""
    with pytest.raises(kind, match=words) as told:
        yield
    message = str(told.value)
    assert message.endswith(".")
    assert not re.search(r"\n|secret|psycopg|sqlalche|Traceback|FATAL|password=", message)


def test_a_store_is_named_by_its_address_without_the_password(store: Store, server: Server) -> None:
    """Messages and summaries show where it is, never how to get in."""
    assert re.fullmatch(rf"postgresql://owner:\*\*\*@127\.0\.0\.1:{server.port}/test_\d+", store.name)
    assert store._database.path is None


def test_other_ways_to_write_the_address(store: Store, server: Server, database: str) -> None:
    """`postgres://` is the same, a socket's folder is a host, and a password may also stand among the options, unseen."""
    for address in (
        server.address(database).replace("postgresql://", "postgres://"),
        f"postgresql://owner:a%20secret@/{database}?host={server.folder}&port={server.port}",
        f"postgresql://owner@127.0.0.1:{server.port}/{database}?password=a%20secret&connect_timeout=3",
    ):
        with Store.open(address) as again:
            assert again.sequence == store.sequence
            assert "secret" not in again.name


@pytest.mark.parametrize("address", ["postgresql://me:se@secret@host/name", "postgresql://me:secret@host:port/name"])
def test_an_address_that_cannot_be_read_is_told(address: str) -> None:
    """Signs that have to be written as codes are named, and nothing of the address is repeated."""
    with refused(StoreError, "cannot be read.*postgresql://user:password@host:port/database.*%40"):
        Store.open(address)


def test_an_address_with_an_unknown_option_is_told(address: str) -> None:
    """The option is named."""
    with refused(StoreError, "asks for something that there is not.*colour"):
        Store.open(f"{address}?colour=blue")


def test_a_wrong_password_and_an_unknown_user_are_told(server: Server, database: str) -> None:
    """The server does not say which of the two it was."""
    for address in (server.address(database, password=PASSWORD.upper()), server.address(database, user="nobody")):
        with refused(StoreAccessError, "authentication failed.*check user, password and database in --store"):
            Store.open(address)


def test_a_missing_password_is_told(server: Server, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where none is given at all."""
    monkeypatch.setenv("PGPASSFILE", str(server.folder / "nowhere"))
    with refused(StoreAccessError, "no password supplied.*check user, password"):
        Store.open(f"postgresql://owner@127.0.0.1:{server.port}/{database}")


def test_a_database_that_does_not_exist_is_told(server: Server) -> None:
    """It is not made; the message says how to."""
    with refused(StoreMissingError, "make it with `createdb nowhere`"):
        Store.open(server.address("nowhere"), create=True)


def test_a_server_that_cannot_be_reached_is_told(server: Server) -> None:
    """Nobody listens at the port, there is no such host, there can be none of this name, there is no such socket."""
    nobody = server.address("x", port=postgresql_server.free_port())
    hosts = ("nowhere.invalid/x", "no..where/x", "/x?host=/nowhere")
    for address in (nobody, *(f"postgresql://me:secret@{host}" for host in hosts)):
        with refused(StoreAccessError, r"cannot be reached \(.*\); check that the server is running, and host and port"):
            Store.open(address)


def test_a_server_without_a_free_connection_is_told(store: Store, server: Server, database: str) -> None:
    """The limit is named."""
    store.close()
    with role(server, database, "CONNECTION LIMIT 0") as guest, refused(StoreAccessError, "too many connections.*max_connections"):
        Store.open(server.address(database, user=guest))


def test_a_user_without_rights_is_told(store: Store, server: Server, database: str) -> None:
    """Of reading, of writing, of making tables: the server's words name what is lacking."""
    with role(server, database) as guest:
        address = server.address(database, user=guest)
        with refused(StoreAccessError, r"lacks a right \(permission denied for table meta\).*GRANT"):
            Store.open(address)
        with server.admin(database) as admin:
            admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {guest}".encode())
        with Store.open(address, read_only=True) as frozen:
            assert frozen.counts() == store.counts()
        with Store.open(address) as again, refused(StoreAccessError, "permission denied for table"), again.batch() as batch:
            batch._connection.execute(sa.delete(schema.meta))


def test_a_user_who_may_not_make_tables_is_told(server: Server, database: str) -> None:
    """A new store needs that right, and leaves nothing behind where it is lacking."""
    with server.admin(database) as admin:
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    with role(server, database) as guest, refused(StoreAccessError, "permission denied for schema public.*GRANT"):
        Store.open(server.address(database, user=guest), create=True)


def test_a_database_that_is_read_only_is_told(store: Store, server: Server, database: str, tell: Make) -> None:
    """What an administrator has set to read-only can be read, and is not written to behind their back."""
    store.close()
    with server.admin(database) as admin:
        admin.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on".encode())
    one = tell()
    with Store.open(server.address(database)) as again:
        assert again.claims() == ()
        with refused(StoreAccessError, "takes no changes: the server or the database is set to read-only"), again.batch() as batch:
            batch.add(one.report, one.claims)


def test_a_store_opened_to_be_read_says_so(store: Store, address: str, tell: Make) -> None:
    """The reason is our own, not the server's."""
    store.close()
    with (
        Store.open(address, read_only=True) as frozen,
        refused(StoreAccessError, "takes no changes: it was opened to be read"),
        frozen.batch() as batch,
    ):
        batch.add(tell().report, [])


def test_a_full_disk_is_told(store: Store, address: str) -> None:
    """The server's own error of a device without room, met by a statement in a transaction that writes."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    database = open_database(address, create=False, read_only=False)
    with (
        refused(StoreError, r"the server's disk or memory is full \(.*\); make room.*Nothing of this batch was kept"),
        database.writing() as connection,
    ):
        connection.exec_driver_sql("UPDATE meta SET value = '9' WHERE key = 'sequence'")
        connection.exec_driver_sql("COPY (SELECT repeat('x', 100000) FROM generate_series(1, 100)) TO '/dev/full'")
    database.close()
    assert store.sequence == 0


def test_a_connection_lost_in_a_batch_is_told(store: Store, server: Server, database: str, tell: Make) -> None:
    """Nothing of the batch is in, and the same store takes it the second time."""
    one = tell()
    words = "was lost; what was not acknowledged may or may not be in; repeat the command, which is safe"
    with refused(StoreLostError, words), store.batch() as batch:
        batch.add(one.report, one.claims)
        with server.admin(database) as admin:
            admin.execute(OTHERS)
        batch.add(tell("Two").report, [])
    assert store.counts().reports == 0
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    assert store.counts().reports == 1


def test_a_connection_lost_in_the_commit_is_told(store: Store, server: Server, database: str, tell: Make) -> None:
    """The server goes away while it commits: whether the batch is in is not claimed, and repeating it puts it in once."""
    one = tell()
    with server.admin(database) as admin:
        admin.execute(f"CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM ({DIE}); RETURN NULL; END $$".encode())
        admin.execute(
            "CREATE CONSTRAINT TRIGGER last AFTER INSERT ON report DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()"
        )
    with refused(StoreLostError, "may or may not be in"), store.batch() as batch:
        batch.add(one.report, one.claims)
    with server.admin(database) as admin:
        admin.execute("DROP TRIGGER last ON report")
    with store.batch() as batch:
        batch.add(one.report, one.claims)
    assert store.counts().reports == 1


def test_a_connection_lost_between_two_transactions_is_not_noticed(store: Store, server: Server, database: str) -> None:
    """A server that was restarted over night is connected to anew."""
    with server.admin(database) as admin:
        admin.execute(OTHERS)
    assert store.sequence == 0


@pytest.mark.timeout(120)
def test_a_server_that_stops_is_told_and_found_again(store: Store, server: Server) -> None:
    """While it is away each question ends in one line; once it is back, the same store answers."""
    server.stop()
    try:
        with refused(StoreAccessError, "cannot be reached"):
            store.counts()
    finally:
        server.start()
    assert store.counts().reports == 0


def test_a_statement_that_the_server_breaks_off_is_told(store: Store) -> None:
    """A limit of the server is named."""
    with refused(StoreError, r"broke off the work \(canceling statement due to statement timeout\)"), store._database.reading() as reading:
        reading.exec_driver_sql("SET LOCAL statement_timeout = 10")
        reading.exec_driver_sql("SELECT pg_sleep(5)")


def test_a_database_that_keeps_no_unicode_is_told(server: Server) -> None:
    """Functions of text would count bytes there."""
    with (
        server.database("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0") as name,
        refused(StoreError, "keeps text as SQL_ASCII, not as UTF8.*createdb -E UTF8"),
    ):
        Store.open(server.address(name), create=True)


def test_a_schema_of_its_own_keeps_a_store_apart(server: Server, database: str) -> None:
    """Where other tables fill the usual schema, an address can name another one, as the message says."""
    with server.admin(database) as admin:
        admin.execute("CREATE TABLE report (id integer)")
        admin.execute("CREATE SCHEMA strikemap")
    address = server.address(database)
    with refused(StoreDamagedError, r"no Strikemap store; name another database, or a schema of its own \(\?options=-csearch_path%3D"):
        Store.open(address, create=True)
    with Store.open(f"{address}?options=-csearch_path%3Dstrikemap,public", create=True) as store:
        assert store.sequence == 0
    with refused(StoreError, "leads to no schema; make it with CREATE SCHEMA"):
        Store.open(f"{address}?options=-csearch_path%3Dnowhere", create=True)


def test_an_empty_database_is_no_store_until_it_is_filled(address: str) -> None:
    """To read from it is an error; an ingest makes it a store."""
    with refused(StoreDamagedError, "is empty"):
        Store.open(address)
    Store.open(address, create=True).close()
    Store.open(address, read_only=True).close()


def test_the_tables_explain_themselves(store: Store, outside: sa.Engine) -> None:
    """The comments of the definition are those of the database, on tables and columns."""
    assert store.sequence == 0
    found = sa.inspect(outside)
    assert (found.get_table_comment("event")["text"] or "").startswith("DERIVED from claims")
    columns = {column["name"]: column.get("comment") for column in found.get_columns("event")}
    assert columns["event_date"] == "the best single day, local to the event"
    assert columns["date_note"] is None


def test_the_session_is_set_up(store: Store) -> None:
    """UTC, one commit for all statements of a reader, and an acknowledged commit on the disk, whatever the server's default is."""
    settings = "SELECT current_setting('TimeZone'), current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    with store._database.reading() as connection:
        assert tuple(connection.exec_driver_sql(settings).one()) == ("UTC", "repeatable read", "on")
    with store._database.writing() as connection:
        assert tuple(connection.exec_driver_sql(settings).one()) == ("UTC", "read committed", "off")


def test_a_server_that_does_not_wait_for_its_disk_is_made_to(store: Store, server: Server, database: str) -> None:
    """A commit is acknowledged when it is on the disk, also where the database's default is to hope for it."""
    store.close()
    with server.admin(database) as admin:
        admin.execute(f"ALTER DATABASE {database} SET synchronous_commit = off".encode())
    with Store.open(server.address(database)) as again, again._database.writing() as connection:
        assert connection.scalar(sa.select(sa.func.current_setting("synchronous_commit"))) == "on"
