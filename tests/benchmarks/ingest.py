"""How fast `strikemap ingest` reads many reports with two processes, whether that holds as they grow, and the memory that it takes.

python tests/benchmarks/ingest.py [REPORTS ...]           default: 1000 10000 100000
STRIKEMAP_CORPUS=... python tests/benchmarks/ingest.py    paragraphs of real news between the invented ones

Reports of 3,000 bytes as one file of JSON Lines: invented strikes on thousands of towns, each told by one to five outlets, among
paragraphs of other news; one in four printed by further outlets word for word, as from a wire, and one in twenty twice by the same.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gazetteer import Gazetteer
from tests.benchmarks import invented_articles, million, retold
from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import ProcessError, Run, corpus_folder, run
from tests.benchmarks.throughput import texts_of

SIZES = (1000, 10_000, 100_000)
REPORT_BYTES = 3000
TOWNS = 6000
JOBS = 2
WIRES, TWICE = 0.25, 0.05
SEED = 20240701
_SIDES = {"UA": "Russian", "RU": "Ukrainian", "PS": "Israeli", "LB": "Israeli"}


def towns(gazetteer: Gazetteer) -> list[retold.Town]:
    """Real towns by their size, each with the one after it as its neighbour."""
    found = million.places(gazetteer, TOWNS)
    return [
        retold.Town(
            name=place.name,
            others=(),
            part=place.name,
            region=place.admin1 or place.name,
            neighbour=after.name,
            side=_SIDES.get(place.country_code or "", "Government"),
        )
        for place, after in zip(found, [*found[1:], found[0]], strict=True)
    ]


def reports(count: int, around: Sequence[str], where: Sequence[retold.Town]) -> Iterator[dict[str, str]]:
    """So many reports, as rows of JSON Lines."""
    draw = random.Random(SEED)  # noqa: S311 - the same each time, no secret
    made = 0
    for telling in retold.tellings(list(retold.strikes(1 + count // 3, where))):
        parts = telling.text.partition("\n\n")[2].split("\n\n")
        while sum(len(part.encode()) + 2 for part in parts) < REPORT_BYTES:
            parts.insert(draw.randrange(1, len(parts) + 1), draw.choice(around))
        text = "\n\n".join(parts).encode()[:REPORT_BYTES].decode("utf-8", "ignore")
        outlets = [telling.outlet]
        if draw.random() < WIRES:
            outlets += draw.sample(retold.OUTLETS, draw.choice((1, 1, 2, 3)))
        if draw.random() < TWICE:
            outlets.append(telling.outlet)
        for outlet in outlets:
            yield {"text": text, "source": outlet, "date": telling.published.isoformat()}
            made += 1
            if made == count:
                return


def measure(folder: Path, count: int, around: Sequence[str], where: Sequence[retold.Town]) -> tuple[Run, int]:
    """One ingest into a new store, and the events that came of it."""
    file, store = folder / f"{count}.jsonl", folder / f"{count}.sqlite"
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in reports(count, around, where))
    done = run((sys.executable, "-m", "dashboard", "ingest", "--quiet", "--jobs", str(JOBS), "--store", str(store), str(file)))
    with closing(sqlite3.connect(store)) as connection:
        (events,) = connection.execute("SELECT count(*) FROM event").fetchone()
    file.unlink()
    store.unlink()
    return done, events


def main() -> int:
    """Print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    corpus = corpus_folder("the paragraphs between are invented ones")
    if corpus is None:
        around = invented_articles.quiet_paragraphs()
    else:
        texts = texts_of([corpus / "geoparse" / "TR-News.jsonl", corpus / "geoparse" / "LGL.jsonl"])
        around = [piece for text in texts for piece in invented_articles.pieces(text)]
    gazetteer = Gazetteer.open()
    where = towns(gazetteer)
    figures: list[Figure] = []
    first: Run | None = None
    before: Run | None = None
    try:
        with TemporaryDirectory() as temporary:
            for size in sizes:
                done, events = measure(Path(temporary), size, around, where)
                first = first or done
                each, reference = 1000 * done.seconds / size, 1000 * first.seconds / sizes[0]
                figures += [
                    Figure(what=f"{size:,} reports: reports a second", ours=size / done.seconds, goal=Goal(limit=150)),
                    Figure(
                        what=f"{size:,} reports: ms a report", ours=each, here=reference, goal=Goal(limit=1.2 * reference, at_most=True)
                    ),
                    Figure(what=f"{size:,} reports: events", ours=events),
                    Figure(what=f"{size:,} reports: peak of the largest process, MB", ours=done.peak_mb, here=(before or done).peak_mb),
                ]
                print(f"{size:,} reports: {done.seconds:.1f} s", flush=True)
                before = done
    except ProcessError as error:
        print(f"stopped: {error}")
        return 1
    show(f"strikemap ingest --jobs {JOBS}", f"the time a report at {sizes[0]:,} reports; the memory at the size before", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
