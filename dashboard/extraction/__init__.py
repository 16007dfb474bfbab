"""Find the strikes and the aid in one report: `find` is the door, the lexicons are data under `lexicon/<language>/`."""

from dashboard.extraction.finding import find

__all__ = ["find"]
