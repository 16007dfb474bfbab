"""Claims become events and packages: what several reports say of one strike is one event, with the reason of each join."""

from dashboard.merging.merge import Merged, merge

__all__ = ["Merged", "merge"]
