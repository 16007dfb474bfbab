from collections.abc import Callable
from typing import Any

from dashboard.codes import AidStatus, Weapon
from dashboard.drawing.legend import kinds, legend
from dashboard.drawing.marks import Measure
from dashboard.drawing.palette import LIGHT
from dashboard.drawing.scales import AreaScale
from dashboard.records import Estimate

Make = Callable[..., Any]


def test_the_legend_counts_what_is_drawn(strike: Make, events: Make, package: Make, packages: Make) -> None:
    """Each kind of the store has its line with the count of the selection; sizes come from the scale of the marks."""
    whole = events(
        strike("a", killed=Estimate(low=1, best=1, high=1)),
        strike("b", weapons=(Weapon.DRONE,)),
        strike("c", killed=Estimate(low=0, best=0, high=0), precision=2),
        strike("d", at=None, precision=6, weapons=(Weapon.ARTILLERY,)),
    )
    aid = packages(package("p"), package("q", status=AidStatus.CUMULATIVE_TOTAL))
    scale = AreaScale(largest=100)
    made = legend(whole.iloc[[0, 2, 3]], aid, of=kinds(whole, aid), measure=Measure.CASUALTIES, scale=scale, theme=LIGHT)
    assert [(entry.label, entry.count) for entry in made.weapons] == [("Missile", 2), ("Drone", 0)]
    assert [(entry.label, entry.count) for entry in made.doubts] == [("none", 1), ("number unknown", 0), ("place not exact", 1)]
    assert [(entry.label, entry.count) for entry in made.aid] == [("Announced, approved", 1)]
    assert [entry.size for entry in made.sizes] == [2 * scale.one(stop) for stop in scale.stops()]


def test_an_empty_store_has_an_empty_legend(events: Make, packages: Make) -> None:
    """Nothing drawn, nothing explained."""
    made = legend(events(), packages(), of=kinds(events(), packages()), measure=Measure.KILLED, scale=AreaScale(largest=100), theme=LIGHT)
    assert not any((made.weapons, made.sizes, made.doubts, made.aid))
