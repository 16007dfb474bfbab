"""The command `strikemap`. Data goes to stdout, everything else to stderr; status 0 done, 1 something failed, 2 wrong usage.

Whatever a verb needs is imported where the verb begins, so that `extract` starts without the store and `--help` without anything.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dashboard.errors import SourceError, StoreMissingError, StrikemapError
from dashboard.settings import Settings, read_settings
from dashboard.terminal import columns, is_coloured, say, screen

if TYPE_CHECKING:
    from dashboard.extraction import Findings
    from dashboard.pipeline import Summary
    from dashboard.records import Report

Run = Callable[[argparse.Namespace, Settings], int]

DONE: Final = 0
FAILED: Final = 1
INTERRUPTED: Final = 130
MAX_PORT: Final = 65535

_DESCRIPTION: Final = """\
Strikemap reads news reports, finds the strikes and the aid in them, puts them on a map with a timeline, and shows for every
number the sentence that it came from. It works without a network.

Without a verb it serves your store; as long as you have none, it shows the examples that come with it."""

_EPILOG: Final = """\
environment:
  STRIKEMAP_STORE   the store, where --store does not name it
  STRIKEMAP_HOME    folder of your data; the default store lies in it (default: the platform's data folder)
  STRIKEMAP_CACHE   folder of what can be made again, e.g. the compiled gazetteer (default: the platform's cache folder)
  NO_COLOR          set to anything: no colours

exit status:
  0 done, 1 something failed (the message says what, and what to do), 2 wrong usage, 130 interrupted"""

_SOURCES: Final = "a file, a folder (all its .txt files, through all levels, in the order of their names), or - for standard input"

_INGEST: Final = f"""\
Read reports, find what they tell, and record it in the store, which is made where there is none.

A report that the store has already changes nothing, so a command can be repeated. A source that cannot be read is named and
left out; the rest goes in, and the exit status is 1.

A report is UTF-8 text of at most 10 MB. Its first line may be `date YYYY-MM-DD`, the day on which it was published; lines with
`source`, `url`, `title`, `language` and `licence` may follow it where a blank line ends them.

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; every error is one line on stderr."""
    given = vars(_parser().parse_args(arguments))
    options = argparse.Namespace(**{"store": None, "quiet": False, "verbose": False} | given)
    logging.basicConfig(level=logging.WARNING, format="strikemap: %(message)s", stream=sys.stderr)
    logging.getLogger("dashboard").setLevel(logging.DEBUG if options.verbose else logging.ERROR if options.quiet else logging.WARNING)
    try:
        status: int = options.run(options, read_settings(options.store))
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("strikemap: interrupted; what was recorded until now is kept.")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # whoever read it has seen enough
        return DONE
    except Exception as error:  # noqa: BLE001 - the last door: no user of a command line is helped by a traceback
        if options.verbose:
            traceback.print_exc()
        say(f"strikemap: {_in_words(error)}")
        _drop_output()
        return FAILED
    return status


def _drop_output() -> None:
    """Let what is still to be written to stdout go, where it cannot be written; Python would complain of it again while it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _in_words(error: Exception) -> str:
    """An error as one line that says what to do."""
    from gazetteer.errors import GazetteerError  # noqa: PLC0415 - see the module's docstring

    if isinstance(error, (StrikemapError, GazetteerError)):
        return " ".join(str(error).split())
    if isinstance(error, OSError):
        about = f"{error.filename}: " if error.filename else ""
        return f"{about}{error.strerror or error}; check the rights of files and folders and the room on the disk."
    return f"an unexpected error ({type(error).__name__}: {error}); repeat with --verbose to see where, and please report it."


# -- the verbs ------------------------------------------------------------------------------------------------------


def _run_default(options: argparse.Namespace, settings: Settings) -> int:
    return _serve(settings, port=None, headless=False, quiet=options.quiet)


def _run_serve(options: argparse.Namespace, settings: Settings) -> int:
    return _serve(settings, port=options.port, headless=options.headless, quiet=options.quiet)


def _run_ingest(options: argparse.Namespace, settings: Settings) -> int:
    from dashboard import pipeline  # noqa: PLC0415 - see the module's docstring
    from dashboard.store import Store  # noqa: PLC0415

    with Store.open(settings.store, create=True) as store, screen(quiet=options.quiet) as view:
        summary = pipeline.ingest(
            options.sources,
            store,
            view.open_gazetteer,
            progress=view.advance,
            problem=lambda error: view.say(f"strikemap: {error}"),
        )
    if not options.quiet:
        sys.stdout.write(_summary_words(summary, store.name))
    return FAILED if summary.failed else DONE


def _run_extract(options: argparse.Namespace, _settings: Settings) -> int:
    from dashboard import pipeline  # noqa: PLC0415 - see the module's docstring

    failed: list[SourceError] = []
    lines: Iterable[str]
    with screen(quiet=options.quiet) as view:

        def problem(error: SourceError) -> None:
            failed.append(error)
            view.say(f"strikemap: {error}")

        if options.explain:
            read = list(pipeline.explain(options.sources, view.open_gazetteer, progress=view.advance, problem=problem))
            lines = _explained(read, as_json=options.json)
        else:
            rows = pipeline.extract(options.sources, view.open_gazetteer, progress=view.advance, problem=problem)
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in lines:
        sys.stdout.write(line + "\n")
    return FAILED if failed else DONE


def _explained(read: Sequence[tuple[Report, Findings]], *, as_json: bool) -> Iterator[str]:
    """The lines of `extract --explain`: pages for a reader, or one JSON object a report."""
    from dashboard import explaining, pipeline  # noqa: PLC0415 - see the module's docstring

    for number, (report, found) in enumerate(read):
        if as_json:
            # In ASCII, so that nothing of the text can steer a terminal.
            yield json.dumps(explaining.as_json(report, found, list(pipeline.rows(report, found.claims, {}))))
            continue
        if number:
            yield "─" * columns()
        yield from explaining.page(report, found, width=columns(), colour=is_coloured())


def _serve(settings: Settings, *, port: int | None, headless: bool, quiet: bool) -> int:
    example = not _has_store(settings)
    from dashboard import examples  # noqa: PLC0415 - see the module's docstring
    from dashboard.app.serving import serve  # noqa: PLC0415

    if example:
        with screen(quiet=quiet) as view:
            examples.make(settings.example_store, view.open_gazetteer, progress=view.advance)
        if not quiet:
            say("You have no store yet, so these are the examples; make one with `strikemap ingest SOURCE...`.")
    return serve(store=str(settings.example_store) if example else settings.store, port=port, headless=headless, example=example)


def _has_store(settings: Settings) -> bool:
    """Whether there is a store of the user's to serve; one that was named has to be there, the default one to hold a report.

    Raises:
        StoreError: there is one, and it cannot be used.
    """
    from dashboard.store import Store  # noqa: PLC0415 - see the module's docstring

    try:
        with Store.open(settings.store) as store:
            return settings.store_is_given or store.counts().reports > 0
    except StoreMissingError:
        if settings.store_is_given:
            raise
        return False


def _summary_words(summary: Summary, store: str) -> str:
    """What an ingest did, for a reader."""
    strikes, aid = _counted(summary.strikes, "strike record"), _counted(summary.aid, "aid record")
    lines = [
        f"Reports:  {summary.reports_new} new, {summary.reports_known} known already, {len(summary.failed)} left out",
        f"Found:    {strikes}, {aid}",
        f"Events:   {_change(summary.before.events, summary.after.events)}",
        f"Packages: {_change(summary.before.packages, summary.after.packages)}",
        f"Store:    {store}",
    ]
    return "\n".join(lines) + "\n"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _change(before: int, after: int) -> str:
    return f"{after} (unchanged)" if before == after else f"{after} ({after - before:+d}, were {before})"


# -- the grammar ----------------------------------------------------------------------------------------------------


class _Version(argparse.Action):
    """Print the version; looked up only when asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"strikemap {version('strikemap')}\n")
        parser.exit()


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 < number <= MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port from 1 to {MAX_PORT}")
    return number


def _shared() -> argparse.ArgumentParser:
    """The options that may stand before or after the verb; only one that is given appears in the result."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group("everywhere")
    group.add_argument("--store", metavar="PATH-OR-URL", help="the store to use (default: STRIKEMAP_STORE, or a file in STRIKEMAP_HOME)")
    group.add_argument("--quiet", action="store_true", help="errors only")
    group.add_argument("--verbose", action="store_true", help="tell more, and where an unexpected error came from")
    group.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    return shared


def _parser() -> argparse.ArgumentParser:
    shared, raw = _shared(), argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="strikemap", description=_DESCRIPTION, epilog=_EPILOG, formatter_class=raw, parents=[shared], allow_abbrev=False
    )
    parser.set_defaults(run=_run_default)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB")

    def verb(name: str, run: Run, summary: str, text: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=summary, description=text, formatter_class=raw, parents=[shared], allow_abbrev=False)
        made.set_defaults(run=run)
        return made

    ingest = verb("ingest", _run_ingest, "read reports into the store; safe to repeat", _INGEST)
    ingest.add_argument("sources", nargs="+", metavar="SOURCE", help="what to read, in this order")
    extract = verb("extract", _run_extract, "write what reports tell as JSON lines; no store", _EXTRACT)
    extract.add_argument("sources", nargs="+", metavar="SOURCE", help="what to read, in this order")
    extract.add_argument("--explain", action="store_true", help="show a reader what was found on which words, and what was turned down")
    extract.add_argument("--json", action="store_true", help="with --explain: one JSON object a report (rows are JSON anyway)")
    serve = verb("serve", _run_serve, "serve the dashboard and open a browser", _SERVE)
    serve.add_argument("--port", type=_port, metavar="N", help="the port to listen on (default: 8501, or the next that is free)")
    serve.add_argument("--headless", action="store_true", help="open no browser")
    return parser


if __name__ == "__main__":
    sys.exit(main())
