"""How well the gazetteer finds and places toponyms, beside a geoparser without rules and published ones.

STRIKEMAP_CORPUS=... python tests/benchmarks/geoparse.py

English: the annotated news TR-News and LGL, scored by the scorer beside them. Ukrainian and Russian: lines of VIINA, whose scorer asks
for a point within 25 km of the line's place. The published figures are CamCoder's on the same two corpora.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import Figure, Goal, show
from tests.benchmarks.processes import NAIVE, OURS, PEER, ProcessError, corpus_folder, environment, missing, run

RECOGNITION = "recognition F1"
END_TO_END = "F1 at 161 km, end to end"
GIVEN = "accuracy at 161 km, spans given"
PUBLISHED = {
    "TR-News": {RECOGNITION: 0.803, END_TO_END: 0.621, GIVEN: 0.761},
    "LGL": {RECOGNITION: 0.713, END_TO_END: 0.469, GIVEN: 0.773},
}
GOALS = {
    "TR-News": {RECOGNITION: 0.82, END_TO_END: 0.70, GIVEN: 0.82},
    "LGL": {RECOGNITION: 0.73, END_TO_END: 0.56, GIVEN: 0.80},
}
LINES_GOAL, MOST_A_LINE = 0.85, 3.0
_LINES = re.compile(r"viina uk/ru: ([\d.]+) of (\d+) lines .*?; ([\d.]+) located")


def score(gold: Path, command: tuple[str, ...]) -> dict[str, float]:
    """The three figures of a geoparser on an annotated corpus."""
    whole = _scored(gold, run((*command, str(gold))).out)
    given = _scored(gold, run((*command, str(gold), "--given")).out, "--given")
    return {RECOGNITION: whole["recognition_f1"], END_TO_END: whole["f1_161km"], GIVEN: given["accuracy_161km"]}


def _scored(gold: Path, answers: str, *how: str) -> dict[str, float]:
    with TemporaryDirectory() as temporary:
        predicted = Path(temporary) / "predicted.jsonl"
        predicted.write_text(answers, encoding="utf-8")
        figures: dict[str, float] = json.loads(
            run((sys.executable, str(gold.parent / "score.py"), str(gold), str(predicted), "--json", *how)).out
        )
    return figures


def score_lines(scorer: Path, lines: Path, folder: Path) -> tuple[float, int, float]:
    """Share of lines located, lines scored, located toponyms a line; of the `gazetteer` in a folder, which the scorer starts."""
    # It fails where its own goal is missed, so its status says nothing of use here.
    said = subprocess.run(
        (sys.executable, str(scorer), str(folder), str(lines)), capture_output=True, text=True, check=False, env=environment()
    )
    found = _LINES.search(said.stdout)
    if found is None:
        raise ProcessError(f"{scorer} gave no figures for {lines}: {(said.stderr.strip().splitlines() or ['it says nothing'])[-1]}")
    return float(found[1]), int(found[2]), float(found[3])


def naive_command(folder: Path) -> Path:
    """A folder with the naive geoparser under our command's name."""
    command = folder / "gazetteer"
    command.write_text(f"#!{sys.executable}\nimport runpy, sys\nsys.argv.pop(1)\nrunpy.run_path({str(NAIVE)!r}, run_name='__main__')\n")
    command.chmod(0o755)
    return folder


def english(gold: Path) -> None:
    """The table of an English corpus."""
    name = gold.stem
    ours, peer = score(gold, OURS), score(gold, PEER)
    figures = [
        Figure(what=what, ours=ours[what], here=peer[what], published=PUBLISHED[name][what], goal=Goal(limit=GOALS[name][what]))
        for what in (RECOGNITION, END_TO_END, GIVEN)
    ]
    show(name, "names without rules (naive_geoparser.py)", figures, "CamCoder")


def slavic(scorer: Path, lines: Path, binary: Path) -> None:
    """The table of a file of Ukrainian and Russian lines."""
    located, count, toponyms = score_lines(scorer, lines, binary)
    with TemporaryDirectory() as temporary:
        peer = score_lines(scorer, lines, naive_command(Path(temporary)))
    figures = [
        Figure(what="lines with a toponym within 25 km", ours=located, here=peer[0], goal=Goal(limit=LINES_GOAL)),
        Figure(what="located toponyms a line", ours=toponyms, here=peer[2], goal=Goal(limit=MOST_A_LINE, at_most=True)),
    ]
    show(f"VIINA {lines.stem}, {count} lines in Ukrainian and Russian", "names without rules (naive_geoparser.py)", figures)


def main() -> int:
    """Print a table a corpus; the status is 1 where something to measure with is missing."""
    corpus = corpus_folder()
    if corpus is None:
        return 0
    golds = [corpus / "geoparse" / f"{name}.jsonl" for name in PUBLISHED]
    scorer, binary = corpus / "viina" / "score.py", Path(sys.executable).parent
    if missing(*golds, corpus / "geoparse" / "score.py", scorer, corpus / "viina" / "dev.jsonl"):
        return 1
    if not (binary / "gazetteer").exists():
        print(f"missing: {binary / 'gazetteer'}; install this checkout there: pip install -e .")
        return 1
    try:
        for gold in golds:
            english(gold)
        for lines in sorted(scorer.parent.glob("*.jsonl")):
            slavic(scorer, lines, binary)
    except ProcessError as error:
        print(f"stopped: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
