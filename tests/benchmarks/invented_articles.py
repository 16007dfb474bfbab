"""Invented articles of a given size, made of paragraphs of the example reports and the invented cases: dense with strikes and aid."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEED = 20240404
DAYS = 28


def paragraphs() -> list[str]:
    """Every paragraph of the example reports and of the invented reports, without their headers."""
    texts = [path.read_text("utf-8").partition("\n\n")[2] for path in sorted((ROOT / "seeds").glob("*.txt"))]
    cases = (tomllib.loads(path.read_text("utf-8"))["text"] for path in sorted((ROOT / "tests" / "cases" / "reports").glob("*.toml")))
    texts += [text.partition("\n")[2] if text.lstrip().startswith("date ") else text for text in cases]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def articles(count: int, size: int) -> Iterator[str]:
    """`count` articles of about `size` bytes, dated; each paragraph comes once before any comes again, in another order each round."""
    shuffle = random.Random(SEED).shuffle  # noqa: S311 - the same order each time, no secret
    every, waiting = paragraphs(), list[str]()
    for number in range(count):
        article = f"date 2024-04-{number % DAYS + 1:02d}\n"
        while len(article.encode()) < size:
            if not waiting:
                waiting = every.copy()
                shuffle(waiting)
            article += "\n" + waiting.pop() + "\n"
        yield article.encode()[:size].decode("utf-8", "ignore")
