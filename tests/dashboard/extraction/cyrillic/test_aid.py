from __future__ import annotations

from typing import Any

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import aid

GIVEN: list[tuple[str, dict[str, Any]]] = [
    (
        "ЄС виділив Україні 1,5 млрд євро макрофінансової допомоги.",
        {"donor": "European Union", "recipient": "Ukraine", "amount": 1_500_000_000, "currency": "EUR", "status": "allocated"},
    ),
    (
        "США оголосили про 61-й пакет військової допомоги Україні на 300 млн доларів.",
        {"donor": "United States", "amount": 300_000_000, "currency": "USD", "status": "announced", "category": "military", "ordinal": 61},
    ),
    (
        "Светлая новость: парламент Дании одобрил помощь Украине на сумму 1,2 млрд датских крон (170 млн долларов).",
        {"donor": "Denmark", "amount": 1_200_000_000, "currency": "DKK", "usd_stated": 170_000_000, "status": "approved"},
    ),
    (
        "Норвегія обіцяє надати 5 мільярдів крон допомоги на ППО для України",
        {"donor": "Norway", "recipient": "Ukraine", "amount": 5_000_000_000, "currency": "NOK", "category": "military"},
    ),
    (
        "Загальний обсяг допомоги Японії перевищив 12 мільярдів доларів.",
        {"donor": "Japan", "amount": 12_000_000_000, "status": "cumulative_total"},
    ),
    (
        "Германия передала Украине новый пакет помощи: две системы IRIS-T и боеприпасы.",
        {"donor": "Germany", "recipient": "Ukraine", "amount": None, "status": "delivered", "category": "military"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), GIVEN, ids=[g[0][:40] for g in GIVEN])
def test_aid(text: str, expected: dict[str, Any], gazetteer: Gazetteer) -> None:
    """An amount, or named items, with who gives, to whom, and how far it is."""
    (claim,) = aid(text, gazetteer)
    assert {key: getattr(claim, key) for key in expected} == expected


NONE = [
    "Збитки від удару по порту Одеси оцінюють у 20 млн доларів.",
    "Уряд виділив 3 млрд грн на ремонт доріг.",
    "Заморожені активи росіян на 300 млрд доларів допоможуть Україні.",
    "Компанія продала пакет акцій за 34 млн доларів.",
    "Україна потребує 5 млрд доларів допомоги від ЄС.",
    "У Києві пройшла зустріч про допомогу.",
]


@pytest.mark.parametrize("text", NONE, ids=[t[:40] for t in NONE])
def test_what_is_no_aid(text: str, gazetteer: Gazetteer) -> None:
    """Damage, own budgets, frozen assets, trade and needs are no aid."""
    assert aid(text, gazetteer) == []


def test_a_repeated_amount_stands_once(gazetteer: Gazetteer) -> None:
    """A headline and its story are one package."""
    text = "Канада надає Україні 100 млн доларів допомоги.\n\nКанада надає Україні 100 млн доларів військової допомоги, повідомив уряд."
    assert len(aid(text, gazetteer)) == 1
