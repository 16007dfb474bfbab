"""Readings of inflected words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.cyrillic.morphology import forms, languages


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Харкові", "харків"), ("Купянском", "купянск"), ("Куп’янську", "купянськ"), ("Одещини", "одещина"), ("Сумах", "суми"),
        ("Розі", "ріг"), ("Запоріжжі", "запоріжжя"), ("Новій", "нова"), ("Великому", "велике"), ("Лубнами", "лубни"),
        ("Харьковской", "харьковская"), ("Изюмом", "изюм"), ("Рівного", "рівне"), ("Чугуєві", "чугуїв"),
        ("Івано-Франківську", "івано франківськ"),
    ],
)  # fmt: skip
def test_an_inflected_name_leads_to_its_nominative(word: str, name: str) -> None:
    """Among the readings of an inflected word is the name that it is a form of, whatever the dictionary thinks likeliest."""
    assert name in {form.key for form in forms(word)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("В Славянске-на-Кубани горит склад", ["Slavyansk-na-Kubani"]),
        ("удар по школі в Хан-Юнісі", ["Khan Younis"]),
        ("🔸Новгород-Сіверський. О 03:50 чули вибух", ["Novhorod-Siverskyi"]),
        ("Краснопільська громада: обстріл", ["Krasnopillia"]),
        ("Великописарівська громада: обстріл", ["Velyka Pysarivka"]),
        ("У Вовчанську снаряд розірвався на подвір'ї", ["Vovchansk"]),
        ("Того ж дня усі троє повернулися", []),
    ],
)
def test_names_in_running_text(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    """Compounds are inflected by their parts, hromadas lead to their towns, and neither pronouns nor adjectives are towns."""
    assert [t.match.place.name for t in gazetteer.geoparse(text) if t.match is not None] == names


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Удар по Києву та Чернігову", ("uk",)),
        ("Взрывы в Харькове, есть раненые", ("ru",)),
        ("Удар по складу", ("uk", "ru")),
        ("", ("uk", "ru")),
        ("Київ: «Мы не ждали, что взрывы будут слышны», — сказали жители, которые вышли на улицы. Это был первый обстрел", ("ru",)),
    ],
)
def test_the_language_of_a_text(text: str, among: tuple[str, ...]) -> None:
    """Letters that one language has alone tell it; without them both are tried; a single foreign word changes nothing."""
    assert languages(text) == among


def test_what_a_word_is_known_as() -> None:
    """Given names, surnames and ordinary words are told from names of places."""
    assert any(form.given_name for form in forms("Ігор"))
    assert any(form.surname for form in forms("Зеленський"))
    assert all(form.common for form in forms("складу"))
    assert not any(form.common for form in forms("Харків"))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё'’-", max_size=80)))
def test_no_word_is_too_strange(word: str) -> None:
    """Whatever the word, reading it does not raise, and each name it may be is a key."""
    assert all(form.key for form in forms(word))
