from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from dashboard import workers
from dashboard.explaining import page
from dashboard.extraction import Findings
from dashboard.records import Report
from dashboard.reports import plain_text
from gazetteer import Gazetteer

TEXT = (
    "date 2024-04-04\n\nRussian missiles hit a school in Kharkiv on Wednesday, killing five people.\n\n\n"
    "Finland will send Ukraine €188 million ($204 million) of military aid. A stadium cost €90 million.\n"
    "The minister warned that missiles could hit Odesa next.\n\nRead more: what the night brought\n"
)


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer) -> tuple[Report, Findings]:
    """An invented report with a strike, a package, a price, a warning and a link to another page."""
    report = plain_text.report(TEXT, name="invented", doc_id="invented", retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))
    return report, workers.findings_of(report, gazetteer)


def lines(read: tuple[Report, Findings], *, width: int = 80, colour: bool = False) -> list[str]:
    """The page of the report."""
    return list(page(*read, width=width, colour=colour))


def test_the_text_carries_its_marks(read: tuple[Report, Findings]) -> None:
    """The report stands there in full, each evidence in brackets behind its number."""
    shown = " ".join(" ".join(lines(read)).split())
    assert re.search(r"\[\d+:Russian\] \[\d+:missiles\] hit a \[\d+:school\] in \[\d+:Kharkiv\] on \[\d+:Wednesday\]", shown)
    assert re.search(r"\[\d+:killing five people\]\.", shown)
    assert "A stadium cost €90 million." in shown
    numbers = [int(n) for n in re.findall(r"\[(\d+):", shown)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_value_names_its_words_and_its_rule(read: tuple[Report, Findings]) -> None:
    """Each value of a record stands under its field's name, with the number of its mark, the words and the rule."""
    shown = "\n".join(lines(read, width=200))
    assert re.search(r"^1\. strike \(rule strike:toll, characters \d+-\d+\)$", shown, re.MULTILINE)
    assert re.search(r"^  killed +5 \[\d+\] “killing five people” casualties:verb$", shown, re.MULTILINE)
    assert re.search(r"^  place +Kharkiv, Kharkiv Oblast, Ukraine \(exact place .*\) \[\d+\] “Kharkiv” place:event$", shown, re.MULTILINE)
    assert re.search(r"^  date +2024-04-03 \[\d+\] “Wednesday” date:weekday$", shown, re.MULTILINE)
    assert re.search(r"^2\. aid ", shown, re.MULTILINE)
    assert re.search(r"^  amount +188,000,000 EUR \[\d+\] “€188 million \(\$204 million\)” amount:money", shown, re.MULTILINE)


def test_what_was_turned_down_names_its_rule(read: tuple[Report, Findings]) -> None:
    """Sentences, amounts and paragraphs that were left out stand at the end, shortened, behind the rule that did it."""
    shown = "\n".join(lines(read, width=200))
    assert re.search(r"^Sentences that are no strike:\n  hypothetical:\w+ “The minister warned .*”$", shown, re.MULTILINE)
    assert re.search(r"^Amounts that are no aid:\n  \S+ “€90 million”$", shown, re.MULTILINE)
    assert re.search(r"^Paragraphs that are no part of the report:\n  noise:\w+ “Read more: .*”$", shown, re.MULTILINE)


@pytest.mark.parametrize("width", [1, 40, 57, 80, 200])
def test_lines_fit_the_terminal(read: tuple[Report, Findings], width: int) -> None:
    """No line is wider than the terminal, which is taken to have forty columns at least."""
    assert max(map(len, lines(read, width=width))) <= max(40, width)


def test_colours_add_nothing_but_colours(read: tuple[Report, Findings]) -> None:
    """In colour the marks are coloured words with the number after them; without, there is no escape sequence."""
    coloured = "\n".join(lines(read, width=200, colour=True))
    assert re.search(r"\x1b\[31;1mkilling\x1b\[0m \x1b\[31;1mfive\x1b\[0m \x1b\[31;1mpeople\x1b\[0m\x1b\[2m\[\d+\]\x1b\[0m", coloured)
    assert re.fullmatch(r"(?:[^\x1b]|\x1b\[[\d;]*m)*", coloured)
    assert "\x1b" not in "\n".join(lines(read))


def test_the_page_is_the_same_each_time(read: tuple[Report, Findings]) -> None:
    """The same report gives the same lines."""
    assert lines(read) == lines(read)


def test_a_report_without_events_says_so() -> None:
    """Where nothing was found the page says that."""
    assert "Found nothing." in lines((Report(report_id="r", source="s", text="A quiet day.", doc_id="d"), Findings(claims=())))


def test_a_hostile_report_cannot_steer_the_terminal(gazetteer: Gazetteer) -> None:
    """Escape sequences and changes of direction in text, title and evidence are written out, in colour too."""
    text = (
        "date 2024-04-04\nsource \x1b]0;owned\x07Outlet\n\n\x1b[2JRussian mis\u202esiles hit Kharkiv, \x9b31mkilling five\u2066 people, "
        "killing five people.\x01 \x1b[1mMoscow could\x1b[0m strike Odesa again."
    )
    report = plain_text.report(text, name="bad", doc_id="bad\x1b[5m", retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))
    for colour in (False, True):
        shown = "".join(page(report, workers.findings_of(report, gazetteer), width=80, colour=colour))
        assert not re.search("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        assert re.fullmatch(r"(?:[^\x1b]|\x1b\[[\d;]*m)*", shown)
        assert "[5m" not in shown.replace("\\x1b[5m", "")
