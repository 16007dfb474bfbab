"""The verb `serve`, and what `strikemap` does without a verb."""

from __future__ import annotations

import argparse
from datetime import datetime

from dashboard.errors import StoreMissingError
from dashboard.settings import Settings
from dashboard.terminal import say, screen


def run_default(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the user's store, or the examples."""
    return _serve(settings, port=None, headless=False, quiet=options.quiet, as_of=None)


def run_serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve it as asked."""
    return _serve(settings, port=options.port, headless=options.headless, quiet=options.quiet, as_of=options.as_of)


def _serve(settings: Settings, *, port: int | None, headless: bool, quiet: bool, as_of: datetime | None) -> int:
    example = not _has_store(settings)
    from dashboard import examples  # noqa: PLC0415 - loaded where a verb needs it
    from dashboard.app.serving import serve  # noqa: PLC0415

    if example:
        with screen(quiet=quiet) as view:
            examples.make(settings.example_store, view.open_gazetteer, progress=view.advance)
        if not quiet:
            say("You have no store yet, so these are the examples; make one with `strikemap ingest SOURCE...`.")
    return serve(
        store=str(settings.example_store) if example else settings.store, port=port, headless=headless, example=example, as_of=as_of
    )


def _has_store(settings: Settings) -> bool:
    """Whether there is a store of the user's to serve; one that was named has to be there, the default one to hold a report.

    Raises:
        StoreError: there is one, and it cannot be used.
    """
    from dashboard.store import Store  # noqa: PLC0415 - loaded where a verb needs it

    try:
        with Store.open(settings.store) as store:
            return settings.store_is_given or store.counts().reports > 0
    except StoreMissingError:
        if settings.store_is_given:
            raise
        return False
