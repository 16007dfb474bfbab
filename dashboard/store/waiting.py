"""The patience of a writer: how long it waits for another one, and the line that says that it does."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from time import monotonic
from typing import Final

log = logging.getLogger(__name__)

WAIT_SECONDS: Final = 60.0
"""How long a writer waits for another one."""

QUIET_SECONDS: Final = 1.0
"""How long it does so without a word."""


def turns(name: str, wait_seconds: float, *, longest: float = math.inf) -> Iterator[float]:
    """For how many seconds to try, again and again, until the wait is over; the second time, the user is told what it is about.

    Args:
        name: The store, for the message.
        wait_seconds: How long to wait in all.
        longest: How long one try may be, where it cannot be interrupted.
    """
    end = monotonic() + wait_seconds
    yield min(wait_seconds, QUIET_SECONDS)
    if wait_seconds <= QUIET_SECONDS:
        return
    log.warning("waiting for another process that writes to %s ...", name)
    while (left := end - monotonic()) > 0:
        yield min(left, longest)
