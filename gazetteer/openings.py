"""How whatever a pattern finds can begin, read from the pattern's source."""

from __future__ import annotations

import re

LETTERS = 4
"""Signs of a word by which openings are told apart."""
_MANY = 3000
"""Openings of one pattern; more are not worth telling apart."""
_ANY, GAP, _BOUND, _RUN, PASSED, START = "\0", "\1", "\2", "\3", "\4", "\5"
"""In an opening: any sign at all; some sign that is no part of a word; the bound of a word; a run of any words; such a run passed by;
the start of the text."""
_WORDS = re.compile(r"(?:\\w|\[\\w[^\]\\^]*\])\+[?+]?")
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?::|>|P<\w+>))?(?!\?)")
_ASIDE = re.compile(r"\(\?(?:=|!|<=|<!)")
_NO_MORE = re.compile(r"\(\?!(?:\\w|\[\\w[^\]\\^]*\])\)")
_AT_WORD = (r"\b", r"(?<!\w)", r"(?<![\w")
"""How a pattern has to begin so that it finds nothing within a word."""
_CLASSES = {"w": _ANY, "W": GAP, "s": GAP, "S": _ANY, "D": _ANY}


def openings(source: str) -> frozenset[str] | None:
    r"""The first signs of whatever a pattern can find, or None where that cannot be told.

    Each has at most `LETTERS` signs of a word; a shorter one ends with a mark where the word ends there, and is only begun otherwise. One
    that begins with another sign than a word's has only that. Where any words may come first ("\w+ works"), it is that of the word after
    them, with a mark before it; where only the start of the text will do, there is but a mark for that.
    """
    heads: set[str] = set()
    at = -1
    try:
        while at < len(source):
            if not source.startswith(_AT_WORD, at + 1):
                return None
            found, at = _sequence(source, at + 1)
            heads |= found
    except _UnreadableError:
        return None
    if any(head[:1] in {"", _ANY, GAP, _RUN} or head == PASSED for head in heads):
        return None
    return frozenset(head.rstrip(_ANY) for head in heads)


class _UnreadableError(Exception):
    """The pattern has a part whose beginning is not known."""


def is_word(sign: str) -> bool:
    """Whether a sign is part of a word: a letter, a digit or "_"."""
    return sign.isalnum() or sign == "_"


def _joined(first: set[str], second: set[str]) -> set[str]:
    """Every opening of one followed by one of the other."""
    out = {head if _is_closed(head) else _continued(head, tail) for head in first for tail in second}
    if len(out) > _MANY:
        raise _UnreadableError
    return out


def _continued(head: str, tail: str) -> str:
    """An opening that is not closed, followed by another."""
    sign = tail[:1]
    if head in {_RUN, PASSED}:
        if sign in {"", _BOUND, _RUN, PASSED}:
            return head if sign in {"", _BOUND} else sign
        if not is_word(sign):
            return _ANY if sign == _ANY else PASSED
        return _ANY if head == _RUN else head + tail
    if sign == _BOUND or not head:
        return tail if not head and sign != _BOUND else head and head + GAP
    passed = PASSED if head.startswith(PASSED) else ""
    return passed + _cut(head.removeprefix(PASSED) + (_ANY if sign in {_RUN, PASSED} else tail))


def _is_closed(head: str) -> bool:
    if head in {_RUN, PASSED}:
        return False
    signs = head.removeprefix(PASSED)
    return len(signs) >= LETTERS or (signs != "" and not is_word(signs[-1]))


def _cut(head: str) -> str:
    """An opening up to its first sign that is no part of a word; behind one that is, that sign is only marked."""
    for at, sign in enumerate(head[:LETTERS]):
        if sign == _ANY or (not is_word(sign) and at == 0):
            return head[: at + 1]
        if not is_word(sign):
            return head[:at] + GAP
    return head[:LETTERS]


def _alternatives(source: str, at: int) -> tuple[set[str], int]:
    heads: set[str] = set()
    while True:
        found, at = _sequence(source, at)
        heads |= found
        if at >= len(source) or source[at] != "|":
            return heads, at
        at += 1


def _sequence(source: str, at: int) -> tuple[set[str], int]:
    heads = {""}
    while at < len(source) and source[at] not in "|)":
        if (words := _WORDS.match(source, at)) is not None:
            heads, at = _joined(heads, {_RUN}), words.end()
            continue
        found, at = _atom(source, at)
        least, most, at = _times(source, at)
        if most != 1:
            found = {head if _is_closed(head) or head in {"", _BOUND, _RUN, PASSED} else _continued(head, _ANY) for head in found}
        heads = _joined(heads, found | {""} if least == 0 else found)
    return heads, at


def _times(source: str, at: int) -> tuple[int, int | None, int]:
    """How often an atom stands at least and at most (None: any number), and where its quantifier ends."""
    m = _QUANTIFIER.match(source, at)
    if m is None:
        return 1, 1, at
    if m[1]:
        return (1 if m[1] == "+" else 0), (1 if m[1] == "?" else None), m.end()
    if not m[2] and not m[4]:
        raise _UnreadableError
    least = int(m[2] or 0)
    return min(least, 1), (1 if m[4] == "1" or (not m[3] and least == 1) else None), m.end()


def _atom(source: str, at: int) -> tuple[set[str], int]:
    sign = source[at]
    if sign == "\\":
        return _escaped(source[at + 1]), at + 2
    if sign == "[":
        return _bracket(source, at)
    if sign == "(":
        return _parenthesis(source, at)
    if sign == ".":
        return {_ANY}, at + 1
    if sign in "^$":
        return {START if sign == "^" else ""}, at + 1
    if sign in "*+?{":
        raise _UnreadableError
    return {sign}, at + 1


def _escaped(sign: str) -> set[str]:
    if sign == "d":
        return set("0123456789")
    if sign == "b":
        return {_BOUND}
    if sign in _CLASSES:
        return {_CLASSES[sign]}
    if sign in "ABZ":
        return {""}
    if sign.isalnum():
        raise _UnreadableError
    return {sign}


def _parenthesis(source: str, at: int) -> tuple[set[str], int]:
    if (ended := _NO_MORE.match(source, at)) is not None:
        return {_BOUND}, ended.end()
    if (aside := _ASIDE.match(source, at)) is not None:
        end = _skipped(source, aside.end())
        return {_BOUND if _is_no_word(aside[0], source[aside.end() : end - 1]) else ""}, end
    group = _GROUP.match(source, at)
    if group is None:
        return {_ANY, ""}, _skipped(source, at + 1)
    heads, at = _alternatives(source, group.end())
    if at >= len(source):
        raise _UnreadableError
    return heads, at + 1


def _is_no_word(opening: str, inside: str) -> bool:
    """Whether what a look-ahead asks for begins with a sign that is no part of a word."""
    if opening != "(?=":
        return False
    heads, at = _alternatives(inside, 0)
    return at == len(inside) and all(head and not is_word(head[0]) and head[0] not in {_ANY, _BOUND, _RUN, PASSED, START} for head in heads)


def _skipped(source: str, at: int) -> int:
    """Past the closing parenthesis of the group that `at` lies in."""
    depth = 1
    while depth:
        if at >= len(source):
            raise _UnreadableError
        if source[at] == "\\":
            at += 1
        elif source[at] == "[":
            at = _bracket_end(source, at) - 1
        else:
            depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
    return at


def _bracket_end(source: str, at: int) -> int:
    """Past the closing bracket of the set that begins at `at`."""
    at += 1 + source.startswith("^", at + 1)
    at += source.startswith("]", at)
    while source[at] != "]":
        at += 1 + (source[at] == "\\")
    return at + 1


def _bracket(source: str, at: int) -> tuple[set[str], int]:
    end = _bracket_end(source, at)
    inside = source[at + 1 : end - 1]
    if inside.startswith("^") or "\\" in inside:
        return {_ANY}, end
    signs: set[str] = set()
    while inside:
        if len(inside) > 2 and inside[1] == "-":  # noqa: PLR2004 - "a-z"
            signs |= {chr(code) for code in range(ord(inside[0]), ord(inside[2]) + 1)}
            inside = inside[3:]
        else:
            signs.add(inside[0])
            inside = inside[1:]
    return signs, end
