from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources

import pytest

from dashboard.codes import AidCategory, AidStatus, Target, Victims, Weapon
from dashboard.extraction.cyrillic.lexicon import expanded, word_list

FOLDER = resources.files("dashboard.extraction").joinpath("lexicon")
FILES = ("strikes", "casualties", "context", "dates", "numbers", "places", "aid")
TABLES = [(la, name) for la in ("uk", "ru") for name in FILES]


def patterns(language: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Table, key and pattern of a lexicon file."""
    tables = tomllib.loads(FOLDER.joinpath(language, f"{name}.toml").read_text("utf-8"))
    yield from ((table, key, p) for table, keys in tables.items() for key, found in keys.items() for p in found)


@pytest.mark.parametrize(("language", "name"), TABLES)
def test_patterns_are_sound(language: str, name: str) -> None:
    """Every pattern compiles, matches something, is in small letters, and runs over a bounded stretch."""
    for table, key, pattern in patterns(language, name):
        regex = expanded(pattern)
        assert not re.compile(regex).fullmatch(""), (table, key, pattern)
        assert pattern.replace("\\S", "").replace("\\W", "") == pattern.replace("\\S", "").replace("\\W", "").lower(), (table, key, pattern)
        assert not re.search(r"\\[wS][*+]", regex), (table, key, pattern)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_have_the_same_tables(name: str) -> None:
    """A newcomer who finds a table in one language finds it in the other."""
    uk, ru = (tomllib.loads(FOLDER.joinpath(la, f"{name}.toml").read_text("utf-8")) for la in ("uk", "ru"))
    assert {t: set(keys) for t, keys in uk.items()} == {t: set(keys) for t, keys in ru.items()}


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_keys_are_of_the_closed_vocabularies(language: str) -> None:
    """What a lexicon calls a weapon, a target, a stage or a kind of people is a value of the project."""
    keys = {(table, key) for name in FILES for table, key, _ in patterns(language, name)}
    values = {"weapons": Weapon, "targets": Target, "stages": AidStatus, "categories": AidCategory, "persons": Victims}
    assert [(t, k) for t, k in keys if t in values and k not in set(values[t])] == []


def test_a_star_stands_for_any_ending() -> None:
    """After letters and groups it is an ending; before letters it repeats, as ever."""
    assert word_list("strikes", "weapons", "uk").first("ракетами") is not None
    assert re.fullmatch(expanded("ракет*"), "ракетний")
    assert re.fullmatch(expanded("(?:а )*б"), "а а б")
