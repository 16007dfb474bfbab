"""Victims told one by one, over several sentences of one place, are added up; a total told beside them stands as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.codes import Victims
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.mentions import Mention
from dashboard.records import Estimate

_AGE = re.compile(r"(?<!\d)(\d{1,3})(?=[- ]?(?:[а-яіїє]{0,3}-?)?(?:річн|летн|рок|лет|год))")
_WOMAN = re.compile(
    r"жін|женщ|дівч|девоч|девуш|мати|матір|мать|бабус|бабушк|пенсіонерк|пенсионерк|доньк|дочь|дочк|дружин|жена|жену|мешканк|жительниц|"
    r"річна|річну|летняя|летнюю"
)
_MAN = re.compile(
    r"чоловік|мужчин|хлопч|мальчик|хлопц|батьк|отец|отца|дідус|дедушк|син\b|сына?\b|юнак|парен|річний|річного|летний|летнего|водій|"
    r"водител|мешканець|мешканця"
)
_SUFFERED = "casualties:suffered"


@dataclass(slots=True)
class _Told:
    """A count with where it is told: the mention's number and its own number in it."""

    mention: int
    place: int
    count: Casualties

    @property
    def best(self) -> int:
        return self.count.estimate.best or 0


def summed(mentions: Sequence[Mention]) -> list[Mention]:
    """The same mentions; where the fullest count of a place is a sum of persons told one by one, the last of them carries it."""
    out = list(mentions)
    groups: dict[tuple[str, str | None, Fate], list[_Told]] = defaultdict(list)
    for i, m in enumerate(out):
        if m.place is None:
            continue
        for j, c in enumerate(m.casualties):
            key = (m.place.match.place.name, m.place.match.place.admin1_code, c.fate)
            groups[key].append(_Told(i, j, c))
    for (name, code, fate), told in groups.items():
        known = [t for t in told if t.count.estimate.best]
        if fate is Fate.INJURED:
            known = _without_sums(out, known, sum_of=max((t.best for t in groups.get((name, code, Fate.KILLED), [])), default=0))
        total = _sum(out, known)
        if total is None:
            continue
        best, last, parts = total
        _put(out, last, Estimate(low=best, best=best, high=best), parts)
    return out


def _without_sums(out: list[Mention], known: list[_Told], *, sum_of: int) -> list[_Told]:
    """Drop a "постраждало 30" that counts the dead with the injured, which are told apart elsewhere."""
    hurt = [t.best for t in known if t.count.rule != _SUFFERED]
    keep = []
    for t in known:
        if t.count.rule == _SUFFERED and sum_of and any(t.best == n + sum_of for n in hurt):
            _put(out, t, Estimate(), ())
        else:
            keep.append(t)
    return keep


def _sum(out: Sequence[Mention], known: list[_Told]) -> tuple[int, _Told, tuple[tuple[Victims, int], ...]] | None:
    """The sum of what is told one by one, where it is more than any single count told."""
    if len(known) < 2:  # noqa: PLR2004 - nothing to add up
        return None
    most = max(t.best for t in known)
    run: list[_Told] = []
    for t in known:
        if (t.count.additional and run) or (t.count.singular and all(_another(_who(out, t), _who(out, o)) for o in run)) or not run:
            run.append(t)
        elif not t.count.singular and not t.count.additional:
            # A count of several told after others is a total or a part of one.
            run = [t] if t.best >= sum(x.best for x in run) else run
    total = sum(t.best for t in run)
    exact = all(t.count.estimate.high is not None for t in run)
    if len(run) < 2 or total <= most or not exact or _told_together(out, run, known):  # noqa: PLR2004 - nothing was added up
        return None
    counts: dict[Victims, int] = {}
    for t in run:
        for victims, n in t.count.parts:
            counts[victims] = counts.get(victims, 0) + n
    return total, run[-1], tuple(counts.items())


def _told_together(out: Sequence[Mention], run: Sequence[_Told], known: Sequence[_Told]) -> bool:
    """Whether a count of several stands first and persons after it only tell who they were, with no "ще" between."""
    head = known[0]
    return not head.count.singular and not any(t.count.additional for t in run) and out[head.mention] is not None


def _who(out: Sequence[Mention], t: _Told) -> tuple[int | None, str]:
    """The age and the sex that a person is told by, as far as the words show them; empty for several people."""
    if not t.count.singular:
        return None, ""
    words = out[t.mention].sentence.text[t.count.start : t.count.end].lower()
    age = _AGE.search(words)
    sex = "f" if _WOMAN.search(words) else "m" if _MAN.search(words) else ""
    return (int(age[1]) if age else None), sex


def _another(a: tuple[int | None, str], b: tuple[int | None, str]) -> bool:
    """Whether two people told are surely not one: of different age or sex."""
    ages = a[0] is not None and b[0] is not None and a[0] != b[0]
    return ages or bool(a[1] and b[1] and a[1] != b[1])


def _put(out: list[Mention], t: _Told, estimate: Estimate, parts: tuple[tuple[Victims, int], ...]) -> None:
    m = out[t.mention]
    changed = list(m.casualties)
    rule = "casualties:summed" if estimate.best else changed[t.place].rule
    changed[t.place] = replace(changed[t.place], estimate=estimate, parts=parts, rule=rule)
    out[t.mention] = replace(m, casualties=tuple(changed))
