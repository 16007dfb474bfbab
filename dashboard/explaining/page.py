"""The explanation of one report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from dashboard.explaining.showing import Piece, safe, shortened, wrapped
from dashboard.explaining.spans import Mark, marks_of, stretches
from dashboard.explaining.words import title, values_of
from dashboard.extraction import Findings
from dashboard.records import Claim, Report

MIN_WIDTH = 40
QUOTE = 60
"""Code points that a quoted passage is shortened to."""
_NAME = 11
_BOLD, _DIM = "1", "2"
_COLOURS = {
    "place": "36;1",
    "recipient": "36;1",
    "date": "33;1",
    "killed": "31;1",
    "injured": "31",
    "missing": "31",
    "weapon": "35;1",
    "target": "35",
    "attacks": "35",
    "actor": "34;1",
    "donor": "34;1",
    "amount": "32;1",
}
_OTHER_COLOUR = "32"


def _colour_of(name: str) -> str:
    return _COLOURS.get(name, _OTHER_COLOUR)


def page(report: Report, found: Findings, *, width: int, colour: bool) -> Iterator[str]:
    """The lines of one report: its text with the evidence marked, then what was found, then what was turned down.

    Nothing of the report's text reaches the terminal but letters, marks and blanks.

    Args:
        report: The report.
        found: What was read in it.
        width: Columns of the terminal; it is taken to have 40 at least.
        colour: Whether to colour; without, each evidence stands in brackets behind its number.
    """
    yield from _Page(report, found, max(MIN_WIDTH, width), colour=colour).lines()


class _Page:
    def __init__(self, report: Report, found: Findings, width: int, *, colour: bool) -> None:
        self._report, self._found, self._width, self._colour = report, found, width, colour
        self._marks = marks_of(found.claims)
        self._mark_at = {(m.start, m.end): m for m in self._marks}

    def lines(self) -> Iterator[str]:
        about = (self._report.doc_id, f"published {self._report.published or 'on an unknown day'}", self._report.source)
        yield from self._wrapped([(shortened(", ".join(filter(None, about)), 4 * QUOTE), self._style(_BOLD))])
        yield ""
        yield from self._text()
        yield from self._claims()
        yield from self._turned_down()

    def _text(self) -> Iterator[str]:
        """The report line by line; several empty lines are one."""
        start, blank = 0, True
        near: list[Mark] = []
        coming = 0
        for line in self._report.text.split("\n"):
            end = start + len(line)
            near = [m for m in near if m.end > start]
            while coming < len(self._marks) and self._marks[coming].start < end:
                near.append(self._marks[coming])
                coming += 1
            if line.strip():
                yield from self._wrapped(self._marked(near, start, end), "  ", "  ")
            elif not blank:
                yield ""
            blank = not line.strip()
            start = end + 1
        if not blank:
            yield ""

    def _marked(self, near: Sequence[Mark], start: int, end: int) -> Iterator[Piece]:
        """A line of the report; a mark that begins inside another and ends after it comes in two parts of one number."""
        under: tuple[Mark, ...] = ()
        for stretch in stretches(near, start, end):
            kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(under, stretch.marks, strict=False)))
            yield from self._closed(under[kept:])
            yield from self._opened(stretch.marks[kept:])
            under = stretch.marks
            yield safe(self._report.text[stretch.start : stretch.end]), self._style(_colour_of(under[-1].value) if under else "")
        yield from self._closed(under)

    def _opened(self, marks: Sequence[Mark]) -> Iterator[Piece]:
        if not self._colour:
            yield from ((f"[{m.number}:", "") for m in marks)

    def _closed(self, marks: Sequence[Mark]) -> Iterator[Piece]:
        yield from (((f"[{m.number}]", _DIM) if self._colour else ("]", "")) for m in reversed(marks))

    def _claims(self) -> Iterator[str]:
        if not self._found.claims:
            yield from self._wrapped([("Found nothing.", self._style(_BOLD))])
        for number, claim in enumerate(self._found.claims, start=1):
            told = claim.evidence
            yield from self._wrapped(
                [
                    (f"{number}. {title(claim)}", self._style(_BOLD)),
                    (f" (rule {safe(told.rule)}, characters {told.start}-{told.end})", self._style(_DIM)),
                ]
            )
            for name, words in values_of(claim):
                yield from self._value(claim, name, words)
        if self._found.claims:
            yield ""

    def _value(self, claim: Claim, name: str, words: str) -> Iterator[str]:
        pieces = [(safe(words), self._style(_colour_of(name)))]
        for evidence in claim.support:
            if evidence.value == name:
                number = self._mark_at[evidence.start, evidence.end].number
                pieces.append((f" [{number}] “{self._quote(evidence.start, evidence.end)}”", ""))
                pieces.append((f" {safe(evidence.rule)}", self._style(_DIM)))
        yield from self._wrapped(pieces, "  " + name.replace("_", " ").ljust(_NAME), "  ".ljust(_NAME + 4))

    def _turned_down(self) -> Iterator[str]:
        for heading, group in (
            ("Sentences that are no strike:", self._found.sentences),
            ("Amounts that are no aid:", self._found.amounts),
            ("Paragraphs that are no part of the report:", self._found.skipped),
        ):
            if not group:
                continue
            yield from self._wrapped([(heading, self._style(_BOLD))])
            for one in group:
                pieces = [(safe(one.rule), ""), (f" “{self._quote(one.start, one.end)}”", self._style(_DIM))]
                yield from self._wrapped(pieces, "  ", "      ")
            yield ""

    def _quote(self, start: int, end: int) -> str:
        return shortened(self._report.text[start : min(end, start + 8 * QUOTE)], QUOTE)

    def _style(self, code: str) -> str:
        return code if self._colour else ""

    def _wrapped(self, pieces: Iterable[Piece], first: str = "", later: str = "") -> Iterator[str]:
        return wrapped(pieces, self._width, first, later)
