"""The verbs that read reports: `ingest` and `extract`."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from dashboard.cli.status import DONE, FAILED
from dashboard.cli.watching import Seen, watch
from dashboard.errors import SourceError
from dashboard.settings import FEEDS_NAME, Settings
from dashboard.terminal import columns, is_coloured, screen

if TYPE_CHECKING:
    from dashboard.extraction import Findings
    from dashboard.pipeline import Summary
    from dashboard.records import Note, Report
    from dashboard.reports import Fetching


def run_ingest(options: argparse.Namespace, settings: Settings) -> int:
    """Read reports into the store."""
    from dashboard import pipeline  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.store import Store  # noqa: PLC0415

    failed = False
    with Store.open(settings.store, create=True, wait_seconds=settings.wait_seconds) as store:

        def read(seen: Seen | None) -> Summary:
            def problem(error: SourceError) -> None:
                if seen is None or seen.is_news(error):
                    view.say(f"strikemap: {error}")

            nonlocal failed
            with screen(quiet=options.quiet) as view:
                summary = pipeline.ingest(
                    options.sources,
                    store,
                    view.open_gazetteer,
                    jobs=options.jobs,
                    progress=view.advance,
                    problem=problem,
                    remark=None if options.quiet else lambda note: view.say(f"strikemap: {note.text}"),
                    fetching=_fetching(options, settings),
                    wanted=None if seen is None else seen.wants,
                )
            failed = failed or bool(summary.failed)
            return summary

        def tell(summary: Summary) -> None:
            if not options.quiet:
                sys.stdout.write(_summary_words(summary, store.name))
                sys.stdout.flush()

        if options.watch:
            with suppress(KeyboardInterrupt):
                watch(read, tell, every=options.every)
        else:
            tell(read(None))
    return FAILED if failed else DONE


def run_extract(options: argparse.Namespace, settings: Settings) -> int:
    """Write what reports tell."""
    from dashboard import pipeline  # noqa: PLC0415 - loaded where a verb needs it

    failed: list[SourceError] = []
    lines: Iterable[str]
    fetching = _fetching(options, settings)
    with screen(quiet=options.quiet) as view:

        def problem(error: SourceError) -> None:
            failed.append(error)
            view.say(f"strikemap: {error}")

        def remark(note: Note) -> None:
            if not options.quiet:
                view.say(f"strikemap: {note.text}")

        if options.explain:
            read = list(
                pipeline.explain(
                    options.sources, view.open_gazetteer, progress=view.advance, problem=problem, remark=remark, fetching=fetching
                )
            )
            lines = _explained(read, as_json=options.json)
        else:
            rows = pipeline.extract(
                options.sources,
                view.open_gazetteer,
                jobs=options.jobs,
                progress=view.advance,
                problem=problem,
                remark=remark,
                fetching=fetching,
            )
            lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for line in lines:
        sys.stdout.write(line + "\n")
    return FAILED if failed else DONE


def _fetching(options: argparse.Namespace, settings: Settings) -> Fetching:
    """How the web is asked, by the options."""
    from dashboard.reports import Fetching  # noqa: PLC0415 - loaded where a verb needs it

    return Fetching(follow=options.follow, allow_private=options.allow_private, memory=settings.cache / FEEDS_NAME)


def _explained(read: Sequence[tuple[Report, Findings]], *, as_json: bool) -> Iterator[str]:
    """The lines of `extract --explain`: pages for a reader, or one JSON object a report."""
    from dashboard import explaining  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.rows import rows  # noqa: PLC0415

    for number, (report, found) in enumerate(read):
        if as_json:
            # In ASCII, so that nothing of the text can steer a terminal.
            yield json.dumps(explaining.as_json(report, found, list(rows(report, found.claims, {}))))
            continue
        if number:
            yield "─" * columns()
        yield from explaining.page(report, found, width=columns(), colour=is_coloured())


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
