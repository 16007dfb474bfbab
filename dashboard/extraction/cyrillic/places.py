"""Which place names of a Cyrillic sentence say where something struck; regions named only to say where a town lies are set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.extraction.around import Role
from dashboard.extraction.cyrillic.labels import labelled
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.misspelt import misspelt
from dashboard.extraction.cyrillic.roles import role_of
from dashboard.extraction.placed import PlaceMention, within
from gazetteer import GeoPrecision, Match, PlaceKind, RelativePlace, Toponym, ToponymKind
from gazetteer.geometry import distance_km

_NAME = r"(?:(?:м|с|смт|г|пос)\.? |місто |село |селище |город |поселок )?[А-ЯІЇЄҐ][а-яіїєґ'’ʼ-]{2,30}(?: [А-ЯІЇЄҐ][а-яіїєґ'’ʼ-]{2,30})?"
_CROWD = re.compile(rf"{_NAME}(?:,\s{{1,2}}{_NAME}){{2,40}}(?:,?\s(?:та|і|й|и|а також|а также)\s{_NAME})?")
FEW = 3
"""Names in a row that may each be a strike; a longer row only lists what was under fire, whether or not the gazetteer knows all of it."""
TOWN = 20_000
"""Inhabitants; smaller places share their names with others."""
CITY = 200_000
"""Inhabitants of a city that has districts of its own."""
CITY_DISTRICT_KM = 25.0
"""No district of a city is wider, or further from its middle."""
FAR_KM = 200.0
"""Further than this from a region's middle nothing is in it or beside it."""
_PLACES = frozenset((ToponymKind.PLACE, ToponymKind.REGION, ToponymKind.COUNTRY))
_SITE = re.compile(
    r"(?: [\w\"«»'-]{1,30}){0,3}? [\"«]?(?:завод|нпз|тец|тэц|тес|тэс|гес|гэс|аес|аэс|грес|грэс|аеропорт|аэропорт|аеродром|"
    r"аэродром|порт|нафтобаз"
    r"|нефтебаз|вокзал|арсенал|комбінат|комбинат|підстанц|подстанц|полігон|полигон|лікарн|больниц|міст|мост|авіабаз|авиабаз|склад|дамб)"
)
"""After an adjective of a town: what stands in the town and is struck there."""
_AND = re.compile(r"\s(?:та|і|й|и|також|также)\s")
_VILLAGE = re.compile(r"(?<!\w)(?:сел(?:о|і|у|а|ом|е)|деревн(?:я|е|и|ю)|хутор\w{0,2}|станиц(?:а|е|ы|у)|с\.) ?$")
"""Before a name: it is a village."""
_FATE = re.compile(r"загин|загиб|поран|погиб|ранен|травм|постражд|пострада")
_APART = re.compile(r"[:;—]|загин|поран|погиб|ранен|травм|постражд|пострада")
_THERE = re.compile(r"(?:^|\s)(?:у|в|во|на|по|під|под|біля|возле|поблизу)\s$")


def places(lines: Sequence[Line], toponyms: Sequence[Toponym], relatives: Sequence[RelativePlace]) -> dict[int, list[PlaceMention]]:
    """The places of each line by its sentence's index, in order, each with its role; demonyms and metonyms are no places."""
    anchors = {span for r in relatives for span in r.anchors}
    spans: list[tuple[int, int, Match, bool]] = [(r.start, r.end, r.match, True) for r in relatives if r.match is not None]
    others: set[tuple[int, int]] = set()
    inside = [(s, e) for s, e, _, _ in spans]
    for t in toponyms:
        if t.match is None or (t.start, t.end) in anchors or any(s <= t.start < e for s, e in inside):
            continue
        if t.kind in _PLACES or t.kind is ToponymKind.OTHER:
            others |= {(t.start, t.end)} if t.kind is ToponymKind.OTHER else set()
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
        before = line.text[max(0, line.find(start) - 12) : line.find(start)]
        there = _THERE.search(before) and not line.text[line.find(end) : line.find(end) + 1].strip().isalnum()
        there = there and not re.match(r"\s[\w«\"]", line.text[line.find(end) : line.find(end) + 2])
        if (start, end) in others and not there and not _SITE.match(line.text, line.find(end)):
            continue
        at_text = (line.find(start), line.find(end))
        if any(h.start < at_text[1] and at_text[0] < h.end for h in hits(line, "strikes", "weapons")):
            continue
        if match.place.population >= TOWN and not relative and _VILLAGE.search(line.text[max(0, line.find(start) - 20) : line.find(start)]):
            # "в селе Муром" is not the town of that name
            continue
        found = out.setdefault(line.sentence.index, [])
        found.append(_mention(line, start, end, match, found, relative=relative))
    _add_misspelt(lines, toponyms, out)
    out = _doubted(out)
    by_index = {line.sentence.index: line for line in lines}
    return {i: _contained(_uncrowded(labelled(found, by_index[i]), by_index[i]), by_index[i]) for i, found in out.items()}


def _add_misspelt(lines: Sequence[Line], toponyms: Sequence[Toponym], out: dict[int, list[PlaceMention]]) -> None:
    known = [(t.start, t.end) for t in toponyms]
    written = {(t.start, t.end): t.text.lower() for t in toponyms if t.kind is ToponymKind.PLACE}
    towns = {written[p.name_span]: p for found in out.values() for p in found if p.name_span in written and not p.relative}
    if not towns:
        return
    for line in lines:
        for start, end, town in misspelt(line, known, towns):
            found = out.setdefault(line.sentence.index, [])
            role = role_of(line, line.find(start), line.find(end), None)
            found.append(PlaceMention(start, end, town.match, role, relative=False, named=town.name_span))
            found.sort(key=lambda p: p.start)


def _uncrowded(found: list[PlaceMention], line: Line) -> list[PlaceMention]:
    """Set aside the names of a long row: "під обстрілом були А, Б, В, Г"."""
    rows = [m.span() for m in _CROWD.finditer(line.sentence.text) if m[0].count(",") + bool(_AND.search(m[0])) >= FEW]
    start = line.sentence.start
    return [replace(p, role=Role.CONTEXT) if p.role is Role.EVENT and any(s <= p.start - start < e for s, e in rows) else p for p in found]


def _mention(line: Line, start: int, end: int, match: Match, earlier: Sequence[PlaceMention], *, relative: bool) -> PlaceMention:
    struck = [p for p in earlier if p.role is Role.EVENT]
    event_end = line.find(struck[-1].end) if struck and struck[-1] is earlier[-1] else None
    if relative and match.method != "description":
        return PlaceMention(start, end, match, Role.EVENT, relative)
    role = role_of(line, line.find(start), line.find(end), event_end, country=match.geo_precision >= GeoPrecision.COUNTRY)
    if match.place.kind is PlaceKind.WATER and role is Role.EVENT:
        role = Role.CONTEXT
    return PlaceMention(start, end, match, role, relative)


def _contained(found: list[PlaceMention], line: Line) -> list[PlaceMention]:
    """As in "у Чугуєві Харківської області": the region is no second place, unless people's fate or a colon stands between."""
    out = []
    for place in found:
        inner = [o for o in found if o is not place and o.role is Role.EVENT and within(o.match, place.match)]
        gap = line.text[line.find(place.end) : line.find(inner[0].start)] if inner and place.end <= inner[0].start else ""
        alone = place.role is Role.EVENT and (
            not inner or (_APART.search(gap) and (place.precision < GeoPrecision.PART_OF_COUNTRY or _tolled(line, gap)))
        )
        out.append(place if alone or place.role is not Role.EVENT else replace(place, role=Role.CONTEXT))
    return out


def _tolled(line: Line, gap: str) -> bool:
    """Whether people's fate stands between a country and its town: "по Україні: шестеро загиблих, пошкоджено депо у Фастові"."""
    return ":" in gap and _FATE.search(gap) is not None and any(h.key == "strong" for h in hits(line, "strikes", "attack"))


def _of_city(p: PlaceMention, cities: Sequence[PlaceMention]) -> PlaceMention:
    """A district of a city that the post names is the city: two sites of one city on one day are one strike."""
    place = p.match.place
    if p.precision is not GeoPrecision.DISTRICT or (p.match.radius_km or 0) > CITY_DISTRICT_KM:
        return p
    for city in cities:
        home = city.match.place
        near = distance_km(place.latitude, place.longitude, home.latitude, home.longitude) <= CITY_DISTRICT_KM
        if near and home.admin1_code == place.admin1_code and home.kind is PlaceKind.POPULATED:
            return replace(p, match=city.match, named=city.name_span)
    return p


def _doubted(found: dict[int, list[PlaceMention]]) -> dict[int, list[PlaceMention]]:
    """Villages share names, and so do districts of cities with districts far away.

    A village that the gazetteer knows only far from the one region a post tells of is left at that region; a district in a region
    that nothing else in the post lies in is set aside.
    """
    cities = [p for places_ in found.values() for p in places_ if p.match.place.population >= CITY and not p.relative]
    found = {i: [_of_city(p, cities) for p in places_] for i, places_ in found.items()}
    every = [p for places_ in found.values() for p in places_]
    regions = {p.match.place.admin1_code: p for p in reversed(every) if p.precision is GeoPrecision.REGION and p.role is not Role.CONTEXT}
    towns = {p.match.place.admin1_code for p in every if p.precision <= GeoPrecision.NEAR and p.match.place.population >= TOWN}
    homes = {p.match.place.admin1_code for p in every if p.precision in {GeoPrecision.EXACT, GeoPrecision.NEAR, GeoPrecision.REGION}}
    found = {
        i: [
            replace(p, role=Role.CONTEXT)
            if p.precision is GeoPrecision.DISTRICT and homes and p.match.place.admin1_code not in homes
            else p
            for p in places_
        ]
        for i, places_ in found.items()
    }
    if len(regions) != 1:
        return found
    (code, region), *_ = regions.items()
    home = region.match.place

    def kept(p: PlaceMention) -> PlaceMention:
        place = p.match.place
        small = p.precision is GeoPrecision.EXACT and not p.relative and place.population < TOWN
        if not small or place.country_code != home.country_code or place.admin1_code in {code, None, *towns}:
            return p
        far = distance_km(place.latitude, place.longitude, home.latitude, home.longitude) > FAR_KM
        return replace(p, match=region.match, named=region.name_span) if far else p

    return {i: [kept(p) for p in places_] for i, places_ in found.items()}
