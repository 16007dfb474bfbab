from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import merging
from dashboard.codes import Weapon
from dashboard.reviewing import review
from dashboard.reviews import ReviewAction
from dashboard.store import Store, load
from tests.dashboard.store.strikes import told

Run = Callable[..., AppTest]


def html_of(test: AppTest) -> str:
    """All HTML of the page, without its style."""
    return "\n".join(element.proto.body for element in test.get("html") if "<style>" not in element.proto.body)


def query_of(test: AppTest) -> dict[str, list[str]]:
    """The address bar's query."""
    return {key: [value] if isinstance(value, str) else list(value) for key, value in test.query_params.items()}


def test_the_first_view_says_what_is_shown(page: Run) -> None:
    """Without a query: everything, its counts, the key figures, the gravest, the badge of the examples, and a clean address."""
    test = page()
    assert not test.exception
    text = html_of(test)
    assert "All strikes" in text
    assert "50 of 50 strikes · 10 of 10 aid packages" in text
    assert "EXAMPLE DATA" in text
    assert "Key figures" in text
    assert "149–164 across the sources" in text
    assert [button.label for button in test.button if button.label.startswith("**Rafah")]
    assert query_of(test) == {}


def test_a_store_that_is_no_example_has_no_badge(page: Run, demonstration: ModuleType, tmp_path: Path) -> None:
    """Only the examples are called examples."""
    world = demonstration.World()
    world.strike("Sumy", 1, weapons=(Weapon.DRONE,))
    assert "EXAMPLE DATA" not in html_of(page(world.write(tmp_path / "own.sqlite", example=False)))


def test_the_empty_store_teaches(page: Run, demonstration: ModuleType, tmp_path: Path) -> None:
    """A store without a strike shows the page all the same, and says so."""
    test = page(demonstration.World().write(tmp_path / "empty.sqlite"))
    assert not test.exception
    assert "0 of 0 strikes" in html_of(test)
    assert "Nothing here has a date yet." in html_of(test)


def test_a_store_that_takes_the_place_of_another_is_shown(page: Run, demonstration: ModuleType, tmp_path: Path) -> None:
    """And one that vanishes while it is open is named, until there is one again."""
    path = tmp_path / "s.sqlite"
    first = demonstration.World()
    first.strike("Sumy", 1, weapons=(Weapon.DRONE,))
    test = page(first.write(path))
    assert "1 of 1 strike" in html_of(test)
    for file in tmp_path.iterdir():
        file.unlink()
    assert "s.sqlite: there is no store" in html_of(test.run())
    second = demonstration.World()
    second.strike("Sumy", 1, weapons=(Weapon.DRONE,))
    second.strike("Kharkiv", 2, weapons=(Weapon.DRONE,))
    second.write(path)
    assert "2 of 2 strikes" in html_of(test.run())


def test_a_missing_store_is_named(page: Run, tmp_path: Path) -> None:
    """A store that is not there gives one line that names it, and no traceback."""
    test = page(tmp_path / "nowhere.sqlite")
    assert not test.exception
    assert "nowhere.sqlite" in html_of(test)
    assert "The store cannot be shown" in html_of(test)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"weapon": "drone"}, "Drone strikes"),
        ({"from": "2024-04-01", "to": "2024-04-07"}, "Strikes, 1–7 Apr 2024"),
        ({"admin1": "Kharkiv Oblast"}, "Strikes in Kharkiv Oblast"),
        ({"casualties": "10"}, "at least 10 killed or injured"),
    ],
)
def test_the_address_is_read(page: Run, query: dict[str, str], shown: str) -> None:
    """Each filter in the address is in the sentence, and the widgets of a second run leave it there."""
    test = page(**query)
    assert shown in html_of(test)
    test.run()
    assert shown in html_of(test)
    for key, value in query.items():
        assert query_of(test)[key] == [value]


def test_what_cannot_be_read_is_named_and_ignored(page: Run) -> None:
    """Bad and unknown parameters leave the page whole and are named on it, as text."""
    test = page(**{"from": "2024-13-45", "weapon": "catapult", "bogus": "<b>x</b>", "measure": "<i>", "event": "\x00"})
    assert not test.exception
    text = html_of(test)
    for named in ("2024-13-45", "catapult", "bogus", "&lt;i&gt;"):
        assert named in text
    assert "<b>x</b>" not in text
    assert "<i>" not in text
    assert "50 of 50 strikes" in text


def test_widgets_change_the_address_and_back(page: Run) -> None:
    """A filter that is set stands in the address; clearing empties it."""
    test = page()
    test.text_input(key="text").set_value("Rafah").run()
    assert query_of(test)["text"] == ["Rafah"]
    assert "mentioning “Rafah”" in html_of(test)
    test.number_input(key="casualties").set_value(30).run()
    assert query_of(test)["casualties"] == ["30"]
    test.button(key="clear").click().run()
    assert query_of(test) == {}
    assert test.text_input(key="text").value == ""
    assert "50 of 50 strikes" in html_of(test)


def test_dates_that_cross_move_together(page: Run) -> None:
    """A first day after the last takes the last with it."""
    test = page(**{"from": "2024-04-01", "to": "2024-04-07"})
    test.date_input(key="from").set_value(test.date_input(key="to").max).run()
    assert not test.exception
    assert query_of(test)["from"] == query_of(test)["to"]


def test_a_strike_opens_and_closes(page: Run) -> None:
    """A line of the gravest opens the evidence, and the address names it; Close goes back."""
    test = page()
    next(button for button in test.button if button.label.startswith("**Rafah")).click().run()
    text = html_of(test)
    assert "Medics in Rafah now count 45 dead after the air strike on the camp." in text
    assert "Why these are one" in text
    assert "same place and day, tolls that can follow each other (91% sure)" in text
    assert "35–50" in text
    assert "event" in query_of(test)
    test.button(key="close").click().run()
    assert "Key figures" in html_of(test)
    assert "event" not in query_of(test)


def test_an_event_that_is_not_there(page: Run) -> None:
    """A link to a strike of another store says so."""
    assert "There is no such strike in this store" in html_of(page(event="0123456789abcdef"))


def test_the_tray_lists_what_has_no_point(page: Run) -> None:
    """Strikes placed only in a country stand in the tray, and a click lists them."""
    test = page()
    next(button for button in test.button if "placed only in" in button.label).click().run()
    assert query_of(test)["tray"] == ["Russia"]
    assert len([button for button in test.button if (button.key or "").startswith("in-tray-")]) == 2


def test_the_table_is_a_twin(page: Run) -> None:
    """The table has a row for every strike and package that the counts name."""
    test = page(show="table", weapon="drone")
    assert not test.exception
    shown = html_of(test)
    strikes, packages = (frame.value for frame in test.dataframe)
    assert f"{len(strikes)} of 50 strikes" in shown
    assert f"{len(packages)} of 10 aid packages" in shown


def test_hostile_words_reach_no_markup(page: Run, demonstration: ModuleType, tmp_path: Path) -> None:
    """Whatever a report says is in the page only escaped: no element, no Markdown of it."""
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> ![p](https://evil.example/p.png) ]]> killed 9 in Sumy"
    world = demonstration.World()
    event = world.strike("Sumy", 2, killed=demonstration.exactly(9), sentence=hostile, source="<svg onload=alert(1)>", actor="<b>A</b>")
    test = page(world.write(tmp_path / "hostile.sqlite"), event=event.event_id, text="<img src=x>")
    assert not test.exception
    text = html_of(test)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    for raw in ("<script", "<img", "<svg", "<b>A"):
        assert raw not in text
    for element in (*test.markdown, *test.button):
        label = getattr(element, "label", None) or element.value
        assert "![" not in str(label)


def test_reviews_are_shown_as_text_and_what_was_rejected_is_gone(page: Run, tmp_path: Path) -> None:
    """The panel tells who said what; a rejected strike is in no count, and shown where the address asks for it."""
    path = tmp_path / "own.sqlite"
    ids = {}
    with Store.open(path, create=True) as store:
        for report in (told("One", ("Kharkiv", 0, 3)), told("Two", ("Odesa", 1, 2))):
            with store.batch() as batch:
                batch.add(report.report, report.claims)
                batch.derive(merging)
        ids = {event["place"]: event["event_id"] for event in load(store).events.to_dict("records")}
        review(store, ReviewAction.CONFIRM, ids["Kharkiv"], who="<b>Anna</b>", note="<script>alert(1)</script> **seen**")
        review(store, ReviewAction.REJECT, ids["Odesa"], who="Ben")
    text = html_of(page(path, event=ids["Kharkiv"]))
    assert "Confirmed by a reviewer" in text
    assert "&lt;b&gt;Anna&lt;/b&gt; confirmed it" in text
    assert "<script" not in text
    assert "1 of 1 strikes" in text or "1 of 1 strike" in text
    assert "Strikes, rejected" in html_of(page(path, review="rejected"))


def test_a_moment_of_the_past_is_shown_as_it_was_known(page: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address, and by what the server was told; the heading says so, the panel has the figures of then."""
    path, moments = tmp_path / "own.sqlite", []
    with Store.open(path, create=True) as store:
        for report in (told("One", ("Kharkiv", 0, 3)), told("Two", ("Kharkiv", 0, 31), ("Odesa", 1, 2), published=2)):
            with store.batch() as batch:
                batch.add(report.report, report.claims)
                batch.derive(merging)
            moments.append(load(store).events["recorded_at"].max().tz_localize("UTC"))
        own = store.present_id(str(load(store).events.set_index("place").loc["Kharkiv", "event_id"]))
    first = moments[0].isoformat()
    text = html_of(page(path, event=own, as_of=first))
    assert "Strikes, as known on" in text
    assert "1 of 1 strike" in text
    assert "31" not in text.split("sm-evidence")[1]
    monkeypatch.setenv("STRIKEMAP_SERVED_AS_OF", first)
    served = page(path)
    assert "1 of 1 strike" in html_of(served)
    assert "Strikes, as known on" in html_of(page(path, as_of="2999-01-01"))
    monkeypatch.delenv("STRIKEMAP_SERVED_AS_OF")
    assert "2 of 2 strikes" in html_of(page(path))
