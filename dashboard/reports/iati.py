"""IATI activities (XML, standard 2.0x): each is one report, each transaction that gives aid one claim. The door to lxml.

The file comes from outside: entities are not resolved, nothing is fetched, and it is read as a stream. Elements and attributes are known
by their local names, for d-portal and others put namespaces of their own around them, under prefixes that change within one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO, Final

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.records import Coded
from dashboard.reports.iati_activity import activity
from dashboard.reports.iati_words import Node

SUFFIXES: Final = (".xml",)
MAX_BYTES: Final = 200 * 1024 * 1024
_ACTIVITY: Final = "iati-activity"
_ACTIVITIES: Final = re.compile(rb"<(?:[\w.-]+:)?iati-activit(?:ies|y)[\s/>]")
_CHUNK: Final = 1 << 16
_LARGEST: Final = 32 * 1024 * 1024
"""Bytes of one activity, which is in memory as a whole."""


def is_activities(beginning: bytes) -> bool:
    """Whether a file begins as one of activities does, whatever wraps them and in whatever encoding."""
    return _ACTIVITIES.search(beginning.replace(b"\0", b"")) is not None


def reports(file: BinaryIO, *, name: str, doc_id: str, retrieved_at: datetime) -> Iterator[Coded | SourceError]:
    """The activities of a file in their order, and an error in the place of each that cannot be known again.

    Raises:
        SourceTooLargeError: it is larger than the limit; the activities up to there were read.
        SourceError: it is no whole XML file of activities, or declares entities; the activities before the fault were read.
    """
    number = 0
    for number, node in enumerate(_activities(file, name), start=1):
        found = activity(node, doc_id=doc_id, retrieved_at=retrieved_at)
        yield SourceError(f"{name}, activity {number}: {found}; leave it out.") if isinstance(found, str) else found
    if not number:
        raise SourceError(f"{name}: is XML without IATI activities; of XML only these are read.")


def _activities(file: BinaryIO, name: str) -> Iterator[Node]:
    """Each activity as it ends; what was read is let go of."""
    since = depth = begun = 0
    for event, element, read in _events(file, name):
        if event == "start":
            depth += 1
            if depth == 1 and element.getroottree().docinfo.doctype:
                raise SourceError(f"{name}: declares a document type, which no activities need; leave it out.")
            if not begun and _local(element.tag) == _ACTIVITY:
                begun, since = depth, read
            if begun and read - since > _LARGEST:
                raise SourceTooLargeError(f"{name}: has an activity of more than {_LARGEST // (1024 * 1024)} MB; leave it out.")
            continue
        if depth == begun:
            yield _node(element)
            begun = 0
        depth -= 1
        if not begun:
            _let_go(element)


def _events(file: BinaryIO, name: str) -> Iterator[tuple[str, Any, int]]:
    """Where elements start and end, with the number of bytes that were read."""
    from lxml import etree  # noqa: PLC0415 - only where there is XML

    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    read = 0
    try:
        while chunk := file.read(_CHUNK):
            read += len(chunk)
            if read > MAX_BYTES:
                raise SourceTooLargeError(f"{name}: is larger than {MAX_BYTES // (1024 * 1024)} MB, the limit for activities; split it.")
            parser.feed(chunk)
            for event, element in parser.read_events():
                yield event, element, read
        parser.close()
        for event, element in parser.read_events():
            yield event, element, read
    except etree.LxmlError as error:
        why = " ".join(str(error).split())[:120]
        raise SourceError(f"{name}: is no whole XML file ({why}); download it again.") from error


def _let_go(element: Any) -> None:  # noqa: ANN401 - lxml is not typed
    """Free an element that was read, and those before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _node(element: Any) -> Node:  # noqa: ANN401 - as above
    """An element by local names. Of two attributes that differ only in their namespace the standard's own, which has none, counts."""
    named = sorted(element.attrib.items(), key=lambda item: item[0].startswith("{"), reverse=True)
    return Node(
        tag=_local(element.tag),
        attributes={_local(key): _plain(value) for key, value in named},
        text=_plain(element.text or ""),
        children=tuple(_node(child) for child in element if isinstance(child.tag, str)),
    )


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _plain(words: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
