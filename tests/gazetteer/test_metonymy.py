"""A capital's name: the city or its government."""

from __future__ import annotations

import pytest

from gazetteer import ToponymKind
from gazetteer.metonymy import kind_of_use

GOVERNMENT = [
    "Moscow’s missiles hit a village.",
    "Moscow denied it.",
    "Moscow has repeatedly denied it.",
    "A flow of weapons and ammunition to Moscow went on.",
    "They relieve Moscow of its place.",
    "Moscow-backed forces left.",
    "Moscow must decide.",
    "Moscow and Beijing agreed.",
    "They denounced a strike, which others blamed on Moscow.",
    "Officials pinned the blast on Moscow.",
    "New sanctions on Moscow were agreed.",
]
CITY = [
    "A strike hit Moscow.",
    "He spoke in Moscow.",
    "Moscow was attacked.",
    "Moscow will be attacked.",
    "Moscow’s streets were empty.",
    "Officials blamed others for the strike on Moscow.",
    "Drones descended on Moscow.",
    "He flew to Moscow.",
    "The mayor of Moscow said so.",
    "Residents of Moscow said they were afraid.",
    "An explosion was heard in central Moscow, officials said.",
]


@pytest.mark.parametrize("text", GOVERNMENT)
def test_a_government_acts_owns_and_is_supported(text: str) -> None:
    """What governments do and have makes a metonym."""
    start = text.index("Moscow")
    assert kind_of_use(text, start, start + 6) is ToponymKind.METONYM


@pytest.mark.parametrize("text", CITY)
def test_a_city_is_where_things_happen(text: str) -> None:
    """A preposition of place, a passive, or what a city has leaves it a place."""
    start = text.index("Moscow")
    assert kind_of_use(text, start, start + 6) is ToponymKind.PLACE
