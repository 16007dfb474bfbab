"""Sources as a user names them (files, folders, addresses, "-") -> documents -> reports. A bad one is named and passed over."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from dashboard.errors import SourceError, SourceMissingError, SourceTooLargeError
from dashboard.records import Report
from dashboard.reports import contents, feed, page
from dashboard.reports.contents import Read
from dashboard.reports.web import Web, addresses
from dashboard.reports.web.refusals import AddressError
from dashboard.settings import MAX_REPORT_BYTES

STANDARD_INPUT: Final = "-"
_SELDOM: Final = 32
"""Reports of one file from one word of how far it is read to the next."""
_HIDDEN: Final = (".", "~$")
"""How files begin that are no one's: hidden ones, and what a spreadsheet program leaves beside an open workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be read as one report or several."""

    name: str
    """How messages name it."""
    path: Path | None
    """None for standard input and for what is no file."""
    address: str | None = None
    """Where it lies on the web; as the user wrote it, so that it may hold a password."""
    size: int = 0
    """Bytes, where it is a file and they are known."""

    def __repr__(self) -> str:
        return f"Document({self.name})"

    @property
    def is_page(self) -> bool:
        """Whether its name says that it is a web page, which takes far longer to read than a text."""
        return self.path is not None and self.path.suffix.lower() in page.SUFFIXES

    @property
    def doc_id(self) -> str:
        """The stem of the file's name."""
        return "stdin" if self.path is None else _printable(self.path.stem)


def documents(sources: Iterable[str]) -> Iterator[Document | SourceError]:
    """What the sources hold: each in its turn, folders through all their levels in the order of names. Nothing is opened yet."""
    for source in sources:
        try:
            yield from _documents_of(source)
        except SourceError as error:
            yield error


def read(document: Document, *, retrieved_at: datetime | None = None) -> Report:
    """The report that a document is.

    Raises:
        SourceMissingError: there is no such file.
        SourceTooLargeError: it is larger than the limit; it is not read to its end.
        SourceError: it cannot be read, or is no report.
    """
    content = _content_of(document)
    moment = retrieved_at or datetime.now(UTC)
    return contents.one_report(content, name=document.name, doc_id=document.doc_id, retrieved_at=moment)


def read_each(
    document: Document, *, retrieved_at: datetime | None = None, web: Web | None = None, at: Callable[[int], None] | None = None
) -> Iterator[Read]:
    """The reports that a document holds: one, or, of a file of many, each in its turn; an error in the place of what cannot be read.

    Args:
        document: What is read.
        retrieved_at: When it is read, UTC; now where that is not said.
        web: What this run asks of the web; without it, each document is a run of its own, and the pages of a feed's items are not read.
        at: Called with the bytes of a file of many that were read, now and then.
    """
    try:
        yield from _reports(document, retrieved_at or datetime.now(UTC), web or Web(), at)
    except SourceError as error:
        yield error
    except OSError as error:
        yield SourceError(f"{document.name}: cannot be read ({error.strerror or error}); check the file and its rights.")


def _reports(document: Document, moment: datetime, web: Web, at: Callable[[int], None] | None) -> Iterator[Read]:
    """What a document holds; a file of many is read as a stream."""
    if document.address is not None:
        yield from web.reports(document.address, retrieved_at=moment)
        return
    path, name, doc_id = document.path, document.name, document.doc_id
    is_file = path is not None and path.is_file()  # else it can be read but once, from its beginning to its end
    with path.open("rb") if path is not None and is_file else io.BytesIO(_content_of(document)) as file:
        reader = contents.reader_of(file.read(contents.BEGINNING), name=name, suffix=path.suffix.lower() if path and is_file else "")
        file.seek(0)
        if reader is None:
            content = _content_of(document) if is_file else file.read()
            yield contents.one_report(content, name=name, doc_id=doc_id, retrieved_at=moment)
            return
        found = reader(file, name=name, doc_id=doc_id, retrieved_at=moment)
        for count, each in enumerate(web.followed(found) if reader is feed.reports else found):
            if at is not None and count % _SELDOM == 0:
                at(file.tell())
            yield each


def read_all(sources: Iterable[str], *, retrieved_at: datetime | None = None, web: Web | None = None) -> Iterator[Read]:
    """The reports of all sources in order, and in the place of each that cannot be read the error that names it."""
    run = web or Web()
    for found in documents(sources):
        if isinstance(found, SourceError):
            yield found
        else:
            yield from read_each(found, retrieved_at=retrieved_at, web=run)


def _documents_of(source: str) -> Iterator[Document | SourceError]:
    if source == STANDARD_INPUT:
        yield Document(name="standard input", path=None)
        return
    if addresses.is_address(source):
        yield Document(name=_address_name(source), path=None, address=source)
        return
    name = _printable(source)
    path = Path(source)
    try:
        if path.is_dir():
            yield from _documents_in(path, name)
        elif path.exists():
            yield Document(name=name, path=path, size=path.stat().st_size)
        else:
            raise SourceMissingError(f"{name}: there is no such file or folder; check its name.")
    except (OSError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(
            f"{name}: cannot be read ({getattr(error, 'strerror', None) or error}); check its name and its rights."
        ) from error


def _documents_in(folder: Path, name: str) -> Iterator[Document | SourceError]:
    """The texts of a folder, hidden ones left out; a level that cannot be listed is told."""
    count = 0
    for found in _listed(folder):
        count += 1
        yield found
    if not count:
        raise SourceError(f"{name}: holds no {contents.NAMED} file; name a folder or a file with reports.")


def _listed(folder: Path) -> Iterator[Document | SourceError]:
    """Level by level in the order of names, so that no more than one level is held at a time."""
    try:
        with os.scandir(folder) as entries:
            level = sorted((entry.name, entry.is_dir(follow_symlinks=False), *_kind(entry)) for entry in entries)
    except OSError as error:
        yield SourceError(f"{_printable(str(folder))}: cannot be listed ({error.strerror}); check its rights.")
        return
    for name, is_folder, mode, size in level:
        if name.startswith("." if is_folder else _HIDDEN):
            continue
        path = folder / name
        if is_folder:
            yield from _listed(path)
        elif stat.S_ISDIR(mode):
            yield SourceError(f"{_printable(str(path))}: is a link to a folder, not followed; name that folder, or leave it out.")
        elif not name.lower().endswith(contents.SUFFIXES):
            continue
        elif mode and not stat.S_ISREG(mode):
            yield SourceError(f"{_printable(str(path))}: is no file (a pipe, a socket or a device) and was not read; leave it out.")
        else:
            yield Document(name=_printable(str(path)), path=path, size=size)


def _kind(entry: os.DirEntry[str]) -> tuple[int, int]:
    """What an entry is, links followed, by the system's own mode, and its bytes; 0 where nobody can tell."""
    try:
        found = entry.stat()
    except OSError:
        return 0, 0
    return found.st_mode, found.st_size


def _address_name(source: str) -> str:
    """How messages name an address; `SourceError` where it is none that can be read."""
    name = _printable(addresses.public_form(source))
    try:
        addresses.parse(source)
    except AddressError as error:
        raise SourceError(f"{name}: {error}.") from error
    return name


def _content_of(document: Document) -> bytes:
    """All of a document; raises as `read` does."""
    try:
        if document.path is None:
            return _content(sys.stdin.buffer, document.name)
        with document.path.open("rb") as file:
            _check_size(os.fstat(file.fileno()).st_size, document.name)
            return _content(file, document.name)
    except FileNotFoundError as error:
        raise SourceMissingError(f"{document.name}: there is no such file; check its name.") from error
    except OSError as error:
        raise SourceError(f"{document.name}: cannot be read ({error.strerror or error}); check the file and its rights.") from error


def _content(file: BinaryIO, name: str) -> bytes:
    """All of a file that is within the limit; of one that is not, no more than the limit is read."""
    content = file.read(MAX_REPORT_BYTES + 1)
    _check_size(len(content), name)
    return content


def _check_size(size: int, name: str) -> None:
    if size > MAX_REPORT_BYTES:
        limit = MAX_REPORT_BYTES // (1024 * 1024)
        raise SourceTooLargeError(f"{name}: is larger than {limit} MB, the limit for a report; split it, or leave it out.")


def _printable(name: str) -> str:
    """A name without line breaks, terminal commands or bytes that are no text."""
    plain = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in plain)
