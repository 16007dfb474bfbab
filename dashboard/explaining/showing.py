"""Text for a terminal: nothing in it can steer the terminal, and every line fits the width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Unicode categories that a terminal obeys or hides: controls, directions and joiners, half surrogates, what is nothing yet."""
ESCAPE = "\x1b["
RESET = f"{ESCAPE}0m"

Piece = tuple[str, str]
"""Words of one style: the text, and the terminal's code for its colour or "" for none."""


def safe(text: str) -> str:
    r"""A text that shows its controls, escape sequences and changes of direction as `\x1b` and the like; blanks of all kinds are spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in "\t\r\n\v\f":
        return " "
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - Python's own escapes


def shortened(text: str, width: int) -> str:
    """A safe text of at most `width` code points, its end replaced by an ellipsis where it is longer."""
    words = " ".join(safe(text[: 4 * width]).split())
    whole = len(words) <= width and len(text) <= 4 * width
    return words if whole else words[: max(0, width - 1)].rstrip() + "…"


def cells(text: str) -> int:
    """How many columns a safe text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def painted(piece: Piece) -> str:
    """A piece in its colour."""
    text, style = piece
    return f"{ESCAPE}{style}m{text}{RESET}" if style and text else text


def wrapped(pieces: Iterable[Piece], width: int, first: str = "", later: str = "") -> Iterator[str]:
    """Lines of at most `width` columns, broken at blanks, in a longer word only where it fits no line; `first` and `later` indent them."""
    line: list[str] = []
    used, indent = 0, first
    for word in _words(pieces, max(1, width - cells(later))):
        size = sum(cells(text) for text, _ in word)
        if line and cells(indent) + used + 1 + size > width:
            yield indent + "".join(line)
            line, used, indent = [], 0, later
        if line:
            line.append(" ")
            used += 1
        line += map(painted, word)
        used += size
    if line:
        yield indent + "".join(line)


def _words(pieces: Iterable[Piece], longest: int) -> Iterator[list[Piece]]:
    """The words of a text, each with the styles inside it; one that is too long for a line comes in parts."""
    word: list[Piece] = []
    room = longest
    for text, style in pieces:
        for number, part in enumerate(text.split(" ")):
            if number and word:
                yield word
                word, room = [], longest
            for bit in _parts(part, room, longest):
                if word and cells(bit) > room:
                    yield word
                    word, room = [], longest
                word.append((bit, style))
                room -= cells(bit)
    if word:
        yield word


def _parts(text: str, room: int, longest: int) -> Sequence[str]:
    """A word whole where it fits the room, else cut to pieces of half the line at most, so that each fits in two columns a sign."""
    if len(text) * 2 <= room or cells(text) <= room:
        return [text] if text else []
    if cells(text) <= longest:
        return [text]
    step = max(1, longest // 2)
    return [text[i : i + step] for i in range(0, len(text), step)]
