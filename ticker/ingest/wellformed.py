"""The quick path: RSS, RDF and Atom that is well-formed XML, read with lxml.

Nothing is recovered, loaded or expanded here: a document is either read exactly or left to
`ingest.lenient`; only an article's full text beside its summary is passed over. Knows the feed formats'
elements; must not know how text is cleaned.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from lxml import etree
from msgspec import msgpack

from ticker.errors import ParseError
from ticker.ingest.document import RawFeed, RawItem
from ticker.ingest.links import join_base

if TYPE_CHECKING:
    from collections.abc import Iterable

_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = f"{_XML}lang"
_ABOUT = f"{_RDF}about"

_BODY = "{http://purl.org/rss/1.0/modules/content/}encoded"
_SECTION = "<content:encoded><![CDATA["
_MARK = "\x7f\x7f"

_ATOM = "http://www.w3.org/2005/atom"
_CORE = {
    "",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/rss091",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://purl.org/rss/1.0/modules/rss091#",
    "http://purl.org/net/rss1.1#",
    "http://example.com/newformat#",
    "http://example.com/necho",
    "http://purl.org/echo/",
    "uri/of/echo/namespace#",
    "http://purl.org/pie/",
    "http://purl.org/atom/ns#",
    _ATOM,
}
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
}
# element -> what it is to us; every other element is passed over
_FIELDS = {
    "title": "title",
    "dc:title": "title",
    "media:title": "media",
    "link": "link",
    "guid": "guid",
    "id": "guid",
    "pubdate": "published",
    "published": "published",
    "issued": "published",
    "dcterms:issued": "published",
    "updated": "updated",
    "modified": "updated",
    "dc:date": "updated",
    "dcterms:modified": "updated",
    "created": "created",
    "dcterms:created": "created",
    "description": "summary",
    "summary": "summary",
    "dc:description": "summary",
    "content": "content",
    "content:encoded": "content",
    "xhtml:body": "content",
    "body": "content",
    "fullitem": "content",
    "itunes:summary": "content",
    "language": "language",
    "dc:language": "language",
    "item": "item",
    "entry": "item",
    "channel": "channel",
    "feed": "feed",
    "rss": "rss",
    "rdf:rdf": "rdf",
}
_HTML_TYPES = {"text/html", "html", "application/xhtml+xml", "xhtml"}
_RSS09 = {"0.90", "0.91", "0.92", "0.93", "0.94"}


def read_xml(text: str, *, recover: bool = False) -> RawFeed:
    """Read a feed from `text`: XML without declaration and DOCTYPE.

    `recover` takes wrong end tags for right ones.

    Raises `etree.XMLSyntaxError` where it is not well-formed, UnknownNamespaceError, and where no other
    reading could help ParseError: "not_a_feed", "opml", "html", "too_deep".
    """
    feed = None if recover else _read_without_bodies(text)
    return feed or _feed(_tree(text, recover=recover), based="xml:base" in text)


def _read_without_bodies(text: str) -> RawFeed | None:
    """As `read_xml`, without the articles' full texts: half of a feed, which nobody looks at.

    None where one is looked at after all (no summary beside it), or where it cannot be told what is one.
    """
    short, emptied = _without_bodies(text)
    if not emptied:
        return None
    try:
        root = _tree(short)
    except (etree.XMLSyntaxError, ParseError):
        return None
    if sum(element.text == _MARK for element in root.iter(_BODY)) != emptied:
        return None  # some stood in a comment, or in another section
    feed = _feed(root, based="xml:base" in short)
    return None if _MARK.encode() in msgpack.encode(feed) else feed


def _without_bodies(text: str) -> tuple[str, int]:
    """`text` with a mark in place of what `content:encoded` holds in a CDATA section, and how many marks."""
    if _MARK[0] in text:
        return "", 0
    kept, position = [], 0
    while (start := text.find(_SECTION, position)) >= 0:
        kept.append(text[position : start + len(_SECTION)])
        position = text.find("]]>", start)
        if position < 0:
            return "", 0
    return _MARK.join((*kept, text[position:])), len(kept)


def _tree(text: str, *, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=recover,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,  # nobody looks elements up by their ids
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as fault:
        if "depth" in str(fault):
            raise ParseError("too_deep", "the elements are nested deeper than 256") from None
        raise
    if root is None:
        raise not_a_feed("nothing")
    return root


def _feed(root: etree._Element, *, based: bool) -> RawFeed:
    match _field(root.tag):
        case "rss":
            return _rss(root, based=based)
        case "rdf":
            return _rdf(root, based=based)
        case "feed":
            return _atom(root, based=based)
        case _:
            name = _local(root.tag)
            if name.lower() in ("rss", "rdf", "feed"):
                raise UnknownNamespaceError(name)
            raise not_a_feed(name)


class UnknownNamespaceError(Exception):
    """A feed by its root's name, in a namespace that nobody defined: only a lenient reading fits."""


def not_a_feed(root: str) -> ParseError:
    """The refusal of a document by the name of its root element."""
    known = {
        "opml": ParseError("opml", "this is an OPML list of feeds, not a feed: ticker feeds import FILE"),
        "html": ParseError("html", "this is a web page, not a feed: try kind: page"),
    }
    return known.get(root.lower()) or ParseError("not_a_feed", f"no feed: the root element is <{root[:40]}>")


def _local(tag: str) -> str:
    """An element's name without its namespace (lxml's own QName fails on namespaces that no URI is)."""
    return tag.rpartition("}")[2]


@lru_cache(maxsize=2048)
def _field(tag: str) -> str:
    """What an element's `{namespace}name` is to us, "" = nothing."""
    namespace, _, name = tag.rpartition("}")
    namespace = namespace[1:].lower()
    if not namespace and ":" in name:
        # the feed uses a prefix that it does not declare: taken for what the prefix usually means
        prefix, _, name = name.partition(":")
        prefix = "" if prefix == "atom" else prefix.lower() + ":"
    elif namespace in _CORE:
        prefix = ""
    elif namespace == _RDF[1:-1].lower():
        prefix = "rdf:"
    else:
        prefix = _PREFIXES.get(namespace, "?")
    return _FIELDS.get(prefix + name.lower(), "") if len(name) < 40 else ""


def _text(element: etree._Element) -> str:
    """All text inside, scripts and styles left out."""
    if not len(element):
        return (element.text or "").strip()
    parts: list[str] = [element.text or ""]
    for child in element.iterchildren():
        if _local(child.tag).lower() not in ("script", "style"):
            parts.append(_text_within(child))
        parts.append(child.tail or "")
    return "".join(parts).strip()


def _text_within(element: etree._Element) -> str:
    block = _local(element.tag).lower() in ("p", "div", "br", "li", "tr", "td")
    inner = _text(element)
    return f" {inner} " if block else inner


def _construct(element: etree._Element, default: str = "text") -> tuple[str, bool]:
    """A text construct: its text, and whether that is HTML. `default` is the type where none is given."""
    value = _text(element)
    if len(element):
        return escape(value, quote=False), True  # real markup is gone already, what looks like it is text
    if not element.keys():
        return value, default in _HTML_TYPES
    kind = (element.get("type") or default).strip().lower()
    opaque = "/" in kind and not kind.startswith("text/") and not kind.endswith("xml")
    if opaque or element.get("mode") == "base64":
        try:
            return base64.b64decode("".join(value.split()), validate=True).decode("utf-8").strip(), True
        except ValueError:
            return value, False
    return value, kind in _HTML_TYPES


def _rss(root: etree._Element, *, based: bool) -> RawFeed:
    version = (root.get("version") or "").strip()
    channel = next((child for child in root if _field(child.tag) == "channel"), root)
    feed = RawFeed("rss09x" if version in _RSS09 else "rss20", lang=root.get(_LANG, ""))
    _head(feed, channel, based=based)
    items = [child for child in channel if _field(child.tag) == "item"]
    if channel is not root:
        items += [child for child in root if _field(child.tag) == "item"]
    _items(feed, items, based=based)
    return feed


def _rdf(root: etree._Element, *, based: bool) -> RawFeed:
    channel = next((child for child in root if _field(child.tag) == "channel"), root)
    old = "netscape" in (channel.tag if channel is not root else str(root.nsmap.get(None)))
    feed = RawFeed("rss09x" if old else "rss10", lang=root.get(_LANG, ""))
    _head(feed, channel, based=based)
    items = [child for child in root if _field(child.tag) == "item"]
    if channel is not root:
        items += [child for child in channel if _field(child.tag) == "item"]
    _items(feed, items, based=based)
    return feed


def _atom(root: etree._Element, *, based: bool) -> RawFeed:
    current = root.tag.rpartition("}")[0][1:]
    feed = RawFeed("atom10" if current.lower() == _ATOM else "atom03", lang=root.get(_LANG, ""))
    _head(feed, root, based=based)
    _items(feed, [child for child in root if _field(child.tag) == "item"], based=based)
    return feed


def _head(feed: RawFeed, channel: etree._Element, *, based: bool) -> None:
    feed.lang = channel.get(_LANG) or feed.lang
    feed.base = _base(channel) if based else ""
    links: list[tuple[int, str]] = []
    for child in channel:
        match _field(child.tag):
            case "title" if not feed.title:
                feed.title, feed.title_html = _construct(child)
            case "link":
                links.append(_link(child))
                if child.get("rel") == "hub":
                    feed.hub = feed.hub or child.get("href", "")
                elif child.get("rel") == "self":
                    feed.topic = feed.topic or child.get("href", "")
            case "language":
                feed.lang = _text(child) or feed.lang
    feed.link = best_link(links)


def _items(feed: RawFeed, elements: Iterable[etree._Element], *, based: bool) -> None:
    feed.items = [_item(element, based=based) for element in elements]


def _item(element: etree._Element, *, based: bool) -> RawItem:
    item = RawItem(base=_base(element) if based else "")
    links: list[tuple[int, str]] = []
    bodies: list[etree._Element] = []
    last: dict[str, str] = {}  # of each other field the last text that is one
    spoken: str | None = None
    for child in element:
        match field := _field(child.tag):
            case "":
                pass
            case "title" if not item.title:
                item.title, item.title_html = _construct(child)
                spoken = child.get(_LANG, spoken)
            case "link":
                links.append(_link(child))
            case "guid":
                item.guid = _text(child) or item.guid
                item.permalink = item.permalink and _is_permalink(child)
            case "summary" if not item.summary:
                item.summary, item.summary_html = _construct(child, "html")
            case "content":
                bodies.append(child)
            case _:
                last[field] = _text(child) or last.get(field, "")
    for body in bodies:
        if not item.summary:
            item.summary, item.summary_html = _construct(body, "html")
    item.guid = item.guid or element.get(_ABOUT, "")
    item.link = best_link(links)
    item.published = last.get("published", "")
    item.updated = last.get("created") or last.get("updated", "")
    item.title = item.title or last.get("media", "")
    if spoken is None:
        spoken = last.get("language") or element.get(_LANG)
    item.lang = spoken or ""
    return item


def _is_permalink(guid: etree._Element) -> bool:
    said = (guid.get("isPermaLink") or guid.get("ispermalink")) if guid.keys() else ""
    return not said or said.strip().lower() == "true"


def _link(element: etree._Element) -> tuple[int, str]:
    """How good a link is (0 = the article itself, 9 = something else), and its address."""
    if not element.keys():
        return 0, _text(element)
    href = element.get("href") or _text(element) or element.get("url") or element.get("uri") or ""
    rel, kind = element.get("rel"), element.get("type")
    rank = link_rank(rel or "alternate", kind or "text/html") if rel or kind else 0
    return rank, href.strip()


def link_rank(rel: str, kind: str) -> int:
    """Which of several links is the article: HTML alternates, other alternates, nothing else (9)."""
    if rel.strip().lower() != "alternate":
        return 9
    return 0 if kind.strip().lower() in _HTML_TYPES else 1


def best_link(links: list[tuple[int, str]]) -> str:
    """The address of the best of several links (see `link_rank`), the last of equals; "" = none is good."""
    best, found = 8, ""
    for rank, href in links:
        if href and rank <= best:
            best, found = rank, href
    return found


def _base(element: etree._Element) -> str:
    """The xml:base of an element and its ancestors, innermost last, joined."""
    chain = [node.get(f"{_XML}base") for node in (element, *element.iterancestors())]
    base = ""
    for part in reversed([part for part in chain if part]):
        base = join_base(base, part)
    return base
