"""Words of notes and headlines, and names of actors."""

from __future__ import annotations

import pytest

from dashboard.reports.tables import words


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Two Iskander-M missiles hit the town", ["missile"]),
        ("Росіяни вдарили шахедами та КАБами", ["drone", "glide bomb"]),
        ("Ракетный удар и артобстрел", ["artillery", "missile"]),
        ("Bomb blast kills three", ["bomb", "explosive device"]),
        ("A bomb was dropped", ["bomb"]),
        ("Shell station robbed; dronestagram launched", []),
        ("", []),
    ],
)
def test_weapons_are_what_the_words_name(text: str, weapons: list[str]) -> None:
    """Whole words, in three languages, each with its place in the text."""
    found = words.weapons(text)
    assert {each[0].value for each in found} in ({*weapons}, {*weapons} - {"bomb"})
    assert all(text[start:end] for _, (start, end) in found)


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("No casualties.", (True, True)),
        ("There were no fatalities.", (True, False)),
        ("No one was killed; two were injured.", (True, False)),
        ("No reports of casualties.", (False, False)),
        ("Casualties unknown.", (False, False)),
        ("No information about casualties", (False, False)),
        ("One killed.", (False, False)),
    ],
)
def test_nobody_is_a_number_only_where_it_is_said(text: str, nobody: tuple[bool, bool]) -> None:
    """What is not known is not 0."""
    assert words.nobody(text) == nobody


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("Military Forces of Russia (2000-)", "Russia"),
        ("Military Forces of Russia (2000-) Air Force", "Russia"),
        ("Military Forces of Ukraine (2019-)", "Ukraine"),
        ("Police Forces of Ukraine (2019-) National Police", "Ukraine"),
        ("Government of Myanmar (Burma)", "Myanmar"),
        ("Government of DR Congo (Zaire)", "Democratic Republic of the Congo"),
        ("Military Forces of Sudan (2019-)", "Sudanese Armed Forces"),
        ("HTS: Hayat Tahrir al Sham", "HTS"),
        ("Taleban", "Taliban"),
        ("Islamists (Sahel)", None),
        ("Unidentified Military Forces", None),
        ("Military Forces of", None),
        ("", None),
    ],
)
def test_actors_have_their_usual_names(name: str, usual: str | None) -> None:
    """States by their countries, groups as the news has them; whoever else is unknown."""
    assert words.actor(name) == usual
