"""How well extraction reads: precision, recall and exact counts, by phenomenon on invented cases and on real texts.

python tests/benchmarks/extraction.py             the invented cases, by file
STRIKEMAP_CORPUS=... python tests/benchmarks/extraction.py     and the annotated articles beside them, scored by their own scorer;
                                                  every third article is kept aside and reported apart
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.pipeline import extract
from gazetteer import Gazetteer
from tests.dashboard.extraction.grading import example_cases, grade, read, report_cases, sentence_cases


def invented(gazetteer: Gazetteer) -> None:
    """Print a line a phenomenon: cases fully right, records found, missing, added, values wrong."""
    print(f"{'invented cases':46} {'right':>9} {'found':>6} {'missing':>8} {'added':>6} {'wrong':>6}")
    for title, cases, by_file in (
        ("reports", report_cases(), False),
        ("examples", example_cases(), False),
        ("sentences", sentence_cases(), True),
    ):
        rows: dict[str, Counter[str]] = {}
        for case in cases:
            row = rows.setdefault(case.name.rsplit("-", 1)[0] if by_file else title, Counter())
            found = grade(case, read(case, gazetteer)[1], gazetteer)
            row.update(
                cases=1, right=found.right, hits=found.hits, missing=len(found.missing), extra=len(found.extra), wrong=len(found.wrong)
            )
        for name, row in rows.items():
            print(
                f"{name:46} {row['right']:4d}/{row['cases']:<4d} {row['hits']:6d} {row['missing']:8d} {row['extra']:6d} {row['wrong']:6d}"
            )


def corpus(folder: Path, gazetteer: Gazetteer, keep: int, title: str) -> None:
    """Score one part of the annotated articles with the scorer that lies beside them."""
    documents = [f for i, f in enumerate(sorted((folder / "docs").glob("*.txt"))) if (i % 3 == 2) == (keep == 1)]
    with tempfile.TemporaryDirectory() as temporary:
        gold = Path(temporary)
        (gold / "gold").mkdir()
        for document in documents:
            shutil.copy(folder / "gold" / f"{document.stem}.json", gold / "gold")
        shutil.copy(folder / "cross_article_links.json", gold)
        rows = extract([str(d) for d in documents], gazetteer)
        (gold / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        scorer = folder.parent / "reports" / "score.py"
        out = subprocess.run(
            [sys.executable, str(scorer), str(gold / "rows.jsonl"), "--gold", str(gold), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
    figures = json.loads(out.stdout)
    strike, aid = figures["strike"], figures["aid"]
    print(
        f"{title:46} strikes P {strike['precision']:.3f} R {strike['recall']:.3f} F1 {strike['f1']:.3f}  "
        f"killed exact {strike['killed_exact_rate_where_stated']:.3f}  injured exact {strike['injured_exact_rate_where_stated']:.3f}  "
        f"capped error {figures['killed_total']['capped_error']:.3f}  aid F1 {aid['f1']:.3f}  "
        f"empty {figures['negatives']['docs_without_predictions']}/{figures['negatives']['docs']}"
    )


def main() -> None:
    """Run both parts."""
    gazetteer = Gazetteer.open()
    invented(gazetteer)
    root = os.environ.get("STRIKEMAP_CORPUS")
    if root is None:
        print("STRIKEMAP_CORPUS is not set: the annotated articles are left out")
        return
    articles = Path(root) / "corpus" / "reports"
    corpus(articles, gazetteer, 0, "English articles, two thirds seen")
    corpus(articles, gazetteer, 1, "English articles, the third kept aside")


if __name__ == "__main__":
    main()
