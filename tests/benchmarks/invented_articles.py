"""Articles of a given size, made of paragraphs of the example reports and the invented cases.

They are dense with strikes and aid, or have them where news has them: a paragraph or two among many others.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from gazetteer.names import has_cyrillic

ROOT = Path(__file__).resolve().parents[2]
SEED = 20240404
DAYS = 28
PIECE_WORDS = 40


def paragraphs() -> list[str]:
    """Every paragraph of the example reports and of the invented reports, without their headers."""
    texts = [path.read_text("utf-8").partition("\n\n")[2] for path in sorted((ROOT / "seeds").glob("*.txt"))]
    cases = (tomllib.loads(path.read_text("utf-8"))["text"] for path in sorted((ROOT / "tests" / "cases" / "reports").glob("*.toml")))
    texts += [text.partition("\n")[2] if text.lstrip().startswith("date ") else text for text in cases]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def quiet_paragraphs() -> list[str]:
    """The English paragraphs of the invented reports that tell of no strike and no aid."""
    cases = (tomllib.loads(path.read_text("utf-8")) for path in sorted((ROOT / "tests" / "cases" / "reports").glob("*.toml")))
    texts = (case["text"] for case in cases if not case.get("strikes") and not case.get("aid"))
    return [
        line for text in texts for line in text.splitlines() if line.strip() and not line.startswith("date ") and not has_cyrillic(line)
    ]


def pieces(text: str) -> Iterator[str]:
    """A text in paragraphs of a few sentences, also where it has no line breaks."""
    for line in filter(str.strip, text.splitlines()):
        words: list[str] = []
        for word in line.split():
            words.append(word)
            if word.endswith(".") and len(words) >= PIECE_WORDS:
                yield " ".join(words)
                words = []
        if words:
            yield " ".join(words)


def ordinary_articles(count: int, size: int, others: Sequence[str]) -> Iterator[str]:
    """`count` dated articles of about `size` bytes: one or two paragraphs as of `articles` among `others`, in another order each round."""
    draw = random.Random(SEED)  # noqa: S311 - the same articles each time, no secret
    told, waiting = paragraphs(), list[str]()
    for number in range(count):
        parts = draw.choices(told, k=draw.choice((1, 2)))
        while sum(len(part.encode()) + 2 for part in parts) < size:
            if not waiting:
                waiting = list(others)
                draw.shuffle(waiting)
            parts.insert(draw.randrange(len(parts) + 1), waiting.pop())
        article = f"date 2024-04-{number % DAYS + 1:02d}\n\n" + "\n\n".join(parts)
        yield article.encode()[:size].decode("utf-8", "ignore")


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
