"""The command `strikemap`. Data goes to stdout, everything else to stderr; status 0 done, 1 something failed, 2 wrong usage.

Whatever a verb needs is imported where the verb begins, so that `extract` starts without the store and `--help` without anything.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence

from dashboard.cli.grammar import parser
from dashboard.cli.status import DONE, FAILED, INTERRUPTED
from dashboard.errors import StrikemapError
from dashboard.settings import read_settings
from dashboard.terminal import say

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit status; every error is one line on stderr."""
    given = vars(parser().parse_args(arguments))
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
