"""What IATI's elements say: narratives in the reader's language, and the words of codes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An XML element by its local names, its words in one line."""

    tag: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Node, ...] = ()

    def all(self, tag: str) -> Iterator[Node]:
        """The children of this name."""
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> Node | None:
        """The first child of this name."""
        return next(self.all(tag), None)

    def code(self, tag: str) -> str:
        """The code of the first child of this name; "" where it has none."""
        found = self.first(tag)
        return "" if found is None else found.attributes.get("code", "")

    def day(self, tag: str) -> str:
        """The date of the first child of this name, as it is written."""
        found = self.first(tag)
        return "" if found is None else found.attributes.get("iso-date", "")


def narrative(node: Node | None, usual: str = "") -> str:
    """The words of an element: in English where it has them, else in the language that is the activity's own, else the first there are.

    Args:
        node: The element; before version 2 its words stand in itself.
        usual: The activity's `xml:lang`, which counts for a narrative without one.
    """
    if node is None:
        return ""
    told = [(each.attributes.get("lang", usual).lower(), each.text) for each in node.all("narrative") if each.text]
    english = next((text for language, text in told if language.startswith("en")), None)
    return english or next((text for _, text in told), node.text)


@cache
def words_of_iati() -> Mapping[str, Any]:
    """What is counted, and who is who."""
    return tomllib.loads(resources.files("dashboard.reports").joinpath("iati.toml").read_text("utf-8"))
