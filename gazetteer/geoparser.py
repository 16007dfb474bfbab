"""The gazetteer as one object: look a name up, find and place the names in a text, compute relative places."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import platformdirs

from gazetteer import build, cyrillic, shelf
from gazetteer.borders import Borders, Stretch
from gazetteer.cyrillic import CyrillicScanner
from gazetteer.errors import IndexCorruptError, IndexMissingError
from gazetteer.fame import Fame
from gazetteer.index import Index
from gazetteer.matches import as_match
from gazetteer.metonymy import kind_of_use
from gazetteer.names import fold, has_cyrillic, is_cyrillic
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind
from gazetteer.relative import RelativeFinder
from gazetteer.resolve import Resolver
from gazetteer.scan import Scanner
from gazetteer.search import Searcher
from gazetteer.tables import Grade, table
from gazetteer.tokens import Mention, tokens
from gazetteer.unlisted import misspelt, unlisted

if TYPE_CHECKING:  # geopy is not loaded before somebody asks for it
    from gazetteer.online import Completion

_KM_A_DEGREE = 111.19
"""Of latitude, rounded down."""
_SURE_AMONG_OTHERS = 3.0
_TRIES = 5
_KINDS = {
    PlaceKind.POPULATED: ToponymKind.PLACE,
    PlaceKind.DISTRICT: ToponymKind.REGION,
    PlaceKind.REGION: ToponymKind.REGION,
    PlaceKind.AREA: ToponymKind.REGION,
    PlaceKind.COUNTRY: ToponymKind.COUNTRY,
    PlaceKind.CONTINENT: ToponymKind.REGION,
    PlaceKind.WATER: ToponymKind.PLACE,
}


def _kind_of(match: Match) -> ToponymKind:
    """The kind of a toponym that nothing but its place decides; a small area (a bridge, an island) is a place."""
    small = match.place.kind is PlaceKind.AREA and match.geo_precision <= GeoPrecision.NEAR
    return ToponymKind.PLACE if small else _KINDS[match.place.kind]


def default_folder() -> Path:
    """Where the compiled index lives: `STRIKEMAP_CACHE`/gazetteer, else the user's cache folder for Strikemap."""
    root = os.environ.get("STRIKEMAP_CACHE")
    return (Path(root) if root else Path(platformdirs.user_cache_dir("strikemap", appauthor=False))) / "gazetteer"


class Gazetteer:
    """An open gazetteer. Its methods may be called from any thread, and change nothing but the cache of online answers."""

    def __init__(self, index: Index, online: Completion | None = None) -> None:
        self._index = index
        self._online = online
        fame = Fame(index)
        self._scanner = Scanner(index, fame)
        self._cyrillic = CyrillicScanner(index, fame)
        self._resolver = Resolver(index)
        self._searcher = Searcher(index, self._resolver)
        self._borders = Borders(index)
        self._relatives = RelativeFinder(self)
        self._seat_of = lru_cache(maxsize=4096)(self._find_seat)
        self._cities_of = lru_cache(maxsize=1024)(self._find_cities)

    @classmethod
    def open(
        cls,
        folder: Path | None = None,
        *,
        progress: Callable[[str, float], None] | None = None,
        online: Completion | None = None,
    ) -> Gazetteer:
        """Open the index in `folder` (default: the user's cache), compiling it first where there is none that fits.

        GeoNames dumps that an earlier index there keeps go into the new one (`KeptDumpError` where they are damaged).
        `progress` is told what is being compiled, in words, and the share done, 0-1. `online` (`OnlineGeocoder.complete`) is asked for
        the names that the index lacks; without it nothing leaves the machine. Raises `SourceDataError` where the names to
        compile from are missing, and `IndexCorruptError` where even a fresh index cannot be read.
        """
        folder = folder or default_folder()
        place = folder / "index"
        for _ in range(_TRIES):  # another process may replace the index between two of its files
            try:
                return cls(Index(place, build.identity(place)), online)
            except IndexMissingError:
                break
            except IndexCorruptError:
                if not build.fits(place):
                    if progress:
                        progress("the gazetteer's index is old or damaged: compiling it anew", 0.0)
                    break
        build.build(place, progress)
        try:
            return cls(Index(place, build.identity(place)), online)
        except IndexCorruptError:
            build.build(place, progress, force=True)
            return cls(Index(place, build.identity(place)), online)

    @property
    def facts(self) -> dict[str, object]:
        """What the index says of itself: folder, format, source, numbers of places and keys."""
        told = {name: fact for name, fact in self._index.meta.items() if name not in {"files", "dumps"}}
        return {"folder": str(self._index.folder), **told}

    @property
    def dumps(self) -> tuple[shelf.DumpFacts, ...]:
        """The GeoNames dumps that are in the index, by country."""
        return shelf.facts(self._index.folder)

    def search(
        self, name: str, *, country: str | None = None, near: tuple[float, float] | None = None, limit: int = 5
    ) -> tuple[Match, ...]:
        """The places that a name may mean, likeliest first; misspellings are forgiven. Never raises.

        `country` (ISO alpha-2) and `near` (latitude, longitude) are hints: they move places up and exclude none.
        """
        matches = self._searcher.search(name, country=country, near=near, limit=limit)
        return self._online(name, matches, country=country)[:limit] if self._online else matches

    def geoparse(self, text: str) -> tuple[Toponym, ...]:
        """All toponyms of a text, in order and not overlapping, each resolved in the light of the others. Never raises."""
        words = tokens(text)
        if not has_cyrillic(text):
            return self._with_unlisted(text, self._toponyms(text, self._scanner.scan(text, words)))
        latin = [word for word in words if not is_cyrillic(word.text)]
        mentions = self._scanner.scan(text, latin)
        if 2 * len(latin) < len(words):  # among Cyrillic words, a Latin one is more often a brand's or a channel's name
            mentions = [mention for mention in mentions if mention.evidence >= _SURE_AMONG_OTHERS]
        mentions += self._cyrillic.scan(text, words)
        return self._toponyms(text, sorted(mentions, key=lambda mention: mention.start))

    def resolve_spans(self, text: str, spans: Sequence[tuple[int, int]]) -> tuple[Toponym, ...]:
        """The toponyms at exactly these spans, in their order; `match` is None for one that no name fits."""
        words = tokens(text) if any(is_cyrillic(text[start:end]) for start, end in spans) else []
        mentions = [
            self._cyrillic.given(text, words, start, end) if is_cyrillic(text[start:end]) else self._scanner.given(text, start, end)
            for start, end in spans
        ]
        return self._toponyms(text, mentions)

    def relatives(self, text: str, toponyms: Sequence[Toponym]) -> tuple[RelativePlace, ...]:
        """Places that a text gives by other places: "30 km south of Kharkiv", "the regional capital"; in order."""
        return self._relatives.find(text, toponyms)

    def country(self, code: str) -> Place:
        """The country of an ISO 3166-1 alpha-2 code, with its point; KeyError for a code that there is not."""
        return self._index.place(self._index.countries[code.upper()])

    def region_of(self, place: Place) -> Place | None:
        """The first-order division that a place lies in (itself, if it is one)."""
        number = self._division_number(place)
        return None if number is None else self._index.place(number)

    def seat(self, place: Place) -> Place | None:
        """The chief town of a region, or the capital of a country."""
        if place.kind is PlaceKind.COUNTRY and place.country_code:
            return self.capital(place.country_code)
        number = self._division_number(place)
        found = None if number is None else self._seat_of(number)
        return None if found is None else self._index.place(found)

    def border(self, country: str, neighbour: str, division: str = "") -> Stretch | None:
        """Where a country (ISO alpha-2), or its division (GeoNames code), meets a neighbour; None where no towns of both lie near."""
        return self._borders.stretch(country, neighbour, division)

    def capital(self, code: str) -> Place | None:
        """The capital of a country by its ISO alpha-2 code."""
        for number in self._cities_of(code, "")[:400]:
            if self._index.capital[number]:
                return self._index.place(number)
        return None

    def largest_cities(self, code: str, limit: int = 10) -> tuple[Place, ...]:
        """The most populous places of a country, parts of a city left out as far as their distance tells."""
        return tuple(self._index.place(number) for number in self._cities_of(code, "")[:limit])

    def _toponyms(self, text: str, mentions: Sequence[Mention]) -> tuple[Toponym, ...]:
        matches = self._resolver.resolve(text, mentions)
        found: list[Toponym] = []
        for mention, offline in zip(mentions, matches, strict=True):
            unknown = offline is None and not mention.links  # what the text speaks against is not asked for
            match = next(iter(self._online(mention.text, ())), None) if unknown and self._online else offline
            kind = mention.kind or (_kind_of(match) if match else ToponymKind.OTHER)
            if match and kind is ToponymKind.PLACE and self._is_capital(match.place):
                use = cyrillic.kind_of_use if is_cyrillic(mention.text) else kind_of_use
                kind = use(text, mention.start, mention.end)
            found.append(Toponym(start=mention.start, end=mention.end, text=text[mention.start : mention.end], kind=kind, match=match))
        return tuple(found)

    def _with_unlisted(self, text: str, toponyms: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
        """The toponyms with what only the text tells the place of; that takes the place of what was recognised and not resolved."""
        new = [*misspelt(text, toponyms, self._most_alike), *unlisted(text, toponyms)]
        if not new:
            return toponyms
        kept = [t for t in toponyms if t.match is not None or not any(n.start < t.end and t.start < n.end for n in new)]
        out: list[Toponym] = []
        for t in sorted([*kept, *new], key=lambda t: t.start):
            if not out or out[-1].end <= t.start:
                out.append(t)
        return tuple(out)

    def _most_alike(self, name: str, country: str, kind: PlaceKind) -> Match | None:
        """The place of a country whose name is most like a misspelt one, or the region that it lies in."""
        match = next(iter(self._searcher.search(name, country=country, near=None, limit=1)), None)
        division = self.region_of(match.place) if match is not None and kind is PlaceKind.REGION else None
        return match if match is None or division is None else as_match(name, division, score=match.score, method=match.method)

    def _is_capital(self, place: Place) -> bool:
        return any(
            self._index.capital[number]
            for number, _ in self._index.links(fold(place.name))
            if self._index.geonameid[number] == place.geonameid
        )

    def _division_number(self, place: Place) -> int | None:
        if place.admin1 is None or place.country_code is None:
            return None
        for number, grade in self._index.links(fold(place.admin1)):
            if grade is Grade.NAME and self._index.kind_of(number) is PlaceKind.REGION:
                country, division, _ = self._index.codes(number)
                if (country, division) == (place.country_code, place.admin1_code):
                    return number
        return None

    def _find_seat(self, division: int) -> int | None:
        country, code, _ = self._index.codes(division)
        wanted = {line["seat"] for line in table("seats") if (line["country"], line["division"]) == (country, code)}
        for name in wanted:
            homes = [number for number, _ in self._index.links(fold(name)) if self._index.codes(number)[0] == country]
            cities = [number for number in homes if self._index.kind_of(number) is PlaceKind.POPULATED]
            inside = [number for number in cities if self._index.division[number] == division]
            if cities:
                return max(inside or cities, key=lambda number: self._index.population[number])
        cities = list(self._cities_of(country, code))
        namesakes = [number for number in cities[:50] if self._index.name(division).startswith(self._index.name(number))]
        return next(iter(namesakes or cities), None)

    def _find_cities(self, country: str, code: str) -> tuple[int, ...]:
        """Row numbers of the populated places of a country or division, most populous first, without parts of larger ones."""
        land = self._index.countries.get(country)
        if land is None:
            return ()
        wanted = np.frombuffer(self._index.country, "u4") == land
        wanted &= np.frombuffer(self._index.kind, "u1") == build.KINDS.index(PlaceKind.POPULATED)
        numbers = np.flatnonzero(wanted)
        people = np.frombuffer(self._index.population, "i8")[numbers]
        latitude, radius = self._index.latitude, self._index.radius
        chosen: list[int] = []
        for number in numbers[np.argsort(-people, kind="stable")].tolist():
            if code and self._index.codes(number)[1] != code:
                continue
            # Of most pairs the latitudes alone say that they lie further apart.
            near = [bigger for bigger in chosen[:60] if abs(latitude[number] - latitude[bigger]) * _KM_A_DEGREE < radius[bigger]]
            if not any(self._resolver.apart(number, bigger) < radius[bigger] for bigger in near):
                chosen.append(number)
            if len(chosen) >= 400:  # noqa: PLR2004 - nobody names the 400th largest city by its rank
                break
        return tuple(chosen)
