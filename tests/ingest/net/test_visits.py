"""Beginning elsewhere, posting a form, Link headers, and how many big bodies are held at one time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from ticker.errors import FetchError
from ticker.ingest.fetch import Fetcher, FetchLimits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.conftest import Site

    Until = Callable[[Callable[[], object]], Awaitable[None]]


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(FetchLimits(allow_hosts=frozenset({"127.0.0.1"}))) as one:
        yield one


async def test_a_visit_may_begin_where_the_feed_has_moved_to(site: Site, fetcher: Fetcher) -> None:
    new = site.answer("/new", b"feed")
    fetched = await fetcher.fetch(site.url("/old"), at=new)
    assert (fetched.body, fetched.url, fetched.moved_to, fetched.redirects) == (b"feed", new, new, 0)
    assert [asked.path for asked in site.asked] == ["/new"]


async def test_the_new_address_reaches_no_further_than_a_redirect_would(
    site: Site, other_site: Site, fetcher: Fetcher
) -> None:
    with pytest.raises(FetchError) as refusal:
        await fetcher.fetch(site.url("/old"), at=other_site.url("/secret"))
    assert refusal.value.kind == "blocked_address"
    assert other_site.asked == []


async def test_a_form_is_posted_to_the_feeds_own_origin(site: Site, fetcher: Fetcher) -> None:
    status = await fetcher.post(
        site.answer("/hub", status=202), {"hub.mode": "subscribe", "x": "é &"}, named_by=site.url("/feed")
    )
    assert status == 202
    (asked,) = site.asked
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.body == b"hub.mode=subscribe&x=%C3%A9+%26"


async def test_a_form_reaches_no_local_host_that_is_not_the_feeds_own(
    site: Site, other_site: Site, fetcher: Fetcher
) -> None:
    with pytest.raises(FetchError) as refusal:
        await fetcher.post(other_site.url("/hub"), {}, named_by=site.url("/feed"))
    assert refusal.value.kind == "blocked_address"
    assert other_site.asked == []


async def test_a_form_follows_no_redirect(site: Site, fetcher: Fetcher) -> None:
    status = await fetcher.post(site.redirect("/hub", site.url("/else")), {}, named_by=site.url("/feed"))
    assert status == 302
    assert len(site.asked) == 1


async def test_link_headers_come_along(site: Site, fetcher: Fetcher) -> None:
    url = site.answer("/feed", b"feed", headers={"Link": '<https://hub.example/>; rel="hub"'})
    assert (await fetcher.fetch(url)).links == ('<https://hub.example/>; rel="hub"',)


async def test_few_big_bodies_are_held_at_one_time(site: Site, fetcher: Fetcher, until: Until) -> None:
    url = site.answer("/big", b"x" * 2_000_000)
    small = site.answer("/small", b"x")
    held = 0
    go = asyncio.Event()

    async def hold() -> None:
        nonlocal held
        async with fetcher.fetched(url):
            held += 1
            await go.wait()

    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(hold()) for _ in range(10)]
    await until(lambda: held == 4)
    await until(lambda: len(site.asked) == 10)
    assert (await fetcher.fetch(small)).body == b"x", "small ones pass by"
    assert held == 4
    go.set()
    await asyncio.gather(*tasks)
    assert held == 10
