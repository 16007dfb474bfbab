from __future__ import annotations

import pytest

from dashboard.extraction.donors import Party
from dashboard.extraction.goods import Gift, NoGift, gift_in, goods_in, named_goods, phrase


def _parties(text: str, *names: tuple[str, str, str]) -> list[Party]:
    """The named states where they stand in a text: (word, state, ISO code)."""
    return [Party(state, code, text.index(word), text.index(word) + len(word), "party:country") for word, state, code in names]


NORWAY, UKRAINE, RUSSIA, IRAN = (
    ("Norway", "Norway", "NO"),
    ("Ukraine", "Ukraine", "UA"),
    ("Russia", "Russia", "RU"),
    ("Iran", "Iran", "IR"),
)


@pytest.mark.parametrize(
    ("text", "items", "status"),
    [
        ("Norway will send 12 ambulances and tents to Ukraine.", ("12 ambulances", "tents"), "announced"),
        ("Norway has delivered 800 blankets to Ukraine.", ("800 blankets",), "delivered"),
        ("Ukraine received two transformers from Norway.", ("two transformers",), "delivered"),
        ("Howitzers from Norway have arrived in Ukraine.", ("howitzers",), "delivered"),
    ],
)
def test_goods_handed_over(text: str, items: tuple[str, ...], status: str) -> None:
    """Giver, goods and receiver are found in every order."""
    gift = gift_in(text, _parties(text, NORWAY, UKRAINE))
    assert isinstance(gift, Gift)
    assert (gift.donor.name, gift.recipient.name, gift.items, gift.status) == ("Norway", "Ukraine", items, status)


@pytest.mark.parametrize(
    ("text", "names", "rule"),
    [
        ("Norway could send Leopard tanks to Ukraine.", (NORWAY, UKRAINE), "no_gift:open"),
        ("Norway will not send Leopard tanks to Ukraine.", (NORWAY, UKRAINE), "no_gift:denied"),
        ("Iran sent Shahed drones and ballistic missiles to Russia, 40 rockets among them.", (IRAN, RUSSIA), "no_gift:foes"),
        ("Norway sent 30 Leopard tanks abroad.", (NORWAY,), "no_gift:no-recipient"),
    ],
)
def test_what_is_no_gift_says_why(text: str, names: tuple[tuple[str, str, str], ...], rule: str) -> None:
    """A wish, a refusal and arms to an attacker are turned down with their rule."""
    found = gift_in(text, _parties(text, *names))
    assert isinstance(found, NoGift)
    assert found.rule == rule


def test_a_report_lends_its_recipient() -> None:
    """Goods without a receiver are for the report's usual one, once the report has told of aid."""
    text = "Norway will send 30 Leopard tanks."
    found = gift_in(text, _parties(text, NORWAY), ("Ukraine", "UA"), led=True)
    assert isinstance(found, Gift)
    assert found.recipient.name == "Ukraine"


def test_general_words_are_no_named_goods() -> None:
    """Weapons and food at large are no named goods unless they are counted."""
    assert named_goods("weapons, ammunition and food") == []
    text = "223,800 shells"
    assert [phrase(text, h) for h in goods_in(text)] == [text]
