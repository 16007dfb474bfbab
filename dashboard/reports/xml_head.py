"""How a document of XML begins: its encoding, what stands before its root, and the root by which its reader is chosen.

No entity is ever declared or expanded here, and nothing outside the document is asked for.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

SUFFIXES: Final = (".xml", ".rss", ".atom", ".rdf")
_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
"""First bytes, longest first, and the encoding that they tell."""
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)
_MEANT: Final = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
}
"""What is declared, and what is meant by it, as browsers read it."""
_ROOT: Final = re.compile(r"<(?:[^\W\d][\w.-]{0,100}:)?([^\W\d][\w.-]{0,100})(?=[\s/>])")
_DOCTYPE: Final = re.compile(r"<!doctype\s+(?:[^\W\d][\w.-]{0,100}:)?([^\W\d][\w.-]{0,100})", re.IGNORECASE)
_SUBSET_END: Final = re.compile(r"\]\s*>")
_BETWEEN: Final = " \t\r\n\ufeff"
_NOT_XML: Final = dict.fromkeys([*(code for code in range(32) if code not in (9, 10, 13)), 0xFFFE, 0xFFFF])
"""Characters that no document of XML may hold, though some do."""
_REFERENCE: Final = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_LONGEST_NUMBER: Final = 9
_LAST: Final = 0x10FFFF
_HALVES: Final = range(0xD800, 0xE000)
"""Code points that are half a character."""
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_WORD: Final = 3
"""Bytes beyond ASCII in a row: a word in Cyrillic; Latin letters with accents stand alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the beginning of a document."""

    root: str | None
    """The root's name, without its prefix, in small letters; None for what is no XML."""
    start: int = 0
    """Where the root begins, code points."""
    declared: bool = False
    """Whether it begins with `<?xml`."""
    has_own_entities: bool = False
    """Whether its DOCTYPE declares anything: the way of XML bombs."""


def head(text: str) -> Head:
    """How a text begins, as far as it is XML."""
    at, declared, name, own = 0, False, None, False
    while True:
        at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip(_BETWEEN))
        if text.startswith("<?", at):
            declared = declared or text.startswith("<?xml", at)
            end = _after("?>", text, at)
        elif text.startswith("<!--", at):
            end = _after("-->", text, at)
        elif doctype := _DOCTYPE.match(text, at):
            name = doctype[1].lower()
            end = _after(">", text, at)
            bracket = text.find("[", at, end or len(text))
            if bracket >= 0:
                own = True
                closing = _SUBSET_END.search(text, bracket)
                end = closing.end() if closing else 0
        else:
            break
        if end <= at:  # it is not closed
            return Head(root=name, start=len(text), declared=declared, has_own_entities=own)
        at = end
    root = _ROOT.match(text, at)
    return Head(root=name if root is None else root[1].lower(), start=at, declared=declared, has_own_entities=own)


def _after(mark: str, text: str, start: int) -> int:
    """Where a mark ends that comes next; 0 where none comes."""
    found = text.find(mark, start)
    return found + len(mark) if found >= 0 else 0


def decode(content: bytes) -> str:
    """The text of a document, whatever it says of its encoding; what XML may not hold is left out.

    It is UTF-8 where all or nearly all of it can be that, for many declare an encoding that they have given up; else what it declares,
    where that can be; else Cyrillic or Western, by how its letters stand.
    """
    return _REFERENCE.sub(_sound, _decode(content).lstrip(_BETWEEN).translate(_NOT_XML))


def _sound(reference: re.Match[str]) -> str:
    """A character's number as it is, where that is the number of one."""
    digits = (reference[1] or reference[2]).lstrip("0") or "0"
    code = int(digits, 16 if reference[1] else 10) if len(digits) <= _LONGEST_NUMBER else _LAST + 1
    return reference.group() if code <= _LAST and code not in _NOT_XML and code not in _HALVES else ""


def _decode(content: bytes) -> str:
    stripped = content.lstrip()
    for mark, encoding in _WIDE:
        if stripped.startswith(mark):
            return stripped.decode(encoding, "replace")
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if not bad or bad * 8 < sum(1 for char in text if char > "\x7f"):
        return text
    found = _DECLARED.match(content)
    name = "" if found is None else found[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(_MEANT.get(name, name))
        if codec.name != "utf-8":
            return codec.decode(content, "replace" if codec.name.startswith("cp125") else "strict")[0]
    except (LookupError, UnicodeError, TypeError):  # it lies, or names what no text has
        pass
    return content.decode(_by_its_letters(content), "replace")


def _by_its_letters(content: bytes) -> str:
    runs = [len(run) for run in _HIGH.findall(content)]
    if sum(run for run in runs if run >= _WORD) * 2 < sum(runs):
        return "cp1252"
    small = sum(content.count(byte) for byte in range(0xE0, 0x100))
    return "cp1251" if small * 2 >= sum(content.count(byte) for byte in range(0xC0, 0x100)) else "koi8-r"
