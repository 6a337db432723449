"""`feeds` and `fetch`: what is polled, and how it is asked.

Knows the options of polling; must not know how a poll goes.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from ticker import __version__
from ticker.config.sections.section import BYTES, SECONDS, Section
from ticker.config.values import (
    AllowedHost,
    CallbackUrl,
    Count,
    Duration,
    FeedUrl,
    Flag,
    LangTag,
    Number,
    PublisherName,
    Selector,
    Size,
    UserAgent,
    allow_key,
    url_host,
)


def _own_host(data: dict[str, Any]) -> str:
    return url_host(data["url"])[0].removeprefix("www.")


class FeedConfig(Section):
    """The URLs that are polled, and what is known of each."""

    url: FeedUrl = Field(
        description="What is asked: RSS, Atom, JSON Feed or, with `kind: page`, a web page.",
        examples=["https://example.org/rss"],
    )
    publisher: PublisherName = Field(
        default_factory=_own_host,
        description="Who speaks. Copies by one publisher never corroborate each other.",
        json_schema_extra={"default_text": "the URL's host"},
        examples=["Example Wire"],
    )
    desk: str = Field(default="main", description="The desk that its headlines go to.")
    lang: LangTag = Field(
        default="",
        description="Language of the headlines (BCP 47), where the feed does not say it.",
        examples=["ar"],
    )
    interval: Duration | None = Field(
        default=None,
        ge=1,
        le=86_400,
        json_schema_extra=SECONDS | {"default_text": "found out by itself"},
        description="Time from poll to poll, fixed. Left out, it follows how often the feed brings news: "
        "5m at first, then half the time that is to be expected, between `min_interval` and "
        "`max_interval`. At least 1m, but down to 1s for hosts in `fetch.allow_hosts`.",
        examples=["5m"],
    )
    min_interval: Duration = Field(
        default=120.0,
        ge=1,
        le=86_400,
        json_schema_extra=SECONDS,
        description="The shortest that ticker makes the interval by itself.",
    )
    max_interval: Duration = Field(
        default=1800.0,
        ge=1,
        le=7 * 86_400,
        json_schema_extra=SECONDS,
        description="The longest that ticker makes the interval by itself; also the interval while a WebSub "
        "hub pushes the feed.",
    )
    kind: Literal["feed", "page", "ticker"] = Field(
        default="feed",
        description="`feed`: RSS, Atom or JSON Feed, found out by itself. `page`: each element that "
        "`selector` finds is a headline. `ticker`: plain text, or the one element that `selector` "
        "finds, whose headlines are glued together.",
    )
    selector: Selector = Field(
        default="",
        description="CSS selector of the headlines on a page; needed by `kind: page`.",
        examples=[".ticker li a"],
    )
    weight: Number | None = Field(
        default=None, ge=0, le=100, description="Stands above the publisher's weight for this feed alone."
    )
    paused: Flag = Field(default=False, description="`true`: the feed stays listed but is not polled.")


class FetchConfig(Section):
    """How feeds are asked."""

    timeout: Duration = Field(
        default=20.0,
        ge=0.1,
        le=300,
        json_schema_extra=SECONDS,
        description="The whole poll must be done by then: DNS, redirects and body together.",
    )
    max_bytes: Size = Field(
        default=10_000_000,
        ge=1_000,
        le=1_000_000_000,
        json_schema_extra=BYTES,
        description="A body larger than this, after decompression, is refused.",
    )
    max_redirects: Count = Field(default=5, ge=0, le=20, description="Redirects followed in one poll.")
    allow_hosts: tuple[AllowedHost, ...] = Field(
        default=(),
        description="Local hosts that may be asked, with or without a port; every other address that is not "
        "public is refused.",
        examples=["127.0.0.1", "localhost:8081"],
    )
    user_agent: UserAgent = Field(
        default=f"ticker/{__version__} (headline desk; contact: set fetch.user_agent)",
        description="How ticker presents itself to publishers. Put a way to reach you here.",
        json_schema_extra={"default_text": "`ticker/VERSION (headline desk; …)`"},
    )
    concurrency: Count = Field(default=64, ge=1, le=1024, description="Polls under way at once.")
    per_host: Count | None = Field(
        default=None,
        ge=1,
        le=1024,
        description="Polls under way at once on one host.",
        json_schema_extra={"default_text": "1; no limit on hosts in `allow_hosts`"},
    )
    host_delay: Duration | None = Field(
        default=None,
        ge=0,
        le=3600,
        json_schema_extra=SECONDS | {"default_text": "1s; none on hosts in `allow_hosts`"},
        description="Time between the beginnings of two polls of one host.",
    )
    callback: CallbackUrl | None = Field(
        default=None,
        description="The address at which WebSub hubs reach this server, usually that of a reverse proxy. "
        "With it, feeds that name a hub are subscribed to and push their news; without it all are polled.",
        examples=["https://desk.example.org"],
    )

    def allows(self, url: str) -> bool:
        """Whether the host of `url` stands in `allow_hosts`, alone or with the URL's port.

        Raises ValueError for a URL that cannot be read.
        """
        host, port = url_host(url)
        if port is None:
            port = 443 if url.lower().startswith("https:") else 80
        allowed = {allow_key(entry) for entry in self.allow_hosts}
        return (host, None) in allowed or (host, port) in allowed
