"""How a command ends."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

from dashboard.settings import Settings

Run = Callable[[argparse.Namespace, Settings], int]
"""A verb: options and settings to an exit status."""

AddVerb = Callable[[str, Run, str, str], argparse.ArgumentParser]
"""Adds a verb to the command line: its name, what it runs, a summary, and its help."""

DONE: Final = 0
FAILED: Final = 1
INTERRUPTED: Final = 130
