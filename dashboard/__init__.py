"""Strikemap: strikes and aid in news reports, on a map, each number with its sentence."""
