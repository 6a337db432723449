"""The feeds of a configuration file as things to manage: `ticker feeds …` and the dashboard's Feeds view.

Knows the file and the way in; must not know who asks.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ticker.client.feedbook import Added, Offer
from ticker.config import add_feeds, pause_feeds, remove_feeds
from ticker.service.limits import fetch_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ticker.config import Config


class ConfigFeeds:
    """`client.feedbook.FeedBook` over config.yaml.

    New feeds go to `desk`; with `only` no other desk's are paused or removed.
    """

    def __init__(self, config: Config, desk: str, *, only: bool = False) -> None:
        self._config = config
        self._desk = desk
        self._of = desk if only else None
        self.path = config.path or Path("config.yaml")

    async def find(self, address: str, *, selector: str = "") -> Offer:
        """Look for what can be polled at an address; without a scheme, https is meant.

        Raises FetchError where it cannot be asked, ParseError where nothing there can be polled.
        """
        from ticker.ingest.fetch import Fetcher  # noqa: PLC0415 - aiohttp: 200 ms that no other action needs
        from ticker.ingest.find import Finder  # noqa: PLC0415
        from ticker.ingest.worker import Parser  # noqa: PLC0415

        url = address if "://" in address else f"https://{address}"
        # a host that the operator names by hand is asked, local or not
        limits = fetch_limits(self._config.fetch, also={host} if (host := _host(url)) else set())
        async with Fetcher(limits) as fetcher, Parser() as parser:
            found = await Finder(fetcher, parser).find(url, selector=selector)
        document = found.document
        return Offer(
            url=found.url,
            kind=found.kind,
            form=document.kind,
            title=document.title,
            publisher=found.publisher,
            lang=found.lang,
            selector=found.selector,
            headlines=tuple((item.title, item.published) for item in document.items),
            warnings=tuple(document.warnings),
            also=found.also,
            tried=found.tried,
        )

    def options(
        self, offer: Offer, *, publisher: str = "", lang: str = "", interval: str = ""
    ) -> dict[str, Any]:
        """What is written down of an offer: options by name, those without a value left out."""
        options = {
            "url": offer.url,
            "publisher": publisher or offer.publisher,
            "desk": self._desk,
            "lang": lang or offer.lang,
            "kind": offer.kind,
            "selector": offer.selector,
            "interval": interval,
        }
        return {option: value for option, value in options.items() if value}

    async def add(self, offer: Offer, *, publisher: str = "", lang: str = "", interval: str = "") -> Added:
        """Write it down. Raises UsageError for what cannot be used, ConfigError for the file."""
        options = self.options(offer, publisher=publisher, lang=lang, interval=interval)
        if not await asyncio.to_thread(add_feeds, self.path, [options]):
            return Added(new=False, said=f"desk {self._desk} has this feed already; nothing was written")
        took = "a running ticker takes it up by itself"
        if self._config.path is None:
            took = "the file is new: start ticker again to use it"
        warning = ""
        if not self._config.fetch.allows(offer.url) and _is_local(offer.url):
            warning = "it is a local address: it is not asked until fetch.allow_hosts names its host"
        return Added(new=True, said=f"added; {took}", warning=warning)

    async def pause(self, urls: Sequence[str], *, paused: bool) -> Sequence[str]:
        """Pause or resume. Raises ConfigError for a file that cannot be read, changed safely, or written."""
        return await asyncio.to_thread(pause_feeds, self.path, urls, paused=paused, desk=self._of)

    async def remove(self, urls: Sequence[str]) -> Sequence[str]:
        """Take out. Raises as `pause`."""
        return await asyncio.to_thread(remove_feeds, self.path, urls, desk=self._of)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""  # the fetcher says what is wrong with the URL


def _is_local(url: str) -> bool:
    """Whether a URL names an address that is not public by its letters alone."""
    from ticker.ingest.addresses import PUBLIC, kind_of, literal  # noqa: PLC0415 - see `find`

    address = literal(_host(url))
    return _host(url) == "localhost" if address is None else kind_of(address) != PUBLIC
