"""A throw-away PostgreSQL of the tests' own: a real server, started once, with a fresh database for whoever asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_START_SECONDS = "60"
_PLACES = ("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt")


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where the server is not installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    folders = sorted((path for place in _PLACES for path in Path(place).glob("*/bin") if (path / "initdb").exists()), reverse=True)
    return folders[0] if folders else None


class Cluster:
    """A server that runs; connections need a password, except through its own socket."""

    USER, PASSWORD = "strikemap", "not a real secret"

    def __init__(self, folder: Path, port: int, bin_folder: Path) -> None:
        self.folder = folder
        self.port = port
        self._bin = bin_folder
        self._numbers = count(1)

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"strikemap_{os.getpid()}_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} OWNER {self.USER}")
        return self.address(name)

    def address(self, name: str, *, user: str = USER, password: str = PASSWORD, port: int | None = None) -> str:
        """The address of a database, also of one that is not there."""
        return f"postgresql://{user}:{password.replace(' ', '%20')}@127.0.0.1:{port or self.port}/{name}"

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the server's owner."""
        where = f"host={self.folder} port={self.port} dbname={database} user=postgres"
        with psycopg.connect(where, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" ends all connections, "immediate" is a crash."""
        _as_owner([str(self._bin / "pg_ctl"), "-D", str(self.folder / "data"), "-m", mode, "-w", "stop"])

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        command = [str(self._bin / "pg_ctl"), "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-o", options]
        _as_owner([*command, "-w", "-t", _START_SECONDS, "start"])


@contextmanager
def running() -> Iterator[Cluster | None]:
    """A server of one's own; None where PostgreSQL is not installed."""
    found = programs()
    if found is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="strikemap-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_owner([str(found / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-E", "UTF8", "--no-sync",
                   "--auth-local=trust", "--auth-host=scram-sha-256"])  # fmt: skip
        cluster = Cluster(folder, _free_port(), found)
        cluster.start()
        try:
            cluster.execute(f"CREATE ROLE {cluster.USER} LOGIN PASSWORD '{cluster.PASSWORD}'")
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(command: list[str]) -> None:
    """Run one of the server's programs; it refuses to run as root."""
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
