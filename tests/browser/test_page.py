"""The page as a viewer meets it: painted, brushed, clicked, shared; and nothing asked of anybody outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from dashboard.codes import Weapon
from dashboard.drawing.palette import LIGHT, rgba

pytestmark = pytest.mark.browser

MISSILE = (0xD5, 0x5E, 0x00)
DRONE = (0xE6, 0x9F, 0x00)
NOTHING = "?text=no+such+word+anywhere"


def blend(colour: str, opacity: float) -> tuple[int, int, int]:
    """A colour on the land of the light map."""
    over, under = rgba(colour), rgba(LIGHT.land)
    red, green, blue = (round(opacity * a + (1 - opacity) * b) for a, b in zip(over[:3], under[:3], strict=True))
    return red, green, blue


@pytest.fixture(scope="module")
def single(serve: Callable[[Path], str], demonstration: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with one missile strike, told by two reports, and one drone strike a week later."""
    world = demonstration.World()
    event = world.strike(
        "Kharkiv",
        3,
        killed=demonstration.exactly(60),
        weapons=(Weapon.MISSILE,),
        sentence="A missile killed 60 people in Kharkiv on Saturday, the governor said.",
    )
    world.join(event, "Kharkiv counts 60 killed after the missile.", source="Second Example", killed=demonstration.exactly(60))
    world.strike("Odesa", 10, injured=demonstration.exactly(40), weapons=(Weapon.DRONE,))
    return serve(world.write(tmp_path_factory.mktemp("single") / "single.sqlite"))


def test_circles_and_arcs_are_painted(world_url: str, viewer: Callable[..., Any], near: Callable[..., Any]) -> None:
    """Marks in the palette's colours and arcs of aid are on the map by their pixels, and gone where the filter leaves nothing."""
    with_marks = viewer()
    with_marks.open(world_url)
    full = with_marks.map_pixels()
    bare = viewer()
    bare.open(world_url + NOTHING)
    empty = bare.map_pixels()
    assert full.shape == empty.shape
    for colour, least in ((MISSILE, 150), (DRONE, 400), (blend("#56B4E9", 0.8), 250), (blend("#0072B2", 0.8), 250)):
        assert near(full, colour, 24).sum() >= least, colour
        assert near(empty, colour, 24).sum() <= least // 20, colour
    ground = near(empty, rgba(LIGHT.land)[:3], 3).sum() + near(empty, rgba(LIGHT.sea)[:3], 3).sum()
    assert ground > 0.6 * empty.shape[0] * empty.shape[1]
    assert len(np.unique(empty.reshape(-1, 3), axis=0)) > 20
    assert with_marks.outside == bare.outside == []


def test_the_brush_narrows_the_count_and_the_map(world_url: str, viewer: Callable[..., Any]) -> None:
    """Dragging over the timeline changes the sentence, the count, the address and the painted map; a click beside it undoes that."""
    seen = viewer()
    seen.open(world_url)
    before, before_count = seen.map_pixels(), seen.counts()
    box = seen.page.locator("[data-testid=stVegaLiteChart]").bounding_box()
    assert box is not None
    height = box["y"] + box["height"] * 0.45
    seen.page.mouse.move(box["x"] + box["width"] * 0.30, height)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + box["width"] * 0.40, height, steps=6)
    seen.page.mouse.move(box["x"] + box["width"] * 0.50, height, steps=6)
    seen.page.mouse.up()
    seen.page.wait_for_function("location.search.includes('from=2024-04')")
    seen.settle()
    assert seen.counts() != before_count
    assert "Apr 2024" in seen.page.locator(".sm-sentence").inner_text()
    assert (np.abs(seen.map_pixels() - before).max(axis=-1) > 30).sum() > 500
    seen.page.mouse.click(box["x"] + box["width"] * 0.9, height)
    seen.page.wait_for_function("!location.search.includes('from=')")
    seen.settle()
    assert seen.counts() == before_count
    assert seen.outside == []


def test_a_click_on_a_circle_shows_its_sentence(single: str, viewer: Callable[..., Any], near: Callable[..., Any]) -> None:
    """A circle that is found by its colour opens the passages of both reports, marked, with source, day and link; closing goes back."""
    seen = viewer()
    seen.open(single)
    rows, columns = np.nonzero(near(seen.map_pixels(), MISSILE, 20))
    assert len(rows) > 200
    box = seen.map_box()
    seen.page.mouse.move(box["x"] + float(np.median(columns)), box["y"] + float(np.median(rows)))
    seen.page.mouse.click(box["x"] + float(np.median(columns)), box["y"] + float(np.median(rows)), delay=60)
    seen.page.wait_for_selector(".sm-evidence")
    seen.settle()
    panel = seen.page.locator(".st-key-evidence").inner_text()
    assert "A missile killed 60 people in Kharkiv on Saturday, the governor said." in panel
    assert "Kharkiv counts 60 killed after the missile." in panel
    assert "Second Example" in panel
    assert "23 Mar 2024" in panel
    assert "Why these are one" in panel
    assert seen.page.locator(".sm-quote mark").first.inner_text() == "A missile killed 60 people in Kharkiv on Saturday, the governor said."
    assert seen.page.locator(".sm-link a").first.get_attribute("href").startswith("https://news.example/strike-")
    assert "event=" in seen.page.url
    seen.page.get_by_role("button", name="Close").click()
    seen.page.wait_for_selector(".sm-evidence", state="detached")
    seen.settle()
    assert "event=" not in seen.page.url
    assert "Key figures" in seen.page.locator(".st-key-evidence").inner_text()
    assert seen.outside == []


def test_a_link_shows_the_same_again(world_url: str, viewer: Callable[..., Any]) -> None:
    """The address carries the view: opened elsewhere it gives the same count, sentence, figures and pixels."""
    first = viewer()
    first.open(world_url + "?v=1&from=2024-04-01&to=2024-04-20&weapon=drone&weapon=missile")
    first.page.locator(".st-key-gravest button").first.click()
    first.page.wait_for_selector(".sm-evidence")
    first.settle()
    second = viewer()
    second.open(first.page.url)
    assert second.page.url == first.page.url
    assert second.counts() == first.counts()
    assert second.page.locator(".sm-sentence").inner_text() == first.page.locator(".sm-sentence").inner_text()
    assert second.page.locator(".st-key-evidence").inner_text() == first.page.locator(".st-key-evidence").inner_text()
    assert (np.abs(second.map_pixels() - first.map_pixels()).max(axis=-1) > 60).sum() < 200
    assert first.outside == second.outside == []


def test_hostile_text_stays_text(
    serve: Callable[[Path], str], demonstration: ModuleType, viewer: Callable[..., Any], tmp_path: Path
) -> None:
    """Script, pictures, links and Markdown in a report are shown letter for letter, run nothing and fetch nothing."""
    hostile = (
        "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> "
        "![beacon](https://evil.example/p.png) [link](javascript:alert(1)) **bold** ]]> :material/bomb: $$x$$ "
        "killed 7 in Kharkiv."
    )
    world = demonstration.World()
    event = world.strike(
        "Kharkiv",
        3,
        killed=demonstration.exactly(7),
        weapons=(Weapon.MISSILE,),
        sentence=hostile,
        source="<b>Outlet</b> ![x](https://evil.example/s.png)",
    )
    url = serve(world.write(tmp_path / "hostile.sqlite"))
    seen = viewer()
    seen.open(f"{url}?event={event.event_id}&text=%3Cimg%20src%3Dx%3E&bogus=%3Cscript%3E")
    seen.open(f"{url}?event={event.event_id}")
    assert hostile in seen.page.locator(".sm-quote").first.inner_text()
    assert "<b>Outlet</b> ![x](https://evil.example/s.png)" in seen.page.locator(".sm-source").first.inner_text()
    seen.page.get_by_role("button", name="Close").click()
    seen.settle()
    assert seen.page.title() == "Strikemap"
    assert seen.page.locator("img[src='x'], img[src*='evil'], a[href^='javascript']").count() == 0
    assert seen.dialogs == []
    assert seen.outside == []


@pytest.mark.parametrize(("scheme", "ground"), [("light", LIGHT.land), ("dark", "#1D242A")])
def test_the_theme_follows_the_system(
    world_url: str, viewer: Callable[..., Any], near: Callable[..., Any], scheme: str, ground: str
) -> None:
    """Page and map are both light or both dark, as the viewer's system is."""
    seen = viewer(scheme=scheme)
    seen.open(world_url + NOTHING)
    pixels = seen.map_pixels()
    assert near(pixels, rgba(ground)[:3], 4).sum() > 0.4 * pixels.shape[0] * pixels.shape[1]
    background = seen.page.evaluate("getComputedStyle(document.querySelector('.st-key-head')).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(22, 28, 33)")
    assert seen.outside == []


def test_the_phone_has_the_map_first(world_url: str, viewer: Callable[..., Any], near: Callable[..., Any]) -> None:
    """At 390 x 844 the map takes most of the height, marks are in view, nothing sticks out sideways, and the timeline follows."""
    seen = viewer(size={"width": 390, "height": 844}, mobile=True)
    seen.open(world_url)
    box = seen.map_box()
    clock = seen.page.locator(".st-key-clock").bounding_box()
    assert clock is not None
    assert box["height"] >= 0.55 * 844
    assert box["width"] == 390
    assert clock["y"] >= box["y"] + box["height"] - 2
    assert clock["y"] + clock["height"] <= 900
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert near(seen.map_pixels(), DRONE, 24).sum() > 100
    assert seen.outside == []
