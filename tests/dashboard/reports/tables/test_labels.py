"""VIINA's labels as small numbers."""

from __future__ import annotations

from dashboard.codes import Weapon
from dashboard.reports.tables import labels


def test_labels_come_back_as_they_went_in() -> None:
    """1 is true, 0 and empty are not; whether anything was told is kept beside them."""
    number = labels.bits({"t_uav_b": "1", "t_artillery_b": "0", "a_rus_init_b": "1.0", "t_raid_b": "1"})
    assert labels.labelled(number) == {"t_uav_b", "a_rus_init_b"}
    assert labels.is_told(number)
    assert not labels.is_told(labels.bits({"a_rus_init_b": "1", "t_uav_b": ""}))
    assert not labels.is_told(None)


def test_labels_are_found_by_the_event() -> None:
    """Whatever the order, and whatever an id looks like."""
    kept = labels.Labels()
    for own in ("30", "4", "x-1", "99999999999999999999"):
        kept.add(own, len(own))
    assert [kept.find(own) for own in ("4", "x-1", "30", "99999999999999999999", "5", "x-2", "")] == [1, 3, 2, 20, None, None, None]
    assert len(kept) == 4


def test_a_side_is_named_where_the_labels_name_one() -> None:
    """Not where they name both."""
    assert labels.actor(frozenset(("a_rus_init_b",))) == "Russia"
    assert labels.actor(frozenset(("a_rus_init_b", "a_ukr_init_b"))) is None


def test_the_text_says_closer_what_struck() -> None:
    """Within what the label allows."""
    assert labels.weapons(("t_airstrike_b",), "ракетный удар") == (Weapon.MISSILE,)
    assert labels.weapons(("t_artillery_b", "t_uav_b"), "нічна атака") == (Weapon.DRONE, Weapon.ARTILLERY)
