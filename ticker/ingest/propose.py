"""Propose CSS selectors for the headlines of a page, best first.

Elements are grouped by the selector that would name them; a group is good when it is many, headline-long,
linked, mostly distinct, named like news, and no part of the page's furniture. Knows markup and names; must
not know feeds or the network.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ticker.ingest.tree import node_text, read_html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_PROPOSALS = 8
_FEWEST, _SHORTEST, _LONGEST = 3, 20, 160  # items; characters of their median
_TAGS = "a, li, h1, h2, h3, h4, h5, dt, dd, td, p, span, div"
_MAX_ELEMENTS = 20_000
_READ = 240  # characters read of an element; more is no headline
_CLIMB = 12
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "button", "label", "select"})
_FURNITURE = re.compile(
    r"(?:^|[-_])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|social|share|sharing|cookies?|consent|comments?|"
    r"login|signup|subscribe|newsletter|tags?|tagcloud|pagination|pager|copyright|sitemap|search|lang|language|ads?|"
    r"advert|sponsor|banner|byline|author|meta|date|time|caption)(?:$|[-_])",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"ticker|breaking|marquee|headline|news|latest|urgent|flash|live|title|story|stories|article|post|teaser|akhbar|khabar|ajel",
    re.IGNORECASE,
)
_TICKER = re.compile(r"ticker|breaking|marquee|urgent|flash|crawl|ajel", re.IGNORECASE)
_NAME = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")  # digits number an item or come from a build: not robust
_BUILT = re.compile(
    r"^(?:css|sc|jsx|jss|emotion|svelte|astro)-|[a-z][A-Z][a-z]*[A-Z].*[A-Z]|^_|__[A-Za-z]{5}$"
)
_STATE = re.compile(
    r"^(?:active|current|selected|first|last|odd|even|open|hidden|visible|show|clone|cloned|slick-\w+|swiper-\w+|is-\w+|"
    r"has-\w+|js-\w+)$"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A selector, how many items it finds, its first few, and how headline-like they are (0 to 1)."""

    selector: str
    count: int
    samples: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    linked: bool


def _classes(node: LexborNode) -> list[str]:
    """Give the element's class names that will still be there tomorrow, the telling ones first."""
    names = (node.attributes.get("class") or "").split()[:12]
    kept = [n for n in names if _NAME.fullmatch(n) and not _BUILT.search(n) and not _STATE.match(n)]
    return sorted(kept, key=lambda name: _NEWS.search(name) is None)


def _own(node: LexborNode) -> str:
    names = _classes(node)
    return f"{node.tag}.{names[0]}" if names else str(node.tag)


def _home(node: LexborNode) -> str | None:
    """Name the nearest ancestor that can be named; "" = none; None = the element is furniture."""
    home = ""
    above = node.parent
    for _ in range(_CLIMB):
        if above is None or above.tag in ("body", "html"):
            break
        name = f"{above.attributes.get('id') or ''} {above.attributes.get('class') or ''}"
        if above.tag in _FURNITURE_TAGS or any(_FURNITURE.search(part) for part in name.split()):
            return None
        if not home:
            identity = above.attributes.get("id") or ""
            names = _classes(above)
            if identity and _NAME.fullmatch(identity):
                home = f"#{identity}"
            elif names:
                home = f".{names[0]}"
        above = above.parent
    return home


def _linked(node: LexborNode) -> bool:
    if node.tag == "a" or (node.parent is not None and node.parent.tag == "a"):
        return True
    return node.css_first("a[href]") is not None


def _groups(tree: LexborHTMLParser) -> dict[str, list[_Found]]:
    groups: defaultdict[str, list[_Found]] = defaultdict(list)
    for node in tree.css(_TAGS)[:_MAX_ELEMENTS]:
        own = _own(node)
        if node.tag in ("span", "div", "p", "td") and "." not in own:
            continue  # a bare box says nothing of what it holds
        if any(_FURNITURE.search(name) for name in (node.attributes.get("class") or "").split()):
            continue
        text = node_text(node, _READ)
        if not 1 < len(text) < _READ:
            continue
        home = _home(node)
        if home is not None:
            groups[f"{home} {own}".strip()].append(_Found(text, _linked(node)))
    return groups


def _score(selector: str, found: list[_Found]) -> float:
    """Weigh a group: 0 = no headlines, 1 = a named ticker of linked headlines."""
    lengths = [len(one.text) for one in found]
    middle = median(lengths)
    if len(found) < _FEWEST or not _SHORTEST <= middle <= _LONGEST:
        return 0.0
    words = median(len(one.text.split()) for one in found)
    fitting = sum(_SHORTEST * 0.7 <= length <= _LONGEST for length in lengths) / len(found)
    distinct = len({one.text for one in found}) / len(found)
    linked = sum(one.linked for one in found) / len(found)
    many = min(len(found), 12) / 12
    named = 1.0 if _TICKER.search(selector) else 0.6 if _NEWS.search(selector) else 0.0
    robust = 1.0 if "#" in selector or "." in selector else 0.0
    wordy = 1.0 if words >= 4 or middle >= 2 * _SHORTEST else 0.4
    quality = 0.2 * many + 0.25 * linked + 0.35 * named + 0.2 * robust
    return round(quality * fitting * wordy * min(1.0, 2 * distinct), 3)


def _prefer(proposal: Proposal) -> tuple[float, int, int]:
    tag = proposal.selector.rsplit(" ", 1)[-1]
    return (-proposal.score, 0 if tag.startswith("a") else 1, len(proposal.selector))


def propose(html: str) -> list[Proposal]:
    """Find the repeated headline-like groups of a page, best first; empty where there is none.

    Each selector is checked against the page: `count` and `samples` are what it finds. Of groups with the
    same items only the best is given. Raises ParseError("too_deep").
    """
    tree = read_html(html)
    proposals = []
    for selector, found in _groups(tree).items():
        score = _score(selector, found)
        if score <= 0:
            continue
        texts = [text for node in tree.css(selector)[:_MAX_ELEMENTS] if (text := node_text(node, _READ))]
        if len(texts) > 2 * len(found):
            score = round(score * 2 * len(found) / len(texts), 3)  # it names more than the headlines
        proposals.append(Proposal(selector, len(texts), tuple(dict.fromkeys(texts))[:3], score))
    proposals.sort(key=_prefer)
    best: list[Proposal] = []
    for proposal in proposals:
        if all(proposal.samples != other.samples for other in best):
            best.append(proposal)
    return best[:MAX_PROPOSALS]
