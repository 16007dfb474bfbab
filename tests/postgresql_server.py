"""A PostgreSQL server of the tests' own, in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

PASSWORD = "a secret"  # noqa: S105 - of a server that nobody else can reach


class Server:
    """A cluster with scram passwords on a port of 127.0.0.1 and on a socket in its folder."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._binaries = binaries
        self._numbers = count(1)
        self._data = folder / "data"
        secret = folder / "password"
        secret.write_text(PASSWORD, "utf-8")
        secret.chmod(0o644)
        self._run("initdb", "-D", self._data, "-U", "owner", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "-D", self._data, "-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop it at once; whoever is connected is thrown out, as when it crashes."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def address(self, database: str, *, user: str = "owner", password: str = PASSWORD, port: int | None = None) -> str:
        """What --store takes."""
        return f"postgresql://{user}:{password.replace(' ', '%20')}@127.0.0.1:{port or self.port}/{database}"

    def admin(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """A connection of somebody who may do anything, each statement a commit of its own."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="owner", password=PASSWORD, dbname=database, autocommit=True, connect_timeout=20
        )

    @contextmanager
    def database(self, options: str = "") -> Iterator[str]:
        """A fresh database by its name."""
        name = f"test_{next(self._numbers)}"
        with self.admin() as admin:
            admin.execute(f"CREATE DATABASE {name} {options}".encode())
        try:
            yield name
        finally:
            with self.admin() as admin:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def _run(self, program: str, *arguments: object) -> None:
        subprocess.run(
            [str(self._binaries / program), *map(str, arguments)],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=account(),
        )


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server for as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="strikemap-postgresql-"))  # short, for a socket's path may not be long
    try:
        if user := account():
            shutil.chown(folder, user)
        server = Server(binaries, folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def missing() -> str:
    """Why there can be no server here; empty where there can be one."""
    if os.environ.get("STRIKEMAP_SKIP_POSTGRESQL"):
        return "STRIKEMAP_SKIP_POSTGRESQL is set"
    if not list(candidates()):
        return "no PostgreSQL server is installed"
    try:
        account()
    except KeyError:
        return "a PostgreSQL server does not run as root, and there is no user postgres"
    return ""


def candidates() -> Sequence[Path]:
    """The folders with a server's programs, the newest version first."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    return [path.resolve().parent for path in (*debian, *([Path(found)] if found else []))]


def account() -> str | None:
    """Who runs the server: ourselves, or, since it refuses root, the user that its package has made."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    return pwd.getpwnam("postgres").pw_name


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
