"""Bring GeoNames files from a folder or over HTTP into a staging folder, checked and packed as the index keeps them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from importlib import metadata
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from gazetteer.dumps import MOST_PACKED, Dump, alternate_rows, is_country, raw_lines, read_dump
from gazetteer.errors import DownloadError, DumpError, DumpMissingError, DumpTooLargeError
from gazetteer.shelf import alternates_path, dump_path, pack

GEONAMES = "https://download.geonames.org/export/dump/"
TIMEOUT_S = 30.0
_TRIES = 2
_PAUSE_S = 1.0
_BLOCK = 1 << 16
_NOT_THERE = frozenset({404, 410})
_SERVER_FAULT = 500
_MB = 1024 * 1024
Progress = Callable[[str, float], None]


def is_address(source: str) -> bool:
    """Whether a source is an address, not a folder."""
    return "://" in source


def is_web_address(source: str) -> bool:
    """Whether an address is one that is read: http or https, with a host."""
    parts = urlsplit(source)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderSource:
    """A folder with GeoNames files under their own names, packed or not."""

    folder: Path

    def countries(self) -> list[str]:
        """The countries that the folder has files of; `DumpMissingError` where there are none."""
        if not self.folder.is_dir():
            raise DumpMissingError(f"{self.folder}: there is no such folder")
        found = {path.stem for path in self.folder.iterdir() if path.suffix in {".zip", ".txt"} and is_country(path.stem)}
        if not found:
            raise DumpMissingError(f"{self.folder}: no file such as UA.zip or UA.txt in it")
        return sorted(found)

    def stage(self, country: str, staging: Path, tell: Progress) -> Dump:
        """Check a country's files and put them into the staging folder; raises as `read_dump` does."""
        tell(f"checking the dump of {country}", 0.0)
        places = self._first(f"{country}.zip", f"{country}.txt")
        if places is None:
            raise DumpMissingError(f"{self.folder}: neither {country}.zip nor {country}.txt is in it")
        _keep(places, dump_path(staging, country), f"{country}.txt", raw_lines(places, f"{country}.txt"))
        dump = read_dump(places, country)
        own = self._first(f"alternatenames/{country}.zip", f"alternatenames/{country}.txt")
        names = own or self._first(*(f"alternateNames{version}.{kind}" for version in ("V2", "") for kind in ("zip", "txt")))
        if names is None:
            return dump
        tell(f"checking the alternate names of {country}", 0.5)
        target = alternates_path(staging, country)
        if own:
            _keep(own, target, f"{country}.txt", raw_lines(own, f"{country}.txt"))
        else:
            pack(target, f"{country}.txt", _of_country(names, dump))
        return read_dump(places, country, own or target)

    def _first(self, *names: str) -> Path | None:
        return next((path for name in names if (path := self.folder / name).is_file()), None)


def _keep(source: Path, target: Path, member: str, lines: Iterator[bytes]) -> None:
    """Copy an archive as it is, pack a plain table."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".zip":
        shutil.copyfile(source, target)
    else:
        pack(target, member, lines)


def _of_country(names: Path, dump: Dump) -> Iterator[bytes]:
    """The lines of the table of all countries' names that are about a dump's places."""
    wanted = {str(place.geonameid) for place in (*dump.places, *dump.districts)}
    for _, cells in alternate_rows(names, dump.country):
        if cells[1] in wanted:
            yield ("\t".join(cells) + "\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSource:
    """An address under which GeoNames files lie under their own names."""

    address: str
    timeout_s: float = TIMEOUT_S

    def stage(self, country: str, staging: Path, tell: Progress) -> Dump:
        """Download a country's files into the staging folder and check them; raises `DownloadError`, else as `read_dump` does."""
        if not is_web_address(self.address):
            raise DownloadError(f"{self.address}: only http and https addresses are read; {_REMEDY}")
        base = self.address if self.address.endswith("/") else self.address + "/"
        target, names = dump_path(staging, country), alternates_path(staging, country)
        names.parent.mkdir(parents=True, exist_ok=True)
        if not self._download(urljoin(base, f"{country}.zip"), target, lambda stage, share: tell(stage, 0.6 * share)):
            raise DumpMissingError(f"{urljoin(base, f'{country}.zip')} is not there; check the country code and the address")
        tagged = self._download(urljoin(base, f"alternatenames/{country}.zip"), names, lambda stage, share: tell(stage, 0.6 + 0.3 * share))
        tell(f"checking the dump of {country}", 0.9)
        return read_dump(target, country, names if tagged else None)

    def _download(self, url: str, target: Path, tell: Progress) -> bool:
        """Whether the file was there; it is tried again once where the network or the server fails."""
        for left in reversed(range(_TRIES)):
            try:
                self._receive(url, target, tell)
            except HTTPError as error:
                error.close()
                if error.code in _NOT_THERE:
                    return False
                if not left or error.code < _SERVER_FAULT:
                    raise DownloadError(f"{url}: the server answers {error.code} ({error.reason}); {_REMEDY}") from error
            except DumpError:
                raise
            except (URLError, HTTPException, OSError, ValueError) as error:  # ValueError: an address or a length that is none
                if not left:
                    reason = error.reason if isinstance(error, URLError) else error
                    raise DownloadError(f"{url}: cannot be downloaded ({reason or type(error).__name__}); {_REMEDY}") from error
            else:
                return True
            tell(f"trying {url} again", 0.0)
            time.sleep(_PAUSE_S)
        raise AssertionError

    def _receive(self, url: str, target: Path, tell: Progress) -> None:
        """One download; `OSError` where fewer bytes come than the server promised."""
        request = Request(url, headers={"User-Agent": f"strikemap-gazetteer/{metadata.version('strikemap')}"})  # noqa: S310 - http(s) only
        answer: HTTPResponse = build_opener(_Redirects).open(request, timeout=self.timeout_s)
        with closing(answer), target.open("wb") as file:
            length = answer.headers.get("Content-Length", "")
            promised = int(length) if length.isdigit() else None
            name = url.rpartition("/")[2]
            received = 0
            while block := answer.read(_BLOCK):
                received += len(block)
                if max(received, promised or 0) > MOST_PACKED:
                    raise DumpTooLargeError(f"{url}: more than {MOST_PACKED // _MB} MB")
                file.write(block)
                of = f" of {promised / _MB:.1f}" if promised else ""
                tell(f"downloading {name}, {received / _MB:.1f}{of} MB", min(1.0, received / promised) if promised else 0.5)
            if promised is not None and received != promised:
                raise ConnectionError(f"{received:,} bytes came of {promised:,}")


_REMEDY = "try again later, or take the files from a folder: gazetteer update --from FOLDER"


class _Redirects(HTTPRedirectHandler):
    """Follows a server to http and https only."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str) -> Request | None:
        if not is_web_address(newurl):
            raise DownloadError(f"{req.full_url}: the server sends on to {newurl[:100]}, which is no web address; {_REMEDY}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
