"""The words of the command line."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from dashboard.cli import keeping, reading, reviewing, serving
from dashboard.cli.status import Run
from dashboard.cli.values import moment

MAX_PORT: Final = 65535
MAX_JOBS: Final = 256
MAX_SECONDS: Final = 86_400

_DESCRIPTION: Final = """\
Strikemap reads news reports, finds the strikes and the aid in them, puts them on a map with a timeline, and shows for every
number the sentence that it came from. It works without a network.

Without a verb it serves your store; as long as you have none, it shows the examples that come with it."""

_EPILOG: Final = """\
environment:
  STRIKEMAP_STORE   the store, where --store does not name it
  STRIKEMAP_HOME    folder of your data; the default store lies in it (default: the platform's data folder)
  STRIKEMAP_WAIT    seconds that a command waits for another one that writes (default: 60)
  STRIKEMAP_CACHE   folder of what can be made again, e.g. the compiled gazetteer (default: the platform's cache folder)
  NO_COLOR          set to anything: no colours

exit status:
  0 done, 1 something failed (the message says what, and what to do), 2 wrong usage, 130 interrupted"""

_SOURCES: Final = """\
a file, a folder (what it holds of these, through all levels, by name), - for standard input, or an address of the web
  (https://...): a page, a feed, or plain text. robots.txt is obeyed, one host is asked once a second, 10 MB and 30 seconds are
  the limit, and only machines that are open to everybody are asked."""

_INGEST: Final = f"""\
Read reports, find what they tell, and record it in the store, which is made where there is none.

A report that the store has already changes nothing, so a command can be repeated. A source that cannot be read is named and
left out; the rest goes in, and the exit status is 1.

A saved web page is read for its article, headline, day, address and outlet, whatever its encoding; menus, teasers and comments are
left out. Any other report is UTF-8 text. Its first line may be `date YYYY-MM-DD`, the day on which it was published; lines with
`source`, `url`, `title`, `language` and `licence` may follow it where a blank line ends them. Either has at most 10 MB.

A .jsonl file has one report a line: {{"text": ..., "date": ..., "source": ..., "url": ..., "title": ..., "language": ..., "licence": ...}},
of which only the text is needed. Telegram Desktop's export of a channel (result.json) gives each post with text as a report, a feed
(RSS or Atom: .xml, .rss, .atom, .rdf) each item.

Of the Kiel Institute's Ukraine Support Tracker (.xlsx) each package is a report, of IATI activities (.xml) each activity.

A .csv or .tsv file (or a .zip with one) is a table of coded events, told by its columns: ACLED's export, UCDP GED, or VIINA 2.0
(event_info, with event_labels beside it). Each row is a report with its claim; what is no strike is passed over and counted.

sources:
  {_SOURCES}"""

_EXTRACT: Final = f"""\
Read reports and write what they tell to standard output, one JSON object a line for each strike and each piece of aid. No store
is read or written.

With --explain it writes for a reader instead: each report's text with the evidence marked and numbered, what each rule found and
on which words, and what was turned down by which rule.

sources:
  {_SOURCES}

examples:
  strikemap extract reports/ > claims.jsonl
  strikemap extract --explain report.txt"""

_SERVE: Final = """\
Serve the dashboard on this machine until Ctrl-C, and open a browser where there is a desktop. As long as you have no store, the
examples are shown."""


class _Version(argparse.Action):
    """Print the version; looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"strikemap {version('strikemap')}\n")
        parser.exit()


def _store(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty; name a file or a database, or leave the option out")
    return text


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 < number <= MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 1 to {MAX_PORT}")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 1 <= number <= MAX_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds from 1 to {MAX_SECONDS}")
    return number


def _jobs(text: str) -> int:
    from dashboard.workers import cores  # noqa: PLC0415 - it brings the rules, which most commands do without

    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= MAX_JOBS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes from 0 to {MAX_JOBS}")
    return number or cores()


def _shared() -> argparse.ArgumentParser:
    """The options that may stand before or after the verb; only one that is given appears in the result."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group("everywhere")
    group.add_argument(
        "--store", metavar="PATH-OR-URL", type=_store, help="the store to use (default: STRIKEMAP_STORE, or a file in STRIKEMAP_HOME)"
    )
    group.add_argument("--quiet", action="store_true", help="errors only")
    group.add_argument("--verbose", action="store_true", help="tell more, and where an unexpected error came from")
    group.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    return shared


def _add_web(verb: argparse.ArgumentParser) -> None:
    """How a verb that reads may ask the web."""
    verb.add_argument("--follow", action="store_true", help="read the page of each item of a feed instead of its summary")
    verb.add_argument(
        "--allow-private",
        action="store_true",
        help="also ask this machine and those of private networks, at any port; what you name, and what that leads to, can then reach them",
    )


def parser() -> argparse.ArgumentParser:
    """The command line."""
    shared, raw = _shared(), argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="strikemap", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=raw, parents=[shared], allow_abbrev=False
    )
    parser.set_defaults(run=serving.run_default)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    def verb(name: str, run: Run, summary: str, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=summary, description=text, formatter_class=raw, parents=[shared], allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    ingest = verb("ingest", reading.run_ingest, "read reports into the store; safe to repeat", _INGEST)
    ingest.add_argument("sources", nargs="+", metavar="SOURCE", help="what to read, in this order")
    ingest.add_argument("--watch", action="store_true", help="go on reading what is new in these sources, until Ctrl-C")
    ingest.add_argument(
        "--every", type=_seconds, default=60.0, metavar="SECONDS", help="how often --watch looks (default: 60; addresses at most every 300)"
    )
    ingest.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes that read (default: 1; 0: one a core)")
    _add_web(ingest)
    extract = verb("extract", reading.run_extract, "write what reports tell as JSON lines; no store", _EXTRACT)
    extract.add_argument("sources", nargs="+", metavar="SOURCE", help="what to read, in this order")
    _add_web(extract)
    extract.add_argument("--explain", action="store_true", help="show a reader what was found on which words, and what was turned down")
    extract.add_argument("--json", action="store_true", help="with --explain: one JSON object a report (rows are JSON anyway)")
    extract.add_argument("--jobs", type=_jobs, default=1, metavar="N", help="processes that read (default: 1; 0: one a core)")
    serve = verb("serve", serving.run_serve, "serve the dashboard and open a browser", _SERVE)
    serve.add_argument("--port", type=_port, metavar="N", help="the port to listen on (default: 8501, or the next that is free)")
    serve.add_argument("--headless", action="store_true", help="open no browser")
    serve.add_argument("--as-of", type=moment, metavar="DATE", help="show what was known on that day, or at that moment")
    reviewing.add_verbs(verb)
    keeping.add_verbs(verb)
    return parser
