"""Asks a local site once, as a poll does.

Knows the fetcher; must not know what a test expects of it.
"""

from __future__ import annotations

import pytest

from ticker.errors import FetchError
from ticker.ingest.fetch import Fetched, Fetcher, FetchLimits

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
