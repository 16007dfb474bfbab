"""Time grows with the length of a report and no faster, whatever the report: the whole of `find`, and each pattern by itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from importlib import resources

import pytest

from dashboard import extraction
from dashboard.extraction import lexicon
from dashboard.records import Report
from gazetteer import Gazetteer
from gazetteer.word_patterns import WordPattern

SHORT = 4_000
"""Code points of the shorter text; the longer has four times as many."""
SLACK = 10
"""How many times longer four times the text may take; what is quadratic takes sixteen times as long."""
GRACE = 0.5
"""Seconds that are nothing."""
UNITS = (
    "killed and killed and ", "100 people ", "killing five people ", "a man and a woman ", "one of them, ", "including two children ",
    "was ", "none of them ", "no casualties ", "death toll rose ", "number of the dead in the ", "people aged 5 ", "who had been ",
    "both ", "strike on ", "Russian missiles hit Kharkiv ", "the enemy ", "missile ", "school ", "twice ", "three strikes ",
    "fired on ", "if ", "threatened to ", "was shot down over ", "could ", "in the ", "in Kharkiv ", "Kharkiv ", "Kharkiv, ",
    "Kharkiv and ", "Kharkiv: two killed, ", "the city ", "In the city, ", "30 km south of Kharkiv ", "30 km south of ", "near ",
    "between ", "the region ", "governor of ", "U.S. ", "Russia ", "Russian ", "said that ", "he said ", "according to ", "Monday ",
    "Monday and ", "May ", "April 3 ", "3 April 2024 ", "04.04.2024 ", "2024-04-04 ", "in 1821 ", "on 3 April 2199 ", "of 1939-1940 ",
    "two days ago ", "the previous day ", "Thursday's ", "$1 ", "€5m / ", "€1,5 ", "1.000.000 euros ", "1 000 000 euros ",
    "1,000,000 euros ", "1'000'000 euros ", "€188 million ($204 million) ", "half a billion euros ", "aid of $5 million to Ukraine ",
    "Finland announced $5 million ", "Finland gave Ukraine $5 million. ", "23rd ", "23rd package of the ", "bringing the total ",
    "aid ", "for Ukraine ", "Finnish president Alexander ", "10 ", "1" + "0" * 30 + " people ", "1" + "0" * 30, "9", "1,000 ",
    "1.000.", "12:30 ", "3-5 ", "between 3 and ", "hundred and ", "two three ", ", ", "; ", ". ", ".", "...", "?! ", "!", "( ", "(a ",
    ") ", "[1] ", "“", "“a ", '"He said " ', "((((", "'s ", "- ", "a-", "— ", " ", "  \t", "\n", " \n", "a\n", "a\n\n", "a ", "A ",
    "A. ", "Mr. ", "a. B", "aB. ", "x" * 50 + " ", "x", "Ü", "שלום ", "مرحبا بكم ", "\u202e", "\u200b", "\u202emissile\u202c ", "е́ ",
    "漢", "٣ ", "🚀 ", "\x1b[31m", "\\", "€", "$", "Missiles hit Kharkiv.\n\n", "Five people were killed in Kharkiv. ",
    "Russian missiles hit Kharkiv, killing five people. ", "In the city, five people were killed by a missile. ",
    "Drones hit the Kharkiv region. Two people died in Izium. ", "They were killed. ",
)  # fmt: skip


def report(text: str) -> Report:
    """A dated report."""
    whole = f"date 2024-04-04\n\n{text}"
    return Report(report_id="r", source="s", text=whole, body_start=17, published=date(2024, 4, 4))


def seconds(work: Callable[[], object]) -> float:
    """The time of the processor that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def grows_in_step(short: Callable[[], object], long: Callable[[], object], grace: float = GRACE) -> None:
    """Four times the text takes about four times as long at most; a longer time is measured again, for the machine may have been busy."""
    limit = SLACK * min(seconds(short), seconds(short)) + grace
    taken = next((t for _ in range(3) if (t := seconds(long)) <= limit), None)
    assert taken is not None, f"longer than {limit:.2f} s"


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: repr(u)[:40])
def test_repetition(gazetteer: Gazetteer, unit: str) -> None:
    """A report that is one half-match over and over is read in time that grows with it."""

    def read(length: int) -> None:
        one = report((unit * (length // len(unit) + 1))[:length])
        toponyms = gazetteer.geoparse(one.text)
        extraction.find(one, toponyms, gazetteer.relatives(one.text, toponyms))

    grows_in_step(lambda: read(SHORT), lambda: read(4 * SHORT))


def roundup(strikes: int) -> str:
    """A report that tells of many strikes, each in another town on another day, and of their tolls."""
    towns = "Kharkiv Sumy Odesa Dnipro Poltava Kherson Mykolaiv Chernihiv Zaporizhzhia Izium Chuhuiv Nikopol Lviv Rivne Lutsk Uman".split()
    days = range(1, 5)
    told = []
    for n in range(strikes):
        told.append(f"Russian missiles hit a school in {towns[n % len(towns)]} on April {days[n % len(days)]}.")
        told.append(f"{n % 90 + 2} people were killed in the city. Residents of the region said that a drone had hit a market as well.")
    return "\n\n".join(told)


def table(rows: int) -> str:
    """A report with many donors and amounts."""
    donors = "Finland Norway Sweden Denmark Poland Germany France Italy Spain Canada Japan".split()
    return "\n".join(
        f"{donors[n % len(donors)]} announced aid of €{n + 1} million for Ukraine, of which €{n} million in loans." for n in range(rows)
    )


@pytest.mark.parametrize(
    "text",
    [
        roundup,
        table,
        lambda n: "Russian missiles hit " + ", ".join(f"Kharkiv and Sumy on April {k % 28 + 1}" for k in range(n)) + ".",
        lambda n: "Officials counted " + " and ".join(str(k) for k in range(10 * n)) + " people.",
        lambda n: "“" * n + "Missiles hit Kharkiv" + "”" * n,
        lambda n: "Missiles hit Kharkiv " + "(near Sumy " * n + ")" * n,
        lambda n: " " * 100 * n + "Missiles hit Kharkiv.",
        lambda n: ("ש" * 9 + " ") * 10 * n + "\u202eMissiles hit Kharkiv.",
    ],
    ids=["roundup", "table", "one sentence", "numbers", "quotes", "brackets", "blanks", "right to left"],
)
def test_long_reports(gazetteer: Gazetteer, text: Callable[[int], str]) -> None:
    """A roundup of many strikes, a table of aid, one endless sentence and nested quotes are read in time that grows with them."""

    def read(count: int) -> None:
        one = report(text(count))
        toponyms = gazetteer.geoparse(one.text)
        extraction.find(one, toponyms, gazetteer.relatives(one.text, toponyms))

    grows_in_step(lambda: read(60), lambda: read(240))


def test_a_sentence_of_a_hundred_thousand_characters(gazetteer: Gazetteer) -> None:
    """It is read, and found in pieces; the offsets of what is found lie in the report."""
    one = report("and then on Tuesday Russian missiles hit a school in Kharkiv killing five people " * 1250)
    toponyms = gazetteer.geoparse(one.text)
    claims = extraction.find(one, toponyms, gazetteer.relatives(one.text, toponyms))
    assert claims
    assert all(0 <= c.evidence.start < c.evidence.end <= len(one.text) for c in claims)


@pytest.mark.parametrize(
    "words",
    ["in 1821", "on 3 April 2199", "on 31 February 2024", "on 99.99.9999", "killing " + "9" * 31 + " people", "killing 10^30 people"],
)
def test_absurd_figures_are_no_figures(gazetteer: Gazetteer, words: str) -> None:
    """A year long past or far ahead and a count of 10^30 raise nothing and never become a figure or a day of the strike."""
    one = report(f"Russian missiles hit a school in Kharkiv {words}.")
    toponyms = gazetteer.geoparse(one.text)
    for claim in extraction.find(one, toponyms, ()):
        assert claim.when.best is None or claim.when.best.year in {2023, 2024}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of extraction that a name leads to: module constants, functions that keep one, and the word lists."""
    for module in (importlib.import_module(f"dashboard.extraction.{m.name}") for m in pkgutil.iter_modules(extraction.__path__)):
        for name, value in vars(module).items():
            kept = getattr(value, "__wrapped__", None) if getattr(value, "__module__", "") == module.__name__ else None
            held = value() if kept is not None and not inspect.signature(kept).parameters else value
            yield from ((f"{module.__name__}.{name}", p) for p in _inside(held))
    for file in resources.files("dashboard.extraction").joinpath("lexicon", "en").iterdir():
        for section in sorted(set(tomllib.loads(file.read_text("utf-8"))) - {"foes"}):  # names of states, "*" for all of them
            yield f"{file.name} [{section}]", lexicon.word_list(file.name.removesuffix(".toml"), section)._pattern.pattern


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, WordPattern):
        yield value.pattern
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _inside(one)


SENTENCE = 1_500
"""Code points of the shorter text for one pattern; no sentence is twice as long, and most patterns read only a part of one."""


@pytest.mark.parametrize("pattern", [pytest.param(p, id=f"{n}-{i}") for i, (n, p) in enumerate(patterns())])
def test_patterns(pattern: re.Pattern[str]) -> None:
    """No pattern backtracks without a bound where it is tried, at a text's beginning or a little later."""
    for unit in UNITS:
        text = (unit * (4 * SENTENCE // len(unit) + 1))[: 4 * SENTENCE]

        def tried(length: int, text: str = text, later: int = min(len(unit), 20)) -> None:
            pattern.match(text, 0, length)
            pattern.match(text, later, length)

        grows_in_step(lambda tried=tried: tried(SENTENCE), lambda tried=tried: tried(4 * SENTENCE), grace=0.05)  # type: ignore[misc]
