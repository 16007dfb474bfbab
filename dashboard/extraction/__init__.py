"""Find the strikes and the aid in one report: `read` is the door, the lexicons are data under `lexicon/<language>/`."""

from dashboard.extraction.document import Skipped
from dashboard.extraction.finding import Findings, find, read
from dashboard.extraction.reading import Rejected

__all__ = ["Findings", "Rejected", "Skipped", "find", "read"]
