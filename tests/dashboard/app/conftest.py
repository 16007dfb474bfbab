"""The invented world, written once, and a page that shows it without a browser."""

from __future__ import annotations

import importlib.util
import sys
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
def demonstration() -> ModuleType:
    """The invented world and what builds it."""
    spec = importlib.util.spec_from_file_location("demonstration", Path(__file__).with_name("demonstration.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["demonstration"] = module
    spec.loader.exec_module(module)
    return module


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
