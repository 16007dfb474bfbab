"""A table of figures: ours, the reference that was measured in the same run, what was published, and the goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_WIDTHS = (54, 10, 10, 10, 10, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The least or the most that a figure should be."""

    limit: float
    at_most: bool = False

    def verdict(self, figure: float) -> str:
        """The goal in words, and whether a figure meets it."""
        met = figure <= self.limit if self.at_most else figure >= self.limit
        return f"{'<=' if self.at_most else '>='} {shown(self.limit)} {'met' if met else 'MISSED'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; what is None stays blank."""

    what: str
    ours: float
    here: float | None = None
    """The reference, measured in this run."""
    published: float | None = None
    """What the makers of another tool, or a survey, say of it."""
    goal: Goal | None = None


def shown(number: float) -> str:
    """A number with the digits that matter."""
    if abs(number) < 10:
        return f"{number:.3f}"
    return f"{number:.1f}" if abs(number) < 1000 else f"{number:,.0f}"


def show(title: str, reference: str, figures: Iterable[Figure], published: str = "published") -> None:
    """Print a table under its title; `reference` says what "here" is, `published` what was published."""
    print(f"\n{title}\n  here = {reference}, measured in this run" + ("" if published == "published" else f"; published = {published}"))
    _line("", "ours", "here", "ours/here", "published", "goal")
    for figure in figures:
        ratio = figure.ours / figure.here if figure.here else None
        numbers = (shown(number) if number is not None else "" for number in (figure.ours, figure.here, ratio, figure.published))
        _line(figure.what, *numbers, figure.goal.verdict(figure.ours) if figure.goal else "")


def _line(*cells: str) -> None:
    first, *others = (cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True))
    print((first.strip().ljust(_WIDTHS[0]) + " ".join(others)).rstrip(), flush=True)
