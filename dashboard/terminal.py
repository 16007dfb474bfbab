"""What a user sees on stderr while something runs (a bar on a terminal, plain lines elsewhere), and what stdout can show."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from dashboard.pipeline import Step
    from gazetteer import Gazetteer


def say(line: str) -> None:
    """One line to stderr; what the terminal cannot show is escaped."""
    sys.stderr.write(line.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8") + "\n")
    sys.stderr.flush()


def shown(line: str) -> str:
    """A line in which nothing can steer a terminal: whatever is no printable character is written as its code."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)


def columns() -> int:
    """The width of the terminal on stdout; COLUMNS where that is set, 80 where nothing tells."""
    return shutil.get_terminal_size((80, 24)).columns


def is_coloured() -> bool:
    """Whether stdout is a terminal that shows colours, and NO_COLOR does not forbid them."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


class Screen:
    """A bar for each stage, and lines above them."""

    def __init__(self, bars: Progress | None) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def say(self, line: str) -> None:
        """One line, above the bars."""
        if self._bars is None:
            say(line)
        else:
            self._bars.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def advance(self, step: Step) -> None:
        """How far the documents are, and how fast reports are read."""
        self._show(step.work, step.done, step.total, step.reports)

    def stage(self, name: str, fraction: float) -> None:
        """How far a stage of the gazetteer is, 0-1."""
        self._show(name, fraction, 1.0)

    def open_gazetteer(self) -> Gazetteer:
        """Open the gazetteer, compiling it where that was not done yet.

        Raises:
            GazetteerError: it cannot be opened or compiled.
        """
        from gazetteer import Gazetteer  # noqa: PLC0415 - a bar needs no gazetteer

        return Gazetteer.open(progress=self.stage)

    def _show(self, name: str, done: float, total: float, reports: int = 0) -> None:
        if self._bars is None:
            return
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=total, rate="")
        own = self._tasks[name]
        elapsed = self._bars.tasks[self._bars.task_ids.index(own)].elapsed or 0.0
        rate = f"{reports:,} read, {reports / elapsed:.0f} a second" if reports and elapsed else ""
        self._bars.update(own, completed=done, total=total, rate=rate)


@contextmanager
def screen(*, quiet: bool) -> Iterator[Screen]:
    """Bars on stderr while the context lasts, where stderr is a terminal and nobody asked for quiet."""
    if quiet or not sys.stderr.isatty():
        yield Screen(None)
        return
    from rich.console import Console  # noqa: PLC0415 - most runs of `extract` are in scripts and draw nothing
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    rate = TextColumn("{task.fields[rate]}", markup=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), rate, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield Screen(bars)
