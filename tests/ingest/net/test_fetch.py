"""One fetch against a real local server: conditional, bounded, redirects by hand, errors told apart."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from tests.support.asking import FEED, LOCAL, fetch, refusal
from ticker.errors import ConfigError, FetchError
from ticker.ingest.fetch import Fetched, Fetcher, FetchLimits, HttpStatusError

if TYPE_CHECKING:
    from tests.conftest import Asked, Site


async def test_a_document_comes_with_all_that_the_poll_needs(site: Site) -> None:
    url = site.answer(
        "/feed",
        FEED,
        headers={
            "Content-Type": "application/rss+xml; charset=utf-8",
            "ETag": '"v1"',
            "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT",
            "Retry-After": "600",
        },
    )
    fetched = await fetch(url)
    assert fetched.body == FEED
    assert (fetched.status, fetched.url, fetched.moved_to, fetched.redirects) == (200, url, "", 0)
    assert fetched.content_type == "application/rss+xml; charset=utf-8"
    assert fetched.etag == '"v1"'
    assert fetched.last_modified == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert fetched.retry_after == 600


async def test_the_request_says_who_asks_and_sends_nothing_else(site: Site) -> None:
    url = site.answer("/feed", FEED, headers={"Set-Cookie": "track=me"})
    limits = FetchLimits(allow_hosts=LOCAL, user_agent="ticker/9 (+https://desk.example/contact)")
    async with Fetcher(limits) as fetcher:
        await fetcher.fetch(url + "#fragment")
        await fetcher.fetch(url)
    for asked in site.asked:
        assert asked.path == "/feed"
        assert set(asked.headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert asked.headers["user-agent"] == "ticker/9 (+https://desk.example/contact)"
        assert asked.headers["accept-encoding"] == "gzip, deflate"


async def test_the_body_hash_tells_bodies_apart(site: Site) -> None:
    one, two = site.answer("/1", FEED), site.answer("/2", FEED + b" ")
    packed = site.answer("/3", gzip.compress(FEED), headers={"Content-Encoding": "gzip"})
    async with Fetcher(FetchLimits(allow_hosts=LOCAL)) as fetcher:
        hashes = [(await fetcher.fetch(url)).body_hash for url in (one, two, packed)]
    assert hashes[0] != hashes[1]
    assert hashes[0] == hashes[2]


async def test_not_modified_is_believed_when_asked_conditionally(site: Site) -> None:
    url = site.answer("/feed", status=304, headers={"ETag": '"v2"'})
    fetched = await fetch(url, etag='"v1"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
    assert (fetched.status, fetched.body, fetched.body_hash, fetched.etag) == (304, None, "", '"v2"')
    assert site.asked[0].headers["if-none-match"] == '"v1"'
    assert site.asked[0].headers["if-modified-since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


async def test_not_modified_without_a_condition_is_an_error(site: Site) -> None:
    error = await refusal(site.answer("/feed", status=304))
    assert error.kind == "http_304"
    assert "cache is broken" in error.message


@pytest.mark.parametrize("hostile", ["x" * 2000, 'W/"خبر"', "a\x7fb"])
async def test_validators_unfit_to_be_sent_back_are_forgotten(site: Site, hostile: str) -> None:
    url = site.raw("/feed", f"HTTP/1.1 200 OK\r\nETag: {hostile}\r\nContent-Length: 0\r\n\r\n".encode())
    assert (await fetch(url)).etag == ""
    assert (await fetch(url, etag=hostile + "\r\nX-Evil: 1")).body == b""
    assert "if-none-match" not in site.asked[1].headers


async def test_an_empty_document_is_a_document(site: Site) -> None:
    assert (await fetch(site.answer("/feed"))).body == b""


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (204, "nothing"),
        (206, "a part"),
        (401, "login"),
        (403, "refuses"),
        (404, "no such page"),
        (429, "less often"),
        (503, "fault of its own"),
        (999, "status 999|fault"),
    ],
)
async def test_a_status_without_a_document_is_told(site: Site, status: int, words: str) -> None:
    error = await refusal(site.answer("/feed", b"" if status == 204 else b"oops", status=status))
    assert isinstance(error, HttpStatusError)
    assert (error.kind, error.status, error.retry_after, error.gone) == (
        f"http_{status}",
        status,
        None,
        False,
    )
    assert any(word in error.message for word in words.split("|"))
    assert error.message.startswith(site.url("/feed"))


async def test_gone_is_flagged(site: Site) -> None:
    error = await refusal(site.answer("/feed", status=410))
    assert isinstance(error, HttpStatusError)
    assert error.gone


async def test_retry_after_as_a_date_counts_by_the_servers_own_clock(site: Site) -> None:
    headers = {"Date": "Mon, 01 Jan 2001 00:00:00 GMT", "Retry-After": "Mon, 01 Jan 2001 00:02:00 GMT"}
    error = await refusal(site.answer("/feed", status=429, headers=headers))
    assert isinstance(error, HttpStatusError)
    assert error.retry_after == 120


# ---- redirects


# ---- credentials


# ---- bounds


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", "bad_scheme"),
        ("feed.xml", "bad_scheme"),
        ("file:///etc/passwd", "bad_scheme"),
        ("ftp://example.org/", "bad_scheme"),
        ("http://", "bad_url"),
        ("http://h:99999/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("https://" + "a" * 5000 + ".example/", "bad_url"),
        ("http://exa mple/", "bad_url"),
        ("http://h\x1b[2J/", "bad_url"),
        ("\x1b[2J://h/", "bad_scheme"),
    ],
)
async def test_what_is_no_web_address_is_refused(url: str, kind: str) -> None:
    assert (await refusal(url)).kind == kind


async def test_a_user_agent_of_several_lines_is_refused() -> None:
    with pytest.raises(ConfigError, match="user_agent"):
        Fetcher(FetchLimits(user_agent="a\r\nX-Evil: 1"))


async def test_many_fetches_at_once_do_not_disturb_each_other(site: Site) -> None:
    urls = [site.answer(f"/{number}", str(number).encode()) for number in range(100)]
    site.raw("/broken", b"junk")
    async with Fetcher(FetchLimits(allow_hosts=LOCAL)) as fetcher:
        results = await asyncio.gather(
            *(fetcher.fetch(url) for url in [*urls, site.url("/broken")]), return_exceptions=True
        )
    assert isinstance(results.pop(), FetchError)
    assert [isinstance(one, Fetched) and one.body for one in results] == [
        str(number).encode() for number in range(100)
    ]


async def test_a_cancelled_fetch_leaves_nothing_behind(site: Site) -> None:
    reached = asyncio.Event()

    async def hang(_asked: Asked, _writer: asyncio.StreamWriter) -> None:
        reached.set()
        await asyncio.Event().wait()

    async with Fetcher(FetchLimits(allow_hosts=LOCAL)) as fetcher:
        before = asyncio.all_tasks()
        task = asyncio.create_task(fetcher.fetch(site.talk("/feed", hang)))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        left = {task for task in asyncio.all_tasks() - before if "serve" not in repr(task)}
        assert left == set()
