"""Links of items: made safe to show, and made comparable.

`clean_link` gives what a person may open; `canonical` what decides that two links are one page. Knows URLs;
must not know what is behind them. Nothing here touches the network.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, quote, urljoin, urlsplit, urlunsplit

MAX_LINK = 2048
"""Characters; a longer link is dropped."""

_TAME = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/[A-Za-z0-9._~!$'()*,;:@/-]*(?:\?[A-Za-z0-9._~=&/-]*)?)?"
)
# white space, and what no reader sees, around a link
_AROUND = " \t\n\r\v\f\x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, (*range(0x2000, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A)))
)
_INSIDE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\]")
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"

_TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign|custom\d|link_\w+|format|ptr_\w+|bbc_team)|ns_(?:mchannel|source|campaign|linkname|fee)"
    r"|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|ttclid|igshid|mc_cid|mc_eid|mkt_tok|_hs(?:enc|mi)|s?cmpid|cmp|icid|ocid"
    r"|ftag|traffic_source|xtor|wt\.?mc_id|smid|guccounter|spm|__twitter_impression|oly_(?:anon|enc)_id|vero_id",
    re.IGNORECASE,
)
# a link that only carries another one: host -> the parameter that holds it
_WRAPPERS = {
    "www.google.com/url": "url",
    "news.google.com/news/url": "url",
    "www.bing.com/news/apiclick.aspx": "url",
    "l.facebook.com/l.php": "u",
}
_TELLING = re.compile("[?#%]")
_MEANINGFUL_FRAGMENT = ("!", "/")


def join_base(outer: str, inner: str) -> str:
    """The base that `inner` (an xml:base) makes on `outer`; what is no URL changes nothing."""
    try:
        return urljoin(outer, inner)
    except ValueError:
        return outer


def clean_link(raw: str, base: str = "") -> str:
    """An absolute http(s) URL in ASCII (host in punycode), or "" where `raw` gives none.

    `base` is the absolute URL that relative links stand on. Control characters inside, bad ports, user names
    and passwords never come out.
    """
    raw = raw.strip(_AROUND)
    if len(raw) <= MAX_LINK and _TAME.fullmatch(raw):
        return raw
    if not raw or len(raw) > MAX_LINK or _INSIDE.search(raw):
        return ""
    try:
        parts = urlsplit(urljoin(base, raw) if base and not _SCHEME.match(raw) else raw)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or len(host) > 253:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host):
        return ""
    netloc = host if port is None else f"{host}:{port}"
    link = urlunsplit(SplitResult(parts.scheme, netloc, *(quote(part, safe=_SAFE) for part in parts[2:])))
    return link if len(link) <= 4 * MAX_LINK else ""


@lru_cache(maxsize=8192)
def canonical(link: str) -> str:
    """What two links to one page have in common: no scheme, tracking, fragment; parameters sorted.

    For comparing only, never for opening. `?p=123` and every other parameter that may name the page stays.
    `link` is one that `clean_link` gave; "" stays "".
    """
    if not link:
        return ""
    if not _TELLING.search(link):
        scheme, _, rest = link.partition("://")
        host, _, path = rest.partition("/")
        return f"{_host(host, scheme)}{'/' + path.rstrip('/') if path else '/'}"
    parts = urlsplit(link)
    query = parts.query
    inner = _WRAPPERS.get(f"{parts.netloc}{parts.path}") if query else None
    if inner:
        wrapped = clean_link("".join(parse_qs(query).get(inner, [])[:1]))
        if wrapped and urlsplit(wrapped).netloc != parts.netloc:
            return canonical(wrapped)
    host = _host(parts.netloc, parts.scheme)
    path = _percent(parts.path).rstrip("/") or "/"
    if query:
        pairs = [pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
        query = "&".join(sorted(filter(None, pairs)))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(_MEANINGFUL_FRAGMENT) else ""
    return f"{host}{path}{'?' + query if query else ''}{fragment}"


def _host(netloc: str, scheme: str) -> str:
    return netloc.lower().removesuffix(":443" if scheme == "https" else ":80")


def _percent(path: str) -> str:
    """Percent-encoding in one spelling."""
    if "%" not in path:
        return path
    from_hex = re.sub(r"%([0-9A-Fa-f]{2})", _one_escape, path)
    return quote(from_hex, safe=_SAFE)


def _one_escape(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found[0].upper()
