"""Which place names of a Cyrillic sentence say where something struck; regions named only to say where a town lies are set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.roles import role_of
from dashboard.extraction.places import PlaceMention, within
from dashboard.extraction.roles import Role
from gazetteer import GeoPrecision, Match, PlaceKind, RelativePlace, Toponym, ToponymKind

_PLACES = frozenset((ToponymKind.PLACE, ToponymKind.REGION, ToponymKind.COUNTRY))
_SITE = re.compile(r"(?:завод|нпз|тец|тэц|тес|тэс|гес|гэс|аес|аэс|грес|грэс|аеропорт|аэропорт|аеродром|аэродром|порт|нафтобаз|нефтебаз|вокзал|арсенал|комбінат|комбинат|підстанц|подстанц)")
"""In a name that the gazetteer calls "other": what stands in a town and is struck there."""
_APART = re.compile(r"[:;—]|загин|поран|погиб|ранен|травм|постражд|пострада")


def places(lines: Sequence[Line], toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> dict[int, list[PlaceMention]]:
    """The places of each line by its sentence's index, in order, each with its role; demonyms and metonyms are no places."""
    anchors = {span for r in relatives for span in r.anchors}
    spans: list[tuple[int, int, Match, bool]] = [(r.start, r.end, r.match, True) for r in relatives if r.match is not None]
    inside = [(s, e) for s, e, _, _ in spans]
    for t in toponyms:
        if t.match is None or (t.start, t.end) in anchors or any(s <= t.start < e for s, e in inside):
            continue
        if t.kind in _PLACES or (t.kind is ToponymKind.OTHER and _SITE.search(t.text.lower())):
            spans.append((t.start, t.end, t.match, False))
    spans.sort(key=lambda s: s[0])
    out: dict[int, list[PlaceMention]] = {}
    at = 0
    for start, end, match, relative in spans:
        while at < len(lines) and lines[at].sentence.end <= start:
            at += 1
        if at == len(lines):
            break
        line = lines[at]
        if start < line.sentence.start:
            continue
        found = out.setdefault(line.sentence.index, [])
        found.append(_mention(line, start, end, match, found, relative=relative))
    by_index = {line.sentence.index: line for line in lines}
    return {i: _contained(found, by_index[i]) for i, found in out.items()}


def _mention(line: Line, start: int, end: int, match: Match, earlier: Sequence[PlaceMention], *, relative: bool) -> PlaceMention:
    struck = [p for p in earlier if p.role is Role.EVENT]
    event_end = line.find(struck[-1].end) if struck and struck[-1] is earlier[-1] else None
    if relative and match.method != "description":
        return PlaceMention(start, end, match, Role.EVENT, relative)
    role = role_of(line, line.find(start), line.find(end), event_end)
    if match.place.kind is PlaceKind.WATER and role is Role.EVENT:
        role = Role.CONTEXT
    return PlaceMention(start, end, match, role, relative)


def _contained(found: list[PlaceMention], line: Line) -> list[PlaceMention]:
    """As in "у Чугуєві Харківської області": the region is no second place, unless people's fate or a colon stands between."""
    out = []
    for place in found:
        inner = [o for o in found if o is not place and o.role is Role.EVENT and within(o.match, place.match)]
        gap = line.text[line.find(place.end) : line.find(inner[0].start)] if inner and place.end <= inner[0].start else ""
        alone = place.role is Role.EVENT and (not inner or (_APART.search(gap) and place.precision < GeoPrecision.PART_OF_COUNTRY))
        out.append(place if alone or place.role is not Role.EVENT else replace(place, role=Role.CONTEXT))
    return out
