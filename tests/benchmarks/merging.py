"""How well what several reports tell of one strike is joined, beside VIINA's rule (same place, same day) and plain adding.

python tests/benchmarks/merging.py                    generated reports of 500 strikes and more (retold.py)
STRIKEMAP_CORPUS=... python tests/benchmarks/merging.py     and the annotated articles, scored by their own scorer

Links are pairs of claims of different reports; F1 over all such pairs. Deaths are those of unique events, none weighing more than 50.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from dashboard.pipeline import extract
from dashboard.rows import Row
from gazetteer import Gazetteer
from tests.benchmarks import retold
from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import corpus_folder, missing

STRIKES = 520
HEAVIEST = 50
"""The most that one event weighs in the deaths that are compared."""
_NEAR_DAYS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Pairs of claims of different reports that are said to tell one event."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def links(rows: Sequence[tuple[Row, Hashable]], key: Callable[[Row], Hashable]) -> Links:
    """Compare what a key joins with what is one in truth.

    Args:
        rows: Rows of `extract`, each with what it tells in truth.
        key: What is equal for rows that are said to tell one event.
    """
    counts: Counter[str] = Counter()
    blocks: defaultdict[Hashable, set[int]] = defaultdict(set)
    for number, (row, truth) in enumerate(rows):
        blocks["said", key(row)].add(number)
        blocks["true", truth].add(number)
    pairs = {pair for members in blocks.values() for pair in combinations(sorted(members), 2)}
    for one, other in pairs:
        (a, truth_a), (b, truth_b) = rows[one], rows[other]
        if a["doc_id"] != b["doc_id"]:
            said, true = key(a) == key(b), truth_a == truth_b
            counts["right" if said and true else "wrong" if said else "missed"] += 1
    return Links(right=counts["right"], wrong=counts["wrong"], missed=counts["missed"])


def by_place_and_day(row: Row) -> Hashable:
    """VIINA's rule: one strike a place and day."""
    return row["place"], row["date"]


def by_event(row: Row) -> Hashable:
    """Ours."""
    return str(row["event_id"])


def generated(gazetteer: Gazetteer) -> list[Figure]:
    """The figures on generated reports."""
    strikes = list(retold.strikes(STRIKES))
    told = {telling.doc_id: telling for telling in retold.tellings(strikes)}
    rows = _extracted(told.values(), gazetteer)
    matched = _matched(rows, told)
    ours, rule = links(matched, by_event), links(matched, by_place_and_day)
    gold = sum(min(strike.killed, HEAVIEST) for strike in strikes)
    unique: defaultdict[Hashable, int] = defaultdict(int)
    for row in rows:
        if row["part_of"] is None:
            unique[row["event_id"]] = max(unique[row["event_id"]], row["killed"] or 0)
    deaths = sum(min(count, HEAVIEST) for count in unique.values())
    added = sum(min(row["killed"] or 0, HEAVIEST) for row in rows if row["part_of"] is None)
    tellings = sum(len(telling.strikes) for telling in told.values())
    return [
        Figure(what=f"tellings of {len(strikes)} strikes that were found, share", ours=len(matched) / tellings),
        Figure(what="links, F1", ours=ours.f1, here=rule.f1, goal=Goal(limit=0.95)),
        Figure(what="links that are wrong", ours=ours.wrong, here=rule.wrong),
        Figure(what="links that are missed", ours=ours.missed, here=rule.missed),
        Figure(
            what="error of deaths over unique events, share",
            ours=abs(deaths - gold) / gold,
            here=abs(added - gold) / gold,
            goal=Goal(limit=0.06, at_most=True),
        ),
    ]


def generated_rows(strikes: int) -> list[tuple[Row, Hashable]]:
    """Rows of generated reports of so many strikes, each with the number of the strike that it tells."""
    told = {telling.doc_id: telling for telling in retold.tellings(list(retold.strikes(strikes)))}
    return _matched(_extracted(told.values(), Gazetteer.open()), told)


def _matched(rows: Iterable[Row], told: Mapping[str, retold.Telling]) -> list[tuple[Row, Hashable]]:
    return [(row, truth) for row in rows if (truth := _truth(row, told[row["doc_id"]])) is not None]


def _extracted(told: Iterable[retold.Telling], gazetteer: Gazetteer) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "told.jsonl"
        lines = ({"id": each.doc_id, "source": each.outlet, "date": each.published.isoformat(), "text": each.text} for each in told)
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return [row for row in extract([str(file)], gazetteer) if row["kind"] == "strike"]


def _truth(row: Row, telling: retold.Telling) -> int | None:
    """The number of the strike that a row tells: of those of its report the one whose day is nearest; None where none is near."""
    day = date.fromisoformat(row["date"]) if row["date"] else telling.published
    near = min(telling.strikes, key=lambda strike: abs((strike.day - day).days))
    return near.number if abs((near.day - day).days) <= _NEAR_DAYS else None


def annotated(corpus: Path, gazetteer: Gazetteer) -> list[Figure]:
    """The figures on the annotated articles, by their own scorer."""
    folder = corpus / "reports"
    rows = extract([str(folder / "docs")], gazetteer)
    ruled = [row | {"event_id": str(by_place_and_day(row))} if row["kind"] == "strike" else row for row in rows]
    ours, rule = (_scored(each, folder) for each in (rows, ruled))
    gold = ours["killed_unique_gold_capped"]
    added = sum(
        min(row["killed"] or 0, HEAVIEST) for row in rows if row["kind"] == "strike" and row["part_of"] is None and not row["background"]
    )
    return [
        Figure(what="links across articles, F1", ours=ours["link_f1"], here=rule["link_f1"], goal=Goal(limit=0.85)),
        Figure(what="links across articles, precision", ours=ours["link_precision"], here=rule["link_precision"]),
        Figure(what="links across articles, recall", ours=ours["link_recall"], here=rule["link_recall"]),
        Figure(
            what="error of deaths over unique events, share",
            ours=abs(ours["killed_unique_predicted_capped"] - gold) / gold,
            here=abs(added - gold) / gold,
            goal=Goal(limit=0.06, at_most=True),
        ),
    ]


def _scored(rows: Sequence[Row], folder: Path) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        file.flush()
        answer = subprocess.run([sys.executable, str(folder / "score.py"), file.name, "--json"], capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(answer.stdout)["cross_article"]
    return found


def main() -> int:
    """Print the tables; the status is 1 where something to measure with is missing."""
    gazetteer = Gazetteer.open()
    show("generated reports", "VIINA's rule, and plain adding", generated(gazetteer))
    corpus = corpus_folder("the annotated articles are left out")
    if corpus is not None:
        if missing(corpus / "reports" / "score.py"):
            return 1
        show("annotated articles", "VIINA's rule, and plain adding", annotated(corpus, gazetteer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
