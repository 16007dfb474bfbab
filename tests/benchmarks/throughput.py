"""How many articles a second the commands read on one core, their start included, and the memory that they take.

python tests/benchmarks/throughput.py                          on the example reports in seeds/
STRIKEMAP_CORPUS=... python tests/benchmarks/throughput.py     on real news, and on Ukrainian and Russian lines

Articles of 2,500 bytes are cut from the texts laid end to end; each further round through the texts lays them in another order, so
that the cuts fall elsewhere. Beside: the naive geoparser as a process of its own. This module stays small on purpose: the memory of a
process counts from that of the one which started it.

First `strikemap extract` on articles of 3,000 bytes: invented ones that tell of strikes and aid throughout, and ordinary ones that tell of
them in a paragraph or two. Beside it `gazetteer geoparse` on the same texts, the part of the work that finds and places names.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import invented_articles
from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import OURS, PEER, ROOT, ProcessError, Run, corpus_folder, missing, run

ARTICLES, ARTICLE_BYTES, REPORT_BYTES = 2000, 2500, 3000
EXTRACT = (sys.executable, "-m", "dashboard", "extract", "--quiet")
RUNS = 3
SEED = 20240404


def articles(texts: Sequence[str]) -> Iterator[str]:
    """`ARTICLES` pieces of about `ARTICLE_BYTES`, cut between words."""
    shuffle = random.Random(SEED).shuffle  # noqa: S311 - the same order each time, no secret
    order = list(texts)
    words: list[str] = []
    size = count = 0
    while True:
        for text in order:
            for word in text.split(" "):
                words.append(word)
                size += len(word.encode()) + 1
                if size >= ARTICLE_BYTES:
                    yield " ".join(words)
                    words, size, count = [], 0, count + 1
                    if count == ARTICLES:
                        return
            words.append("\n\n")
        shuffle(order)


def measure(file: Path, texts: Sequence[str]) -> list[Figure]:
    """Articles a second and peak memory of both commands on the same file."""
    rows = (json.dumps({"id": str(number), "text": text}, ensure_ascii=False) for number, text in enumerate(articles(texts)))
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    empty = file.with_name("empty.jsonl")
    empty.touch()
    ours, peer = _runs(OURS, file), _runs(PEER, file)
    starts = [statistics.median(one.seconds for one in _runs(command, empty)) for command in (OURS, PEER)]
    seconds = [statistics.median(one.seconds for one in runs) for runs in (ours, peer)]
    rates = [ARTICLES / whole for whole in seconds]
    running = [ARTICLES / (whole - start) for whole, start in zip(seconds, starts, strict=True)]
    peaks = [max(one.peak_mb for one in runs) for runs in (ours, peer)]
    return [
        Figure(what="articles a second, start included", ours=rates[0], here=rates[1], goal=Goal(limit=300)),
        Figure(what="articles a second, start left out", ours=running[0], here=running[1]),
        Figure(what="start (a file with no line), s", ours=starts[0], here=starts[1]),
        Figure(what="peak memory, MB", ours=peaks[0], here=peaks[1], goal=Goal(limit=400, at_most=True)),
    ]


def measure_extract(folder: Path, texts: Iterable[str]) -> list[Figure]:
    """Reports a second of `strikemap extract`, beside the geoparsing of the same texts alone."""
    reports = folder / "reports"
    reports.mkdir(parents=True)
    file = folder / "reports.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(texts):
            (reports / f"{number:04d}.txt").write_text(text, encoding="utf-8", newline="")
            lines.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    empty = folder / "nothing.txt"
    empty.write_text("A quiet day.", encoding="utf-8")
    ours, parse = run((*EXTRACT, str(reports)), one_core=True), run((*OURS, str(file)), one_core=True)
    start = run((*EXTRACT, str(empty)), one_core=True)
    rows = ours.out.count("\n")
    return [
        Figure(what="reports a second, start included", ours=ARTICLES / ours.seconds, here=ARTICLES / parse.seconds, goal=Goal(limit=100)),
        Figure(what="reports a second, start left out", ours=ARTICLES / (ours.seconds - start.seconds)),
        Figure(what="start (one short report), s", ours=start.seconds),
        Figure(what="records a report", ours=rows / ARTICLES),
        Figure(what="peak memory, MB", ours=ours.peak_mb, here=parse.peak_mb),
    ]


def _runs(command: tuple[str, ...], file: Path) -> list[Run]:
    return [run((*command, str(file)), one_core=True) for _ in range(RUNS)]


def texts_of(files: Sequence[Path]) -> list[str]:
    """The texts of files with a JSON object a line."""
    return [str(json.loads(line)["text"]) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    """Print a table a kind of text; the status is 1 where something to measure with is missing."""
    corpus = corpus_folder("articles are cut from seeds/, none in Ukrainian and Russian")
    if corpus is None:
        kinds = {"English, from the example reports": [file.read_text(encoding="utf-8") for file in sorted((ROOT / "seeds").glob("*.txt"))]}
    else:
        english = [corpus / "geoparse" / "TR-News.jsonl", corpus / "geoparse" / "LGL.jsonl"]
        slavic = [corpus / "viina" / "dev.jsonl"]
        if missing(*english, *slavic):
            return 1
        kinds = {"English news": texts_of(english), "Ukrainian and Russian lines": texts_of(slavic)}
    try:
        run((sys.executable, "-m", "gazetteer", "build"))  # so that no run has to compile it
        with TemporaryDirectory() as temporary:
            news = next(iter(kinds.values()))
            others = (
                [piece for text in news for piece in invented_articles.pieces(text)] if corpus else invented_articles.quiet_paragraphs()
            )
            for kind, reports in {
                "invented": invented_articles.articles(ARTICLES, REPORT_BYTES),
                "ordinary": invented_articles.ordinary_articles(ARTICLES, REPORT_BYTES, others),
            }.items():
                title = f"strikemap extract: {ARTICLES:,} {kind} reports of {REPORT_BYTES:,} bytes on one core, one run"
                show(title, "gazetteer geoparse on the same texts", measure_extract(Path(temporary) / kind, reports))
            for kind, texts in kinds.items():
                figures = measure(Path(temporary) / "articles.jsonl", texts)
                title = f"{kind}: {ARTICLES:,} articles of {ARTICLE_BYTES:,} bytes on one core, median of {RUNS} runs"
                show(title, "names without rules (naive_geoparser.py)", figures)
    except ProcessError as error:
        print(f"stopped: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
