"""Whole processes, run and measured: what they say, how long they take, how much memory they held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
NAIVE = Path(__file__).with_name("naive_geoparser.py")
OURS = (sys.executable, "-m", "gazetteer", "geoparse")
"""Our command."""
PEER = (sys.executable, str(NAIVE))
"""The naive geoparser's, which takes the same arguments."""


class ProcessError(Exception):
    """A process failed; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process that ended well."""

    out: str
    seconds: float
    """From its start to its end."""
    peak_mb: float
    """The most memory that it held, MB."""


def run(command: Sequence[str], *, one_core: bool = False) -> Run:
    """Run a command in this checkout to its end; `ProcessError` if it fails."""
    with TemporaryDirectory() as temporary, _on_one_core(wanted=one_core):
        out, errors = Path(temporary) / "out", Path(temporary) / "errors"
        with out.open("wb") as out_file, errors.open("wb") as error_file:
            started = time.perf_counter()
            process = subprocess.Popen(command, stdout=out_file, stderr=error_file, env=environment())
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise ProcessError(f"{' '.join(command)} failed with {process.returncode}: {said[-1] if said else 'it says nothing'}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Run(out.read_text(encoding="utf-8"), seconds, usage.ru_maxrss * unit / 1e6)


def environment() -> dict[str, str]:
    """The environment in which `gazetteer` is that of this checkout."""
    paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


@contextmanager
def _on_one_core(*, wanted: bool) -> Iterator[None]:
    """Keep this process, and so the one it starts, on one core, where the system can."""
    if not wanted or not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def corpus_folder(instead: str = "skipped") -> Path | None:
    """The folder of the real corpora, `STRIKEMAP_CORPUS`/corpus; None where that is not set, which is said with what is done instead."""
    root = os.environ.get("STRIKEMAP_CORPUS")
    if root is None:
        print(f"STRIKEMAP_CORPUS is not set (it names the folder that holds corpus/ with the real texts): {instead}")
        return None
    return Path(root).resolve() / "corpus"


def missing(*files: Path) -> bool:
    """Whether a file is not there, each such one printed."""
    absent = [file for file in files if not file.exists()]
    for file in absent:
        print(f"missing: {file}; set STRIKEMAP_CORPUS to a folder that holds it")
    return bool(absent)
