from itertools import pairwise

import pytest

from dashboard.codes import AidStatus, Weapon
from dashboard.drawing.palette import AID_FAMILIES, DARK, LIGHT, WEAPON_FAMILIES, Theme, aid_family, contrast, rgba, weapon_family
from dashboard.store import WEAPON_GROUPS

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@THEMES
def test_words_can_be_read(theme: Theme) -> None:
    """Every colour of words reaches 4.5:1 on every ground that words stand on."""
    for ink in (theme.ink, theme.quiet, theme.accent):
        for ground in (theme.paper, theme.panel, theme.land):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(theme.ink, theme.marker) >= 4.5


@THEMES
def test_marks_reach_their_contrast(theme: Theme) -> None:
    """A mark stands off the land and the sea by its own colour or by its edge, 3:1 or more."""
    for family in WEAPON_FAMILIES:
        for ground in (theme.land, theme.sea):
            assert max(contrast(family.on(theme), ground), contrast(theme.edge, ground)) >= 3


def test_each_group_of_the_store_has_one_family() -> None:
    """Every value that the store can hold is coloured, once; a stranger counts as not named."""
    held = [group for family in WEAPON_FAMILIES for group in family.groups]
    assert sorted(held) == sorted(WEAPON_GROUPS)
    assert weapon_family("catapult").key == "unknown"
    assert weapon_family(Weapon.BOMB).key == "air"


def test_each_stage_but_the_running_total_is_drawn() -> None:
    """Stages have a family each; a running total has none."""
    for stage in AidStatus:
        assert (aid_family(stage) is not None) is stage.is_package
    assert [family.firm for family in AID_FAMILIES] == [True, True, False]


def test_commonest_colours_differ_in_grey() -> None:
    """A drone is told from a missile and from artillery by lightness alone, and aid on its way from aid that has come."""
    missile, drone, artillery = (weapon_family(weapon).colour for weapon in (Weapon.MISSILE, Weapon.DRONE, Weapon.ARTILLERY))
    pairs = [(missile, drone), (drone, artillery), *pairwise(family.colour for family in AID_FAMILIES)]
    assert all(contrast(one, other) > 1.3 for one, other in pairs)


def test_known_colour_values() -> None:
    """Black on white is 21:1, and a colour is split into its channels."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert rgba("#D55E00", 0.5) == (213, 94, 0, 128)
