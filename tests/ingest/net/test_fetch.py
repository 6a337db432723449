"""One fetch against a real local server: conditional, bounded, redirects by hand, errors told apart."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from ticker.errors import ConfigError, FetchError
from ticker.ingest.fetch import Fetched, Fetcher, FetchLimits, HttpStatusError
from ticker.ingest.visit import Visit, _is_move

if TYPE_CHECKING:
    from tests.conftest import Asked, Site

LOCAL = frozenset({"127.0.0.1"})
FEED = "<rss><channel><title>خبر</title></channel></rss>".encode()


async def fetch(
    url: str, limits: FetchLimits | None = None, *, etag: str = "", last_modified: str = ""
) -> Fetched:
    async with Fetcher(limits or FetchLimits(allow_hosts=LOCAL)) as fetcher:
        return await fetcher.fetch(url, etag=etag, last_modified=last_modified)


async def refusal(url: str, limits: FetchLimits | None = None, *, etag: str = "") -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetch(url, limits, etag=etag)
    message = caught.value.message
    assert message.isprintable()
    assert len(message) < 600
    return caught.value


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
    assert fetched.elapsed > 0


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


# ---- credentials


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


# ---- bounds


async def test_the_deadline_holds_over_a_drip(site: Site) -> None:
    ended = asyncio.Event()

    async def drip(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    error = await refusal(site.talk("/feed", drip), FetchLimits(timeout=0.3, allow_hosts=LOCAL))
    assert error.kind == "timeout"
    assert "no complete answer within 0.3 s" in error.message
    await ended.wait()


async def test_the_deadline_spans_all_redirects(site: Site) -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(f"HTTP/1.1 302 F\r\nLocation: {asked.path}x\r\nContent-Length: 0\r\n\r\n".encode())

    for hop in range(5):
        site.talk("/feed" + "x" * hop, slow)
    error = await refusal(site.url("/feed"), FetchLimits(timeout=0.4, allow_hosts=LOCAL))
    assert error.kind == "timeout"


async def test_a_size_that_is_announced_too_big_is_not_even_read(site: Site) -> None:
    url = site.raw("/feed", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
    assert (await refusal(url)).kind == "too_big"


async def test_the_size_cap_counts_unpacked_bytes(site: Site) -> None:
    limits = FetchLimits(allow_hosts=LOCAL, max_bytes=100_000)
    packed = gzip.compress(b"a" * 100_001)
    site.answer("/bomb", packed, headers={"Content-Encoding": "gzip"})
    site.answer("/fits", gzip.compress(b"a" * 100_000), headers={"Content-Encoding": "gzip"})
    assert (await refusal(site.url("/bomb"), limits)).kind == "too_big"
    assert len((await fetch(site.url("/fits"), limits)).body or b"") == 100_000


async def test_a_compressed_answer_cut_short_is_refused(site: Site) -> None:
    wire = gzip.compress(FEED * 100)[:-20]
    error = await refusal(site.answer("/feed", wire, headers={"Content-Encoding": "gzip"}))
    assert error.kind == "encoding"


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 5000 + b"\r\n",
        b"<rss/>",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
async def test_what_is_no_proper_http_is_refused(site: Site, wire: bytes) -> None:
    assert (await refusal(site.raw("/feed", wire))).kind == "protocol"


@pytest.mark.parametrize(
    "wire", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss>", b"HTTP/1.1 200 OK\r\nX: "]
)
async def test_a_connection_that_breaks_off_is_told(site: Site, wire: bytes) -> None:
    assert (await refusal(site.raw("/feed", wire))).kind == "reset"


async def test_nobody_listening_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        error = await refusal(f"http://127.0.0.1:{closed.getsockname()[1]}/feed")
    assert error.kind == "refused"


async def test_no_encryption_is_told(site: Site) -> None:
    site.answer("/feed", FEED)
    assert (await refusal(f"https://127.0.0.1:{site.port}/feed")).kind == "tls"


async def test_a_name_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    error = await refusal("https://nowhere.example/feed")
    assert error.kind == "dns"
    assert "nowhere.example" in error.message


async def test_a_name_server_that_does_not_answer_costs_the_deadline_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end = threading.Event()

    def silent(*_: object) -> list[object]:
        end.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    error = await refusal("https://slow.example/feed", FetchLimits(timeout=0.1))
    assert error.kind == "timeout"
    assert not end.is_set(), "the fetch, and the close of the fetcher, waited for the name server"
    end.set()


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
