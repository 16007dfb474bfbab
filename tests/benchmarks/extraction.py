"""How well extraction reads: precision, recall and exact values, by phenomenon on invented cases and on real texts.

python tests/benchmarks/extraction.py             the invented cases, by file
STRIKEMAP_CORPUS=... python tests/benchmarks/extraction.py     and the annotated articles beside them, scored by their own scorer;
                                                  every third English article is kept aside and reported apart
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.pipeline import extract
from gazetteer import Gazetteer
from tests.dashboard.extraction.grading import Case, example_cases, grade, read, report_cases, sentence_cases

_VALUES = (
    *("killed", "injured", "killed_by", "injured_by", "attacks", "actor", "target", "weapon", "geo_precision"),
    *("status", "ordinal", "category", "recipient", "usd", "date"),
)
"""The values that are graded, by the first word of a fault."""
_SHOWN = ("killed", "injured", "actor", "target", "weapon", "status", "recipient")
_WIDTH = 38


def invented(gazetteer: Gazetteer) -> None:
    """Print a line a phenomenon and a line for all: cases fully right, precision and recall of records, values that are right."""
    print(_line("invented cases", "right", "P", "R", "found", "values", *_SHOWN))
    whole: Counter[str] = Counter()
    for title, cases in (("reports", report_cases()), ("examples", example_cases())):
        row = _tally(cases, gazetteer)
        print(_row(title, row))
        whole += row
    phenomena: dict[str, list[Case]] = {}
    for case in sentence_cases():
        phenomena.setdefault(case.name.rsplit("-", 1)[0], []).append(case)
    sentences: Counter[str] = Counter()
    for name, cases_of_it in phenomena.items():
        row = _tally(cases_of_it, gazetteer)
        print(_row(f"  {name}", row))
        sentences += row
    print(_row("sentences", sentences))
    print(_row("all", whole + sentences))


def _tally(cases: Iterable[Case], gazetteer: Gazetteer) -> Counter[str]:
    """How many cases, records and values there are, and how many of them are right."""
    row: Counter[str] = Counter()
    for case in cases:
        found = grade(case, read(case, gazetteer)[1], gazetteer)
        row.update(cases=1, right=found.right, hits=found.hits, missing=len(found.missing), extra=len(found.extra), wrong=len(found.wrong))
        row.update({f"given {value}": n for value, n in found.compared.items()})
        row.update(f"wrong {fault.split(': ', 1)[1].split()[0]}" for fault in found.wrong)
    return row


def _row(name: str, row: Counter[str]) -> str:
    hits, given = row["hits"], sum(row[f"given {value}"] for value in _VALUES)
    return _line(
        name,
        f"{row['right']}/{row['cases']}",
        _share(hits, hits + row["extra"]),
        _share(hits, hits + row["missing"]),
        str(hits),
        _share(given - sum(row[f"wrong {value}"] for value in _VALUES), given),
        *(_share(row[f"given {value}"] - row[f"wrong {value}"], row[f"given {value}"]) for value in _SHOWN),
    )


def _line(name: str, *cells: str) -> str:
    return name.ljust(_WIDTH) + " ".join(cell.rjust(9) for cell in cells)


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def corpus(folder: Path, documents: list[Path], gazetteer: Gazetteer, title: str) -> None:
    """Score annotated articles with the scorer that lies beside them."""
    with tempfile.TemporaryDirectory() as temporary:
        gold = Path(temporary)
        (gold / "gold").mkdir()
        for document in documents:
            shutil.copy(folder / "gold" / f"{document.stem}.json", gold / "gold")
        shutil.copy(folder / "cross_article_links.json", gold)
        rows = extract([str(d) for d in documents], gazetteer)
        (gold / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        scorer = folder.parent / "reports" / "score.py"
        command = [sys.executable, str(scorer), str(gold / "rows.jsonl"), "--gold", str(gold), "--json"]
        figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    print(_line(title, *_cells(figures)))


_COLUMNS = ("articles", "P", "R", "F1", "killed", "injured", "capped", "geocoded", "aid P", "aid R", "aid F1", "status", "empty")


def _cells(figures: dict[str, Any]) -> list[str]:
    """The figures of the table's columns; what the articles do not tell is a dash."""
    strike, aid, negatives = figures["strike"], figures["aid"], figures["negatives"]
    told = [
        *(strike[name] for name in ("precision", "recall", "f1", "killed_exact_rate_where_stated", "injured_exact_rate_where_stated")),
        figures["killed_total"]["capped_error"],
        strike["geocoded_within_radius"],
        *(aid[name] for name in ("precision", "recall", "f1", "status_accuracy")),
    ]
    shares = ["-" if share is None else f"{share:.3f}" for share in told]
    return [str(figures["docs"]), *shares, f"{negatives['docs_without_predictions']}/{negatives['docs']}"]


def main() -> None:
    """Run both parts."""
    gazetteer = Gazetteer.open()
    invented(gazetteer)
    root = os.environ.get("STRIKEMAP_CORPUS")
    if root is None:
        print("STRIKEMAP_CORPUS is not set: the annotated articles are left out")
        return
    print("\n" + _line("annotated articles", *_COLUMNS))
    english = Path(root) / "corpus" / "reports"
    documents = sorted((english / "docs").glob("*.txt"))
    corpus(english, [d for i, d in enumerate(documents) if i % 3 != 2], gazetteer, "English, two thirds seen")
    corpus(english, [d for i, d in enumerate(documents) if i % 3 == 2], gazetteer, "English, the third kept aside")
    slavic = Path(root) / "corpus" / "reports-ukru"
    if slavic.is_dir():
        corpus(slavic, sorted((slavic / "docs").glob("*.txt")), gazetteer, "Ukrainian and Russian posts")


if __name__ == "__main__":
    main()
