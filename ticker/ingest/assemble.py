"""Raw items to a document: cleaned, dated, identified, empty ones counted. One place for every format.

Knows how the parts fit; must not know a format or read bytes.
"""

from __future__ import annotations

import re

from ticker.ingest.clean import MAX_RAW, clean_line, clean_summary, clean_title, headline_of
from ticker.ingest.dates import parse_date
from ticker.ingest.document import MAX_ITEMS, Document, Item, RawFeed, RawItem
from ticker.ingest.identity import Facts, identify
from ticker.ingest.links import clean_link, join_base
from ticker.ingest.tongue import language, title_language

_MOJIBAKE = re.compile("[ÃÂØÙÐÑâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ¡-¿]")

_WITHOUT_IDS = frozenset({"page", "ticker"})  # no guid there is no news


def assemble(raw: RawFeed, *, url: str = "", lang: str = "", max_items: int = MAX_ITEMS) -> Document:
    """The clean document of a raw feed.

    `url` is the address that relative links stand on; `lang` is the configured language, for items of
    which the feed says none, or one that their script contradicts (an Arabic site's "en-us").
    """
    warnings = list(raw.warnings)
    home = clean_link(raw.link, join_base(url, raw.base) if raw.base else url)
    base = url or home
    tongue, configured = language(raw.lang), language(lang)
    facts: list[Facts] = []
    texts: list[tuple[str, str]] = []  # language, summary
    empty = repaired = headless = 0
    for item in raw.items[:max_items]:
        summary = clean_summary(item.summary, html=item.summary_html) if item.summary else ""
        said = _unmojibake(item.title)
        repaired += said is not item.title
        title = clean_title(said, html=item.title_html)
        if not title:
            title = headline_of(summary)
            headless += bool(title)
        if not title:
            empty += 1
            continue
        facts.append(Facts(item.guid, _link(item, base), title, parse_date(item.published or item.updated)))
        own = language(item.lang) if item.lang else ""
        texts.append((title_language(title, own or tongue, configured), summary))
    over = max(0, len(raw.items) - max_items)
    for count, words in (
        (empty, "items without any text skipped"),
        (over, f"items over the cap of {max_items} skipped"),
        (repaired, "titles in mojibake repaired"),
        (headless, "items have no title: the start of their text is used"),
    ):
        if count:
            warnings.append(f"{count} {words}")
    identities = identify(facts)
    if raw.kind not in _WITHOUT_IDS:
        warnings += identities.warnings
    items = tuple(
        Item(
            id=name,
            title=fact.title,
            url=fact.link,
            published=fact.published,
            lang=spoken,
            summary="" if summary == fact.title else summary,
            alias=alias,
        )
        for fact, name, alias, (spoken, summary) in zip(
            facts, identities.ids, identities.aliases, texts, strict=True
        )
    )
    return Document(
        kind=raw.kind,
        title=clean_title(raw.title, html=raw.title_html),
        url=home,
        lang=tongue or configured,
        items=items,
        warnings=tuple(clean_line(warning, 300) for warning in warnings),
        skipped=empty + over,
        hub=clean_link(raw.hub, url),
        topic=clean_link(raw.topic, url),
        cut=raw.cut,
    )


def _link(item: RawItem, base: str) -> str:
    if item.base:
        base = join_base(base, item.base)
    link = clean_link(item.link, base) if item.link else ""
    if not item.link and item.permalink and item.guid.startswith(("http://", "https://")):
        link = clean_link(item.guid)
    return link


def _unmojibake(title: str) -> str:
    """`title` with UTF-8 that was read as windows-1252 put right; the same object where nothing is wrong."""
    if title.isascii() or not _MOJIBAKE.search(title):
        return title
    import ftfy  # noqa: PLC0415 - 60 ms that only feeds in mojibake cost

    fixed = ftfy.fix_encoding(title[:MAX_RAW])
    return title if fixed == title[:MAX_RAW] else fixed
