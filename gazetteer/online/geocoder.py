"""Ask a geocoding service for one name: politely, from the cache where it can, and without ever failing the run."""

from __future__ import annotations

import inspect
import logging
import os
import queue
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderNotFound,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeopyError,
)
from geopy.geocoders import get_geocoder_for_service

from gazetteer.errors import OnlineSettingsError
from gazetteer.matches import as_match
from gazetteer.names import MAX_NAME, fold
from gazetteer.online.answers import Found, UnreadableAnswerError, choose
from gazetteer.online.cache import AnswerCache, Key
from gazetteer.place import Match

log = logging.getLogger("gazetteer.online")

_REFUSALS = (GeocoderQuotaExceeded, GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges)
_UNSENT = {"Cc", "Cs", "Zl", "Zp"}
_ANSWERS_ASKED_FOR = 10
_COUNTRY_ARGUMENTS = ("country_codes", "countries", "country")
_SURE_LIKENESS = 0.85


class Completion(Protocol):
    """What the index found for a name, completed from elsewhere: the type of `OnlineGeocoder.complete`."""

    def __call__(self, name: str, matches: tuple[Match, ...], *, country: str | None = None) -> tuple[Match, ...]:
        """The matches, best first, with or without one more."""


class OnlineGeocoder:
    """One geocoding service, with a cache in `folder`. Its methods may be called from any thread and never raise.

    Args:
        folder: The gazetteer's cache folder; processes that share it share answers and the pause between requests.
        provider: A geocoder of geopy by its name there ("nominatim", "photon" ...).
        domain: Host of a server of one's own, with or without port and path; "http://" before it sets the scheme as well.
        scheme: "https" (default) or "http".
        settings: More keyword arguments for geopy's class, such as an `api_key`.
        timeout: Seconds that one request may take altogether.
        interval: Least pause between two requests, seconds; public servers ask for 1.
        failures: After so many failures in a row nothing more is asked; answers then come from the cache only.
        answers_days: How long an answer is believed, days.
        misses_days: How long it is believed that there is no such place, days.
        clock: Seconds since 1970, for the dates in the cache.

    Raises:
        OnlineSettingsError: There is no such provider, or it does not take these settings.
    """

    def __init__(
        self,
        folder: Path,
        *,
        provider: str = "nominatim",
        domain: str | None = None,
        scheme: str | None = None,
        settings: Mapping[str, object] | None = None,
        timeout: float = 10.0,
        interval: float = 1.0,
        failures: int = 2,
        answers_days: float = 180.0,
        misses_days: float = 30.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._provider = provider.lower()
        self._geocoder = _open(self._provider, domain, scheme, {**(settings or {}), "timeout": timeout})
        self._known = frozenset(inspect.signature(self._geocoder.geocode).parameters)
        self._country_argument = next((name for name in _COUNTRY_ARGUMENTS if name in self._known), None)
        self._domain = str(getattr(self._geocoder, "domain", ""))
        self._service = f"{self._provider} {self._domain}".strip()
        self._cache = AnswerCache(folder, answers_days=answers_days, misses_days=misses_days, clock=clock)
        self._timeout = timeout
        self._interval = interval
        self._most_failures = failures
        self._failures = 0
        self._warned = False
        self._cacheless = False
        self._stopped: str | None = None
        self._asking = threading.Lock()

    @classmethod
    def from_environment(cls, folder: Path, environment: Mapping[str, str] = os.environ) -> OnlineGeocoder:
        """The geocoder that STRIKEMAP_GEOCODER and STRIKEMAP_GEOCODER_DOMAIN name; the public Nominatim where they are not set."""
        return cls(
            folder,
            provider=environment.get("STRIKEMAP_GEOCODER") or "nominatim",
            domain=environment.get("STRIKEMAP_GEOCODER_DOMAIN") or None,
        )

    @property
    def stopped(self) -> str | None:
        """Why nothing more is asked in this run; None while the service is still asked."""
        return self._stopped

    def find(self, name: str, *, country: str | None = None) -> Match | None:
        """The place that the service knows by this name, None where it knows none or cannot be asked.

        `country` (ISO alpha-2) limits the search to that country. The method of the match is "online (nominatim)", its score
        0.2-0.5, below all that the index finds.
        """
        if not _may_be_sent(name):
            return None
        code = country.upper() if country and len(country) == 2 and country.isascii() and country.isalpha() else ""  # noqa: PLR2004
        found = self._look_up(Key(self._service, fold(name), code), " ".join(name.split()))
        if found is None:
            return None
        return as_match(name, found.place, score=found.score, method=f"online ({self._provider})", runners_up=found.runners_up)

    def complete(self, name: str, matches: tuple[Match, ...], *, country: str | None = None) -> tuple[Match, ...]:
        """What the index found for a name, led by the service's answer where the index is not sure.

        The service is asked only where there is no match, or where the best is a likeness ("fuzzy") with a score under 0.85.
        """
        if matches and (matches[0].method != "fuzzy" or matches[0].score >= _SURE_LIKENESS):
            return matches
        found = self.find(name, country=country)
        if found is None:
            return matches
        others = (*found.runners_up, *(match.place for match in matches))[:5]
        return (replace(found, runners_up=others), *matches)

    def _look_up(self, key: Key, name: str) -> Found | None:
        if self._cacheless:
            return None
        try:
            known, found = self._cache.get(key)
            if known or self._stopped:
                return found
            with self._asking:
                known, found = self._cache.get(key)  # another thread may have asked while this one waited
                if known or self._stopped:
                    return found
                with self._cache.turn(self._service, interval=self._interval, longest=self._timeout):
                    known, found = self._cache.get(key)  # ... or another process
                    if known:
                        return found
                    answered, found = self._ask(name, key.country)
                if answered:
                    self._cache.put(key, found)
                return found
        except (sqlite3.Error, OSError) as error:
            self._cacheless = True  # without it nobody keeps the pause between requests
            self._stop(f"its cache {self._cache.path} cannot be used ({error})")
            return None

    def _ask(self, name: str, country: str) -> tuple[bool, Found | None]:
        """Whether the service gave an answer that can be read, and the place in it."""
        try:
            found = choose(self._request(name, country), name, country=country, within=self._country_argument is not None)
        except Exception as error:  # noqa: BLE001 - a service may answer anything; none of it may stop the run
            self._fail(error)
            return False, None
        self._failures = 0
        return True, found

    def _request(self, name: str, country: str) -> list[Any]:
        wanted: dict[str, object] = {
            "exactly_one": False,
            "limit": _ANSWERS_ASKED_FOR,
            "addressdetails": True,
            "namedetails": True,
            "language": "en",
        }
        arguments = {argument: value for argument, value in wanted.items() if argument in self._known}
        if country and self._country_argument:
            arguments[self._country_argument] = country.lower()
        answers: queue.SimpleQueue[object] = queue.SimpleQueue()

        def work() -> None:
            try:
                answers.put(self._geocoder.geocode(name, **arguments))
            except Exception as error:  # noqa: BLE001 - raised again by whoever waits
                answers.put(error)

        # In a thread of its own: a socket's timeout begins anew with every byte, and looking up a host's address has none.
        threading.Thread(target=work, name="online geocoder", daemon=True).start()
        try:
            answer = answers.get(timeout=self._timeout)
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, list) else [] if answer is None else [answer]

    def _fail(self, error: Exception) -> None:
        reason = self._reason(error)
        if isinstance(error, _REFUSALS):
            self._stop(f"it refuses our requests ({reason})")
            return
        self._failures += 1
        if self._failures >= self._most_failures:
            self._stopped = reason
        if not self._warned:
            self._warned = True
            log.warning(
                "the online geocoder %s failed: %s. This name gets no online answer, and after %d failures in a row no more are asked in "
                "this run. Check the network, or name another service by STRIKEMAP_GEOCODER and STRIKEMAP_GEOCODER_DOMAIN",
                self._service,
                reason,
                self._most_failures,
            )

    def _stop(self, reason: str) -> None:
        if self._stopped is None:
            self._stopped = reason
            log.warning("the online geocoder %s is left alone: %s; no more names are asked online in this run", self._service, reason)

    def _reason(self, error: Exception) -> str:
        """What went wrong, in words of ours: geopy's own may carry the address asked, and so a key."""
        status = getattr(error.__cause__, "status_code", None)
        if status is not None:
            return f"HTTP {status}"
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        if isinstance(error, GeocoderParseError | ValueError | TypeError | LookupError | AttributeError):
            return str(error) if isinstance(error, UnreadableAnswerError) else "its answer cannot be read"
        return "it cannot be reached" if isinstance(error, GeopyError) else type(error).__name__


def _may_be_sent(name: str) -> bool:
    """Whether a text can be a name at all: not too long, with a letter in it, without control characters."""
    if len(name) > MAX_NAME or any(unicodedata.category(character) in _UNSENT for character in name):
        return False
    return any(character.isalpha() for character in name) and bool(fold(name))


def _open(provider: str, domain: str | None, scheme: str | None, settings: Mapping[str, object]) -> Any:  # noqa: ANN401 - untyped
    """A geocoder of geopy that names us as the asker, never repeats a request, and has these settings."""
    try:
        version = metadata.version("strikemap")
    except metadata.PackageNotFoundError:
        version = "0"
    given = {"adapter_factory": URLLibAdapter, **settings, "user_agent": f"strikemap-gazetteer/{version}"}
    if domain:
        before, mark, after = domain.partition("://")
        given["domain"] = after if mark else domain
        scheme = before if mark else scheme
    if scheme:
        given["scheme"] = scheme
    try:
        return get_geocoder_for_service(provider)(**given)
    except GeocoderNotFound as error:
        raise OnlineSettingsError(
            f"there is no geocoder {provider!r}; take nominatim, photon or another of geopy's, by STRIKEMAP_GEOCODER or as an argument"
        ) from error
    except (GeopyError, TypeError, ValueError) as error:
        raise OnlineSettingsError(f"the geocoder {provider!r} does not take these settings: {error}") from error
