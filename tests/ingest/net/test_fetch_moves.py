"""Where a fetch may be sent on to, and what goes there with it."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from tests.support.asking import FEED, fetch, refusal
from ticker.ingest.fetch import FetchLimits
from ticker.ingest.visit import Visit, _is_move

if TYPE_CHECKING:
    from tests.conftest import Site


@pytest.mark.parametrize(
    ("statuses", "is_permanent"),
    [([301], True), ([308, 301], True), ([302], False), ([301, 307], False), ([303, 308], False)],
)
async def test_a_move_is_told_when_the_whole_way_is_permanent(
    site: Site, statuses: list[int], *, is_permanent: bool
) -> None:
    for hop, status in enumerate(statuses):
        site.redirect(f"/{hop}", f"/{hop + 1}", status)
    end = site.answer(f"/{len(statuses)}", FEED)
    fetched = await fetch(site.url("/0"), etag='"v"')
    assert (fetched.url, fetched.redirects, fetched.body) == (end, len(statuses), FEED)
    assert fetched.moved_to == (end if is_permanent else "")


def test_a_move_that_loses_encryption_is_followed_but_not_remembered() -> None:
    plain, safe = URL("http://news.example/"), URL("https://news.example/")
    assert _is_move(301, plain, safe)
    assert not _is_move(301, safe, plain)


async def test_redirects_are_counted(site: Site) -> None:
    for hop in range(6):
        site.redirect(f"/{hop}", f"/{hop + 1}")
    site.answer("/6", FEED)
    assert (await fetch(site.url("/1"))).redirects == 5
    error = await refusal(site.url("/0"))
    assert error.kind == "redirects"
    assert len(site.asked) == 6 + 6


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("", "redirects"),
        ("http://[::1", "bad_url"),
        ("http://h:0/", "bad_url"),
        ("http://a b/", "bad_url"),
        ("/" + "a" * 5000, "bad_url"),
        ("file:///etc/passwd", "bad_scheme"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "bad_scheme"),
        ("javascript:alert(1)", "bad_scheme"),
        ("data:text/xml,<rss/>", "bad_scheme"),
        ("http://10.0.0.1/", "blocked_address"),
        ("http://169.254.169.254/latest/", "blocked_address"),
        ("http://0x7f000001/", "blocked_address"),
    ],
)
async def test_a_redirect_to_where_no_feed_lives_is_refused(site: Site, target: str, kind: str) -> None:
    error = await refusal(site.redirect("/feed", target))
    assert error.kind == kind
    assert site.url("/feed") in error.message


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "user:pw@127.0.0.1"])
async def test_a_redirect_reaches_no_other_port_of_an_allowed_host(
    site: Site, other_site: Site, host: str
) -> None:
    allowed = FetchLimits(allow_hosts=frozenset({"127.0.0.1", "localhost"}))
    error = await refusal(site.redirect("/feed", f"http://{host}:{other_site.port}/secret"), allowed)
    assert error.kind == "blocked_address"
    assert "redirected to" in error.message
    assert other_site.asked == []


async def test_a_local_feed_that_is_not_allowed_is_refused(site: Site) -> None:
    error = await refusal(site.answer("/feed", FEED), FetchLimits())
    assert error.kind == "blocked_address"
    assert "allow_hosts" in error.message
    assert site.asked == []


async def test_a_public_name_that_turns_local_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name server is the attacker's: whatever it said before, the last answer is what is judged."""
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: answers)
    error = await refusal(f"http://rebind.example:{site.port}/feed")
    assert error.kind == "blocked_address"
    assert site.asked == []


async def test_credentials_go_to_the_feeds_own_server_only_and_into_no_text(
    site: Site, other_site: Site
) -> None:
    site.redirect("/feed", "/again", 301)
    site.redirect("/again", other_site.url("/secret"))
    url = f"http://desk:s3cret@127.0.0.1:{site.port}/feed"
    error = await refusal(url)
    assert [asked.headers["authorization"] for asked in site.asked] == ["Basic ZGVzazpzM2NyZXQ="] * 2
    assert "s3cret" not in error.message
    site.answer("/again", FEED)
    fetched = await fetch(url)
    assert "s3cret" not in fetched.url
    assert fetched.moved_to == ""
    for broken in ("http://desk:s3cret@h:99999/", "ftp://desk:s3cret@h/"):
        assert "s3cret" not in (await refusal(broken)).message


def test_credentials_leave_the_configured_origin_never() -> None:
    visit = Visit(URL("https://desk:s3cret@news.example/feed"), AsyncExitStack())
    assert visit.credentials()
    for elsewhere in ("http://news.example/", "https://news.example:8443/", "https://evil.example/"):
        visit.url = URL(elsewhere)
        assert visit.credentials() == {}
