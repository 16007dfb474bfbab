"""Addresses, and which machines may be asked."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.web import addresses
from dashboard.reports.web.refusals import AddressError

WRITTEN = [
    ("http://outlet.example", "http://outlet.example/"),
    ("HTTPS://Outlet.Example:443/a b?q=ї&x=1#top", "https://outlet.example/a%20b?q=%D1%97&x=1"),
    ("https://outlet.example.:8443/%41", "https://outlet.example:8443/%41"),
    ("https://новини.укр/а", "https://xn--b1amarcd.xn--j1amh/%D0%B0"),
    ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
    ("https://anna:secret@outlet.example/feed", "https://outlet.example/feed"),
]


@pytest.mark.parametrize(("written", "shown"), WRITTEN)
def test_an_address_is_written_in_one_way(written: str, shown: str) -> None:
    """In ASCII, without what names no place and without its secret."""
    assert addresses.parse(written).shown == shown


NONE = ["ftp://a.example/x", "file:///etc/hostname", "https://", "https:///x", "http://a.example:0/", "http://a.example:99999/"]
NONE += ["http://[::1/", "http://a b/", "http://a\r\nHost:b/", "javascript://a.example/%0aalert(1)", "http://" + "a" * 300, "http://[::g]/"]


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_address_of_the_web_is_refused(written: str) -> None:
    """In words."""
    with pytest.raises(AddressError):
        addresses.parse(written)


SECRETS = ["https://anna:secret@a.example/x", "https://anna:se/cret@a.example/x", "https://anna:secret@a b/", "ftp://anna:secret@a.example"]
SECRETS += ["https://anna:12#secret@a.example/", "https://secret@a.example?x=@", "https://anna:se@cret@a.example/"]


@pytest.mark.parametrize("written", SECRETS)
def test_a_password_is_never_shown(written: str) -> None:
    """Neither in messages nor in a record's own words, also where the address is wrong."""
    assert "cret" not in addresses.public_form(written)
    try:
        told: object = addresses.parse(written)
    except AddressError as error:
        told = error
    assert "cret" not in repr(told)


def test_a_sign_in_a_path_is_no_password() -> None:
    """What stands behind the host stays."""
    assert addresses.public_form("https://a.example/@anna/1?b=@c") == "https://a.example/@anna/1?b=@c"


PRIVATE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1"
)
PRIVATE += " ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 2001:db8::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"
PRIVATE += " 2001:0:7f00:1:: ::127.0.0.1 nonsense"


@pytest.mark.parametrize("number", PRIVATE.split())
def test_machines_that_are_not_open_to_everybody(number: str) -> None:
    """This one, private networks, links, reserved and multicast numbers, also as IPv6 carries them; a name with one such is refused."""
    assert not addresses.is_public(number)
    with pytest.raises(AddressError, match="--allow-private"):
        machines("http://a.example/", ("93.184.216.34", number))


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_machines_that_are(number: str) -> None:
    """They are asked."""
    assert machines("http://a.example/", (number,)) == (number,)


def machines(written: str, numbers: Sequence[str], *, allow_private: bool = False) -> Sequence[str]:
    """The machines of an address whose name has these numbers."""
    return addresses.machines(addresses.parse(written), lambda _host, _port: numbers, allow_private=allow_private, seconds=5)


SPELLINGS = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://[::1]/",
    "http://0/",
]
SPELLINGS += ["http://[::ffff:127.0.0.1]/", "http://ⓛocalhost/", "http://localhost./", "http://a.localhost/", "http://LOCALHOST:8080/"]


@pytest.mark.parametrize("written", SPELLINGS)
def test_every_spelling_of_this_machine_is_refused(written: str) -> None:
    """As the machine's own resolver reads them."""
    with pytest.raises(AddressError):
        addresses.machines(addresses.parse(written), addresses.system_resolver, allow_private=False, seconds=5)


def test_the_user_may_ask_them() -> None:
    """Where that is said."""
    assert machines("http://localhost/", ("127.0.0.1",), allow_private=True) == ("127.0.0.1",)


def test_a_name_that_is_not_known_or_takes_too_long() -> None:
    """Both are told; the resolver's own patience does not count."""
    with pytest.raises(AddressError, match="not known"):
        machines("http://a.example/", ())

    def slow(_host: str, _port: int) -> Sequence[str]:
        time.sleep(1)
        return ["93.184.216.34"]

    with pytest.raises(AddressError, match="in time"):
        addresses.machines(addresses.parse("http://a.example/"), slow, allow_private=False, seconds=0.05)


@given(st.text(max_size=40) | st.text(alphabet="htp:/@[]%.?#\\ a1", max_size=30))
def test_no_text_breaks_it(written: str) -> None:
    """It is an address or an error in words."""
    for each in (written, "http://" + written):
        addresses.public_form(each)
        try:
            found = addresses.parse(each)
        except AddressError:
            continue
        assert found.shown.isascii()
        assert found.shown.isprintable()
        assert " " not in found.shown
