"""Where things are kept, by environment and command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.settings import read_settings

VARIABLES = ("STRIKEMAP_HOME", "STRIKEMAP_CACHE", "STRIKEMAP_STORE")


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tester has set does not count."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_without_settings_the_platform_decides() -> None:
    """Data and cache lie in folders of the user's own, and no store was named."""
    settings = read_settings()
    assert settings.home.is_absolute()
    assert settings.cache.is_absolute()
    assert settings.home != settings.cache
    assert Path(settings.store).parent == settings.home
    assert not settings.store_is_given


def test_the_environment_moves_home_and_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Both stores follow STRIKEMAP_HOME, and are never the same file."""
    monkeypatch.setenv("STRIKEMAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STRIKEMAP_CACHE", str(tmp_path / "cache"))
    settings = read_settings()
    assert settings.cache == tmp_path / "cache"
    assert Path(settings.store).parent == settings.example_store.parent == tmp_path / "home"
    assert Path(settings.store) != settings.example_store


@pytest.mark.parametrize(("option", "variable", "store"), [("a", "b", "a"), (None, "b", "b"), ("a", None, "a")])
def test_the_command_line_comes_before_the_environment(
    monkeypatch: pytest.MonkeyPatch, option: str | None, variable: str | None, store: str
) -> None:
    """--store, then STRIKEMAP_STORE; either counts as named by the user."""
    if variable:
        monkeypatch.setenv("STRIKEMAP_STORE", variable)
    settings = read_settings(option)
    assert (settings.store, settings.store_is_given) == (store, True)


def test_a_tilde_is_the_users_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that a shell did not expand is expanded here."""
    monkeypatch.setenv("STRIKEMAP_HOME", "~/data")
    assert read_settings().home == Path.home() / "data"
