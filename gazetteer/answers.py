"""What the command answers: matches as lines or JSON, the toponyms of each line of a JSONL file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import TextIO

from rich.console import Console
from rich.markup import escape

from gazetteer.errors import LineError
from gazetteer.geoparser import Gazetteer
from gazetteer.place import Match, Place, Toponym


def show(out: Console, number: int, match: Match) -> None:
    """Write a match in words, two lines; under the first also what else it could have been."""
    place = match.place
    where = ", ".join(
        part
        for part in (
            place.admin2,
            place.admin1 if place.admin1 != place.name else None,
            place.country if place.country != place.name else None,
        )
        if part
    )
    people = f", {place.population:,} people" if place.population else ""
    point = (
        f"{place.latitude:.4f} {place.longitude:.4f}, radius {place.radius_km:g} km"
        if match.latitude is not None
        else "no point of its own"
    )
    out.print(f"{number}. [bold]{escape(place.name)}[/bold]" + (f", {escape(where)}" if where else "") + f" ({place.kind}{people})")
    out.print(f"   {point}, precision {int(match.geo_precision)}; {match.method}, score {match.score:.2f}")
    if number == 1 and match.runners_up:
        out.print("   runners-up: " + escape("; ".join(_short(other) for other in match.runners_up)))


def _short(place: Place) -> str:
    return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part))


def match_row(match: Match) -> dict[str, object]:
    """A match as the JSON object of `gazetteer search --json`: degrees, km, score 0-1."""
    place = match.place
    return {
        "query": match.query, "name": place.name, "kind": place.kind, "admin1": place.admin1, "admin2": place.admin2,
        "country": place.country_code,
        "latitude": place.latitude, "longitude": place.longitude, "geo_precision": int(match.geo_precision), "radius_km": place.radius_km,
        "geonameid": place.geonameid, "population": place.population, "score": match.score, "method": match.method,
        "runners_up": [_short(other) for other in match.runners_up],
    }  # fmt: skip


def answer(gazetteer: Gazetteer, lines: Iterable[str], source: str, complain: Callable[[str], None], *, given: bool) -> int:
    """Write a line of toponyms for each line of a JSONL source; bad lines are complained of and make the status 1."""
    out: TextIO = sys.stdout
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            out.write(json.dumps(_answer_line(gazetteer, line, given=given), ensure_ascii=False) + "\n")
        except LineError as error:
            complain(f"{source}, line {number}: {error}; skipped")
            status = 1
    out.flush()
    return status


def _answer_line(gazetteer: Gazetteer, line: str, *, given: bool) -> dict[str, object]:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise LineError('not an object with a "text"')
    text: str = row["text"]
    toponyms = gazetteer.resolve_spans(text, _spans(row.get("toponyms"), len(text))) if given else gazetteer.geoparse(text)
    return {"id": row.get("id"), "toponyms": [_toponym_row(toponym) for toponym in toponyms]}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _spans(given: object, length: int) -> list[tuple[int, int]]:
    """The spans of a line, each within its text; `LineError` where they are no such list."""
    if not isinstance(given, list):
        raise LineError('its "toponyms" are not a list of {"start", "end"}')
    spans: list[tuple[int, int]] = []
    for number, span in enumerate(given, 1):
        start, end = (span.get(name) if isinstance(span, dict) else None for name in ("start", "end"))
        if type(start) is not int or type(end) is not int:
            raise LineError(f'its toponym {number} is not {{"start", "end"}} in whole characters')
        if not 0 <= start < end <= length:
            raise LineError(f"its toponym {number}, from {start} to {end}, does not lie in a text of {length} characters")
        spans.append((start, end))
    return spans


def _toponym_row(toponym: Toponym) -> dict[str, object]:
    row: dict[str, object] = {"start": toponym.start, "end": toponym.end, "text": toponym.text, "kind": toponym.kind}
    match = toponym.match
    if match is None:
        return {**row, **dict.fromkeys(("latitude", "longitude", "geo_precision", "radius_km", "geonameid", "name", "country", "score"))}
    place = match.place
    return {
        **row, "latitude": round(place.latitude, 5), "longitude": round(place.longitude, 5), "geo_precision": int(match.geo_precision),
        "radius_km": match.radius_km, "geonameid": place.geonameid, "name": place.name, "country": place.country_code, "score": match.score,
    }  # fmt: skip
