"""The views of the screen as tabs: lists of stories, each with what it asks for, and pages of lines.

Knows names, queries and how the line of tabs looks; must not know widgets or what fills a view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ticker.core.query import Query
from ticker.terminal import cells, display, line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.text import Text

    from ticker.dashboard.look import Look

_NAME = 16
_MORE = "…"


class Kind(StrEnum):
    """What a tab shows."""

    LIST = "list"
    FEEDS = "feeds"
    ALERTS = "alerts"
    AUDIT = "audit"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Tab:
    """One view. `name` is stable (it is remembered), `title` shown.

    `query` is what a list is for, `empty` what stands there while nothing matches.
    """

    name: str
    title: str
    kind: Kind = Kind.LIST
    query: Query = field(default_factory=Query)
    empty: str = ""


STREAM = Tab("stream", "Stream", query=Query.parse("-held"), empty="every story of this desk is held back")
CURATED = Tab(
    "curated",
    "Curated",
    query=Query.parse("curated"),
    empty="no editor has touched a story yet; what is pinned, spiked, held or edited stands here",
)
_LISTS = (
    STREAM,
    Tab(
        "breaking",
        "Breaking",
        query=Query.parse("breaking -held"),
        empty="nothing is breaking now; what an editor or a rule marks so stands here",
    ),
    CURATED,
)
_PAGES = (
    Tab("feeds", "Feeds", Kind.FEEDS),
    Tab("alerts", "Alerts", Kind.ALERTS),
    Tab("audit", "Audit", Kind.AUDIT),
    Tab("log", "Log", Kind.LOG),
)


def saved(name: str, text: str) -> Tab:
    """Return the tab of a saved filter."""
    return Tab(f"filter:{name}", name, query=Query.parse(text), empty=f"no story matches “{text}” now")


def all_tabs(filters: Mapping[str, str]) -> list[Tab]:
    """Return every tab in its order: lists, pages, saved filters."""
    return [*_LISTS, *_PAGES, *(saved(name, text) for name, text in filters.items())]


@dataclass(frozen=True, slots=True)
class TabLine:
    """The line of tabs, and which cells belong to which tab."""

    text: Text
    spans: tuple[tuple[int, int, int], ...]

    def at(self, cell: int) -> int | None:
        """Return the place of the tab that a cell belongs to."""
        return next((place for start, stop, place in self.spans if start <= cell < stop), None)


def tab_line(
    tabs: Sequence[Tab], current: Tab, counts: Mapping[str, str], look: Look, *, width: int
) -> TabLine:
    """Lay the tabs out; the current one stands in brackets and is always to be seen.

    `counts` gives what is said behind a tab's title. What does not fit is left out at the far end.
    """
    labels = [_label(place, tab, counts.get(tab.name, ""), look) for place, tab in enumerate(tabs)]
    here = next((place for place, tab in enumerate(tabs) if tab.name == current.name), 0)
    first = _first(labels, here, width)
    text = line((_MORE if first else "", look.palette.quiet))
    spans: list[tuple[int, int, int]] = []
    used = cells(text.plain)
    for place in range(first, len(labels)):
        label = f"[{labels[place]}]" if place == here else f" {labels[place]} "
        size = cells(label)
        rest = 0 if place == len(labels) - 1 else 1
        if used + size + rest > width:
            if used < width:
                text.append(_MORE, look.palette.quiet)
            break
        urgent = counts.get(tabs[place].name, "").startswith("!")
        style = look.palette.strong if place == here else look.palette.warn if urgent else look.palette.quiet
        text.append(label, style)
        spans.append((used, used + size, place))
        used += size
    return TabLine(text, tuple(spans))


def _label(place: int, tab: Tab, count: str, look: Look) -> str:
    digit = f"{place + 1} " if place < 9 else ""
    title = display(tab.title, width=_NAME, mode=look.mode)
    return f"{digit}{title}{' ' + count if count else ''}"


def _first(labels: Sequence[str], here: int, width: int) -> int:
    """Return the first tab to show, so that the current one fits."""
    first = 0
    while first < here and sum(cells(label) + 2 for label in labels[first : here + 1]) + 2 > width:
        first += 1
    return first
