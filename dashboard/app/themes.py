"""Which theme a viewer has, and its colours as CSS variables."""

from __future__ import annotations

import streamlit as st

from dashboard.drawing.palette import DARK, LIGHT, Theme


def current_theme() -> Theme:
    """The viewer's theme; light until the browser has told."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def variables(theme: Theme) -> str:
    """The colours of a theme as custom properties."""
    names = ("sea", "land", "border", "paper", "panel", "rule", "ink", "quiet", "accent", "marker")
    return ":root{" + "".join(f"--sm-{name}:{getattr(theme, name)};" for name in names) + "}"
