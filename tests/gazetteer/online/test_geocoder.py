"""One name asked of a service: what is sent, and what a dead, slow or sick service costs."""

from __future__ import annotations

import socket
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gazetteer import GeoPrecision, Match, Place, PlaceKind
from gazetteer.errors import OnlineSettingsError
from gazetteer.online import OnlineGeocoder
from tests.gazetteer.online.service import Opener, Server, warnings_of


def test_only_the_name_and_the_country_are_sent(geocoder: Opener, server: Server) -> None:
    """The request carries our name, the name asked for, the country, and how to answer: nothing else."""
    geocoder().find("  Vyhadane ", country="UA")
    (_, asked, agent), *rest = server.seen
    assert rest == []
    assert agent == f"strikemap-gazetteer/{metadata.version('strikemap')}"
    assert asked.pop("q") == ["Vyhadane"]
    assert asked.pop("countrycodes") == ["ua"]
    assert asked == {"format": ["json"], "limit": ["10"], "addressdetails": ["1"], "namedetails": ["1"], "accept-language": ["en"]}


@pytest.mark.parametrize("country", [None, "", "Ukraine", "U1", "уа"])
def test_a_country_that_is_none_is_not_sent(geocoder: Opener, server: Server, country: str | None) -> None:
    """Only a code of two Latin letters goes out as the country."""
    assert geocoder().find("Vyhadane", country=country)
    assert "countrycodes" not in server.seen[0][1]


def test_a_country_parts_the_answers(geocoder: Opener, server: Server) -> None:
    """An answer from another country than the one asked for is no answer, and the cache keeps both questions apart."""
    online = geocoder()
    assert online.find("Vyhadane", country="UA")
    assert online.find("Vyhadane", country="PL") is None
    assert online.find("Vyhadane", country="ua")
    assert len(server.seen) == 2


def test_a_dead_port(geocoder: Opener, caplog: pytest.LogCaptureFixture) -> None:
    """A server that is not there costs one warning and no more than two requests."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        online = geocoder(domain=f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert [online.find(name) for name in ("Vyhadane", "Nowhere", "Elsewhere")] == [None] * 3
    assert online.stopped == "it cannot be reached"
    assert len(warnings_of(caplog)) == 1


@pytest.mark.parametrize("drip", [0.0, 0.05])
def test_a_slow_server(geocoder: Opener, server: Server, caplog: pytest.LogCaptureFixture, drip: float) -> None:
    """A server that answers too late, or one letter at a time, is given up after the timeout and asked no more after two."""
    server.delay, server.drip = (0.0 if drip else 0.6), drip
    online = geocoder(timeout=0.3)
    assert [online.find(name) for name in ("Vyhadane", "Vyhadane", "Elsewhere")] == [None] * 3
    assert len(server.seen) == 2
    (warning,) = warnings_of(caplog)
    assert "no answer within 0.3 s" in warning
    server.delay, server.drip = 0.0, 0.0
    assert geocoder().find("Vyhadane"), "a failure is not a miss"


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, b"", "HTTP 500"),
        (503, b"{}", "HTTP 503"),
        (400, b"<xml/>", "HTTP 400"),
        (200, b'[{"lat": ', "cannot be read"),
        (200, b"<!doctype html><title>Log in to the wireless network</title>", "cannot be read"),
        (200, b"\xff\xfe\xfa", "cannot be read"),
        (200, b"", "cannot be read"),
        (200, b'{"error": "the database is being mended"}', "cannot be read"),
        (200, b"[null]", "cannot be read"),
        (200, b'["Vyhadane"]', "cannot be read"),
        (200, b'[{"lat": "north", "lon": "east", "class": "place", "type": "village", "name": "Vyhadane"}]', "cannot be read"),
        (200, b'[{"lat": "400", "lon": "7", "class": "place", "type": "village", "name": "Vyhadane"}]', "cannot be read"),
        (200, b'[{"lat": "4", "lon": "7", "display_name": "Vyhadane"}]', "do not say what kind of place"),
    ],
)
def test_a_sick_server(geocoder: Opener, server: Server, caplog: pytest.LogCaptureFixture, status: int, body: bytes, reason: str) -> None:
    """Whatever a server answers, the run goes on, with one warning that says what was wrong, and no failure is kept."""
    server.status, server.body = status, body
    online = geocoder()
    assert [online.find(name) for name in ("Vyhadane", "Nowhere", "Elsewhere")] == [None] * 3
    assert len(server.seen) == 2
    (warning,) = warnings_of(caplog)
    assert reason in warning
    assert reason in (online.stopped or "")
    server.status, server.body = 200, None
    assert online.find("Vyhadane") is None, "stopped for this run"
    assert geocoder().find("Vyhadane")


@pytest.mark.parametrize("status", [401, 402, 403, 429])
def test_a_refusal(geocoder: Opener, server: Server, caplog: pytest.LogCaptureFixture, status: int) -> None:
    """A server that refuses is not asked again in this run; answers from the cache still come."""
    online = geocoder()
    assert online.find("Vyhadane")
    server.status = status
    assert [online.find(name) for name in ("Nowhere", "Elsewhere")] == [None] * 2
    assert len(server.seen) == 2
    (warning,) = warnings_of(caplog)
    assert f"HTTP {status}" in warning
    assert "no more names are asked online in this run" in warning
    assert online.find("Vyhadane")


def test_failures_count_in_a_row(geocoder: Opener, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """A single failure between answers stops nothing, and a second one is not reported again."""
    online = geocoder()
    for number, status in enumerate((500, 200, 500, 200)):
        server.status = status
        online.find(f"Nowhere {'ABCD'[number]}")
    assert len(server.seen) == 4
    assert online.stopped is None
    assert len(warnings_of(caplog)) == 1


def test_no_key_in_a_warning(server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A key for the service is told to nobody else, neither by a warning nor by the cache."""
    server.status = 401
    online = OnlineGeocoder(tmp_path, provider="pelias", domain=server.domain, settings={"api_key": "s3cret", "proxies": {}})
    assert online.find("Vyhadane") is None
    assert len(server.seen) == 1
    assert "s3cret" not in str(warnings_of(caplog))
    assert b"s3cret" not in (tmp_path / "online-1.sqlite").read_bytes()


@pytest.mark.parametrize(
    "name",
    ["", " ", "k" * 201, "Vyha\ndane", "Vyhadane\0", "Vyha\u2028dane", "\ud800", "123", "49.5, 36.25", "?!", "\u200b"],
)
def test_what_is_never_sent(geocoder: Opener, server: Server, name: str) -> None:
    """Nothing goes out that is too long for a name, has control characters, or has no letter in it."""
    assert geocoder().find(name) is None
    assert server.seen == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.one_of(st.none(), st.text(max_size=3)))
@example("ß\u0301'", "UA")
@example("%s &q=", "ua")
def test_no_text_raises(geocoder: Opener, name: str, country: str | None) -> None:
    """Whatever is asked, there is an answer or none."""
    online = geocoder()
    assert online.find(name, country=country) is None
    assert online.stopped is None


@pytest.mark.parametrize(
    "arguments",
    [
        {"provider": "nobody"},
        {"provider": "bing"},
        {"scheme": "gopher"},
        {"settings": {"colour": "red"}},
        {"provider": "geonames", "domain": None},
    ],
)
def test_wrong_settings(tmp_path: Path, arguments: dict[str, Any]) -> None:
    """A service that there is not, or that does not take the settings, is refused before anything is asked."""
    with pytest.raises(OnlineSettingsError):
        OnlineGeocoder(tmp_path, **{"domain": "127.0.0.1:9", **arguments})


def test_settings_from_the_environment(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two variables choose the service and the server; the default is the public Nominatim, by https."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    chosen = {"STRIKEMAP_GEOCODER": "photon", "STRIKEMAP_GEOCODER_DOMAIN": server.domain}
    server.body = b'{"features": []}'
    photon = OnlineGeocoder.from_environment(tmp_path, chosen)
    assert photon.find("Vyhadane") is None
    assert photon.stopped is None
    assert server.seen[0][1]["lang"] == ["en"], "asked as Photon is asked"
    default = OnlineGeocoder.from_environment(tmp_path, {"STRIKEMAP_GEOCODER": ""})
    assert default._geocoder.api == "https://nominatim.openstreetmap.org/search"


def index_match(method: str, score: float) -> Match:
    """A match as the index gives it."""
    place = Place(name="Vyhadanets", kind=PlaceKind.POPULATED, latitude=1, longitude=2, radius_km=1, country_code="PL")
    return Match(
        query="Vyhadane", place=place, score=score, method=method, geo_precision=GeoPrecision.EXACT, latitude=1, longitude=2, radius_km=1
    )


def test_the_index_comes_first(geocoder: Opener, server: Server) -> None:
    """The service is asked only where the index has nothing, or an uncertain likeness, which then becomes a runner-up."""
    online = geocoder()
    for sure in (index_match("exact", 0.7), index_match("alias", 0.5), index_match("fuzzy", 0.9)):
        assert online.complete("Vyhadane", (sure,)) == (sure,)
    assert server.seen == []
    unsure = index_match("fuzzy", 0.75)
    found, *rest = online.complete("Vyhadane", (unsure,), country="UA")
    assert (found.place.name, found.runners_up, rest) == ("Vyhadane", (unsure.place,), [unsure])
    assert [match.place for match in online.complete("Vyhadane", ())] == [found.place]
    assert online.complete("Nowhere", (unsure,)) == (unsure,)
    assert online.complete("Nowhere", ()) == ()
