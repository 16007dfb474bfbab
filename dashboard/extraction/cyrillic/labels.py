"""Place names that head a line or a list: "🔸 Новгород-Сіверський.", "Херсон, Дніпровський район.", "г. Грайворон и с. Козинка"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.extraction.around import Role
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.roles import LABEL, LISTED, OPENS
from dashboard.extraction.placed import PlaceMention

_NEXT = re.compile(r"[ ,(]{1,3}(?:м\.|с\.|смт|г\.|пос\.|громада|тг|отг)? ?")
"""Between the names of one label."""
_SORT = re.compile(
    r"(?: [\w'-]{3,30}(?:ської|цької|зької|ского|ской|цкого|цкой))?\)?,? ?"
    r"(?:району|района|області|области|громад\w{1,2}|тг|отг|м\.|смт|місто|город)?\)?"
)
"""After the last of them: its sort."""
_ENDS = re.compile(r"\)?,? (?:\(?\d{1,2}[:.]\d\d|станом на|на ранок|утро|ранок|доба|сутки|ситуація|ситуация)|\s*$")
_HOLDER = re.compile(r"(?:громади|общины|району|района|області|области|края|краю)$")
_SHORT = 12
"""Letters beside the names in a line that is nothing but a label: "Чернігівщина. Доба"."""
_LETTER = re.compile(r"[а-яіїєґ]")


def labelled(found: list[PlaceMention], line: Line) -> list[PlaceMention]:
    """The same places; those that head the line, or stand in a row with a struck one, are struck."""
    head = _head(found, line)
    out = list(found)
    if head:
        after = line.text[line.find(found[head - 1].end) :]
        rest = after[m.end() :] if (m := _SORT.match(after)) else after
        ends = LABEL.match(after) or LABEL.match(rest) or _ENDS.match(after) or _ENDS.match(rest)
        if ends or (after.startswith(", ") and not any(p.role is Role.EVENT for p in found) and _attack(line)):
            out[:head] = [_struck(p) if i == 0 or not _holds(line, p) else p for i, p in enumerate(out[:head])]
    for i in range(len(out) - 2, -1, -1):
        if out[i + 1].role is Role.EVENT and LISTED.fullmatch(line.text[line.find(out[i].end) : line.find(out[i + 1].start)]):
            out[i] = _struck(out[i])
    return out


def is_label(line: Line, found: Sequence[PlaceMention]) -> bool:
    """Whether a line is nothing but the name of a place, perhaps with a time or a word beside it."""
    named = sum(len(_LETTER.findall(line.text[line.find(p.start) : line.find(p.end)])) for p in found)
    return bool(found) and len(_LETTER.findall(line.text)) - named <= _SHORT


def _head(found: Sequence[PlaceMention], line: Line) -> int:
    """How many places the line opens with."""
    n = 0
    while n < len(found):
        start = line.find(found[n].start)
        lead = line.text[line.find(found[n - 1].end) : start] if n else line.text[:start]
        if not (_NEXT if n else OPENS).fullmatch(lead):
            break
        n += 1
    return n


def _holds(line: Line, p: PlaceMention) -> bool:
    """Whether a place only says where the one before it lies: "с. Приколотне Вільхуватської громади"."""
    return _HOLDER.search(line.text[line.find(p.start) : line.find(p.end)]) is not None


def _struck(p: PlaceMention) -> PlaceMention:
    return replace(p, role=Role.EVENT) if p.role is Role.CONTEXT and not p.is_country else p


def _attack(line: Line) -> bool:
    return any(h.key == "strong" for h in hits(line, "strikes", "attack"))
