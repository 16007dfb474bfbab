"""Fetching: robots.txt, redirects, pauses, ports, and what a server answers."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dashboard.errors import SourceError, SourceTooLargeError
from dashboard.reports.web.fetching import Fetcher, Fetching, Page
from tests.dashboard.reports.web.served import LOCAL, Site


def fetch(url: str, fetching: Fetching = LOCAL, *, is_given: bool = True) -> Page:
    """What lies at an address."""
    found = Fetcher(fetching).fetch(url, is_given=is_given)
    assert found is not None
    return found


def refused(url: str, fetching: Fetching = LOCAL, *, is_given: bool = True) -> str:
    """Why an address is not read: one line with its name."""
    with pytest.raises(SourceError) as raised:
        Fetcher(fetching).fetch(url, is_given=is_given)
    told = str(raised.value)
    assert told.isprintable()
    assert told.endswith(".")
    return told


def test_a_page_is_fetched_under_our_name_once_robots_let_us(site: Site) -> None:
    """robots.txt is asked first, once for all addresses of a server."""
    first, second = site.says("/a", "A", "Text/HTML; charset=Windows-1251", ETag='"x"', Last_Modified="yesterday"), site.says("/b", "B")
    fetcher = Fetcher(LOCAL)
    page = fetcher.fetch(first, is_given=True)
    assert page is not None
    assert (page.content, page.kind, page.charset, page.etag, page.modified) == (b"A", "text/html", "windows-1251", '"x"', "yesterday")
    assert page.address.shown == first
    assert fetcher.fetch(second, is_given=True) is not None
    assert site.asked == ["/robots.txt", "/a", "/b"]
    assert site.heard[1]["user-agent"].startswith("Strikemap/0.")
    assert "news reading" in site.heard[1]["user-agent"]


ROBOTS = [
    (200, "User-agent: *\nDisallow: /private", "asks programs not to read this"),
    (200, "User-agent: strikemap\nDisallow: /", "asks programs not to read this"),
    (500, "", "cannot say what may be read"),
    (503, "User-agent: *\nAllow: /", "cannot say what may be read"),
]


@pytest.mark.parametrize(("status", "file", "message"), ROBOTS)
def test_what_robots_forbid_is_not_asked_for(site: Site, status: int, file: str, message: str) -> None:
    """A server that cannot say so lets nobody in, and is asked for it once."""
    site.says("/robots.txt", file, status=status)
    url = site.says("/private/a", "A")
    assert message in refused(url)
    assert site.asked == ["/robots.txt"]
    fetcher = Fetcher(LOCAL)
    for _ in range(2):
        with pytest.raises(SourceError):
            fetcher.fetch(url, is_given=True)
    assert site.asked == ["/robots.txt"] * 2


@pytest.mark.parametrize(("status", "file"), [(404, ""), (403, ""), (401, ""), (429, ""), (200, "<html>Not found</html>"), (200, "\0\xff")])
def test_a_server_without_robots_may_be_read(site: Site, status: int, file: str) -> None:
    """So says RFC 9309."""
    site.says("/robots.txt", file, status=status)
    assert fetch(site.says("/a", "A")).content == b"A"


def test_robots_are_followed_where_they_have_moved(site: Site) -> None:
    """Up to five times; one that is never found forbids nothing."""
    site.says("/robots.txt", "", status=301, Location="/rules")
    site.says("/rules", "User-agent: *\nDisallow: /a")
    assert "robots.txt" in refused(site.says("/a", "A"))
    site.answers["/rules"] = [(302, {"Location": "/rules"}, b"")]
    assert fetch(site.address + "/a").content == b"A"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(site: Site, status: int) -> None:
    """The last address is the page's."""
    site.says("/b", "B")
    page = fetch(site.says("/a", "", status=status, Location="b"))
    assert (page.content, page.address.shown) == (b"B", site.address + "/b")


def test_redirects_end(site: Site) -> None:
    """The fifth is followed, a sixth is not, nor an endless circle; robots hold on the way."""
    for number in range(7):
        site.says(f"/{number}", "", status=302, Location=f"/{number + 1}")
    site.says("/7", "here")
    assert fetch(site.address + "/2").content == b"here"
    assert "sent on more than 5 times" in refused(site.address + "/1")
    assert "sent on more than 5 times" in refused(site.says("/circle", "", status=302, Location="/circle"))
    site.says("/robots.txt", "User-agent: *\nDisallow: /7")
    assert "robots.txt" in refused(site.address + "/6")


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://[", "data:,x"])
def test_a_server_leads_nowhere_but_to_the_web(site: Site, target: str) -> None:
    """The line names both addresses."""
    told = refused(site.says("/a", "", status=302, Location=target))
    assert told.startswith(f"{site.address}/a: is sent on to ")


OPEN = "93.184.216.34"


class Names:
    """A resolver with a memory of its own."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        """The next answer; the last is repeated."""
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.mark.parametrize("numbers", [("127.0.0.1",), ("10.0.0.1",), ("169.254.169.254",), ("::ffff:127.0.0.1",), (OPEN, "127.0.0.1")])
def test_machines_that_are_not_open_are_not_asked(site: Site, numbers: Sequence[str]) -> None:
    """Whatever name they hide behind; nothing is connected to, not even for robots.txt."""
    port = site.address.rpartition(":")[2]
    told = refused(f"http://outlet.example:{port}/a", Fetching(pause=0.0, resolve=Names(numbers)))
    assert "--allow-private" in told
    assert site.asked == []


def test_a_redirect_to_such_a_machine_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the first machine was open."""
    monkeypatch.setattr("dashboard.reports.web.addresses.is_public", lambda number: number == "127.0.0.1")  # this one, as if it were open
    port = site.address.rpartition(":")[2]
    for target in ("http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", f"http://10.0.0.1:{port}/"):
        url = site.says("/a", "", status=302, Location=target).replace("127.0.0.1", "outlet.example")
        told = refused(url, Fetching(pause=0.0, resolve=lambda host, _port: ["127.0.0.1" if host == "outlet.example" else host]))
        assert "--allow-private" in told or "port" in told
        site.answers.pop("/a")


def test_a_name_that_changes_its_mind_leads_nowhere_else(site: Site) -> None:
    """It is resolved once, and the connection goes to what was looked at (DNS rebinding)."""
    port = site.address.rpartition(":")[2]
    names = Names(("127.0.0.1",), ("127.0.0.2",))
    site.says("/a", "", status=302, Location="/b")
    site.says("/b", "B")
    assert fetch(f"http://outlet.example:{port}/a", replace(LOCAL, resolve=names)).content == b"B"
    assert names.asked == ["outlet.example"]


def test_an_unusual_port_is_asked_only_where_the_user_named_it(site: Site) -> None:
    """Not by what a feed or a redirect leads to; where machines of private networks are allowed, any port is."""
    careful = Fetching(pause=0.0, resolve=Names([OPEN]))
    assert "leads to port 22" in refused("http://outlet.example:22/", careful, is_given=False)
    assert fetch(site.says("/a", "A"), is_given=False).content == b"A"


STATUSES = [
    (404, "check the address"),
    (403, "to a file"),
    (410, "leave it out"),
    (429, "less often"),
    (500, "later"),
    (204, "later"),
    (299, "later"),
]


@pytest.mark.parametrize(("status", "remedy"), [*STATUSES, (302, "later"), (304, "later")])
def test_any_other_answer_is_told(site: Site, status: int, remedy: str) -> None:
    """With its number and what to do."""
    told = refused(site.says("/a", "", status=status))
    assert f"the server answers {status}" in told
    assert remedy in told


def test_what_is_too_large_is_told(site: Site) -> None:
    """As too large, with the limit."""
    with pytest.raises(SourceTooLargeError, match="10 MB, the limit"):
        Fetcher(LOCAL).fetch(site.says("/a", b"x" * (LOCAL.most_bytes + 1)), is_given=True)


def test_the_time_is_that_of_all_redirects_together(site: Site) -> None:
    """A server that always answers just in time is left all the same."""
    site.slow_s = 0.2
    url = site.says("/circle", "", status=302, Location="/circle")
    assert "in time" in refused(url, replace(LOCAL, seconds=0.5))
    assert len(site.asked) < 5


def test_one_host_is_not_asked_twice_within_the_pause(site: Site) -> None:
    """The pause is ours, or the longer one that robots.txt asks for, up to a limit."""
    site.says("/robots.txt", "User-agent: *\nCrawl-delay: 99")
    fetcher = Fetcher(replace(LOCAL, longest_pause=0.2))
    began = time.monotonic()
    fetcher.fetch(site.says("/a", "A"), is_given=True)
    fetcher.fetch(site.says("/b", "B"), is_given=True)
    assert time.monotonic() - began >= 0.4
    site.answers.pop("/robots.txt")
    fetcher = Fetcher(replace(LOCAL, pause=0.2))
    began = time.monotonic()
    fetcher.fetch(site.address + "/a", is_given=True)
    assert time.monotonic() - began >= 0.2


def test_a_secret_stays_with_its_server(site: Site) -> None:
    """It is sent there and nowhere else, and stands in no message and no address."""
    site.says("/a", "A", "text/plain")
    page = fetch(site.address.replace("://", "://anna:secret@") + "/a")
    assert "authorization" in site.heard[1]
    assert "secret" not in page.address.shown + repr(page)
    assert "secret" not in refused(site.address.replace("://", "://anna:secret@") + "/missing")
    site.says("/b", "", status=302, Location=site.address.replace("127.0.0.1", "localhost") + "/a")
    assert fetch(site.address.replace("://", "://anna:secret@") + "/b").content == b"A"
    assert ["authorization" in heard for heard in site.heard[-4:]] == [True, True, False, False]


def test_what_is_as_it_was_is_none(site: Site) -> None:
    """The tag and the day are said back as they came."""
    url = site.says("/a", "", status=304)
    assert Fetcher(LOCAL).fetch(url, is_given=True, etag='W/"x"', modified="Fri, 05 Apr 2024 10:00:00 GMT") is None
    assert (site.heard[1]["if-none-match"], site.heard[1]["if-modified-since"]) == ('W/"x"', "Fri, 05 Apr 2024 10:00:00 GMT")
