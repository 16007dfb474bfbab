"""The colours of screen, card and deck: one idea per colour, told apart by hue, by lightness and in grey.

The data colours lean on the set of Okabe and Ito (Color Universal Design, 2008), which holds in the three common colour
blindnesses; the grounds are quiet so that the marks are what is seen first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dashboard.codes import AidStatus, Weapon

ThemeName = Literal["light", "dark"]
Rgba = tuple[int, int, int, int]

MIXED: Final = "mixed"
"""The weapon group of an event with several weapons."""
UNKNOWN: Final = "unknown"
"""The weapon group of an event whose report names no weapon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The ground that marks and words stand on; every colour is `#RRGGBB`."""

    name: ThemeName
    sea: str
    land: str
    border: str
    region: str
    """First-order divisions."""
    river: str
    paper: str
    """Behind the words of the page."""
    panel: str
    """Behind the filters."""
    rule: str
    """Thin lines between parts of the page."""
    ink: str
    quiet: str
    """Secondary words; still 4.5:1 on paper, panel and land."""
    hairline: str
    """Around filled marks."""
    edge: str
    """Around light-coloured marks, so that they reach 3:1 against the ground."""
    accent: str
    """Controls and links."""
    marker: str
    """Behind the words of a quote that a figure was read from."""


LIGHT: Final = Theme(
    name="light",
    sea="#DFE8EE",
    land="#F6F5F0",
    border="#9AA5AD",
    region="#C9CFD2",
    river="#C3D6E2",
    paper="#FFFFFF",
    panel="#FAF9F6",
    rule="#E0DFD8",
    ink="#1E262C",
    quiet="#55616A",
    hairline="#FFFFFF",
    edge="#4A555D",
    accent="#00568A",
    marker="#FFE9A8",
)
DARK: Final = Theme(
    name="dark",
    sea="#12181D",
    land="#1D242A",
    border="#52606B",
    region="#333D45",
    river="#22323D",
    paper="#161C21",
    panel="#12171B",
    rule="#2C353C",
    ink="#E6EAED",
    quiet="#A3AFB8",
    hairline="#0D1114",
    edge="#C9D2D8",
    accent="#6DB9E8",
    marker="#5B4A12",
)
THEMES: Final[dict[ThemeName, Theme]] = {"light": LIGHT, "dark": DARK}


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaponFamily:
    """Weapons that share a colour."""

    key: str
    label: str
    colour: str
    dark_colour: str
    groups: frozenset[str]
    """Values of `weapon_group` in the events frame."""

    def on(self, theme: Theme) -> str:
        """The family's colour on this ground."""
        return self.dark_colour if theme.name == "dark" else self.colour


def _family(key: str, label: str, colour: str, groups: set[str], dark: str | None = None) -> WeaponFamily:
    return WeaponFamily(key=key, label=label, colour=colour, dark_colour=dark or colour, groups=frozenset(groups))


WEAPON_FAMILIES: Final = (
    _family("missile", "Missile", "#D55E00", {Weapon.MISSILE}),
    _family("drone", "Drone", "#E69F00", {Weapon.DRONE}),
    _family("air", "Air strike, bomb", "#CC79A7", {Weapon.AIR_STRIKE, Weapon.GLIDE_BOMB, Weapon.BOMB}),
    _family("ground", "Artillery, rocket", "#8C6BB1", {Weapon.ARTILLERY, Weapon.ROCKET}, dark="#A78BCB"),
    _family("mixed", "Several weapons", "#3D4F5C", {MIXED}, dark="#D5DCE0"),
    _family("other", "Mine, other", "#7F7F7F", {Weapon.EXPLOSIVE_DEVICE, Weapon.OTHER}, dark="#8F8F8F"),
    _family("unknown", "Weapon not named", "#B9B6AC", {UNKNOWN}, dark="#6E6C66"),
)
"""In the order of stacks and legends."""

_FAMILY_OF_GROUP: Final = {str(group): family for family in WEAPON_FAMILIES for group in family.groups}


def weapon_family(group: str) -> WeaponFamily:
    """The family of a `weapon_group`; a word that no family holds counts as unknown."""
    return _FAMILY_OF_GROUP.get(group, WEAPON_FAMILIES[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFamily:
    """Stages of aid that share a colour."""

    key: str
    label: str
    colour: str
    stages: frozenset[AidStatus]
    firm: bool
    """Announced or further: drawn solid; before that, lighter."""


AID_FAMILIES: Final = (
    AidFamily(
        key="done",
        label="Delivered, allocated",
        colour="#0072B2",
        stages=frozenset({AidStatus.DELIVERED, AidStatus.ALLOCATED}),
        firm=True,
    ),
    AidFamily(
        key="firm",
        label="Announced, approved",
        colour="#56B4E9",
        stages=frozenset({AidStatus.ANNOUNCED, AidStatus.APPROVED}),
        firm=True,
    ),
    AidFamily(
        key="open",
        label="Proposed, pledged",
        colour="#A6CEE3",
        stages=frozenset({AidStatus.PROPOSED, AidStatus.PLEDGED}),
        firm=False,
    ),
)
"""Furthest stage first. A running total stated by a source (`cumulative_total`) is listed, never drawn."""

_FAMILY_OF_STAGE: Final = {stage.value: family for family in AID_FAMILIES for stage in family.stages}


def aid_family(stage: str) -> AidFamily | None:
    """The family of an aid stage; None for a running total and for a word that is no stage."""
    return _FAMILY_OF_STAGE.get(stage)


def rgba(colour: str, opacity: float = 1.0) -> Rgba:
    """`#RRGGBB` and an opacity (0-1) as four numbers of 0-255."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), round(255 * opacity))


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)  # noqa: PLR2004 -- the sRGB transfer curve
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1-21 (WCAG 2.2, relative luminance of sRGB)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
