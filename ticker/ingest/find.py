"""From any address of a site to what can be polled there: its feed, or the ticker on its page.

The address itself, then the feeds that its page names, then where feeds usually are, then the headlines on
the page. Asks one thing after the other. Knows the order; must not know the configuration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ticker.errors import FetchError, ParseError
from ticker.ingest import discover
from ticker.ingest.decode import decode
from ticker.ingest.document import Document, Reading
from ticker.ingest.tongue import language_of

if TYPE_CHECKING:
    from ticker.ingest.fetch import Fetched, Fetcher
    from ticker.ingest.worker import Parser

_GOOD_ENOUGH = 0.35  # of a proposal's score: below it a page's headlines are a guess
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What can be polled, what it holds now, and who seems to speak there.

    `kind` is feed or page (then with its `selector`). `also` are other feeds that the page names, `tried`
    says in a line each what was asked in vain.
    """

    url: str
    kind: str
    document: Document
    publisher: str
    lang: str
    selector: str = ""
    also: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()


class Finder:
    """Finds what to poll, with a fetcher and a parser that stay the caller's."""

    def __init__(self, fetcher: Fetcher, parser: Parser) -> None:
        self._fetcher = fetcher
        self._parser = parser
        self._tried: list[str] = []

    async def find(self, url: str, *, selector: str = "") -> Found:
        """What can be polled at `url`, or under it; with a `selector` only the page itself.

        Raises FetchError where the address cannot be asked, ParseError where nothing on it can be polled.
        """
        self._tried = []
        fetched = await self._fetcher.fetch(url)
        if selector:
            return await self._page(fetched, selector)
        try:
            return await self._read(fetched, "")
        except ParseError as refusal:
            if refusal.kind not in ("html", "not_a_feed"):
                raise
            page = decode(fetched.body or b"", content_type=fetched.content_type).text
            self._tried.append(f"{url}: {refusal.message}")
        named = discover.named_feeds(page, fetched.url)
        guessed = [one for one in discover.usual_feeds(fetched.url) if one not in named]
        for candidate in (*named[:_MOST_NAMED], *guessed):
            found = await self._candidate(candidate, page)
            if found is not None:
                also = tuple(one for one in named if one != found.url)
                return replace(found, also=also, tried=tuple(self._tried))
        return await self._page(fetched, self._best(page))

    async def _candidate(self, url: str, page: str) -> Found | None:
        try:
            return await self._read(await self._fetcher.fetch(url), page)
        except (FetchError, ParseError) as error:
            self._tried.append(f"{url}: {error.kind}")
            return None

    async def _read(self, fetched: Fetched, page: str) -> Found:
        how = Reading(fetched.content_type, fetched.url)
        document = await self._parser.parse(fetched.body or b"", how)
        titles = [item.title for item in document.items]
        return Found(
            fetched.moved_to or fetched.url,
            "feed",
            document,
            discover.publisher_of(document.title, fetched.url, page),
            language_of(titles, document.lang or discover.page_language(page)),
        )

    def _best(self, page: str) -> str:
        from ticker.ingest.page import propose  # noqa: PLC0415 - selectolax: feeds never need it

        proposals = propose(page)
        if not proposals or proposals[0].score < _GOOD_ENOUGH:
            tried = len(self._tried)
            raise ParseError(
                "html",
                f"no feed and no ticker there ({tried} addresses tried); give the feed's own address, or"
                " --selector with the elements that hold the headlines",
            )
        return proposals[0].selector

    async def _page(self, fetched: Fetched, selector: str) -> Found:
        how = Reading(fetched.content_type, fetched.url, "page", selector)
        document = await self._parser.parse(fetched.body or b"", how)
        page = decode(fetched.body or b"", content_type=fetched.content_type).text
        return Found(
            fetched.moved_to or fetched.url,
            "page",
            document,
            discover.publisher_of("", fetched.url, page),
            language_of([item.title for item in document.items], discover.page_language(page)),
            selector=selector,
            tried=tuple(self._tried),
        )
