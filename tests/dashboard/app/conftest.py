"""The invented world, written once, and a page that shows it without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard.app
from dashboard.app.serving import STORE_VARIABLE

MAIN = Path(dashboard.app.__file__).with_name("main.py")


@pytest.fixture(scope="session")
def world_path(demonstration: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the invented world."""
    path: Path = demonstration.world().write(tmp_path_factory.mktemp("world") / "world.sqlite")
    return path


@pytest.fixture
def page(world_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Run the page on a store, with a query in its address."""

    def run(store: Path = world_path, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv(STORE_VARIABLE, str(store))
        st.cache_resource.clear()
        test = AppTest.from_file(str(MAIN), default_timeout=60)
        for key, value in query.items():
            test.query_params[key] = value
        return test.run()

    yield run
    st.cache_resource.clear()
