"""What `streamlit run` is given: the page and our own routes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

from dashboard.app import routes
from dashboard.errors import StrikemapError


def _warm() -> None:
    """Load what the first view needs while the browser is still starting."""
    from dashboard.app import opened, page  # noqa: F401, PLC0415 -- imported here for its weight, off the path of the start

    routes.warm()
    with suppress(StrikemapError):  # the page itself says what is wrong with a store
        opened.NAMES.look_up(opened.snapshot())


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[None]:  # noqa: ANN401 -- Streamlit hands itself over
    Thread(target=_warm, name="strikemap-warm", daemon=True).start()
    yield


app = st.App(Path(__file__).with_name("main.py"), routes=routes.routes(), lifespan=_lifespan)
