"""What a service answers, and what is made of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer import GeoPrecision, PlaceKind
from tests.gazetteer.online.service import SHOP, VILLAGE, Opener, Server


def test_a_hit(geocoder: Opener) -> None:
    """A village comes back with its point, its divisions, a radius from its box, and a score below the index's."""
    match = geocoder().find("Vyhadane")
    assert match is not None
    assert (match.query, match.method, match.geo_precision) == ("Vyhadane", "online (nominatim)", GeoPrecision.EXACT)
    assert (match.latitude, match.longitude) == (49.5, 36.25)
    assert match.radius_km == pytest.approx(3.1, abs=0.1)
    assert match.score == pytest.approx(0.5)
    place = match.place
    assert (place.name, place.kind, place.country_code, place.country) == ("Vyhadane", PlaceKind.POPULATED, "UA", "Ukraine")
    assert (place.admin1, place.admin2) == ("Kazka Oblast", "Mriia Raion")


def test_a_name_in_another_script(geocoder: Opener) -> None:
    """A name is compared with all names that the service knows the place by, and comes back in English."""
    match = geocoder().find("Вигадане")
    assert match is not None
    assert (match.query, match.place.name, match.score) == ("Вигадане", "Vyhadane", 0.5)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(VILLAGE)), JSON))
def test_no_answer_raises(geocoder: Opener, server: Server, tmp_path: Path, strange: dict[str, Any]) -> None:
    """Whatever stands in an answer's fields, it is taken with a sane radius, or not at all."""
    (tmp_path / "online-1.sqlite").unlink(missing_ok=True)
    server.answers["Vyhadane"] = [{**VILLAGE, **strange}]
    match = geocoder().find("Vyhadane")
    assert match is None or 0 < match.place.radius_km <= 6000


@pytest.mark.parametrize(
    "answer",
    [
        SHOP,
        {**VILLAGE, "class": "highway", "type": "residential", "addresstype": "road"},
        {**VILLAGE, "class": "office", "type": "lawyer", "addresstype": "office"},
        {**VILLAGE, "class": "place", "type": "house", "addresstype": "place"},
        {**VILLAGE, "class": "boundary", "type": "postal_code", "addresstype": "postcode"},
        {**VILLAGE, "name": "Zovsim Inshe", "display_name": "Zovsim Inshe", "namedetails": {}},
    ],
)
def test_what_is_no_place_is_not_taken(geocoder: Opener, server: Server, answer: dict[str, Any]) -> None:
    """A shop, a street, an office, a house number, a postcode, a thing of another name: a miss, and remembered as one."""
    server.answers["Vyhadane"] = [answer]
    assert [geocoder().find("Vyhadane"), geocoder().find("Vyhadane")] == [None, None]
    assert len(server.seen) == 1
    server.answers["vyhadane"] = [answer, VILLAGE]
    assert geocoder(misses_days=-1).find("vyhadane"), "a place after it is taken"


def test_other_readings(geocoder: Opener, server: Server) -> None:
    """Other answers are the runners-up, from the cache as well; the chosen place once more is not among them."""
    other = {**VILLAGE, "lat": "51.0", "address": {"state": "Inshyi Voivodeship", "country": "Poland", "country_code": "pl"}}
    server.answers["Vyhadane"] = [VILLAGE, {**VILLAGE, "class": "boundary", "type": "administrative"}, other]
    first, again = geocoder().find("Vyhadane"), geocoder().find("Vyhadane")
    assert first is not None
    assert first == again
    assert [(place.admin1, place.country_code) for place in first.runners_up] == [("Inshyi Voivodeship", "PL")]


@pytest.mark.parametrize(
    ("kind", "box", "precision", "radius"),
    [
        (("place", "city", "city"), [49.4, 49.6, 36.0, 36.5], 1, (21, 22)),
        (("place", "hamlet", "hamlet"), None, 1, (5, 5)),
        (("place", "hamlet", "hamlet"), [49.5, 49.5, 36.25, 36.25], 1, (1, 1)),
        (("boundary", "administrative", "city"), [48.5, 50.5, 35.0, 37.5], 3, (140, 150)),
        (("boundary", "administrative", "county"), [49.2, 49.8, 35.75, 36.75], 3, (45, 55)),
        (("boundary", "administrative", "state"), [48.5, 50.5, 35.0, 37.5], 4, (140, 150)),
        (("place", "region", "region"), None, 4, (100, 100)),
        (("place", "island", "island"), [49.49, 49.51, 36.24, 36.26], 1, (1, 2)),
        (("natural", "peak", "peak"), [49.4, 49.6, 36.1, 36.4], 2, (15, 16)),
        (("boundary", "protected_area", "protected_area"), None, 5, (50, 50)),
        (("boundary", "administrative", "country"), [44.0, 53.0, 22.0, 41.0], 6, None),
        (("place", "sea", "sea"), None, 5, (500, 500)),
    ],
)
def test_how_exactly_a_kind_is_known(
    geocoder: Opener,
    server: Server,
    kind: tuple[str, str, str],
    box: list[float] | None,
    precision: int,
    radius: tuple[float, float] | None,
) -> None:
    """The kind of the place gives the precision, its box the radius; a country has no point, a vast city is a district."""
    words = dict(zip(("class", "type", "addresstype"), kind, strict=True))
    server.answers["Vyhadane"] = [{**VILLAGE, **words, "boundingbox": box and [str(side) for side in box]}]
    match = geocoder().find("Vyhadane")
    assert match is not None
    assert int(match.geo_precision) == precision
    if radius is None:
        assert (match.latitude, match.longitude, match.radius_km) == (None, None, None)
    else:
        assert match.radius_km is not None
        assert radius[0] <= match.radius_km <= radius[1]


@pytest.mark.parametrize(("rank", "precision"), [(4, 6), (8, 4), (12, 3), (16, 1), (None, 1)])
def test_an_older_server(geocoder: Opener, server: Server, rank: int | None, precision: int) -> None:
    """A server that does not say what a boundary bounds is understood by its rank, or else by its size."""
    answer = {**VILLAGE, "class": "boundary", "type": "administrative", "place_rank": rank}
    server.answers["Vyhadane"] = [{key: value for key, value in answer.items() if key not in {"addresstype", "name", "namedetails"}}]
    match = geocoder().find("Vyhadane")
    assert match is not None
    assert (int(match.geo_precision), match.place.name) == (precision, "Vyhadane")


def test_an_answer_without_address(geocoder: Opener, server: Server) -> None:
    """Where the service gives no address, the place has no country, and a hint that the service was given still holds."""
    server.answers["Vyhadane"] = [{key: value for key, value in VILLAGE.items() if key != "address"}]
    for country in (None, "UA"):
        match = geocoder().find("Vyhadane", country=country)
        assert match is not None
        assert (match.place.country_code, match.place.admin1, match.latitude) == (None, None, 49.5)


def photon(**properties: object) -> bytes:
    """One answer in Photon's form."""
    village = {"osm_key": "place", "osm_value": "village", "type": "city", "name": "Vyhadane", "extent": [36.22, 49.52, 36.28, 49.48]}
    where = {"country": "Ukraine", "countrycode": "UA", "state": "Kazka Oblast", "county": "Mriia Raion"}
    feature = {"geometry": {"coordinates": [36.25, 49.5]}, "properties": {**village, **where, **properties}}
    return json.dumps({"features": [feature]}).encode()


def test_photon(geocoder: Opener, server: Server) -> None:
    """Another service of OpenStreetMap's is read alike, and asked only what it understands; a hint chooses among its answers."""
    server.body = photon()
    online = geocoder(provider="Photon")
    match = online.find("Vyhadane", country="UA")
    assert match is not None
    assert (match.method, match.geo_precision, match.place.admin1) == ("online (photon)", GeoPrecision.EXACT, "Kazka Oblast")
    assert match.radius_km == pytest.approx(3.1, abs=0.1)
    assert server.seen[0][1] == {"q": ["Vyhadane"], "limit": ["10"], "lang": ["en"]}
    assert online.find("Vyhadane", country="PL") is None
    server.body = photon(countrycode=None)
    assert geocoder(provider="photon").find("Vyhadane B", country="UA") is None
    server.body = photon(osm_key="shop", osm_value="kiosk")
    assert geocoder(provider="photon").find("Vyhadane C") is None
    assert online.stopped is None


def test_a_service_of_another_family(geocoder: Opener, server: Server) -> None:
    """A service that names its fields otherwise is read where it says what kind of place an answer is."""
    where = {"layer": "locality", "name": "Vyhadane", "label": "Vyhadane, Ukraine", "country": "Ukraine", "country_code": "UA"}
    server.body = json.dumps({"features": [{"geometry": {"coordinates": [36.25, 49.5]}, "properties": where}]}).encode()
    online = geocoder(provider="pelias", settings={"api_key": "none", "proxies": {}})
    match = online.find("Vyhadane", country="UA")
    assert match is not None
    assert (match.geo_precision, match.radius_km, match.place.country_code) == (GeoPrecision.EXACT, 5.0, "UA")
    server.body = server.body.replace(b"locality", b"venue")
    assert online.find("Vyhadane") is None
