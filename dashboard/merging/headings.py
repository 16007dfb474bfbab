"""What merging has to know of a report: who speaks, and when; never its text."""

from __future__ import annotations

from datetime import date
from typing import Protocol


class Heading(Protocol):
    """A report's own particulars; a `Report` is one."""

    @property
    def report_id(self) -> str:
        """Its id."""

    @property
    def source(self) -> str:
        """The outlet."""

    @property
    def title(self) -> str | None:
        """The headline."""

    @property
    def published(self) -> date | None:
        """The day of publication."""
